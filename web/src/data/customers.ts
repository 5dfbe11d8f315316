// Who bought on which days: a document's list of customers, or what live_customers.ts gathers.
import type { OfCustomers } from './filters';

export interface Customers {
  total: number;
  one_of: number;
  count: number;
  /** All 0 where the data do not know it. */
  of: Record<OfCustomers, Uint16Array>;
  /** Days of customer i: day[start[i]] to day[start[i + 1] - 1]. */
  start: Uint32Array;
  day: Uint16Array;
}

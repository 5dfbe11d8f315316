// Who bought on which days: a document's list of customers, or what live_customers.ts gathers.
export interface Customers {
  total: number;
  one_of: number;
  count: number;
  persona: Uint16Array;
  city: Uint16Array;
  /** All 0 where the data know no segments. */
  segment: Uint16Array;
  /** Days of customer i: day[start[i]] to day[start[i + 1] - 1]. */
  start: Uint32Array;
  day: Uint16Array;
}

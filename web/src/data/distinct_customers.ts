// Distinct customers under the filters of day, weekday, festival, persona, city, segment, scores and cohort, from the list of who bought when.
import type { Customers } from './customers';
import { kOfCustomers, type OfCustomers } from './filters';
import type { Range } from './sums';

/** One byte a value of each: 1 where the filters let it through. */
export type Passes = Record<OfCustomers | 'day', Uint8Array>;

/** One byte a customer: 1 for those whom the filters let through, whenever they bought. */
export function passing({ count, of }: Customers, pass: Passes): Uint8Array {
  const shown = new Uint8Array(count).fill(1);
  for (const name of kOfCustomers) {
    const [values, passed] = [of[name], pass[name]];
    if (passed.includes(0)) for (let i = 0; i < count; ++i) shown[i]! &= passed[values[i]!]!;
  }
  return shown;
}

export interface CustomerCounts {
  now: number;
  before: number;
  /** Who bought in one of the two ranges only: the noise of a change. */
  only_now: number;
  only_before: number;
  /** Days with a purchase within the range, summed. */
  purchase_days: number;
}

export interface DistinctCustomers {
  all: CustomerCounts;
  personas: CustomerCounts[];
  /** Customers who bought now, of the personas shown, by the values of the axis. */
  byAxis: number[];
  /** Standard error of the count now, 0 where every customer is in the list. */
  standard_error: number;
}

function noCounts(): CustomerCounts {
  return { now: 0, before: 0, only_now: 0, only_before: 0, purchase_days: 0 };
}

function addScaled(into: CustomerCounts, from: CustomerCounts, scale: number): void {
  for (const name of Object.keys(into) as (keyof CustomerCounts)[]) into[name] += from[name] * scale;
}

export function countCustomers(
  customers: Customers,
  pass: Passes,
  now: Range,
  before: Range | null,
  axis: OfCustomers = 'segment',
): DistinctCustomers {
  const counts = Array.from(pass.persona, noCounts);
  const byAxis = Array.from(pass[axis], () => 0);
  const { start, day, of } = customers;
  const { persona } = of;
  // Personas are shown side by side, whichever are chosen.
  const shown = passing(customers, { ...pass, persona: pass.persona.map(() => 1) });
  for (let i = 0; i < customers.count; ++i) {
    if (!shown[i]) continue;
    let isNow = 0,
      wasBefore = 0;
    for (let at = start[i]!; at < start[i + 1]!; ++at) {
      const on = day[at]!;
      if (!pass.day[on]) continue;
      if (on >= now[0] && on <= now[1]) ++isNow;
      else if (before && on >= before[0] && on <= before[1]) wasBefore = 1;
    }
    const count = counts[persona[i]!] ?? counts[0]!;
    if (isNow > 0) {
      ++count.now;
      if (pass.persona[persona[i]!]) byAxis[of[axis][i]!]! += customers.one_of;
      count.purchase_days += isNow;
      if (!wasBefore) ++count.only_now;
    }
    if (wasBefore) {
      ++count.before;
      if (isNow === 0) ++count.only_before;
    }
  }
  const all = noCounts();
  const scale = customers.one_of;
  const scaled = counts.map((count) => {
    const one = noCounts();
    addScaled(one, count, scale);
    return one;
  });
  scaled.forEach((count, i) => {
    if (pass.persona[i]) addScaled(all, count, 1);
  });
  return { all, personas: scaled, byAxis, standard_error: Math.sqrt((all.now / scale) * (scale - 1) * scale) };
}

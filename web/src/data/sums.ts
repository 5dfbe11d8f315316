// Sums of a table of days over a range of days.
import type { DayTable } from './cube';

export interface Sums {
  revenue: number;
  count: number;
  lines: number;
  units: number;
}

export type Range = readonly [number, number];

export function noSums(): Sums {
  return { revenue: 0, count: 0, lines: 0, units: 0 };
}

export function addSums(into: Sums, other: Sums): void {
  into.revenue += other.revenue;
  into.count += other.count;
  into.lines += other.lines;
  into.units += other.units;
}

/** One value's sums over the days of the range that pass; over all days where the table has none. */
export function sumRange(table: DayTable, value: number, range: Range | null, pass: Uint8Array): Sums {
  const sums = noSums();
  if (!range) return sums;
  const at = value * table.days;
  if (table.days === 1 && pass.length > 1) [range, pass] = [[0, 0], Uint8Array.of(1)];
  for (let day = range[0]; day <= range[1]; ++day) {
    if (!pass[day]) continue;
    sums.revenue += table.revenue[at + day]!;
    sums.count += table.count[at + day]!;
    sums.lines += table.lines[at + day]!;
    sums.units += table.units[at + day]!;
  }
  return sums;
}

// What is filtered: a range of days and sets of values of the other dimensions. An absent entry lets everything through.
import { weekdaysOf } from './calendar';
import type { Dimensions } from './document';

export const kSetDimensions = [
  'persona',
  'segment',
  'score',
  'cohort',
  'category',
  'weekday',
  'hour',
  'city',
  'festival',
  'spend',
  'lines',
] as const;
export type SetDimension = (typeof kSetDimensions)[number];
/** Of those who bought: what distinct customers can be filtered by. */
export const kOfCustomers = ['persona', 'city', 'segment', 'score', 'cohort'] as const;
export type OfCustomers = (typeof kOfCustomers)[number];

const kWords: Partial<Record<SetDimension, string>> = {
  score: 'RFM cell',
  cohort: 'first purchase',
  spend: 'basket amount',
  lines: 'basket size',
};

export interface Filters {
  /** First and last day, as indexes. */
  readonly days?: readonly [number, number];
  readonly compare: boolean;
  readonly sets: { readonly [name in SetDimension]?: readonly number[] };
}

export const kNoFilters: Filters = { compare: true, sets: {} };

export function withDays(filters: Filters, days: readonly [number, number] | undefined): Filters {
  const { days: _before, ...rest } = filters;
  return days ? { ...rest, days: [Math.min(...days), Math.max(...days)] } : rest;
}

export function withSet(filters: Filters, name: SetDimension, values: readonly number[]): Filters {
  const { [name]: _before, ...rest } = filters.sets;
  const sorted = [...new Set(values)].sort((a, b) => a - b);
  return { ...filters, sets: sorted.length > 0 ? { ...rest, [name]: sorted } : rest };
}

/** Chooses a value, adds it to those chosen, or takes it away when it is among them. */
export function toggled(filters: Filters, name: SetDimension, value: number): Filters {
  const before = filters.sets[name] ?? [];
  return withSet(filters, name, before.includes(value) ? before.filter((one) => one !== value) : [...before, value]);
}

export function isFiltered(filters: Filters): boolean {
  return filters.days !== undefined || Object.keys(filters.sets).length > 0;
}

/** The filters in force that something with these dimensions cannot follow, as people call them. */
export function notFollowed({ days, sets }: Filters, dimensions: readonly string[]): string[] {
  const hasDays = dimensions.includes('day');
  return [
    ...(days && !hasDays ? ['date'] : []),
    ...kSetDimensions
      .filter(
        (name) => sets[name] && !dimensions.includes(name) && !(hasDays && (name === 'weekday' || name === 'festival')),
      )
      .map((name) => kWords[name] ?? name),
  ];
}

/** One byte a value: 1 where the filter lets it through. */
export function passes(values: readonly number[] | undefined, size: number, first = 0): Uint8Array {
  const pass = new Uint8Array(size).fill(values ? 0 : 1);
  for (const value of values ?? []) pass[value - first] = 1;
  return pass;
}

/** 1 for days that the weekday and festival filters let through, whatever the range of days. */
export function passesOfDays(filters: Filters, dimensions: Dimensions, but?: 'weekday' | 'festival'): Uint8Array {
  const weekday = weekdaysOf(dimensions);
  const pass = new Uint8Array(dimensions.day.count).fill(1);
  const weekdays = but === 'weekday' ? undefined : filters.sets.weekday;
  const festivals = but === 'festival' ? undefined : filters.sets.festival;
  for (let day = 0; day < pass.length; ++day) {
    if (weekdays && !weekdays.includes(weekday[day]!)) pass[day] = 0;
    if (festivals && !festivals.includes(dimensions.day.festival[day] ?? -1)) pass[day] = 0;
  }
  return pass;
}

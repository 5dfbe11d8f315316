// The state of the page in its address, readable and versioned: #v=1&date=2024-03-01..2024-03-30&persona=Premium+Shopper.
// Values are names, so that a link outlives a change of order; what a data set does not have is left out.
import { dateOfDay, dayOfDate } from './calendar';
import { kNoFilters, kSetDimensions, type Filters, type SetDimension } from './filters';
import type { Dimensions } from './document';

const kWeekdays = ['mon', 'tue', 'wed', 'thu', 'fri', 'sat', 'sun'];

/** The names of a dimension's values in the order of their indexes, and the index of the first. */
function namesOf(dimensions: Dimensions, name: SetDimension): { names: string[]; first: number } {
  if (name === 'weekday') return { names: kWeekdays, first: 1 };
  if (name === 'hour') return { names: Array.from({ length: 24 }, (_, hour) => String(hour)), first: 0 };
  if (name === 'spend') return { names: dimensions.spend.edges.slice(0, -1).map(String), first: 0 };
  return { names: dimensions[name]?.values.map(String) ?? [], first: 0 };
}

export type TrendMeasure = 'revenue' | 'transactions' | 'customers' | 'average';
export const kTrendMeasures: TrendMeasure[] = ['revenue', 'transactions', 'customers', 'average'];

export interface PageState {
  filters: Filters;
  measure: TrendMeasure;
  open: readonly string[];
}

export function writeState({ filters, measure, open }: PageState, dimensions: Dimensions): string {
  const parts = new URLSearchParams({ v: '1' });
  if (filters.days) parts.set('date', filters.days.map((day) => dateOfDay(dimensions, day)).join('..'));
  for (const name of kSetDimensions) {
    const { names, first } = namesOf(dimensions, name);
    for (const value of filters.sets[name] ?? []) parts.append(name, names[value - first] ?? String(value));
  }
  if (!filters.compare) parts.set('compare', 'none');
  if (measure !== 'revenue') parts.set('measure', measure);
  for (const view of open) parts.append('table', view);
  return parts.toString();
}

export function readState(text: string, dimensions: Dimensions): PageState {
  const parts = new URLSearchParams(text.replace(/^[#?]/, ''));
  if (parts.get('v') !== '1') return { filters: kNoFilters, measure: 'revenue', open: [] };
  const sets: Partial<Record<SetDimension, number[]>> = {};
  for (const name of kSetDimensions) {
    const { names, first } = namesOf(dimensions, name);
    const values = parts
      .getAll(name)
      .map((word) => names.indexOf(word))
      .filter((index) => index >= 0)
      .map((index) => index + first);
    if (values.length > 0) sets[name] = [...new Set(values)].sort((a, b) => a - b);
  }
  const last = dimensions.day.count - 1;
  const [from, to] = (parts.get('date') ?? '').split('..').map((date) => dayOfDate(dimensions, date));
  const valid = from !== undefined && to !== undefined && from <= to && to >= 0 && from <= last;
  const range = valid ? { days: [Math.max(0, from), Math.min(last, to)] as const } : {};
  const measure = kTrendMeasures.find((one) => one === parts.get('measure')) ?? 'revenue';
  return {
    filters: { ...range, compare: parts.get('compare') !== 'none', sets },
    measure,
    open: parts.getAll('table'),
  };
}

// The state of the page: the data set, the filters with their history, and everything computed of them.
import { batch, computed, signal } from '@preact/signals-core';
import { analysisRows, numberOf } from '../data/document';
import type { Dataset } from '../data/dataset';
import { kNoFilters, toggled, withDays, withSet, type Filters, type SetDimension } from '../data/filters';
import { select, type Selection } from '../data/selection';
import { readState, writeState, type TrendMeasure } from '../data/url_state';

export const dataset = signal<Dataset | null>(null);
/** Counts additions to the data set of a live run. */
export const dataVersion = signal(0);
export const filters = signal<Filters>(kNoFilters);
export const measure = signal<TrendMeasure>('revenue');
export const openTables = signal<readonly string[]>([]);
export const problem = signal<{ text: string; retry?: () => void } | null>(null);

const past = signal<readonly Filters[]>([]);
export const canUndo = computed(() => past.value.length > 0);

/** Where the address of the page cannot be changed, links still work: they are read once. */
function writeAddress(): void {
  const data = dataset.value;
  if (!data) return;
  const text = writeState({ filters: filters.value, measure: measure.value, open: openTables.value }, data.dimensions);
  try {
    history.replaceState(null, '', text === 'v=1' ? location.pathname + location.search : `#${text}`);
  } catch {
    location.hash = text;
  }
}

export function setFilters(next: Filters, remember = true): void {
  batch(() => {
    if (remember) past.value = [...past.value.slice(-99), filters.value];
    filters.value = next;
  });
  writeAddress();
}

/** While a handle is dragged only the last state is remembered. */
export function previewFilters(next: Filters): void {
  filters.value = next;
}

export function rememberFrom(before: Filters): void {
  past.value = [...past.value.slice(-99), before];
  writeAddress();
}

export function undo(): void {
  const before = past.value.at(-1);
  if (!before) return;
  batch(() => {
    past.value = past.value.slice(0, -1);
    filters.value = before;
  });
  writeAddress();
}

export function reset(): void {
  setFilters(kNoFilters);
}

export const toggle = (name: SetDimension, value: number) => setFilters(toggled(filters.value, name, value));
export const setValues = (name: SetDimension, values: readonly number[]) =>
  setFilters(withSet(filters.value, name, values));
/** Shows these days only, or all again where they are those shown. */
export function toggleDays(first: number, last: number): void {
  const { days } = filters.value;
  setDays(days?.[0] === first && days[1] === last ? undefined : [first, last]);
}
export const setDays = (days: readonly [number, number] | undefined) => setFilters(withDays(filters.value, days));

export function toggleTable(view: string): void {
  const open = openTables.value;
  openTables.value = open.includes(view) ? open.filter((one) => one !== view) : [...open, view];
  writeAddress();
}

export function setMeasure(next: TrendMeasure): void {
  measure.value = next;
  writeAddress();
}

export function readAddress(): void {
  const data = dataset.value;
  if (!data) return;
  const state = readState(location.hash, data.dimensions);
  batch(() => {
    filters.value = state.filters;
    measure.value = state.measure;
    openTables.value = state.open;
  });
}

/** Days that changes are measured over when all days are shown, as the key figures of the program do. */
function wholeLength(data: Dataset): number {
  const days = numberOf(analysisRows(data.header, 'kpi')[0], 'days');
  if (Number.isFinite(days) && data.days === data.dimensions.day.count) return days;
  // Less than two weeks cannot be compared, weekday with weekday.
  return data.days >= 56 ? 28 : data.days >= 14 ? 7 : data.days;
}

let last: Selection | undefined;

export const selection = computed<Selection | null>(() => {
  dataVersion.value;
  const data = dataset.value;
  if (!data || data.days === 0) return null;
  return (last = select(data, filters.value, wholeLength(data), last));
});

// The transactions behind the filters: as words of a request to the server, and as SQL for `footfall query`. Both mean what
// the sums of the page mean: a category keeps transactions that hold one of its lines, a city those of its customers.
import { dateOfDay } from './calendar';
import { getJson } from './api';
import type { Dimensions, Value } from './document';
import { notFollowed, type Filters } from './filters';

export interface Rows {
  table: string;
  /** Rows that match, on all pages. */
  total: number;
  /** How many of them come before. */
  offset: number;
  columns: { name: string; kind: string; unit: string }[];
  rows: Value[][];
}

const kColumns = ['persona', 'category', 'city', 'festival', 'weekday', 'hour'] as const;

function valuesOf(filters: Filters, dimensions: Dimensions, name: (typeof kColumns)[number]): (string | number)[] {
  const chosen = filters.sets[name] ?? [];
  return name === 'weekday' || name === 'hour' ? [...chosen] : chosen.map((value) => dimensions[name].values[value]!);
}

/** Index of the value that stands for all that have no name of their own, -1 where there is none. */
function otherOf(dimensions: Dimensions, name: (typeof kColumns)[number]): number {
  return name === 'city' || name === 'category' || name === 'persona' ? (dimensions[name].other ?? -1) : -1;
}

/** Filters that no column of the tables tells: neither a request nor SQL over them can state these. */
export function notInTables(filters: Filters): string[] {
  return notFollowed(filters, ['day', ...kColumns]);
}

/** Filters that a request cannot state, in words. */
export function notInRows(filters: Filters, dimensions: Dimensions): string[] {
  const others = kColumns.filter((name) => filters.sets[name]?.includes(otherOf(dimensions, name)));
  return [...others.map((name) => `other values of ${name}`), ...notInTables(filters)];
}

/** REQUIRES: notInRows() names nothing. */
export function wordsOf(filters: Filters, dimensions: Dimensions): [string, string][] {
  const words: [string, string][] = [];
  if (filters.days) {
    words.push(
      ['date.min', dateOfDay(dimensions, filters.days[0])],
      ['date.max', dateOfDay(dimensions, filters.days[1])],
    );
  }
  for (const name of kColumns)
    for (const value of valuesOf(filters, dimensions, name)) words.push([name, String(value)]);
  return words;
}

export function getRows(words: [string, string][], signal: AbortSignal): Promise<Rows> {
  return getJson<Rows>(`/api/v1/rows?${new URLSearchParams(words).toString()}`, signal);
}

const literal = (value: string | number) =>
  typeof value === 'number' ? String(value) : `'${value.replaceAll("'", "''")}'`;

function conditionOf(filters: Filters, dimensions: Dimensions, name: (typeof kColumns)[number]): string {
  const among = (values: (string | number)[]) => `(${values.map(literal).join(', ')})`;
  const other = otherOf(dimensions, name);
  let text = `${name} IN ${among(valuesOf(filters, dimensions, name))}`;
  if (other >= 0 && filters.sets[name]!.includes(other)) {
    const left = dimensions[name as 'city'].values.filter((_, i) => i !== other && !filters.sets[name]!.includes(i));
    text = left.length > 0 ? `(${name} NOT IN ${among(left)} OR ${name} IS NULL)` : 'true';
  }
  if (name === 'city') return `customer_id IN (SELECT customer_id FROM customers WHERE ${text})`;
  if (name === 'category') return `transaction_id IN (SELECT transaction_id FROM items WHERE ${text})`;
  return text;
}

/** One SELECT over a data set's tables. */
export function sqlOf(filters: Filters, dimensions: Dimensions, limit: number): string {
  const conditions: string[] = [];
  if (filters.days) {
    const [from, to] = filters.days.map((day) => `DATE '${dateOfDay(dimensions, day)}'`);
    conditions.push(`date BETWEEN ${from} AND ${to}`);
  }
  for (const name of kColumns) if (filters.sets[name]) conditions.push(conditionOf(filters, dimensions, name));
  const where = conditions.length > 0 ? ` WHERE ${conditions.join(' AND ')}` : '';
  return `SELECT * FROM transactions${where} ORDER BY transaction_id LIMIT ${limit}`;
}

/** A word as a shell reads it. */
export function quoted(word: string): string {
  return `"${word.replace(/[\\"$`]/g, '\\$&')}"`;
}

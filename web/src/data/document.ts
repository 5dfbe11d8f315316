// The document that the program writes for the page, as docs/dashboard_data.md describes it.

export interface ColumnPlace {
  offset: number;
  bytes: number;
  count: number;
  /** Of values as bytes of equal place: how many each has. */
  width?: number;
}

export interface TableInfo {
  table: string;
  rows: number;
  content_hash: string | null;
}

export interface Meta {
  title: string;
  origin: 'simulated' | 'own';
  program_version: string;
  manifest: string | null;
  scenario: string | null;
  scenario_hash: string | null;
  seed: number | null;
  data_version: number | null;
  tables: TableInfo[];
  period: { start: string; end: string; days: number };
  /** `symbol` stands before an amount; `decimals` are those of small amounts. */
  currency: { code: string; symbol: string; decimals: number; minor_digits: number };
  locale: string;
  capabilities: Record<'customers' | 'items' | 'customer' | 'persona' | 'festival' | 'time_of_day', boolean>;
  /** What the scenario does on such days, as relative changes; persona null: all together. */
  built_in?: { days: 'festival' | 'weekend'; persona: string | null; amount: number | null; visits: number | null }[];
  persona_kind: string;
  notes: string[];
}

export interface Dimensions {
  day: { count: number; first: string; weekend: number[]; festival: number[]; closed?: number[] };
  hour: { count: number };
  persona: { values: string[]; other?: number };
  city: { values: string[]; other: number };
  /** RFM segments of customers; live runs and documents of programs before them have none. */
  segment?: { values: string[]; other: number };
  /** "recency-frequency", and first days of the periods of the first purchase. */
  score?: { values: string[]; other: number };
  cohort?: { values: string[]; other: number };
  category: { values: string[]; other?: number };
  festival: { values: string[] };
  spend: { edges: number[] };
  lines: { values: number[]; last_is_more: boolean };
}

export type CubeDimension =
  'day' | 'hour' | 'persona' | 'city' | 'segment' | 'score' | 'cohort' | 'category' | 'spend' | 'lines';

export interface CubeHeader {
  name: string;
  dimensions: CubeDimension[];
  measures: string[];
  cells: number;
  /** A measure may be the sum of that of a cube with one dimension more. */
  columns: { key: ColumnPlace } & Record<string, ColumnPlace | { sum_of: string }>;
}

export interface Fact {
  id: string;
  label: string;
  value: number | string;
  unit: 'currency' | 'count' | 'fraction' | 'ratio' | 'days' | 'hour' | 'weekday' | 'date' | 'text';
  decimals: number;
  low: number | null;
  high: number | null;
  filter: Record<string, string>;
  formula: string;
  metric: string;
}

export interface Insight {
  facts: string[];
  headline: string;
  comparison: string;
  why: string;
  action: string;
  score: number;
  view: string;
}

export type Value = number | string | boolean | null;

export interface Analysis {
  columns: { name: string; kind: string; unit: string }[];
  rows: Value[][];
}

export interface DocumentHeader {
  schema_version: number;
  meta: Meta;
  dimensions: Dimensions;
  cubes: CubeHeader[];
  customers: {
    total: number;
    active: number;
    sampled: number;
    one_of: number;
    columns: Record<'persona' | 'city' | 'purchase_days' | 'day', ColumnPlace> & {
      segment?: ColumnPlace;
      score?: ColumnPlace;
      cohort?: ColumnPlace;
    };
  } | null;
  facts: Fact[];
  insights: Insight[];
  analyses: Record<string, Analysis>;
}

export type Row = Record<string, Value>;

const records = new WeakMap<Analysis, readonly Row[]>();

/** The rows of an analysis as records, none when the document lacks it. */
export function analysisRows(header: DocumentHeader, name: string): readonly Row[] {
  const analysis = header.analyses[name];
  if (!analysis) return [];
  let rows = records.get(analysis);
  if (!rows) {
    rows = analysis.rows.map((row) =>
      Object.fromEntries(analysis.columns.map((column, i) => [column.name, row[i] ?? null])),
    );
    records.set(analysis, rows);
  }
  return rows;
}

export function numberOf(row: Row | undefined, name: string): number {
  const value = row?.[name];
  return typeof value === 'number' ? value : NaN;
}

/** Null where the data do not say. */
export function flagOf(row: Row | undefined, name: string): boolean | null {
  const value = row?.[name];
  return typeof value === 'boolean' ? value : null;
}

export function textOf(row: Row | undefined, name: string): string {
  const value = row?.[name];
  return value === null || value === undefined ? '' : String(value);
}

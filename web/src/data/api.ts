// What the page asks its server, when it has one.
import type { Dimensions, Meta } from './document';
import type { CustomerDays } from './live_customers';

export interface Run {
  run: number;
  title: string;
  origin: string;
  seed: number | null;
  scenario: string | null;
}

export interface Runs {
  runs: Run[];
}

/** What can be changed, and how it is now. */
export interface Lever {
  path: string;
  label: string;
  value: number;
}
export interface Levers {
  levers: Lever[];
}
export interface Changes {
  changes: { path: string; value: number }[];
}
export interface WhatIfMeasure {
  measure: string;
  unit: string;
  baseline: number;
  variant: number;
  difference: number;
  low: number;
  high: number;
}
export interface WhatIfAnswer {
  measures: WhatIfMeasure[];
  notes: string[];
}

export interface ComparedFact {
  id: string;
  label: string;
  unit: string;
  decimals: number;
  a: number | string | null;
  b: number | string | null;
  difference: number | null;
  low: number | null;
  high: number | null;
  isClear: boolean;
}

export type LiveState = 'idle' | 'running' | 'paused' | 'done';
export interface Hello {
  run: number;
  state: LiveState;
  speed: number;
  day: number;
  /** Null while no day is known, or the data set is complete. */
  dimensions: Dimensions | null;
  meta: Meta;
}
export interface CellsEvent {
  day: number;
  cubes: Record<string, Record<string, number[]>>;
  customers?: CustomerDays;
}
export interface StateEvent {
  state: LiveState;
  speed: number;
  day: number;
}

/** What a server said went wrong, in its words. */
async function problemOf(response: Response): Promise<Error> {
  try {
    const body = (await response.json()) as { detail?: string; title?: string };
    return new Error(body.detail ?? body.title ?? `The server answered ${response.status}.`);
  } catch {
    return new Error(`The server answered ${response.status}.`);
  }
}

export async function getJson<T>(path: string, signal: AbortSignal | null = null): Promise<T> {
  const response = await fetch(path, { headers: { accept: 'application/json' }, signal });
  if (!response.ok) throw await problemOf(response);
  return (await response.json()) as T;
}

export async function postJson<T>(path: string, body: unknown): Promise<T> {
  const response = await fetch(path, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify(body),
  });
  if (!response.ok) throw await problemOf(response);
  return (await response.json()) as T;
}

/** The document, or nothing while it is not complete. */
export async function getDocument(): Promise<Uint8Array<ArrayBuffer> | null> {
  const response = await fetch('/api/v1/dashboard');
  if (response.status === 503 || response.status === 404) return null;
  if (!response.ok) throw await problemOf(response);
  return new Uint8Array(await response.arrayBuffer());
}

interface RawFact {
  id: string;
  label: string;
  unit: string;
  decimals?: number;
  values: (number | string | null)[];
  difference: number | null;
  band: number | null;
  beyond_chance: boolean | null;
}

export async function getComparison(): Promise<ComparedFact[]> {
  const { facts } = await getJson<{ facts: RawFact[] }>('/api/v1/compare');
  return facts.map(
    ({ id, label, unit, decimals = 2, values: [a = null, b = null], difference, band, beyond_chance }) => {
      const has = difference !== null && band !== null;
      return {
        id,
        label,
        unit,
        decimals,
        a,
        b,
        difference,
        low: has ? difference - band : null,
        high: has ? difference + band : null,
        isClear: beyond_chance === true,
      };
    },
  );
}

// The document and answers that tests/dashboard_fixture.py makes with DuckDB; tests/test_web.py says where they are.
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { readContainer, unpack } from '../src/data/container';
import { makeDataset, type Dataset } from '../src/data/dataset';
import { kNoFilters, withDays, withSet, type Filters, type SetDimension } from '../src/data/filters';

export interface Answer {
  filter: Partial<Record<string, number[]>>;
  day: number[][];
  persona: number[][];
  city: number[][];
  hour: number[][];
  category: number[][];
  total: number[];
  customers: number;
  /** By segment and cell of scores, whatever of these is filtered. */
  segment_customers: number[][];
  score_customers: number[][];
}

export const folder = process.env.FOOTFALL_WEB_FIXTURE;

export async function readDataset(name = 'document.bin'): Promise<Dataset> {
  return makeDataset(readContainer(await unpack(new Uint8Array(readFileSync(join(folder!, name))))));
}

export function readJson<T>(name: string): T {
  return JSON.parse(readFileSync(join(folder!, name), 'utf8')) as T;
}

export function filtersOf(answer: Answer): Filters {
  let filters: Filters = { ...kNoFilters, compare: false };
  for (const [name, values] of Object.entries(answer.filter)) {
    filters =
      name === 'day' ? withDays(filters, values as [number, number]) : withSet(filters, name as SetDimension, values!);
  }
  return filters;
}

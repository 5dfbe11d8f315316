// The document and answers that tests/dashboard_fixture.py makes with DuckDB; tests/test_web.py says where they are.
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { readContainer, unpack } from '../src/data/container';
import { makeDataset, type Dataset } from '../src/data/dataset';

export interface Answer {
  filter: Partial<Record<string, number[]>>;
  day: number[][];
  persona: number[][];
  city: number[][];
  hour: number[][];
  category: number[][];
  total: number[];
  customers: number;
}

export const folder = process.env.FOOTFALL_WEB_FIXTURE;

export async function readDataset(name = 'document.bin'): Promise<Dataset> {
  return makeDataset(readContainer(await unpack(new Uint8Array(readFileSync(join(folder!, name))))));
}

export function readAnswers(): Answer[] {
  return JSON.parse(readFileSync(join(folder!, 'answers.json'), 'utf8')) as Answer[];
}

// The live app: loads the document of its server, then follows the events of a simulation that is being played.
import { batch, signal } from '@preact/signals-core';
import {
  getDocument,
  getJson,
  postJson,
  type CellsEvent,
  type Hello,
  type LiveState,
  type Run,
  type Runs,
  type StateEvent,
} from '../data/api';
import { readContainer, unpack } from '../data/container';
import { addCells, makeDataset, type Dataset } from '../data/dataset';
import type { Dimensions, DocumentHeader, Meta } from '../data/document';
import { dataset, dataVersion, problem, readAddress } from './state';
import { errorText } from '../format/words';

export type Connection = 'none' | 'connecting' | 'open' | 'lost';

export const isLiveApp = signal(false);
export const connection = signal<Connection>('none');
export const liveState = signal<StateEvent>({ state: 'idle', speed: 0, day: -1 });
export const lastEventAt = signal<string>('');
export const runs = signal<Run[]>([]);

/** A document without data, for a simulation that has just begun: of it the server knows all but what the days bring. */
function emptyHeader(meta: Meta, dimensions: Dimensions): DocumentHeader {
  return { schema_version: 1, meta, dimensions, cubes: [], customers: null, facts: [], insights: [], analyses: {} };
}

let pending: CellsEvent[] = [];
let isScheduled = false;
/** A run that has begun, but of which no day is known yet: until then the page shows what it had. */
let upcoming: Dataset | null = null;

async function loadDocument(): Promise<boolean> {
  const bytes = await getDocument();
  if (!bytes) return false;
  const data = makeDataset(readContainer(await unpack(bytes)));
  // The document holds the cells that wait to be put in.
  [pending, upcoming] = [[], null];
  const isFirst = dataset.value === null;
  batch(() => {
    dataset.value = data;
    problem.value = null;
    dataVersion.value++;
  });
  if (isFirst) readAddress();
  return true;
}

/** Puts in what has come since the last time, at most four times a second. */
function applyPending(): void {
  isScheduled = false;
  const data = upcoming ?? dataset.value;
  if (!data || pending.length === 0) return;
  for (const event of pending) addCells(data, event.day, event.cubes, event.customers);
  pending = [];
  const isFirst = dataset.value === null;
  batch(() => {
    if (upcoming) dataset.value = upcoming;
    upcoming = null;
    dataVersion.value++;
  });
  if (isFirst) readAddress();
}

function begin(hello: Hello): void {
  if (!hello.dimensions) return;
  pending = [];
  upcoming = {
    ...makeDataset({ header: emptyHeader(hello.meta, hello.dimensions), columns: new Uint8Array() }),
    days: 0,
  };
}

function follow(): void {
  connection.value = 'connecting';
  const source = new EventSource('/events');
  const heard = () => {
    lastEventAt.value = new Date().toLocaleTimeString('en-GB');
  };
  source.onopen = () => {
    connection.value = 'open';
  };
  source.onerror = () => {
    connection.value = 'lost';
  };
  const on = <T>(name: string, act: (data: T) => void) =>
    source.addEventListener(name, (event) => {
      heard();
      act(JSON.parse((event as MessageEvent<string>).data) as T);
    });
  on<Hello>('hello', (hello) => {
    liveState.value = { state: hello.state, speed: hello.speed, day: hello.day };
    if (hello.state === 'idle' || hello.state === 'done') void loadWhenReady();
    else begin(hello);
  });
  on<CellsEvent>('cells', (event) => {
    if (liveState.value.state === 'done') return;
    pending.push(event);
    liveState.value = { ...liveState.value, day: event.day };
    if (!isScheduled) {
      isScheduled = true;
      setTimeout(applyPending, dataVersion.value === 0 ? 0 : 240);
    }
  });
  on<StateEvent>('state', (state) => {
    liveState.value = state;
  });
  on<{ dashboard: string }>('done', () => {
    liveState.value = { ...liveState.value, state: 'done' };
    void loadWhenReady();
  });
}

/** Loads the document once the server lists its data set, which is a moment after the end of a simulation is told. */
async function loadWhenReady(attempt = 0): Promise<void> {
  try {
    const found = (await getJson<Runs>('/api/v1/runs')).runs;
    if (found.length > 0 && (await loadDocument())) runs.value = found;
    else if (attempt < 60) setTimeout(() => void loadWhenReady(attempt + 1), 250 + 50 * attempt);
  } catch (error) {
    fail(error);
  }
}

function fail(error: unknown): void {
  problem.value = {
    text: errorText(error),
    retry: () => {
      problem.value = null;
      void loadWhenReady();
    },
  };
}

export async function steer(change: {
  state?: Extract<LiveState, 'running' | 'paused'>;
  speed?: number;
}): Promise<void> {
  try {
    liveState.value = { ...liveState.value, ...(await postJson<Partial<StateEvent>>('/api/v1/live', change)) };
  } catch (error) {
    problem.value = { text: errorText(error) };
  }
}

/** Follows the server, which first tells whether there is a document to load. */
export function startLive(): void {
  isLiveApp.value = true;
  follow();
}

// The live app: loads the document of its server, then follows the events of a simulation that is being played.
import { batch, signal } from '@preact/signals';
import {
  getDocument,
  getJson,
  postJson,
  type CellsEvent,
  type Hello,
  type LiveState,
  type Run,
  type StateEvent,
} from '../data/api';
import { readContainer, unpack } from '../data/container';
import { addCells, makeDataset, type Dataset } from '../data/dataset';
import type { Dimensions, DocumentHeader } from '../data/document';
import { dataset, dataVersion, problem, readAddress } from './state';

export type Connection = 'none' | 'connecting' | 'open' | 'lost';

export const isLiveApp = signal(false);
export const connection = signal<Connection>('none');
export const liveState = signal<StateEvent>({ state: 'idle', speed: 0, day: -1 });
export const lastEventAt = signal<string>('');
export const runs = signal<Run[]>([]);

/** A document without data, for a simulation that has just begun. */
function emptyHeader(dimensions: Dimensions): DocumentHeader {
  const first = dimensions.day.first,
    end = new Date(Date.parse(`${first}T00:00:00Z`) + (dimensions.day.count - 1) * 86_400_000)
      .toISOString()
      .slice(0, 10);
  return {
    schema_version: 1,
    meta: {
      title: 'simulation',
      origin: 'simulated',
      program_version: '',
      manifest: null,
      scenario: null,
      scenario_hash: null,
      seed: null,
      data_version: null,
      tables: [],
      period: { start: first, end, days: dimensions.day.count },
      currency: { code: '', symbol: '', minor_digits: 2 },
      locale: 'en',
      persona_kind: 'persona',
      notes: [],
      capabilities: {
        customers: true,
        items: dimensions.category.values.length > 0,
        customer: true,
        persona: dimensions.persona.values.length > 0,
        festival: dimensions.festival.values.length > 0,
        time_of_day: true,
      },
    },
    dimensions,
    cubes: [],
    customers: null,
    facts: [],
    insights: [],
    analyses: {},
  };
}

/** What the server knows of the run before its data set is complete: its name, currency and locale. */
function withMeta(header: DocumentHeader, hello: Hello & { meta?: Partial<DocumentHeader['meta']> }): DocumentHeader {
  const meta = { ...header.meta, ...hello.meta };
  meta.title ||= header.meta.title;
  // Rupees are counted in lakh and crore, also before the document says which locale it is in.
  if (!hello.meta?.locale && meta.currency.code === 'INR') meta.locale = 'en-IN';
  return { ...header, meta };
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
    ...makeDataset({ header: withMeta(emptyHeader(hello.dimensions), hello), columns: new Uint8Array() }),
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
    const found = (await getJson<{ runs: Run[] }>('/api/v1/runs')).runs;
    if (found.length > 0 && (await loadDocument())) runs.value = found;
    else if (attempt < 60) setTimeout(() => void loadWhenReady(attempt + 1), 250 + 50 * attempt);
  } catch (error) {
    fail(error);
  }
}

function fail(error: unknown): void {
  problem.value = {
    text: error instanceof Error ? error.message : String(error),
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
    problem.value = { text: error instanceof Error ? error.message : String(error) };
  }
}

/** Follows the server, which first tells whether there is a document to load. */
export function startLive(): void {
  isLiveApp.value = true;
  follow();
}

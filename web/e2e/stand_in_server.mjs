// A server that speaks the program's API from a finished document: what the live page is tested against, apart from the
// program's own server. Days are played one after another; it can be stopped and started again on its port.
import { createServer } from 'node:http';
import { readFileSync } from 'node:fs';
import { gunzipSync } from 'node:zlib';

function readColumn(raw, start, { offset, bytes, count, width }) {
  const values = [];
  let at = start + offset,
    before = 0;
  if (width !== undefined) {
    const byteOf = (i, byte) => raw[at + byte * count + i] * 256 ** byte;
    return Array.from({ length: count }, (_, i) =>
      Array.from({ length: width }, (_, byte) => byteOf(i, byte)).reduce((sum, part) => sum + part, 0),
    );
  }
  for (let i = 0; i < count; ++i) {
    let word = 0,
      scale = 1,
      byte;
    do {
      byte = raw[at++];
      word += (byte & 127) * scale;
      scale *= 128;
    } while (byte & 128);
    before += word % 2 ? -(word + 1) / 2 : word / 2;
    values.push(before);
  }
  if (at !== start + offset + bytes) throw new Error('column');
  return values;
}

/** Cells of each day, by cube, without the segments of customers, who show at the end only. */
function daysOf(raw) {
  const length = raw.readUInt32LE(4);
  const header = JSON.parse(raw.subarray(8, 8 + length).toString());
  const days = Array.from({ length: header.dimensions.day.count }, () => ({ cubes: {}, customers: null }));
  const sizes = { hour: 24, spend: header.dimensions.spend.edges.length - 1 };
  for (const name of ['persona', 'city', 'segment', 'category', 'lines'])
    sizes[name] = header.dimensions[name].values.length;
  const read = (place) => readColumn(raw, 8 + length, place);
  const sumsOf = (columns, name, of) => {
    const parts = header.cubes.find((cube) => cube.name === of);
    const values = read(parts.columns[name]);
    const sums = new Map(read(columns.key).map((key) => [key, 0]));
    read(parts.columns.key).forEach((key, i) => {
      const cell = Math.floor(key / sizes[parts.dimensions.at(-1)]);
      sums.set(cell, sums.get(cell) + values[i]);
    });
    return [...sums.values()];
  };
  const columnsOf = (columns) =>
    Object.fromEntries(
      Object.entries(columns).map(([name, place]) => [
        name,
        place.sum_of ? sumsOf(columns, name, place.sum_of) : read(place),
      ]),
    );
  for (const cube of header.cubes.filter(({ name }) => !/^(segment|cohort)_/.test(name))) {
    const { key: keys, ...measures } = columnsOf(cube.columns);
    const cells = days.map(() => new Map());
    keys.forEach((key, i) => {
      let [rest, told, scale] = [key, 0, 1];
      for (const axis of cube.dimensions.slice(1).reverse()) {
        if (axis !== 'segment') [told, scale] = [told + (rest % sizes[axis]) * scale, scale * sizes[axis]];
        rest = Math.floor(rest / sizes[axis]);
      }
      const of = cells[rest];
      told += rest * scale;
      if (!of.has(told)) of.set(told, Object.fromEntries(Object.keys(measures).map((name) => [name, 0])));
      for (const [name, values] of Object.entries(measures)) of.get(told)[name] += values[i];
    });
    cells.forEach((of, day) => {
      if (of.size === 0) return;
      const sorted = [...of].sort((x, y) => x[0] - y[0]);
      const into = (days[day].cubes[cube.name] = { key: sorted.map(([key]) => key) });
      for (const name of Object.keys(measures)) into[name] = sorted.map(([, sums]) => sums[name]);
    });
  }
  const { persona, city, purchase_days: counts, day } = columnsOf(header.customers.columns);
  let at = 0;
  counts.forEach((count, customer) => {
    for (; count > 0; --count, ++at) {
      const told = (days[day[at]].customers ??= { one_of: 1, customer: [], persona: [], city: [], day: [] });
      told.customer.push(customer);
      told.persona.push(persona[customer]);
      told.city.push(city[customer]);
      told.day.push(day[at]);
    }
  });
  return { header, days };
}

/** Rows that tell which they are; 45 transactions, of three lines each. */
function rowsOf(words) {
  const isLines = words.get('table') === 'items',
    total = isLines ? 3 : 45;
  const offset = Number(words.get('offset') ?? 0),
    count = Math.min(Number(words.get('limit')), total - offset);
  const column = (name, kind, unit = '') => ({ name, kind, unit });
  return {
    table: words.get('table'),
    total,
    limit: count,
    offset,
    columns: isLines
      ? [column('transaction_id', 'integer'), column('category', 'text'), column('amount', 'real', 'currency')]
      : [
          column('transaction_id', 'integer'),
          column('timestamp', 'timestamp'),
          column('hour', 'integer'),
          column('amount', 'real', 'currency'),
        ],
    rows: Array.from({ length: count }, (_, i) =>
      isLines
        ? [Number(words.get('transaction_id')), `goods_${i}`, 10.5 * (i + 1)]
        : [1000 + offset + i, '2024-01-01T09:30:00', 9, 1234.5 + offset + i],
    ),
  };
}

export function makeServer({ page, document }) {
  const packed = readFileSync(document);
  const { header, days } = daysOf(gunzipSync(packed));
  const state = { state: 'running', speed: 86400, day: -1 };
  const streams = new Set();
  const seen = { live: [], whatIf: [], rows: [] };
  /** The day after which it waits, so that a slow browser misses nothing. */
  const limits = { lastDay: Infinity };
  let server,
    timer,
    port = 0,
    id = 0;
  const event = (name, data) => `id: ${++id}\nevent: ${name}\ndata: ${JSON.stringify(data)}\n\n`;
  const tell = (text) => {
    for (const stream of streams) stream.write(text);
  };
  const { segment: _segment, ...dimensions } = header.dimensions;
  const merged = (from, to) => {
    const cubes = {},
      customers = { one_of: 1, customer: [], persona: [], city: [], day: [] };
    const append = (into, columns) => {
      for (const [name, values] of Object.entries(columns)) if (name !== 'one_of') (into[name] ??= []).push(...values);
    };
    for (const day of days.slice(from, to + 1)) {
      for (const [name, cells] of Object.entries(day.cubes)) append((cubes[name] ??= {}), cells);
      append(customers, day.customers ?? {});
    }
    return { day: to, cubes, customers };
  };
  const tick = () => {
    if (state.state !== 'running' || state.day >= limits.lastDay) return;
    const from = state.day + 1;
    state.day = Math.min(days.length - 1, state.day + 1);
    tell(event('cells', merged(from, state.day)));
    if (state.day === days.length - 1) {
      state.state = 'done';
      tell(event('done', { dashboard: '/api/v1/dashboard' }));
    }
  };
  const json = (response, status, body) => {
    response.writeHead(status, { 'content-type': 'application/json' });
    response.end(JSON.stringify(body));
  };
  const bodyOf = async (request) => {
    let text = '';
    for await (const part of request) text += part;
    return JSON.parse(text);
  };
  const answer = async (request, response) => {
    const { pathname: path, searchParams: words } = new URL(request.url, 'http://localhost');
    if (path === '/') {
      response.writeHead(200, { 'content-type': 'text/html; charset=utf-8' });
      return response.end(readFileSync(page));
    }
    if (path === '/events') {
      response.writeHead(200, { 'content-type': 'text/event-stream' });
      const now = state.day < 0 ? '' : event('cells', merged(0, state.day));
      response.write(`retry: 200\n\n${event('hello', { run: 0, ...state, dimensions, meta: header.meta })}${now}`);
      if (state.state === 'done') response.write(event('done', { dashboard: '/api/v1/dashboard' }));
      streams.add(response);
      return request.on('close', () => streams.delete(response));
    }
    if (path === '/api/v1/dashboard') {
      if (state.state !== 'done')
        return json(response, 503, { title: 'Service Unavailable', detail: 'the simulation is still running' });
      response.writeHead(200, { 'content-type': 'application/vnd.footfall.dashboard', 'content-encoding': 'gzip' });
      return response.end(packed);
    }
    if (path === '/api/v1/rows') {
      seen.rows.push(words.toString());
      return json(response, 200, rowsOf(words));
    }
    if (path === '/api/v1/runs')
      return json(response, 200, {
        runs: [
          { run: 0, title: 'base', origin: 'simulated', seed: 42, scenario: null },
          { run: 1, title: 'other', origin: 'simulated', seed: 43, scenario: null },
        ],
      });
    if (path === '/api/v1/live') {
      const change = await bodyOf(request);
      seen.live.push(change);
      Object.assign(state, change);
      tell(event('state', state));
      return json(response, 200, state);
    }
    if (path === '/api/v1/what-if' && request.method === 'GET')
      return json(response, 200, {
        levers: [
          { path: 'market.visit_multiplier.festival', label: 'Visit multiplier, festival', value: 1.5 },
          { path: 'personas.Premium Shopper.customers', label: 'Premium Shopper: customers', value: 1000 },
        ],
      });
    if (path === '/api/v1/what-if') {
      const body = await bodyOf(request);
      seen.whatIf.push(body);
      if (body.changes[0].value > 4)
        return json(response, 400, { title: 'Bad Request', detail: 'visit_multiplier.festival must be at most 4' });
      return json(response, 200, {
        measures: [
          {
            measure: 'revenue',
            unit: 'currency',
            baseline: 3e8,
            variant: 3.2e8,
            difference: 2e7,
            low: 1.5e7,
            high: 2.5e7,
          },
          {
            measure: 'transactions',
            unit: 'count',
            baseline: 60000,
            variant: 60100,
            difference: 100,
            low: -50,
            high: 250,
          },
        ],
        notes: ['All 30 days.'],
      });
    }
    if (path === '/api/v1/compare')
      return json(response, 200, {
        first: 0,
        second: 1,
        facts: [
          {
            id: 'revenue',
            label: 'Revenue',
            unit: 'currency',
            decimals: 2,
            values: [3e8, 3.3e8],
            intervals: [null, null],
            difference: 3e7,
            relative: 0.1,
            band: 1e7,
            beyond_chance: true,
          },
          {
            id: 'transactions',
            label: 'Transactions',
            unit: 'count',
            decimals: 0,
            values: [60000, 60100],
            intervals: [null, null],
            difference: 100,
            relative: 0.001,
            band: 500,
            beyond_chance: false,
          },
        ],
      });
    return json(response, 404, { title: 'Not Found', detail: path });
  };
  return {
    state,
    limits,
    seen,
    header,
    async start() {
      server = createServer((request, response) => {
        answer(request, response).catch(() => response.destroy());
      });
      await new Promise((resolve) => server.listen(port, '127.0.0.1', resolve));
      port = server.address().port;
      timer = setInterval(tick, 250);
      return `http://127.0.0.1:${port}/`;
    },
    async stop() {
      clearInterval(timer);
      for (const stream of streams) stream.destroy();
      streams.clear();
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
    again() {
      Object.assign(state, { state: 'running', speed: 86400, day: -1 });
    },
  };
}

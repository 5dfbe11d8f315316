// A document taken apart into typed arrays: for each cube its cells, with one small index array a dimension. Live runs add
// cells at the end; nothing that is there changes.
import { readColumn, type Container } from './container';
import type { Customers } from './customers';
import type { OfCustomers } from './filters';
import { LiveCustomers, type CustomerDays } from './live_customers';
import type { ColumnPlace, CubeDimension, CubeHeader, Dimensions, DocumentHeader } from './document';

export type Measure = 'transactions' | 'revenue' | 'lines' | 'units' | 'baskets';

export interface Cube {
  name: string;
  dimensions: CubeDimension[];
  sizes: number[];
  cells: number;
  index: Partial<Record<CubeDimension, Uint16Array>>;
  measures: Partial<Record<Measure, Float64Array>>;
}

export interface Dataset {
  header: DocumentHeader;
  dimensions: Dimensions;
  /** Days that have happened: all of them, but for a live run. */
  days: number;
  /** Counts what was added. */
  version: number;
  cubes: Map<string, Cube>;
  customers: Customers | null;
  /** Of a live run: where its customers come together. */
  live?: LiveCustomers;
}

export type Cells = { key?: number[] } & Record<string, number[]>;

export function sizeOf(dimensions: Dimensions, name: CubeDimension | 'festival'): number {
  if (name === 'day' || name === 'hour') return dimensions[name].count;
  if (name === 'spend') return Math.max(1, dimensions.spend.edges.length - 1);
  return dimensions[name]?.values.length ?? 0;
}

function emptyCube(
  dimensions: Dimensions,
  name: string,
  axes: CubeDimension[],
  measures: string[],
  room: number,
): Cube {
  return {
    name,
    dimensions: axes,
    sizes: axes.map((axis) => sizeOf(dimensions, axis)),
    cells: 0,
    index: Object.fromEntries(axes.map((axis) => [axis, new Uint16Array(room)])),
    measures: Object.fromEntries(measures.map((measure) => [measure, new Float64Array(room)])),
  };
}

function grow(cube: Cube, room: number): void {
  for (const axis of cube.dimensions) {
    const before = cube.index[axis]!;
    if (before.length >= room) return;
    (cube.index[axis] = new Uint16Array(Math.max(room, 2 * before.length))).set(before);
  }
  for (const measure of Object.keys(cube.measures) as Measure[]) {
    const before = cube.measures[measure]!;
    (cube.measures[measure] = new Float64Array(Math.max(room, 2 * before.length))).set(before);
  }
}

function appendCells(
  cube: Cube,
  key: ArrayLike<number>,
  column: (measure: Measure) => ArrayLike<number> | undefined,
): void {
  const first = cube.cells;
  grow(cube, first + key.length);
  const last = cube.dimensions.length - 1;
  const arrays = cube.dimensions.map((axis) => cube.index[axis]!);
  for (let i = 0; i < key.length; ++i) {
    let rest = key[i]!;
    for (let axis = last; axis > 0; --axis) {
      const size = cube.sizes[axis]!;
      const upper = Math.floor(rest / size);
      arrays[axis]![first + i] = rest - upper * size;
      rest = upper;
    }
    arrays[0]![first + i] = rest;
  }
  for (const measure of Object.keys(cube.measures) as Measure[]) {
    const values = column(measure);
    if (values) cube.measures[measure]!.set(values as ArrayLike<number>, first);
  }
  cube.cells = first + key.length;
}

function readCustomers(container: Container): Customers | null {
  const source = container.header.customers;
  if (!source) return null;
  const counts = readColumn(container.columns, source.columns.purchase_days);
  const start = new Uint32Array(counts.length + 1);
  for (let i = 0; i < counts.length; ++i) start[i + 1] = start[i]! + counts[i]!;
  const read = (name: OfCustomers) => {
    const place = source.columns[name];
    return place ? Uint16Array.from(readColumn(container.columns, place)) : new Uint16Array(counts.length);
  };
  return {
    total: source.total,
    one_of: source.one_of,
    count: counts.length,
    start,
    of: {
      persona: read('persona'),
      city: read('city'),
      segment: read('segment'),
      score: read('score'),
      cohort: read('cohort'),
    },
    day: Uint16Array.from(readColumn(container.columns, source.columns.day)),
  };
}

/** The values of a measure: a column, or sums of the cells of another cube, which has one dimension more. */
function readMeasure(
  { header, columns }: Container,
  source: CubeHeader,
  key: Float64Array,
  name: Measure,
): Float64Array | undefined {
  const place = source.columns[name];
  if (!place || !('sum_of' in place)) return place && readColumn(columns, place);
  const parts = header.cubes.find((cube) => cube.name === place.sum_of)!;
  const size = sizeOf(header.dimensions, parts.dimensions.at(-1)!);
  const values = readColumn(columns, parts.columns[name] as ColumnPlace);
  const sums = new Float64Array(key.length);
  let cell = 0;
  readColumn(columns, parts.columns.key).forEach((of, i) => {
    while (key[cell]! < Math.floor(of / size)) ++cell;
    sums[cell]! += values[i]!;
  });
  return sums;
}

export function makeDataset(container: Container): Dataset {
  const { header, columns } = container;
  const cubes = new Map<string, Cube>();
  for (const source of header.cubes) {
    const cube = emptyCube(header.dimensions, source.name, source.dimensions, source.measures, source.cells);
    const key = readColumn(columns, source.columns.key);
    appendCells(cube, key, (name) => readMeasure(container, source, key, name));
    cubes.set(source.name, cube);
  }
  return {
    header,
    dimensions: header.dimensions,
    days: header.dimensions.day.count,
    version: 0,
    cubes,
    customers: readCustomers(container),
  };
}

const kLiveCubes: Record<string, CubeDimension[]> = {
  visits: ['day', 'hour', 'persona', 'city'],
  items: ['day', 'hour', 'persona', 'city', 'category'],
  spend: ['day', 'persona', 'spend'],
  basket_lines: ['day', 'persona', 'lines'],
};

/** Adds the cells of new days; a cube that comes for the first time has the dimensions of the contract; others are left out. */
export function addCells(
  dataset: Dataset,
  day: number,
  cubes: Record<string, Cells>,
  customers?: CustomerDays | undefined,
): void {
  if (customers) {
    dataset.live ??= new LiveCustomers();
    dataset.live.add(customers);
    dataset.customers = dataset.live.get();
  }
  for (const [name, cells] of Object.entries(cubes)) {
    let cube = dataset.cubes.get(name);
    const axes = kLiveCubes[name];
    if (!axes) continue;
    if (!cube) {
      const measures = Object.keys(cells).filter((column) => column !== 'key');
      cube = emptyCube(dataset.dimensions, name, axes, measures, 1024);
      dataset.cubes.set(name, cube);
    }
    appendCells(cube, cells.key ?? [], (measure) => cells[measure]);
  }
  dataset.version++;
  dataset.days = Math.max(dataset.days, day + 1);
}

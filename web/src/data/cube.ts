// Sums the cells of a cube into small dense tables, one a view: each lets through what every filter but its own lets through.
// Days stay apart, so that a change of dates, weekdays or festivals only sums the tables anew, not the cells.
import type { Cube, Dataset, Measure } from './dataset';
import { sizeOf } from './dataset';
import { passes, type Filters } from './filters';

/** A table of values by days: sums[value × days + day]. */
export interface DayTable {
  size: number;
  days: number;
  revenue: Float64Array;
  count: Float64Array;
  lines: Float64Array;
  units: Float64Array;
}

export interface Tables {
  /** 'transactions', or 'lines' where several categories are filtered and baskets would be counted twice. */
  counts: 'transactions' | 'lines';
  /** Filtered dimensions that the cube in use does not have. */
  ignored: string[];
  persona: DayTable;
  hour: DayTable;
  city: DayTable;
  /** Value index: category × personas + persona. */
  categoryPersona: DayTable | null;
  /** Cells summed so far, of visits or items. */
  summed: Map<string, number>;
  key: string;
}

function dayTable(size: number, days: number): DayTable {
  const room = () => new Float64Array(size * days);
  return { size, days, revenue: room(), count: room(), lines: room(), units: room() };
}

/** The filters that decide which cells are summed; all others work on days. */
function keyOf(filters: Filters): string {
  const { persona, hour, city, category } = filters.sets;
  return JSON.stringify([persona, hour, city, category]);
}

const kPersona = 1,
  kHour = 2,
  kCity = 4,
  kCategory = 8;

interface Reader {
  cube: Cube;
  fails: (Uint8Array | null)[];
  index: (Uint16Array | null)[];
  count: Measure;
}

function readerOf(dataset: Dataset, cube: Cube, filters: Filters, counts: 'transactions' | 'lines'): Reader {
  const axes = ['persona', 'hour', 'city', 'category'] as const;
  const fails = axes.map((axis, bit) => {
    if (!cube.index[axis]) return null;
    const pass = passes(filters.sets[axis], sizeOf(dataset.dimensions, axis));
    return pass.map((one) => (one ? 0 : 1 << bit));
  });
  const count: Measure = counts === 'lines' ? 'lines' : cube.measures.transactions ? 'transactions' : 'baskets';
  return { cube, fails, index: axes.map((axis) => cube.index[axis] ?? null), count };
}

/** Adds the cells from `first` on to a table; `own` are the bits of the dimensions whose filter the table leaves out. */
function sumInto(table: DayTable, reader: Reader, first: number, own: number, slot: (cell: number) => number): void {
  const {
    cube,
    fails: [persona, hour, city, category],
    index: [ofPersona, ofHour, ofCity, ofCategory],
  } = reader;
  const days = cube.index.day!;
  const none = new Float64Array(0);
  const revenue = cube.measures.revenue ?? none,
    count = cube.measures[reader.count] ?? none;
  const lines = cube.measures.lines ?? none,
    units = cube.measures.units ?? none;
  const keep = ~own;
  for (let cell = first; cell < cube.cells; ++cell) {
    let fail = 0;
    if (persona) fail |= persona[ofPersona![cell]!]!;
    if (hour) fail |= hour[ofHour![cell]!]!;
    if (city) fail |= city[ofCity![cell]!]!;
    if (category) fail |= category[ofCategory![cell]!]!;
    if (fail & keep) continue;
    const at = slot(cell) * table.days + days[cell]!;
    table.revenue[at] += revenue[cell]!;
    table.count[at] += count[cell]!;
    table.lines[at] += lines[cell]!;
    table.units[at] += units[cell]!;
  }
}

function sumCells(dataset: Dataset, filters: Filters, tables: Tables): void {
  const name = filters.sets.category && dataset.cubes.has('items') ? 'items' : 'visits';
  const main = dataset.cubes.get(name);
  if (main) {
    const first = tables.summed.get('main') ?? 0;
    const reader = readerOf(dataset, main, filters, tables.counts);
    const [persona, hour, city] = reader.index;
    sumInto(tables.persona, reader, first, kPersona, (cell) => (persona ? persona[cell]! : 0));
    if (hour) sumInto(tables.hour, reader, first, kHour, (cell) => hour[cell]!);
    if (city) sumInto(tables.city, reader, first, kCity, (cell) => city[cell]!);
    tables.summed.set('main', main.cells);
  }
  const items = dataset.cubes.get('items');
  if (items && tables.categoryPersona) {
    const reader = readerOf(dataset, items, filters, 'transactions');
    const personas = Math.max(1, dataset.dimensions.persona.values.length);
    const [persona, , , category] = reader.index;
    sumInto(
      tables.categoryPersona,
      reader,
      tables.summed.get('items') ?? 0,
      kCategory | kPersona,
      (cell) => category![cell]! * personas + (persona ? persona[cell]! : 0),
    );
    tables.summed.set('items', items.cells);
  }
}

/** Sums what the filters need anew; of the tables before, when they are of the same filters, only the new cells. */
export function sumTables(dataset: Dataset, filters: Filters, before?: Tables): Tables {
  const key = keyOf(filters);
  if (before?.key === key) {
    sumCells(dataset, filters, before);
    return before;
  }
  const { dimensions } = dataset;
  const days = dimensions.day.count;
  const personas = Math.max(1, dimensions.persona.values.length);
  const hasItems = dataset.cubes.has('items');
  const source = filters.sets.category && hasItems ? dataset.cubes.get('items') : dataset.cubes.get('visits');
  const ignored = (['persona', 'hour', 'city', 'category'] as const).filter(
    (name) => filters.sets[name] && source && !source.index[name],
  );
  const tables: Tables = {
    counts: (filters.sets.category?.length ?? 0) > 1 ? 'lines' : 'transactions',
    ignored,
    key,
    summed: new Map(),
    persona: dayTable(personas, days),
    hour: dayTable(24, days),
    city: dayTable(Math.max(1, dimensions.city.values.length), days),
    categoryPersona: hasItems ? dayTable(dimensions.category.values.length * personas, days) : null,
  };
  sumCells(dataset, filters, tables);
  return tables;
}

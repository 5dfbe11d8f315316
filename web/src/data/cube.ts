// Sums the cells of a cube into small dense tables, one a view: each lets through what every filter but its own lets through.
// Days stay apart, so that a change of dates, weekdays or festivals only sums the tables anew, not the cells. A table is
// summed when it is first asked for; of a live run only the cells that came since are added.
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

type Axis = 'persona' | 'hour' | 'city' | 'category';
const kAxes: Axis[] = ['persona', 'hour', 'city', 'category'];
const bitOf = (axis: Axis) => 1 << kAxes.indexOf(axis);

function dayTable(size: number, days: number): DayTable {
  const room = () => new Float64Array(size * days);
  return { size, days, revenue: room(), count: room(), lines: room(), units: room() };
}

/** The filters that decide which cells are summed; all others work on days. */
function keyOf(filters: Filters): string {
  return JSON.stringify(kAxes.map((axis) => filters.sets[axis] ?? null));
}

/** Which filters each cell of a cube fails, a bit an axis. */
class Failures {
  private bits = new Uint8Array(0);
  private known = 0;
  /** Filtered dimensions that the cube does not have. */
  readonly ignored: Axis[];
  private readonly axes: { index: Axis; fails: Uint8Array }[];

  constructor(
    dataset: Dataset,
    readonly cube: Cube,
    filters: Filters,
  ) {
    const filtered = kAxes.filter((axis) => filters.sets[axis]);
    this.ignored = filtered.filter((axis) => !cube.index[axis]);
    this.axes = filtered
      .filter((axis) => cube.index[axis])
      .map((axis) => ({
        index: axis,
        fails: passes(filters.sets[axis], sizeOf(dataset.dimensions, axis)).map((one) => (one ? 0 : bitOf(axis))),
      }));
  }

  /** A byte a cell, up to the last that has come. */
  get(): Uint8Array {
    const { cube, known } = this;
    if (this.bits.length < cube.cells) {
      const room = new Uint8Array(Math.max(cube.cells, known > 0 ? 2 * known : 0));
      room.set(this.bits.subarray(0, known));
      this.bits = room;
    }
    const bits = this.bits;
    for (const { index, fails } of this.axes) {
      const of = cube.index[index]!;
      for (let cell = known; cell < cube.cells; ++cell) bits[cell]! |= fails[of[cell]!]!;
    }
    this.known = cube.cells;
    return bits;
  }
}

/** A table that takes up the cells that have come since it was asked for last. */
class GrowingTable {
  private table: DayTable | null = null;
  private summed = 0;

  /** Values are numbered by `axes`, the last one fastest; the filters of these the table leaves out. */
  constructor(
    private readonly failures: Failures | null,
    private readonly count: Measure,
    private readonly axes: Axis[],
    private readonly sizes: number[],
    private readonly days: number,
  ) {}

  get(): DayTable {
    this.table ??= dayTable(
      this.sizes.reduce((product, size) => product * size, 1),
      this.days,
    );
    if (this.failures && this.summed < this.failures.cube.cells) this.add(this.table, this.failures);
    return this.table;
  }

  private add(table: DayTable, failures: Failures): void {
    const { cube } = failures;
    const none = new Float64Array(0);
    const measure = (name: Measure) => cube.measures[name] ?? none;
    const [revenue, count, lines, units] = [
      measure('revenue'),
      measure(this.count),
      measure('lines'),
      measure('units'),
    ];
    const days = cube.index.day!,
      fails = failures.get();
    const [first, second] = this.axes.map((axis) => cube.index[axis]);
    const stride = (this.sizes[1] ?? 1) * table.days,
      inner = table.days;
    const keep = ~this.axes.reduce((bits, axis) => bits | bitOf(axis), 0);
    for (let cell = this.summed; cell < cube.cells; ++cell) {
      if (fails[cell]! & keep) continue;
      let at = days[cell]!;
      if (first) at += first[cell]! * stride;
      if (second) at += second[cell]! * inner;
      table.revenue[at] += revenue[cell]!;
      table.count[at] += count[cell]!;
      table.lines[at] += lines[cell]!;
      table.units[at] += units[cell]!;
    }
    this.summed = cube.cells;
  }
}

export class Tables {
  readonly key: string;
  /** 'transactions', or 'lines' where several categories are filtered and baskets would be counted twice. */
  readonly counts: 'transactions' | 'lines';
  /** Filtered dimensions that the cube in use does not have. */
  readonly ignored: string[];
  private readonly main: Failures | null;
  private readonly tables: Record<'persona' | 'hour' | 'city' | 'categoryPersona', GrowingTable>;
  private readonly hasItems: boolean;
  /** How many cubes the data had: a live run brings each with its first cells. */
  readonly cubes: number;

  constructor(
    readonly dataset: Dataset,
    filters: Filters,
  ) {
    this.key = keyOf(filters);
    this.cubes = dataset.cubes.size;
    this.counts = (filters.sets.category?.length ?? 0) > 1 ? 'lines' : 'transactions';
    const failures = (name: string) => {
      const cube = dataset.cubes.get(name);
      return cube ? new Failures(dataset, cube, filters) : null;
    };
    const items = failures('items');
    this.hasItems = items !== null;
    this.main = filters.sets.category && items ? items : failures('visits');
    this.ignored = this.main?.ignored ?? [];
    const { dimensions } = dataset;
    const size = (axis: Axis) => Math.max(1, sizeOf(dimensions, axis));
    const table = (of: Failures | null, count: Measure, ...axes: Axis[]) =>
      new GrowingTable(of, count, axes, axes.map(size), dimensions.day.count);
    const count: Measure =
      this.counts === 'lines' ? 'lines' : this.main?.cube.measures.transactions ? 'transactions' : 'baskets';
    const having = (axis: Axis) => (this.main?.cube.index[axis] ? this.main : null);
    this.tables = {
      persona: table(this.main, count, 'persona'),
      hour: table(having('hour'), count, 'hour'),
      city: table(having('city'), count, 'city'),
      categoryPersona: table(items, 'baskets', 'category', 'persona'),
    };
  }

  get persona(): DayTable {
    return this.tables.persona.get();
  }
  get hour(): DayTable {
    return this.tables.hour.get();
  }
  get city(): DayTable {
    return this.tables.city.get();
  }
  /** Value index: category × personas + persona. */
  get categoryPersona(): DayTable | null {
    return this.hasItems ? this.tables.categoryPersona.get() : null;
  }
}

/** The tables of the filters: those of before when they are of the same data and filters. */
export function sumTables(dataset: Dataset, filters: Filters, before?: Tables): Tables {
  const isSame = before?.dataset === dataset && before.key === keyOf(filters);
  return isSame && before.cubes === dataset.cubes.size ? before : new Tables(dataset, filters);
}

// Sums the cells of a cube into small dense tables, one a view: each lets through what every filter but its own lets through.
// Days stay apart, so that a change of dates, weekdays or festivals only sums the tables anew, not the cells. A table is
// summed when it is first asked for; of a live run only the cells that came since are added.
import type { Cube, Dataset, Measure } from './dataset';
import { sizeOf } from './dataset';
import { notFollowed, passes, type Filters } from './filters';

/** A table of values by days: sums[value × days + day]. Where the cube has no days, `days` is 1 and holds all of them. */
export interface DayTable {
  size: number;
  days: number;
  revenue: Float64Array;
  count: Float64Array;
  lines: Float64Array;
  units: Float64Array;
}

const kAxes = ['persona', 'hour', 'city', 'segment', 'score', 'cohort', 'category', 'spend', 'lines'] as const;
type Axis = (typeof kAxes)[number];
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
  private bits = new Uint16Array(0);
  private known = 0;
  private readonly axes: { index: Axis; fails: Uint16Array }[];

  constructor(
    dataset: Dataset,
    readonly cube: Cube,
    filters: Filters,
  ) {
    this.axes = kAxes
      .filter((axis) => filters.sets[axis] && cube.index[axis])
      .map((axis) => ({
        index: axis,
        fails: Uint16Array.from(passes(filters.sets[axis], sizeOf(dataset.dimensions, axis)), (one) =>
          one ? 0 : bitOf(axis),
        ),
      }));
  }

  /** Of each cell, up to the last that has come. */
  get(): Uint16Array {
    const { cube, known } = this;
    if (this.bits.length < cube.cells) {
      const room = new Uint16Array(Math.max(cube.cells, known > 0 ? 2 * known : 0));
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
    const days = cube.index.day,
      fails = failures.get();
    const [first, second] = this.axes.map((axis) => cube.index[axis]);
    const stride = (this.sizes[1] ?? 1) * table.days,
      inner = table.days;
    const keep = ~this.axes.reduce((bits, axis) => bits | bitOf(axis), 0);
    for (let cell = this.summed; cell < cube.cells; ++cell) {
      if (fails[cell]! & keep) continue;
      let at = days ? days[cell]! : 0;
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

/** Which filters the cubes beside one of that name follow, in its place. */
const kBeside: [string, Axis[]][] = [
  ['segment_', ['segment', 'score']],
  ['cohort_', ['cohort']],
  ['spend_', ['spend']],
  ['lines_', ['lines']],
];

/** The cube of that name, or, where it lacks a filter, the one beside it that follows more. */
export function cubeFor(dataset: Dataset, name: string, filters: Filters): Cube | undefined {
  let best = dataset.cubes.get(name);
  for (const [before, axes] of kBeside) {
    const beside = dataset.cubes.get(before + name);
    const follows = (cube: Cube | undefined) => axes.filter((axis) => filters.sets[axis] && cube?.index[axis]).length;
    const others = (cube: Cube | undefined) => notFollowed(filters, cube?.dimensions ?? []).length;
    if (
      beside &&
      follows(beside) > follows(best) &&
      (best === dataset.cubes.get(name) || others(beside) < others(best))
    )
      best = beside;
  }
  return best;
}

/** Cubes that could hold the page's own sums, those first that follow more of the filters. */
function candidates(dataset: Dataset, filters: Filters): Cube[] {
  const names = filters.sets.category ? ['items', 'visits'] : ['visits'];
  return names
    .flatMap((name) => [cubeFor(dataset, name, filters), dataset.cubes.get(name)])
    .filter((cube): cube is Cube => Boolean(cube?.index.day));
}

export class Tables {
  readonly key: string;
  /** 'transactions', or 'lines' where several categories are filtered and baskets would be counted twice. */
  readonly counts: 'transactions' | 'lines';
  /** Filters in force that the sums cannot follow, by the table. */
  readonly ignored: Record<'persona' | 'hour' | 'categories' | 'segment', string[]>;
  private readonly tables: Record<'persona' | 'hour' | 'city' | 'segment' | 'categoryPersona', GrowingTable>;
  private readonly hasItems: boolean;
  /** How many cubes the data had: a live run brings each with its first cells. */
  readonly cubes: number;

  constructor(
    readonly dataset: Dataset,
    filters: Filters,
  ) {
    this.key = keyOf(filters);
    this.cubes = dataset.cubes.size;
    const { dimensions } = dataset;
    const known = new Map<Cube, Failures>();
    const failures = (cube: Cube | undefined) => {
      if (cube && !known.has(cube)) known.set(cube, new Failures(dataset, cube, filters));
      return cube ? known.get(cube)! : null;
    };
    const ignored = (cube: Cube | undefined) => (cube ? notFollowed(filters, cube.dimensions) : []);
    const possible = candidates(dataset, filters);
    const having = (axis: Axis) => possible.find((cube) => cube.index[axis]);
    const lead = dimensions.persona.values.length > 0 ? having('persona') : possible[0];
    const byHour = lead?.index.hour ? lead : having('hour'),
      byCity = lead?.index.city ? lead : having('city');
    const bySegment = lead?.index.segment ? lead : (having('segment') ?? dataset.cubes.get('segment_visits'));
    const items = cubeFor(dataset, 'items', filters);
    this.hasItems = items !== undefined;
    this.ignored = {
      persona: ignored(lead),
      hour: ignored(byHour),
      categories: ignored(items),
      segment: ignored(bySegment),
    };
    this.counts = lead?.index.category && (filters.sets.category?.length ?? 0) > 1 ? 'lines' : 'transactions';
    const table = (cube: Cube | undefined, ...axes: Axis[]) =>
      new GrowingTable(
        failures(cube),
        this.counts === 'lines' && cube === lead ? 'lines' : cube?.measures.transactions ? 'transactions' : 'baskets',
        axes,
        axes.map((axis) => Math.max(1, sizeOf(dimensions, axis))),
        cube && !cube.index.day ? 1 : dimensions.day.count,
      );
    this.tables = {
      persona: table(lead, 'persona'),
      hour: table(byHour, 'hour'),
      city: table(byCity, 'city'),
      segment: table(bySegment, 'segment'),
      categoryPersona: items?.index.persona ? table(items, 'category', 'persona') : table(items, 'category'),
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
  get segment(): DayTable {
    return this.tables.segment.get();
  }
  /** Value index: category × personas + persona; of categories alone where their cube has no personas. */
  get categoryPersona(): DayTable | null {
    return this.hasItems ? this.tables.categoryPersona.get() : null;
  }
}

/** The tables of the filters: those of before when they are of the same data and filters. */
export function sumTables(dataset: Dataset, filters: Filters, before?: Tables): Tables {
  const isSame = before?.dataset === dataset && before.key === keyOf(filters);
  return isSame && before.cubes === dataset.cubes.size ? before : new Tables(dataset, filters);
}

// Everything the views show of the cubes under the present filters, in major units of money. Each part is computed when a
// view first asks for it, and kept for as long as the filters that it follows stay as they are.
import { weekdaysOf } from './calendar';
import { cubeFor, sumTables, type DayTable, type Tables } from './cube';
import { sizeOf, type Cube, type Dataset } from './dataset';
import { countCustomers, passing, type DistinctCustomers, type Passes } from './distinct_customers';
import { kOfCustomers, notFollowed, passes, passesOfDays, type Filters, type OfCustomers } from './filters';
import { Remembered } from './remembered';
import { addSums, noSums, sumRange, type Range, type Sums } from './sums';

/** Sums over the range shown, and over the two ranges that a change compares. */
export interface ThreeSums {
  now: Sums;
  recent: Sums;
  before: Sums;
  shown: boolean;
}
export interface PersonaSums extends ThreeSums {
  spread: number;
}
export interface CategorySums extends ThreeSums {
  byPersona: number[];
}
export interface HourSums {
  /** weekday × 24 + hour, weekday from 0. */
  revenue: Float64Array;
  count: Float64Array;
  weekdayDays: number[];
}

interface Ranges {
  range: Range;
  /** The days that changes are measured over, and those they are measured against; null without an earlier period. */
  recent: Range;
  previous: Range | null;
  /** Whether all days are shown, so that changes are of their last part. */
  isWhole: boolean;
}

/**
 * The days before the range, as many; for the whole period its last part against the part before. Segments, scores and cohorts
 * are made of when customers bought: later days against earlier ones would show that again, so with them nothing is compared;
 * nor are parts of which `passDay`, 1 for days that the filters let through, leaves different numbers of days, or none.
 */
export function rangesOf(filters: Filters, days: number, wholeLength: number, passDay?: Uint8Array): Ranges {
  const range: Range = filters.days
    ? [Math.min(filters.days[0], days - 1), Math.min(filters.days[1], days - 1)]
    : [0, days - 1];
  const isWhole = range[0] === 0 && range[1] === days - 1;
  let recent = range;
  if (isWhole) recent = [Math.max(0, days - wholeLength), days - 1];
  const length = recent[1] - recent[0] + 1;
  const before: Range = [recent[0] - length, recent[0] - 1];
  const left = ([from, to]: Range) => passDay?.subarray(from, to + 1).reduce((sum, pass) => sum + pass, 0) ?? length;
  const isLike = before[0] >= 0 && left(recent) > 0 && left(recent) === left(before);
  const { segment, score, cohort } = filters.sets;
  const fits = filters.compare && !segment && !score && !cohort && isLike;
  return { range, recent: fits ? recent : range, previous: fits ? before : null, isWhole };
}

function toMajor(sums: Sums, scale: number): Sums {
  return { ...sums, revenue: sums.revenue / scale };
}

/** Second moment over squared mean of a persona's amounts, from the bins of spend; 2 where it is not known. */
function spreadFactors(dataset: Dataset): number[] {
  const personas = Math.max(1, dataset.dimensions.persona.values.length);
  const cube = dataset.cubes.get('spend');
  const edges = dataset.dimensions.spend.edges;
  const count = new Float64Array(personas),
    first = new Float64Array(personas),
    second = new Float64Array(personas);
  if (cube) {
    const middle = edges.slice(0, -1).map((edge, i) => Math.sqrt(Math.max(1, edge) * edges[i + 1]!));
    const { persona, spend } = cube.index;
    for (let cell = 0; cell < cube.cells; ++cell) {
      const of = persona ? persona[cell]! : 0;
      const n = cube.measures.transactions![cell]!,
        amount = middle[spend![cell]!] ?? 0;
      count[of] += n;
      first[of] += n * amount;
      second[of] += n * amount * amount;
    }
  }
  return Array.from(count, (n, i) => (n > 0 && first[i]! > 0 ? (second[i]! * n) / first[i]! ** 2 : 2));
}

/** Transactions by persona and step. A dimension that the cube lacks does not filter it. */
function binsOf(
  cube: Cube | undefined,
  { dimensions }: Dataset,
  axis: 'spend' | 'lines',
  [from, to]: Range,
  pass: Passes,
): Float64Array[] {
  const bins = Array.from(pass.persona, () => new Float64Array(sizeOf(dimensions, axis)));
  if (!cube) return bins;
  const { day, persona, segment } = cube.index;
  const bin = cube.index[axis]!,
    count = cube.measures.transactions!;
  for (let cell = 0; cell < cube.cells; ++cell) {
    const of = persona ? persona[cell]! : 0;
    if (day && (day[cell]! < from || day[cell]! > to || !pass.day[day[cell]!])) continue;
    if ((persona && !pass.persona[of]) || (segment && !pass.segment[segment[cell]!])) continue;
    bins[of]![bin[cell]!] += count[cell]!;
  }
  return bins;
}

function totalOf(bins: Float64Array[]): Float64Array {
  const total = new Float64Array(bins[0]?.length ?? 0);
  for (const one of bins)
    one.forEach((value, i) => {
      total[i] += value;
    });
  return total;
}

function heatOf(table: DayTable, filters: Filters, dataset: Dataset, range: Range, scale: number): HourSums {
  const weekday = weekdaysOf(dataset.dimensions);
  const pass = passesOfDays(filters, dataset.dimensions, 'weekday');
  const revenue = new Float64Array(168),
    count = new Float64Array(168);
  const weekdayDays = new Array<number>(7).fill(0);
  for (let day = range[0]; day <= range[1]; ++day) if (pass[day]) ++weekdayDays[weekday[day]! - 1];
  for (let hour = 0; hour < 24; ++hour) {
    const at = hour * table.days;
    for (let day = range[0]; day <= range[1]; ++day) {
      if (!pass[day]) continue;
      const cell = (weekday[day]! - 1) * 24 + hour;
      revenue[cell] += table.revenue[at + day]! / scale;
      count[cell] += table.count[at + day]!;
    }
  }
  return { revenue, count, weekdayDays };
}

function categoriesOf(
  table: DayTable,
  ranges: [Range, Range, Range | null],
  passDay: Uint8Array,
  passPersona: Uint8Array,
  passCategory: Uint8Array,
  scale: number,
): CategorySums[] {
  // Of a cube without personas all are shown.
  const personas = table.size / passCategory.length;
  return Array.from(passCategory, (isShown, category) => {
    const now = noSums(),
      recent = noSums(),
      before = noSums();
    const byPersona = Array.from({ length: personas }, (_, persona) => {
      if (personas > 1 && !passPersona[persona]) return 0;
      const value = category * personas + persona;
      const sums = sumRange(table, value, ranges[0], passDay);
      addSums(now, sums);
      addSums(recent, ranges[1] === ranges[0] ? sums : sumRange(table, value, ranges[1], passDay));
      addSums(before, sumRange(table, value, ranges[2], passDay));
      return sums.revenue / scale;
    });
    return {
      now: toMajor(now, scale),
      recent: toMajor(recent, scale),
      before: toMajor(before, scale),
      shown: isShown === 1,
      byPersona,
    };
  });
}

/** Relative spread of the amounts behind totals of several personas. */
function mixedSpread(personas: PersonaSums[], factors: number[]): number {
  let count = 0,
    first = 0,
    second = 0;
  personas.forEach((persona, i) => {
    if (!persona.shown || persona.now.count === 0) return;
    const mean = persona.now.revenue / persona.now.count;
    count += persona.now.count;
    first += persona.now.revenue;
    second += persona.now.count * factors[i]! * mean * mean;
  });
  return first > 0 ? (second * count) / (first * first) - 1 : 1;
}

const kept = {
  factors: new Remembered<number[]>(),
  spend: new Remembered<{ bins: Float64Array[]; total: Float64Array }>(),
  basketLines: new Remembered<Float64Array>(),
  customers: new Remembered<DistinctCustomers>(),
  customerChanges: new Remembered<DistinctCustomers>(),
  customersBy: { segment: new Remembered<DistinctCustomers>(), score: new Remembered<DistinctCustomers>() },
  customersByDay: new Remembered<Float64Array>(),
};

export class Selection implements Ranges {
  readonly range: Range;
  readonly recent: Range;
  readonly previous: Range | null;
  readonly isWhole: boolean;
  readonly passDay: Uint8Array;
  readonly counts: 'transactions' | 'lines';
  readonly ignored: Tables['ignored'];
  readonly now: Sums = noSums();
  readonly recentSums: Sums = noSums();
  readonly before: Sums = noSums();
  readonly personas: PersonaSums[];
  /** Squared coefficient of variation of amounts, of the present totals. */
  readonly spread: number;
  private readonly scale: number;
  private readonly passPersona: Uint8Array;
  private readonly pass: Passes;
  private readonly parts = new Map<string, unknown>();

  /** Sums under the filters. `wholeLength`: days that changes are measured over when all days are shown. */
  constructor(
    readonly dataset: Dataset,
    readonly filters: Filters,
    wholeLength: number,
    readonly tables: Tables,
  ) {
    const { dimensions } = dataset;
    this.passDay = passesOfDays(filters, dimensions);
    const { range, recent, previous, isWhole } = rangesOf(filters, dataset.days, wholeLength, this.passDay);
    [this.range, this.recent, this.previous, this.isWhole] = [range, recent, previous, isWhole];
    this.scale = 10 ** dataset.header.meta.currency.minor_digits;
    const passOf = (name: OfCustomers) => passes(filters.sets[name], Math.max(1, sizeOf(dimensions, name)));
    this.pass = {
      day: this.passDay,
      ...(Object.fromEntries(kOfCustomers.map((name) => [name, passOf(name)])) as Record<OfCustomers, Uint8Array>),
    };
    this.passPersona = this.pass.persona;
    this.counts = tables.counts;
    this.ignored = tables.ignored;
    const factors = kept.factors.get(dataset, '', () => spreadFactors(dataset));
    const sums = (persona: number, days: Range | null) =>
      toMajor(sumRange(tables.persona, persona, days, this.passDay), this.scale);
    this.personas = Array.from(this.passPersona, (pass, persona): PersonaSums => {
      const [now, before] = [sums(persona, range), sums(persona, previous)];
      const recently = recent === range ? now : sums(persona, recent);
      if (pass) {
        addSums(this.now, now);
        addSums(this.recentSums, recently);
        addSums(this.before, before);
      }
      return { now, recent: recently, before, shown: pass === 1, spread: factors[persona]! - 1 };
    });
    this.spread = mixedSpread(this.personas, factors);
  }

  private once<T>(name: string, make: () => T): T {
    if (!this.parts.has(name)) this.parts.set(name, make());
    return this.parts.get(name) as T;
  }

  /** What the days, and the filters of customers, are: all that distinct customers and distributions follow. */
  private keyOf(...ranges: (Range | null)[]): string {
    const { sets } = this.filters;
    return JSON.stringify([
      ranges,
      ...(['weekday', 'festival', ...kOfCustomers] as const).map((name) => sets[name] ?? 0),
    ]);
  }

  get byDay(): { revenue: Float64Array; count: Float64Array } {
    return this.once('byDay', () => {
      const { persona: table } = this.tables;
      const revenue = new Float64Array(table.days),
        count = new Float64Array(table.days);
      for (let persona = 0; persona < table.size; ++persona) {
        if (!this.passPersona[persona]) continue;
        for (let day = 0; day < table.days; ++day) {
          if (!this.passDay[day]) continue;
          revenue[day] += table.revenue[persona * table.days + day]! / this.scale;
          count[day] += table.count[persona * table.days + day]!;
        }
      }
      return { revenue, count };
    });
  }

  get hours(): HourSums {
    return this.once('hours', () => heatOf(this.tables.hour, this.filters, this.dataset, this.range, this.scale));
  }

  get categories(): CategorySums[] {
    const table = this.tables.categoryPersona;
    if (!table) return [];
    return this.once('categories', () =>
      categoriesOf(
        table,
        [this.range, this.recent, table.days > 1 ? this.previous : null],
        this.passDay,
        this.passPersona,
        passes(this.filters.sets.category, this.dataset.dimensions.category.values.length),
        this.scale,
      ),
    );
  }

  /** By segment, under all other filters. */
  get segments(): Sums[] {
    return this.once('segments', () =>
      Array.from({ length: sizeOf(this.dataset.dimensions, 'segment') }, (_, segment) =>
        toMajor(sumRange(this.tables.segment, segment, this.range, this.passDay), this.scale),
      ),
    );
  }

  get cities(): Sums[] {
    return this.once('cities', () =>
      Array.from({ length: this.dataset.dimensions.city.values.length }, (_, city) =>
        toMajor(sumRange(this.tables.city, city, this.range, this.passDay), this.scale),
      ),
    );
  }

  private bins(name: 'spend' | 'basket_lines', axis: 'spend' | 'lines'): Float64Array[] {
    return binsOf(cubeFor(this.dataset, name, this.filters), this.dataset, axis, this.range, this.pass);
  }

  /** Filters in force that the distributions cannot follow. */
  get ignoredByBins(): string[] {
    // Each of the two shows what could be chosen in it.
    const { spend: _spend, lines: _lines, ...sets } = this.filters.sets;
    return notFollowed({ ...this.filters, sets }, cubeFor(this.dataset, 'spend', this.filters)?.dimensions ?? []);
  }

  /** Transactions by persona and step of the amount, and of all. */
  get spend(): { bins: Float64Array[]; total: Float64Array } {
    return kept.spend.get(this.dataset, this.keyOf(this.range), () => {
      const bins = this.bins('spend', 'spend');
      return { bins, total: totalOf(bins) };
    });
  }

  get basketLines(): Float64Array {
    return kept.basketLines.get(this.dataset, this.keyOf(this.range), () =>
      totalOf(this.bins('basket_lines', 'lines')),
    );
  }

  private count(
    into: Remembered<DistinctCustomers>,
    now: Range,
    before: Range | null,
    axis?: OfCustomers,
  ): DistinctCustomers | null {
    const { customers } = this.dataset;
    if (!customers) return null;
    const pass = axis ? { ...this.pass, [axis]: this.pass[axis].map(() => 1) } : this.pass;
    return into.get(this.dataset, this.keyOf(now, before), () => countCustomers(customers, pass, now, before, axis));
  }

  get ignoredByCustomers(): string[] {
    return notFollowed(this.filters, ['day', ...kOfCustomers]);
  }

  get customers(): DistinctCustomers | null {
    return this.count(kept.customers, this.range, null);
  }

  /** Customers who bought, by segment or cell of scores, under all other filters. */
  customersBy(axis: 'segment' | 'score'): number[] | null {
    return this.count(kept.customersBy[axis], this.range, null, axis)?.byAxis ?? null;
  }

  /** Of the two ranges that a change compares. */
  get customerChanges(): DistinctCustomers | null {
    return this.count(kept.customerChanges, this.recent, this.previous);
  }

  /** Customers who bought, by day. */
  get customersByDay(): Float64Array {
    const { customers, dimensions } = this.dataset;
    return kept.customersByDay.get(this.dataset, this.keyOf(), () => {
      const byDay = new Float64Array(dimensions.day.count);
      if (!customers) return byDay;
      const { start, day, one_of } = customers;
      const shown = passing(customers, this.pass);
      for (let i = 0; i < customers.count; ++i) {
        if (!shown[i]) continue;
        for (let at = start[i]!; at < start[i + 1]!; ++at) if (this.passDay[day[at]!]) byDay[day[at]!]! += one_of;
      }
      return byDay;
    });
  }
}

/** Sums everything under the filters; `before` is a selection of the same data, whose tables may serve again. */
export function select(dataset: Dataset, filters: Filters, wholeLength: number, before?: Selection): Selection {
  return new Selection(dataset, filters, wholeLength, sumTables(dataset, filters, before?.tables));
}

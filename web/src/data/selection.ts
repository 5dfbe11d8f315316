// Everything the views show of the cubes under the present filters, in major units of money.
import { sumTables, type DayTable, type Tables } from './cube';
import { sizeOf, type Dataset } from './dataset';
import { countCustomers, type DistinctCustomers } from './distinct_customers';
import { passes, passesOfDays, weekdaysOf, type Filters } from './filters';
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

export interface Selection {
  dataset: Dataset;
  filters: Filters;
  range: Range;
  /** The days that changes are measured over, and those they are measured against; null without an earlier period. */
  recent: Range;
  previous: Range | null;
  /** Whether all days are shown, so that changes are of their last part. */
  isWhole: boolean;
  passDay: Uint8Array;
  counts: 'transactions' | 'lines';
  ignored: string[];
  now: Sums;
  recentSums: Sums;
  before: Sums;
  byDay: { revenue: Float64Array; count: Float64Array };
  personas: PersonaSums[];
  /** weekday × 24 + hour, weekday from 0. */
  heat: Float64Array;
  heatCount: Float64Array;
  weekdayDays: number[];
  categories: CategorySums[];
  cities: Sums[];
  customers: DistinctCustomers | null;
  customerChanges: DistinctCustomers | null;
  /** Squared coefficient of variation of amounts, of the present totals. */
  spread: number;
  spend: { bins: Float64Array[]; total: Float64Array };
  basketLines: Float64Array;
}

/** The days before the range, as many; for the whole period its last part against the part before. */
export function rangesOf(
  filters: Filters,
  days: number,
  wholeLength: number,
): Pick<Selection, 'range' | 'recent' | 'previous' | 'isWhole'> {
  const range: Range = filters.days
    ? [Math.min(filters.days[0], days - 1), Math.min(filters.days[1], days - 1)]
    : [0, days - 1];
  const isWhole = range[0] === 0 && range[1] === days - 1;
  let recent = range;
  if (isWhole) recent = [Math.max(0, days - wholeLength), days - 1];
  const length = recent[1] - recent[0] + 1;
  const fits = filters.compare && recent[0] - length >= 0;
  return { range, recent: fits ? recent : range, previous: fits ? [recent[0] - length, recent[0] - 1] : null, isWhole };
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

function binsOf(
  dataset: Dataset,
  name: 'spend' | 'basket_lines',
  axis: 'spend' | 'lines',
  range: Range,
  passDay: Uint8Array,
  passPersona: Uint8Array,
): Float64Array[] {
  const cube = dataset.cubes.get(name);
  const personas = Math.max(1, dataset.dimensions.persona.values.length);
  const bins = Array.from({ length: personas }, () => new Float64Array(sizeOf(dataset.dimensions, axis)));
  if (!cube) return bins;
  const day = cube.index.day!,
    bin = cube.index[axis]!,
    persona = cube.index.persona;
  const count = cube.measures.transactions!;
  for (let cell = 0; cell < cube.cells; ++cell) {
    const on = day[cell]!,
      of = persona ? persona[cell]! : 0;
    if (on < range[0] || on > range[1] || !passDay[on] || !passPersona[of]) continue;
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

function heatOf(tables: Tables, filters: Filters, dataset: Dataset, range: Range, scale: number) {
  const weekday = weekdaysOf(dataset.dimensions);
  const pass = passesOfDays(filters, dataset.dimensions, 'weekday');
  const heat = new Float64Array(168),
    heatCount = new Float64Array(168);
  const weekdayDays = new Array<number>(7).fill(0);
  for (let day = range[0]; day <= range[1]; ++day) {
    if (!pass[day]) continue;
    const row = weekday[day]! - 1;
    ++weekdayDays[row];
    for (let hour = 0; hour < 24; ++hour) {
      heat[row * 24 + hour] += tables.hour.revenue[hour * tables.hour.days + day]! / scale;
      heatCount[row * 24 + hour] += tables.hour.count[hour * tables.hour.days + day]!;
    }
  }
  return { heat, heatCount, weekdayDays };
}

function categoriesOf(
  table: DayTable | null,
  personas: number,
  ranges: [Range, Range, Range | null],
  passDay: Uint8Array,
  passPersona: Uint8Array,
  passCategory: Uint8Array,
  scale: number,
): CategorySums[] {
  if (!table) return [];
  return Array.from({ length: table.size / personas }, (_, category) => {
    const now = noSums(),
      recent = noSums(),
      before = noSums();
    const byPersona = Array.from({ length: personas }, (_, persona) => {
      if (!passPersona[persona]) return 0;
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
      shown: passCategory[category] === 1,
      byPersona,
    };
  });
}

function dailyOf(tables: Tables, passPersona: Uint8Array, passDay: Uint8Array, scale: number): Selection['byDay'] {
  const days = tables.persona.days;
  const revenue = new Float64Array(days),
    count = new Float64Array(days);
  for (let persona = 0; persona < tables.persona.size; ++persona) {
    if (!passPersona[persona]) continue;
    for (let day = 0; day < days; ++day) {
      if (!passDay[day]) continue;
      revenue[day] += tables.persona.revenue[persona * days + day]! / scale;
      count[day] += tables.persona.count[persona * days + day]!;
    }
  }
  return { revenue, count };
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

/** Sums everything under the filters. `wholeLength`: days that changes are measured over when all days are shown. */
export function select(
  dataset: Dataset,
  filters: Filters,
  wholeLength: number,
  tablesBefore?: Tables,
): { selection: Selection; tables: Tables } {
  const { dimensions } = dataset;
  const tables = sumTables(dataset, filters, tablesBefore);
  const scale = 10 ** dataset.header.meta.currency.minor_digits;
  const ranges = rangesOf(filters, dataset.days, wholeLength);
  const { range, recent, previous } = ranges;
  const passDay = passesOfDays(filters, dimensions);
  const personaCount = Math.max(1, dimensions.persona.values.length);
  const passPersona = passes(filters.sets.persona, personaCount);
  const factors = spreadFactors(dataset);
  const now = noSums(),
    before = noSums(),
    recentSums = noSums();
  const personas = Array.from({ length: personaCount }, (_, persona): PersonaSums => {
    const own = toMajor(sumRange(tables.persona, persona, range, passDay), scale);
    const recently = toMajor(sumRange(tables.persona, persona, recent, passDay), scale);
    const earlier = toMajor(sumRange(tables.persona, persona, previous, passDay), scale);
    const shown = passPersona[persona] === 1;
    if (shown) {
      addSums(now, own);
      addSums(recentSums, recently);
      addSums(before, earlier);
    }
    return { now: own, recent: recently, before: earlier, shown, spread: factors[persona]! - 1 };
  });
  const spendBins = binsOf(dataset, 'spend', 'spend', range, passDay, passPersona);
  const passCity = passes(filters.sets.city, dimensions.city.values.length);
  const distinct = (days: Range, earlier: Range | null) =>
    dataset.customers && countCustomers(dataset.customers, personaCount, passDay, passPersona, passCity, days, earlier);
  const selection: Selection = {
    dataset,
    filters,
    ...ranges,
    passDay,
    counts: tables.counts,
    ignored: tables.ignored,
    now,
    recentSums,
    before,
    personas,
    byDay: dailyOf(tables, passPersona, passDay, scale),
    ...heatOf(tables, filters, dataset, range, scale),
    categories: categoriesOf(
      tables.categoryPersona,
      personaCount,
      [range, recent, previous],
      passDay,
      passPersona,
      passes(filters.sets.category, dimensions.category.values.length),
      scale,
    ),
    cities: Array.from({ length: dimensions.city.values.length }, (_, city) =>
      toMajor(sumRange(tables.city, city, range, passDay), scale),
    ),
    customers: distinct(range, null),
    customerChanges: distinct(recent, previous),
    spread: mixedSpread(personas, factors),
    spend: { bins: spendBins, total: totalOf(spendBins) },
    basketLines: totalOf(binsOf(dataset, 'basket_lines', 'lines', range, passDay, passPersona)),
  };
  return { selection, tables };
}

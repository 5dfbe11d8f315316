// Every additive number under 200 random filters, against what DuckDB says of the same rows.
import { describe, expect, it } from 'vitest';
import { addCells, makeDataset, type Dataset } from '../src/data/dataset';
import type { CustomerDays } from '../src/data/live_customers';
import { sumTables, type DayTable } from '../src/data/cube';
import { kNoFilters, passesOfDays, withSet, type Filters } from '../src/data/filters';
import { rangesOf, select } from '../src/data/selection';
import { sumRange } from '../src/data/sums';
import { filtersOf, folder, readDataset, readJson, type Answer } from './fixture';

/** [value, revenue, units, lines, transactions] of each value that has any. */
function rowsOf(data: Dataset, table: DayTable, filters: Filters, value: (index: number) => number = (index) => index) {
  const pass = passesOfDays(filters, data.dimensions);
  const sums = new Map<number, number[]>();
  for (let index = 0; index < table.size; ++index) {
    const { revenue, units, lines, count } = sumRange(table, index, filters.days ?? [0, data.days - 1], pass);
    if (lines === 0) continue;
    const before = sums.get(value(index)) ?? [0, 0, 0, 0];
    sums.set(
      value(index),
      [revenue, units, lines, count].map((one, i) => one + before[i]!),
    );
  }
  return [...sums].sort((a, b) => a[0] - b[0]).map(([key, row]) => [key, ...row]);
}

describe('the days that are compared', () => {
  const previousOf = (filters: Filters) => rangesOf(filters, 90, 28).previous;
  it('are as many as shown, before them; of all days their last part', () => {
    expect(previousOf({ ...kNoFilters, days: [60, 69] })).toEqual([50, 59]);
    expect(previousOf({ ...kNoFilters, days: [5, 14] })).toBeNull();
    expect(previousOf(kNoFilters)).toEqual([34, 61]);
  });
  it('are none of segments, which are made of when customers bought', () =>
    expect(previousOf(withSet({ ...kNoFilters, days: [60, 69] }, 'segment', [0]))).toBeNull());
});

/** Baskets of several categories do not add up, so they are compared for one category only. */
function comparable(rows: number[][], hasBaskets: boolean): number[][] {
  return hasBaskets ? rows : rows.map((row) => row.slice(0, 4));
}

/** Who bought on these days, as an event of a live run tells it. */
function buyersOf({ customers }: Dataset, first: number, last: number): CustomerDays {
  const told: CustomerDays = { one_of: 1, customer: [], persona: [], city: [], day: [] };
  const { count, start, day } = customers!,
    { persona, city } = customers!.of;
  for (let i = 0; i < count; ++i)
    for (let at = start[i]!; at < start[i + 1]!; ++at) {
      if (day[at]! < first || day[at]! > last) continue;
      told.customer.push(7 * i);
      told.day.push(day[at]!);
      told.persona.push(persona[i]!);
      told.city.push(city[i]!);
    }
  return told;
}

describe.skipIf(!folder)('cube against DuckDB', async () => {
  const data = folder ? await readDataset() : (null as unknown as Dataset);
  const answers = folder ? readJson<Answer[]>('answers.json') : [];

  it('has 200 random filters', () => expect(answers.length).toBe(200));

  it.each(answers.map((answer, i) => [i, answer] as const))('filter %i', (_i, answer) => {
    const filters = filtersOf(answer);
    const tables = sumTables(data, filters);
    const chosen = filters.sets.category;
    const hasBaskets = (chosen?.length ?? 0) <= 1;
    expect(comparable(rowsOf(data, tables.persona, filters), hasBaskets)).toEqual(
      comparable(answer.persona, hasBaskets),
    );
    expect(comparable(rowsOf(data, tables.city, filters), hasBaskets)).toEqual(comparable(answer.city, hasBaskets));
    expect(comparable(rowsOf(data, tables.hour, filters), hasBaskets)).toEqual(comparable(answer.hour, hasBaskets));

    const personas = data.dimensions.persona.values.length;
    const kept = { ...filters, sets: { ...filters.sets } };
    const categories = rowsOf(data, { ...tables.categoryPersona! }, kept, (index) => {
      const isIn = !filters.sets.persona || filters.sets.persona.includes(index % personas);
      return isIn ? Math.floor(index / personas) : -1;
    }).filter(([category]) => category! >= 0);
    expect(categories).toEqual(answer.category);

    const selection = select(data, filters, 7);
    const [revenue, units, lines, transactions] = answer.total;
    expect(Math.round(selection.now.revenue * 100)).toBe(revenue);
    expect(selection.now.units).toBe(units);
    expect(selection.now.lines).toBe(lines);
    if (hasBaskets) expect(selection.now.count).toBe(transactions);
    expect(selection.customers!.all.now).toBe(answer.customers);

    const byDay = new Map(answer.day.map(([day, sum]) => [day, sum]));
    selection.byDay.revenue.forEach((value, day) => expect(Math.round(value * 100)).toBe(byDay.get(day) ?? 0));
  });

  it('sums cells that come day by day to the same as all at once', () => {
    const filters = withSet(kNoFilters, 'hour', [11, 19, 20]);
    const whole = sumTables(data, filters);
    const live: Dataset = {
      ...makeDataset({ header: { ...data.header, cubes: [], customers: null }, columns: new Uint8Array() }),
      days: 0,
    };
    let tables = sumTables(live, filters);
    const sizes = (name: string) => data.cubes.get(name)!.sizes;
    for (let day = 0; day < data.days; day += 3) {
      const cubes = Object.fromEntries(
        ['visits', 'items'].map((name) => {
          const cube = data.cubes.get(name)!;
          const cells: Record<string, number[]> = {
            key: [],
            ...Object.fromEntries(Object.keys(cube.measures).map((measure) => [measure, []])),
          };
          for (let cell = 0; cell < cube.cells; ++cell) {
            const on = cube.index.day![cell]!;
            if (on < day || on >= day + 3) continue;
            cells.key!.push(
              cube.dimensions.reduce((key, axis, i) => key * sizes(name)[i]! + cube.index[axis]![cell]!, 0),
            );
            for (const [measure, values] of Object.entries(cube.measures)) cells[measure]!.push(values[cell]!);
          }
          return [name, cells];
        }),
      );
      addCells(live, Math.min(day + 2, data.days - 1), cubes, buyersOf(data, day, day + 2));
      tables = sumTables(live, filters, tables.categoryPersona ? tables : undefined);
    }
    expect(live.days).toBe(data.days);
    const inCity = withSet(filters, 'city', [1]);
    // Segments are made when a run is complete: no live run knows them.
    const counted = (dataset: Dataset) => ({ ...select(dataset, inCity, 7).customers, byAxis: [] });
    expect(counted(live)).toEqual(counted(data));
    expect(select(live, filters, 7).customersByDay).toEqual(select(data, filters, 7).customersByDay);
    expect(tables.persona.revenue).toEqual(whole.persona.revenue);
    expect(tables.hour.count).toEqual(whole.hour.count);
    expect(tables.categoryPersona!.units).toEqual(whole.categoryPersona!.units);
  });

  it('says which filter a cube without that dimension does not know', async () => {
    const narrow = await readDataset('no_city.bin');
    const filters = withSet(withSet(kNoFilters, 'city', [1]), 'category', [2]);
    expect(sumTables(narrow, filters).ignored.persona).toEqual(['city']);
    expect(sumTables(data, filters).ignored.persona).toEqual([]);
  });

  it('keeps what a filter does not change, and computes it anew when it does', () => {
    const one = select(data, withSet(kNoFilters, 'hour', [11]), 7),
      other = select(data, withSet(kNoFilters, 'hour', [12]), 7, one);
    expect(other.customersByDay).toBe(one.customersByDay);
    expect(other.byDay).not.toEqual(one.byDay);
    const inCity = select(data, withSet(withSet(kNoFilters, 'hour', [12]), 'city', [1]), 7, other);
    const sum = (values: Float64Array) => values.reduce((total, value) => total + value, 0);
    expect(sum(inCity.customersByDay)).toBeLessThan(sum(other.customersByDay));
    expect(inCity.customers!.all.now).toBeLessThan(other.customers!.all.now);
    const onSunday = select(data, withSet(kNoFilters, 'weekday', [7]), 7);
    expect(sum(onSunday.basketLines)).toBe(onSunday.now.count);
    expect(sum(other.basketLines)).toBe(sum(data.cubes.get('visits')!.measures.transactions!));
  });

  it('computes all parts of a filter in milliseconds of the processor', () => {
    const run = (hour: number) => {
      const { byDay, hours, categories, cities, customers, customerChanges, customersByDay, spend, basketLines } =
        select(data, withSet(withSet(kNoFilters, 'hour', [hour]), 'city', [hour % 4]), 7);
      return [byDay, hours, categories, cities, customers, customerChanges, customersByDay, spend, basketLines];
    };
    for (let i = 0; i < 20; ++i) run(9 + (i % 12));
    const start = process.cpuUsage();
    for (let i = 0; i < 40; ++i) run(9 + (i % 12));
    const used = process.cpuUsage(start).user / 1000 / 40;
    console.log(`all of a filter takes ${used.toFixed(1)} ms of the processor`);
    expect(used).toBeLessThan(16);
  });
});

// Filters of segments, scores and cohorts, which have cubes of their own, against what DuckDB says; and which segments a cell of scores holds.
import { describe, expect, it } from 'vitest';
import { makeDataset, type Cube, type Dataset } from '../src/data/dataset';
import { kNoFilters, notFollowed, withDays, withSet } from '../src/data/filters';
import { segmentsOf } from '../src/data/segments';
import { select } from '../src/data/selection';
import { filtersOf, folder, readDataset, readJson, type Answer } from './fixture';

const sum = (values: ArrayLike<number>) => Array.prototype.reduce.call(values, (a, b) => a + b, 0) as number;

describe.skipIf(!folder)('segments against DuckDB', async () => {
  const data = folder ? await readDataset() : (null as unknown as Dataset);
  const answers = folder ? readJson<Answer[]>('customer_answers.json') : [];

  it('has 120 random filters', () => expect(answers.length).toBe(120));

  it.each(answers.map((answer, i) => [i, answer] as const))('filter %i', (_i, answer) => {
    const filters = filtersOf(answer);
    const selection = select(data, filters, 7);
    const [revenue, units, lines, transactions] = answer.total;
    expect(Math.round(selection.now.revenue * 100)).toBe(revenue);
    expect([selection.now.units, selection.now.lines]).toEqual([units, lines]);
    if ((filters.sets.category?.length ?? 0) < 2) expect(selection.now.count).toBe(transactions);
    expect(selection.customers!.all.now).toBe(answer.customers);
    for (const axis of ['segment', 'score'] as const) {
      const counts = new Map(answer[`${axis}_customers`].map(([value, customers]) => [value, customers]));
      expect(selection.customersBy(axis)).toEqual(data.dimensions[axis]!.values.map((_, i) => counts.get(i) ?? 0));
    }
    expect(selection.ignored.persona).toEqual([]);
    const byDay = new Map(answer.day.map(([day, value]) => [day, value]));
    selection.byDay.revenue.forEach((value, day) => expect(Math.round(value * 100)).toBe(byDay.get(day) ?? 0));
    const personas = new Map(answer.persona.map(([persona, value]) => [persona, value]));
    selection.personas.forEach((persona, i) =>
      expect(Math.round(persona.now.revenue * 100)).toBe(personas.get(i) ?? 0),
    );
    if (filters.sets.spend || filters.sets.lines) {
      expect(selection.ignored.hour).toEqual([filters.sets.spend ? 'basket amount' : 'basket size']);
      return;
    }
    if (!filters.sets.category) {
      const hours = filters.sets.hour
        ? answer.hour.filter(([hour]) => filters.sets.hour!.includes(hour!))
        : answer.hour;
      const shown = filters.sets.hour ?? Array.from({ length: 24 }, (_, hour) => hour);
      const { weekday } = filters.sets;
      const inHours = sum(
        Array.from(selection.hours.revenue).filter(
          (_, cell) => shown.includes(cell % 24) && (!weekday || weekday.includes(Math.floor(cell / 24) + 1)),
        ),
      );
      expect(Math.round(inHours * 100)).toBe(sum(hours.map(([, value]) => value!)));
    }
    if (!filters.sets.hour) {
      const categories = new Map(answer.category.map(([category, value]) => [category, value]));
      selection.categories.forEach((category, i) =>
        expect(Math.round(category.now.revenue * 100)).toBe(categories.get(i) ?? 0),
      );
    }
    const { hour, category, score, cohort } = filters.sets;
    expect(selection.ignoredByBins.length > 0).toBe(Boolean(hour ?? category ?? score ?? cohort));
    if (selection.ignoredByBins.length === 0) expect(sum(selection.spend.total)).toBe(transactions);
  });

  it('says what the cubes of segments cannot follow, and shows it unfiltered', () => {
    const filters = withSet(withSet(kNoFilters, 'segment', [0]), 'city', [1]);
    const [both, one] = [select(data, filters, 7), select(data, withSet(kNoFilters, 'segment', [0]), 7)];
    expect(both.ignored.persona).toEqual(['city']);
    expect(both.now).toEqual(one.now);
    expect(both.customers!.all.now).toBeLessThan(one.customers!.all.now);
  });

  it('sums of segments are those of all', () => {
    const all = select(data, kNoFilters, 7);
    expect(sum(all.segments.map(({ revenue }) => revenue))).toBeCloseTo(all.now.revenue, 2);
    expect(sum(all.segments.map(({ count }) => count))).toBe(all.now.count);
  });

  it.each([
    ['hour', ['persona', 'day', 'segment']],
    ['persona', ['day', 'segment', 'category']],
  ] as const)('a cube of segments without %s does not put all into the first', (_name, axes) => {
    // Large data: the cube gave up the dimension. What it cannot tell comes from the cube of all segments.
    const narrow = { ...data, cubes: new Map(data.cubes) };
    const name = axes.includes('category' as never) ? 'segment_items' : 'segment_visits';
    const cube = narrow.cubes.get(name)!;
    const index = Object.fromEntries(Object.entries(cube.index).filter(([axis]) => axes.includes(axis as never)));
    narrow.cubes.set(name, { ...cube, dimensions: [...axes], index } as Cube);
    const filters = withSet(withSet(kNoFilters, 'segment', [0]), 'category', name === 'segment_items' ? [2] : []);
    const selection = select(narrow, filters, 7);
    const whole = select(narrow, withSet(filters, 'segment', []), 7);
    if (name === 'segment_visits') {
      expect(selection.ignored.hour).toEqual(['segment']);
      expect(selection.hours.revenue).toEqual(whole.hours.revenue);
      expect(selection.now.count).toBeLessThan(whole.now.count);
    } else {
      expect(selection.ignored.persona).toEqual(['segment']);
      expect(selection.ignored.categories).toEqual([]);
      expect(selection.personas.map(({ now }) => now)).toEqual(whole.personas.map(({ now }) => now));
      expect(selection.categories[2]!.now.revenue).toBeLessThan(whole.categories[2]!.now.revenue);
    }
  });

  it('distributions without days, and categories without days, are of all days and say so', () => {
    const filters = withDays(kNoFilters, [0, 2]);
    const narrow = { ...data, cubes: new Map(data.cubes) };
    for (const name of ['spend', 'items']) {
      const cube = narrow.cubes.get(name)!;
      const { day: _day, ...index } = cube.index;
      narrow.cubes.set(name, { ...cube, dimensions: cube.dimensions.filter((axis) => axis !== 'day'), index });
    }
    const [some, all] = [select(narrow, filters, 7), select(data, kNoFilters, 7)];
    expect(some.ignoredByBins).toEqual(['date']);
    expect(some.spend.total).toEqual(all.spend.total);
    expect(some.ignored.categories).toEqual(['date']);
    expect(some.categories.map(({ now }) => Math.round(now.revenue * 100))).toEqual(
      all.categories.map(({ now }) => Math.round(now.revenue * 100)),
    );
    const ofCategory = select(narrow, withSet(kNoFilters, 'category', [1]), 7);
    expect(ofCategory.ignored.persona).toEqual(['category']);
    expect(ofCategory.now).toEqual(all.now);
  });

  it('knows the segments of a cell of scores as the metric does', () => {
    const rule = readJson<[number, number, string[]][]>('segments_of_scores.json');
    expect(rule.length).toBe(25);
    for (const [r, f, names] of rule) expect(segmentsOf(r, f).sort()).toEqual(names);
  });
});

describe('a live run', () => {
  it('has no segments, and no filter of them', () => {
    expect(notFollowed({ ...kNoFilters, sets: { segment: [1] } }, ['day', 'persona'])).toEqual(['segment']);
    expect(notFollowed(withDays(kNoFilters, [1, 2]), ['persona'])).toEqual(['date']);
    expect(notFollowed({ ...kNoFilters, sets: { weekday: [1], festival: [0] } }, ['day'])).toEqual([]);
    expect(typeof makeDataset).toBe('function');
  });
});

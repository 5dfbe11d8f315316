import { describe, expect, it } from 'vitest';
import type { Dimensions } from '../src/data/document';
import { kSetDimensions, type Filters } from '../src/data/filters';
import { kTrendMeasures, readState, writeState, type PageState } from '../src/data/url_state';

const dimensions: Dimensions = {
  day: { count: 366, first: '2024-01-01', weekend: [6, 7], festival: [] },
  hour: { count: 24 },
  persona: { values: ['Premium Shopper', 'R&B = #1', 'Späti/100%'] },
  city: { values: ['Pune', 'Other'], other: 1 },
  segment: { values: ['Champions', 'At risk'], other: -1 },
  score: { values: ['1-1', '1-2', '5-5'], other: -1 },
  cohort: { values: ['2024-01-01', '2024-02-01'], other: -1 },
  category: { values: ['tea', 'rice_and_atta'] },
  festival: { values: ['Holi'] },
  spend: { edges: [0, 100, 250] },
  lines: { values: [1, 2], last_is_more: true },
};

/** Small and repeatable, so that a failure can be run again. */
function* numbers(seed: number): Generator<number> {
  for (let state = seed; ;) {
    state = (state * 48271) % 2147483647;
    yield state / 2147483647;
  }
}

function randomState(random: Generator<number>): PageState {
  const next = () => random.next().value as number;
  const sizes = {
    persona: [0, 3],
    segment: [0, 2],
    score: [0, 3],
    cohort: [0, 2],
    spend: [0, 2],
    lines: [0, 2],
    category: [0, 2],
    weekday: [1, 7],
    hour: [0, 24],
    city: [0, 2],
    festival: [0, 1],
  } as const;
  const sets: Record<string, number[]> = {};
  for (const name of kSetDimensions) {
    const [first, count] = sizes[name];
    const values = Array.from({ length: count }, (_, i) => first + i).filter(() => next() < 0.3);
    if (values.length > 0) sets[name] = values;
  }
  const from = Math.floor(next() * 366),
    to = from + Math.floor(next() * (366 - from));
  const filters: Filters = { compare: next() < 0.7, sets, ...(next() < 0.5 ? { days: [from, to] as const } : {}) };
  return { filters, measure: kTrendMeasures[Math.floor(next() * 4)]!, open: next() < 0.3 ? ['revenue', 'heat'] : [] };
}

describe('state in the address', () => {
  it('comes back exactly, for 500 random states', () => {
    const random = numbers(42);
    for (let i = 0; i < 500; ++i) {
      const state = randomState(random);
      expect(readState(`#${writeState(state, dimensions)}`, dimensions)).toEqual(state);
    }
  });
  it('is readable', () => {
    const state: PageState = {
      filters: { compare: true, days: [60, 89], sets: { persona: [0], weekday: [6, 7] } },
      measure: 'revenue',
      open: [],
    };
    expect(writeState(state, dimensions)).toBe(
      'v=1&date=2024-03-01..2024-03-30&persona=Premium+Shopper&weekday=sat&weekday=sun',
    );
  });
  it('leaves out what the data do not have', () => {
    const { filters } = readState(
      '#v=1&persona=Nobody&persona=Premium+Shopper&hour=25&date=2020-01-01..2020-02-01',
      dimensions,
    );
    expect(filters).toEqual({ compare: true, sets: { persona: [0] } });
  });
  it.each(['', '#', '#v=2&persona=Premium+Shopper', '#%%%', '#v=1&date=x..y'])('takes %j for no filter', (text) =>
    expect(readState(text, dimensions).filters).toEqual({ compare: true, sets: {} }),
  );
});

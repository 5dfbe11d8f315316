import { expect, test } from 'vitest';
import { festivalEffects } from '../src/data/festivals';
import type { Selection } from '../src/data/selection';

/** Three weeks from Monday, 1 January 2024, closed on Sundays and on Wednesday the 10th. */
function selectionOf(closed: number[]): Selection {
  const festival = new Array<number>(21).fill(-1);
  for (const day of [8, 10, 11]) festival[day] = 0; // Tuesday, Thursday and Friday of the second week
  const revenue = Float64Array.from({ length: 21 }, (_, day) =>
    day % 7 === 6 || day === 9 ? 0 : festival[day] === 0 ? 150 : 100,
  );
  return {
    dataset: { days: 21, dimensions: { day: { count: 21, first: '2024-01-01', weekend: [6, 7], festival, closed } } },
    passDay: new Uint8Array(21).fill(1),
    byDay: { revenue },
    range: [0, 20],
  } as unknown as Selection;
}

test('a closed day neither ends a festival nor lowers what its weekday brings', () => {
  const effects = festivalEffects(selectionOf([6, 9, 13, 20]));
  expect(effects).toHaveLength(1);
  expect(effects[0]).toMatchObject({ first: 8, last: 11, revenue: 450, expected: 300, excess: 150 });
});

test('a day without a sale that was open does end it', () => {
  expect(festivalEffects(selectionOf([])).map(({ first, last }) => [first, last])).toEqual([
    [8, 8],
    [10, 11],
  ]);
});

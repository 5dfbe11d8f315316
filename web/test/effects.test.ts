import { expect, it } from 'vitest';
import type { Dataset } from '../src/data/dataset';
import type { Dimensions } from '../src/data/document';
import { visitsEffect } from '../src/views/effects';

/** Four weeks from a Monday, with one festival, on a Wednesday. */
function fourWeeks(): Dataset {
  const festival = Array.from({ length: 28 }, (_, day) => (day === 9 ? 0 : -1));
  const day = { count: 28, first: '2024-01-01', weekend: [6, 7], festival };
  return { dimensions: { day } as Dimensions, days: 28 } as Dataset;
}

const salesOf = (sold: (day: number) => number) => Float64Array.from({ length: 28 }, (_, day) => sold(day));

it('a weekday on which the shop never sells is no day of the weekend', () => {
  const counts = salesOf((day) => (day % 7 === 6 ? 0 : day % 7 === 5 ? 120 : 100));
  expect(visitsEffect(fourWeeks(), counts, 'weekend')?.change).toBeCloseTo(0.2);
  const open = salesOf((day) => (day % 7 === 6 ? 60 : day % 7 === 5 ? 120 : 100));
  expect(visitsEffect(fourWeeks(), open, 'weekend')?.change).toBeCloseTo(-0.1);
});

it('festival days are held to the same weekdays, closed ones left out', () => {
  const counts = salesOf((day) => (day === 9 ? 150 : day % 7 === 6 ? 0 : day % 7 === 2 ? 50 : 100));
  expect(visitsEffect(fourWeeks(), counts, 'festival')).toBeNull(); // one day is too few
  const data = fourWeeks();
  for (const day of [9, 16, 23]) data.dimensions.day.festival[day] = 0;
  const more = salesOf((day) => ([9, 16, 23].includes(day) ? 150 : day % 7 === 6 ? 0 : day % 7 === 2 ? 50 : 100));
  expect(visitsEffect(data, more, 'festival')?.change).toBeCloseTo(2);
});

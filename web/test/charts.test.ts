import { describe, expect, it } from 'vitest';
import { csvOf } from '../src/charts/export';
import { fitted, textWidth } from '../src/charts/marks';
import { markAt, nextMark, type Mark } from '../src/charts/plot';
import { colourStep, roundTicks } from '../src/charts/scale';
import { changeOf, customerChange, meanOfRatios, ratioOfMeans, standsOut } from '../src/data/noise';

const grid: Mark[] = [0, 1].flatMap((row) =>
  [0, 1, 2].map((column) => ({ x: column * 30, y: row * 20, w: 30, h: 20, text: `${row}${column}` })),
);

describe('data cursor', () => {
  it.each([
    [0, 'ArrowRight', 1],
    [2, 'ArrowRight', 2],
    [1, 'ArrowDown', 4],
    [4, 'ArrowUp', 1],
    [3, 'End', 5],
    [5, 'Home', 3],
    [0, 'ArrowLeft', 0],
  ])('from %i by %s to %i', (from, key, to) => expect(nextMark(grid, from, key)).toBe(to));
  it('reaches every mark of a triangle', () => {
    const triangle = [0, 1, 2, 3].flatMap((row) =>
      Array.from({ length: row + 1 }, (_, column) => ({ x: column * 30, y: row * 20, w: 30, h: 20, text: '' })),
    );
    const seen = new Set([0]);
    for (const from of seen)
      for (const key of ['ArrowRight', 'ArrowLeft', 'ArrowUp', 'ArrowDown']) seen.add(nextMark(triangle, from, key));
    expect(seen.size).toBe(triangle.length);
  });
  it('finds the mark under or near the pointer', () => {
    expect(markAt(grid, 45, 10)).toBe(1);
    expect(markAt(grid, 100, 30)).toBe(5);
    expect(markAt(grid, 400, 30)).toBe(null);
  });
});

describe('axes', () => {
  it.each([
    [0.5e7, 2.1e7, [5e6, 1e7, 1.5e7, 2e7, 2.5e7]],
    [0, 9, [0, 5, 10]],
    [3, 3, [3]],
  ])('round steps of %d to %d', (low, high, ticks) => expect(roundTicks(low, high, 4)).toEqual(ticks));
  it('always cover the values with at most six lines', () => {
    for (let i = 1; i < 500; ++i) {
      const [low, high] = [i * 3.7, i * 3.7 + i ** 1.7];
      const ticks = roundTicks(low, high, 4);
      expect(ticks[0]).toBeLessThanOrEqual(low + 1e-6);
      expect(ticks.at(-1)).toBeGreaterThanOrEqual(high - 1e-6);
      expect(ticks.length).toBeLessThanOrEqual(6);
    }
  });
  it('colour steps rise', () => expect([0, 1, 25, 100].map((value) => colourStep(value, 100))).toEqual([1, 1, 4, 7]));
});

it('a text that does not fit is cut to what does', () => {
  expect(fitted('Rice and atta', 200)).toBe('Rice and atta');
  const cut = fitted('Lapsed big spenders', 80);
  expect(cut).toMatch(/^Lapsed.*…$/);
  expect(textWidth(cut)).toBeLessThanOrEqual(80);
  expect(textWidth(fitted('GLASS HANGING LANTERN', 100))).toBeLessThanOrEqual(100);
});

describe('csv', () => {
  it('quotes what needs it, and lets no text become a formula', () => {
    expect(
      csvOf({
        columns: [{ name: 'A,b' }, { name: 'C' }],
        rows: [
          ['x"y', 1.5],
          ['=1+1', null],
          ['-3', -3],
        ],
      }),
    ).toBe('"A,b",C\r\n"x""y",1.5\r\n\'=1+1,\r\n\'-3,-3\r\n');
  });
});

describe('noise', () => {
  it('a change within noise is not clear', () => {
    expect(changeOf(105, 100, 0.01, 0.01)?.is_clear).toBe(false);
    expect(changeOf(150, 100, 0.001, 0.001)?.is_clear).toBe(true);
    expect(changeOf(5, 0, 0.1, 0.1)).toBeNull();
  });
  it('holds the true ratio in 95 of 100 cases', () => {
    // Poisson counts by a normal draw: mean 400, two of them compared, no true change.
    let state = 7,
      inside = 0;
    const uniform = () => (state = (state * 48271) % 2147483647) / 2147483647;
    const draw = () => Math.round(400 + 20 * Math.sqrt(-2 * Math.log(uniform())) * Math.cos(2 * Math.PI * uniform()));
    for (let i = 0; i < 2000; ++i) {
      const [a, b] = [draw(), draw()];
      if (!changeOf(a, b, 1 / a, 1 / b)!.is_clear) ++inside;
    }
    expect(inside / 2000).toBeGreaterThan(0.93);
    expect(inside / 2000).toBeLessThan(0.97);
  });
  it('customers who come in both periods make no noise', () => {
    expect(customerChange(1000, 1000, 0, 0, 1)).toEqual({ change: 0, low: 0, high: 0, is_clear: false });
    expect(customerChange(1010, 1000, 10, 0, 1)?.is_clear).toBe(true);
  });
  it("mean ratios lie in SciPy's interval of Student's t over their logarithms", () => {
    const found = meanOfRatios([1.1, 0.9, 1.3, 1.05, 1.2, 0.95])!;
    expect(found.change).toBeCloseTo(0.074679, 6);
    expect(found.low).toBeCloseTo(-0.070869, 3);
    expect(found.high).toBeCloseTo(0.243027, 3);
    expect(found.is_clear).toBe(false);
    expect(meanOfRatios([1.2, 1.21, 1.19, 1.2, 1.2])!.is_clear).toBe(true);
    expect(meanOfRatios([1, 2, 3, 4])).toBeNull();
  });
  it('needs three days on each side', () => expect(ratioOfMeans([1, 2], [1, 2, 3])).toBeNull());
});

describe('the highest of a few weekdays', () => {
  /** Whether the highest of five like weekdays stands out, when the first sells `more` than the others. */
  function isTold(more: number, draw: () => number): boolean {
    const days = Array.from({ length: 5 }, (_, i) => Array.from({ length: 12 }, () => (i === 0 ? more : 1) + draw()));
    const mean = (values: number[]) => values.reduce((sum, value) => sum + value, 0);
    const [highest, ...others] = days.sort((a, b) => mean(b) - mean(a));
    return standsOut(ratioOfMeans(highest!, others.flat()));
  }
  /** Numbers from -0.3 to 0.3, the same in every run. */
  function draws(): () => number {
    let state = 42;
    return () => {
      state = (state * 1664525 + 1013904223) % 2 ** 32;
      return (state / 2 ** 32 - 0.5) * 0.6;
    };
  }
  it('is seldom told where all are alike, and always where one is half as much again', () => {
    const draw = draws();
    const told = (more: number) => Array.from({ length: 400 }, () => isTold(more, draw)).filter(Boolean).length;
    expect(told(1)).toBeLessThan(30);
    expect(told(1.5)).toBe(400);
  });
});

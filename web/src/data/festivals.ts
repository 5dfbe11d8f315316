// What festivals added: revenue of their days over that of other days of the same weekday.
import { isClosed, weekdaysOf } from './calendar';
import type { Selection } from './selection';
import type { Range } from './sums';

export interface FestivalEffect {
  festival: number;
  first: number;
  last: number;
  revenue: number;
  expected: number;
  excess: number;
  /** Whether the excess is beyond what such days vary by chance. */
  is_clear: boolean;
}

/** Expected value of each day: mean of the other days of its weekday that no festival touches, over all data shown. */
export function expectedByWeekday(
  values: ArrayLike<number>,
  selection: Selection,
): { expected: number[]; deviation: number } {
  const { dimensions, days } = selection.dataset;
  const weekday = weekdaysOf(dimensions);
  const sum = new Array<number>(8).fill(0),
    square = new Array<number>(8).fill(0),
    count = new Array<number>(8).fill(0);
  for (let day = 0; day < days; ++day) {
    if ((dimensions.day.festival[day] ?? -1) >= 0 || !selection.passDay[day] || isClosed(dimensions, day)) continue;
    const of = weekday[day]!;
    sum[of] += values[day]!;
    square[of] += values[day]! ** 2;
    ++count[of]!;
  }
  let residual = 0,
    degrees = 0;
  for (let of = 1; of <= 7; ++of) {
    if (count[of]! < 2) continue;
    residual += square[of]! - sum[of]! ** 2 / count[of]!;
    degrees += count[of]! - 1;
  }
  const expected = Array.from({ length: days }, (_, day) =>
    count[weekday[day]!]! > 0 ? sum[weekday[day]!]! / count[weekday[day]!]! : NaN,
  );
  return { expected, deviation: degrees > 0 ? Math.sqrt(Math.max(0, residual) / degrees) : NaN };
}

/** Windows of festivals that lie within the days shown, in time order. */
export function festivalEffects(
  selection: Selection,
  values: ArrayLike<number> = selection.byDay.revenue,
  [from, to]: Range = selection.range,
): FestivalEffect[] {
  const { dimensions } = selection.dataset;
  const { expected, deviation } = expectedByWeekday(values, selection);
  const effects: FestivalEffect[] = [];
  let before = from - 1; // the last day that was open
  for (let day = from; day <= to; ++day) {
    if (isClosed(dimensions, day)) continue;
    const of = dimensions.day.festival[day] ?? -1,
      isNext = effects.at(-1)?.last === before;
    before = day;
    if (of < 0 || !selection.passDay[day]) continue;
    let effect = effects.at(-1);
    if (!effect || effect.festival !== of || !isNext) {
      effect = { festival: of, first: day, last: day, revenue: 0, expected: 0, excess: 0, is_clear: false };
      effects.push(effect);
    }
    effect.last = day;
    effect.revenue += values[day]!;
    effect.expected += expected[day]!;
  }
  for (const effect of effects) {
    const days = effect.last - effect.first + 1;
    effect.excess = effect.revenue - effect.expected;
    // Noise of the days themselves and of the means that they are compared with.
    effect.is_clear = Math.abs(effect.excess) > 2.5 * deviation * Math.sqrt(days * 1.5);
  }
  return effects;
}

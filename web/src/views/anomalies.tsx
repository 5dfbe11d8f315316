// Days whose revenue their weekday and festivals do not explain.
import { tableOf } from '../charts/export';
import { toggleDays } from '../app/state';
import { Area, Line, Rect, Text } from '../charts/marks';
import type { Drawing, Mark } from '../charts/plot';
import { linear } from '../charts/scale';
import { dayOfDate } from '../data/calendar';
import { analysisRows, flagOf, numberOf, textOf } from '../data/document';
import { expectedByWeekday } from '../data/festivals';
import { capital, numberWord } from '../format/words';
import { hasOnlyDates, notAffected, type Context, type View } from './view';

interface Day {
  day: number;
  deviation: number;
  isFestival: boolean;
  isOdd: boolean;
  /** Deviations between which a day counts as usual; none where the day is not judged. */
  usual?: readonly [number, number];
}

/** Robust spread of what is not explained. */
function robustDeviation(values: number[]): number {
  const sorted = values.map(Math.abs).sort((a, b) => a - b);
  return sorted.length > 0 ? 1.4826 * sorted[Math.floor(sorted.length / 2)]! : 0;
}

/** The days as the program judged them, by trend, season, weekday and festivals. */
function judgedDays(context: Context): Day[] {
  const { selection, header } = context;
  const festival = header.dimensions.day.festival;
  return analysisRows(header, 'anomalies')
    .map((row) => {
      const day = dayOfDate(header.dimensions, textOf(row, 'date'));
      const expected = numberOf(row, 'expected');
      return {
        day,
        deviation: numberOf(row, 'deviation'),
        isFestival: (festival[day] ?? -1) >= 0,
        isOdd: flagOf(row, 'is_anomaly') === true,
        usual: [numberOf(row, 'low') / expected - 1, numberOf(row, 'high') / expected - 1] as const,
      };
    })
    .filter(({ day }) => selection.passDay[day]);
}

/** The days against the mean of their weekday, under filters that the program has not judged. */
function daysAgainstWeekdays(context: Context): Day[] {
  const { selection, header } = context;
  const { expected } = expectedByWeekday(selection.byDay.revenue, selection);
  const festival = header.dimensions.day.festival;
  const days: Day[] = [];
  for (let day = 0; day < selection.dataset.days; ++day) {
    if (!selection.passDay[day] || !(expected[day]! > 0)) continue;
    days.push({
      day,
      deviation: selection.byDay.revenue[day]! / expected[day]! - 1,
      isFestival: (festival[day] ?? -1) >= 0,
      isOdd: false,
    });
  }
  const plain = days.filter((day) => !day.isFestival);
  // Weekday means take up some of the spread: seven of the degrees of freedom.
  const band =
    3.5 * robustDeviation(plain.map((day) => day.deviation)) * Math.sqrt(plain.length / Math.max(1, plain.length - 7));
  for (const day of plain) {
    day.usual = [-band, band];
    day.isOdd = Math.abs(day.deviation) > band && plain.length >= 21;
  }
  return days;
}

function daysOf(context: Context): { days: Day[]; isJudged: boolean } {
  const judged = hasOnlyDates(context.selection.filters) ? judgedDays(context) : [];
  return judged.length > 0 ? { days: judged, isJudged: true } : { days: daysAgainstWeekdays(context), isJudged: false };
}

function drawDeviations(width: number, days: Day[], { numbers, dates, selection }: Context): Drawing {
  const height = 248,
    top = 16,
    floor = height - 22;
  const left = 44; // room for the numbers of the axis, which no bar may lie on
  const shown = days.filter((day) => day.usual !== undefined || day.isOdd);
  const furthest = Math.max(0.05, ...shown.map((day) => Math.abs(day.deviation) * 1.15));
  // The whole band, unless heavy tails make it so wide that no bar would be seen.
  const reach = Math.max(furthest, Math.min(2 * furthest, ...shown.map((day) => (day.usual?.[1] ?? 0) * 1.1)));
  const x = linear(0, Math.max(1, selection.dataset.days - 1), left + 6, width - 6),
    half = Math.max(2, (x(1) - x(0)) / 2),
    y = linear(-Math.min(reach, 1.1), reach, floor, top);
  const usual = shown.filter((day) => day.usual !== undefined);
  const edge = (of: 0 | 1) =>
    usual.flatMap((day) => {
      const at = Math.min(floor, Math.max(top, y(day.usual![of])));
      return [[x(day.day) - half, at] as const, [x(day.day) + half, at] as const];
    });
  const marks: Mark[] = days.map((day) => ({
    x: x(day.day) - half,
    y: top,
    w: half * 2,
    h: floor - top,
    text: `${dates.weekday(day.day)}: ${numbers.change(day.deviation)} ${day.usual ? 'against expectation' : 'against like weekdays'}${day.isFestival ? ', a festival' : ''}${day.isOdd ? ', not explained' : ''}`,
    on: selection.filters.days?.[0] === day.day && selection.filters.days[1] === day.day,
    act: () => toggleDays(day.day, day.day),
  }));
  const step = [100, 50, 20, 10, 5, 2, 1, 0.5, 0.2, 0.1, 0.05].find((one) => one < 0.9 * reach) ?? 0.02,
    grid = reach > 1.1 ? [step] : [-step, step];
  const odd = days
    .filter((day) => day.isOdd)
    .sort((a, b) => Math.abs(b.deviation) - Math.abs(a.deviation))
    .slice(0, 5);
  const ends = [0, Math.round((selection.dataset.days - 1) / 2), selection.dataset.days - 1];
  const body = (
    <>
      <Area top={edge(1)} bottom={edge(0)} fill="var(--wash2)" />
      {days.map(
        (day) =>
          !day.usual && !day.isOdd && <Rect x={x(day.day) - half} y={y(0) - 3} w={half * 2} h={6} fill="var(--rule)" />,
      )}
      <Line x1={left} x2={width} y1={y(0)} y2={y(0)} kind="ax" />
      {grid.map((value) => (
        <>
          <Line x1={left} x2={width} y1={y(value)} y2={y(value)} />
          <Text x={left - 6} y={y(value) + 4} anchor="end" kind="m s">
            {numbers.change(value, 0)}
          </Text>
        </>
      ))}
      {shown.map((day) => (
        <Line
          x1={x(day.day)}
          x2={x(day.day)}
          y1={y(0)}
          y2={y(day.deviation)}
          stroke={day.isOdd ? 'var(--accent)' : 'var(--axis)'}
          width={day.isOdd ? 3 : days.length > 150 ? 1 : 1.5}
        />
      ))}
      {odd.map((day) => (
        <Text
          x={x(day.day) + (x(day.day) > width / 2 ? -6 : 6)}
          y={y(day.deviation) + (day.deviation > 0 ? 8 : 2)}
          anchor={x(day.day) > width / 2 ? 'end' : 'start'}
          kind="b s halo">{`${dates.short(day.day)} ${numbers.change(day.deviation)}`}</Text>
      ))}
      {ends.map((day, i) => (
        <Text x={x(day)} y={height - 5} anchor={i === 0 ? 'start' : i === 2 ? 'end' : 'middle'} kind="m s">
          {dates.short(day)}
        </Text>
      ))}
    </>
  );
  return { height, body, marks };
}

export const anomaliesView: View = (context) => {
  const { dates, numbers, selection } = context;
  if (selection.dataset.days < 14) return null;
  const { days, isJudged } = daysOf(context);
  const odd = days.filter((day) => day.isOdd);
  // Beyond four times the expected, the band is that of a business of a few large sales.
  const isHeavy = days.some((day) => (day.usual?.[1] ?? 0) > 3);
  const title =
    odd.length === 0
      ? 'No day falls outside what the calendar explains'
      : `${capital(numberWord(odd.length))} ${odd.length === 1 ? 'day falls' : 'days fall'} outside what the calendar explains`;
  return {
    id: 'anomalies',
    title,
    sub: isJudged
      ? 'Revenue against trend, season, weekday and festivals, %'
      : 'Revenue against the mean of like weekdays, %',
    note: `${
      isJudged
        ? 'Grey: 3.5 robust standard deviations around what the calendar explains; festival days are judged against their festival.' +
          (isHeavy ? ' Large days are usual here.' : '')
        : 'Wide grey: 3.5 robust standard deviations. Short grey: festival days, not judged here.'
    } Enter opens the day.${notAffected(selection.ignored.persona)}`,
    summary: `${title}. ${odd.map((day) => `${dates.weekday(day.day)} ${numbers.change(day.deviation)}`).join(', ')}`,
    empty: days.length === 0 ? 'No day is left under these filters.' : undefined,
    table: () =>
      tableOf(days, [
        ['Date', (day) => dates.iso(day.day)],
        ['Deviation', (day) => day.deviation, numbers.change],
        ['Kind', (day) => (day.isOdd ? 'not explained' : day.isFestival ? 'festival' : '')],
      ]),
    draw: (width) => drawDeviations(width, days, context),
  };
};

// Days whose revenue their weekday and festivals do not explain.
import { tableOf } from '../charts/export';
import { toggleDays } from '../app/state';
import { Line, Rect, Text } from '../charts/marks';
import type { Drawing, Mark } from '../charts/plot';
import { linear } from '../charts/scale';
import { dayOfDate } from '../data/calendar';
import { analysisRows, numberOf, textOf } from '../data/document';
import { expectedByWeekday } from '../data/festivals';
import { capital, numberWord } from '../format/words';
import { hasOnlyDates, notAffected, type Context, type View } from './view';

interface Day {
  day: number;
  deviation: number;
  isFestival: boolean;
  isOdd: boolean;
}

/** Robust spread of what is not explained. */
function robustDeviation(values: number[]): number {
  const sorted = values.map(Math.abs).sort((a, b) => a - b);
  return sorted.length > 0 ? 1.4826 * sorted[Math.floor(sorted.length / 2)]! : 0;
}

function daysOf(context: Context): { days: Day[]; band: number } {
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
  if (hasOnlyDates(selection.filters)) {
    const known = new Map(
      analysisRows(header, 'anomalies')
        .filter((row) => row.is_anomaly !== false)
        .map((row) => [dayOfDate(header.dimensions, textOf(row, 'date')), numberOf(row, 'deviation')]),
    );
    for (const day of days) if (known.has(day.day)) Object.assign(day, { deviation: known.get(day.day)!, isOdd: true });
  } else {
    for (const day of plain) day.isOdd = Math.abs(day.deviation) > band && plain.length >= 21;
  }
  return { days, band };
}

function drawDeviations(width: number, days: Day[], band: number, { numbers, dates, selection }: Context): Drawing {
  const height = 248,
    top = 16,
    floor = height - 22;
  const shown = days.filter((day) => !day.isFestival || day.isOdd);
  const reach = Math.max(0.05, band * 1.2, ...shown.map((day) => Math.abs(day.deviation) * 1.15));
  const x = linear(0, Math.max(1, selection.dataset.days - 1), 6, width - 6),
    y = linear(-reach, reach, floor, top);
  const half = Math.max(2, (x(1) - x(0)) / 2);
  const marks: Mark[] = days.map((day) => ({
    x: x(day.day) - half,
    y: top,
    w: half * 2,
    h: floor - top,
    text: `${dates.weekday(day.day)}: ${numbers.change(day.deviation)} ${day.isFestival ? 'against like weekdays, a festival' : 'against expectation'}${day.isOdd ? ', not explained' : ''}`,
    on: selection.filters.days?.[0] === day.day && selection.filters.days[1] === day.day,
    act: () => toggleDays(day.day, day.day),
  }));
  const step = [5, 2, 1, 0.5, 0.2, 0.1, 0.05].find((one) => one < 0.9 * reach) ?? 0.02,
    grid = [-step, step];
  const odd = days
    .filter((day) => day.isOdd)
    .sort((a, b) => Math.abs(b.deviation) - Math.abs(a.deviation))
    .slice(0, 5);
  const ends = [0, Math.round((selection.dataset.days - 1) / 2), selection.dataset.days - 1];
  const body = (
    <>
      <Rect x={0} y={y(band)} w={width} h={y(-band) - y(band)} fill="var(--wash2)" />
      {days.map(
        (day) =>
          day.isFestival &&
          !day.isOdd && <Rect x={x(day.day) - half} y={y(0) - 3} w={half * 2} h={6} fill="var(--rule)" />,
      )}
      <Line x1={0} x2={width} y1={y(0)} y2={y(0)} kind="ax" />
      {grid.map((value) => (
        <>
          <Line x1={0} x2={width} y1={y(value)} y2={y(value)} />
          <Text x={0} y={y(value) - 4} kind="m s halo">
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
  const { days, band } = daysOf(context);
  const odd = days.filter((day) => day.isOdd);
  const title =
    odd.length === 0
      ? 'No day falls outside what the calendar explains'
      : `${capital(numberWord(odd.length))} ${odd.length === 1 ? 'day falls' : 'days fall'} outside what the calendar explains`;
  return {
    id: 'anomalies',
    title,
    sub: 'Revenue against the mean of like weekdays, %',
    note: `Wide grey: 3.5 robust standard deviations. Short grey: festival days, not judged here. Enter opens the day.${notAffected(selection.ignored.persona)}`,
    summary: `${title}. ${odd.map((day) => `${dates.weekday(day.day)} ${numbers.change(day.deviation)}`).join(', ')}`,
    empty: days.length === 0 ? 'No day is left under these filters.' : undefined,
    table: () =>
      tableOf(days, [
        ['Date', (day) => dates.iso(day.day)],
        ['Deviation', (day) => day.deviation, numbers.change],
        ['Kind', (day) => (day.isOdd ? 'not explained' : day.isFestival ? 'festival' : '')],
      ]),
    draw: (width) => drawDeviations(width, days, band, context),
  };
};

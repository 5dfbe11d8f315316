// The days to come: expected revenue with 80 and 95 % bands, behind the days that were.
import { tableOf } from '../charts/export';
import { signal } from '@preact/signals-core';
import { Area, insideLabels, Line, Path, Rect, Text, type Point } from '../charts/marks';
import type { Drawing, Mark } from '../charts/plot';
import { extent, linear, roundTicks } from '../charts/scale';
import { toggleDays } from '../app/state';
import { dayOfDate, utc } from '../data/calendar';
import { analysisRows, flagOf, numberOf, textOf, type Row } from '../data/document';
import { notFollowed } from '../data/filters';
import { shortDate, weekdayDate, dateRange } from '../format/dates';
import { daysText } from '../format/words';
import { notAffected, showingDays, type Context, type Follows, type View } from './view';

const horizon = signal(30);

interface Ahead {
  date: string;
  mean: number;
  low: number;
  high: number;
  low80: number;
  high80: number;
}

function aheadOf(rows: readonly Row[]): Ahead[] {
  return rows
    .filter((row) => textOf(row, 'series') === 'revenue')
    .map((row) => ({
      date: textOf(row, 'date'),
      mean: numberOf(row, 'mean'),
      low: numberOf(row, 'low'),
      high: numberOf(row, 'high'),
      low80: numberOf(row, 'low_80'),
      high80: numberOf(row, 'high_80'),
    }));
}

/** Nothing is expected where the shop is closed: lines pass such days over. */
const isOpen = (day: Ahead) => day.high > 0;

function drawForecast(
  width: number,
  past: { date: string; value: number; isFestival: boolean; isClosed: boolean }[],
  ahead: Ahead[],
  { numbers, header }: Context,
): Drawing {
  const narrow = width < 560,
    height = narrow ? 224 : 268,
    left = narrow ? 0 : 60,
    right = 8,
    top = 28,
    floor = height - 24;
  const n = past.length + ahead.length;
  const x = linear(0, n - 1, left + 4, width - right - 4);
  const [low, high] = extent([
    ...past.filter((day) => !day.isClosed).map((day) => day.value),
    ...ahead.filter(isOpen).flatMap((day) => [day.low, day.high]),
  ]);
  const ticks = roundTicks(Math.min(low, high * 0.6), high, 3),
    labels = numbers.moneyAxis(ticks);
  const y = linear(ticks[0]!, ticks.at(-1)!, floor, top),
    half = (x(1) - x(0)) / 2;
  const at = (i: number) => x(past.length + i);
  const points = (pick: (day: Ahead) => number) =>
    ahead.map((day, i): Point => [at(i), y(pick(day))]).filter((_, i) => isOpen(ahead[i]!));
  const dates = [...past.map((day) => day.date), ...ahead.map((day) => day.date)];
  const marks: Mark[] = dates.map((date, i) => {
    const day = ahead[i - past.length];
    return {
      x: x(i) - half,
      y: top,
      w: half * 2,
      h: floor - top,
      text: day
        ? `${weekdayDate(date)}: forecast ${numbers.shortMoney(day.mean)}, 95 % from ${numbers.shortMoney(day.low)} to ${numbers.shortMoney(day.high)}`
        : `${weekdayDate(date)}: ${numbers.shortMoney(past[i]!.value)}`,
      act: day ? undefined : () => toggleDays(dayOfDate(header.dimensions, date), dayOfDate(header.dimensions, date)),
    };
  });
  const mondays = dates.map((_, i) => i).filter((i) => utc(dates[i]!).getUTCDay() === 1);
  const every = Math.max(1, Math.ceil(mondays.length / Math.max(2, (width - left) / 76)));
  const start = at(0) - half;
  const has80 = ahead.every((day) => Number.isFinite(day.low80));
  const body = (
    <>
      {past.map(
        (day, i) => day.isFestival && <Rect x={x(i) - half} y={top} w={half * 2} h={floor - top} fill="var(--wash2)" />,
      )}
      {ticks.map((tick, i) => (
        <>
          <Line x1={left} x2={width - right} y1={y(tick)} y2={y(tick)} kind={i === 0 ? 'ax' : 'g'} />
          {!narrow && (
            <Text x={left - 8} y={y(tick) + 4} anchor="end" kind="m">
              {labels[i]}
            </Text>
          )}
        </>
      ))}
      <Area top={points((day) => day.high)} bottom={points((day) => day.low)} fill="var(--accent)" opacity={0.14} />
      {has80 && (
        <Area
          top={points((day) => day.high80)}
          bottom={points((day) => day.low80)}
          fill="var(--accent)"
          opacity={0.2}
        />
      )}
      <Path
        points={past.map((day, i): Point => [x(i), y(day.value)]).filter((_, i) => !past[i]!.isClosed)}
        stroke="var(--ink)"
        width={1.5}
      />
      <Path points={points((day) => day.mean)} stroke="var(--accent)" />
      {narrow && insideLabels(ticks, labels, y)}
      <Line x1={start} x2={start} y1={top - 16} y2={floor} stroke="var(--axis)" dash="2 3" />
      <Text x={start + 6} y={top - 6} kind="ac">
        forecast
      </Text>
      <Text x={start - 6} y={top - 6} anchor="end" kind="i">
        actual
      </Text>
      {mondays.map((i, k) => (
        <>
          <Line x1={x(i)} x2={x(i)} y1={floor} y2={floor + 4} kind="ax" />
          {k % every === 0 && (
            <Text
              x={x(i)}
              y={height - 5}
              anchor={x(i) < left + 24 ? 'start' : x(i) > width - 40 ? 'end' : 'middle'}
              kind="m s">
              {shortDate(dates[i]!)}
            </Text>
          )}
        </>
      ))}
    </>
  );
  return { height, body, marks };
}

/** Of the total: the program's own where it is of as many days, else the sum of the days', which is wider. */
function totalInterval({ header }: Context, ahead: Ahead[]): [number, number, boolean] {
  const fact = (id: string) => header.facts.find((one) => one.id === id);
  const total = fact('forecast.revenue');
  if (total && fact('forecast.days')?.value === ahead.length && total.low !== null && total.high !== null) {
    return [total.low, total.high, false];
  }
  return [ahead.reduce((sum, day) => sum + day.low, 0), ahead.reduce((sum, day) => sum + day.high, 0), true];
}

export const forecastFollows: Follows = (context) => [...showingDays(context), horizon.value];

export const forecastView: View = (context) => {
  const { header, numbers } = context;
  const all = aheadOf(analysisRows(header, 'forecast'));
  const daily = analysisRows(header, 'daily');
  if (all.length === 0 || daily.length === 0) return null;
  const ahead = all.slice(0, horizon.value),
    length = ahead.length;
  const past = daily.map((row) => ({
    date: textOf(row, 'date'),
    value: numberOf(row, 'revenue'),
    isFestival: textOf(row, 'festival') !== '',
    isClosed: flagOf(row, 'is_closed') === true,
  }));
  const total = ahead.reduce((sum, day) => sum + day.mean, 0);
  const last = past.slice(-length).reduce((sum, day) => sum + day.value, 0);
  const [low, high, isSummed] = totalInterval(context, ahead);
  const hasFestival = past.slice(-length).some((day) => day.isFestival);
  // Where the program looked at as many days it says itself whether they differ, so that page and report agree.
  const fact = (id: string) => header.facts.find((one) => one.id === id)?.value;
  const compares =
    past.length >= length &&
    (fact('forecast.days') === length && fact('forecast.is_clear') !== undefined
      ? fact('forecast.is_clear') === 1
      : last < low || last > high);
  const change = total / last - 1;
  const against = (end: number) => numbers.change(end / last - 1);
  const title = compares
    ? `The next ${daysText(length)} head for ${numbers.money(total)}, ${numbers.percent(Math.abs(change), 0)} ${change > 0 ? 'more' : 'less'} than the last ${length}${hasFestival && change < 0 ? ', which held a festival' : ''}`
    : `The next ${daysText(length)} head for ${numbers.money(total)}; against the last ${length} no change is clear`;
  const test = analysisRows(header, 'forecast_backtest').find((row) => textOf(row, 'series') === 'revenue');
  const horizons = [7, 14, 30, 90].filter((days) => days <= all.length);
  return {
    id: 'forecast',
    title,
    sub: `${numbers.moneyUnit(Math.max(...ahead.map((day) => day.high)))} a day · ${dateRange(ahead[0]!.date, ahead.at(-1)!.date)}: ${numbers.money(low)} to ${numbers.money(high)} (95 %${isSummed ? ', days summed' : ''})${past.length >= length ? `; on the last ${length} ${against(total)} (${against(low)} to ${against(high)})` : ''}`,
    note: `${test ? `Method ${textOf(test, 'method') || 'as last week'}; mean error in a back-test ${numbers.percent(numberOf(test, 'smape'))}, last week repeated ${numbers.percent(numberOf(test, 'naive_smape'))}. ` : ''}Bands: 80 and 95 %. ${header.facts.some((one) => one.id === 'forecast.festival_days') ? 'Festivals ahead are counted in' : 'Festivals ahead are not known'}.${notAffected(notFollowed(context.selection.filters, []))}`,
    summary: `${title}. From ${numbers.money(low)} to ${numbers.money(high)}.`,
    table: () =>
      tableOf(ahead, [
        ['Date', (day) => day.date],
        ['Expected', (day) => day.mean, numbers.shortMoney],
        ['95 % low', (day) => day.low, numbers.shortMoney],
        ['95 % high', (day) => day.high, numbers.shortMoney],
        ['80 % low', (day) => day.low80, numbers.shortMoney],
        ['80 % high', (day) => day.high80, numbers.shortMoney],
      ]),
    draw: (width) => drawForecast(width, past.slice(-(width < 560 ? 21 : 45)), ahead, context),
    below: () =>
      horizons.length > 1 && (
        <div class="pick" role="group" aria-label="Days ahead">
          {horizons.map((days) => (
            <button
              aria-pressed={days === length}
              onClick={() => {
                horizon.value = days;
              }}>
              {daysText(days)}
            </button>
          ))}
        </div>
      ),
  };
};

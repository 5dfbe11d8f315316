// The measure over time, with the days before, festivals and odd days; the strip below chooses the days.
import { cents, tableOf, type Column } from '../charts/export';
import { filters, measure, previewFilters, rememberFrom, setDays, toggleDays } from '../app/state';
import { BrushStrip } from '../charts/brush_strip';
import { drawTrend, type TrendBand, type TrendDay, type TrendRing } from '../charts/trend_chart';
import { dayOfDate, weekdaysOf } from '../data/calendar';
import { analysisRows, flagOf, numberOf, textOf } from '../data/document';
import { festivalEffects, type FestivalEffect } from '../data/festivals';
import { withDays, type Filters } from '../data/filters';
import type { Sums } from '../data/sums';
import { daysText } from '../format/words';
import { hasOnlyDates, notAffected, totalChange, type Context, type View, type ViewSpec } from './view';
import { trendName, trendValues } from './trend';

/** The festival that the title and the bold label are about. */
function strongestOf(effects: FestivalEffect[]): FestivalEffect | undefined {
  return effects.filter((effect) => effect.is_clear).sort((a, b) => Math.abs(b.excess) - Math.abs(a.excess))[0];
}

function titleOf(context: Context, effects: FestivalEffect[]): string {
  const { selection, header, numbers } = context;
  const name = trendName(measure.value, selection);
  if (measure.value !== 'revenue' && measure.value !== 'transactions') return `${name} over time`;
  const best = strongestOf(effects);
  if (best) {
    const festival = header.dimensions.festival.values[best.festival];
    const share = best.excess / best.expected;
    return `${festival}: ${name.toLowerCase()} ${numbers.percent(Math.abs(share), 0)} ${share > 0 ? 'above' : 'below'} like weekdays`;
  }
  const change = totalChange(context);
  if (change?.is_clear && measure.value === 'revenue') {
    return `Revenue is ${change.change > 0 ? 'up' : 'down'} ${numbers.percent(Math.abs(change.change), 0)} on the days before`;
  }
  return `${name} over time`;
}

function shifted(context: Context): number {
  const { range, previous, isWhole } = context.selection;
  if (!previous || isWhole) return 0;
  const length = range[1] - range[0] + 1;
  return length >= 7 ? Math.round(length / 7) * 7 : length;
}

function dragEnds(before: Filters) {
  return (range: readonly [number, number], days: number) => {
    const whole = range[0] === 0 && range[1] === days - 1;
    previewFilters(withDays(before, whole ? undefined : range));
    rememberFrom(before);
  };
}

let dragFrom: Filters | null = null;

function strip(context: Context, values: Float64Array, effects: FestivalEffect[], width: number) {
  const { selection, dates, header } = context;
  const { days } = selection.dataset;
  const many = Math.max(2, Math.floor(width / 130));
  const step = Math.max(1, Math.ceil(days / many));
  const ticks = Array.from({ length: Math.ceil(days / step) }, (_, i) => i * step).filter(
    (day) => days - 1 - day >= step, // else it would touch the last one
  );
  ticks.push(days - 1);
  return (
    <BrushStrip
      width={width}
      values={values}
      days={days}
      range={selection.range}
      previous={selection.previous}
      bands={effects.map((effect) => ({ ...effect, name: header.dimensions.festival.values[effect.festival] ?? '' }))}
      dateOf={(day) => dates.weekday(day)}
      ticks={ticks.map((day) => ({ day, text: dates.short(day) }))}
      onPreview={(range) => {
        dragFrom ??= filters.value;
        previewFilters(withDays(filters.value, range));
      }}
      onDone={(range) => {
        const before = dragFrom ?? filters.value;
        dragFrom = null;
        dragEnds(before)(range, days);
      }}
    />
  );
}

function ringsOf(context: Context, days: TrendDay[]): TrendRing[] {
  const { selection, header, dates, numbers } = context;
  if (!hasOnlyDates(selection.filters) || measure.value !== 'revenue') return [];
  return analysisRows(header, 'anomalies')
    .filter((row) => flagOf(row, 'is_anomaly') !== false)
    .map((row) => ({ day: dayOfDate(header.dimensions, textOf(row, 'date')), deviation: numberOf(row, 'deviation') }))
    .filter(({ day }) => day >= selection.range[0] && day <= selection.range[1])
    .sort((a, b) => Math.abs(b.deviation) - Math.abs(a.deviation))
    .map(({ day, deviation }) => ({
      day: days.findIndex((one) => one.day === day),
      text: `${dates.short(day)} ${numbers.change(deviation)}`,
    }));
}

/** The days that the filters leave, one after another. */
function daysOf(context: Context, values: Float64Array): TrendDay[] {
  const { selection, dates, header } = context;
  const shift = shifted(context);
  const weekday = weekdaysOf(header.dimensions);
  const [from, to] = selection.range;
  const left = Array.from({ length: to - from + 1 }, (_, i) => from + i).filter((day) => Number.isFinite(values[day]));
  return left.map((day) => {
    const earlier = day - shift;
    const isWithin = shift > 0 && earlier >= selection.previous![0] && earlier <= selection.previous![1];
    const compares = isWithin && Number.isFinite(values[earlier]);
    return {
      day,
      label: dates.weekday(day),
      value: values[day]!,
      weekday: weekday[day]!,
      isWeekend: header.dimensions.day.weekend.includes(weekday[day]!),
      before: compares ? { label: dates.weekday(earlier), value: values[earlier]! } : undefined,
    };
  });
}

function bandsOf(context: Context, effects: FestivalEffect[], days: TrendDay[]): TrendBand[] {
  const { header, numbers } = context;
  const position = new Map(days.map(({ day }, i) => [day, i]));
  const strongest = strongestOf(effects);
  return effects.map((effect) => {
    const name = header.dimensions.festival.values[effect.festival] ?? '';
    const isStrong = effect === strongest && ['revenue', 'transactions'].includes(measure.value);
    return {
      first: position.get(effect.first) ?? 0,
      last: position.get(effect.last) ?? 0,
      strong: isStrong,
      name:
        isStrong && measure.value === 'revenue'
          ? `${name}: ${numbers.shortMoney(Math.abs(effect.excess))} ${effect.excess > 0 ? 'more' : 'less'}`
          : name,
    };
  });
}

/** A range of dates that is too long for the margin, in two. */
function inLines(range: string): string[] {
  return range.length > 18 ? range.split(/(?<=–) /) : [range];
}

export const revenueView: View = (context): ViewSpec => {
  const { selection, numbers, dates, header } = context;
  const values = trendValues(context, measure.value);
  const isMoney = measure.value === 'revenue' || measure.value === 'average';
  const show = (value: number) => (isMoney ? numbers.shortMoney(value) : numbers.count(value));
  const effects = festivalEffects(selection, values);
  const days = daysOf(context, values);
  const shift = shifted(context);
  const totalOf = ({ revenue, count }: Sums) =>
    measure.value === 'revenue' ? numbers.money(revenue) : measure.value === 'transactions' ? numbers.count(count) : '';
  const title = titleOf(context, effects);
  let rest = 0;
  days.forEach((day, i) => {
    if (day.value > days[rest]!.value) rest = i;
  });
  return {
    id: 'revenue',
    title,
    sub: `${isMoney && measure.value === 'revenue' ? `${numbers.moneyUnit(Math.max(...days.map((day) => day.value)))} a day` : `${trendName(measure.value, selection)} a day`} · drag the handles below or type dates to change the period`,
    note: `${shift > 0 ? `The days before are drawn ${daysText(shift)} later${shift % 7 === 0 ? ', so that weekdays meet' : ''}. ` : ''}${days.some((day) => day.isWeekend) && days.length <= 400 ? 'Bars under the axis: weekends. ' : ''}Grey: festivals.${header.dimensions.day.closed?.length ? ' Closed days are left out.' : ''}${selection.previous ? ' Bar under the strip: the days compared with.' : ''}${ringsOf(context, days).length > 0 ? ' Rings: days that the calendar does not explain.' : ''}${days.length > 400 ? ' Weekly means, with the range of the days.' : ''}${notAffected(selection.ignored.persona)}`,
    summary: `${title}. Highest ${show(days[rest]?.value ?? 0)} on ${days[rest]?.label ?? ''}.`,
    empty: selection.now.count === 0 || days.length === 0 ? 'No purchase under these filters.' : undefined,
    table: () =>
      tableOf(days, [
        ['Date', (day) => dates.iso(day.day)],
        [trendName(measure.value, selection), (day) => cents(day.value), show],
        ...(shift > 0
          ? ([
              ['Earlier date', (day) => day.before && dates.iso(day.day - shift)],
              ['Before', (day) => cents(day.before?.value), show],
            ] as Column<TrendDay>[])
          : []),
      ]),
    draw: (width) =>
      drawTrend(width, {
        days,
        bands: bandsOf(context, effects, days),
        rings: ringsOf(context, days),
        show,
        rest,
        axis: (ticks) => (isMoney ? numbers.moneyAxis(ticks) : ticks.map((tick) => numbers.count(tick))),
        endLabels: {
          now: [...inLines(dates.range(selection.range)), totalOf(selection.now)],
          before: shift > 0 ? [...inLines(dates.range(selection.previous!)), totalOf(selection.before)] : undefined,
        },
        act: (i) => toggleDays(days[i]!.day, days[i]!.day),
        block: (first, last) => setDays([days[first]!.day, days[last]!.day]),
      }),
    below: (width) => strip(context, values, allEffects(context), width),
  };
};

function allEffects({ selection }: Context): FestivalEffect[] {
  return festivalEffects(selection, selection.byDay.revenue, [0, selection.dataset.days - 1]);
}

// When people buy: revenue of a mean day by weekday and hour.
import { cents, tableOf, type Column } from '../charts/export';
import { filters, setFilters } from '../app/state';
import { drawHours, type HourCell } from '../charts/hour_grid';
import { withSet } from '../data/filters';
import { kNoBreak, weekdayName } from '../format/words';
import { busiest } from './headline';
import { notAffected, type Context, type View } from './view';

function hoursShown(heat: Float64Array): number[] {
  const used = Array.from({ length: 24 }, (_, hour) => hour).filter((hour) =>
    heat.some((value, cell) => cell % 24 === hour && value > 0),
  );
  if (used.length === 0) return Array.from({ length: 24 }, (_, hour) => hour);
  return Array.from({ length: used.at(-1)! - used[0]! + 1 }, (_, i) => used[0]! + i);
}

/** The numbers in the cells are in a unit that keeps them short. */
function unitOf(highest: number, context: Context): [number, string] {
  const isIndian = /IN$/.test(context.header.meta.locale);
  const steps: [number, string][] = isIndian
    ? [
        [1e7, 'crore'],
        [1e5, 'lakh'],
        [1e3, 'thousand'],
      ]
    : [
        [1e9, 'billion'],
        [1e6, 'million'],
        [1e3, 'thousand'],
      ];
  return steps.find(([size]) => highest >= size) ?? [1, ''];
}

function titleOf(context: Context): string {
  const peak = busiest(context);
  const total = context.selection.hours.count.reduce((sum, value) => sum + value, 0);
  const { weekday, hour: hours } = context.selection.filters.sets;
  if (!peak || total < 200 || (weekday?.length === 1 && hours?.length === 1)) return 'Revenue by weekday and hour';
  const hour = `${peak.hour} to ${peak.hour + 1}${kNoBreak}h`;
  return peak.isWeekend
    ? `Weekends are busiest, most of all ${weekdayName(peak.weekday)} ${hour}`
    : `Busiest ${peak.isWeekday ? `on ${weekdayName(peak.weekday)}, ` : 'from '}${hour}`;
}

function chooseBlock(from: HourCell, to: HourCell): void {
  const between = (a: number, b: number) => Array.from({ length: Math.abs(b - a) + 1 }, (_, i) => Math.min(a, b) + i);
  setFilters(
    withSet(withSet(filters.value, 'weekday', between(from.weekday, to.weekday)), 'hour', between(from.hour, to.hour)),
  );
}

function choose(cell: HourCell): void {
  const { weekday, hour } = filters.value.sets;
  const isOnly = weekday?.length === 1 && hour?.length === 1 && weekday[0] === cell.weekday && hour[0] === cell.hour;
  if (isOnly) setFilters(withSet(withSet(filters.value, 'weekday', []), 'hour', []));
  else chooseBlock(cell, cell);
}

export const heatView: View = (context) => {
  const { selection, numbers, header } = context;
  if (!header.meta.capabilities.time_of_day) return null;
  const {
    hours: { revenue: heat, count: heatCount, weekdayDays },
    filters: { sets },
  } = selection;
  const hours = hoursShown(heat);
  const meanOf = (row: number, hour: number) =>
    weekdayDays[row]! > 0 ? heat[row * 24 + hour]! / weekdayDays[row]! : 0;
  const highest = Math.max(...heat.map((_, cell) => meanOf(Math.floor(cell / 24), cell % 24)));
  const [unit, unitName] = unitOf(highest, context);
  // Two digits or more, else none: single ones would be the same nearly everywhere.
  const labelOf = (value: number) =>
    value < 0.995 * unit ? '' : numbers.fixed(value / unit, value < 9.95 * unit ? 1 : 0);
  const isFiltered = Boolean(sets.weekday || sets.hour);
  const cells = Array.from({ length: 7 }, (_, row) =>
    hours.map((hour): HourCell => {
      const value = meanOf(row, hour);
      const isOn = (!sets.weekday || sets.weekday.includes(row + 1)) && (!sets.hour || sets.hour.includes(hour));
      return {
        weekday: row + 1,
        hour,
        value,
        label: labelOf(value),
        on: isFiltered && isOn,
        dim: isFiltered && !isOn,
        few: heatCount[row * 24 + hour]! < 30,
        text: `${weekdayName(row + 1)}, ${hour} to ${hour + 1} h: ${numbers.shortMoney(value)} an hour`,
      };
    }),
  );
  const rest = cells
    .flat()
    .reduce<HourCell | null>((best, cell) => (!best || cell.value > best.value ? cell : best), null);
  const title = titleOf(context);
  return {
    id: 'heat',
    title,
    sub: `Revenue in ${`${numbers.symbol} ${unitName}`.trim()} an hour, mean of the days of the period`,
    note: `Without a number: below ${`${header.meta.currency.symbol}1 ${unitName}`.trim()}. Grey bars: sums by hour and weekday. Drag over cells to choose a block.${notAffected(selection.ignored.hour)}`,
    summary: `${title}. ${rest?.text ?? ''}`,
    empty: selection.now.count === 0 && highest === 0 ? 'No purchase under these filters.' : undefined,
    table: () =>
      tableOf(cells, [
        ['Weekday', (_row, i) => weekdayName(i + 1)],
        ...hours.map((hour, j): Column<HourCell[]> => [`${hour} h`, (row) => cents(row[j]!.value), numbers.shortMoney]),
      ]),
    draw: (width) =>
      drawHours(width, {
        cells,
        hours,
        dayNames: Array.from({ length: 7 }, (_, i) => weekdayName(i + 1)),
        isWeekend: (weekday) => header.dimensions.day.weekend.includes(weekday),
        caption: (cell) => {
          const day = cells[cell.weekday - 1]!.reduce((sum, one) => sum + one.value, 0);
          return [
            `${weekdayName(cell.weekday)}, ${cell.hour} to ${cell.hour + 1}\u00a0h`,
            `${numbers.shortMoney(cell.value)} an hour, ${numbers.percent(day > 0 ? cell.value / day : 0, 0)} of the day`,
          ];
        },
        rest,
        act: choose,
        block: chooseBlock,
      }),
  };
};

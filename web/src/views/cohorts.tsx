// Retention: of those who first bought in a period, how many buy in each later one.
import { tableOf } from '../charts/export';
import { Cell, Line, Text } from '../charts/marks';
import type { Drawing, Mark } from '../charts/plot';
import { colourStep } from '../charts/scale';
import { dayOfDate, utc } from '../data/calendar';
import { analysisRows, flagOf, numberOf, textOf, type Row } from '../data/document';
import { monthOf, shortDate } from '../format/dates';
import { plural } from '../format/words';
import { setFilters, toggle } from '../app/state';
import { notFollowed, withDays, withSet } from '../data/filters';
import { notAffected, type Context, type View } from './view';

interface Cohort {
  start: string;
  customers: number;
  cells: { index: number; retention: number; active: number }[];
}

const kMost = 12;

/** First and last day of a period that is `index` periods after one that starts on a date, within the data. */
function daysOf(start: string, index: number, period: string, { selection, header }: Context): [number, number] {
  const dayAfter = (periods: number) => {
    const date = utc(start);
    if (period === 'month') date.setUTCMonth(date.getUTCMonth() + periods);
    else date.setUTCDate(date.getUTCDate() + periods * (period === 'week' ? 7 : 1));
    return dayOfDate(header.dimensions, date.toISOString().slice(0, 10));
  };
  return [Math.max(0, dayAfter(index)), Math.min(selection.dataset.days, dayAfter(index + 1)) - 1];
}

function cohortsOf(rows: readonly Row[]): Cohort[] {
  const cohorts = new Map<string, Cohort>();
  for (const row of rows) {
    const start = textOf(row, 'cohort');
    let cohort = cohorts.get(start);
    if (!cohort) cohorts.set(start, (cohort = { start, customers: numberOf(row, 'customers'), cells: [] }));
    if (flagOf(row, 'is_complete') !== false)
      cohort.cells.push({
        index: numberOf(row, 'period_index'),
        retention: numberOf(row, 'retention'),
        active: numberOf(row, 'active'),
      });
  }
  return [...cohorts.values()].filter((cohort) => cohort.customers > 0).slice(0, kMost);
}

function drawTriangle(width: number, cohorts: Cohort[], period: string, context: Context): Drawing {
  const narrow = width < 420,
    left = narrow ? 58 : 110,
    top = 20,
    height = 26;
  const columns = Math.min(
    kMost,
    Math.max(...cohorts.flatMap((cohort) => cohort.cells.map((cell) => cell.index + 1)), 1),
  );
  const cell = Math.min(72, (width - left) / columns);
  const marks: Mark[] = [];
  const { filters } = context.selection;
  const indexOf = ({ start }: Cohort) => context.header.dimensions.cohort?.values.indexOf(start) ?? -1;
  const isChosen = (cohort: Cohort) => indexOf(cohort) < 0 || String(filters.sets.cohort) === `${indexOf(cohort)}`;
  /** The filters with the cohort chosen, or with neither it nor days. */
  const chosen = (cohort: Cohort, isOn: boolean) =>
    withSet(withDays(filters, undefined), 'cohort', isOn && indexOf(cohort) >= 0 ? [indexOf(cohort)] : []);
  const markRow = (cohort: Cohort, y: number) => {
    if (indexOf(cohort) < 0) return;
    const on = isChosen(cohort);
    marks.push({
      act: () => toggle('cohort', indexOf(cohort)),
      on,
      x: 0,
      y,
      w: left - 4,
      h: height,
      text: `First bought from ${shortDate(cohort.start)}: ${context.numbers.count(cohort.customers)} customers`,
    });
  };
  const body = (
    <>
      <Text x={0} y={12} kind="m s">
        {narrow ? 'First' : 'First bought'}
      </Text>
      {!narrow && (
        <Text x={left - 10} y={12} anchor="end" kind="m s">
          n
        </Text>
      )}
      {Array.from(
        { length: columns },
        (_, j) =>
          (j === 0 || cell > 22 || j % 2 === 0) && (
            <Text x={left + j * cell + cell / 2} y={12} anchor="middle" kind="m s">
              {j === 0 && cell > 44 ? `${period} 0` : j}
            </Text>
          ),
      )}
      {cohorts.map((cohort, i) => {
        const y = top + i * height + (i > 0 ? 7 : 0),
          few = cohort.customers < 30;
        return (
          <>
            {i === 1 && <Line x1={0} x2={width} y1={top + height + 3} y2={top + height + 3} />}
            {markRow(cohort, y)}
            <Text x={0} y={y + 17} kind={filters.sets.cohort && isChosen(cohort) ? 'b' : narrow ? 'i s' : 'i'}>
              {period === 'month' ? monthOf(cohort.start) : shortDate(cohort.start)}
            </Text>
            {!narrow && (
              <Text x={left - 10} y={y + 17} anchor="end" kind="m">
                {context.numbers.count(cohort.customers)}
              </Text>
            )}
            {cohort.customers >= 5 &&
              cohort.cells
                .filter((one) => one.index < columns)
                .map((one) => {
                  const x = left + one.index * cell;
                  const [first, last] = daysOf(cohort.start, one.index, period, context);
                  const isOn = filters.days?.[0] === first && filters.days[1] === last && isChosen(cohort);
                  marks.push({
                    act: () => setFilters(isOn ? chosen(cohort, false) : withDays(chosen(cohort, true), [first, last])),
                    on: isOn,
                    x,
                    y,
                    w: cell,
                    h: height,
                    text: `First bought from ${shortDate(cohort.start)}, ${period} ${one.index}: ${context.numbers.percent(one.retention)} bought, ${context.numbers.count(one.active)} of ${context.numbers.count(cohort.customers)}`,
                  });
                  return few ? (
                    <Text x={x + cell / 2} y={y + 17} anchor="middle" kind="m s">
                      {Math.round(one.retention * 100)}
                    </Text>
                  ) : (
                    <Cell
                      x={x}
                      y={y}
                      w={cell}
                      h={height}
                      step={colourStep(one.retention * one.retention, 1)}
                      outlined={isOn}>
                      {Math.round(one.retention * 100)}
                    </Cell>
                  );
                })}
          </>
        );
      })}
    </>
  );
  return { height: top + cohorts.length * height + 12, body, marks };
}

export const cohortsView: View = (context) => {
  const { header, numbers } = context;
  const rows = analysisRows(header, 'cohorts');
  const cohorts = cohortsOf(rows);
  if (cohorts.length === 0) return null;
  const period = textOf(rows[0], 'period') || 'period';
  // Customers of the first period were there before the data begin; those who come later are new.
  const later = cohorts.slice(1).filter((cohort) => cohort.customers >= 30);
  const settled = later.flatMap((cohort) => cohort.cells.filter((cell) => cell.index >= 2));
  const size = settled.reduce((sum, cell) => sum + later.find((cohort) => cohort.cells.includes(cell))!.customers, 0);
  const kept = settled.reduce((sum, cell) => sum + cell.active, 0);
  const title =
    size >= 100
      ? `After two ${period}s, ${numbers.percent(kept / size, 0)} of a new cohort buy in any given ${period}`
      : `Retention by ${period} of the first purchase`;
  return {
    id: 'cohorts',
    title,
    sub: `% of a cohort that bought, by ${period} since the first purchase`,
    note: `The first row holds who was a customer before. Unfinished ${plural(2, period)} are left out; cohorts below 30 customers have no colour, below 5 no number. A row filters its customers, a cell its customers and days.${notAffected(notFollowed(context.selection.filters, []))}`,
    summary: `${title}.`,
    table: () =>
      tableOf(
        cohorts.flatMap((cohort) => cohort.cells.map((cell) => ({ ...cohort, ...cell }))),
        [
          ['First bought from', (cell) => cell.start],
          ['Period', (cell) => cell.index],
          ['Customers', (cell) => cell.customers, numbers.count],
          ['Bought', (cell) => cell.active, numbers.count],
          ['Retention', (cell) => cell.retention, numbers.percent],
        ],
      ),
    draw: (width) => drawTriangle(width, cohorts, period, context),
  };
};

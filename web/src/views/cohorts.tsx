// Retention: of those who first bought in a period, how many buy in each later one.
import { Cell, Line, Text } from '../charts/marks';
import type { Drawing, Mark } from '../charts/plot';
import { colourStep } from '../charts/scale';
import { analysisRows, numberOf, textOf, type Row } from '../data/document';
import { shortDate } from '../format/dates';
import { plural } from '../format/words';
import type { Context, View } from './view';

interface Cohort {
  start: string;
  customers: number;
  cells: { index: number; retention: number; active: number }[];
}

const kMost = 12;

function cohortsOf(rows: readonly Row[]): Cohort[] {
  const cohorts = new Map<string, Cohort>();
  for (const row of rows) {
    const start = textOf(row, 'cohort');
    let cohort = cohorts.get(start);
    if (!cohort) cohorts.set(start, (cohort = { start, customers: numberOf(row, 'customers'), cells: [] }));
    if (row.is_complete !== false)
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
  const body = (
    <>
      <Text x={0} y={12} kind="m s">
        First bought
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
            <Text x={0} y={y + 17} kind={narrow ? 'i s' : 'i'}>
              {shortDate(cohort.start)}
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
                  marks.push({
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
                    <Cell x={x} y={y} w={cell} h={height} step={colourStep(one.retention * one.retention, 1)}>
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
    note: `The first row holds who was a customer before. Unfinished ${plural(2, period)} are left out; cohorts below 30 customers have no colour, below 5 no number. Not affected by filters.`,
    summary: `${title}.`,
    table: () => ({
      columns: [
        { name: 'First bought from' },
        ...['Period', 'Customers', 'Bought', 'Retention'].map((name) => ({ name, kind: 'number' as const })),
      ],
      rows: cohorts.flatMap((cohort) =>
        cohort.cells.map((cell) => [cohort.start, cell.index, cohort.customers, cell.active, cell.retention]),
      ),
      show: cohorts.flatMap((cohort) =>
        cohort.cells.map((cell) => [
          shortDate(cohort.start),
          String(cell.index),
          numbers.count(cohort.customers),
          numbers.count(cell.active),
          numbers.percent(cell.retention),
        ]),
      ),
    }),
    draw: (width) => drawTriangle(width, cohorts, period, context),
  };
};

// Customers by recency and frequency: the scores as a grid, and the segments with what they bring.
import { PlainTable } from '../app/plain_table';
import { cents, tableOf } from '../charts/export';
import { Cell, Text } from '../charts/marks';
import type { Drawing, Mark } from '../charts/plot';
import { colourStep } from '../charts/scale';
import { analysisRows, numberOf, textOf, type Row } from '../data/document';
import { toggle } from '../app/state';
import { segmentsOf } from '../data/segments';
import { listed } from '../format/words';
import { notAffected, type Context, type View } from './view';

/** Indexes of segments by their names, none where the document does not know them. */
function indexesOf(names: readonly string[], { header }: Context): number[] {
  const known = header.dimensions.segment?.values ?? [];
  return names.map((name) => known.indexOf(name)).filter((index) => index >= 0);
}

function drawScores(width: number, counts: readonly number[], context: Context): Drawing {
  const { numbers } = context;
  const { score: chosen, segment } = context.selection.filters.sets;
  const left = 74,
    top = 8,
    height = width < 380 ? 36 : 44;
  const cell = (width - left) / 5;
  const highest = Math.max(...counts, 1);
  const marks: Mark[] = [];
  const cells = [5, 4, 3, 2, 1].flatMap((f, i) =>
    [5, 4, 3, 2, 1].map((r, j) => {
      const value = (r - 1) * 5 + f - 1,
        customers = counts[value]!;
      const [x, y] = [left + j * cell, top + i * height];
      const names = segmentsOf(r, f);
      const isOn = Boolean(chosen?.includes(value));
      marks.push({
        on: isOn,
        act: customers > 0 || isOn ? () => toggle('score', value) : undefined,
        x,
        y,
        w: cell,
        h: height,
        text: `Recency ${r} of 5, frequency ${f} of 5: ${numbers.count(customers)} customers; ${listed(names)}`,
      });
      return (
        <Cell
          x={x}
          y={y}
          w={cell}
          h={height}
          step={colourStep(customers, highest)}
          small={cell < 44}
          dim={chosen ? !isOn : Boolean(segment) && customers === 0}
          outlined={isOn}>
          {customers > 0 ? numbers.count(customers) : ''}
        </Cell>
      );
    }),
  );
  const bottom = top + 5 * height;
  const body = (
    <>
      {cells}
      {[5, 4, 3, 2, 1].map((f, i) => (
        <Text x={left - 10} y={top + i * height + height / 2 + 4} anchor="end" kind="m s">
          {f === 5 ? 'often 5' : f === 1 ? 'seldom 1' : f}
        </Text>
      ))}
      {[5, 4, 3, 2, 1].map((r, j) => (
        <Text x={left + j * cell + cell / 2} y={bottom + 16} anchor="middle" kind="m s">
          {r === 5 ? (cell > 56 ? '5 recent' : 5) : r === 1 ? (cell > 56 ? '1 long ago' : 1) : r}
        </Text>
      ))}
      <Text x={left} y={bottom + 34} kind="m s">
        Score of the last purchase
      </Text>
    </>
  );
  return { height: bottom + 40, body, marks };
}

/** What a segment is under the filters. */
interface Segment {
  name: string;
  index: number | undefined;
  customers: number;
  customerShare: number;
  revenue: number;
  revenueShare: number;
  /** What the metric says of it, over all data. */
  row: Row;
}

/** Who bought under the filters, by segment, and what they brought; of all data where the document knows no more. */
function segmentsUnder(rows: readonly Row[], context: Context): Segment[] {
  const { selection } = context;
  const counts = context.header.dimensions.segment ? selection.customersBy('segment') : null;
  const segments = rows.map((row) => {
    const name = textOf(row, 'segment');
    const [index] = indexesOf([name], context);
    return counts && index !== undefined
      ? { name, index, row, customers: counts[index]!, revenue: selection.segments[index]!.revenue }
      : { name, index, row, customers: numberOf(row, 'customers'), revenue: numberOf(row, 'revenue') };
  });
  const sumOf = (pick: 'customers' | 'revenue') => segments.reduce((sum, one) => sum + one[pick], 0) || 1;
  const [customers, revenue] = [sumOf('customers'), sumOf('revenue')];
  return segments.map((one) => ({
    ...one,
    customerShare: one.customers / customers,
    revenueShare: one.revenue / revenue,
  }));
}

function SegmentList({ segments, context }: { segments: readonly Segment[]; context: Context }) {
  const { numbers } = context;
  const highest = Math.max(...segments.map((one) => one.revenueShare), 0.001);
  const chosen = context.selection.filters.sets.segment;
  const nameOf = ({ name, index }: Segment) =>
    index === undefined ? (
      name
    ) : (
      <button class="pickable" aria-pressed={Boolean(chosen?.includes(index))} onClick={() => toggle('segment', index)}>
        {name}
      </button>
    );
  return (
    <PlainTable
      heads={['Segment', '#Customers', 'Share of revenue']}
      rows={segments.map((one) => [
        nameOf(one),
        numbers.count(one.customers),
        <span class="bar-cell">
          <svg width="64" height="12" aria-hidden="true">
            <rect
              y="1"
              height="10"
              rx="1"
              fill="var(--accent)"
              width={Math.max(1, (56 * one.revenueShare) / highest)}
            />
          </svg>
          <span class="n">{numbers.percent(one.revenueShare)}</span>
        </span>,
      ])}
    />
  );
}

export const segmentsView: View = (context) => {
  const { header, numbers, selection } = context;
  const rows = analysisRows(header, 'rfm');
  if (rows.length === 0) return null;
  const segments = segmentsUnder(rows, context);
  const counts = header.dimensions.score ? selection.customersBy('score') : null;
  const ignored = [...new Set([...selection.ignoredByCustomers, ...selection.ignored.segment])];
  const best = [...segments].sort((a, b) => b.revenueShare - a.revenueShare)[0]!;
  // Shares are of those who are known, where others bought as well.
  const isMixed = (header.dimensions.segment?.other ?? -1) >= 0;
  const isClear = best.customers >= 30 && best.revenueShare > 1.2 * best.customerShare;
  const title = isClear
    ? `${best.name}: ${numbers.percent(best.customerShare, 0)} of ${isMixed ? 'known ' : ''}customers, ${numbers.percent(best.revenueShare, 0)} of ${isMixed ? 'what these bought' : 'revenue'}`
    : 'Customers by recency and frequency';
  return {
    id: 'rfm',
    title,
    sub: 'Customers by scores of recency and frequency · colour: number of customers',
    note: `Scores 1 to 5 by rank, 5 the most recent and most frequent, of all days; segments also use revenue. Both show known customers who bought under the filters. A cell filters its customers, a name those of its segment.${header.facts.some(({ id }) => id.endsWith('.rank_name')) ? ' Of some segments the data show no more than their rank: there is no sign that their customers leave, or are new.' : ''}${notAffected(ignored)}`,
    summary: `${title}.`,
    table: () =>
      tableOf(segments, [
        ['Segment', (one) => one.name],
        ['Customers', (one) => one.customers, numbers.count],
        ['Share of customers', (one) => one.customerShare, numbers.percent],
        ['Revenue', (one) => cents(one.revenue), numbers.money],
        ['Share of revenue', (one) => one.revenueShare, numbers.percent],
        ['Days since last', ({ row }) => numberOf(row, 'recency_days'), numbers.one],
        ['Days with purchase', ({ row }) => numberOf(row, 'frequency'), numbers.one],
        ['Revenue a customer', ({ row }) => numberOf(row, 'monetary'), numbers.money],
        ['What is usually done', ({ row }) => textOf(row, 'action')],
      ]),
    ...(counts && {
      draw: (width: number) => {
        const own = width >= 600 ? width - 356 : width;
        return { ...drawScores(own, counts, context), width: own };
      },
    }),
    extra: () => (
      <div class="beside">
        <SegmentList segments={segments} context={context} />
      </div>
    ),
  };
};

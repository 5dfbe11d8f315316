// Four figures with their change, its interval, and a sparkline of the days compared. Each is a button: it becomes the
// measure of the trend below.
import { customerChange, type Change } from '../data/noise';
import { Dot, Path } from '../charts/marks';
import { extent, linear } from '../charts/scale';
import { measure, setMeasure } from '../app/state';
import { useValue } from '../app/use_value';
import type { TrendMeasure } from '../data/url_state';
import { daysText, listed } from '../format/words';
import { countChange, meanChange, programChange, totalChange, type Context } from './view';
import { trendValues } from './trend';

interface Figure {
  measure: TrendMeasure;
  label: string;
  value: string;
  unit: string;
  change: Change | null;
  from: string;
  note?: string | undefined;
}

function figuresOf(context: Context): Figure[] {
  const {
    selection,
    selection: { now, recentSums, before, spread, customers, customerChanges, counts, filters },
    numbers,
  } = context;
  const [revenue, unit] = numbers.moneyParts(now.revenue);
  const lines = counts === 'lines',
    isOfCategories = filters.sets.category && !selection.ignored.persona.includes('category');
  const oneOf = context.selection.dataset.customers?.one_of ?? 1;
  const figures: Figure[] = [
    {
      measure: 'revenue',
      label: 'Revenue',
      value: revenue,
      unit,
      from: numbers.shortMoney(before.revenue),
      change: totalChange(context),
    },
    {
      measure: 'transactions',
      label: lines ? 'Lines' : isOfCategories ? 'Baskets' : 'Transactions',
      value: numbers.count(now.count),
      unit: '',
      from: numbers.count(before.count),
      change: programChange(context, 'transactions') ?? countChange(recentSums.count, before.count),
    },
  ];
  if (customers && customerChanges) {
    const all = customerChanges.all;
    const ignored = listed(selection.ignoredByCustomers);
    figures.push({
      measure: 'customers',
      label: 'Customers who bought',
      value: `${oneOf > 1 ? '≈ ' : ''}${numbers.count(customers.all.now)}`,
      unit: '',
      from: numbers.count(all.before),
      change:
        programChange(context, 'active_customers') ??
        customerChange(all.now, all.before, all.only_now, all.only_before, oneOf),
      note: ignored
        ? `not affected by ${ignored}`
        : oneOf > 1
          ? `estimate, ±${numbers.count(1.96 * customers.standard_error)}`
          : undefined,
    });
  }
  figures.push({
    measure: 'average',
    label: lines ? 'Average line' : 'Average basket',
    value: numbers.shortMoney(now.revenue / now.count),
    unit: '',
    from: numbers.shortMoney(before.revenue / before.count),
    change: programChange(context, 'average_transaction_value') ?? meanChange(recentSums, before, spread),
  });
  const ignored = listed(selection.ignored.persona);
  for (const figure of figures)
    if (ignored && figure.measure !== 'customers') figure.note = `not affected by ${ignored}`;
  return figures;
}

function Sparkline({ now, before }: { now: number[]; before: number[] }) {
  const [w, h] = [112, 36];
  const [low, high] = extent([...now, ...before]);
  const y = linear(low, high, h - 3, 4),
    x = linear(0, Math.max(1, now.length - 1), 1, w - 5);
  return (
    <svg class="spark" width={w} height={h} viewBox={`0 0 ${w} ${h}`} aria-hidden="true">
      <Path points={before.map((value, i) => [x(i), y(value)])} stroke="var(--prev)" width={1} />
      <Path points={now.map((value, i) => [x(i), y(value)])} stroke="var(--accent)" width={1.5} />
      {now.length > 0 && <Dot x={x(now.length - 1)} y={y(now.at(-1)!)} r={2.5} fill="var(--accent)" />}
    </svg>
  );
}

function ChangeLine({ context, figure }: { context: Context; figure: Figure }) {
  const { numbers, selection } = context;
  const { change } = figure;
  if (figure.note)
    return (
      <span class="d">
        <span>{figure.note}</span>
      </span>
    );
  if (!selection.previous || !change)
    return (
      <span class="d">
        <span>
          {selection.filters.sets.segment
            ? 'not compared: segments are made of when customers bought'
            : selection.filters.compare
              ? 'no like days before to compare with'
              : 'not compared'}
        </span>
      </span>
    );
  const length = selection.previous[1] - selection.previous[0] + 1;
  const interval = `${numbers.fixed(change.low * 100, 1)} to ${numbers.fixed(change.high * 100, 1)}`;
  const against = selection.isWhole ? `${daysText(length)} on ${length} before` : `from ${figure.from}`;
  return (
    <span class="d">
      {change.is_clear ? (
        <b>
          {change.change > 0 ? '▲' : '▼'} {numbers.percent(Math.abs(change.change))}
        </b>
      ) : (
        <b>no clear change</b>
      )}{' '}
      <span>{against}</span> <span class="ci">{interval}</span>
    </span>
  );
}

export function KeyFigures({ context }: { context: Context }) {
  const { selection } = context,
    chosen = useValue(measure);
  const slice = (values: ArrayLike<number>, range: readonly [number, number] | null) =>
    range ? (Array.prototype.slice.call(values, range[0], range[1] + 1) as number[]).filter(Number.isFinite) : [];
  return (
    <section class="kpis" aria-label="Key figures">
      {figuresOf(context).map((figure) => {
        const values = trendValues(context, figure.measure);
        return (
          <button
            class="kpi"
            key={figure.measure}
            aria-pressed={chosen === figure.measure}
            data-figure={figure.measure}
            onClick={() => setMeasure(figure.measure)}>
            <span class="l">{figure.label}</span>
            <span class="v">
              {figure.value}
              {figure.unit && <small> {figure.unit}</small>}
            </span>
            <span class="sp">
              <Sparkline
                now={slice(values, selection.previous ? selection.recent : selection.range)}
                before={slice(values, selection.previous)}
              />
            </span>
            <ChangeLine context={context} figure={figure} />
          </button>
        );
      })}
    </section>
  );
}

// Festival days and weekends against other days: the amount of a transaction (program's metric), and transactions a day (from
// the cube).
import { tableOf, type Column } from '../charts/export';
import { setValues, toggle } from '../app/state';
import { drawEffects, type Effect, type EffectPanel, type EffectRow } from '../charts/effect_dots';
import { weekdaysOf } from '../data/calendar';
import { analysisRows, numberOf, textOf, type Row } from '../data/document';
import type { Dataset } from '../data/dataset';
import { notFollowed } from '../data/filters';
import { ratioOfMeans, type Change } from '../data/noise';
import { listed } from '../format/words';
import { byRevenue, following, notAffected, personaColour, type Follows, type Context, type View } from './view';

const memory = new WeakMap<Dataset, { cells: number; counts: Float64Array[] }>();

/** Transactions of each persona by day, and of all as the last, whatever the filters. */
function dailyCounts(dataset: Dataset): Float64Array[] {
  const cube = dataset.cubes.get('visits');
  const personas = Math.max(1, dataset.dimensions.persona.values.length);
  const known = memory.get(dataset);
  if (known && known.cells === (cube?.cells ?? 0)) return known.counts;
  const counts = Array.from({ length: personas + 1 }, () => new Float64Array(dataset.dimensions.day.count));
  if (cube) {
    for (let cell = 0; cell < cube.cells; ++cell) {
      const value = cube.measures.transactions![cell]!,
        day = cube.index.day![cell]!;
      counts[cube.index.persona ? cube.index.persona[cell]! : 0]![day] += value;
      counts[personas]![day] += value;
    }
  }
  memory.set(dataset, { cells: cube?.cells ?? 0, counts });
  return counts;
}

/**
 * Transactions a day on festivals against other days of the same weekday; on weekends against other days. Weekdays on which
 * the shop never sells are no days of either.
 */
export function visitsEffect(dataset: Dataset, counts: Float64Array, kind: 'festival' | 'weekend'): Change | null {
  const { dimensions, days } = dataset;
  const weekday = weekdaysOf(dimensions);
  const isFestival = (day: number) => (dimensions.day.festival[day] ?? -1) >= 0;
  const sum = new Array<number>(8).fill(0),
    n = new Array<number>(8).fill(0);
  for (let day = 0; day < days; ++day)
    if (!isFestival(day)) {
      sum[weekday[day]!] += counts[day]!;
      n[weekday[day]!]!++;
    }
  const on: number[] = [],
    off: number[] = [];
  for (let day = 0; day < days; ++day) {
    const of = weekday[day]!;
    if (!(sum[of]! > 0)) continue;
    if (kind === 'festival') (isFestival(day) ? on : off).push((counts[day]! * n[of]!) / sum[of]!);
    else if (!isFestival(day)) (dimensions.day.weekend.includes(of) ? on : off).push(counts[day]!);
  }
  return ratioOfMeans(on, off);
}

function effectOf(row: Row | undefined, truth: number | null, context: Context): Effect | null {
  const value = numberOf(row, 'uplift'),
    low = numberOf(row, 'uplift_low'),
    high = numberOf(row, 'uplift_high');
  return [value, low, high].every(Number.isFinite)
    ? { value, low, high, truth, label: context.numbers.change(value) }
    : null;
}

function panelOf(context: Context, kind: 'festival' | 'weekend'): EffectPanel {
  const { header, personas, shortPersonas, numbers, selection } = context;
  const metric = analysisRows(header, `uplift_${kind}`);
  const counts = dailyCounts(selection.dataset);
  const chosen = selection.filters.sets.persona;
  const order = byRevenue(selection);
  // The days of the panel: all festivals, or the days of the weekend.
  const daysOf = kind === 'festival' ? ('festival' as const) : ('weekday' as const);
  const days = kind === 'festival' ? header.dimensions.festival.values.map((_, i) => i) : header.dimensions.day.weekend;
  const areDays = String(selection.filters.sets[daysOf]) === String(days);
  const row = (persona: number | null): EffectRow => {
    const name = persona === null ? 'All shoppers' : personas[persona]!;
    const built = header.meta.built_in?.find(
      (one) => one.days === kind && one.persona === (persona === null ? null : personas[persona]),
    );
    const amount = effectOf(
      metric.find((one) =>
        persona === null ? textOf(one, 'scope') === 'all' : textOf(one, 'persona') === personas[persona],
      ),
      built?.amount ?? null,
      context,
    );
    const change = visitsEffect(selection.dataset, counts[persona ?? personas.length]!, kind);
    const visits = change && {
      value: change.change,
      low: change.low,
      high: change.high,
      truth: built?.visits ?? null,
      label: numbers.change(change.change),
    };
    return {
      name,
      shortName: persona === null ? 'All' : shortPersonas[persona]!,
      colour: persona === null ? 'var(--accent)' : personaColour(persona),
      amount,
      visits,
      on: persona === null ? areDays : Boolean(chosen?.includes(persona)),
      dim: persona !== null && Boolean(chosen && !chosen.includes(persona)),
      act: () => (persona === null ? setValues(daysOf, areDays ? [] : days) : toggle('persona', persona)),
      text: `${name}, ${kind === 'festival' ? 'festival days' : 'weekends'}: amount ${amount ? `${amount.label} [${numbers.change(amount.low)}, ${numbers.change(amount.high)}]` : 'unknown'}, transactions a day ${visits?.label ?? 'unknown'}`,
    };
  };
  return {
    title: kind === 'festival' ? 'Festival days' : 'Weekends',
    rows: [row(null), ...(personas.length > 1 ? order.map(row) : [])],
  };
}

export const effectsFollow: Follows = (context) => [
  ...following('persona', 'festival', 'weekday')(context),
  String(byRevenue(context.selection)),
];

export const effectsView: View = (context) => {
  const { header, numbers } = context;
  const panels = (['festival', 'weekend'] as const)
    .filter((kind) => analysisRows(header, `uplift_${kind}`).length > 0)
    .map((kind) => panelOf(context, kind))
    .filter((panel) => panel.rows.some((row) => row.amount ?? row.visits));
  if (panels.length === 0) return null;
  const found = panels.flatMap(({ title, rows }) => {
    const amount = rows[0]!.amount;
    if (!amount || (amount.low <= 0 && amount.high >= 0)) return [];
    return `${numbers.percent(Math.abs(amount.value), 0)} ${amount.value > 0 ? 'larger' : 'smaller'} on ${title.toLowerCase()}`;
  });
  const within = analysisRows(header, 'uplift_festival').find((row) => textOf(row, 'scope') === 'within personas');
  return {
    id: 'effects',
    title:
      found.length > 0
        ? `Baskets are ${listed(found)}`
        : `${listed(panels.map((panel) => panel.title))} against other days`,
    sub: 'Against other days, all days of the data · thin lines: 95 % intervals',
    note: `Amounts by customers; transactions a day against the same weekdays, by days.${within ? ` Festival days with the mix of personas held: ${numbers.change(numberOf(within, 'uplift'))}.` : ''}${notAffected(notFollowed(context.selection.filters, ['persona']))}`,
    summary: panels.map((panel) => panel.rows[0]!.text).join('. '),
    table: () =>
      tableOf(
        panels.flatMap((panel) => panel.rows.map((row) => ({ ...row, days: panel.title }))),
        [
          ['Days', (row) => row.days],
          ['Shoppers', (row) => row.name],
          ['Amount', (row) => row.amount?.value, numbers.change],
          ['Amount low', (row) => row.amount?.low, numbers.change],
          ['Amount high', (row) => row.amount?.high, numbers.change],
          ['Transactions a day', (row) => row.visits?.value, numbers.change],
          ['Transactions low', (row) => row.visits?.low, numbers.change],
          ['Transactions high', (row) => row.visits?.high, numbers.change],
          ...(header.meta.built_in?.length
            ? ([
                ['Amount built in', (row) => row.amount?.truth, numbers.change],
                ['Transactions built in', (row) => row.visits?.truth, numbers.change],
              ] as Column<EffectRow & { days: string }>[])
            : []),
        ],
      ),
    draw: (width) => drawEffects(width, panels, (value) => numbers.change(value, 0).replace('\u00a0%', '')),
  };
};

// Personas compared: who matters most, with intervals by the noise of transactions.
import { cents, tableOf } from '../charts/export';
import { setValues, toggle } from '../app/state';
import { drawPersonas, type Estimate, type PersonaRow } from '../charts/persona_rows';
import { listed, capital, shareWord } from '../format/words';
import {
  byRevenue,
  comparedWith,
  notAffected,
  personaColour,
  revenueChange,
  totalChange,
  type Context,
  type View,
} from './view';

const kFew = 30,
  kWithheld = 5;

function titleOf(context: Context, all: number[]): string {
  const { selection, personas, header } = context;
  // Those who are not known are no group of people, and have no place among the others.
  const { other = -1 } = header.dimensions.persona;
  const order = all.filter((i) => i !== other);
  const total = order.reduce((sum, i) => sum + selection.personas[i]!.now.revenue, 0);
  const customers = selection.customers?.personas,
    buyers = customers ? order.reduce((sum, i) => sum + customers[i]!.now, 0) : 0;
  const isPart = order.length < all.length && selection.personas[other]!.now.revenue > 0;
  const [first, second] = order;
  if (first === undefined || total === 0) return 'Personas compared';
  const share = selection.personas[first]!.now.revenue / total;
  const next = second === undefined ? 0 : selection.personas[second]!.now.revenue / total;
  const n = Math.max(1, selection.personas[first]!.now.count);
  // The leader has to be ahead by more than its noise.
  if (share - next < 3 * share * Math.sqrt((1 + selection.personas[first]!.spread) / n)) return 'Personas compared';
  if (customers && buyers > 0) {
    const people = customers[first]!.now / buyers;
    return isPart
      ? `${personas[first]}: ${shareWord(people)} of known customers, ${shareWord(share)} of what these bought`
      : `${personas[first]}: ${shareWord(people)} of customers, ${shareWord(share)} of revenue`;
  }
  return `${personas[first]}: ${shareWord(share)} of revenue${isPart ? ' of those known' : ''}`;
}

function estimate(value: number, relative: number): Estimate {
  const reach = 1.96 * Math.sqrt(relative);
  return { value, low: value * (1 - reach), high: value * (1 + reach) };
}

function rowOf(context: Context, persona: number, total: number): PersonaRow {
  const { selection, personas, shortPersonas, numbers } = context;
  const { now, recent, before, spread } = selection.personas[persona]!;
  const customers = selection.customers?.personas[persona]?.now ?? null;
  const chosen = selection.filters.sets.persona;
  const share = total > 0 ? now.revenue / total : 0,
    n = Math.max(1, now.count);
  const change = selection.previous ? revenueChange(recent, before, spread) : null;
  const average = now.count >= kWithheld ? now.revenue / now.count : NaN;
  return {
    name: personas[persona]!,
    shortName: shortPersonas[persona]!,
    colour: personaColour(persona),
    customers: customers || null,
    share: estimate(share, ((1 - share) ** 2 * (1 + spread)) / n),
    average: estimate(average, spread / n),
    frequency: customers ? estimate(now.count / customers, 1 / n) : null,
    lines: now.lines > 0 && selection.counts === 'transactions' ? now.lines / now.count : null,
    change: change && { value: change.change, low: change.low, high: change.high, is_clear: change.is_clear },
    few: now.count < kFew,
    dim: Boolean(chosen && !chosen.includes(persona)),
    on: Boolean(chosen?.includes(persona)),
    text: `${personas[persona]}: ${numbers.percent(share)} of revenue, ${numbers.shortMoney(average)} on average${customers ? `, ${numbers.count(customers)} customers` : ''}${change?.is_clear ? `, ${numbers.change(change.change)}` : ''}`,
    act: () => toggle('persona', persona),
  };
}

export const personasView: View = (context) => {
  const { selection, numbers, header } = context;
  if (!header.meta.capabilities.persona) return null;
  const order = byRevenue(selection);
  const total = order.reduce((sum, i) => sum + selection.personas[i]!.now.revenue, 0);
  const rows = order.map((persona) => rowOf(context, persona, total));
  const { now, spread, customers } = selection;
  const n = Math.max(1, now.count),
    change = totalChange(context);
  // Visits of those who are known only: whose the others are nobody knows.
  const known = customers?.all.now ?? 0;
  const visits = selection.personas.reduce(
    (sum, one, i) => sum + (one.shown && customers?.personas[i]!.now ? one.now.count : 0),
    0,
  );
  rows.push({
    name: 'All',
    shortName: 'All',
    colour: null,
    customers: customers?.all.now ?? null,
    share: { value: 1, low: NaN, high: NaN },
    average: estimate(now.revenue / n, spread / n),
    frequency: known > 0 ? estimate(visits / known, 1 / Math.max(1, visits)) : null,
    lines: selection.counts === 'transactions' && now.lines > 0 ? now.lines / n : null,
    change: change && { value: change.change, low: change.low, high: change.high, is_clear: change.is_clear },
    few: now.count < kFew,
    dim: false,
    on: false,
    text: `All: ${numbers.money(now.revenue)}, ${numbers.shortMoney(now.revenue / n)} on average`,
    act: selection.filters.sets.persona ? () => setValues('persona', []) : undefined,
  });
  const kind = header.meta.persona_kind || 'persona',
    hasItems = header.meta.capabilities.items;
  const title = titleOf(context, order);
  const ofCustomers = customers ? selection.ignoredByCustomers : [];
  const heads = {
    persona: capital(kind),
    customers: 'Customers',
    share: 'Share of revenue',
    average: selection.counts === 'lines' ? 'Average line' : 'Average transaction',
    averageShort: 'Average',
    frequency: 'Visits a customer',
    frequencyShort: 'Visits',
    lines: hasItems ? 'Lines' : '',
    change: 'Change',
  };
  return {
    id: 'personas',
    title,
    sub: `Per ${kind}, sorted by revenue · thin lines: 95 % intervals`,
    wideNote: change
      ? `Change: ${comparedWith(context)}; the tick is all shoppers, ${numbers.change(change.change, 0)}; ± is no clear change. `
      : '',
    note: `Intervals by the noise of transactions.${notAffected(selection.ignored.persona)}${ofCustomers.length > 0 ? ` Customers are not affected by ${listed(ofCustomers)}.` : ''}`,
    summary: `${title}. Largest: ${listed(order.slice(0, 2).map((i) => `${context.personas[i]} ${numbers.percent(selection.personas[i]!.now.revenue / Math.max(total, 1))}`))}.`,
    empty: total === 0 ? 'No purchase under these filters.' : undefined,
    table: () =>
      tableOf(rows, [
        [capital(kind), (row) => row.name],
        ['Customers', (row) => row.customers, numbers.count],
        ['Revenue', (_row, i) => cents((selection.personas[order[i]!]?.now ?? now).revenue), numbers.money],
        ['Share of revenue', (row) => row.share.value, numbers.percent],
        ['Average', (row) => row.average.value, numbers.shortMoney],
        ['Visits a customer', (row) => row.frequency?.value, numbers.two],
        ['Lines', (row) => row.lines, numbers.two],
        ['Change', (row) => row.change?.value, numbers.change],
        ['Change low', (row) => row.change?.low, numbers.change],
        ['Change high', (row) => row.change?.high, numbers.change],
      ]),
    draw: (width) =>
      drawPersonas(width, {
        rows,
        heads,
        count: (v) => numbers.count(v),
        percent: (v) => numbers.percent(v),
        money: (v) => numbers.shortMoney(v),
        fixed: (v, d) => numbers.fixed(v, d),
        signed: (v) => numbers.change(v, 0),
      }),
  };
};

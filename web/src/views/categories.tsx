// Categories ranked, coloured by the persona that buys most of each, with their change against that of the whole.
import { cents, tableOf } from '../charts/export';
import { signal } from '@preact/signals-core';
import { toggle } from '../app/state';
import { drawRanked, type RankedRow } from '../charts/ranked_bars';
import { listed, numberWord, capital, valueName } from '../format/words';
import { changeOf } from '../data/noise';
import type { CategorySums } from '../data/selection';
import { comparedWith, notAffected, personaColour, type Context, type View } from './view';

const kShown = 14;
const showsAll = signal(false);

/** Lines of one basket go together, so a category's noise is that of its lines, twice. */
function changeOfCategory(category: CategorySums) {
  const relative = (count: number) => 2 / Math.max(1, count);
  return changeOf(
    category.recent.revenue,
    category.before.revenue,
    relative(category.recent.lines),
    relative(category.before.lines),
  );
}

function leader(category: CategorySums): number {
  return category.byPersona.reduce((best, value, i) => (value > category.byPersona[best]! ? i : best), 0);
}

function titleOf(context: Context, order: number[], total: number): string {
  const { selection, numbers, personas } = context;
  if (order.length < 3 || total === 0 || selection.now.lines < 200) return 'Revenue by category';
  const other = context.header.dimensions.category.other ?? -1; // many small ones, not one
  let sum = 0,
    count = 0;
  while (count < order.length && order[count] !== other && sum < total * 0.6)
    sum += selection.categories[order[count++]!]!.now.revenue;
  if (sum < total * 0.6 || count > order.length / 2) return 'Revenue by category, without a clear leader';
  const owner = leader(selection.categories[order[0]!]!);
  const isOneOwner =
    order.slice(0, count).every((i) => leader(selection.categories[i]!) === owner) &&
    selection.categories[0]!.byPersona.length > 1;
  return `${capital(numberWord(count))} categories bring ${numbers.percent(sum / total, 0)} of revenue${isOneOwner ? `, all bought most by ${personas[owner]}` : ''}`;
}

export const categoriesView: View = (context) => {
  const { selection, numbers, header, personas, shortPersonas } = context;
  if (!header.meta.capabilities.items || selection.categories.length === 0) return null;
  const other = header.dimensions.category.other ?? -1;
  const order = selection.categories
    .map((_, i) => i)
    .filter((i) => selection.categories[i]!.now.lines > 0)
    .sort(
      (a, b) =>
        Number(a === other) - Number(b === other) ||
        selection.categories[b]!.now.revenue - selection.categories[a]!.now.revenue,
    );
  const total = order.reduce((sum, i) => sum + selection.categories[i]!.now.revenue, 0);
  const chosen = selection.filters.sets.category;
  const seen = new Set<number>();
  const rows = order.map((i): RankedRow => {
    const category = selection.categories[i]!,
      owner = leader(category);
    const change = selection.previous ? changeOfCategory(category) : null;
    const isFirst = !seen.has(owner) && category.byPersona.length > 1;
    seen.add(owner);
    const name = valueName(header.dimensions.category, 'category', i);
    return {
      name,
      value: category.now.revenue,
      label: numbers.shortMoney(category.now.revenue),
      colour: category.byPersona.length > 1 ? personaColour(owner) : 'var(--accent)',
      owner: isFirst ? personas[owner]! : '',
      ownerShort: isFirst ? shortPersonas[owner]! : '',
      change: change && { ...change, label: change.is_clear ? numbers.change(change.change, 0) : '±' },
      dim: Boolean(chosen && !chosen.includes(i)),
      on: Boolean(chosen?.includes(i)),
      act: () => toggle('category', i),
      text: `${name}: ${numbers.money(category.now.revenue)}, ${numbers.percent(category.now.revenue / total)}, ${numbers.count(category.now.count)} baskets${change?.is_clear ? `, ${numbers.change(change.change)}` : ''}`,
    };
  });
  const hasPersonas = selection.categories[0]!.byPersona.length > 1;
  const sums = (row: number) => selection.categories[order[row]!]!.now;
  const title = titleOf(context, order, total);
  const allBefore = selection.categories.reduce((sum, one) => sum + one.before.revenue, 0),
    allRecent = selection.categories.reduce((sum, one) => sum + one.recent.revenue, 0);
  const reference = selection.previous && allBefore > 0 ? allRecent / allBefore - 1 : null;
  const isLong = rows.length > kShown + 1 && !showsAll.value;
  const rest = order.slice(kShown).reduce((sum, i) => sum + selection.categories[i]!.now.revenue, 0);
  return {
    id: 'categories',
    title,
    sub: `Revenue by category${hasPersonas ? `, colour by the ${header.meta.persona_kind || 'persona'} that buys most` : ''}${reference === null ? '' : `; dot: change, ${comparedWith(context)}`}`,
    wideNote: reference === null ? '' : 'Vertical line: change of all. ',
    note: `${hasPersonas ? `Colour: ${header.meta.persona_kind || 'persona'}, named at its first bar. ` : ''}${reference === null ? '' : '±: no clear change. '}A basket with several categories counts in each.${notAffected(selection.ignored.categories)}`,
    summary: `${title}. First ${listed(rows.slice(0, 3).map((row) => `${row.name} ${row.label}`))}.`,
    empty: rows.length === 0 ? 'No purchase under these filters.' : undefined,
    table: () =>
      tableOf(rows, [
        ['Category', (row) => row.name],
        ['Revenue', (_row, i) => cents(sums(i).revenue), numbers.money],
        ['Share', (_row, i) => sums(i).revenue / total, numbers.percent],
        ['Baskets', (_row, i) => sums(i).count, numbers.count],
        ['Lines', (_row, i) => sums(i).lines, numbers.count],
        ['Units', (_row, i) => sums(i).units, numbers.count],
        ['Change', (row) => row.change?.change, numbers.change],
        ['Change low', (row) => row.change?.low, numbers.change],
        ['Change high', (row) => row.change?.high, numbers.change],
      ]),
    draw: (width) =>
      drawRanked(width, {
        rows: isLong ? rows.slice(0, kShown) : rows,
        heads: ['Revenue', reference === null ? '' : `Change, all ${numbers.change(reference, 0)}`],
        reference,
        more: isLong
          ? {
              name: `${rows.length - kShown} more`,
              text: `${numbers.shortMoney(rest)}, ${numbers.percent(rest / total)} of revenue`,
              act: () => {
                showsAll.value = true;
              },
            }
          : null,
      }),
  };
};

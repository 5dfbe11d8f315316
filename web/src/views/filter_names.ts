// The filters in words.
import type { SetDimension } from '../data/filters';
import { shortDate } from '../format/dates';
import type { Numbers } from '../format/numbers';
import { capital, kNoBreak, listed, valueName, weekdayName } from '../format/words';
import type { Context } from './view';

const kLabels: Record<SetDimension, string> = {
  persona: 'Persona',
  segment: 'RFM segment',
  score: 'RFM cell',
  cohort: 'First bought',
  spend: 'Amount',
  lines: 'Lines',
  category: 'Category',
  weekday: 'Weekday',
  hour: 'Hour',
  city: 'City',
  festival: 'Festival',
};

export function filterLabel(name: SetDimension, { header }: Context): string {
  return name === 'persona' ? capital(header.meta.persona_kind || 'persona') : kLabels[name];
}

export function filterValue(
  name: SetDimension,
  value: number,
  { header: { dimensions }, personas, numbers }: Context,
): string {
  if (name === 'weekday') return weekdayName(value);
  if (name === 'lines') {
    const { values, last_is_more } = dimensions.lines;
    return `${values[value]}${last_is_more && value === values.length - 1 ? '+' : ''}`;
  }
  if (name === 'spend') return amounts(value, value, dimensions.spend.edges, numbers);
  if (name === 'hour') return `${value} to ${value + 1}${kNoBreak}h`;
  if (name === 'score' || name === 'cohort') {
    const { values, other } = dimensions[name]!;
    const text = values[value] ?? '';
    if (value === other) return 'Unknown customers';
    return name === 'score' ? `recency ${text[0]}, frequency ${text[2]}` : `from ${shortDate(text)}`;
  }
  return name === 'persona' ? personas[value]! : valueName(dimensions[name]!, name, value);
}

/** From the lower end of one step to the upper end of another. */
function amounts(first: number, last: number, edges: readonly number[], numbers: Numbers): string {
  const text = (edge: number) => numbers.shortMoney(numbers.major(edges[edge]!));
  return `${text(first)} to ${text(last + 1)}`;
}

/** The values chosen, those beyond two as a number; empty where there are none. */
export function chosenValues(name: SetDimension, context: Context): string {
  const chosen = context.selection.filters.sets[name] ?? [];
  const texts = chosen.map((value) => filterValue(name, value, context));
  const isRun = chosen.length > 1 && chosen.at(-1)! - chosen[0]! === chosen.length - 1;
  if (name === 'spend' && isRun)
    return amounts(chosen[0]!, chosen.at(-1)!, context.header.dimensions.spend.edges, context.numbers);
  if (name === 'hour' && isRun) return `${chosen[0]} to ${chosen.at(-1)! + 1}${kNoBreak}h`;
  if (name === 'weekday' && chosen.length > 2) return listed(texts.map((text) => text.slice(0, 3)));
  return texts.length > 2 ? `${texts[0]} and ${texts.length - 1} more` : listed(texts);
}

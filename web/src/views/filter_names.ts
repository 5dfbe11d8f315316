// The filters in words.
import type { SetDimension } from '../data/filters';
import { capital, kNoBreak, listed, valueName, weekdayName } from '../format/words';
import type { Context } from './view';

const kLabels: Record<SetDimension, string> = {
  persona: 'Persona',
  segment: 'RFM segment',
  category: 'Category',
  weekday: 'Weekday',
  hour: 'Hour',
  city: 'City',
  festival: 'Festival',
};

export function filterLabel(name: SetDimension, { header }: Context): string {
  return name === 'persona' ? capital(header.meta.persona_kind || 'persona') : kLabels[name];
}

export function filterValue(name: SetDimension, value: number, { header: { dimensions }, personas }: Context): string {
  if (name === 'weekday') return weekdayName(value);
  if (name === 'hour') return `${value} to ${value + 1}${kNoBreak}h`;
  return name === 'persona' ? personas[value]! : valueName(dimensions[name]!, name, value);
}

/** The values chosen, those beyond two as a number; empty where there are none. */
export function chosenValues(name: SetDimension, context: Context): string {
  const chosen = context.selection.filters.sets[name] ?? [];
  const texts = chosen.map((value) => filterValue(name, value, context));
  if (name === 'hour' && chosen.length > 1 && chosen.at(-1)! - chosen[0]! === chosen.length - 1)
    return `${chosen[0]} to ${chosen.at(-1)! + 1}${kNoBreak}h`;
  if (name === 'weekday' && chosen.length > 2) return listed(texts.map((text) => text.slice(0, 3)));
  return texts.length > 2 ? `${texts[0]} and ${texts.length - 1} more` : listed(texts);
}

// What a view is: a function of the selection that says its title, its table and how to draw it.
import type { ComponentChildren } from 'preact';
import type { Drawing } from '../charts/plot';
import type { ViewTable } from '../charts/export';
import { analysisRows, numberOf, textOf, type DocumentHeader } from '../data/document';
import { notFollowed, type Filters, type SetDimension } from '../data/filters';
import { changeOf, meanOfRatios, type Change } from '../data/noise';
import type { Selection } from '../data/selection';
import type { Sums } from '../data/sums';
import { Dates } from '../format/dates';
import { Numbers } from '../format/numbers';
import { daysText, listed, shortNames, valueName } from '../format/words';

export interface Context {
  selection: Selection;
  header: DocumentHeader;
  numbers: Numbers;
  dates: Dates;
  personas: string[];
  shortPersonas: string[];
}

export interface ViewSpec {
  id: string;
  title: string;
  sub: string;
  note?: string | undefined;
  /** Before the note: of what is drawn only where there is room. */
  wideNote?: string;
  /** The finding in words, for those who do not see the chart. */
  summary?: string;
  /** Made when it is shown or saved. */
  table: () => ViewTable;
  draw?: (width: number) => Drawing;
  /** Beside or instead of the chart. */
  extra?: (width: number) => ComponentChildren;
  below?: (width: number) => ComponentChildren;
  /** Whether `extra` is the table itself, so that there is nothing to turn it into. */
  isTable?: boolean;
  /** Whether there is nothing to save. */
  isBare?: boolean;
  /** Said in place of marks when a filter leaves nothing. */
  empty?: string | undefined;
}

export type View = (context: Context) => ViewSpec | null;

/** All that a view is made of, part by part: while no part changed it is not made anew. */
export type Follows = (context: Context) => readonly unknown[];

/** Follows these filters, and says so of the others. */
export function following(...names: (SetDimension | 'day')[]): Follows {
  return ({ header, selection: { filters, dataset } }) => [
    header,
    dataset.version,
    String(notFollowed(filters, names)),
    ...names.map((name) => String(name === 'day' ? filters.days : filters.sets[name])),
  ];
}

/** Follows no filter, but shows which days are chosen. */
export const showingDays: Follows = (context) => [...following()(context), String(context.selection.filters.days)];

/** A sentence for the note of a view; nothing where it follows all filters in force. */
export function notAffected(names: readonly string[]): string {
  return names.length > 0 ? ` Not affected by ${listed(names)}.` : '';
}

/** Personas, the one with most revenue first. */
export function byRevenue({ personas }: Selection): number[] {
  return personas.map((_, i) => i).sort((a, b) => personas[b]!.now.revenue - personas[a]!.now.revenue);
}

const kPersonaColours = 8;

/** The same colour for a persona whatever the filters; from the ninth on they share the neutral one. */
export function personaColour(persona: number): string {
  return persona < kPersonaColours ? `var(--p${persona})` : 'var(--axis)';
}

const words = new WeakMap<DocumentHeader, Omit<Context, 'selection'>>();

export function makeContext(selection: Selection): Context {
  const { header, dimensions } = selection.dataset;
  let own = words.get(header);
  if (!own) {
    const { values } = dimensions.persona;
    // Segments that the program made of customers leave out only those whom the data do not know.
    const of = header.meta.persona_kind === 'segment' ? 'segment' : 'persona';
    const personas = values.length > 0 ? values.map((_, i) => valueName(dimensions.persona, of, i)) : ['All'];
    own = {
      header,
      numbers: new Numbers(header.meta),
      dates: new Dates(dimensions),
      personas,
      shortPersonas: shortNames(personas),
    };
    words.set(header, own);
  }
  return { ...own, selection };
}

/** Change of revenue with the noise of its transactions. */
export function revenueChange(recent: Sums, before: Sums, spread: number): Change | null {
  const cases = (sums: Sums) => Math.max(1, sums.count);
  return changeOf(recent.revenue, before.revenue, (1 + spread) / cases(recent), (1 + spread) / cases(before));
}

export function countChange(recent: number, before: number): Change | null {
  return changeOf(recent, before, 1 / Math.max(1, recent), 1 / Math.max(1, before));
}

export function meanChange(recent: Sums, before: Sums, spread: number): Change | null {
  return changeOf(
    recent.revenue / recent.count,
    before.revenue / before.count,
    spread / Math.max(1, recent.count),
    spread / Math.max(1, before.count),
  );
}

/** "30 days before", or what the last part is compared with. */
export function comparedWith({ selection, dates }: Context): string {
  if (!selection.previous) return '';
  const length = selection.previous[1] - selection.previous[0] + 1;
  if (selection.isWhole) return `last ${daysText(length)} against the ${length} before`;
  return `against ${dates.range(selection.previous)}`;
}

export function hasOnlyDates(filters: Filters): boolean {
  return Object.keys(filters.sets).length === 0;
}

export function isUnfiltered(filters: Filters): boolean {
  return hasOnlyDates(filters) && filters.days === undefined;
}

/** Without filters the program's own intervals, over customers; else those of the transactions' noise. */
export function programChange(context: Context, kpi: string): Change | null {
  if (!isUnfiltered(context.selection.filters)) return null;
  const row = analysisRows(context.header, 'kpi').find((one) => textOf(one, 'kpi') === kpi);
  const change = numberOf(row, 'change'),
    low = numberOf(row, 'change_low'),
    high = numberOf(row, 'change_high');
  if (![change, low, high].every(Number.isFinite)) return null;
  return { change, low, high, is_clear: low > 0 || high < 0 };
}

/** Change of all revenue under the filters: every part of the page says this one. */
export function totalChange(context: Context): Change | null {
  const { previous, recentSums, before, spread } = context.selection;
  if (!previous) return null;
  return programChange(context, 'revenue') ?? revenueChange(recentSums, before, spread);
}

/**
 * Where festivals lie in one of the two periods more than in the other: change of revenue over pairs of equal weekdays that no
 * festival touches. Null where they do not, and where such pairs are few.
 */
export function changeOutsideFestivals({ selection }: Context): Change | null {
  const { previous, recent, byDay, passDay, dataset } = selection;
  const length = previous ? previous[1] - previous[0] + 1 : 0;
  if (!previous || length % 7 !== 0) return null;
  const isFestival = (day: number) => (dataset.dimensions.day.festival[day] ?? -1) >= 0;
  let more = 0;
  const ratios: number[] = [];
  for (let day = recent[0]; day <= recent[1]; ++day) {
    if (!passDay[day]) continue;
    const [now, before] = [byDay.revenue[day]!, byDay.revenue[day - length]!];
    more += Number(isFestival(day)) - Number(isFestival(day - length));
    if (!isFestival(day) && !isFestival(day - length) && now > 0 && before > 0) ratios.push(now / before);
  }
  return more === 0 ? null : meanOfRatios(ratios);
}

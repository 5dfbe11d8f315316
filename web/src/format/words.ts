// Words of the data as people read them.

export const kMinus = '\u2212';
export const kNoBreak = '\u00a0';

const kWeekdays = ['Monday', 'Tuesday', 'Wednesday', 'Thursday', 'Friday', 'Saturday', 'Sunday'];

/** 1 = Monday. */
export function weekdayName(weekday: number): string {
  return kWeekdays[weekday - 1] ?? '';
}

/** coffee_and_beverages → Coffee and beverages; names with capitals or signs stay as they are. */
export function categoryName(name: string): string {
  return /^[\p{Ll}\d_ ]+$/u.test(name) ? capital(name.replaceAll('_', ' ')) : name;
}

const kOthers = {
  persona: 'Other personas',
  segment: 'Unknown customers',
  category: 'Other categories',
  city: 'Other or no city',
  festival: '',
};

/** A value's name; of the value that stands for all that have no name of their own, which those are. */
export function valueName(
  { values, other = -1 }: { values: readonly string[]; other?: number },
  kind: keyof typeof kOthers,
  value: number,
): string {
  if (value === other) return kOthers[kind];
  const text = values[value] ?? String(value);
  return kind === 'category' ? categoryName(text) : text;
}

/** The first word, where it tells a persona from the others. */
export function shortNames(names: readonly string[]): string[] {
  const first = names.map((name) => name.split(' ')[0] ?? name);
  return names.map((name, i) => (first.filter((word) => word === first[i]).length === 1 ? first[i]! : name));
}

export function listed(words: readonly string[]): string {
  if (words.length < 2) return words[0] ?? '';
  return `${words.slice(0, -1).join(', ')} and ${words.at(-1)}`;
}

export function plural(count: number, one: string, many = `${one}s`): string {
  return count === 1 ? one : many;
}

/** 1 day, 30 days */
export function daysText(count: number): string {
  return `${count} ${plural(count, 'day')}`;
}

const kSmall = [
  'no',
  'one',
  'two',
  'three',
  'four',
  'five',
  'six',
  'seven',
  'eight',
  'nine',
  'ten',
  'eleven',
  'twelve',
];

/** Small numbers as words, for titles. */
export function numberWord(count: number): string {
  return kSmall[count] ?? String(count);
}

export function capital(text: string): string {
  return text.charAt(0).toUpperCase() + text.slice(1);
}

/** What a thrown value says. */
export function errorText(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}

/** A share in words when it is near a simple one: 0.74 → "three quarters". */
export function shareWord(share: number): string {
  const near: [number, string][] = [
    [1 / 4, 'a quarter'],
    [1 / 3, 'a third'],
    [1 / 2, 'half'],
    [2 / 3, 'two thirds'],
    [3 / 4, 'three quarters'],
  ];
  return near.find(([value]) => Math.abs(share - value) < 0.015)?.[1] ?? `${Math.round(share * 100)}${kNoBreak}%`;
}

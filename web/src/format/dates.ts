// Days of the data as dates: "24 Mar", "1–30 Mar"; with the year where it would not be known else.
import { dateOfDay, utc } from '../data/calendar';
import type { Dimensions } from '../data/document';

const kLongMonths = [
  'January',
  'February',
  'March',
  'April',
  'May',
  'June',
  'July',
  'August',
  'September',
  'October',
  'November',
  'December',
];
const kMonths = kLongMonths.map((name) => name.slice(0, 3));
const kDays = ['Sun', 'Mon', 'Tue', 'Wed', 'Thu', 'Fri', 'Sat'];

interface Parts {
  year: number;
  month: number;
  day: number;
  weekday: number;
}

function partsOf(date: string): Parts {
  const at = utc(date);
  return { year: at.getUTCFullYear(), month: at.getUTCMonth(), day: at.getUTCDate(), weekday: at.getUTCDay() };
}

/** 24 Mar */
export function shortDate(date: string): string {
  const { month, day } = partsOf(date);
  return `${day}\u00a0${kMonths[month]}`;
}

/** Sun 24 Mar */
export function weekdayDate(date: string, withYear = false): string {
  return `${kDays[partsOf(date).weekday]} ${withYear ? fullDate(date) : shortDate(date)}`;
}

/** Mar 2024 */
export function monthOf(date: string): string {
  const { month, year } = partsOf(date);
  return `${kMonths[month]}\u00a0${year}`;
}

/** 24 Mar 2024 */
export function fullDate(date: string): string {
  return `${shortDate(date)}\u00a0${partsOf(date).year}`;
}

/** 1–30 Mar, 31 Jan – 29 Feb, 30 Dec 2023 – 4 Jan 2024; with the year when asked. */
export function dateRange(from: string, to: string, withYear = false): string {
  const [a, b] = [partsOf(from), partsOf(to)];
  const year = withYear ? `\u00a0${b.year}` : '';
  if (from === to) return shortDate(from) + year;
  if (a.year !== b.year) return `${fullDate(from)} – ${fullDate(to)}`;
  if (a.month === b.month) return `${a.day}–${b.day}\u00a0${kMonths[b.month]}${year}`;
  return `${shortDate(from)} – ${shortDate(to)}${year}`;
}

/** from 1 to 30 March; with the year when asked. */
export function rangeInWords(from: string, to: string, withYear = false): string {
  const [a, b] = [partsOf(from), partsOf(to)];
  const isLong = a.year !== b.year;
  const last = `${b.day} ${kLongMonths[b.month]}${withYear || isLong ? ` ${b.year}` : ''}`;
  if (from === to) return `on ${last}`;
  if (a.month === b.month && !isLong) return `from ${a.day} to ${last}`;
  return `from ${a.day} ${kLongMonths[a.month]}${isLong ? ` ${a.year}` : ''} to ${last}`;
}

/** Every word of a day is made once, as a year's views ask for each of them again and again. */
class WordOfDay {
  private readonly words: string[] = [];
  constructor(private readonly make: (day: number) => string) {}
  of(day: number): string {
    return (this.words[day] ??= this.make(day));
  }
}

export class Dates {
  private readonly isoDates: WordOfDay;
  private readonly shortDates = new WordOfDay((day) => (this.hasYears ? fullDate : shortDate)(this.iso(day)));
  private readonly weekdayDates = new WordOfDay((day) => weekdayDate(this.iso(day), this.hasYears));
  /** Whether a day and month may be meant of several years. */
  private readonly hasYears: boolean;

  constructor(dimensions: Dimensions) {
    this.hasYears = dimensions.day.count > 366;
    this.isoDates = new WordOfDay((day) => dateOfDay(dimensions, day));
  }
  iso(day: number): string {
    return this.isoDates.of(day);
  }
  short(day: number): string {
    return this.shortDates.of(day);
  }
  weekday(day: number): string {
    return this.weekdayDates.of(day);
  }
  range(days: readonly [number, number], withYear = this.hasYears): string {
    return dateRange(this.iso(days[0]), this.iso(days[1]), withYear);
  }
  inWords(days: readonly [number, number]): string {
    return rangeInWords(this.iso(days[0]), this.iso(days[1]), this.hasYears);
  }
}

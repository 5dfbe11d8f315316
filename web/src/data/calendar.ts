// Days of the data, counted from its first, and dates as text: 2024-03-31. All in UTC, so that no clock change moves a day.
import type { Dimensions } from './document';

const kDay = 86_400_000;

export function utc(date: string): Date {
  return new Date(`${date}T00:00:00Z`);
}

export function dateOfDay({ day: { first } }: Pick<Dimensions, 'day'>, day: number): string {
  return new Date(+utc(first) + day * kDay).toISOString().slice(0, 10);
}

export function dayOfDate({ day: { first } }: Pick<Dimensions, 'day'>, date: string): number {
  return Math.round((+utc(date) - +utc(first)) / kDay);
}

/** Whether the shop was closed on a day, as far as the program knows. */
export function isClosed({ day: { closed } }: Dimensions, day: number): boolean {
  return !!closed?.includes(day);
}

const weekdays = new WeakMap<Dimensions, Uint8Array>();

/** 1 = Monday to 7 = Sunday of each day of the period. */
export function weekdaysOf(dimensions: Dimensions): Uint8Array {
  let days = weekdays.get(dimensions);
  if (!days) {
    const first = utc(dimensions.day.first).getUTCDay();
    days = Uint8Array.from({ length: dimensions.day.count }, (_, day) => ((first + 6 + day) % 7) + 1);
    weekdays.set(dimensions, days);
  }
  return days;
}

// Numbers and money in the locale of the data. Rupees are counted in lakh and crore; other currencies in thousands and millions.
import type { Meta } from '../data/document';
import { capital, kMinus, kNoBreak } from './words';

export class Numbers {
  private readonly formats = new Map<string, Intl.NumberFormat>();
  private readonly locale: string;
  private readonly indian: boolean;

  constructor(private readonly meta: Pick<Meta, 'locale' | 'currency'>) {
    let locale = meta.locale || 'en';
    try {
      new Intl.NumberFormat(locale);
    } catch {
      locale = 'en';
    }
    // The page is in English, so is its punctuation of numbers, but for the grouping of lakhs.
    this.indian = /[-_]IN$/i.test(locale);
    this.locale = this.indian ? 'en-IN' : 'en-GB';
  }

  /** Of an amount of the cubes. */
  major(minor: number): number {
    return minor / 10 ** this.meta.currency.minor_digits;
  }

  readonly fixed = (value: number, decimals = 0): string => {
    if (!Number.isFinite(value)) return '–';
    const key = String(decimals);
    let format = this.formats.get(key);
    if (!format) {
      format = new Intl.NumberFormat(this.locale, { minimumFractionDigits: decimals, maximumFractionDigits: decimals });
      this.formats.set(key, format);
    }
    const text = format.format(value);
    return /^-[0.,]*$/.test(text) ? text.slice(1) : text.replace('-', kMinus);
  };

  readonly count = (value: number): string => this.fixed(value);
  readonly one = (value: number): string => this.fixed(value, 1);
  readonly two = (value: number): string => this.fixed(value, 2);

  readonly percent = (share: number, decimals = 1): string => {
    return Number.isFinite(share) ? `${this.fixed(share * 100, decimals)}${kNoBreak}%` : '–';
  };

  /** With its sign, which what rounds to 0 has not: +23.0 %. */
  readonly change = (share: number, decimals = 1): string => {
    const text = this.percent(share, decimals);
    return /^[1-9]|^0\.\d*[1-9]/.test(text) ? `+${text}` : text;
  };

  /** A difference of shares, in percentage points: +1.2 pp. */
  readonly points = (difference: number): string => this.change(difference).replace('%', 'pp');

  /** The currency's, without an amount; empty where the data have none. */
  get symbol(): string {
    return this.meta.currency.symbol.trim();
  }

  private withSymbol(text: string, tail = ''): string {
    const sign = text.startsWith(kMinus) ? kMinus : '';
    const digits = sign ? text.slice(1) : text;
    return `${sign}${this.meta.currency.symbol}${digits}${tail && kNoBreak + tail}`;
  }

  private unit(value: number, long: boolean): { divisor: number; decimals: number; word: string } {
    // What would round up to a unit is written in it, and cents tell nothing beside amounts of a hundred and more.
    const size = Math.abs(value) / (1 - 5e-6),
      one = { divisor: 1, decimals: Math.abs(value) < 99.995 ? this.meta.currency.decimals : 0, word: '' };
    if (this.indian) {
      if (size >= 1e7) return { divisor: 1e7, decimals: 2, word: long ? 'crore' : 'cr' };
      if (size >= 1e5) return { divisor: 1e5, decimals: 1, word: long ? 'lakh' : 'L' };
      return one;
    }
    if (size >= 1e9) return { divisor: 1e9, decimals: 2, word: long ? 'billion' : 'bn' };
    if (size >= 1e6) return { divisor: 1e6, decimals: 2, word: long ? 'million' : 'm' };
    if (!long && size >= 1e5) return { divisor: 1e3, decimals: 0, word: 'k' };
    return one;
  }

  /** For sentences and totals: ₹34.58 crore. */
  readonly money = (value: number): string => {
    const { divisor, decimals, word } = this.unit(value, true);
    return this.withSymbol(this.fixed(value / divisor, decimals), word);
  };

  /** The number and its unit apart, for figures that set the unit smaller. */
  moneyParts(value: number): [string, string] {
    const { divisor, decimals, word } = this.unit(value, true);
    return [this.withSymbol(this.fixed(value / divisor, decimals)), word];
  }

  /** For marks: ₹34.58 cr. */
  readonly shortMoney = (value: number): string => {
    const { divisor, decimals, word } = this.unit(value, false);
    return this.withSymbol(this.fixed(value / divisor, decimals), word);
  };

  /** Every digit: ₹4,788.31. */
  readonly exactMoney = (value: number): string => {
    return this.withSymbol(this.fixed(value, this.meta.currency.minor_digits));
  };

  /** Labels of an axis, all in the unit of its largest value; the symbol and unit at the top label only. */
  moneyAxis(ticks: readonly number[]): string[] {
    const top = Math.max(...ticks.map(Math.abs));
    const { divisor, word } = this.unit(top, false);
    const step = ticks.length > 1 ? Math.abs(ticks[1]! - ticks[0]!) / divisor : 1;
    const decimals = Math.max(0, Math.min(2, Math.ceil(-Math.log10(step) - 1e-9)));
    const wanted = Number.isInteger(Math.round(step * 1e6) / 1e6) ? 0 : Math.max(1, decimals);
    return ticks.map((tick) => {
      const text = this.fixed(tick / divisor, wanted);
      return tick === Math.max(...ticks) ? this.withSymbol(text, word) : text;
    });
  }

  /** The unit of an axis in words, for a sub-line: "₹ crore". */
  moneyUnit(top: number): string {
    const { word } = this.unit(top, true);
    // A symbol is written as it is, even where a sentence begins.
    return this.symbol ? `${this.symbol} ${word}`.trim() : capital(word) || 'Amount';
  }
}

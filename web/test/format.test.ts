import { describe, expect, it } from 'vitest';
import type { Dimensions } from '../src/data/document';
import { dateRange, Dates, monthOf, rangeInWords, shortDate, weekdayDate } from '../src/format/dates';
import { Numbers } from '../src/format/numbers';
import { categoryName, listed, shareWord, shortNames, valueName } from '../src/format/words';

const rupees = new Numbers({ locale: 'en-IN', currency: { code: 'INR', symbol: '₹', decimals: 2, minor_digits: 2 } });
const euros = new Numbers({ locale: 'de-DE', currency: { code: 'EUR', symbol: '€', decimals: 2, minor_digits: 2 } });
const plain = new Numbers({ locale: '', currency: { code: '', symbol: '', decimals: 2, minor_digits: 2 } });

describe('money', () => {
  it.each([
    [4788, '₹4,788'],
    [99_999, '₹99,999'],
    [7_720_000, '₹77.2\u00a0lakh'],
    [345_800_000, '₹34.58\u00a0crore'],
    [-250_000, '\u2212₹2.5\u00a0lakh'],
    [0, '₹0.00'],
    [78.4, '₹78.40'],
    [99.996, '₹100'],
    [99_999.9, '₹1.0\u00a0lakh'],
  ])('rupees %d', (value, text) => expect(rupees.money(value)).toBe(text));
  it.each([
    [4788, '€4,788'],
    [2_500_000, '€2.50\u00a0million'],
    [3.2e9, '€3.20\u00a0billion'],
  ])('euros %d', (value, text) => expect(euros.money(value)).toBe(text));
  it('marks use short units', () => {
    expect(rupees.shortMoney(345_800_000)).toBe('₹34.58\u00a0cr');
    expect(rupees.shortMoney(150_000)).toBe('₹1.5\u00a0L');
    expect(euros.shortMoney(150_000)).toBe('€150\u00a0k');
  });
  it('has the decimals of the currency, and a space after letters', () => {
    const yen = new Numbers({ locale: 'en', currency: { code: 'JPY', symbol: '¥', decimals: 0, minor_digits: 2 } });
    expect(yen.money(78.4)).toBe('¥78');
    const francs = { code: 'CHF', symbol: 'CHF\u00a0', decimals: 2, minor_digits: 2 };
    expect(new Numbers({ locale: 'en', currency: francs }).money(-12)).toBe('\u2212CHF\u00a012.00');
    expect(new Numbers({ locale: 'en', currency: francs }).moneyUnit(2e6)).toBe('CHF million');
    const zloty = { code: 'PLN', symbol: 'zł\u00a0', decimals: 2, minor_digits: 2 };
    expect(new Numbers({ locale: 'en', currency: zloty }).moneyUnit(50)).toBe('zł');
    expect(new Numbers({ locale: 'en', currency: zloty }).money(5.84)).toBe('zł\u00a05.84');
  });
  it('data without a currency have numbers only', () => expect(plain.money(1234)).toBe('1,234'));
  it('exact amounts keep their digits', () => expect(rupees.exactMoney(295_684_384.95)).toBe('₹29,56,84,384.95'));
  it('an axis has one unit, at its top', () => {
    expect(rupees.moneyAxis([5e6, 1e7, 1.5e7, 2e7])).toEqual(['0.5', '1.0', '1.5', '₹2.0\u00a0cr']);
    expect(rupees.moneyAxis([0, 200_000, 400_000])).toEqual(['0', '2', '₹4\u00a0L']);
  });
});

describe('numbers', () => {
  it('group by lakh where the locale does', () => {
    expect(rupees.count(197_874)).toBe('1,97,874');
    expect(euros.count(197_874)).toBe('197,874');
  });
  it('have a real minus and a no-break space', () => {
    expect(rupees.change(-0.123)).toBe('\u221212.3\u00a0%');
    expect(rupees.change(0.23)).toBe('+23.0\u00a0%');
    expect(rupees.change(0.004)).toBe('+0.4\u00a0%');
    expect([rupees.change(-0.004, 0), rupees.change(0, 0), rupees.change(NaN)]).toEqual(['0\u00a0%', '0\u00a0%', '–']);
    expect(rupees.percent(0.743)).toBe('74.3\u00a0%');
    expect(rupees.points(0.012)).toBe('+1.2\u00a0pp');
  });
  it('never show a negative zero or what is no number', () => {
    expect(rupees.fixed(-0.001, 1)).toBe('0.0');
    expect(rupees.fixed(NaN)).toBe('–');
  });
});

describe('dates', () => {
  it.each([
    ['2024-03-01', '2024-03-30', '1–30\u00a0Mar'],
    ['2024-01-31', '2024-02-29', '31\u00a0Jan – 29\u00a0Feb'],
    ['2023-12-30', '2024-01-04', '30\u00a0Dec\u00a02023 – 4\u00a0Jan\u00a02024'],
    ['2024-02-29', '2024-02-29', '29\u00a0Feb'],
  ])('%s to %s', (from, to, text) => expect(dateRange(from, to)).toBe(text));
  it.each([
    ['2024-03-01', '2024-03-30', 'from 1 to 30 March', 'from 1 to 30 March 2024'],
    ['2024-03-09', '2024-03-09', 'on 9 March', 'on 9 March 2024'],
    ['2024-03-01', '2024-04-02', 'from 1 March to 2 April', 'from 1 March to 2 April 2024'],
    ['2023-03-01', '2024-03-02', 'from 1 March 2023 to 2 March 2024', 'from 1 March 2023 to 2 March 2024'],
  ])('%s to %s in words', (from, to, text, withYear) => {
    expect(rangeInWords(from, to)).toBe(text);
    expect(rangeInWords(from, to, true)).toBe(withYear);
  });
  it('days of more than a year have their year', () => {
    const of = (count: number) => new Dates({ day: { count, first: '2023-12-31' } } as Dimensions);
    expect(of(366).short(1)).toBe('1\u00a0Jan');
    expect(of(367).short(1)).toBe('1\u00a0Jan\u00a02024');
    expect(of(367).weekday(1)).toBe('Mon 1\u00a0Jan\u00a02024');
    expect(of(367).range([1, 9])).toBe('1–9\u00a0Jan\u00a02024');
    expect(monthOf('2024-02-01')).toBe('Feb\u00a02024');
  });
  it('single days', () => {
    expect(shortDate('2024-03-24')).toBe('24\u00a0Mar');
    expect(weekdayDate('2024-03-24')).toBe('Sun 24\u00a0Mar');
  });
});

describe('words', () => {
  it('names of the data', () => {
    expect(categoryName('coffee_and_beverages')).toBe('Coffee and beverages');
    expect(categoryName('crème brûlée')).toBe('Crème brûlée');
    expect(categoryName('Käse & Brot')).toBe('Käse & Brot');
    expect(shortNames(['Premium Shopper', 'Family Shopper', 'Family Saver'])).toEqual([
      'Premium',
      'Family Shopper',
      'Family Saver',
    ]);
  });
  it('who the others are', () => {
    expect(valueName({ values: ['Pune', 'Other'], other: 1 }, 'city', 1)).toBe('Other or no city');
    expect(valueName({ values: ['Loyal', 'Other'], other: 1 }, 'segment', 1)).toBe('Unknown customers');
    expect(valueName({ values: ['rice_and_atta', 'Other'] }, 'category', 1)).toBe('Other');
    expect(valueName({ values: ['rice_and_atta', 'Other'] }, 'category', 0)).toBe('Rice and atta');
  });
  it('lists and shares', () => {
    expect(listed(['a', 'b', 'c'])).toBe('a, b and c');
    expect(shareWord(0.75)).toBe('three quarters');
    expect(shareWord(0.6)).toBe('60\u00a0%');
  });
});

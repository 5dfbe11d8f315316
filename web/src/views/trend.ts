// The daily series of the measure that the trend shows.
import type { TrendMeasure } from '../data/url_state';
import { passes } from '../data/filters';
import type { Selection } from '../data/selection';
import type { Context } from './view';

function customersByDay(selection: Selection): Float64Array {
  const { customers, dimensions } = selection.dataset;
  const byDay = new Float64Array(dimensions.day.count);
  if (!customers) return byDay;
  const persona = passes(selection.filters.sets.persona, Math.max(1, dimensions.persona.values.length));
  const city = passes(selection.filters.sets.city, Math.max(1, dimensions.city.values.length));
  for (let i = 0; i < customers.count; ++i) {
    if (!persona[customers.persona[i]!] || !city[customers.city[i]!]) continue;
    for (let at = customers.start[i]!; at < customers.start[i + 1]!; ++at) {
      const day = customers.day[at]!;
      if (selection.passDay[day]) byDay[day] += customers.one_of;
    }
  }
  return byDay;
}

/** The measure by day; days that the filters leave out are no number. */
export function trendValues(context: Context, measure: TrendMeasure): Float64Array {
  const { passDay } = context.selection;
  return allValues(context, measure).map((value, day) => (passDay[day] ? value : NaN));
}

function allValues({ selection }: Context, measure: TrendMeasure): Float64Array {
  const { revenue, count } = selection.byDay;
  if (measure === 'revenue') return revenue;
  if (measure === 'transactions') return count;
  if (measure === 'customers') return customersByDay(selection);
  return revenue.map((value, day) => (count[day]! > 0 ? value / count[day]! : NaN));
}

export function trendName(measure: TrendMeasure, selection: Selection): string {
  const lines = selection.counts === 'lines';
  if (measure === 'transactions') return lines ? 'Lines' : 'Transactions';
  return { revenue: 'Revenue', customers: 'Customers', average: lines ? 'Average line' : 'Average basket' }[measure];
}

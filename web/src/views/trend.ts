// The daily series of the measure that the trend shows.
import { isClosed } from '../data/calendar';
import type { TrendMeasure } from '../data/url_state';
import type { Selection } from '../data/selection';
import type { Context } from './view';

/** The measure by day; days that the filters leave out, or the shop was closed, are no number. */
export function trendValues(context: Context, measure: TrendMeasure): Float64Array {
  const { passDay, dataset } = context.selection;
  return allValues(context, measure).map((value, day) =>
    passDay[day] && !isClosed(dataset.dimensions, day) ? value : NaN,
  );
}

function allValues({ selection }: Context, measure: TrendMeasure): Float64Array {
  const { revenue, count } = selection.byDay;
  if (measure === 'revenue') return revenue;
  if (measure === 'transactions') return count;
  if (measure === 'customers') return selection.customersByDay;
  return revenue.map((value, day) => (count[day]! > 0 ? value / count[day]! : NaN));
}

export function trendName(measure: TrendMeasure, selection: Selection): string {
  const lines = selection.counts === 'lines';
  if (measure === 'transactions') return lines ? 'Lines' : 'Transactions';
  return { revenue: 'Revenue', customers: 'Customers', average: lines ? 'Average line' : 'Average basket' }[measure];
}

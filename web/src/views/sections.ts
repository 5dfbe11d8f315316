// The order of the views, and the room each has.
import { heatView } from './heat';
import { personasView } from './personas';
import { revenueView } from './revenue';
import type { Context, View } from './view';

export interface Section { name: string; title: string; sub: (context: Context) => string; views: { id: string; view: View; span: string }[] }

export const kSections: Section[] = [
  { name: 'Revenue', title: '', sub: () => '', views: [{ id: 'revenue', view: revenueView, span: 's12' }] },
  {
    name: 'Who', title: 'Who, when and what', sub: ({ selection, dates }) => `${dates.range(selection.range)}, every mark filters all other views`,
    views: [{ id: 'personas', view: personasView, span: 's7' }, { id: 'heat', view: heatView, span: 's5' }],
  },
];

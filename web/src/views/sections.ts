// The order of the views, and the room each has.
import { affinityFollows, affinityView } from './affinity';
import { anomaliesView } from './anomalies';
import { categoriesView } from './categories';
import { cohortsView } from './cohorts';
import { distributionsFollow, distributionsView } from './distributions';
import { effectsFollow, effectsView } from './effects';
import { forecastFollows, forecastView } from './forecast';
import { heatView } from './heat';
import { modelsView } from './models';
import { narrativeView } from './narrative';
import { personasView } from './personas';
import { revenueView } from './revenue';
import { segmentsView } from './segments';
import { transactionsView } from './transactions';
import { valueView } from './value';
import { following, showingDays, type Context, type Follows, type View } from './view';

/** A view in its place. Without `follows` it is made anew by every change. */
export interface Placed {
  id: string;
  view: View;
  span: string;
  follows?: Follows;
}

export interface Section {
  name: string;
  title: string;
  sub: (context: Context) => string;
  views: Placed[];
}

export const kSections: Section[] = [
  { name: 'Revenue', title: '', sub: () => '', views: [{ id: 'revenue', view: revenueView, span: 's12' }] },
  {
    name: 'Who',
    title: 'Who, when and what',
    sub: ({ selection, dates }) => `${dates.range(selection.range)}, every mark filters all other views`,
    views: [
      { id: 'personas', view: personasView, span: 's7' },
      { id: 'heat', view: heatView, span: 's5' },
      { id: 'categories', view: categoriesView, span: 's6' },
      { id: 'effects', view: effectsView, span: 's6', follows: effectsFollow },
    ],
  },
  {
    name: 'Customers',
    title: 'Customers and baskets',
    sub: () => 'All days of the data; a note says which filters do not reach here',
    views: [
      { id: 'rfm', view: segmentsView, span: 's7' },
      { id: 'cohorts', view: cohortsView, span: 's5', follows: showingDays },
      { id: 'value', view: valueView, span: 's4', follows: following('persona', 'segment') },
      { id: 'affinity', view: affinityView, span: 's8', follows: affinityFollows },
    ],
  },
  {
    name: 'Outlook',
    title: 'Outlook and quality',
    sub: () => 'What comes next, what looks odd, how far to trust it',
    views: [
      { id: 'forecast', view: forecastView, span: 's8', follows: forecastFollows },
      { id: 'anomalies', view: anomaliesView, span: 's4 h6' },
      { id: 'distributions', view: distributionsView, span: 's6 h6', follows: distributionsFollow },
      { id: 'models', view: modelsView, span: 's6 h6', follows: following() },
      { id: 'narrative', view: narrativeView, span: 's12', follows: following() },
    ],
  },
  {
    name: 'Rows',
    title: 'The transactions behind it',
    sub: () => '',
    views: [{ id: 'transactions', view: transactionsView, span: 's12' }],
  },
];

// The page: top bar, filters, headline, key figures, and the views in their sections.
import { computed } from '@preact/signals-core';
import { useEffect, useMemo } from 'preact/hooks';
import { Headline, pageTitle } from '../views/headline';
import { KeyFigures } from '../views/key_figures';
import { kSections, type Section } from '../views/sections';
import { makeContext, type Context } from '../views/view';
import { announcement } from './announce';
import { FilterBar } from './filter_bar';
import { Brand } from './icons';
import { Jump } from './jump';
import { isLiveApp } from './live';
import { problem, selection } from './state';
import { ThemeButton } from './theme';
import { useValue } from './use_value';
import { ViewFrame } from './view_frame';
import { daysText } from '../format/words';
import { LivePanels, LiveStatus } from './live_panels';
import { Provenance } from '../views/provenance';

export const context = computed<Context | null>(() => (selection.value ? makeContext(selection.value) : null));

const kLinks: [string, string][] = [
  ['revenue', 'Revenue'],
  ['personas', 'Personas'],
  ['heat', 'Timing'],
  ['categories', 'Categories'],
  ['rfm', 'Customers'],
  ['affinity', 'Baskets'],
  ['forecast', 'Outlook'],
  ['provenance', 'Provenance'],
];

const kBrand = (
  <span class="brand">
    <Brand />
    Footfall
  </span>
);

function TopBar({ context }: { context: Context }) {
  const { meta } = context.header,
    { selection, numbers } = context;
  const total = meta.tables.find((table) => table.table === 'transactions')?.rows ?? 0;
  const shown =
    selection.counts === 'transactions'
      ? `${numbers.count(selection.now.count)}${total > 0 ? ` of ${numbers.count(total)}` : ''} transactions shown`
      : `${numbers.count(selection.now.lines)} lines shown`;
  return (
    <header class="top">
      <div class="wrap">
        {kBrand}
        <span class="run">
          <span class="lab">{meta.title} · </span>
          {meta.seed === null ? '' : `seed ${meta.seed} · `}
          {daysText(selection.dataset.days)}
          <span class="cnt"> · {shown}</span>
        </span>
        {isLiveApp.value && <LiveStatus />}
        <nav aria-label="Sections">
          {kLinks.map(([id, text]) => (
            <Jump to={id}>{text}</Jump>
          ))}
        </nav>
        <ThemeButton />
      </div>
    </header>
  );
}

function SectionLine({ section }: { section: Section }) {
  const now = useValue(context);
  return <p>{now && section.sub(now)}</p>;
}

function Announcer() {
  return (
    <div class="sr" role="status" aria-live="polite">
      {useValue(announcement)}
    </div>
  );
}

/** Made once: each view follows the context by itself. */
const grid = (
  <div class="grid">
    {kSections.map((section) => (
      <>
        {section.title && (
          <div class="sec">
            <h2>{section.title}</h2>
            <SectionLine section={section} />
          </div>
        )}
        {!section.title && <h2 class="sr">{section.name}</h2>}
        {section.views.map((placed) => (
          <ViewFrame key={placed.id} placed={placed} context={context} />
        ))}
      </>
    ))}
  </div>
);

export function Page() {
  const now = useValue(context),
    wrong = useValue(problem);
  useEffect(() => {
    if (now) document.title = pageTitle(now);
  }, [now]);
  const provenance = useMemo(() => now && <Provenance context={now} />, [now?.header]);
  return (
    <>
      <Jump to="main" kind="skip">
        Skip to the charts
      </Jump>
      {now ? (
        <>
          <TopBar context={now} />
          <FilterBar context={now} />
        </>
      ) : (
        <header class="top">
          <div class="wrap">{kBrand}</div>
        </header>
      )}
      <main id="main">
        <div class="wrap">
          {wrong && (
            <p class="problem" role="alert">
              {wrong.text}{' '}
              {wrong.retry && (
                <button class="link" onClick={wrong.retry}>
                  Try again
                </button>
              )}
            </p>
          )}
          {now && (
            <section class="hero">
              <Headline context={now} />
            </section>
          )}
          {now && <KeyFigures context={now} />}
          {now && isLiveApp.value && <LivePanels context={now} />}
          {!now && !wrong && (
            <div class="axes" role="status">
              <span class="sr">Loading the data</span>
            </div>
          )}
          {now && grid}
        </div>
      </main>
      {provenance}
      <Announcer />
    </>
  );
}

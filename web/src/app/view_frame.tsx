// The frame of a view: finding, sub-line that gives way to what the cursor reads, chart or table, note, and the four tools.
import { computed, signal, type ReadonlySignal, type Signal } from '@preact/signals-core';
import { useEffect, useMemo, useRef, useState } from 'preact/hooks';
import { csvOf, pngOf, save, svgText } from '../charts/export';
import { Plot } from '../charts/plot';
import { DataTable } from './data_table';
import { announce } from './announce';
import { notWhenIdle, whenIdle } from './idle';
import { openTables, reset, toggleTable } from './state';
import { useValue } from './use_value';
import type { Placed } from '../views/sections';
import type { Context, View, ViewSpec } from '../views/view';
import { errorText } from '../format/words';

/** Follows the context at once on the screen, and in idle time elsewhere, so that a filter answers within a frame. */
function useLazily(context: ReadonlySignal<Context | null>, element: { current: HTMLElement | null }) {
  const shown = useMemo(() => signal<Context | null>(null), []);
  const now = () => {
    notWhenIdle(shown);
    shown.value = context.peek();
  };
  useEffect(() => {
    let isNear = false;
    const observer = new IntersectionObserver((entries) => {
      isNear = entries.at(-1)!.isIntersecting;
      if (isNear) now();
    });
    if (element.current) observer.observe(element.current);
    const stop = context.subscribe(() => {
      if (isNear) now();
      else whenIdle(shown, now);
    });
    addEventListener('beforeprint', now);
    return () => {
      observer.disconnect();
      stop();
      notWhenIdle(shown);
      removeEventListener('beforeprint', now);
    };
  }, []);
  return { shown, now };
}

function useWidth(element: { current: HTMLElement | null }): number {
  const [width, setWidth] = useState(0);
  useEffect(() => {
    if (!element.current) return;
    const measure = () => setWidth(Math.floor(element.current?.clientWidth ?? 0));
    const observer = new ResizeObserver(measure);
    observer.observe(element.current);
    measure();
    return () => observer.disconnect();
  }, []);
  return width;
}

const tries = signal(0);

type Kind = 'CSV' | 'PNG' | 'SVG' | 'Copy';

async function run(kind: Kind, spec: ViewSpec, figure: HTMLElement): Promise<void> {
  const name = `footfall-${spec.id}`;
  if (kind === 'CSV') save(`${name}.csv`, new Blob([csvOf(spec.table())], { type: 'text/csv;charset=utf-8' }));
  if (kind === 'Copy')
    await navigator.clipboard.writeText(
      [...figure.querySelectorAll('.narr p')].map((one) => one.textContent).join('\n\n'),
    );
  if (kind === 'PNG' || kind === 'SVG') {
    const chart = figure.querySelector<SVGSVGElement>('.plot svg');
    if (!chart) throw new Error('Show the chart first.');
    const text = svgText(chart, spec.title);
    if (kind === 'SVG') save(`${name}.svg`, new Blob([text], { type: 'image/svg+xml' }));
    else save(`${name}.png`, await pngOf(text));
  }
  announce(kind === 'Copy' ? 'Copied' : `${name}.${kind.toLowerCase()} saved`);
}

/** `fresh` gives the view as it has to be now, drawn. */
function Tools({
  spec,
  fresh,
  figure,
  isTable,
}: {
  spec: ViewSpec;
  fresh: () => Promise<ViewSpec>;
  figure: { current: HTMLElement | null };
  isTable: boolean;
}) {
  const [failure, setFailure] = useState('');
  const tools: Kind[] = isTable || spec.isTable ? ['CSV'] : spec.draw ? ['CSV', 'PNG', 'SVG'] : ['CSV', 'Copy'];
  const start = (kind: Kind) => {
    setFailure('');
    fresh()
      .then((now) => run(kind, now, figure.current!))
      .catch((error: unknown) => setFailure(`Not saved: ${errorText(error)}`));
  };
  return (
    <div class="tools">
      {failure && (
        <span class="failed" role="alert">
          {failure}
        </span>
      )}
      {!spec.isTable && (
        <button
          aria-pressed={isTable}
          aria-label={`${spec.title}: ${isTable ? 'view as chart' : 'view as table'}`}
          onClick={() => toggleTable(spec.id)}>
          {isTable ? 'Chart' : 'Table'}
        </button>
      )}
      {tools.map((kind) => (
        <button
          key={kind}
          aria-label={`${spec.title}: ${kind === 'Copy' ? 'copy text' : `save as ${kind}`}`}
          onClick={() => start(kind)}>
          {kind}
        </button>
      ))}
    </div>
  );
}

function Body({ spec, width, onRead }: { spec: ViewSpec; width: number; onRead: (text: string | null) => void }) {
  if (width === 0) return null;
  if (spec.empty) {
    return (
      <div class="empty">
        <p>
          {spec.empty}{' '}
          <button class="link" onClick={reset}>
            Remove all filters
          </button>
        </p>
        {spec.below?.(width)}
      </div>
    );
  }
  return (
    <div class={spec.draw && spec.extra && width >= 600 ? 'split' : ''}>
      {spec.draw && (
        <Plot width={width} drawing={spec.draw(width)} summary={spec.summary ?? spec.title} onRead={onRead} />
      )}
      {spec.extra?.(width)}
      {spec.below?.(width)}
    </div>
  );
}

interface Made {
  spec: ViewSpec | null;
  failure: string;
}

function make(view: View, context: Context | null): Made {
  try {
    return { spec: context && view(context), failure: '' };
  } catch (error) {
    return { spec: null, failure: errorText(error) };
  }
}

/** The view as the context has it; the same object as before while nothing changed that it follows. */
function useMade({ view, follows }: Placed, shown: ReadonlySignal<Context | null>): ReadonlySignal<Made> {
  const before = useRef<{ made: Made; key: readonly unknown[] } | null>(null);
  return useMemo(
    () =>
      computed(() => {
        const now = shown.value;
        const key = [tries.value, ...(now && follows ? follows(now) : [now])];
        if (!before.current || key.some((part, i) => part !== before.current!.key[i]))
          before.current = { made: make(view, now), key };
        return before.current.made;
      }),
    [],
  );
}

function SubLine({ sub, reading }: { sub: string; reading: Signal<string | null> }) {
  const read = useValue(reading);
  return <p class={`sub${read ? ' reads' : ''}`}>{read ?? sub}</p>;
}

/** Opens the table with the focus on it, when the reader was in this view. */
function useTableFocus(isTable: boolean, figure: { current: HTMLElement | null }) {
  const wasTable = useRef(false),
    table = useRef<HTMLDivElement>(null);
  useEffect(() => {
    if (isTable && !wasTable.current && document.activeElement?.closest('figure') === figure.current)
      table.current?.focus();
    wasTable.current = isTable;
  }, [isTable]);
  return table;
}

export function ViewFrame({ placed, context }: { placed: Placed; context: ReadonlySignal<Context | null> }) {
  const { id, span } = placed;
  const figure = useRef<HTMLElement>(null),
    chart = useRef<HTMLDivElement>(null);
  const width = useWidth(chart);
  const reading = useMemo(() => signal<string | null>(null), []);
  const { shown, now } = useLazily(context, figure);
  const isTable = useValue(openTables).includes(id);
  const table = useTableFocus(isTable, figure);
  const made = useMade(placed, shown);
  const { spec, failure } = useValue(made);
  const fresh = async () => {
    now();
    await new Promise((resolve) => setTimeout(resolve));
    return made.peek().spec ?? spec!;
  };
  // The same elements again tell Preact that there is nothing to compare.
  const content = useMemo(
    () =>
      spec &&
      (isTable ? (
        <DataTable table={spec.table()} label={spec.title} box={table} />
      ) : (
        <Body
          spec={spec}
          width={width}
          onRead={(text) => {
            reading.value = text;
          }}
        />
      )),
    [spec, width, isTable],
  );
  // What the data do not allow keeps its place, unseen: a live run may come to allow it.
  const isAbsent = shown.peek() !== null && !spec && !failure;
  return (
    <figure ref={figure} class={`view ${span}`} id={id} hidden={isAbsent}>
      <figcaption>
        <h3>{spec?.title ?? (failure ? 'This view failed' : '\u00a0')}</h3>
        <SubLine sub={spec?.sub ?? '\u00a0'} reading={reading} />
      </figcaption>
      <div class="chart" ref={chart}>
        {failure && (
          <p class="empty">
            {failure}{' '}
            <button class="link" onClick={() => tries.value++}>
              Try again
            </button>
          </p>
        )}
        {content}
      </div>
      {spec && (
        <div class="foot">
          <p class="note">
            <span class="wide">{spec.wideNote}</span>
            {spec.note}
          </p>
          {!spec.isBare && <Tools spec={spec} fresh={fresh} figure={figure} isTable={isTable} />}
        </div>
      )}
    </figure>
  );
}

// The frame of a view: finding, sub-line that gives way to what the cursor reads, chart or table, note, and the four tools.
import { signal, type ReadonlySignal } from '@preact/signals';
import { useEffect, useRef, useState } from 'preact/hooks';
import { csvOf, pngOf, save, svgText } from '../charts/export';
import { Plot } from '../charts/plot';
import { DataTable } from './data_table';
import { announce } from './announce';
import { openTables, reset, toggleTable } from './state';
import type { Context, View, ViewSpec } from '../views/view';

/** Follows the context at once near the screen, and in idle time elsewhere, so that a filter answers within a frame. */
function useLazily(context: ReadonlySignal<Context | null>, element: { current: HTMLElement | null }): Context | null {
  const [shown, setShown] = useState<Context | null>(null);
  useEffect(() => {
    let isNear = false,
      waiting = 0;
    const now = () => {
      cancel(waiting);
      waiting = 0;
      setShown(context.peek());
    };
    const observer = new IntersectionObserver(
      (entries) => {
        isNear = entries.at(-1)!.isIntersecting;
        if (isNear) now();
      },
      { rootMargin: '0px' },
    );
    if (element.current) observer.observe(element.current);
    const stop = context.subscribe(() => {
      if (isNear) now();
      else if (!waiting) waiting = later(now);
    });
    const beforePrint = () => now();
    addEventListener('beforeprint', beforePrint);
    return () => {
      observer.disconnect();
      stop();
      cancel(waiting);
      removeEventListener('beforeprint', beforePrint);
    };
  }, []);
  return shown;
}

const hasIdle = typeof requestIdleCallback === 'function';
const later = (run: () => void): number =>
  hasIdle ? requestIdleCallback(run, { timeout: 1500 }) : window.setTimeout(run, 60);
const cancel = (id: number): void => {
  if (id) hasIdle ? cancelIdleCallback(id) : clearTimeout(id);
};

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

const kFrameId = signal(0);

async function run(kind: 'CSV' | 'PNG' | 'SVG' | 'Copy', spec: ViewSpec, figure: HTMLElement): Promise<void> {
  const name = `footfall-${spec.id}`;
  if (kind === 'CSV') save(`${name}.csv`, new Blob([csvOf(spec.table)], { type: 'text/csv;charset=utf-8' }));
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

function Tools({
  spec,
  figure,
  isTable,
}: {
  spec: ViewSpec;
  figure: { current: HTMLElement | null };
  isTable: boolean;
}) {
  const [failure, setFailure] = useState('');
  const tools: ('CSV' | 'PNG' | 'SVG' | 'Copy')[] = spec.draw
    ? isTable
      ? ['CSV']
      : ['CSV', 'PNG', 'SVG']
    : ['CSV', 'Copy'];
  const start = (kind: (typeof tools)[number]) => {
    setFailure('');
    run(kind, spec, figure.current!).catch((error: unknown) =>
      setFailure(`Not saved: ${error instanceof Error ? error.message : String(error)}`),
    );
  };
  return (
    <div class="tools">
      {failure && (
        <span class="failed" role="alert">
          {failure}
        </span>
      )}
      <button
        type="button"
        aria-pressed={isTable}
        aria-label={`${spec.title}: ${isTable ? 'view as chart' : 'view as table'}`}
        onClick={() => toggleTable(spec.id)}>
        {isTable ? 'Chart' : 'Table'}
      </button>
      {tools.map((kind) => (
        <button
          type="button"
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
          <button type="button" class="link" onClick={reset}>
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

export function ViewFrame({
  id,
  view,
  context,
  span,
}: {
  id: string;
  view: View;
  context: ReadonlySignal<Context | null>;
  span: string;
}) {
  const figure = useRef<HTMLElement>(null),
    chart = useRef<HTMLDivElement>(null);
  const width = useWidth(chart);
  const [reading, setReading] = useState<string | null>(null);
  const shown = useLazily(context, figure);
  const wasTable = useRef(false),
    table = useRef<HTMLDivElement>(null);
  const isTable = openTables.value.includes(id);
  useEffect(() => {
    if (isTable && !wasTable.current && document.activeElement?.closest('figure') === figure.current)
      table.current?.focus();
    wasTable.current = isTable;
  }, [isTable]);
  kFrameId.value;
  let spec: ViewSpec | null = null,
    failure = '';
  try {
    spec = shown && view(shown);
  } catch (error) {
    failure = error instanceof Error ? error.message : String(error);
  }
  // What the data do not allow keeps its place, unseen: a live run may come to allow it.
  const isAbsent = shown !== null && !spec && !failure;
  return (
    <figure ref={figure} class={`view ${span}`} id={id} hidden={isAbsent}>
      <figcaption>
        <h3>{spec?.title ?? (failure ? 'This view failed' : '\u00a0')}</h3>
        <p class={`sub${reading ? ' reads' : ''}`}>{reading ?? spec?.sub ?? '\u00a0'}</p>
      </figcaption>
      <div class="chart" ref={chart}>
        {failure && (
          <p class="empty">
            {failure}{' '}
            <button type="button" class="link" onClick={() => kFrameId.value++}>
              Try again
            </button>
          </p>
        )}
        {spec && isTable && <DataTable table={spec.table} label={spec.title} box={table} />}
        {spec && !isTable && <Body spec={spec} width={width} onRead={setReading} />}
      </div>
      {spec && (
        <div class="foot">
          <p class="note">{spec.note}</p>
          <Tools spec={spec} figure={figure} isTable={isTable} />
        </div>
      )}
    </figure>
  );
}

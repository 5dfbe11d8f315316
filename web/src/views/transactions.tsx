// The transactions behind the filters. The live app asks its server for them page by page; the file holds no rows, and tells
// the command that shows them.
import { signal } from '@preact/signals-core';
import { useEffect, useRef, useState } from 'preact/hooks';
import { announce } from '../app/announce';
import { isLiveApp, liveState } from '../app/live';
import { useValue } from '../app/use_value';
import type { Value } from '../data/document';
import { getRows, notInRows, notInTables, quoted, sqlOf, wordsOf, type Rows } from '../data/rows';
import { capital, errorText, listed } from '../format/words';
import type { Context, View } from './view';

const kPage = 20;
/** What the timestamp says already. */
const kLeftOut = ['date', 'hour', 'weekday', 'is_weekend'];

/** The page of rows that is shown. */
const shown = signal<Rows | null>(null);

interface Place {
  order: string;
  offset: number;
}

function textOf(value: Value, column: { name: string; unit: string; kind: string }, { numbers }: Context): string {
  if (value === null || value === '') return '–';
  if (typeof value === 'number' && column.unit === 'currency') return numbers.exactMoney(value);
  if (typeof value === 'number' && !column.name.endsWith('_id'))
    return numbers.fixed(value, column.kind === 'real' ? 2 : 0);
  return column.kind === 'timestamp' ? String(value).replace('T', ' ') : String(value);
}

/** Columns that are shown, with their place in a row. */
function columnsOf(rows: Rows) {
  return rows.columns.map((column, i) => ({ ...column, i })).filter(({ name }) => !kLeftOut.includes(name));
}

const isNumber = (column: { kind: string; name: string }) =>
  (column.kind === 'integer' || column.kind === 'real') && !column.name.endsWith('_id');

/** What was in one basket. */
function Lines({ id, context }: { id: string; context: Context }) {
  const [lines, setLines] = useState<Rows | null>(null),
    [failure, setFailure] = useState('');
  useEffect(() => {
    const stop = new AbortController();
    getRows(
      [
        ['table', 'items'],
        ['transaction_id', id],
        ['limit', '200'],
      ],
      stop.signal,
    ).then(setLines, (error: unknown) => {
      if (!stop.signal.aborted) setFailure(errorText(error));
    });
    return () => stop.abort();
  }, [id]);
  if (failure) return <p role="alert">{failure}</p>;
  if (!lines) return <p>…</p>;
  const columns = columnsOf(lines).filter(({ name }) => name !== 'transaction_id');
  return (
    <ul class="lines">
      {lines.rows.map((row) => (
        <li>
          {columns
            .map((column) => `${column.name.replaceAll('_', ' ')} ${textOf(row[column.i]!, column, context)}`)
            .join(' · ')}
        </li>
      ))}
    </ul>
  );
}

function Head({
  column,
  place,
  turn,
}: {
  column: { name: string; kind: string };
  place: Place;
  turn: (to: Place) => void;
}) {
  const isUp = place.order === column.name,
    isDown = place.order === `-${column.name}`;
  return (
    <th
      scope="col"
      class={isNumber(column) ? 'num' : ''}
      aria-sort={isUp ? 'ascending' : isDown ? 'descending' : 'none'}>
      <button onClick={() => turn({ order: isDown ? column.name : `-${column.name}`, offset: 0 })}>
        {capital(column.name.replaceAll('_', ' '))}
        {isUp ? ' ↑' : isDown ? ' ↓' : ''}
      </button>
    </th>
  );
}

function Page({
  rows,
  place,
  turn,
  context,
}: {
  rows: Rows;
  place: Place;
  turn: (to: Place) => void;
  context: Context;
}) {
  const [open, setOpen] = useState('');
  const columns = columnsOf(rows);
  const idAt = rows.columns.findIndex(({ name }) => name === 'transaction_id');
  const { offset } = rows,
    last = offset + rows.rows.length;
  const { numbers } = context;
  return (
    <>
      <div class="table-box rows" role="group" tabIndex={0} aria-label="Transactions">
        <table>
          <thead>
            <tr>
              {columns.map((column) => (
                <Head key={column.name} column={column} place={place} turn={turn} />
              ))}
            </tr>
          </thead>
          <tbody>
            {rows.rows.map((row) => {
              const id = String(row[idAt] ?? '');
              return (
                <>
                  <tr key={id}>
                    {columns.map((column) =>
                      column.i === idAt && context.header.meta.capabilities.items ? (
                        <th scope="row">
                          <button
                            class="link"
                            aria-expanded={open === id}
                            aria-label={`Lines of transaction ${id}`}
                            onClick={() => setOpen(open === id ? '' : id)}>
                            {id}
                          </button>
                        </th>
                      ) : (
                        <td class={isNumber(column) ? 'num' : ''}>{textOf(row[column.i]!, column, context)}</td>
                      ),
                    )}
                  </tr>
                  {open === id && (
                    <tr key={`${id} lines`}>
                      <td colSpan={columns.length}>
                        <Lines id={id} context={context} />
                      </td>
                    </tr>
                  )}
                </>
              );
            })}
          </tbody>
        </table>
      </div>
      <div class="pick" role="group" aria-label="Pages">
        <button disabled={offset === 0} onClick={() => turn({ ...place, offset: Math.max(0, offset - kPage) })}>
          Previous
        </button>
        <span>
          {rows.total === 0
            ? 'none'
            : `${numbers.count(offset + 1)} to ${numbers.count(last)} of ${numbers.count(rows.total)}`}
        </span>
        <button disabled={last >= rows.total} onClick={() => turn({ ...place, offset: offset + kPage })}>
          Next
        </button>
      </div>
    </>
  );
}

/** Asks for a page when it is on the screen, and once the filters rest. */
function Asked({ words, context }: { words: [string, string][]; context: Context }) {
  const box = useRef<HTMLDivElement>(null);
  const [isSeen, setSeen] = useState(false),
    [failure, setFailure] = useState(''),
    [place, setPlace] = useState<Place & { of: string }>({ order: '', offset: 0, of: '' });
  const rows = useValue(shown);
  const of = JSON.stringify(words);
  const here: Place = { order: place.order, offset: place.of === of ? place.offset : 0 };
  useEffect(() => {
    const observer = new IntersectionObserver((entries) => setSeen(entries.at(-1)!.isIntersecting), {
      rootMargin: '200px',
    });
    observer.observe(box.current!);
    return () => observer.disconnect();
  }, []);
  useEffect(() => {
    if (!isSeen) return;
    const stop = new AbortController();
    const more: [string, string][] = [
      ['table', 'transactions'],
      ['limit', String(kPage)],
      ['offset', String(here.offset)],
    ];
    if (here.order) more.push(['order', here.order]);
    const timer = setTimeout(() => {
      getRows([...words, ...more], stop.signal).then(
        (rows) => {
          shown.value = rows;
          setFailure('');
        },
        (error: unknown) => {
          if (!stop.signal.aborted) setFailure(errorText(error));
        },
      );
    }, 120);
    return () => {
      clearTimeout(timer);
      stop.abort();
    };
  }, [of, isSeen, here.offset, here.order]);
  const turn = (to: Place) => setPlace({ ...to, of });
  return (
    <div ref={box}>
      {failure && <p role="alert">{failure}</p>}
      {rows && !failure && <Page rows={rows} place={here} turn={turn} context={context} />}
    </div>
  );
}

function Command({ text }: { text: string }) {
  const copy = () =>
    navigator.clipboard.writeText(text).then(
      () => announce('Command copied'),
      () => announce('The command could not be copied'),
    );
  return (
    <div class="command">
      <code>{text}</code>
      <button class="button" onClick={() => void copy()}>
        Copy command
      </button>
    </div>
  );
}

export const transactionsView: View = (context) => {
  const { selection, header, numbers } = context;
  const { filters, now, counts } = selection;
  const { meta, dimensions } = header;
  const isThere = isLiveApp.value && (liveState.value.state === 'idle' || liveState.value.state === 'done');
  const missing = notInRows(filters, dimensions);
  const unsaid = notInTables(filters);
  const canAsk = isThere && missing.length === 0;
  const command =
    meta.origin === 'simulated' ? `footfall query DATA_SET ${quoted(sqlOf(filters, dimensions, 100))}` : '';
  const why = !isLiveApp.value
    ? 'This file holds sums, no rows.'
    : !isThere
      ? 'Rows can be read when the simulation is complete.'
      : `The server cannot be asked for ${listed(missing)}.`;
  return {
    id: 'transactions',
    title:
      counts === 'lines'
        ? `Transactions with one of ${filters.sets.category!.length} categories`
        : `${numbers.count(now.count)} transactions under these filters`,
    sub: canAsk ? 'Every row; a head sorts, an identifier shows the lines of its basket' : why,
    note: canAsk
      ? ''
      : command
        ? `DATA_SET: the folder that this report is of.${unsaid.length > 0 ? ` The command says nothing of ${listed(unsaid)}.` : ''}`
        : '',
    isTable: true,
    isBare: !canAsk,
    summary: '',
    table: () => ({
      columns: shown.value?.columns.map(({ name }) => ({ name })) ?? [],
      rows: canAsk
        ? (shown.value?.rows.map((row) => row.map((value) => (typeof value === 'boolean' ? String(value) : value))) ??
          [])
        : [],
    }),
    extra: () =>
      canAsk ? (
        <Asked words={wordsOf(filters, dimensions)} context={context} />
      ) : (
        command !== '' && <Command text={command} />
      ),
  };
};

// One row a persona with small marks on common scales: share, mean, frequency, change. The whole is the last row.
import { Dot, fitted, Interval, Line, Rect, Text } from './marks';
import { linear } from './scale';
import type { Drawing, Mark } from './plot';

export interface Estimate {
  value: number;
  low: number;
  high: number;
}
export interface PersonaRow {
  name: string;
  shortName: string;
  colour: string | null;
  customers: number | null;
  share: Estimate;
  average: Estimate;
  frequency: Estimate | null;
  lines: number | null;
  change: (Estimate & { is_clear: boolean }) | null;
  few: boolean;
  dim: boolean;
  on: boolean;
  text: string;
  act?: (() => void) | undefined;
}

export interface PersonaOptions {
  rows: PersonaRow[];
  heads: {
    persona: string;
    customers: string;
    share: string;
    average: string;
    averageShort: string;
    frequency: string;
    frequencyShort: string;
    lines: string;
    change: string;
  };
  count: (value: number) => string;
  percent: (value: number) => string;
  money: (value: number) => string;
  fixed: (value: number, decimals: number) => string;
  signed: (value: number) => string;
}

const kRow = 44,
  kTop = 28;

interface Column {
  x: number;
  w: number;
}

type ColumnId = 'name' | 'customers' | 'share' | 'average' | 'frequency' | 'lines' | 'change';
type Columns = { [id in ColumnId]?: Column };

/** Widths of the columns that fit; a narrow chart keeps name, share and average. */
function columnsOf(width: number, rows: PersonaRow[]): Columns {
  const narrow = width < 560;
  const longest = Math.max(...rows.map((row) => (narrow ? row.shortName : row.name).length));
  const name = Math.min(width * 0.36, 30 + longest * 7.6);
  const withCustomers = rows.some((row) => row.customers !== null),
    withChange = rows.some((row) => row.change),
    withLines = rows.some((row) => row.lines !== null);
  const wanted: [ColumnId, number][] = narrow
    ? [
        ['share', 1.2],
        ['average', 1],
      ]
    : [
        ...(withCustomers ? [['customers', 0.62] as [ColumnId, number]] : []),
        ['share', 1.35],
        ['average', 1.15],
        ...(withCustomers ? [['frequency', 1] as [ColumnId, number]] : []),
        ...(withLines ? [['lines', 0.42] as [ColumnId, number]] : []),
        ...(withChange ? [['change', 1.05] as [ColumnId, number]] : []),
      ];
  const total = wanted.reduce((sum, [, weight]) => sum + weight, 0);
  let x = name;
  const columns: Columns = { name: { x: 0, w: name } };
  for (const [id, weight] of wanted) {
    const w = ((width - name) * weight) / total;
    columns[id] = { x, w };
    x += w;
  }
  return columns;
}

function dotCell(
  column: Column,
  y: number,
  estimate: Estimate,
  from: number,
  to: number,
  colour: string,
  text: string,
  room: number,
  reference?: number,
  hollow = false,
) {
  const end = column.x + column.w;
  const x = linear(from, to, column.x + 18, end - room - 10);
  return (
    <>
      <Line x1={column.x + 14} x2={end - room - 6} y1={y} y2={y} />
      {reference !== undefined && <Line x1={x(reference)} x2={x(reference)} y1={y - 7} y2={y + 7} kind="ax" />}
      {Number.isFinite(estimate.low) && (
        <Interval x1={x(Math.max(from, estimate.low))} x2={x(Math.min(to, estimate.high))} y={y} />
      )}
      <Dot
        x={x(estimate.value)}
        y={y}
        fill={hollow ? 'var(--bg)' : colour}
        stroke={hollow ? colour : 'var(--bg)'}
        width={hollow ? 1.5 : 1}
      />
      <Text x={end} y={y + 4} anchor="end" kind={hollow ? 'm l' : 'i l'}>
        {text}
      </Text>
    </>
  );
}

export function drawPersonas(width: number, options: PersonaOptions): Drawing {
  const { rows, heads } = options;
  const narrow = width < 560,
    middle = width < 800;
  const columns = columnsOf(width, rows);
  const own = rows.filter((row) => row.colour);
  const shareTop = Math.max(...own.map((row) => row.share.high || row.share.value), 0.01);
  const averageTop = Math.max(...rows.map((row) => row.average.high || row.average.value || 0), 1) * 1.05;
  const frequencyTop = Math.max(...rows.map((row) => row.frequency?.value ?? 0), 1) * 1.1;
  const changes = rows.flatMap((row) => (row.change ? [row.change.low, row.change.high] : []));
  const [changeLow, changeHigh] = [Math.min(0, ...changes), Math.max(0, ...changes)];
  const all = rows.find((row) => !row.colour);
  const head = (id: ColumnId, text: string, anchor: 'start' | 'end' = 'start') =>
    columns[id] && (
      <Text x={anchor === 'end' ? columns[id].x + columns[id].w : columns[id].x + 16} y={14} kind="m" anchor={anchor}>
        {text}
      </Text>
    );
  const marks: Mark[] = rows.map((row, i) => ({
    x: 0,
    y: kTop + i * kRow + 2,
    w: width,
    h: kRow - 4,
    text: row.text,
    act: row.act,
    on: row.on,
  }));
  const body = (
    <>
      <Text x={0} y={14} kind="m">
        {heads.persona}
      </Text>
      {head('customers', heads.customers, 'end')}
      {head('share', heads.share)}
      {head('average', middle ? heads.averageShort : heads.average)}
      {head('frequency', middle ? heads.frequencyShort : heads.frequency)}
      {head('lines', heads.lines, 'end')}
      {head('change', heads.change)}
      <Line x1={0} x2={width} y1={22} y2={22} kind="ru" />
      {rows.map((row, i) => {
        const y = kTop + i * kRow + kRow / 2,
          colour = row.colour ?? 'var(--ink)';
        const share = columns.share!,
          room = 54;
        const x = linear(0, shareTop, 0, Math.max(8, share.w - 16 - room - 8));
        return (
          <g class={row.dim ? 'dim' : ''}>
            {i > 0 && <Line x1={0} x2={width} y1={y - kRow / 2} y2={y - kRow / 2} kind={row.colour ? 'g' : 'ru'} />}
            {row.on && (
              <Rect x={0} y={y - kRow / 2 + 2} w={width} h={kRow - 4} fill="none" radius={2} stroke="var(--ink)" />
            )}
            {row.colour && <Rect x={row.on ? 6 : 0} y={y - 5} w={10} h={10} fill={row.colour} radius={2} />}
            <Text x={row.on ? 24 : 18} y={y + 4} kind="b l">
              {fitted(narrow ? row.shortName : row.name, columns.name!.w - 16, 13)}
            </Text>
            {columns.customers && (
              <Text x={columns.customers.x + columns.customers.w} y={y + 4} anchor="end" kind="i l">
                {options.count(row.customers ?? NaN)}
              </Text>
            )}
            {row.colour && (
              <Rect x={share.x + 16} y={y - 5} w={Math.max(1, x(row.share.value))} h={10} fill={colour} radius={1} />
            )}
            {row.colour && Number.isFinite(row.share.low) && (
              <Interval x1={share.x + 16 + x(row.share.low)} x2={share.x + 16 + x(row.share.high)} y={y} />
            )}
            <Text x={share.x + share.w} y={y + 4} anchor="end" kind="i l">
              {row.colour ? options.percent(row.share.value) : `100\u00a0%`}
            </Text>
            {Number.isFinite(row.average.value) &&
              dotCell(
                columns.average!,
                y,
                row.average,
                0,
                averageTop,
                colour,
                options.money(row.average.value),
                52,
                undefined,
                row.few,
              )}
            {columns.frequency &&
              row.frequency &&
              dotCell(
                columns.frequency,
                y,
                row.frequency,
                0,
                frequencyTop,
                colour,
                options.fixed(row.frequency.value, 1),
                32,
                undefined,
                row.few,
              )}
            {columns.lines && (
              <Text x={columns.lines.x + columns.lines.w} y={y + 4} anchor="end" kind="i l">
                {options.fixed(row.lines ?? NaN, 2)}
              </Text>
            )}
            {columns.change &&
              row.change &&
              dotCell(
                columns.change,
                y,
                row.change,
                changeLow,
                changeHigh,
                colour,
                row.change.is_clear ? options.signed(row.change.value) : '±',
                46,
                all?.change?.value,
                !row.change.is_clear,
              )}
          </g>
        );
      })}
    </>
  );
  return { height: kTop + rows.length * kRow, body, marks };
}

// Bars ranked by length with their name before and number behind them, and a dot of change on a scale of its own.
import { Dot, fitted, Line, Rect, Text, textWidth } from './marks';
import { linear } from './scale';
import type { Drawing, Mark } from './plot';
import type { Change } from '../data/noise';

export interface RankedRow {
  name: string;
  value: number;
  label: string;
  colour: string;
  owner: string;
  ownerShort: string;
  change: (Change & { label: string }) | null;
  dim: boolean;
  on: boolean;
  text: string;
  act?: (() => void) | undefined;
}

export interface RankedOptions {
  rows: RankedRow[];
  heads: [string, string];
  reference: number | null;
  more: { name: string; text: string; act: () => void } | null;
}

const kRow = 24,
  kTop = 24;

export function drawRanked(width: number, { rows, heads, reference, more }: RankedOptions): Drawing {
  const narrow = width < 440;
  const left = Math.min(width * 0.46, Math.max(...rows.map((row) => textWidth(row.name, 12)), 60) + 12);
  const hasChange = reference !== null;
  const right = hasChange ? (narrow ? 44 : 140) : 0;
  const labelRoom = 72;
  const room = width - left - right - labelRoom;
  const top = rows[0]?.value ?? 1;
  const x = linear(0, top, 0, Math.max(20, room));
  const changes = rows.flatMap((row) => (row.change ? [row.change.change] : [])).concat(reference ?? 0);
  const labelWidth = Math.max(...rows.map((row) => textWidth(row.change?.label ?? '', 11)));
  const dx = linear(Math.min(...changes), Math.max(...changes), width - right + 26, width - labelWidth - 12);
  const marks: Mark[] = rows.map((row, i) => ({
    x: 0,
    y: kTop + i * kRow,
    w: width,
    h: kRow,
    text: row.text,
    act: row.act,
    on: row.on,
  }));
  if (more)
    marks.push({
      x: 0,
      y: kTop + rows.length * kRow + 4,
      w: width,
      h: kRow,
      text: `${more.name}: ${more.text}`,
      act: more.act,
    });
  const body = (
    <>
      <Text x={left} y={12} kind="m s">
        {heads[0]}
      </Text>
      {hasChange && (
        <Text x={width} y={12} anchor="end" kind="m s">
          {narrow ? heads[1].replace('Change, all', 'All') : heads[1]}
        </Text>
      )}
      {hasChange && !narrow && (
        <Line x1={dx(reference!)} x2={dx(reference!)} y1={18} y2={kTop + rows.length * kRow} kind="ax" />
      )}
      {rows.map((row, i) => {
        const y = kTop + i * kRow,
          length = Math.max(1, x(row.value));
        const outside = left + length + 6;
        const owner = narrow ? row.ownerShort : row.owner;
        const fits = outside + textWidth(row.label) + 12 + textWidth(owner) < width - right;
        return (
          <g class={row.dim ? 'dim' : ''}>
            <Text x={left - 10} y={y + 16} anchor="end" kind="i">
              {fitted(row.name, left - 10)}
            </Text>
            <Rect
              x={left}
              y={y + 5}
              w={length}
              h={14}
              fill={row.colour}
              radius={1}
              {...(row.on ? { stroke: 'var(--ink)' } : {})}
            />
            <Text x={outside} y={y + 16}>
              {row.label}
              {owner && fits && (
                <tspan class="m" dx="8">
                  {owner}
                </tspan>
              )}
            </Text>
            {row.change && !narrow && (
              <>
                <Line
                  x1={dx(reference!)}
                  x2={dx(row.change.change)}
                  y1={y + 12}
                  y2={y + 12}
                  stroke="var(--rule)"
                  width={2}
                />
                <Dot
                  x={dx(row.change.change)}
                  y={y + 12}
                  r={3.5}
                  fill={row.change.is_clear ? row.colour : 'var(--bg)'}
                  stroke={row.change.is_clear ? 'var(--bg)' : row.colour}
                  width={row.change.is_clear ? 1 : 1.5}
                />
              </>
            )}
            {row.change && (
              <Text x={width} y={y + 16} anchor="end" kind="m s">
                {row.change.label}
              </Text>
            )}
          </g>
        );
      })}
      {more && (
        <>
          <Text x={left - 10} y={kTop + rows.length * kRow + 20} anchor="end" kind="ac">
            {more.name}
          </Text>
          <Text x={left} y={kTop + rows.length * kRow + 20} kind="m">
            {more.text}
          </Text>
        </>
      )}
    </>
  );
  return { height: kTop + rows.length * kRow + (more ? 32 : 4), body, marks };
}

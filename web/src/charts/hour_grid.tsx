// Weekday by hour: number and colour in each cell, margins as grey bars, names of rows and columns at the edge.
import { Cell, Rect, Text } from './marks';
import { colourStep, linear } from './scale';
import type { Drawing, Mark } from './plot';

export interface HourCell {
  weekday: number;
  hour: number;
  value: number;
  label: string;
  text: string;
  on: boolean;
  dim: boolean;
  few: boolean;
}

export interface HourGridOptions {
  cells: HourCell[][];
  hours: number[];
  dayNames: string[];
  isWeekend: (weekday: number) => boolean;
  caption: (cell: HourCell) => [string, string];
  rest: HourCell | null;
  act: (cell: HourCell) => void;
  block: (from: HourCell, to: HourCell) => void;
}

export function drawHours(width: number, options: HourGridOptions): Drawing {
  const { cells, hours, dayNames } = options;
  const left = 38,
    right = width < 400 ? 0 : 44,
    top = 36,
    rowHeight = 28;
  const cell = (width - left - right) / Math.max(1, hours.length);
  const highest = Math.max(...cells.flat().map((one) => one.value), 0);
  const byHour = hours.map((_, j) => cells.reduce((sum, row) => sum + row[j]!.value, 0));
  const byDay = cells.map((row) => row.reduce((sum, one) => sum + one.value, 0));
  const hourTall = linear(0, Math.max(...byHour, 1e-9), 0, 28),
    dayLong = linear(0, Math.max(...byDay, 1e-9), 0, right - 12);
  const every = Math.max(1, Math.ceil(22 / cell));
  const flat = cells.flat();
  const marks: Mark[] = flat.map((one, k) => ({
    x: left + (k % hours.length) * cell,
    y: top + Math.floor(k / hours.length) * rowHeight,
    w: cell,
    h: rowHeight,
    text: one.text,
    on: one.on,
    act: () => options.act(one),
  }));
  const bottom = top + cells.length * rowHeight,
    stacked = width < 520;
  const body = (cursor: number | null) => {
    const at = cursor === null ? options.rest : flat[cursor]!;
    const caption = at ? options.caption(at) : null;
    return (
      <>
        {byHour.map((value, j) => (
          <Rect x={left + j * cell + 1} y={30 - hourTall(value)} w={cell - 2} h={hourTall(value)} fill="var(--rule)" />
        ))}
        {cells.map((row, i) => (
          <>
            <Text x={left - 8} y={top + i * rowHeight + 18} anchor="end" kind={options.isWeekend(i + 1) ? 'i' : 'm'}>
              {dayNames[i]!.slice(0, 3)}
            </Text>
            {row.map((one, j) => (
              <Cell
                x={left + j * cell}
                y={top + i * rowHeight}
                w={cell}
                h={rowHeight}
                step={colourStep(one.value, highest)}
                dim={one.dim}
                outlined={one.on}>
                {cell >= one.label.length * 6.2 ? one.label : ''}
              </Cell>
            ))}
            {right > 0 && (
              <Rect
                x={width - right + 6}
                y={top + i * rowHeight + 6}
                w={dayLong(byDay[i]!)}
                h={rowHeight - 12}
                fill="var(--rule)"
              />
            )}
          </>
        ))}
        {hours.map(
          (hour, j) =>
            j % every === 0 && (
              <Text
                x={left + j * cell + cell / 2}
                y={bottom + 16}
                anchor="middle"
                kind="m s">{`${hour}${j === 0 ? '\u00a0h' : ''}`}</Text>
            ),
        )}
        {caption && (
          <>
            <Text x={0} y={bottom + 42} kind="b">
              {caption[0]}
            </Text>
            <Text x={stacked ? 0 : caption[0].length * 8 + 12} y={bottom + (stacked ? 58 : 42)} kind="m">
              {caption[1]}
            </Text>
          </>
        )}
      </>
    );
  };
  return {
    height: bottom + (stacked ? 64 : 50),
    body,
    marks,
    block: (first, last) => options.block(flat[first]!, flat[last]!),
  };
}

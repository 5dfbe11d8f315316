// The whole period in one strip, with two handles for the days that are shown: dragged, or moved by arrow keys (Shift: a week).
import { useRef } from 'preact/hooks';
import { Line, Path, Rect, Text, type Point } from './marks';
import { extent, linear } from './scale';

export interface StripProps {
  width: number;
  values: ArrayLike<number>;
  days: number;
  range: readonly [number, number];
  previous: readonly [number, number] | null;
  bands: { first: number; last: number; name: string }[];
  dateOf: (day: number) => string;
  ticks: { day: number; text: string }[];
  onPreview: (range: readonly [number, number]) => void;
  onDone: (range: readonly [number, number]) => void;
}

type Grip = 'from' | 'to' | 'move' | 'new';

export function BrushStrip(props: StripProps) {
  const { width, values, days, range, previous } = props;
  const narrow = width < 560;
  const [left, right, height] = [narrow ? 4 : 60, narrow ? 4 : 128, 52];
  const x = linear(0, Math.max(1, days - 1), left + 8, width - right - 8);
  const half = days > 1 ? Math.min(8, (x(1) - x(0)) / 2) : 4;
  const [low, high] = extent(Array.prototype.slice.call(values, 0, days) as number[]);
  const y = linear(low, high, height - 6, 6);
  const drag = useRef<{ grip: Grip; start: number; range: readonly [number, number] } | null>(null);
  const point = (day: number): Point => [x(day), y(values[day]!)];
  const line = (from: number, to: number) =>
    Array.from({ length: to - from + 1 }, (_, i) => from + i)
      .filter((day) => Number.isFinite(values[day]))
      .map(point);
  const [a, b] = [x(range[0]) - half, x(range[1]) + half];
  const dayAt = (event: PointerEvent) => {
    const box = (event.currentTarget as Element).getBoundingClientRect();
    const share = (event.clientX - box.left - x(0)) / Math.max(1, x(days - 1) - x(0));
    return Math.min(days - 1, Math.max(0, Math.round(share * (days - 1))));
  };
  const moved = (event: PointerEvent): readonly [number, number] => {
    const { grip, start, range: before } = drag.current!;
    const day = dayAt(event);
    if (grip === 'from') return [Math.min(day, before[1]), before[1]];
    if (grip === 'to') return [before[0], Math.max(day, before[0])];
    if (grip === 'new') return [Math.min(start, day), Math.max(start, day)];
    const step = Math.min(days - 1 - before[1], Math.max(-before[0], day - start));
    return [before[0] + step, before[1] + step];
  };
  const onDown = (event: PointerEvent) => {
    const at = event.clientX - (event.currentTarget as Element).getBoundingClientRect().left;
    const isWhole = range[0] === 0 && range[1] === days - 1;
    const grip: Grip =
      Math.abs(at - a) < 10 ? 'from' : Math.abs(at - b) < 10 ? 'to' : !isWhole && at > a && at < b ? 'move' : 'new';
    drag.current = { grip, start: dayAt(event), range };
    (event.currentTarget as Element).setPointerCapture(event.pointerId);
    event.preventDefault();
  };
  const handle = (grip: 'from' | 'to', at: number, day: number) => {
    const onKey = (event: KeyboardEvent) => {
      const step = { ArrowLeft: -1, ArrowDown: -1, ArrowRight: 1, ArrowUp: 1 }[event.key];
      const to =
        event.key === 'Home' ? 0 : event.key === 'End' ? days - 1 : step ? day + step * (event.shiftKey ? 7 : 1) : null;
      if (to === null) return;
      event.preventDefault();
      const next = Math.min(days - 1, Math.max(0, to));
      props.onDone(grip === 'from' ? [Math.min(next, range[1]), range[1]] : [range[0], Math.max(next, range[0])]);
    };
    return (
      <g
        class="grip"
        role="slider"
        tabindex={0}
        aria-label={grip === 'from' ? 'First day' : 'Last day'}
        aria-valuemin={0}
        aria-valuemax={days - 1}
        aria-valuenow={day}
        aria-valuetext={props.dateOf(day)}
        onKeyDown={onKey}>
        <Line x1={at} x2={at} y1={0} y2={height} stroke="var(--accent)" />
        <rect x={at - 12} y={0} width={24} height={height} fill="transparent" />
        <Rect x={at - 4} y={height / 2 - 11} w={8} h={22} fill="var(--accent)" radius={3} />
        <Line x1={at} x2={at} y1={height / 2 - 5} y2={height / 2 + 5} stroke="var(--bg)" />
      </g>
    );
  };
  return (
    <div class="strip" role="group" aria-label="Days shown">
      <svg
        width={width}
        height={height + 22}
        viewBox={`0 0 ${width} ${height + 22}`}
        onPointerDown={onDown}
        onPointerMove={(event) => {
          if (drag.current) props.onPreview(moved(event));
        }}
        onPointerUp={(event) => {
          if (drag.current) {
            const to = moved(event);
            drag.current = null;
            props.onDone(to);
          }
        }}
        onPointerCancel={() => {
          drag.current = null;
        }}>
        <Rect x={left} y={0} w={width - left - right} h={height} fill="transparent" />
        {props.bands.map((band) => (
          <Rect
            x={x(band.first) - half}
            y={0}
            w={x(band.last) - x(band.first) + 2 * half}
            h={height}
            fill="var(--wash2)"
          />
        ))}
        <Rect x={a} y={0} w={b - a} h={height} fill="var(--accent)" opacity={0.12} />
        <Path points={line(0, days - 1)} stroke="var(--axis)" width={1.25} />
        <Path points={line(range[0], range[1])} stroke="var(--accent)" width={1.5} />
        <Line x1={left} x2={width - right} y1={height} y2={height} kind="ax" />
        {previous && (
          <Rect
            x={x(previous[0]) - half}
            y={height - 1}
            w={x(previous[1]) - x(previous[0]) + 2 * half - 1}
            h={3}
            fill="var(--prev)"
          />
        )}
        {handle('from', a, range[0])}
        {handle('to', b, range[1])}
        {props.ticks.map((tick, i) => (
          <>
            <Line x1={x(tick.day)} x2={x(tick.day)} y1={height} y2={height + 5} kind="ax" />
            <Text
              x={x(tick.day)}
              y={height + 17}
              kind="m s"
              anchor={i === 0 ? 'start' : i === props.ticks.length - 1 ? 'end' : 'middle'}>
              {tick.text}
            </Text>
          </>
        ))}
      </svg>
    </div>
  );
}

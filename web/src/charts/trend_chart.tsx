// A daily series against the days before: festivals and weekends marked, a readout that never moves, rings for odd days.
import { Dot, insideLabels, Line, Path, Rect, Text, Area, textWidth, type Point } from './marks';
import { extent, linear, roundTicks } from './scale';
import type { Drawing, Mark } from './plot';

export interface TrendDay {
  day: number;
  label: string;
  value: number;
  weekday: number;
  isWeekend: boolean;
  before?: { label: string; value: number } | undefined;
}
export interface TrendBand {
  first: number;
  last: number;
  name: string;
  strong: boolean;
}
export interface TrendRing {
  day: number;
  text: string;
}
export interface TrendOptions {
  days: TrendDay[];
  bands: TrendBand[];
  rings: TrendRing[];
  axis: (ticks: readonly number[]) => string[];
  show: (value: number) => string;
  /** Lines of text; the last is the value. */
  endLabels: { now: string[]; before?: string[] | undefined };
  act?: ((index: number) => void) | undefined;
  block?: ((first: number, last: number) => void) | undefined;
  /** What the readout shows without a cursor. */
  rest: number;
}

const kWeeksFrom = 400;

interface Weekly {
  x: number;
  mean: number;
  low: number;
  high: number;
}

function weekly(days: TrendDay[], x: (i: number) => number): Weekly[] {
  const weeks: Weekly[] = [];
  for (let i = 0; i + 6 < days.length; i += 7) {
    const values = days.slice(i, i + 7).map((day) => day.value);
    weeks.push({
      x: x(i + 3),
      mean: values.reduce((a, b) => a + b, 0) / 7,
      low: Math.min(...values),
      high: Math.max(...values),
    });
  }
  return weeks;
}

/** Labels of days that stand apart enough: Mondays, or where there are many the first days that are there of months. */
function dayTicks(days: TrendDay[], width: number): number[] {
  const mondays = days.map((_, i) => i).filter((i) => days[i]!.weekday === 1);
  const month = (i: number) => days[i]!.label.replace(/^\w{3} \d+/, '');
  const months = days.map((_, i) => i).filter((i) => (i > 0 ? month(i) !== month(i - 1) : / 1 /.test(days[i]!.label)));
  let wanted = days.length <= 10 ? days.map((_, i) => i) : days.length > 120 ? months : mondays;
  if (wanted.length === 0) wanted = [0];
  // The first label begins at its day instead of lying about it.
  const room = Math.max(2, Math.floor(width / Math.max(84, 1.3 * textWidth(days.at(-1)!.label))));
  const every = Math.ceil(wanted.length / room);
  return wanted.filter((_, i) => i % every === 0);
}

export function drawTrend(width: number, options: TrendOptions): Drawing {
  const { days, bands, rings } = options;
  const narrow = width < 560;
  const [left, right, top, bottom] = [narrow ? 0 : 60, narrow ? 0 : 128, 48, 24];
  const height = narrow ? 244 : 304,
    floor = height - bottom;
  const [low, high] = extent(days.flatMap((day) => (day.before ? [day.value, day.before.value] : [day.value])));
  const ticks = roundTicks(Math.min(low, high * 0.6), high, 4);
  const labels = options.axis(ticks);
  const x = linear(0, Math.max(1, days.length - 1), left + 8, width - right - 8);
  const y = linear(ticks[0]!, ticks.at(-1)!, floor, top);
  const half = days.length > 1 ? (x(1) - x(0)) / 2 : 20;
  const spanOf = (first: number, last: number) => ({
    x: Math.max(left, x(first) - half),
    w: Math.min(width - right, x(last) + half) - Math.max(left, x(first) - half),
  });
  const nowPoints = days.map((day, i): Point => [x(i), y(day.value)]);
  const beforePoints = days
    .map((day, i): Point => [x(i), day.before ? y(day.before.value) : NaN])
    .filter((point) => Number.isFinite(point[1]));
  const weeks = days.length > kWeeksFrom ? weekly(days, x) : null;
  const marks: Mark[] = days.map((day, i) => ({
    x: x(i) - half,
    y: top,
    w: half * 2,
    h: floor - top,
    get text() {
      const before = day.before ? `, ${day.before.label}: ${options.show(day.before.value)}` : '';
      return `${day.label}: ${options.show(day.value)}${before}`;
    },
    act: options.act ? () => options.act!(i) : undefined,
  }));
  const isFew = days.length <= 120;

  const readout = (i: number) => {
    const day = days[i]!;
    const first = options.show(day.value);
    const second = 30 + textWidth(`${first}  ${day.label}`, 12) + 4;
    return (
      <g>
        <Dot x={left + 4} y={8} fill="var(--accent)" />
        <Text x={left + 14} y={12}>
          <tspan class="b">{first}</tspan>
          <tspan class="m" dx="6">
            {day.label}
          </tspan>
        </Text>
        {day.before && (
          <>
            <Dot x={left + second} y={8} fill="var(--prev)" />
            <Text x={left + second + 10} y={12}>
              <tspan class="b">{options.show(day.before.value)}</tspan>
              <tspan class="m" dx="6">
                {day.before.label}
              </tspan>
            </Text>
          </>
        )}
      </g>
    );
  };
  // The strongest comes first, the others where they have room.
  const taken: { from: number; to: number }[] = [];
  const bandLabels = [...bands]
    .sort((a, b) => Number(b.strong) - Number(a.strong))
    .slice(0, 5)
    .map((band) => {
      const { x: start, w } = spanOf(band.first, band.last);
      const size = textWidth(band.name);
      const at = Math.min(Math.max(start + w / 2, left + size / 2), width - right - size / 2);
      const [from, to] = [at - size / 2, at + size / 2];
      if (taken.some((other) => from < other.to + 8 && to > other.from - 8)) return null;
      taken.push({ from, to });
      return (
        <Text x={at} y={top - 8} anchor="middle" kind={band.strong ? 'b' : 'm s'}>
          {band.name}
        </Text>
      );
    });
  // The largest deviations come first; a label that would lie on one before it is left out.
  const isLabelled = rings.map((ring, k) =>
    rings.slice(0, k).every((other) => Math.abs(x(other.day) - x(ring.day)) > textWidth(ring.text) + 12),
  );
  const body = (cursor: number | null) => {
    const at = cursor ?? options.rest;
    return (
      <>
        {readout(at)}
        {bands.map((band) => {
          const { x: start, w } = spanOf(band.first, band.last);
          return <Rect x={start} y={top - 22} w={w} h={floor - top + 22} fill="var(--wash2)" />;
        })}
        {ticks.map((tick, i) => (
          <>
            <Line x1={left} x2={width - right} y1={y(tick)} y2={y(tick)} kind={i === 0 ? 'ax' : 'g'} />
            {!narrow && (
              <Text x={left - 8} y={y(tick) + 4} anchor="end" kind="m">
                {labels[i]}
              </Text>
            )}
          </>
        ))}
        {isFew &&
          days.map((day, i) => day.isWeekend && <Rect {...spanOf(i, i)} y={floor + 1} h={3} fill="var(--rule)" />)}
        {dayTicks(days, width - left - right).map((i) => (
          <>
            <Line x1={x(i)} x2={x(i)} y1={floor} y2={floor + 5} kind="ax" />
            <Text
              x={x(i)}
              y={height - 5}
              kind="m"
              anchor={x(i) < left + 30 ? 'start' : x(i) > width - right - 30 ? 'end' : 'middle'}>
              {narrow || days.length > 120 ? days[i]!.label.replace(/^\w{3} /, '') : days[i]!.label}
            </Text>
          </>
        ))}
        {bandLabels}
        <Path points={beforePoints} stroke="var(--prev)" width={1.5} />
        {weeks ? (
          <>
            <Area
              top={weeks.map((week): Point => [week.x, y(week.high)])}
              bottom={weeks.map((week): Point => [week.x, y(week.low)])}
              fill="var(--accent)"
              opacity={0.16}
            />
            <Path points={weeks.map((week): Point => [week.x, y(week.mean)])} stroke="var(--accent)" />
          </>
        ) : (
          <Path points={nowPoints} stroke="var(--accent)" width={isFew ? 2 : 1.5} />
        )}
        {narrow && insideLabels(bandLabels.some(Boolean) ? ticks.slice(0, -1) : ticks, labels, y)}
        {days.length === 1 && <Dot x={x(0)} y={y(days[0]!.value)} fill="var(--accent)" />}
        {rings.slice(0, 5).map((ring, k) => (
          <>
            <circle
              cx={x(ring.day)}
              cy={y(days[ring.day]!.value)}
              r={4.5}
              fill="var(--bg)"
              stroke="var(--accent)"
              stroke-width={1.5}
            />
            {isLabelled[k] && (
              <Text
                x={x(ring.day)}
                y={y(days[ring.day]!.value) + (y(days[ring.day]!.value) > floor - 26 ? -10 : 20)}
                anchor={x(ring.day) > width - right - 60 ? 'end' : x(ring.day) < left + 60 ? 'start' : 'middle'}
                kind="i halo">
                {ring.text}
              </Text>
            )}
          </>
        ))}
        <g data-screen>
          <Line x1={x(at)} x2={x(at)} y1={top} y2={floor} stroke="var(--ink)" dash="2 2" />
          {days[at]?.before && <Dot x={x(at)} y={y(days[at]!.before!.value)} r={5} fill="var(--prev)" width={2} />}
          <Dot x={x(at)} y={y(days[at]?.value ?? 0)} r={5} fill="var(--accent)" width={2} />
        </g>
        {!narrow &&
          endLabels(
            width - right + 12,
            y(days.at(-1)?.value ?? 0),
            beforePoints.at(-1)?.[1] ?? null,
            options.endLabels,
            floor,
          )}
      </>
    );
  };
  return { height, body, marks, ...(options.block ? { block: options.block } : {}) };
}

/** Names both lines at their ends: clear of one another and of the edges, whatever lines of text they have. */
function endLabels(x: number, yNow: number, yBefore: number | null, labels: TrendOptions['endLabels'], floor: number) {
  const { now, before } = labels;
  const clamp = (value: number, texts: string[]) => Math.min(Math.max(value, 60), floor - 16 * texts.length + 14);
  const room = 16 * Math.max(now.length, before?.length ?? 0) + 6;
  let a = clamp(yNow, now),
    b = before ? clamp(yBefore ?? yNow, before) : a;
  if (before && Math.abs(a - b) < room) {
    const top = Math.min(Math.max((a + b - room) / 2, 60), floor - room - 16 * now.length + 14);
    [a, b] = yNow <= (yBefore ?? yNow) ? [top, top + room] : [top + room, top];
  }
  const lines = (texts: string[], y: number, head: string, value: string) =>
    texts.map((text, i) => (
      <Text x={x} y={y - 2 + 16 * i} kind={i + 1 < texts.length ? head : value}>
        {text}
      </Text>
    ));
  return (
    <>
      {lines(now, a, 'ac', 'i s')}
      {before && lines(before, b, 'm', 'm s')}
    </>
  );
}

// Effects with their intervals on one scale of equal unit length: a dot for amounts, a diamond for visits, a tick for what is
// built in.
import { Diamond, Dot, fitted, Interval, Line, Text, textWidth } from './marks';
import { linear, roundTicks } from './scale';
import type { Drawing, Mark } from './plot';

export interface Effect {
  value: number;
  low: number;
  high: number;
  label: string;
  /** What the scenario has built in, where it is known. */
  truth: number | null;
}
export interface EffectRow {
  name: string;
  shortName: string;
  colour: string;
  amount: Effect | null;
  visits: Effect | null;
  text: string;
  on: boolean;
  dim: boolean;
  act?: (() => void) | undefined;
}
export interface EffectPanel {
  title: string;
  rows: EffectRow[];
}

const kRow = 46,
  kTop = 46;

const tick = (x: number, y: number) => <Line x1={x} x2={x} y1={y - 7} y2={y + 7} stroke="var(--ink2)" width={1.5} />;

export function drawEffects(width: number, panels: EffectPanel[], percent: (value: number) => string): Drawing {
  const narrow = width < 560;
  const names = panels.flatMap(({ rows }) => rows.map((row) => textWidth(narrow ? row.shortName : row.name)));
  const left = Math.min(narrow ? 124 : 200, Math.max(60, ...names) + 12);
  const bounds = panels.map(({ rows }) => {
    const all = rows.flatMap((row) => [row.amount, row.visits]).filter((one): one is Effect => one !== null);
    const ends = all.flatMap((one) => [one.low, one.high, one.truth ?? 0]);
    const ticks = roundTicks(Math.min(0, ...ends), Math.max(0.05, ...ends), 4);
    return { ticks, low: ticks[0]!, high: ticks.at(-1)! };
  });
  const gap = 20,
    labels = 62;
  const spans = bounds.map((one) => one.high - one.low);
  const unit = narrow
    ? (width - left - labels) / Math.max(...spans)
    : (width - left - gap * (panels.length - 1) - labels * panels.length) / spans.reduce((a, b) => a + b, 0);
  let x0 = left,
    y0 = 0;
  const marks: Mark[] = [];
  const groups = panels.map((panel, k) => {
    const { ticks, low, high } = bounds[k]!;
    const x = linear(low, high, x0, x0 + (high - low) * unit);
    const [start, end, base] = [x0, x(high), y0];
    const bottom = base + kTop + panel.rows.length * kRow;
    const group = (
      <g>
        <Text x={start} y={base + 12} kind="b">
          {panel.title}
        </Text>
        {ticks.map((tick, i) => (
          <>
            <Line x1={x(tick)} x2={x(tick)} y1={base + 34} y2={bottom - 4} kind={tick === 0 ? 'ax' : 'g'} />
            {(unit * (ticks[1]! - ticks[0]!) > 34 || i % 2 === 0) && (
              <Text x={x(tick)} y={base + 29} kind="m s" anchor={i === 0 ? 'start' : 'middle'}>
                {tick === 0 ? '0' : percent(tick)}
              </Text>
            )}
          </>
        ))}
        {panel.rows.map((row, i) => {
          const y = base + kTop + i * kRow + 10;
          const one = (effect: Effect, at: number, isVisits: boolean) => (
            <>
              <Interval x1={x(effect.low)} x2={x(effect.high)} y={at} />
              {effect.truth !== null && tick(x(effect.truth), at)}
              {isVisits ? (
                <Diamond x={x(effect.value)} y={at} stroke={row.colour} />
              ) : (
                <Dot x={x(effect.value)} y={at} r={4.5} fill={row.colour} />
              )}
              <Text x={x(effect.high) + 9} y={at + 4} kind={isVisits ? 'm s' : 's i'}>
                {effect.label}
              </Text>
            </>
          );
          const isWide = narrow || k === 0;
          marks.push({
            x: isWide ? 0 : start - 4,
            y: y - 14,
            w: narrow ? width : isWide ? end + labels : end + labels - start,
            h: kRow - 4,
            text: row.text,
            act: row.act,
            on: row.on,
          });
          return (
            <g class={row.dim ? 'dim' : ''}>
              {i > 0 && <Line x1={k === 0 || narrow ? 0 : start} x2={end + labels - 6} y1={y - 16} y2={y - 16} />}
              {(narrow || k === 0) && (
                <Text x={left - 12} y={y + 13} anchor="end" kind={i === 0 ? 'b' : 'i'}>
                  {fitted(narrow ? row.shortName : row.name, left - 12)}
                </Text>
              )}
              {row.amount && one(row.amount, y, false)}
              {row.visits && one(row.visits, y + 18, true)}
            </g>
          );
        })}
      </g>
    );
    if (narrow) y0 = bottom + 20;
    else x0 = end + labels + gap;
    return group;
  });
  const foot = (narrow ? y0 - 20 : kTop + Math.max(...panels.map((panel) => panel.rows.length)) * kRow) + 16;
  const key = narrow ? 0 : left;
  const hasTruth = panels.some(({ rows }) => rows.some(({ amount }) => amount && amount.truth !== null));
  const [truthX, truthY] = narrow ? [5, foot + 18] : [key + 300, foot];
  const body = (
    <>
      {groups}
      <Dot x={key + 5} y={foot - 4} r={4.5} fill="var(--ink2)" />
      <Text x={key + 15} y={foot} kind="m s">
        amount a transaction
      </Text>
      <Diamond x={key + 160} y={foot - 4} stroke="var(--ink2)" />
      <Text x={key + 170} y={foot} kind="m s">
        transactions a day
      </Text>
      {hasTruth && (
        <>
          {tick(truthX, truthY - 4)}
          <Text x={truthX + 8} y={truthY} kind="m s">
            built into the scenario
          </Text>
        </>
      )}
    </>
  );
  return { height: (hasTruth ? truthY : foot) + 8, body, marks };
}

// What customers are expected to be worth: one ridge a persona on a common scale, and the chance that they still buy.
import { tableOf } from '../charts/export';
import { Area, fitted, Line, Path, smooth, Text, textWidth, type Point } from '../charts/marks';
import type { Drawing, Mark } from '../charts/plot';
import { logarithmic } from '../charts/scale';
import { toggle } from '../app/state';
import { analysisRows, numberOf, textOf, type Row } from '../data/document';
import { notFollowed } from '../data/filters';
import { notAffected, personaColour, type Context, type View } from './view';

interface Ridge {
  name: string;
  shortName: string;
  colour: string;
  median: number;
  steps: readonly Row[];
  dim: boolean;
  on: boolean;
  act: (() => void) | undefined;
  alive: number;
}

/** Share of customers, the best first, that hold half of the value; within a step of the distribution in proportion. */
function shareOfHalf(rows: readonly Row[]): number {
  const steps = [...rows].sort((a, b) => numberOf(b, 'low') - numberOf(a, 'low'));
  const total = steps.reduce((sum, row) => sum + (numberOf(row, 'clv') || 0), 0);
  const customers = steps.reduce((sum, row) => sum + numberOf(row, 'customers'), 0);
  let value = 0,
    count = 0;
  for (const row of steps) {
    const clv = numberOf(row, 'clv') || 0;
    if (value + clv >= total / 2) return (count + (numberOf(row, 'customers') * (total / 2 - value)) / clv) / customers;
    value += clv;
    count += numberOf(row, 'customers');
  }
  return NaN;
}

/** Mean probability to be alive, from the middle of the steps. */
function meanAlive(steps: readonly Row[]): number {
  const n = steps.reduce((sum, row) => sum + numberOf(row, 'customers'), 0);
  const middle = (row: Row) => (numberOf(row, 'low') + Math.min(1, numberOf(row, 'high'))) / 2;
  return n > 0 ? steps.reduce((sum, row) => sum + numberOf(row, 'customers') * middle(row), 0) / n : NaN;
}

function decades(low: number, high: number): number[] {
  const ticks: number[] = [];
  for (let power = Math.ceil(Math.log10(low) - 1e-9); power <= Math.log10(high) + 1e-9; ++power)
    ticks.push(10 ** power);
  return ticks;
}

function drawRidges(width: number, ridges: Ridge[], { numbers }: Context): Drawing {
  const left = Math.min(width * 0.45, Math.max(56, ...ridges.map((ridge) => textWidth(ridge.shortName)))) + 12,
    top = 16,
    height = width < 400 ? 54 : 66;
  const all = ridges.flatMap((ridge) => ridge.steps);
  const [low, high] = [
    Math.min(...all.map((row) => numberOf(row, 'low'))),
    Math.max(...all.map((row) => numberOf(row, 'high'))),
  ];
  const x = logarithmic(low / 1.4, high * 1.4, left, width - 8);
  const bottom = top + ridges.length * height;
  const marks: Mark[] = ridges.map((ridge, i) => ({
    x: 0,
    y: top + i * height + 4,
    w: width,
    h: height - 6,
    act: ridge.act,
    on: ridge.on,
    text: `${ridge.name}: median ${numbers.money(ridge.median)}${Number.isFinite(ridge.alive) ? `, about ${numbers.percent(ridge.alive, 0)} expected to be active still` : ''}`,
  }));
  // From the right, where the money is, as many as have room; amounts that read as nothing have no label.
  const ticks: number[] = [];
  for (const tick of decades(low / 1.4, high * 1.4).reverse())
    if (tick >= 0.01 && !(x(ticks.at(-1) ?? Infinity) - x(tick) < 44)) ticks.push(tick);
  const body = (
    <>
      {ticks.map((tick) => (
        <>
          <Line x1={x(tick)} x2={x(tick)} y1={top - 4} y2={bottom} />
          <Text x={x(tick)} y={bottom + 16} anchor="middle" kind="m s">
            {numbers.shortMoney(tick).replace(/\.0+(?=\D|$)/, '')}
          </Text>
        </>
      ))}
      {ridges.map((ridge, i) => {
        const floor = top + (i + 1) * height - 2;
        const highest = Math.max(...ridge.steps.map((row) => numberOf(row, 'share')), 1e-9);
        const corners: Point[] = [];
        ridge.steps.forEach((row, k) => {
          const middle = Math.sqrt(numberOf(row, 'low') * numberOf(row, 'high'));
          if (k === 0) corners.push([x(numberOf(row, 'low') ** 1.5 / numberOf(row, 'high') ** 0.5), floor]);
          corners.push([x(middle), floor - ((height - 16) * numberOf(row, 'share')) / highest]);
          if (k === ridge.steps.length - 1)
            corners.push([x(numberOf(row, 'high') ** 1.5 / numberOf(row, 'low') ** 0.5), floor]);
        });
        const points = smooth(corners),
          median = x(ridge.median);
        return (
          <g class={ridge.dim ? 'dim' : ''}>
            <Area
              top={points}
              bottom={[
                [points[0]?.[0] ?? 0, floor],
                [points.at(-1)?.[0] ?? 0, floor],
              ]}
              fill={ridge.colour}
              opacity={0.22}
            />
            <Path points={points} stroke={ridge.colour} width={1.5} />
            <Line x1={left} x2={width - 8} y1={floor} y2={floor} kind="ax" />
            <Line x1={median} x2={median} y1={floor - height + 14} y2={floor} stroke="var(--ink)" width={1.5} />
            <Text x={left - 10} y={floor - 20} anchor="end" kind="i">
              {fitted(ridge.shortName, left - 10)}
            </Text>
            <Text x={left - 10} y={floor - 4} anchor="end" kind="m s">
              {numbers.shortMoney(ridge.median)}
            </Text>
          </g>
        );
      })}
    </>
  );
  return { height: bottom + 22, body, marks };
}

/** A ridge for each name: personas, or the segments that are filtered. */
function ridgesOf(rows: readonly Row[], context: Context, segments: readonly number[] | undefined): Ridge[] {
  const { personas, shortPersonas, selection } = context;
  const axis = segments ? 'segment' : 'persona',
    names = segments ? context.header.dimensions.segment!.values : personas.length > 1 ? personas : [''];
  const chosen = selection.filters.sets[axis];
  const own = (measure: string, name: string) =>
    rows
      .filter((row) => textOf(row, 'measure') === measure && textOf(row, axis) === name && numberOf(row, 'high') > 0)
      .sort((a, b) => numberOf(a, 'low') - numberOf(b, 'low'));
  return names
    .map((name, i): Ridge => {
      const steps = own('clv', name).filter((row) => numberOf(row, 'low') > 0);
      return {
        name: name || 'All',
        shortName: segments ? name : name && shortPersonas[i]!,
        colour: segments || !name ? 'var(--accent)' : personaColour(i),
        median: numberOf(steps[0], 'median'),
        steps,
        alive: meanAlive(own('probability_alive', name)),
        on: Boolean(chosen?.includes(i)),
        dim: Boolean(chosen && !chosen.includes(i)),
        act: name ? () => toggle(axis, i) : undefined,
      };
    })
    .filter((one) => one.steps.length > 0 && (!segments || one.on))
    .sort((a, b) => b.median - a.median);
}

export const valueView: View = (context) => {
  const { header, numbers, selection } = context;
  const bySegment = analysisRows(header, 'clv_segments');
  const segments = bySegment.length > 0 ? selection.filters.sets.segment : undefined;
  const rows = segments ? bySegment : analysisRows(header, 'clv_distribution');
  const ridges = ridgesOf(rows, context, segments);
  if (ridges.length === 0) return null;
  const values = rows.filter((row) => textOf(row, 'measure') === 'clv' && numberOf(row, 'low') > 0);
  const shown = (row: Row) =>
    segments ? ridges.some((one) => one.name === textOf(row, 'segment')) : textOf(row, 'persona') === '';
  const all = values.filter(shown);
  const half = shareOfHalf(all),
    alive = segments
      ? meanAlive(rows.filter((row) => textOf(row, 'measure') === 'probability_alive' && shown(row)))
      : Number(header.facts.find(({ id }) => id === 'clv.active_share')?.value);
  const total = all.reduce((sum, row) => sum + (numberOf(row, 'clv') || 0), 0);
  const title = Number.isFinite(half)
    ? `Half of next year’s value sits with ${numbers.percent(half, 0)} of ${segments ? 'these ' : ''}customers`
    : 'Expected value of customers';
  return {
    id: 'value',
    title,
    sub: `Expected revenue of 12 months, discounted: ${numbers.money(total)} in all · line: median`,
    note: `Each ridge has its own height.${Number.isFinite(alive) ? ` Expected to be active still: ${numbers.percent(alive)} of ${segments ? 'these' : 'all'} customers.` : ''}${notAffected(notFollowed(selection.filters, [segments ? 'segment' : 'persona']))}`,
    summary: `${title}. ${ridges.map((one) => `${one.name}: median ${numbers.money(one.median)}`).join(', ')}.`,
    table: () =>
      tableOf(segments ? all : values, [
        [segments ? 'Segment' : 'Persona', (row) => textOf(row, segments ? 'segment' : 'persona') || 'All'],
        ['From', (row) => numberOf(row, 'low'), numbers.shortMoney],
        ['Below', (row) => numberOf(row, 'high'), numbers.shortMoney],
        ['Customers', (row) => numberOf(row, 'customers'), numbers.count],
        ['Share', (row) => numberOf(row, 'share'), numbers.percent],
      ]),
    draw: (width) => drawRidges(width, ridges, context),
  };
};

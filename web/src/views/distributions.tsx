// How large baskets are, and how much a transaction is worth, typical and extreme.
import { Area, Line, Rect, Text, type Point } from '../charts/marks';
import type { Drawing, Mark } from '../charts/plot';
import { logarithmic } from '../charts/scale';
import { numberWord } from '../format/words';
import { setValues, toggle } from '../app/state';
import { notAffected, personaColour, type Follows, type Context, type View } from './view';

/** The amount below which a share of transactions lies, even within a bin on the log scale. */
function quantile(bins: Float64Array, edges: number[], share: number): number {
  const total = bins.reduce((sum, value) => sum + value, 0);
  let seen = 0;
  for (let i = 0; i < bins.length; ++i) {
    if (seen + bins[i]! >= share * total && bins[i]! > 0) {
      const part = (share * total - seen) / bins[i]!;
      return Math.exp(Math.log(Math.max(1, edges[i]!)) * (1 - part) + Math.log(edges[i + 1]!) * part);
    }
    seen += bins[i]!;
  }
  return NaN;
}

interface Shape {
  typical: number;
  lines: Float64Array;
  spend: Float64Array;
  edges: number[];
  median: number;
  top: number;
}

function shapeOf({ selection, header }: Context): Shape {
  const scale = 10 ** header.meta.currency.minor_digits;
  const edges = header.dimensions.spend.edges.map((edge) => edge / scale);
  const lines = selection.basketLines,
    spend = selection.spend.total;
  // The median: the last bin holds all larger baskets, and would be the most frequent of none.
  const half = lines.reduce((sum, value) => sum + value, 0) / 2;
  let typical = 0;
  for (let below = lines[0] ?? 0; typical < lines.length - 1 && below < half; below += lines[typical]!) ++typical;
  return { typical, lines, spend, edges, median: quantile(spend, edges, 0.5), top: quantile(spend, edges, 0.99) };
}

/** Whether the data can follow a choice of sizes or amounts of baskets. */
function canChoose({ selection }: Context, name: 'spend' | 'lines'): boolean {
  return Boolean(selection.dataset.cubes.get(`${name}_visits`)?.index.day);
}

function choice(context: Context, name: 'spend' | 'lines', value: number): Pick<Mark, 'act' | 'on'> {
  if (!canChoose(context, name)) return {};
  return {
    on: Boolean(context.selection.filters.sets[name]?.includes(value)),
    act: () => toggle(name, value),
  };
}

function drawLines(
  width: number,
  shape: Shape,
  context: Context,
): { height: number; body: preact.ComponentChildren; marks: Mark[] } {
  const { numbers, header, selection } = context,
    { values, last_is_more: more } = header.dimensions.lines,
    chosen = selection.filters.sets.lines;
  const total = shape.lines.reduce((sum, value) => sum + value, 0),
    highest = Math.max(...shape.lines, 1);
  let shown = shape.lines.length;
  while (shown > 1 && shape.lines[shown - 1] === 0) --shown;
  const w = width / shown,
    marks: Mark[] = [];
  const body = (
    <>
      <Text x={0} y={11} kind="m s">
        Lines a basket
      </Text>
      {Array.from({ length: shown }, (_, i) => {
        const tall = (74 * shape.lines[i]!) / highest,
          name = `${values[i]}${more && i === shape.lines.length - 1 ? '+' : ''}`;
        marks.push({
          x: i * w,
          y: 16,
          w,
          h: 104,
          ...choice(context, 'lines', i),
          text: `${name} ${values[i] === 1 ? 'line' : 'lines'}: ${numbers.percent(shape.lines[i]! / total)} of baskets`,
        });
        return (
          <>
            <Rect
              x={i * w + 2}
              y={102 - tall}
              w={w - 4}
              h={tall}
              fill={chosen?.includes(i) ? 'var(--accent)' : 'var(--axis)'}
              radius={1}
            />
            <Text x={i * w + w / 2} y={117} anchor="middle" kind="m s">
              {name}
            </Text>
            {w > 34 && (
              <Text x={i * w + w / 2} y={98 - tall} anchor="middle" kind={i === shape.typical ? 'b s' : 's'}>
                {numbers.percent(shape.lines[i]! / total, 0)}
              </Text>
            )}
          </>
        );
      })}
    </>
  );
  return { height: 124, body, marks };
}

function drawSpend(
  width: number,
  top: number,
  shape: Shape,
  context: Context,
): { height: number; body: preact.ComponentChildren; marks: Mark[]; first: number } {
  const { numbers, selection } = context,
    { edges, spend } = shape,
    chosen = selection.filters.sets.spend ?? [];
  const used = Array.from(spend, (value, i) => (value > 0 ? i : -1)).filter((i) => i >= 0);
  const [first, last] = [
    Math.max(0, (used[0] ?? 0) - 1),
    Math.min(spend.length - 1, (used.at(-1) ?? spend.length - 1) + 1),
  ];
  const x = logarithmic(Math.max(edges[first]!, 0.01), edges[last + 1]!, 0, width);
  const tall = 92,
    floor = top + 22 + tall,
    highest = Math.max(...spend, 1);
  const total = spend.reduce((sum, value) => sum + value, 0);
  const below = new Float64Array(spend.length);
  const order = selection.personas
    .map((_, i) => i)
    .sort((a, b) => quantile(selection.spend.bins[a]!, edges, 0.5) - quantile(selection.spend.bins[b]!, edges, 0.5));
  const middle = (i: number) => x(Math.sqrt(Math.max(edges[i]!, 0.01) * edges[i + 1]!));
  const areas = order
    .filter((persona) => selection.spend.bins[persona]!.some((value) => value > 0))
    .map((persona) => {
      const bottom: Point[] = [],
        upper: Point[] = [];
      for (let i = first; i <= last; ++i) {
        bottom.push([middle(i), floor - (tall * below[i]!) / highest]);
        below[i]! += selection.spend.bins[persona]![i]!;
        upper.push([middle(i), floor - (tall * below[i]!) / highest]);
      }
      return <Area top={upper} bottom={bottom} fill={personaColour(persona)} stroke="var(--bg)" />;
    });
  const marks: Mark[] = [];
  for (let i = first; i <= last; ++i)
    marks.push({
      x: x(Math.max(edges[i]!, 0.01)),
      y: top + 20,
      w: x(edges[i + 1]!) - x(Math.max(edges[i]!, 0.01)),
      h: tall + 4,
      ...choice(context, 'spend', i),
      text: `${numbers.shortMoney(edges[i]!)} to ${numbers.shortMoney(edges[i + 1]!)}: ${numbers.percent(spend[i]! / total)} of transactions`,
    });
  const ticks: number[] = [];
  for (let power = Math.ceil(Math.log10(Math.max(edges[first]!, 0.01))); 10 ** power <= edges[last + 1]!; ++power)
    ticks.push(10 ** power);
  const at = x(shape.median);
  const body = (
    <>
      <Text x={0} y={top + 11} kind="m s">
        Spend a transaction (log scale), by persona
      </Text>
      {areas}
      <Line x1={0} x2={width} y1={floor} y2={floor} kind="ax" />
      {chosen.map((i) => (
        <Rect
          x={x(Math.max(edges[i]!, 0.01))}
          y={floor}
          w={x(edges[i + 1]!) - x(Math.max(edges[i]!, 0.01))}
          h={4}
          fill="var(--accent)"
        />
      ))}
      {ticks.map((tick) => (
        <>
          <Line x1={x(tick)} x2={x(tick)} y1={floor} y2={floor + 4} kind="ax" />
          <Text
            x={x(tick)}
            y={floor + 16}
            anchor={x(tick) < 24 ? 'start' : x(tick) > width - 30 ? 'end' : 'middle'}
            kind="m s">
            {numbers.shortMoney(tick).replace(/\.0+(?=\D|$)/, '')}
          </Text>
        </>
      ))}
      {Number.isFinite(shape.median) && (
        <>
          <Line x1={at} x2={at} y1={top + 18} y2={floor} stroke="var(--ink)" width={1.5} />
          <Text
            x={at + (at > width * 0.6 ? -6 : 6)}
            y={top + 28}
            anchor={at > width * 0.6 ? 'end' : 'start'}
            kind="b s halo">{`median ${numbers.shortMoney(shape.median)}`}</Text>
        </>
      )}
    </>
  );
  return { height: floor + 22, body, marks, first };
}

export const distributionsFollow: Follows = ({ header, selection: { spend, basketLines, ignoredByBins, filters } }) => [
  header,
  spend,
  basketLines,
  String(ignoredByBins),
  String(filters.sets.spend),
  String(filters.sets.lines),
];

export const distributionsView: View = (context) => {
  const { selection, numbers, header } = context;
  const shape = shapeOf(context),
    chooses = canChoose(context, 'spend');
  const hasLines = shape.lines.some((value) => value > 0),
    hasSpend = shape.spend.some((value) => value > 0);
  const total = shape.spend.reduce((sum, value) => sum + value, 0);
  const typical = header.dimensions.lines.values[shape.typical] ?? 0;
  const isOpen = header.dimensions.lines.last_is_more && shape.typical === shape.lines.length - 1;
  const parts = [
    hasLines
      ? `A typical basket has ${numberWord(typical)} ${typical === 1 ? 'line' : 'lines'}${isOpen ? ' or more' : ''}`
      : '',
    total >= 100 ? `${hasLines ? 'o' : 'O'}ne in a hundred exceeds ${numbers.shortMoney(shape.top)}` : '',
  ].filter(Boolean);
  return {
    id: 'distributions',
    title: parts.join('; ') || 'Baskets and spend',
    sub: 'Baskets by lines, transactions by amount',
    note: `Colours as in the persona table.${notAffected(selection.ignoredByBins)} The last amounts are read from steps of the scale. ${chooses ? 'A bar, or a step of the amount, filters; drag over several.' : 'Sizes and amounts are shown only, no filters.'}`,
    summary: `${parts.join('; ')}. Median ${numbers.shortMoney(shape.median)}.`,
    empty: !hasLines && !hasSpend ? 'No purchase under these filters.' : undefined,
    table: () => ({
      columns: [{ name: 'What' }, { name: 'From', kind: 'number' }, { name: 'Transactions', kind: 'number' }],
      rows: [
        ...Array.from(shape.lines, (value, i) => ['Lines a basket', header.dimensions.lines.values[i]!, value]),
        ...Array.from(shape.spend, (value, i) => ['Amount', shape.edges[i]!, value]),
      ],
    }),
    draw: (width): Drawing => {
      const lines = hasLines ? drawLines(width, shape, context) : { height: 0, body: null, marks: [] };
      const spend = drawSpend(width, lines.height + (hasLines ? 18 : 0), shape, context);
      return {
        height: spend.height,
        body: (
          <>
            {lines.body}
            {spend.body}
          </>
        ),
        marks: [...lines.marks, ...spend.marks],
        ...(chooses && {
          block: (from: number, to: number) => {
            const [low, high] = [Math.min(from, to), Math.max(from, to)];
            const isLines = high < lines.marks.length;
            // A drag from one of the two charts into the other is of neither.
            if (!isLines && low < lines.marks.length) return;
            const shift = isLines ? 0 : spend.first - lines.marks.length;
            setValues(
              isLines ? 'lines' : 'spend',
              Array.from({ length: high - low + 1 }, (_, i) => low + i + shift),
            );
          },
        }),
      };
    },
  };
};

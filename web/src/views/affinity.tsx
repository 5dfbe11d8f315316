// Which categories meet in a basket more or less often than chance would have it, within each persona.
import { tableOf } from '../charts/export';
import { Rect, Text, textWidth } from '../charts/marks';
import type { Drawing, Mark } from '../charts/plot';
import { analysisRows, flagOf, numberOf, textOf, type Row } from '../data/document';
import { filters, setFilters } from '../app/state';
import { kNoFilters, notFollowed, withSet, type Filters } from '../data/filters';
import { categoryName } from '../format/words';
import { byRevenue, following, notAffected, personaColour, type Follows, type Context, type View } from './view';

interface Pair {
  left: string;
  right: string;
  /** Over that of the sizes of baskets, as its interval. */
  lift: number;
  raw: number;
  low: number;
  high: number;
  support: number;
  confidence: number;
  baskets: number;
  isClear: boolean;
  persona: number;
}
interface Block {
  persona: number;
  name: string;
  baskets: number;
  categories: string[];
  pairs: Map<string, Pair>;
}

const kMost = 8,
  kCellWidth = 38,
  kCellHeight = 26;
const keyOf = (a: string, b: string) => (a < b ? `${a}\n${b}` : `${b}\n${a}`);
const pairName = ({ left, right }: Pair) => `${categoryName(left)} + ${categoryName(right)}`;

/** Colours away from 1.00: blue above, orange below, wash within what is called no difference. */
function liftColour(lift: number): [string, string] {
  if (lift >= 1.45) return ['var(--s6)', 'var(--o6)'];
  if (lift >= 1.2) return ['var(--s4)', 'var(--o4)'];
  if (lift >= 1.04) return ['var(--s2)', 'var(--o2)'];
  if (lift > 0.96) return ['var(--wash)', 'var(--ink3)'];
  if (lift > 0.9) return ['var(--m1)', 'var(--om1)'];
  return lift > 0.8 ? ['var(--m2)', 'var(--om2)'] : ['var(--m3)', 'var(--om3)'];
}

/** The lift that the sizes of baskets alone give. */
const baseOf = (row: Row) => numberOf(row, 'base_lift') || 1;

function blocksOf(rows: readonly Row[], { personas, selection }: Context): Block[] {
  const hasPersonas = rows.some((row) => textOf(row, 'persona') !== '') && personas.length > 1;
  const order = hasPersonas ? byRevenue(selection) : [-1];
  const chosen = selection.filters.sets.persona;
  return order
    .filter((i) => !chosen || i < 0 || chosen.includes(i))
    .map((persona) => {
      const own = rows.filter((row) => textOf(row, 'persona') === (persona < 0 ? '' : personas[persona]));
      const counts = new Map<string, number>();
      for (const row of own) {
        counts.set(textOf(row, 'left_category'), numberOf(row, 'left_baskets'));
        counts.set(textOf(row, 'right_category'), numberOf(row, 'right_baskets'));
      }
      const categories = [...counts]
        .sort((a, b) => b[1] - a[1])
        .slice(0, kMost)
        .map(([name]) => name);
      const pairs = new Map(
        own.map((row): [string, Pair] => [
          keyOf(textOf(row, 'left_category'), textOf(row, 'right_category')),
          {
            left: textOf(row, 'left_category'),
            right: textOf(row, 'right_category'),
            lift: numberOf(row, 'lift') / baseOf(row),
            low: numberOf(row, 'lift_low') / baseOf(row),
            high: numberOf(row, 'lift_high') / baseOf(row),
            raw: numberOf(row, 'lift'),
            support: numberOf(row, 'support'),
            confidence: numberOf(row, 'confidence'),
            baskets: numberOf(row, 'both_baskets'),
            isClear: flagOf(row, 'is_significant') === true,
            persona,
          },
        ]),
      );
      return {
        persona,
        name: persona < 0 ? 'All baskets' : personas[persona]!,
        baskets: numberOf(own[0], 'baskets'),
        categories,
        pairs,
      };
    })
    .filter((block) => block.categories.length > 1);
}

/** The filters of a pair: its two categories, within its persona; null where a category has no name of its own. */
function filtersOfPair(pair: Pair, { header }: Context): ((now: Filters) => Filters) | null {
  const both = [pair.left, pair.right].map((name) => header.dimensions.category.values.indexOf(name));
  if (both.includes(-1)) return null;
  return (now) => {
    const chosen = withSet(now, 'category', both);
    return pair.persona < 0 ? chosen : withSet(chosen, 'persona', [pair.persona]);
  };
}

function markOfPair(pair: Pair, context: Context): Pick<Mark, 'act' | 'on'> {
  const choose = filtersOfPair(pair, context);
  if (!choose) return {};
  const isOf = ({ sets }: Filters) => {
    const wanted = choose(kNoFilters).sets;
    return String(sets.category) === String(wanted.category) && String(sets.persona) === String(wanted.persona);
  };
  return {
    on: isOf(context.selection.filters),
    act: () => {
      const now = filters.value;
      setFilters(isOf(now) ? withSet(withSet(now, 'category', []), 'persona', []) : choose(now));
    },
  };
}

function drawBlocks(width: number, blocks: Block[], furthest: Pair[], context: Context): Drawing {
  const { numbers } = context;
  const marks: Mark[] = [];
  let x0 = 0,
    y0 = 0,
    tallest = 0;
  const place = (w: number, h: number): [number, number] => {
    if (x0 > 0 && x0 + w > width) {
      x0 = 0;
      y0 += tallest + 28;
      tallest = 0;
    }
    const at: [number, number] = [x0, y0];
    x0 += w + 24;
    tallest = Math.max(tallest, h);
    return at;
  };
  const widthOf = (block: Block) =>
    Math.max(
      textWidth(`${block.name} ${numbers.count(block.baskets)} baskets`, 13) + 20,
      ...block.categories.map((name, i) => i * kCellWidth + 8 + textWidth(categoryName(name))),
    );
  const columnWidth = Math.min(width, Math.max(240, ...blocks.map(widthOf)));
  const drawn = blocks.map((block) => {
    const n = block.categories.length;
    const cell = Math.min(kCellWidth, Math.max(30, (width - 120) / n));
    const names = block.categories.map(categoryName);
    const [x, y] = place(columnWidth, 24 + n * kCellHeight);
    return (
      <g>
        {block.persona >= 0 && <Rect x={x} y={y + 2} w={10} h={10} fill={personaColour(block.persona)} radius={2} />}
        <Text x={x + (block.persona >= 0 ? 18 : 0)} y={y + 12} kind="b l">
          {block.name}
          <tspan class="m" dx="6" font-weight="400">
            {numbers.count(block.baskets)} baskets
          </tspan>
        </Text>
        {names.map((name, i) => (
          <>
            {block.categories.slice(0, i).map((other, j) => {
              const pair = block.pairs.get(keyOf(other, block.categories[i]!));
              const [px, py] = [x + j * cell, y + 24 + i * kCellHeight];
              if (!pair)
                return (
                  <Text x={px + cell / 2} y={py + 17} anchor="middle" kind="m s">
                    –
                  </Text>
                );
              const [fill, ink] = liftColour(pair.lift);
              const filter = markOfPair(pair, context);
              marks.push({
                ...filter,
                x: px,
                y: py,
                w: cell,
                h: kCellHeight,
                text: `${block.name}: ${pairName(pair)}: ${numbers.two(pair.lift)} times as often as by chance [${numbers.two(pair.low)}, ${numbers.two(pair.high)}], lift ${numbers.two(pair.raw)}, support ${numbers.percent(pair.support)}, confidence ${numbers.percent(pair.confidence)}`,
              });
              return (
                <>
                  <Rect
                    x={px + 1}
                    y={py + 1}
                    w={cell - 2}
                    h={kCellHeight - 2}
                    fill={fill}
                    radius={2}
                    {...(filter.on ? { stroke: 'var(--ink)' } : {})}
                  />
                  <Text x={px + cell / 2} y={py + 17} anchor="middle" kind="s" fill={ink}>
                    {numbers.fixed(pair.lift, 2)}
                  </Text>
                </>
              );
            })}
            <Text x={x + i * cell + 4} y={y + 24 + i * kCellHeight + 17} kind="i">
              {name}
            </Text>
          </>
        ))}
      </g>
    );
  });
  const [lx, ly] = place(Math.min(260, columnWidth), 24 + furthest.length * 38 + 44);
  const steps: [number, string][] = [
    [0.7, '.80'],
    [0.85, '.90'],
    [0.93, '.96'],
    [1, '1.04'],
    [1.1, '1.20'],
    [1.3, '1.45'],
    [1.5, ''],
  ];
  const list = (
    <g>
      <Text x={lx} y={ly + 12} kind="b l">
        {furthest.length > 0 ? 'Furthest from chance' : 'No pair departs clearly'}
      </Text>
      {furthest.map((pair, i) => (
        <>
          {pair.persona >= 0 && (
            <Rect x={lx} y={ly + 26 + i * 38} w={10} h={10} fill={personaColour(pair.persona)} radius={2} />
          )}
          <Text x={lx + 18} y={ly + 36 + i * 38} kind="i">
            {pairName(pair)}
          </Text>
          <Text x={lx + 18} y={ly + 52 + i * 38} kind="b">
            {numbers.fixed(pair.lift, 2)}
            <tspan
              class="m"
              dx="6"
              font-weight="400">{`[${numbers.fixed(pair.low, 2)}, ${numbers.fixed(pair.high, 2)}]`}</tspan>
          </Text>
        </>
      ))}
      {steps.map(([value, text], i) => (
        <>
          <Rect x={lx + i * 32} y={ly + 32 + furthest.length * 38} w={31} h={10} fill={liftColour(value)[0]} />
          <Text x={lx + i * 32 + 31.5} y={ly + 58 + furthest.length * 38} anchor="middle" kind="m s">
            {text}
          </Text>
        </>
      ))}
    </g>
  );
  return {
    height: y0 + tallest + 24,
    body: (
      <>
        {drawn}
        {list}
      </>
    ),
    marks,
  };
}

export const affinityFollows: Follows = (context) => [
  ...following('persona', 'category')(context),
  String(byRevenue(context.selection)),
];

export const affinityView: View = (context) => {
  const { header, numbers } = context;
  const rows = analysisRows(header, 'affinity');
  if (rows.length === 0) return null;
  const blocks = blocksOf(rows, context);
  const all = blocks.flatMap((block) => [...block.pairs.values()]).filter((pair) => pair.lift > 0);
  const furthest = all
    .filter((pair) => pair.isClear)
    .sort((a, b) => Math.abs(Math.log(b.lift)) - Math.abs(Math.log(a.lift)))
    .slice(0, 4);
  const clear = all.filter((pair) => pair.isClear).length;
  const title =
    clear === 0
      ? 'No pair of categories departs clearly from chance'
      : `${clear < all.length / 2 ? 'Most pairs meet by chance' : 'Many pairs do not meet by chance'}; ${furthest[0] ? `${pairName(furthest[0])} ${numbers.two(furthest[0].lift)} times as often` : ''}`;
  return {
    id: 'affinity',
    title,
    sub: 'How often two categories share a basket, 1.00 = by chance in baskets of these sizes',
    note: `Measured within a persona: pooled, the mix of personas alone would fake affinities. Only pairs beyond 1.00 ± 0.04 are coloured.${blocks.some((block) => block.categories.length === kMost) ? ` The ${kMost} most frequent categories each.` : ''}${notAffected(notFollowed(context.selection.filters, ['persona', 'category']))}`,
    summary: `${title}. ${furthest.map((pair) => `${pairName(pair)}, ${numbers.two(pair.lift)} times`).join('; ')}.`,
    empty: blocks.length === 0 ? 'No pairs for this persona.' : undefined,
    table: () =>
      tableOf(all, [
        ['Persona', (pair) => (pair.persona < 0 ? 'All' : context.personas[pair.persona]!)],
        ['Category', (pair) => categoryName(pair.left)],
        ['With', (pair) => categoryName(pair.right)],
        ['Lift', (pair) => pair.raw, numbers.two],
        ['Against chance', (pair) => pair.lift, numbers.two],
        ['Low', (pair) => pair.low, numbers.two],
        ['High', (pair) => pair.high, numbers.two],
        ['Support', (pair) => pair.support, numbers.percent],
        ['Confidence', (pair) => pair.confidence, numbers.percent],
        ['Baskets', (pair) => pair.baskets, numbers.count],
      ]),
    draw: (width) => drawBlocks(width, blocks, furthest, context),
  };
};

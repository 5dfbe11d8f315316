// What the numbers say, as the program's rules or a model wrote it; each sentence tells which facts it states.
import { Jump } from '../app/jump';
import { tableOf } from '../charts/export';
import type { Fact } from '../data/document';
import { notFollowed } from '../data/filters';
import { notAffected, type Context, type View } from './view';

export function factText(fact: Fact, { numbers }: Context): string {
  const show = (value: number) => {
    if (fact.unit === 'currency') return numbers.money(value);
    if (fact.unit === 'fraction') return numbers.percent(value, Math.max(0, fact.decimals > 2 ? fact.decimals - 2 : 1));
    return numbers.fixed(value, fact.decimals);
  };
  if (typeof fact.value !== 'number') return String(fact.value);
  const interval = fact.low !== null && fact.high !== null ? ` [${show(fact.low)}, ${show(fact.high)}]` : '';
  return show(fact.value) + interval;
}

export const narrativeView: View = (context) => {
  const { header } = context;
  const insights = [...(header.insights ?? [])].sort((a, b) => b.score - a.score).slice(0, 6);
  if (insights.length === 0) return null;
  const facts = new Map(header.facts.map((fact) => [fact.id, fact]));
  const numbered = [...new Set(insights.flatMap((insight) => insight.facts))];
  const known = numbered.filter((id) => facts.has(id));
  return {
    id: 'narrative',
    title: 'What the numbers say',
    sub: 'All days; each number is a fact',
    summary: insights.map((one) => one.headline).join(' '),
    note: `${known.length} of ${numbered.length} facts are in facts.json.${notAffected(notFollowed(context.selection.filters, []))}`,
    table: () => {
      const end = (fact: Fact, value: number | null) =>
        value === null ? '–' : factText({ ...fact, value, low: null, high: null }, context);
      return tableOf(
        known.map((id) => facts.get(id)!),
        [
          ['No.', (fact) => numbered.indexOf(fact.id) + 1],
          ['Fact', (fact) => fact.label],
          ['Value', (fact) => fact.value, undefined, (fact) => factText({ ...fact, low: null, high: null }, context)],
          ['Unit', (fact) => fact.unit],
          ['Low', (fact) => fact.low, undefined, (fact) => end(fact, fact.low)],
          ['High', (fact) => fact.high, undefined, (fact) => end(fact, fact.high)],
          ['Formula', (fact) => fact.formula],
        ],
      );
    },
    extra: () => (
      <div class="narr">
        {insights.map((insight) => (
          <div>
            <p>
              <Jump to={insight.view}>{insight.headline}</Jump>
              {insight.facts.map((id) => {
                const fact = facts.get(id);
                return (
                  fact && <sup title={`${fact.label}: ${factText(fact, context)}`}> {numbered.indexOf(id) + 1}</sup>
                );
              })}
            </p>
            <p class="why">{[insight.comparison, insight.why, insight.action].filter(Boolean).join(' ')}</p>
          </div>
        ))}
      </div>
    ),
  };
};

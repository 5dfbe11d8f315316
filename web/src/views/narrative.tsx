// What the numbers say, as the program's rules or a model wrote it; each sentence tells which facts it states.
import type { Fact } from '../data/document';
import { jumpTo } from './headline';
import type { Context, View } from './view';

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
    note: `${known.length} of ${numbered.length} facts are in facts.json. Not affected by filters.`,
    table: () => ({
      columns: [
        { name: 'No.' },
        { name: 'Fact' },
        { name: 'Value', kind: 'number' },
        { name: 'Unit' },
        { name: 'Low', kind: 'number' },
        { name: 'High', kind: 'number' },
        { name: 'Formula' },
      ],
      rows: known.map((id) => {
        const fact = facts.get(id)!;
        return [numbered.indexOf(id) + 1, fact.label, fact.value, fact.unit, fact.low, fact.high, fact.formula];
      }),
      show: known.map((id) => {
        const fact = facts.get(id)!;
        return [
          String(numbered.indexOf(id) + 1),
          fact.label,
          factText({ ...fact, low: null, high: null }, context),
          fact.unit,
          fact.low === null ? '–' : factText({ ...fact, value: fact.low, low: null, high: null }, context),
          fact.high === null ? '–' : factText({ ...fact, value: fact.high, low: null, high: null }, context),
          fact.formula,
        ];
      }),
    }),
    extra: () => (
      <div class="narr">
        {insights.map((insight) => (
          <div>
            <p>
              <a
                href={`#${insight.view}`}
                onClick={(event) => {
                  event.preventDefault();
                  jumpTo(insight.view);
                }}>
                {insight.headline}
              </a>
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

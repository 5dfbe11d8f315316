// Two runs fact by fact, with the band of chance: differences within it are not called differences.
import { PlainTable } from './plain_table';
import { useEffect, useState } from 'preact/hooks';
import { getComparison, type ComparedFact } from '../data/api';
import type { Context } from '../views/view';
import { runs } from './live';
import { errorText } from '../format/words';

export function Compare({ context }: { context: Context }) {
  const { numbers } = context;
  const [facts, setFacts] = useState<ComparedFact[] | null>(null),
    [failure, setFailure] = useState('');
  const [onlyClear, setOnlyClear] = useState(true);
  const load = () => {
    setFailure('');
    getComparison().then(setFacts, (error: unknown) => setFailure(errorText(error)));
  };
  useEffect(load, []);
  const show = (fact: ComparedFact, value: number | string | null) => {
    if (value === null) return '–';
    if (typeof value === 'string') return value;
    if (fact.unit === 'currency') return numbers.money(value);
    return fact.unit === 'fraction' ? numbers.percent(value) : numbers.fixed(value, fact.decimals);
  };
  const difference = (fact: ComparedFact, value: number | null) =>
    value !== null && fact.unit === 'fraction' ? numbers.points(value) : show(fact, value);
  const clear = facts?.filter((fact) => fact.isClear) ?? [];
  const shown = onlyClear ? clear : (facts ?? []);
  const titles = ['First', 'Second'].map((place, i) => runs.value[i]?.title ?? place);
  const [a, b] = titles[0] === titles[1] ? titles.map((title, i) => `${title} ${i + 1}`) : titles;
  return (
    <section class="panel" aria-label="Comparison of two runs">
      <h2>
        {facts === null
          ? 'Comparing'
          : clear.length === 0
            ? 'The two runs do not differ beyond chance'
            : `${clear.length} of ${facts.length} facts differ beyond chance`}
      </h2>
      <p>
        {a} against {b}; difference with the band of chance, 95 %.
      </p>
      {failure && (
        <p role="alert">
          {failure}{' '}
          <button class="link" onClick={load}>
            Try again
          </button>
        </p>
      )}
      {facts && (
        <label class="choice">
          <input type="checkbox" checked={onlyClear} onChange={() => setOnlyClear(!onlyClear)} />
          <span class="t">Only what differs beyond chance</span>
        </label>
      )}
      {shown.length > 0 && (
        <div class="table-box" role="group" tabIndex={0} aria-label="Facts of both runs">
          <PlainTable
            heads={['Fact', `#${a}`, `#${b}`, '#Difference', '#From', '#To']}
            rows={shown.map((fact) => [
              fact.label,
              show(fact, fact.a),
              show(fact, fact.b),
              fact.isClear ? <b>{difference(fact, fact.difference)}</b> : 'within chance',
              difference(fact, fact.low),
              difference(fact, fact.high),
            ])}
          />
        </div>
      )}
    </section>
  );
}

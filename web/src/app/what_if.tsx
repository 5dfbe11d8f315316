// Changes one thing of the world and asks the server to play it again with the same draws: only the effect differs.
import { PlainTable } from './plain_table';
import { useState } from 'preact/hooks';
import { postJson, type WhatIfAnswer, type WhatIfMeasure } from '../data/api';
import { capital, errorText } from '../format/words';
import type { Context } from '../views/view';

interface Lever {
  path: string;
  label: string;
  value: number;
  low: number;
  high: number;
  step: number;
}

function leversOf({ personas }: Context): Lever[] {
  const lever = (path: string, label: string, value: number, low: number, high: number, step: number): Lever => ({
    path,
    label,
    value,
    low,
    high,
    step,
  });
  return [
    lever('market.visit_multiplier.festival', 'Visits on festival days, times', 1.8, 0.1, 5, 0.05),
    lever('market.visit_multiplier.weekend', 'Visits on weekends, times', 1.4, 0.1, 5, 0.05),
    ...personas.flatMap((name) => [
      lever(`personas.${name}.customers`, `${name}: customers`, 1200, 1, 1e6, 1),
      lever(`personas.${name}.visit_probability`, `${name}: chance of a visit a day`, 0.5, 0, 1, 0.01),
    ]),
  ];
}

function textOf(measure: WhatIfMeasure, value: number, { numbers }: Context): string {
  if (measure.unit === 'currency' || measure.measure.includes('revenue') || measure.measure.includes('value'))
    return numbers.money(value);
  return numbers.fixed(value, Math.abs(value) < 100 && !Number.isInteger(value) ? 2 : 0);
}

function Answer({ answer, context }: { answer: WhatIfAnswer; context: Context }) {
  return (
    <div class="scroll" role="group" tabIndex={0} aria-label="Answer">
      <PlainTable
        heads={['Measure', '#As it is', '#Changed', '#Difference', '#95 % interval']}
        rows={answer.measures.map((measure) => {
          const show = (value: number) => textOf(measure, value, context);
          return [
            capital(measure.measure.replaceAll('_', ' ')),
            show(measure.baseline),
            show(measure.variant),
            measure.low > 0 || measure.high < 0 ? (
              <b>
                {measure.difference > 0 ? '▲ ' : '▼ '}
                {show(Math.abs(measure.difference))}
              </b>
            ) : (
              'no clear change'
            ),
            `${show(measure.low)} to ${show(measure.high)}`,
          ];
        })}
      />
    </div>
  );
}

export function WhatIf({ context }: { context: Context }) {
  const levers = leversOf(context);
  const [path, setPath] = useState(levers[0]!.path),
    [value, setValue] = useState(levers[0]!.value);
  const [isBusy, setBusy] = useState(false),
    [failure, setFailure] = useState(''),
    [answer, setAnswer] = useState<WhatIfAnswer | null>(null);
  const lever = levers.find((one) => one.path === path) ?? levers[0]!;
  const ask = async (event: Event) => {
    event.preventDefault();
    setBusy(true);
    setFailure('');
    try {
      setAnswer(await postJson<WhatIfAnswer>('/api/v1/what-if', { changes: [{ path, value }] }));
    } catch (error) {
      setFailure(errorText(error));
    }
    setBusy(false);
  };
  return (
    <section class="panel" aria-label="What if">
      <h2>What if one thing were different?</h2>
      <p>The world is played again with the same draws, so that only the effect of the change differs.</p>
      <form onSubmit={ask}>
        <label class="field">
          What
          <select
            value={path}
            onChange={(event) => {
              const next = levers.find((one) => one.path === event.currentTarget.value)!;
              setPath(next.path);
              setValue(next.value);
            }}>
            {levers.map((one) => (
              <option value={one.path}>{one.label}</option>
            ))}
          </select>
        </label>
        <label class="field">
          To
          <input
            type="number"
            value={value}
            min={lever.low}
            max={lever.high}
            step={lever.step}
            required
            onInput={(event) => setValue(Number(event.currentTarget.value))}
          />
        </label>
        <button type="submit" class="button" disabled={isBusy}>
          {isBusy ? 'Playing …' : 'Play it'}
        </button>
      </form>
      {failure && <p role="alert">{failure}</p>}
      {answer && <Answer answer={answer} context={context} />}
      {answer?.notes?.map((note) => (
        <p>{note}</p>
      ))}
    </section>
  );
}

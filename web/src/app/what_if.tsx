// Changes one thing of the world and asks the server to play it again with the same draws: only the effect differs.
import { useState } from 'preact/hooks';
import { postJson, type WhatIfAnswer, type WhatIfMeasure } from '../data/api';
import { capital } from '../format/words';
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
  return [
    {
      path: 'market.visit_multiplier.festival',
      label: 'Visits on festival days, times',
      value: 1.8,
      low: 0.1,
      high: 5,
      step: 0.05,
    },
    {
      path: 'market.visit_multiplier.weekend',
      label: 'Visits on weekends, times',
      value: 1.4,
      low: 0.1,
      high: 5,
      step: 0.05,
    },
    ...personas.flatMap((name) => [
      { path: `personas.${name}.customers`, label: `${name}: customers`, value: 1200, low: 1, high: 1e6, step: 1 },
      {
        path: `personas.${name}.visit_probability`,
        label: `${name}: chance of a visit a day`,
        value: 0.5,
        low: 0,
        high: 1,
        step: 0.01,
      },
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
      <table>
        <thead>
          <tr>
            <th scope="col">Measure</th>
            <th scope="col" class="num">
              As it is
            </th>
            <th scope="col" class="num">
              Changed
            </th>
            <th scope="col" class="num">
              Difference
            </th>
            <th scope="col" class="num">
              95 % interval
            </th>
          </tr>
        </thead>
        <tbody>
          {answer.measures.map((measure) => {
            const isClear = measure.low > 0 || measure.high < 0;
            return (
              <tr>
                <th scope="row">{capital(measure.measure.replaceAll('_', ' '))}</th>
                <td class="num">{textOf(measure, measure.baseline, context)}</td>
                <td class="num">{textOf(measure, measure.variant, context)}</td>
                <td class="num">
                  {isClear ? (
                    <b>
                      {measure.difference > 0 ? '▲ ' : '▼ '}
                      {textOf(measure, Math.abs(measure.difference), context)}
                    </b>
                  ) : (
                    'no clear change'
                  )}
                </td>
                <td class="num">
                  {textOf(measure, measure.low, context)} to {textOf(measure, measure.high, context)}
                </td>
              </tr>
            );
          })}
        </tbody>
      </table>
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
      setFailure(error instanceof Error ? error.message : String(error));
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

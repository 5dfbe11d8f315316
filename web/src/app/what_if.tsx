// Changes one thing of the world and asks the server to play it again with the same draws: only the effect differs.
import { PlainTable } from './plain_table';
import { useEffect, useState } from 'preact/hooks';
import {
  getJson,
  postJson,
  type Changes,
  type Lever,
  type Levers,
  type WhatIfAnswer,
  type WhatIfMeasure,
} from '../data/api';
import { capital, errorText } from '../format/words';
import type { Context } from '../views/view';

function textOf(measure: WhatIfMeasure, value: number, { numbers }: Context): string {
  if (measure.unit === 'currency') return numbers.money(value);
  if (measure.unit === 'count') return numbers.count(value);
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
  const [levers, setLevers] = useState<Lever[]>([]),
    [lever, setLever] = useState<Lever | null>(null),
    [value, setValue] = useState(0);
  const [isBusy, setBusy] = useState(false),
    [failure, setFailure] = useState(''),
    [answer, setAnswer] = useState<WhatIfAnswer | null>(null);
  const choose = (next: Lever) => {
    setLever(next);
    setValue(next.value);
  };
  useEffect(() => {
    getJson<Levers>('/api/v1/what-if').then(
      (found) => {
        setLevers(found.levers);
        choose(found.levers[0]!);
      },
      (error: unknown) => setFailure(errorText(error)),
    );
  }, []);
  const ask = async (event: Event) => {
    event.preventDefault();
    setBusy(true);
    setFailure('');
    try {
      const changes: Changes = { changes: [{ path: lever!.path, value }] };
      setAnswer(await postJson<WhatIfAnswer>('/api/v1/what-if', changes));
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
            value={lever?.path}
            onChange={(event) => choose(levers.find((one) => one.path === event.currentTarget.value)!)}>
            {levers.map((one) => (
              <option value={one.path}>{capital(one.label)}</option>
            ))}
          </select>
        </label>
        <label class="field">
          {lever ? `From ${lever.value} to` : 'To'}
          <input
            type="number"
            value={value}
            min={0}
            step="any"
            required
            onInput={(event) => setValue(Number(event.currentTarget.value))}
          />
        </label>
        <button type="submit" class="button" disabled={isBusy || !lever}>
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

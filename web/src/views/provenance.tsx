// Where the numbers come from: scenario, seed, hashes, checks. A click copies.
import { PlainTable } from '../app/plain_table';
import { analysisRows, flagOf, numberOf, textOf } from '../data/document';
import { announce } from '../app/announce';
import { capital, daysText, plural } from '../format/words';
import { dateRange } from '../format/dates';
import type { Context } from './view';

function inEights(hash: string, most = 64): string {
  return (hash.slice(0, most).match(/.{1,8}/g) ?? []).join(' ') + (hash.length > most ? ' …' : '');
}

async function copy(text: string, what: string): Promise<void> {
  try {
    await navigator.clipboard.writeText(text);
    announce(`${what} copied`);
  } catch {
    announce(`${what} could not be copied`);
  }
}

function Entry({
  name,
  text,
  copied,
  isCode = false,
}: {
  name: string;
  text: string;
  copied?: string;
  isCode?: boolean;
}) {
  return (
    <div>
      <dt>{name}</dt>
      <dd>
        <button class={isCode ? 'mono' : ''} onClick={() => copy(copied ?? text, name)}>
          {text}
          <span class="sr"> copy {name}</span>
        </button>
      </dd>
    </div>
  );
}

export function Provenance({ context }: { context: Context }) {
  const { meta } = context.header,
    { numbers } = context;
  const quality = analysisRows(context.header, 'data_quality');
  const problems = quality.filter((row) => flagOf(row, 'is_problem') === true && numberOf(row, 'rows') > 0);
  const checks = quality.length;
  return (
    <div class="wrap">
      <footer class="prov" id="provenance">
        <h2>Provenance and quality</h2>
        <dl>
          {meta.scenario && <Entry name="Scenario" text={meta.scenario.split('/').at(-1)!} />}
          {meta.scenario_hash && (
            <Entry name="Scenario SHA-256" text={inEights(meta.scenario_hash, 16)} copied={meta.scenario_hash} isCode />
          )}
          {meta.seed !== null && <Entry name="Seed" text={String(meta.seed)} />}
          <Entry
            name="Period"
            text={`${dateRange(meta.period.start, meta.period.end, true)}, ${daysText(meta.period.days)}`}
          />
          <Entry
            name="Program, data version"
            text={`footfall ${meta.program_version}${meta.data_version === null ? '' : `, data ${meta.data_version}`}`}
          />
          {checks > 0 && <Entry name="Integrity" text={`${checks - problems.length} of ${checks} checks passed`} />}
          {meta.tables.map((table) => (
            <Entry name={capital(table.table)} text={`${numbers.count(table.rows)} ${plural(table.rows, 'row')}`} />
          ))}
          {meta.tables.map(
            (table) =>
              table.content_hash && (
                <Entry
                  name={`Content hash, ${table.table}`}
                  text={inEights(table.content_hash)}
                  copied={table.content_hash}
                  isCode
                />
              ),
          )}
        </dl>
        {checks > 0 && (
          <details>
            <summary>
              {problems.length === 0
                ? 'All checks of the data'
                : `${problems.length} ${plural(problems.length, 'problem')} in the data`}
            </summary>
            <div class="table-box" role="group" tabIndex={0} aria-label="Checks of the data">
              <PlainTable
                heads={['Check', 'Table', '#Rows', '#Checked', 'Rule']}
                rows={quality.map((row) => [
                  textOf(row, 'fact'),
                  textOf(row, 'table_name'),
                  numbers.count(numberOf(row, 'rows')),
                  numbers.count(numberOf(row, 'checked')),
                  textOf(row, 'rule'),
                ])}
              />
            </div>
          </details>
        )}
        <div class="foot2">
          {meta.origin === 'simulated' && (
            <p>The same scenario, seed and data version give the same hashes on every machine.</p>
          )}
          {meta.notes.map((note) => (
            <p>{note}</p>
          ))}
        </div>
      </footer>
    </div>
  );
}

// The filters as chips in a fixed order: filled and removable when active, "+ Name" when not; each opens its list of values.
import { signal } from '@preact/signals-core';
import { useEffect, useLayoutEffect, useRef } from 'preact/hooks';
import { dayOfDate } from '../data/calendar';
import { sizeOf } from '../data/dataset';
import { kSetDimensions, withDays, type SetDimension } from '../data/filters';
import { daysText } from '../format/words';
import { chosenValues, filterLabel, filterValue } from '../views/filter_names';
import type { Context } from '../views/view';
import { announce } from './announce';
import { Chain, Cross, Plus, Undo } from './icons';
import { canUndo, filters, reset, setDays, setFilters, setValues, toggle, undo } from './state';
import { useValue } from './use_value';

type Name = SetDimension | 'days' | 'compare' | 'all';
const open = signal<Name | null>(null);

/** Revenue of a value under all other filters; no number where it is not known. */
function amountOf(name: SetDimension, value: number, { selection }: Context): number {
  if (name === 'persona') return selection.personas[value]!.now.revenue;
  if (name === 'category') return selection.categories[value]?.now.revenue ?? 0;
  if (name === 'city') return selection.cities[value]!.revenue;
  if (name === 'segment') return selection.segments[value]!.revenue;
  if (['festival', 'score', 'cohort', 'spend', 'lines'].includes(name)) return NaN;
  const isOf =
    name === 'weekday' ? (cell: number) => Math.floor(cell / 24) === value - 1 : (cell: number) => cell % 24 === value;
  return selection.hours.revenue.reduce((sum, revenue, cell) => (isOf(cell) ? sum + revenue : sum), 0);
}

function valuesOf(name: SetDimension, context: Context): { value: number; text: string; amount: number }[] {
  const { dimensions } = context.header;
  const [first, size] = name === 'weekday' ? [1, 7] : [0, name === 'hour' ? 24 : sizeOf(dimensions, name)];
  return Array.from({ length: size }, (_, i) => i + first)
    .map((value) => ({ value, text: filterValue(name, value, context), amount: amountOf(name, value, context) }))
    .filter(({ value, amount }) => name !== 'hour' || amount > 0 || filters.value.sets.hour?.includes(value));
}

function has(name: SetDimension, context: Context): boolean {
  const { capabilities } = context.header.meta,
    { dimensions } = context.header;
  if (name === 'persona') return capabilities.persona && dimensions.persona.values.length > 1;
  if (name === 'category') return capabilities.items && dimensions.category.values.length > 1;
  if (name === 'hour') return capabilities.time_of_day;
  // These are chosen where they are drawn: a long list of numbers says little.
  if (name === 'score' || name === 'spend' || name === 'lines') return Boolean(filters.value.sets[name]);
  if (name === 'city' || name === 'segment' || name === 'cohort') return sizeOf(dimensions, name) > 1;
  return name !== 'festival' || dimensions.festival.values.length > 0;
}

function Values({ name, context }: { name: SetDimension; context: Context }) {
  const values = valuesOf(name, context),
    chosen = filters.value.sets[name] ?? [];
  const highest = Math.max(...values.map((one) => one.amount).filter(Number.isFinite), 0);
  return (
    <fieldset>
      <legend>{filterLabel(name, context)}</legend>
      {values.map(({ value, text, amount }) => (
        <label key={value} class="choice">
          <input type="checkbox" checked={chosen.includes(value)} onChange={() => toggle(name, value)} />
          <span class="t">{text}</span>
          {Number.isFinite(amount) && (
            <>
              <svg width="48" height="8" aria-hidden="true">
                <rect
                  width={highest > 0 ? Math.max(1, (48 * amount) / highest) : 0}
                  height="8"
                  rx="1"
                  fill="var(--axis)"
                />
              </svg>
              <span class="n">{context.numbers.shortMoney(amount)}</span>
            </>
          )}
        </label>
      ))}
      {chosen.length > 0 && (
        <button class="link" onClick={() => setValues(name, [])}>
          Remove this filter
        </button>
      )}
    </fieldset>
  );
}

function DateFields({ context }: { context: Context }) {
  const { selection, dates, header } = context;
  const last = selection.dataset.days - 1;
  const field = (label: string, end: 0 | 1) => (
    <label class="field">
      {label}
      <input
        type="date"
        value={dates.iso(selection.range[end])}
        min={dates.iso(0)}
        max={dates.iso(last)}
        onChange={(event) => {
          const day = dayOfDate(header.dimensions, event.currentTarget.value);
          if (!Number.isFinite(day)) return;
          const at = Math.min(last, Math.max(0, day));
          const range: [number, number] = [...selection.range];
          range[end] = at;
          setDays(end === 0 ? [at, Math.max(at, range[1])] : [Math.min(at, range[0]), at]);
        }}
      />
    </label>
  );
  const lengths = [7, 14, 30, 90].filter((length) => length < last + 1);
  return (
    <fieldset class="dates">
      <legend>Date</legend>
      {field('From', 0)}
      {field('To', 1)}
      <div class="quick">
        {lengths.map((length) => (
          <button class="link" onClick={() => setDays([last - length + 1, last])}>
            last {daysText(length)}
          </button>
        ))}
        <button class="link" onClick={() => setDays(undefined)}>
          all
        </button>
      </div>
    </fieldset>
  );
}

function Compare() {
  const pick = (compare: boolean) => () => setFilters({ ...filters.value, compare });
  return (
    <fieldset>
      <legend>Compared with</legend>
      <label class="choice">
        <input type="radio" name="compare" checked={filters.value.compare} onChange={pick(true)} />
        <span class="t">the days before</span>
      </label>
      <label class="choice">
        <input type="radio" name="compare" checked={!filters.value.compare} onChange={pick(false)} />
        <span class="t">nothing</span>
      </label>
    </fieldset>
  );
}

/** Shifts the list of values, which hangs below its chip, to where the window shows all of it. */
function keepInWindow(box: HTMLElement): void {
  box.style.marginLeft = '0';
  const { left, right } = box.getBoundingClientRect();
  const end = document.documentElement.clientWidth - 8;
  box.style.marginLeft = `${Math.max(8 - left, Math.min(0, end - right))}px`;
}

function Popover({ name, context }: { name: Name; context: Context }) {
  const box = useRef<HTMLDivElement>(null);
  useLayoutEffect(() => {
    const place = () => keepInWindow(box.current!);
    place();
    addEventListener('resize', place);
    return () => removeEventListener('resize', place);
  }, []);
  useEffect(() => {
    const opener = document.activeElement as HTMLElement | null;
    box.current?.querySelector<HTMLElement>('input')?.focus();
    const outside = (event: PointerEvent) => {
      if (!(event.target as Element).closest('.pop, .chip')) open.value = null;
    };
    addEventListener('pointerdown', outside);
    return () => {
      removeEventListener('pointerdown', outside);
      if (box.current?.contains(document.activeElement)) opener?.focus();
    };
  }, []);
  const shown: Name[] =
    name === 'all' ? ['days', 'compare', ...kSetDimensions.filter((one) => has(one, context))] : [name];
  return (
    <div
      class="pop"
      role="dialog"
      aria-label="Choose a filter"
      ref={box}
      tabIndex={-1}
      onKeyDown={(event) => {
        if (event.key === 'Escape') {
          event.stopPropagation();
          open.value = null;
        }
      }}>
      {shown.map((one) =>
        one === 'days' ? (
          <DateFields key={one} context={context} />
        ) : one === 'compare' ? (
          <Compare key={one} />
        ) : (
          <Values key={one} name={one as SetDimension} context={context} />
        ),
      )}
      <button
        class="act done"
        onClick={() => {
          open.value = null;
        }}>
        Done
      </button>
    </div>
  );
}

function Chip({
  name,
  active,
  label,
  text,
  remove,
  context,
  extra = '',
}: {
  name: Name;
  active: boolean;
  label: string;
  text: string;
  remove?: (() => void) | undefined;
  context: Context;
  extra?: string;
}) {
  const isOpen = useValue(open) === name;
  const flip = () => {
    open.value = isOpen ? null : name;
  };
  return (
    <span class={`holder ${extra}`}>
      {active ? (
        <span class="chip on">
          <button class="body" aria-expanded={isOpen} aria-haspopup="dialog" onClick={flip}>
            <span class="k">{label} </span>
            <b>{text}</b>
          </button>
          {remove && (
            <button class="x" aria-label={`Remove ${label.toLowerCase()} filter`} onClick={remove}>
              <Cross />
            </button>
          )}
        </span>
      ) : (
        <button class="chip" aria-expanded={isOpen} aria-haspopup="dialog" onClick={flip}>
          {text ? (
            <>
              {label} {text}
            </>
          ) : (
            <>
              <Plus />
              {label}
            </>
          )}
        </button>
      )}
      {isOpen && <Popover name={name} context={context} />}
    </span>
  );
}

async function copyLink(): Promise<void> {
  try {
    await navigator.clipboard.writeText(location.href);
    announce('Link copied');
  } catch {
    announce('The link is in the address bar');
  }
}

export function FilterBar({ context }: { context: Context }) {
  const { selection, dates } = context;
  const { days, sets } = filters.value;
  const length = selection.previous ? selection.previous[1] - selection.previous[0] + 1 : 0;
  return (
    <section class="bar" aria-label="Filters">
      <div class="wrap">
        <Chip
          name="days"
          active={days !== undefined}
          label="Date"
          text={days ? dates.range(selection.range, true) : ''}
          remove={() => setFilters(withDays(filters.value, undefined))}
          context={context}
        />
        {selection.previous && (
          <Chip
            name="compare"
            active={false}
            label={selection.isWhole ? 'Change:' : 'against'}
            text={selection.isWhole ? `last ${daysText(length)} on ${length} before` : dates.range(selection.previous)}
            context={context}
            extra="cmp"
          />
        )}
        {kSetDimensions
          .filter((name) => has(name, context) && (sets[name] || name !== 'cohort'))
          .map((name) => (
            <Chip
              key={name}
              name={name}
              active={Boolean(sets[name])}
              label={filterLabel(name, context)}
              text={chosenValues(name, context)}
              remove={() => setValues(name, [])}
              context={context}
              extra={sets[name] ? '' : 'wide'}
            />
          ))}
        <Chip name="all" active={false} label="Filter" text="" context={context} extra="more" />
        <span class="sp" />
        <button class="act" onClick={reset}>
          Reset
        </button>
        <button class="act" aria-keyshortcuts="Control+Z" disabled={!useValue(canUndo)} onClick={undo}>
          <Undo />
          <span>Undo</span>
          <kbd class="lab" aria-hidden="true">
            Ctrl Z
          </kbd>
        </button>
        <button class="act" onClick={copyLink}>
          <Chain />
          <span>Copy link</span>
        </button>
      </div>
    </section>
  );
}

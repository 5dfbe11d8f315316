// The sentence at the top: how much, change, who, when, what else. Each part is left out when the data do not say it beyond noise.
import type { ComponentChildren } from 'preact';
import { Jump } from '../app/jump';
import { weekdaysOf } from '../data/calendar';
import { kSetDimensions } from '../data/filters';
import { festivalEffects } from '../data/festivals';
import { ratioOfMeans, standsOut, type Change } from '../data/noise';
import { capital, daysText, kNoBreak, shareWord, weekdayName } from '../format/words';
import { chosenValues } from './filter_names';
import { changeOutsideFestivals, totalChange, type Context } from './view';

const Fact = (props: { to: string; children: ComponentChildren }) => <Jump kind="fact" {...props} />;

interface Busiest {
  hour: number;
  weekday: number;
  isWeekend: boolean; // weekends stand out clearly
  isWeekday: boolean; // the weekday stands out from its like
  share: number;
}

/** The busiest hours, and whose they are. */
export function busiest(context: Context): Busiest | null {
  const { hours, range, byDay, passDay, dataset, filters } = context.selection;
  // Hours that follow fewer filters than the rest of the sentence are left out of it.
  const { ignored } = context.selection;
  if (!context.header.meta.capabilities.time_of_day || ignored.hour.length > ignored.persona.length) return null;
  let best = -1,
    top = 0,
    total = 0;
  const { weekday: weekdaysChosen, hour: hoursChosen } = filters.sets;
  for (let cell = 0; cell < 168; ++cell) {
    if (weekdaysChosen && !weekdaysChosen.includes(Math.floor(cell / 24) + 1)) continue;
    if (hoursChosen && !hoursChosen.includes(cell % 24)) continue;
    const days = hours.weekdayDays[Math.floor(cell / 24)]!;
    const mean = days > 0 ? hours.revenue[cell]! / days : 0;
    total += mean;
    if (mean > top) [best, top] = [cell, mean];
  }
  if (best < 0) return null;
  const weekday = Math.floor(best / 24) + 1;
  const weekend: number[] = [],
    workday: number[] = [],
    same: number[] = [],
    alike: number[] = [];
  const weekdays = weekdaysOf(dataset.dimensions),
    ofWeekend = dataset.dimensions.day.weekend;
  // Weekdays on which the shop never sells say nothing of how busy the others are.
  const isOpen = (weekday: number) => hours.revenue.subarray((weekday - 1) * 24, weekday * 24).some((one) => one > 0);
  for (let day = range[0]; day <= range[1]; ++day) {
    const its = weekdays[day]!;
    if (!passDay[day] || (dataset.dimensions.day.festival[day] ?? -1) >= 0 || !isOpen(its)) continue;
    const kind = ofWeekend.includes(its) ? weekend : workday;
    kind.push(byDay.revenue[day]!);
    if (its === weekday) same.push(byDay.revenue[day]!);
    else if (ofWeekend.includes(its) === ofWeekend.includes(weekday)) alike.push(byDay.revenue[day]!);
  }
  const change = ratioOfMeans(weekend, workday);
  return {
    hour: best % 24,
    weekday,
    share: top / total,
    isWeekend: Boolean(change?.is_clear && change.change > 0 && ofWeekend.includes(weekday)),
    isWeekday: standsOut(ratioOfMeans(same, alike)),
  };
}

/** The filters that the sums follow. */
function filtersPart(context: Context): string {
  const { ignored } = context.selection;
  const chosen = kSetDimensions
    .filter((name) => !ignored.persona.includes(name))
    .map((name) => {
      const text = chosenValues(name, context);
      // Values that do not say by themselves what they are of.
      return (
        text && (name === 'cohort' ? `first bought ${text}` : name === 'lines' ? `baskets of ${text} lines` : text)
      );
    })
    .filter(Boolean);
  return chosen.length > 0 ? `(${chosen.join(', ')}) ` : '';
}

function changePart(context: Context): ComponentChildren {
  const { selection, numbers } = context;
  const { previous, isWhole } = selection;
  const change = totalChange(context);
  if (!previous || !change) return '. ';
  const length = previous[1] - previous[0] + 1;
  const isClear = change.is_clear;
  const sizeOf = ({ change: by }: Change) => `${numbers.percent(Math.abs(by))} ${by > 0 ? 'more' : 'less'}`;
  const outside = isClear ? changeOutsideFestivals(context) : null;
  const [start, end] = isWhole
    ? isClear
      ? [`. The last ${daysText(length)} brought `, `than the ${length} before`]
      : [', with ', `in the last ${daysText(length)}`]
    : [', ', `${isClear ? 'than in' : 'from'} the ${daysText(length)} before`];
  return (
    <>
      {start}
      <Fact to="revenue">{isClear ? sizeOf(change) : 'no clear change'}</Fact> {end}
      {outside && (
        <>
          , outside festivals <Fact to="effects">{outside.is_clear ? sizeOf(outside) : 'no clear change'}</Fact>
        </>
      )}
      {'. '}
    </>
  );
}

function whoPart({ selection, personas, numbers, header }: Context): ComponentChildren {
  const shown = selection.personas
    .map((persona, i) => ({ i, revenue: persona.shown ? persona.now.revenue : 0 }))
    .filter(({ i }) => i !== header.dimensions.persona.other)
    .sort((a, b) => b.revenue - a.revenue);
  const [first, second] = shown;
  if (!first || !second || selection.now.revenue <= 0 || second.revenue === 0 || first.revenue < 1.2 * second.revenue)
    return null;
  return (
    <>
      {numbers.percent(first.revenue / selection.now.revenue, 0)} of it comes from{' '}
      <Fact to="personas">{personas[first.i]}</Fact>
    </>
  );
}

function whenPart(context: Context, isFirst: boolean): ComponentChildren {
  const { weekday, hour } = context.selection.filters.sets;
  const peak = weekday || hour ? null : busiest(context);
  if (!peak) return null;
  const when = peak.isWeekend
    ? `weekends at ${peak.hour}${kNoBreak}h`
    : `${peak.isWeekday ? `${weekdayName(peak.weekday)}s at ${peak.hour}` : `the hour from ${peak.hour} to ${peak.hour + 1}`}${kNoBreak}h`;
  return (
    <>
      <Fact to="heat">{isFirst ? capital(when) : when}</Fact> {peak.isWeekend || peak.isWeekday ? 'are' : 'is'} busiest
    </>
  );
}

function whyPart({ selection, header, numbers }: Context, isFirst: boolean): ComponentChildren {
  const effects = festivalEffects(selection).filter((effect) => effect.is_clear && effect.excess > 0);
  const best = effects.sort((a, b) => b.excess - a.excess)[0];
  if (!best) return null;
  const growth = selection.recentSums.revenue - selection.before.revenue;
  const share = best.excess / growth;
  const name = <Fact to="effects">{header.dimensions.festival.values[best.festival]}</Fact>;
  const isPart = !selection.isWhole && selection.previous && growth > 0 && share > 0.1 && share < 0.95;
  return (
    <>
      {isFirst ? 'The' : 'the'} days of {name} brought{' '}
      {isPart ? `${shareWord(share)} of the growth` : `${numbers.money(best.excess)} more than like weekdays`}
    </>
  );
}

export function Headline({ context }: { context: Context }) {
  const { selection, numbers, dates } = context;
  if (selection.now.revenue === 0)
    return (
      <h1>
        <b>Nothing was bought</b> under these filters.
      </h1>
    );
  const who = whoPart(context);
  const when = whenPart(context, !who);
  const parts = [who, when, whyPart(context, !who && !when)].filter(Boolean);
  return (
    <h1>
      <Fact to="revenue">{numbers.money(selection.now.revenue)}</Fact> {filtersPart(context)}
      {dates.inWords(selection.range)}
      {changePart(context)}
      {parts.map((part, i) => (
        <>
          {i === 0 ? '' : i === parts.length - 1 ? (parts.length > 2 ? ', and ' : ' and ') : ', '}
          {part}
        </>
      ))}
      {parts.length > 0 ? '.' : ''}
    </h1>
  );
}

/** The same in plain words, for the title of the page. */
export function pageTitle({ selection, numbers, dates }: Context): string {
  return capital(`${numbers.money(selection.now.revenue)}, ${dates.range(selection.range, true)} · Footfall`);
}

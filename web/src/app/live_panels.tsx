// What only the live app has: the state of the stream with its controls, what-if, and the comparison of two runs.
import { signal } from '@preact/signals-core';
import type { Context } from '../views/view';
import { Compare } from './compare';
import { connection, lastEventAt, liveState, runs, steer } from './live';
import { useValue } from './use_value';
import { WhatIf } from './what_if';

const kSpeeds: [number, string][] = [
  [3600, '1 hour a second'],
  [21_600, '6 hours a second'],
  [86_400, '1 day a second'],
  [604_800, '1 week a second'],
  [0, 'as fast as it can'],
];
const kWords = { none: '', connecting: 'connecting', open: '', lost: 'connection lost, trying again' };

function speedText(seconds: number): string {
  const [size, word] = seconds >= 86_400 ? [86_400, 'days'] : seconds >= 3600 ? [3600, 'hours'] : [1, 'seconds'];
  return `${Math.round((seconds / size) * 10) / 10} ${word} a second`;
}

export function LiveStatus() {
  const { state, speed } = useValue(liveState),
    link = useValue(connection),
    at = useValue(lastEventAt);
  const isPlaying = state === 'running' || state === 'paused';
  const word =
    kWords[link] || (state === 'running' ? 'live' : state === 'paused' ? 'paused' : state === 'done' ? 'complete' : '');
  return (
    <div class="live" role="group" aria-label="Live">
      {word && (
        <>
          <span class={`dot${link === 'open' && state === 'running' ? ' on' : ''}`} aria-hidden="true" />
          <span>
            {word}
            {isPlaying && at ? ` · ${at}` : ''}
          </span>
        </>
      )}
      {isPlaying && (
        <>
          <button class="act" onClick={() => void steer({ state: state === 'running' ? 'paused' : 'running' })}>
            {state === 'running' ? 'Pause' : 'Resume'}
          </button>
          <select
            aria-label="Speed"
            value={String(speed)}
            onChange={(event) => void steer({ speed: Number(event.currentTarget.value) })}>
            {!kSpeeds.some(([value]) => value === speed) && <option value={String(speed)}>{speedText(speed)}</option>}
            {kSpeeds.map(([value, text]) => (
              <option value={String(value)}>{text}</option>
            ))}
          </select>
        </>
      )}
    </div>
  );
}

const isOpen = signal<'what_if' | 'compare' | null>(null);

export function LivePanels({ context }: { context: Context }) {
  const { state } = useValue(liveState),
    shown = useValue(isOpen);
  const canAsk = (state === 'idle' || state === 'done') && context.header.meta.origin === 'simulated';
  const canCompare = useValue(runs).length > 1;
  if (!canAsk && !canCompare) return null;
  const flip = (name: 'what_if' | 'compare') => () => {
    isOpen.value = shown === name ? null : name;
  };
  return (
    <>
      <div class="pick asks">
        {canAsk && (
          <button aria-expanded={shown === 'what_if'} aria-pressed={shown === 'what_if'} onClick={flip('what_if')}>
            What if …
          </button>
        )}
        {canCompare && (
          <button aria-expanded={shown === 'compare'} aria-pressed={shown === 'compare'} onClick={flip('compare')}>
            Compare the two runs
          </button>
        )}
      </div>
      {canAsk && shown === 'what_if' && <WhatIf context={context} />}
      {canCompare && shown === 'compare' && <Compare context={context} />}
    </>
  );
}

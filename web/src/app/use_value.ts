// Ties a component to a signal: it is drawn anew when the value changes.
import type { ReadonlySignal } from '@preact/signals-core';
import { useEffect, useState } from 'preact/hooks';

export function useValue<T>(signal: ReadonlySignal<T>): T {
  const [, set] = useState(signal.peek());
  // A value may be a function's result of any kind, so it is handed over by a function.
  useEffect(() => signal.subscribe((value) => set(() => value)), [signal]);
  return signal.peek();
}

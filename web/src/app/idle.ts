// Work that can wait, done piece by piece while the browser is idle, so that no piece delays an answer to the reader.

const waiting = new Map<object, () => void>();
const kLongestWait = 250;
const kHasIdle = typeof requestIdleCallback === 'function';
let isAsked = false;

function ask(): void {
  if (isAsked || waiting.size === 0) return;
  isAsked = true;
  if (kHasIdle) requestIdleCallback(next, { timeout: kLongestWait });
  else setTimeout(next, 60);
}

function next(): void {
  isAsked = false;
  const [first] = waiting;
  if (first) {
    waiting.delete(first[0]);
    first[1]();
  }
  ask();
}

/** Runs once, later; whoever asks again before that waits for the same run. */
export function whenIdle(owner: object, run: () => void): void {
  waiting.set(owner, run);
  ask();
}

export function notWhenIdle(owner: object): void {
  waiting.delete(owner);
}

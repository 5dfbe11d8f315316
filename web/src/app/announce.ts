// Tells screen readers what changed, in one polite live region.
import { signal } from '@preact/signals-core';

export const announcement = signal('');

export function announce(text: string): void {
  announcement.value = announcement.value === text ? `${text}\u00a0` : text;
}

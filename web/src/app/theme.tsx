// Light, dark, or as the system has it. The choice is the reader's, so it is kept by the browser and not by the link.
import { signal } from '@preact/signals-core';
import { useValue } from './use_value';

type Theme = 'system' | 'light' | 'dark';
const kKey = 'footfall-theme';

function remembered(): Theme {
  try {
    const value = localStorage.getItem(kKey);
    return value === 'light' || value === 'dark' ? value : 'system';
  } catch {
    return 'system';
  }
}

const theme = signal<Theme>(remembered());

function apply(): void {
  const root = document.documentElement;
  if (theme.value === 'system') root.removeAttribute('data-theme');
  else root.setAttribute('data-theme', theme.value);
}

export function startTheme(): void {
  apply();
}

export function ThemeButton() {
  const now = useValue(theme);
  const next: Record<Theme, Theme> = { system: 'light', light: 'dark', dark: 'system' };
  const choose = () => {
    theme.value = next[now];
    try {
      localStorage.setItem(kKey, theme.value);
    } catch {
      // Without storage the choice holds for this page only.
    }
    apply();
  };
  return (
    <button class="theme" aria-label={`Theme: ${now}. Change to ${next[now]}`} title={`Theme: ${now}`} onClick={choose}>
      <svg width="16" height="16" viewBox="0 0 16 16" aria-hidden="true">
        <circle cx="8" cy="8" r="5.5" fill="none" stroke="currentColor" stroke-width="1.5" />
        {now !== 'light' && (
          <path
            d={now === 'dark' ? 'M8 2.5a5.5 5.5 0 0 1 0 11a5.5 5.5 0 0 1 0 -11' : 'M8 2.5a5.5 5.5 0 0 1 0 11z'}
            fill="currentColor"
          />
        )}
      </svg>
    </button>
  );
}

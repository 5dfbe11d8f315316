// The few icons, drawn as lines.

const line = {
  fill: 'none',
  stroke: 'currentColor',
  'stroke-width': 1.5,
  'stroke-linecap': 'round',
  'stroke-linejoin': 'round',
} as const;

export const Cross = () => (
  <svg width="12" height="12" viewBox="0 0 12 12" aria-hidden="true">
    <path d="M3 3l6 6M9 3l-6 6" {...line} />
  </svg>
);
export const Plus = () => (
  <svg width="12" height="12" viewBox="0 0 12 12" aria-hidden="true">
    <path d="M6 2v8M2 6h8" {...line} />
  </svg>
);
export const Undo = () => (
  <svg width="16" height="16" viewBox="0 0 16 16" aria-hidden="true">
    <path d="M5 3 2 6l3 3M2 6h7a4 4 0 0 1 0 8H7" {...line} />
  </svg>
);
export const Chain = () => (
  <svg width="16" height="16" viewBox="0 0 16 16" aria-hidden="true">
    <path
      d="M6.5 9.5l3-3M7 4.5l1.2-1.2a3 3 0 0 1 4.3 4.3L11.3 8.8M9 11.5l-1.2 1.2a3 3 0 0 1-4.3-4.3L4.7 7.2"
      {...line}
    />
  </svg>
);
export const Brand = () => (
  <svg width="20" height="20" viewBox="0 0 20 20" aria-hidden="true">
    <rect x="2" y="11" width="4" height="7" rx="1" fill="var(--accent)" />
    <rect x="8" y="7" width="4" height="11" rx="1" fill="var(--accent)" />
    <rect x="14" y="2" width="4" height="16" rx="1" fill="var(--accent)" />
  </svg>
);

// Links within the page. The address belongs to the filters, so a link moves the page and leaves it alone.
import type { ComponentChildren } from 'preact';

export function jumpTo(id: string): void {
  const target = document.getElementById(id);
  if (!target) return;
  target.scrollIntoView({ block: 'start' });
  target.setAttribute('tabindex', '-1');
  target.focus({ preventScroll: true });
}

export function Jump({ to, kind, children }: { to: string; kind?: string; children: ComponentChildren }) {
  return (
    <a
      class={kind}
      href={`#${to}`}
      onClick={(event) => {
        event.preventDefault();
        jumpTo(to);
      }}>
      {children}
    </a>
  );
}

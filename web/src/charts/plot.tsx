// A chart that can be walked through: a data cursor by pointer and arrow keys, announced politely, Enter or click to filter.
import { useRef, useState } from 'preact/hooks';
import type { ComponentChildren } from 'preact';
import { announce } from '../app/announce';

/** A place of the chart that says something and may filter. */
export interface Mark {
  x: number;
  y: number;
  w: number;
  h: number;
  text: string;
  act?: (() => void) | undefined;
  /** Whether the filter that it sets is on. */
  on?: boolean | undefined;
}

export interface Drawing {
  height: number;
  /** Where the chart leaves room beside it. */
  width?: number;
  body: ComponentChildren | ((cursor: number | null) => ComponentChildren);
  marks?: Mark[];
  /** Selects all between two marks. */
  block?: (first: number, last: number) => void;
}

const middleX = (mark: Mark) => mark.x + mark.w / 2;
const middleY = (mark: Mark) => mark.y + mark.h / 2;

function inRow(a: Mark, b: Mark): boolean {
  return Math.abs(middleY(a) - middleY(b)) < Math.max(4, Math.min(a.h, b.h) / 2);
}

/** The mark that a key leads to: along the row, or the nearest in the next row. */
export function nextMark(marks: readonly Mark[], from: number, key: string): number {
  const here = marks[from]!;
  const row = marks
    .map((_, i) => i)
    .filter((i) => inRow(marks[i]!, here))
    .sort((a, b) => middleX(marks[a]!) - middleX(marks[b]!));
  const at = row.indexOf(from);
  if (key === 'ArrowRight') return row[at + 1] ?? (row.length === 1 ? Math.min(from + 1, marks.length - 1) : from);
  if (key === 'ArrowLeft') return row[at - 1] ?? (row.length === 1 ? Math.max(from - 1, 0) : from);
  if (key === 'Home') return row[0]!;
  if (key === 'End') return row.at(-1)!;
  const down = key === 'ArrowDown' ? 1 : -1;
  let best = from,
    bestCost = Infinity;
  marks.forEach((mark, i) => {
    const dy = (middleY(mark) - middleY(here)) * down;
    if (dy <= 0 || inRow(mark, here)) return;
    const cost = dy + Math.abs(middleX(mark) - middleX(here)) * 0.5;
    if (cost < bestCost) [best, bestCost] = [i, cost];
  });
  if (best === from && row.length === marks.length) return row[at + down] ?? from;
  return best;
}

export function markAt(marks: readonly Mark[], x: number, y: number): number | null {
  let best: number | null = null,
    bestCost = 24;
  marks.forEach((mark, i) => {
    const dx = Math.max(mark.x - x, 0, x - mark.x - mark.w),
      dy = Math.max(mark.y - y, 0, y - mark.y - mark.h);
    const cost = Math.hypot(dx, dy);
    if (cost < bestCost) [best, bestCost] = [i, cost];
  });
  return best;
}

const kMoves = ['ArrowRight', 'ArrowLeft', 'ArrowUp', 'ArrowDown', 'Home', 'End'];

export function Plot({
  width,
  drawing,
  summary,
  onRead,
}: {
  width: number;
  drawing: Drawing;
  summary: string;
  onRead: (text: string | null) => void;
}) {
  const [cursor, setCursor] = useState<number | null>(null);
  const [hasFocus, setFocus] = useState(false);
  const pressed = useRef<number | null>(null);
  const marks = drawing.marks ?? [];
  const current = cursor !== null && cursor < marks.length ? cursor : null;

  const show = (index: number | null, aloud: boolean) => {
    if (index === cursor && !aloud) return;
    setCursor(index);
    const text = index === null ? null : (marks[index]?.text ?? null);
    onRead(text);
    if (aloud && text) announce(text + (marks[index!]?.on ? ', chosen' : ''));
  };
  const find = (event: PointerEvent) => {
    const box = (event.currentTarget as Element).getBoundingClientRect();
    return markAt(marks, event.clientX - box.left, event.clientY - box.top);
  };
  const choose = (index: number) => {
    const mark = marks[index];
    mark?.act?.();
    if (mark?.act) announce(`${mark.text}: ${mark.on ? 'filter removed' : 'filtered'}`);
  };
  const onKey = (event: KeyboardEvent) => {
    if (marks.length === 0 || event.ctrlKey || event.metaKey || event.altKey) return;
    if (kMoves.includes(event.key)) {
      let next = current ?? 0;
      const steps = event.shiftKey && current !== null ? 7 : current === null ? 0 : 1;
      for (let step = 0; step < steps; ++step) next = nextMark(marks, next, event.key);
      show(next, true);
    } else if ((event.key === 'Enter' || event.key === ' ') && current !== null) {
      choose(current);
    } else if (event.key === 'Escape') {
      show(null, false);
      return;
    } else {
      return;
    }
    event.preventDefault();
  };
  const mark = current === null ? null : marks[current]!;
  const wide = drawing.width ?? width;
  const ring = mark && hasFocus;
  return (
    <div
      class={`plot${mark?.act ? ' acts' : ''}`}
      role="group"
      tabIndex={marks.length > 0 ? 0 : -1}
      aria-label={`${summary} ${marks.length > 0 ? `Arrow keys move${marks.some((one) => one.act) ? ', Enter filters' : ''}.` : ''}`}
      onKeyDown={onKey}
      onFocus={() => setFocus(true)}
      onBlur={() => {
        setFocus(false);
        show(null, false);
      }}
      onPointerMove={(event) => show(find(event), false)}
      onPointerLeave={() => {
        if (!hasFocus) show(null, false);
      }}
      onPointerDown={(event) => {
        pressed.current = find(event);
      }}
      onPointerUp={(event) => {
        const [from, to] = [pressed.current, find(event)];
        pressed.current = null;
        if (from === null || to === null) return;
        if (from !== to && drawing.block) drawing.block(from, to);
        else if (from === to) choose(to);
      }}>
      <svg
        width={wide}
        height={drawing.height}
        viewBox={`0 0 ${wide} ${drawing.height}`}
        role="img"
        aria-label={summary}>
        {typeof drawing.body === 'function' ? drawing.body(current) : drawing.body}
        {mark && (
          <rect
            x={mark.x - 1}
            y={mark.y - 1}
            width={mark.w + 2}
            height={mark.h + 2}
            rx={4}
            fill="none"
            class={ring ? 'ring' : 'hover'}
          />
        )}
      </svg>
    </div>
  );
}

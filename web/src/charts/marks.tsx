// The few shapes that all charts are made of.
import { Fragment, options, type ComponentChildren, type VNode } from 'preact';

const round = (value: number) => Math.round(value * 10) / 10;

/** Points on a smooth curve through the given ones that never falls below the lower of two neighbours (monotone cubic). */
export function smooth(points: readonly Point[], steps = 6): Point[] {
  if (points.length < 3) return [...points];
  const slope = points.map((point, i) => {
    const before = points[i - 1],
      after = points[i + 1];
    if (!before || !after) return 0;
    const [a, b] = [(point[1] - before[1]) / (point[0] - before[0]), (after[1] - point[1]) / (after[0] - point[0])];
    return a * b <= 0 ? 0 : (2 * a * b) / (a + b);
  });
  const curve: Point[] = [points[0]!];
  for (let i = 0; i + 1 < points.length; ++i) {
    const [[x0, y0], [x1, y1]] = [points[i]!, points[i + 1]!];
    for (let step = 1; step <= steps; ++step) {
      const t = step / steps,
        w = x1 - x0,
        t2 = t * t,
        t3 = t2 * t;
      curve.push([
        x0 + t * w,
        (2 * t3 - 3 * t2 + 1) * y0 +
          (t3 - 2 * t2 + t) * w * slope[i]! +
          (3 * t2 - 2 * t3) * y1 +
          (t3 - t2) * w * slope[i + 1]!,
      ]);
    }
  }
  return curve;
}

interface TextProps {
  x: number;
  y: number;
  children: ComponentChildren;
  kind?: string;
  anchor?: 'start' | 'middle' | 'end';
  fill?: string;
}

/** kind: m muted, i ink, b bold, s small, ac accent, halo. */
export function Text({ x, y, children, kind = '', anchor = 'start', fill }: TextProps) {
  return (
    <text x={round(x)} y={round(y)} class={kind} text-anchor={anchor} {...(fill ? { style: { fill } } : {})}>
      {children}
    </text>
  );
}

interface LineProps {
  x1: number;
  y1: number;
  x2: number;
  y2: number;
  kind?: string;
  stroke?: string;
  width?: number;
  dash?: string;
}

export function Line({ x1, y1, x2, y2, kind = 'g', stroke, width, dash }: LineProps) {
  const own = stroke ? { stroke, 'stroke-width': width ?? 1 } : {};
  return (
    <line
      x1={round(x1)}
      y1={round(y1)}
      x2={round(x2)}
      y2={round(y2)}
      class={stroke ? '' : kind}
      {...own}
      {...(dash ? { 'stroke-dasharray': dash } : {})}
    />
  );
}

interface RectProps {
  x: number;
  y: number;
  w: number;
  h: number;
  fill: string;
  radius?: number;
  opacity?: number;
  stroke?: string;
  class?: string;
}

export function Rect({ x, y, w, h, fill, radius = 0, opacity, stroke, class: kind }: RectProps) {
  return (
    <rect
      x={round(x)}
      y={round(y)}
      width={round(Math.max(0, w))}
      height={round(Math.max(0, h))}
      fill={fill}
      rx={radius}
      {...(kind ? { class: kind } : {})}
      {...(opacity !== undefined ? { 'fill-opacity': opacity } : {})}
      {...(stroke ? { stroke, 'stroke-width': 2 } : {})}
    />
  );
}

export type Point = readonly [number, number];

export function pathOf(points: readonly Point[]): string {
  let text = '';
  let open = false;
  for (const [x, y] of points) {
    if (!Number.isFinite(y)) {
      open = false;
      continue;
    }
    text += `${open ? 'L' : 'M'}${round(x)} ${round(y)}`;
    open = true;
  }
  return text;
}

export function Path({
  points,
  stroke,
  width = 2,
  dash,
}: {
  points: readonly Point[];
  stroke: string;
  width?: number;
  dash?: string;
}) {
  return (
    <path
      d={pathOf(points)}
      fill="none"
      stroke={stroke}
      stroke-width={width}
      stroke-linejoin="round"
      {...(dash ? { 'stroke-dasharray': dash } : {})}
    />
  );
}

export function Area({
  top,
  bottom,
  fill,
  opacity = 1,
  stroke,
}: {
  top: readonly Point[];
  bottom: readonly Point[];
  fill: string;
  opacity?: number;
  stroke?: string;
}) {
  if (top.length === 0) return null;
  return (
    <path
      d={`${pathOf([...top, ...[...bottom].reverse()])}Z`}
      fill={fill}
      fill-opacity={opacity}
      {...(stroke ? { stroke, 'stroke-width': 0.75 } : {})}
    />
  );
}

export function Dot({
  x,
  y,
  r = 4,
  fill,
  stroke = 'var(--bg)',
  width = 1,
}: {
  x: number;
  y: number;
  r?: number;
  fill: string;
  stroke?: string;
  width?: number;
}) {
  if (!Number.isFinite(x) || !Number.isFinite(y)) return null;
  return <circle cx={round(x)} cy={round(y)} r={r} fill={fill} stroke={stroke} stroke-width={width} />;
}

export function Diamond({ x, y, stroke }: { x: number; y: number; stroke: string }) {
  return <path d={`M${round(x)} ${round(y - 5)}l5 5l-5 5l-5 -5z`} fill="var(--bg)" stroke={stroke} stroke-width={2} />;
}

/** A 95 % interval. */
export function Interval({ x1, x2, y }: { x1: number; x2: number; y: number }) {
  return <Line x1={x1} x2={x2} y1={y} y2={y} stroke="var(--ink)" width={1.5} />;
}

/** One cell of a heat map: the colour step helps to find, the number says it. */
export function Cell({
  x,
  y,
  w,
  h,
  step,
  children,
  dim,
  small = true,
  outlined,
}: {
  x: number;
  y: number;
  w: number;
  h: number;
  step: number;
  children: ComponentChildren;
  dim?: boolean;
  small?: boolean;
  outlined?: boolean;
}) {
  return (
    <g class={dim ? 'dim' : ''}>
      <Rect
        x={x + 1}
        y={y + 1}
        w={w - 2}
        h={h - 2}
        fill={`var(--s${step})`}
        radius={2}
        {...(outlined ? { stroke: 'var(--ink)' } : {})}
      />
      <Text x={x + w / 2} y={y + h / 2 + 4} anchor="middle" kind={small ? 's' : ''} fill={`var(--o${step})`}>
        {children}
      </Text>
    </g>
  );
}

/** Rough width of a text of the chart's size; generous, so that a wider font still fits. Capitals are wider. */
export function textWidth(text: string, size = 12): number {
  return (text.length * 0.62 + text.replace(/[^A-Z]/g, '').length * 0.12) * size;
}

/** As much of the text as fits into a width. */
export function fitted(text: string, width: number, size = 12): string {
  const most = Math.floor((width * text.length) / textWidth(text, size));
  return text.length <= most ? text : `${text.slice(0, Math.max(1, most - 1)).trimEnd()}…`;
}

// A chart has hundreds of these shapes. None has a state, so they are put into the chart as the elements they return, without
// a component of their own to keep and compare.
const shapes = new Set<unknown>([Text, Line, Rect, Path, Area, Dot, Diamond, Interval, Cell]);
const before = options.vnode;
options.vnode = (vnode) => {
  if (shapes.has(vnode.type)) {
    const shape = (vnode.type as (props: unknown) => VNode | null)(vnode.props);
    vnode.type = shape?.type ?? Fragment;
    vnode.props = shape?.props ?? { children: null };
  }
  before?.(vnode);
};

/** Numbers of an axis where there is no room beside the chart: above their lines, over what is drawn; the lowest stays away. */
export function insideLabels(ticks: readonly number[], labels: readonly string[], y: (value: number) => number) {
  return ticks.slice(1).map((tick, i) => (
    <Text x={0} y={y(tick) - 4} kind="m s halo">
      {labels[i + 1]}
    </Text>
  ));
}

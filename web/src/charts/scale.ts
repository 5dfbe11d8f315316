// Scales and round steps of axes.

export type Scale = (value: number) => number;

export function linear(from: number, to: number, start: number, end: number): Scale {
  const span = to - from || 1;
  return (value) => start + ((value - from) / span) * (end - start);
}

export function logarithmic(from: number, to: number, start: number, end: number): Scale {
  const inner = linear(Math.log10(from), Math.log10(to), start, end);
  return (value) => inner(Math.log10(Math.max(value, 1e-12)));
}

export function extent(values: ArrayLike<number>): [number, number] {
  let low = Infinity,
    high = -Infinity;
  for (let i = 0; i < values.length; ++i) {
    const value = values[i]!;
    if (!Number.isFinite(value)) continue;
    if (value < low) low = value;
    if (value > high) high = value;
  }
  return low <= high ? [low, high] : [0, 1];
}

/** Round values that cover from low to high, at most about `most` of them. */
export function roundTicks(low: number, high: number, most = 4): number[] {
  const span = high - low || Math.abs(high) || 1;
  const rough = span / Math.max(1, most);
  const power = 10 ** Math.floor(Math.log10(rough));
  const step = [1, 2, 5, 10].map((factor) => factor * power).find((size) => size >= rough * 0.999) ?? 10 * power;
  const first = Math.floor(low / step + 1e-9),
    last = Math.ceil(high / step - 1e-9);
  return Array.from({ length: last - first + 1 }, (_, i) => Number(((first + i) * step).toPrecision(12)));
}

/** Step of the colour scale, 1 to 7: equal steps of the root, so that small values keep a difference. */
export function colourStep(value: number, top: number): number {
  if (!(value > 0) || !(top > 0)) return 1;
  return Math.min(7, 1 + Math.floor(Math.sqrt(value / top) * 6.999));
}

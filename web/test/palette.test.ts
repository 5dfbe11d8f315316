// Contrast of every token on its ground, and the distance of persona colours as people with colour-blindness see them.
import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';

const css = readFileSync(new URL('../src/app/style.css', import.meta.url), 'utf8');

function tokens(selector: string): Record<string, string> {
  const block = css.slice(css.indexOf(selector)).match(/\{([^}]*)\}/)![1]!;
  return Object.fromEntries(
    [...block.matchAll(/--(\w[\w-]*):\s*(#[0-9a-f]{6})/g)].map((match) => [match[1]!, match[2]!]),
  );
}

const light = tokens(':root {'),
  dark = { ...light, ...tokens(':root[data-theme="dark"] {') };
const system = { ...light, ...tokens(':root:not([data-theme="light"]) {') };

type Rgb = [number, number, number];
const linear = (hex: string): Rgb =>
  [1, 3, 5]
    .map((at) => parseInt(hex.slice(at, at + 2), 16) / 255)
    .map((v) => (v <= 0.04045 ? v / 12.92 : ((v + 0.055) / 1.055) ** 2.4)) as Rgb;
const luminance = (hex: string) => {
  const [r, g, b] = linear(hex);
  return 0.2126 * r + 0.7152 * g + 0.0722 * b;
};
function contrast(a: string, b: string): number {
  const [x, y] = [luminance(a), luminance(b)].sort((p, q) => q - p) as [number, number];
  return (x + 0.05) / (y + 0.05);
}

/** Machado, Oliveira, Fernandes 2009, severity 1. */
const kVisions: Record<string, number[][]> = {
  normal: [
    [1, 0, 0],
    [0, 1, 0],
    [0, 0, 1],
  ],
  protan: [
    [0.152286, 1.052583, -0.204868],
    [0.114503, 0.786281, 0.099216],
    [-0.003882, -0.048116, 1.051998],
  ],
  deutan: [
    [0.367322, 0.860646, -0.227968],
    [0.280085, 0.672501, 0.047413],
    [-0.01182, 0.04294, 0.968881],
  ],
  tritan: [
    [1.255528, -0.076749, -0.178779],
    [-0.078411, 0.930809, 0.147602],
    [0.004733, 0.691367, 0.3039],
  ],
};

function lab(rgb: Rgb): number[] {
  const [r, g, b] = rgb.map((v) => Math.min(1, Math.max(0, v))) as Rgb;
  const xyz = [
    (0.4124564 * r + 0.3575761 * g + 0.1804375 * b) / 0.95047,
    0.2126729 * r + 0.7151522 * g + 0.072175 * b,
    (0.0193339 * r + 0.119192 * g + 0.9503041 * b) / 1.08883,
  ];
  const [x, y, z] = xyz.map((t) => (t > 216 / 24389 ? Math.cbrt(t) : (t * 24389) / 27 / 116 + 16 / 116)) as Rgb;
  return [116 * y - 16, 500 * (x - y), 200 * (y - z)];
}

function distance(a: string, b: string, vision: string): number {
  const seen = (hex: string) => {
    const rgb = linear(hex);
    return lab(kVisions[vision]!.map((row) => row.reduce((sum, weight, i) => sum + weight * rgb[i]!, 0)) as Rgb);
  };
  const [p, q] = [seen(a), seen(b)];
  return Math.hypot(...p.map((value, i) => value - q[i]!));
}

describe.each([
  ['light', light],
  ['dark', dark],
])('%s theme', (_name, theme) => {
  const bg = theme.bg!;
  it.each(['ink', 'ink2', 'ink3', 'accent'])('text %s reads on the ground', (name) =>
    expect(contrast(theme[name]!, bg)).toBeGreaterThanOrEqual(4.5),
  );
  it.each(['axis', 'prev', 'accent', 'p0', 'p1', 'p2', 'p3', 'p4', 'p5', 'p6', 'p7'])(
    'mark %s is seen on the ground',
    (name) => expect(contrast(theme[name]!, bg)).toBeGreaterThanOrEqual(3),
  );
  it.each([1, 2, 3, 4, 5, 6, 7])('the number in a cell of step %i reads', (step) =>
    expect(contrast(theme[`s${step}`]!, theme[`o${step}`]!)).toBeGreaterThanOrEqual(4.5),
  );
  it.each([1, 2, 3])('the number in a cell below 1.00, step %i, reads', (step) =>
    expect(contrast(theme[`m${step}`]!, theme[`om${step}`]!)).toBeGreaterThanOrEqual(4.5),
  );
  it('chips and washes keep their text readable', () => {
    for (const ground of ['accent-wash', 'wash', 'wash2'])
      expect(contrast(theme.ink2!, theme[ground]!)).toBeGreaterThanOrEqual(4.5);
    expect(contrast(theme.ink3!, theme.wash!)).toBeGreaterThanOrEqual(4.5);
  });
  it('colour steps go one way', () => {
    const values = [1, 2, 3, 4, 5, 6, 7].map((step) => luminance(theme[`s${step}`]!));
    const sorted = [...values].sort((a, b) => a - b);
    expect([sorted, sorted.toReversed()]).toContainEqual(values);
  });
});

it('the dark theme is the same by choice and by system', () => expect(system).toEqual(dark));

describe.each(Object.keys(kVisions))('personas, %s vision', (vision) => {
  it('differ from one another', () => {
    const personas = [0, 1, 2, 3, 4, 5, 6, 7].map((i) => light[`p${i}`]!);
    let least = Infinity;
    personas.forEach((a, i) =>
      personas.slice(0, i).forEach((b) => {
        least = Math.min(least, distance(a, b, vision));
      }),
    );
    expect(least).toBeGreaterThan(15);
  });
});

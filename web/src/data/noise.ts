// How sure a change is. A total of n transactions varies as a compound Poisson sum: relative variance (1 + CV²) / n, CV² of
// the amounts. Ratios get their interval on the log scale.

export interface Change {
  change: number;
  low: number;
  high: number;
  is_clear: boolean;
}

const kNormal95 = 1.959964;

/** now / before − 1 with its 95 % interval, of the relative variances of both. */
export function changeOf(now: number, before: number, varianceNow: number, varianceBefore: number): Change | null {
  if (!(before > 0) || !(now > 0)) return null;
  const log = Math.log(now / before);
  const reach = kNormal95 * Math.sqrt(varianceNow + varianceBefore);
  const [low, high] = [Math.exp(log - reach) - 1, Math.exp(log + reach) - 1];
  return { change: now / before - 1, low, high, is_clear: low > 0 || high < 0 };
}

/** Change of a count of customers: only who bought in one of the two periods makes it vary. */
export function customerChange(
  now: number,
  before: number,
  onlyNow: number,
  onlyBefore: number,
  oneOf: number,
): Change | null {
  if (!(before > 0)) return null;
  const reach = (kNormal95 * Math.sqrt((onlyNow + onlyBefore) * oneOf)) / before;
  const change = now / before - 1;
  return { change, low: change - reach, high: change + reach, is_clear: Math.abs(change) > reach };
}

/** Mean and 95 % interval of the ratio of two means of independent days. */
export function ratioOfMeans(a: readonly number[], b: readonly number[]): Change | null {
  if (a.length < 3 || b.length < 3) return null;
  const relative = (values: readonly number[]) => {
    const mean = values.reduce((sum, value) => sum + value, 0) / values.length;
    const square = values.reduce((sum, value) => sum + (value - mean) ** 2, 0) / (values.length - 1);
    return { mean, variance: square / values.length / (mean * mean) };
  };
  const [x, y] = [relative(a), relative(b)];
  return changeOf(x.mean, y.mean, x.variance, y.variance);
}

/** Whether what was picked as the highest of a few is so by more than chance: a wider margin than that of one test. */
export function standsOut(change: Change | null): boolean {
  return change !== null && change.change > 0.03 && change.change > 1.5 * (change.change - change.low);
}

/** Quantile of Student's t at 97.5 %, of four and more degrees of freedom: Cornish and Fisher's expansion. */
function studentT(degrees: number): number {
  const z = kNormal95,
    terms = [
      (z ** 3 + z) / 4,
      (5 * z ** 5 + 16 * z ** 3 + 3 * z) / 96,
      (3 * z ** 7 + 19 * z ** 5 + 17 * z ** 3 - 15 * z) / 384,
    ];
  return terms.reduce((sum, term, i) => sum + term / degrees ** (i + 1), z);
}

/** Geometric mean of ratios, less 1, with its 95 % interval over them; null of fewer than five. */
export function meanOfRatios(ratios: readonly number[]): Change | null {
  const n = ratios.length;
  if (n < 5) return null;
  const logs = ratios.map(Math.log);
  const mean = logs.reduce((sum, log) => sum + log, 0) / n;
  const square = logs.reduce((sum, log) => sum + (log - mean) ** 2, 0) / (n - 1);
  const reach = studentT(n - 1) * Math.sqrt(square / n);
  const [low, high] = [Math.expm1(mean - reach), Math.expm1(mean + reach)];
  return { change: Math.expm1(mean), low, high, is_clear: low > 0 || high < 0 };
}

export function clearSign(change: Change | null): -1 | 0 | 1 {
  return change?.is_clear ? (change.change > 0 ? 1 : -1) : 0;
}

/** The value below which a share of the sorted values lies. */
function percentile(values: readonly number[], share: number): number {
  const sorted = values.toSorted((a, b) => a - b);
  return sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * share))] ?? Number.NaN;
}

export const median = (values: readonly number[]): number => percentile(values, 0.5);

export type Spread = { readonly p50: number; readonly p95: number; readonly p99: number };

export const spreadOf = (values: readonly number[]): Spread => ({
  p50: round(percentile(values, 0.5)),
  p95: round(percentile(values, 0.95)),
  p99: round(percentile(values, 0.99)),
});

export function round(value: number, digits = 2): number {
  const scale = 10 ** digits;
  return Math.round(value * scale) / scale;
}

/**
 * The two-sample Kolmogorov-Smirnov test: how probable it is that two samples of one distribution
 * differ as much as these (the series of its limit, with Stephens' correction for small samples).
 */
export function sameDistribution(a: readonly number[], b: readonly number[]): number {
  const size = Math.sqrt((a.length * b.length) / (a.length + b.length));
  const lambda = (size + 0.12 + 0.11 / size) * greatestDistance(a, b);
  // The series converges slowly near 0, where the answer is 1.
  if (lambda < 0.2) return 1;
  let sum = 0;
  for (let k = 1; k <= 100; k += 1) sum += (-1) ** (k - 1) * Math.exp(-2 * (k * lambda) ** 2);
  return Math.min(1, Math.max(0, 2 * sum));
}

/** Between the two empirical distribution functions. */
function greatestDistance(a: readonly number[], b: readonly number[]): number {
  const first = a.toSorted((x, y) => x - y);
  const second = b.toSorted((x, y) => x - y);
  let [i, j, greatest] = [0, 0, 0];
  while (i < first.length && j < second.length) {
    const next = Math.min(first[i] ?? Infinity, second[j] ?? Infinity);
    while ((first[i] ?? Infinity) <= next) i += 1;
    while ((second[j] ?? Infinity) <= next) j += 1;
    greatest = Math.max(greatest, Math.abs(i / a.length - j / b.length));
  }
  return greatest;
}

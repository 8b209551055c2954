/**
 * The score of the Numenta Anomaly Benchmark, written from its paper (Lavin and Ahmad 2015, arXiv:1510.03336) and its published rules:
 * the first detection in a window earns by how early it is, each detection outside costs by how far it is behind the last window,
 * a window without a detection costs; 0 is a detector that is silent, 100 one that fires at each window's first row.
 */

export interface NabSeries {
  readonly name: string;
  /** Detection scores, one a row. */
  readonly scores: ArrayLike<number>;
  /** Rows of the first and last point of each window, in order. */
  readonly windows: readonly (readonly [number, number])[];
}

export interface NabProfile {
  readonly falsePositive: number;
  readonly falseNegative: number;
}

/** The costs of the three profiles; a true positive is worth 1 in each. */
export const nabProfiles = {
  standard: { falsePositive: 0.11, falseNegative: 1 },
  lowFalsePositives: { falsePositive: 0.22, falseNegative: 1 },
  lowFalseNegatives: { falsePositive: 0.11, falseNegative: 2 },
} as const satisfies Readonly<Record<string, NabProfile>>;

/** Rows that aren't scored: 15 %, at most those of 5,000 rows. */
export function probationRows(rows: number): number {
  return Math.floor(Math.min(0.15 * rows, 0.15 * 5_000));
}

/** Of one series: the raw sum and how many windows count, for a threshold that a score must reach. */
export function nabRaw(series: NabSeries, threshold: number, profile: NabProfile): number {
  const first = probationRows(series.scores.length);
  const scored = series.windows.filter(([, last]) => last >= first);
  let sum = 0;
  for (const [from, to] of scored) sum += windowScore(series, Math.max(from, first), from, to, threshold) ?? -profile.falseNegative;
  let next = 0;
  let previous: readonly [number, number] | null = null;
  for (let row = 0; row < series.scores.length; row += 1) {
    while (next < series.windows.length && row > (series.windows[next]?.[1] ?? 0)) {
      previous = series.windows[next] ?? null;
      next += 1;
    }
    const isInside = row >= (series.windows[next]?.[0] ?? Number.POSITIVE_INFINITY);
    if (isInside || row < first || (series.scores[row] ?? 0) < threshold) continue;
    sum += profile.falsePositive * (previous === null ? -1 : scaledSigmoid((row - previous[1]) / Math.max(1, previous[1] - previous[0])));
  }
  return sum;
}

function windowScore(series: NabSeries, first: number, from: number, to: number, threshold: number): number | null {
  for (let row = first; row <= to; row += 1) {
    if ((series.scores[row] ?? 0) >= threshold) return scaledSigmoid(-(to - row + 1) / (to - from + 1)) / scaledSigmoid(-1);
  }
  return null;
}

/** From 0 to 100 over all series at one threshold. */
export function nabScore(series: readonly NabSeries[], threshold: number, profile: NabProfile): number {
  let raw = 0;
  let windows = 0;
  for (const each of series) {
    const first = probationRows(each.scores.length);
    windows += each.windows.filter(([, last]) => last >= first).length;
    raw += nabRaw(each, threshold, profile);
  }
  const silent = -profile.falseNegative * windows;
  return (100 * (raw - silent)) / (windows - silent);
}

/** The threshold with the best score, as the benchmark chooses it: among all the scores that were given. */
export function bestThreshold(series: readonly NabSeries[], profile: NabProfile): { readonly threshold: number; readonly score: number } {
  const steps = new Set<number>();
  for (const each of series) for (let row = 0; row < each.scores.length; row += 1) steps.add(each.scores[row] ?? 0);
  const sorted = [...steps].sort((one, other) => other - one);
  // Thousands of distinct scores: the highest are tried one by one, the others at even ranks.
  const tried = sorted.filter((_step, rank) => rank < 400 || rank % Math.ceil(sorted.length / 400) === 0);
  let best = { threshold: Number.POSITIVE_INFINITY, score: nabScore(series, Number.POSITIVE_INFINITY, profile) };
  for (const threshold of tried) {
    const score = nabScore(series, threshold, profile);
    if (score > best.score) best = { threshold, score };
  }
  return best;
}

function scaledSigmoid(position: number): number {
  return position > 3 ? -1 : 2 / (1 + Math.exp(5 * position)) - 1;
}

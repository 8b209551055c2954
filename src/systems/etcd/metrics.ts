/** etcd's metrics, with their labels, and percentiles of its histograms. */

export interface Sample {
  readonly labels: Readonly<Record<string, string>>;
  readonly value: number;
}

export type Metrics = ReadonlyMap<string, readonly Sample[]>;

const samplesMax = 20_000;

/** The text form of Prometheus; lines that are none are passed over. */
export function parseMetrics(text: string): Metrics {
  const metrics = new Map<string, Sample[]>();
  for (const line of text.split('\n').slice(0, samplesMax)) {
    const match = /^([a-zA-Z_:][\w:]*)(?:\{(.*)\})?\s+(\S+)/.exec(line);
    const [, name, labels = '', number] = match ?? [];
    const value = number === '+Inf' ? Number.POSITIVE_INFINITY : Number(number);
    if (name === undefined || line.startsWith('#') || Number.isNaN(value)) continue;
    const samples = metrics.get(name) ?? [];
    samples.push({ labels: labelsOf(labels), value });
    metrics.set(name, samples);
  }
  return metrics;
}

/** Over all label sets that fit; null when it is not exposed. */
export function sumOf(metrics: Metrics, name: string, fits: (labels: Sample['labels']) => boolean = () => true): number | null {
  const samples = metrics.get(name)?.filter(({ labels }) => fits(labels));
  if (samples === undefined || samples.length === 0) return null;
  return samples.reduce((sum, { value }) => sum + value, 0);
}

/**
 * The bound, in milliseconds, below which 99 of 100 observations lie; `before` leaves out what was seen by then. Null for fewer than
 * `countMin` observations.
 */
export function percentile99Ms(
  metrics: Metrics,
  name: string,
  given: { readonly before?: Metrics; readonly fits?: (labels: Sample['labels']) => boolean; readonly countMin?: number } = {},
): number | null {
  const buckets = bucketsOf(metrics, name, given.fits);
  const old = given.before === undefined ? new Map<number, number>() : bucketsOf(given.before, name, given.fits);
  const grown = [...buckets].map(([bound, count]) => [bound, count - (old.get(bound) ?? 0)] as const).sort(([one], [other]) => one - other);
  const total = grown.at(-1)?.[1] ?? 0;
  if (total < (given.countMin ?? 1)) return null;
  const found = grown.find(([, count]) => count >= total * 0.99)?.[0] ?? 0;
  const widest =
    grown
      .map(([bound]) => bound)
      .filter(Number.isFinite)
      .at(-1) ?? 0;
  return Math.round((Number.isFinite(found) ? found : widest) * 1_000 * 1_000) / 1_000;
}

function bucketsOf(metrics: Metrics, name: string, fits: (labels: Sample['labels']) => boolean = () => true): Map<number, number> {
  const buckets = new Map<number, number>();
  for (const { labels, value } of metrics.get(`${name}_bucket`) ?? []) {
    if (!fits(labels)) continue;
    const bound = labels.le === '+Inf' ? Number.POSITIVE_INFINITY : Number(labels.le);
    buckets.set(bound, (buckets.get(bound) ?? 0) + value);
  }
  return buckets;
}

function labelsOf(text: string): Readonly<Record<string, string>> {
  return Object.fromEntries([...text.matchAll(/(\w+)="((?:[^"\\]|\\.)*)"/g)].map((match) => [match[1] ?? '', match[2] ?? '']));
}

/** What a picture of a series shows: what was measured, what was expected, what comes and where the trouble is. */

export interface SeriesPicture {
  readonly title: string;
  readonly times: readonly number[];
  readonly values: readonly number[];
  /** What was usual, and how far values stray from it; shorter arrays belong to the first times. */
  readonly band?: {
    readonly times: readonly number[];
    readonly low: readonly number[];
    readonly middle: readonly number[];
    readonly high: readonly number[];
  };
  /** What comes. */
  readonly ahead?: {
    readonly times: readonly number[];
    readonly low: readonly number[];
    readonly middle: readonly number[];
    readonly high: readonly number[];
  };
  readonly spans: readonly { readonly fromMs: number; readonly toMs: number }[];
  readonly limit?: number;
  /** Where the level moved. */
  readonly changedAtMs?: number;
}

export interface Frame {
  readonly fromMs: number;
  readonly toMs: number;
  readonly low: number;
  readonly high: number;
}

/** Room for all that is drawn; the bands may be cut, the values may not. */
export function frameOf(picture: SeriesPicture): Frame {
  const times = [...ends(picture.times), ...ends(picture.ahead?.times ?? [])];
  const seen = [picture.values, picture.ahead?.middle ?? [], picture.limit === undefined ? [] : [picture.limit]];
  let [low, high] = [Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY];
  for (const values of seen) {
    for (const value of values) {
      low = Math.min(low, value);
      high = Math.max(high, value);
    }
  }
  const pad = high > low ? 0.05 * (high - low) : Math.abs(high) / 10 || 1;
  return { fromMs: Math.min(...times), toMs: Math.max(...times), low: low >= 0 && low - pad < 0 ? 0 : low - pad, high: high + pad };
}

function ends(times: readonly number[]): readonly number[] {
  const [first, last] = [times[0], times.at(-1)];
  return first === undefined || last === undefined ? [] : [first, last];
}

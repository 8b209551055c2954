/** Whether a series comes at the step at which it is read: most of its points missing, or each value several times, says that it doesn't. */

export type StepFault =
  | { readonly kind: 'gaps'; readonly share: number }
  /** How many times each value comes, about. */
  | { readonly kind: 'repeats'; readonly times: number };

const pointsMin = 60;
/** A scrape that failed now and then is no fault of the step. */
const shareMin = 0.6;
/** A counter of few events stands still for long; only runs that are all about as long come from the clock of whoever measures. */
const runsMin = 15;
const evenness = 0.75;

/** Of points in order, epoch ms; null when nothing speaks against the step, or too little is known. */
export function judgeStep(times: readonly number[], values: readonly number[], stepMs: number): StepFault | null {
  const [first, last] = [times[0], times.at(-1)];
  if (first === undefined || last === undefined || stepMs <= 0) return null;
  const expected = Math.round((last - first) / stepMs) + 1;
  if (expected < pointsMin) return null;
  const share = times.length / expected;
  if (share < shareMin) return { kind: 'gaps', share };
  const repeats = repeatsOf(values);
  return repeats === null ? null : { kind: 'repeats', times: repeats };
}

function repeatsOf(values: readonly number[]): number | null {
  const runs = runLengths(values);
  if (runs.length < runsMin) return null;
  const middle = runs.toSorted((one, other) => one - other)[runs.length >> 1] ?? 1;
  if (middle < 2) return null;
  const alike = runs.filter((length) => Math.abs(length - middle) <= 1).length;
  return alike / runs.length >= evenness ? middle : null;
}

/** Of equal values in a row; the first and the last may be cut off by the ends and are left out. */
function runLengths(values: readonly number[]): readonly number[] {
  const runs: number[] = [];
  let length = 0;
  for (const [index, value] of values.entries()) {
    if (index > 0 && value !== values[index - 1]) {
      runs.push(length);
      length = 0;
    }
    length += 1;
  }
  return runs.slice(1);
}

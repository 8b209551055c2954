/** The errors of the M4 competition (Makridakis, Spiliotis and Assimakopoulos 2020). */

/** Symmetric mean absolute percentage error, 0 to 200. */
export function symmetricError(actual: readonly number[], forecast: readonly number[]): number {
  let sum = 0;
  for (const [index, value] of actual.entries()) {
    const guess = forecast[index] ?? Number.NaN;
    const size = Math.abs(value) + Math.abs(guess);
    sum += size === 0 ? 0 : (200 * Math.abs(value - guess)) / size;
  }
  return sum / actual.length;
}

/** Mean absolute error in units of the mean step over one season of the training data. */
export function scaledError(train: readonly number[], actual: readonly number[], forecast: readonly number[], season: number): number {
  let error = 0;
  for (const [index, value] of actual.entries()) error += Math.abs(value - (forecast[index] ?? Number.NaN));
  return error / actual.length / seasonalStep(train, season);
}

/** Mean scaled interval score: the width, plus 2/alpha for each unit that lies outside. */
export function intervalScore(
  train: readonly number[],
  actual: readonly number[],
  low: readonly number[],
  high: readonly number[],
  { season, alpha }: { readonly season: number; readonly alpha: number },
): number {
  let sum = 0;
  for (const [index, value] of actual.entries()) {
    const [from, to] = [low[index] ?? Number.NaN, high[index] ?? Number.NaN];
    sum += to - from + (2 / alpha) * (Math.max(0, from - value) + Math.max(0, value - to));
  }
  return sum / actual.length / seasonalStep(train, season);
}

function seasonalStep(train: readonly number[], season: number): number {
  let sum = 0;
  for (let index = season; index < train.length; index += 1) sum += Math.abs((train[index] ?? 0) - (train[index - season] ?? 0));
  return sum / Math.max(1, train.length - season);
}

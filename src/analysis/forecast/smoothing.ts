/** Exponential smoothing without a season (Gardner 1985): the level alone, or with a trend that fades. */

const levelRates = [0.05, 0.1, 0.2, 0.35, 0.5, 0.7, 0.9, 1] as const;
const trendRates = [0.02, 0.1, 0.3] as const;
/** Older points have no say in what follows. */
const pointsMax = 400;

/** The rates with the least squared error one step ahead, from a small grid; `damping` 0 has no trend. */
export function smoothForecast(given: readonly number[], horizon: number, damping: number): number[] | null {
  if (given.length < 5) return null;
  const values = given.slice(-pointsMax);
  let best = { error: Number.POSITIVE_INFINITY, level: 0, trend: 0 };
  for (const levelRate of levelRates) {
    for (const trendRate of damping === 0 ? [0] : trendRates) {
      const end = run(values, damping, levelRate, trendRate);
      if (end.error < best.error) best = end;
    }
  }
  let reach = 0;
  return Array.from({ length: horizon }, (_, ahead) => {
    reach += damping ** (ahead + 1);
    return best.level + reach * best.trend;
  });
}

function run(
  values: readonly number[],
  damping: number,
  levelRate: number,
  trendRate: number,
): { error: number; level: number; trend: number } {
  let [level, trend, error] = [values[0] ?? 0, 0, 0];
  for (let index = 1; index < values.length; index += 1) {
    const value = values[index] ?? 0;
    const expected = level + damping * trend;
    error += (value - expected) ** 2;
    const before = level;
    level = levelRate * value + (1 - levelRate) * expected;
    trend = trendRate * (level - before) + (1 - trendRate) * damping * trend;
  }
  return { error, level, trend };
}

/**
 * The line of least squares through the newest points, as they stand when what grows or shrinks does so evenly: a filling disk, a leak.
 * Null for fewer than five values.
 */
export function lineForecast(given: readonly number[], horizon: number): number[] | null {
  const values = given.slice(-pointsMax);
  const count = values.length;
  if (count < 5) return null;
  const middle = (count - 1) / 2;
  const mean = values.reduce((sum, value) => sum + value, 0) / count;
  const slope =
    values.reduce((sum, value, index) => sum + (index - middle) * (value - mean), 0) /
    values.reduce((sum, _, index) => sum + (index - middle) ** 2, 0);
  return Array.from({ length: horizon }, (_, ahead) => mean + slope * (count + ahead - middle));
}

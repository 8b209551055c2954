/** Forecasts that repeat the past: seasonal naive ones, profiles with a level, and analogs. Each gives null when the past is too short. */

/** The last season again. */
export function repeatSeason(values: readonly number[], horizon: number, period: number): number[] | null {
  if (values.length < period) return null;
  return steps(horizon, (ahead) => values[values.length - period + (ahead % period)] ?? 0);
}

/** The weighted mean of the last seasons, the newer the heavier. */
export function averageSeasons(
  values: readonly number[],
  horizon: number,
  period: number,
  seasons: number,
  decay: number,
): number[] | null {
  if (values.length < 2 * period) return null;
  return steps(horizon, (ahead) => {
    let [sum, weight] = [0, 0];
    for (let back = 1; back <= seasons; back += 1) {
      const index = values.length - period * back + (ahead % period);
      if (index < 0) break;
      const share = decay ** (back - 1);
      sum += share * (values[index] ?? 0);
      weight += share;
    }
    return sum / weight;
  });
}

/** What followed at the same place of the last seasons, moved or stretched to today's level. */
export function alignSeasons(values: readonly number[], horizon: number, period: number, seasons: number): number[] | null {
  if (values.length < period * seasons + horizon) return null;
  const levelBefore = (index: number): number => 0.6 * (values[index - 1] ?? 0) + 0.4 * (values[index - 2] ?? 0);
  const level = levelBefore(values.length);
  return steps(horizon, (ahead) => {
    let sum = 0;
    for (let back = 1; back <= seasons; back += 1) {
      const from = values.length - period * back;
      const [then, value] = [levelBefore(from), values[from + (ahead % period)] ?? 0];
      sum += then > 0 && level > 0 ? (value / then) * level : value + level - then;
    }
    return sum / seasons;
  });
}

export interface Profile {
  readonly period: number;
  readonly isRatio: boolean;
  /** How fast the level follows. */
  readonly rate: number;
  readonly seasonsMax: number;
}

/** Classical decomposition: the median seasonal figure around a centred mean, on a level smoothed exponentially. */
export function profileForecast(values: readonly number[], horizon: number, profile: Profile): number[] | null {
  const { period, rate, seasonsMax } = profile;
  const count = values.length;
  if (count < 2 * period) return null;
  const isRatio = profile.isRatio && values.every((value) => value > 0);
  const sums = new Float64Array(count + 1);
  for (const [index, value] of values.entries()) sums[index + 1] = (sums[index] ?? 0) + value;
  const slots: number[][] = Array.from({ length: period }, () => []);
  for (let index = Math.max(0, count - period * seasonsMax); index < count; index += 1) {
    const to = Math.min(count, Math.max(0, index - (period >> 1)) + period);
    const trend = ((sums[to] ?? 0) - (sums[Math.max(0, to - period)] ?? 0)) / period;
    slots[index % period]?.push(isRatio ? (values[index] ?? 0) / trend : (values[index] ?? 0) - trend);
  }
  const figure = slots.map(median);
  const without = (value: number, index: number): number => {
    const seasonal = figure[index % period] ?? 0;
    return isRatio ? value / (seasonal || 1) : value - seasonal;
  };
  let level = without(values[0] ?? 0, 0);
  for (const [index, value] of values.entries()) level += rate * (without(value, index) - level);
  return steps(horizon, (ahead) => {
    const seasonal = figure[(count + ahead) % period] ?? 0;
    return isRatio ? level * seasonal : level + seasonal;
  });
}

/** Double seasonal smoothing on logarithms with the last error carried on (Taylor 2003); the rates are fixed. */
export function doubleSeasonal(values: readonly number[], horizon: number, [short, long]: readonly [number, number]): number[] | null {
  if (values.length < 2 * long || long % short !== 0 || !values.every((value) => value > 0)) return null;
  const [levelRate, shortRate, longRate, carry] = [0.02, 0.05, 0.2, 0.9];
  const logs = values.map(Math.log);
  let level = logs.slice(0, long).reduce((sum, value) => sum + value, 0) / long;
  const shortFigure = Float64Array.from({ length: short }, (_, slot) => {
    let sum = 0;
    for (let index = slot; index < long; index += short) sum += (logs[index] ?? 0) - level;
    return sum / (long / short);
  });
  const longFigure = Float64Array.from({ length: long }, (_, slot) => (logs[slot] ?? 0) - level - (shortFigure[slot % short] ?? 0));
  let error = 0;
  for (const [index, value] of logs.entries()) {
    const miss = value - level - (shortFigure[index % short] ?? 0) - (longFigure[index % long] ?? 0);
    const news = miss - carry * error;
    level += levelRate * news;
    shortFigure[index % short] = (shortFigure[index % short] ?? 0) + shortRate * news;
    longFigure[index % long] = (longFigure[index % long] ?? 0) + longRate * news;
    error = miss;
  }
  return steps(horizon, (ahead) => {
    const at = logs.length + ahead;
    return Math.exp(level + (shortFigure[at % short] ?? 0) + (longFigure[at % long] ?? 0) + carry ** (ahead + 1) * error);
  });
}

export interface Analogs {
  /** Points that are compared. */
  readonly window: number;
  readonly neighbours: number;
  /** Distance of the candidates. */
  readonly stride: number;
}

/** What followed the stretches that look most like the newest one (nearest neighbours, Yakowitz 1987), brought to its level. */
export function analogForecast(values: readonly number[], horizon: number, { window, neighbours, stride }: Analogs): number[] | null {
  const count = values.length;
  const newest = values.slice(count - window);
  const level = mean(newest);
  const candidates: { end: number; distance: number; ratio: number }[] = [];
  for (let end = count - horizon; end >= window; end -= 1) {
    if ((count - end) % stride !== 0) continue;
    const then = mean(values.slice(end - window, end));
    const ratio = then > 0 && level > 0 ? level / then : 1;
    let distance = 0;
    for (let index = 0; index < window; index += 1) {
      const miss = (values[end - window + index] ?? 0) * ratio - (newest[index] ?? 0);
      distance += miss * miss * (1 + index / window);
    }
    candidates.push({ end, distance, ratio });
  }
  if (candidates.length < neighbours || count < window) return null;
  const nearest = candidates.sort((one, other) => one.distance - other.distance).slice(0, neighbours);
  // A perfect repetition may not take all the weight by dividing by zero.
  const floor = 1e-9 * (level * level + 1);
  return steps(horizon, (ahead) => {
    let [sum, weight] = [0, 0];
    for (const { end, distance, ratio } of nearest) {
      const share = 1 / (distance + floor);
      sum += share * (values[end + ahead] ?? 0) * ratio;
      weight += share;
    }
    return sum / weight;
  });
}

export function median(values: readonly number[]): number {
  const sorted = [...values].sort((one, other) => one - other);
  const middle = sorted.length >> 1;
  return sorted.length % 2 === 1 ? (sorted[middle] ?? 0) : ((sorted[middle - 1] ?? 0) + (sorted[middle] ?? 0)) / 2;
}

function mean(values: readonly number[]): number {
  return values.reduce((sum, value) => sum + value, 0) / Math.max(1, values.length);
}

function steps(horizon: number, at: (ahead: number) => number): number[] {
  return Array.from({ length: horizon }, (_, ahead) => at(ahead));
}

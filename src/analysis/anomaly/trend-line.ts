/**
 * A straight line through the past (least squares, decayed moments): a disk that fills as evenly as ever is higher than ever at each
 * point, and that is no news. Where the line explains nearly all of the series, what lies on it is usual.
 */

export interface TrendLine {
  points: number;
  time: number;
  value: number;
  timeSquare: number;
  valueSquare: number;
  product: number;
}

const memoryPoints = 2_000;
const pointsMin = 100;
/** The share of the variance that the line must explain. */
const explainedMin = 0.9;
/** In standard deviations from the line. */
const reach = 4;

export function createTrendLine(): TrendLine {
  return { points: 0, time: 0, value: 0, timeSquare: 0, valueSquare: 0, product: 0 };
}

/** Whether the point lies where the line through those before it led; then takes it in. */
export function stepTrendLine(line: TrendLine, timeMs: number, value: number): boolean {
  const [time, distance] = [timeMs - line.time, value - line.value];
  const isOn = isOnLine(line, time, distance);
  line.points += 1;
  const rate = 1 / Math.min(line.points, memoryPoints);
  line.time += time * rate;
  line.value += distance * rate;
  // Moments around the decayed mean (Finch 2009).
  line.timeSquare = (1 - rate) * (line.timeSquare + rate * time * time);
  line.valueSquare = (1 - rate) * (line.valueSquare + rate * distance * distance);
  line.product = (1 - rate) * (line.product + rate * time * distance);
  return isOn;
}

function isOnLine({ points, timeSquare, valueSquare, product }: TrendLine, time: number, distance: number): boolean {
  if (points < pointsMin || !(timeSquare > 0) || !(valueSquare > 0)) return false;
  const slope = product / timeSquare;
  const explained = slope * product;
  if (explained < explainedMin * valueSquare) return false;
  const spread = Math.sqrt(Math.max(0, valueSquare - explained));
  return Math.abs(distance - slope * time) <= reach * spread;
}

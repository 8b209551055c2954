/**
 * Tells counters from gauges: a total that only grows says nothing by its level, so it is judged by its rate per second.
 * A reset (a restart of the process that counts) is a fall to below half; the rate then counts from zero, as PromQL's rate() does.
 */

export interface CounterState {
  /** Null until enough points were seen to tell. */
  isCounter: boolean | null;
  points: number;
  grown: number;
  fallen: number;
  lastMs: number;
  last: number;
}

export interface Reading {
  readonly value: number;
  /** True once: from this point on, rates are read. */
  readonly isNews: boolean;
}

const pointsToTell = 64;
/** A gauge that grows for a while also pauses or falls. */
const grownShareMin = 0.9;

export function createCounter(): CounterState {
  return { isCounter: null, points: 0, grown: 0, fallen: 0, lastMs: 0, last: 0 };
}

export function stepCounter(counter: CounterState, timeMs: number, given: number): Reading {
  const isFirst = counter.points === 0;
  const seconds = (timeMs - counter.lastMs) / 1_000;
  const growth = given - counter.last;
  const { last } = counter;
  counter.points += 1;
  counter.lastMs = timeMs;
  counter.last = given;
  if (counter.isCounter === false) return { value: given, isNews: false };
  if (counter.isCounter === true) return { value: rate(growth, given, seconds), isNews: false };
  if (!isFirst && growth > 0) counter.grown += 1;
  if (given < 0 || (!isFirst && growth < 0 && given > last / 2)) counter.fallen += 1;
  if (counter.fallen > 0) counter.isCounter = false;
  else if (counter.points >= pointsToTell) counter.isCounter = counter.grown >= grownShareMin * (counter.points - 1);
  if (counter.isCounter === true) return { value: rate(growth, given, seconds), isNews: true };
  return { value: given, isNews: false };
}

function rate(growth: number, given: number, seconds: number): number {
  return (growth < 0 ? given : growth) / seconds;
}

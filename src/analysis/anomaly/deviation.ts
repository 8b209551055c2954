/**
 * How far a point lies from what is usual, in units of the series' own noise.
 *
 * Usual is the median: of the whole past, and of the same time of day or week once there were three of them. Noise is the ninetieth
 * percentile of the distances so far, brought to a standard deviation (1.64): a tenth of the past may be disturbed without hiding
 * the next disturbance. Which season there is, nobody configures: the one that has explained the series best so far is used.
 *
 * Two more readings of the same distance may count for more than the distance itself: a fall by its ratio (fall.ts), and how long a
 * smaller distance has lasted (sustained.ts).
 */

import { createFall, type FallState, learnRatios, sizeOfFall, type Usual } from './fall.ts';
import { addToHistory, createHistory, type History, quantileOf } from './history.ts';
import { addToSlot, createSeasonProfile, enterSlot, type SeasonProfile } from './season-profile.ts';
import { createSustained, type SustainedState, stepSustained } from './sustained.ts';

const hourMs = 3_600_000;
/** The ninetieth percentile of a normal distribution's distances. */
const normalNinety = 1.6449;
const noiseShare = 0.9;
/** Noise is at least this share of the level: no meter is more exact than a hundredth. */
const levelShare = 0.01;
const pointsMin = 20;
/** A point this far away is a disturbance: of those only every eighth teaches what noise is, so that a long one doesn't become usual at once. */
const disturbed = 6;
const disturbedStride = 8;
const sizeMax = 1_000;
/** What has been disturbed for so many points, give or take a few, is another series now, and is learned at full speed. */
const lastingPoints = 300;
const lastingEase = 5;
/** What a fall by ratio, and a distance that lasts, count against a distance: each is one more chance to be wrong. */
const fallShare = 0.7;
const sustainedShare = 0.75;
/** A season must explain this much of the error of its rival. */
const betterBy = 0.8;
const rhythmBy = 0.5;

export type Season = 'none' | 'day' | 'week';

export interface DeviationState {
  readonly values: History;
  readonly distances: History;
  readonly seasonalDistances: History;
  readonly day: SeasonProfile;
  readonly week: SeasonProfile;
  readonly fall: FallState;
  readonly sustained: SustainedState;
  /** Decayed mean distance from each baseline. */
  disturbances: number;
  /** Disturbed points lately, less some for each that wasn't. */
  lasting: number;
  readonly errors: { none: number; day: number; week: number; dayPoints: number; weekPoints: number };
}

export interface Deviation {
  /** Distance in noise units, never negative. */
  readonly size: number;
  readonly season: Season;
  readonly expected: number;
  readonly low: number;
  readonly high: number;
}

export function createDeviation(): DeviationState {
  return {
    values: createHistory(),
    distances: createHistory(),
    seasonalDistances: createHistory(),
    day: createSeasonProfile(24 * hourMs, 96, 21),
    week: createSeasonProfile(168 * hourMs, 168, 6),
    fall: createFall(),
    sustained: createSustained(),
    disturbances: 0,
    lasting: 0,
    errors: { none: 0, day: 0, week: 0, dayPoints: 0, weekPoints: 0 },
  };
}

export function stepDeviation(state: DeviationState, timeMs: number, value: number): Deviation {
  const { values, distances, seasonalDistances, day, week } = state;
  enterSlot(day, timeMs);
  enterSlot(week, timeMs);
  const median = values.seen === 0 ? value : quantileOf(values, 0.5);
  const season = bestSeason(state);
  const seasonal = season === 'week' && week.isKnown ? week.usual : day.isKnown ? day.usual : median;
  const floor = levelShare * Math.abs(median);
  const plain = noiseOf(distances) + floor;
  const timed = noiseOf(seasonalDistances) + floor;
  const isKnown = values.seen > pointsMin;
  const straight = isKnown ? Math.sqrt(ratioOf(Math.abs(value - median), plain) * ratioOf(Math.abs(value - seasonal), timed)) : 0;
  const isNeverNegative = value >= 0 && quantileOf(values, 0) >= 0;
  const usual = { median, seasonal, noise: plain };
  const fall = isKnown && isNeverNegative ? sizeOfFall(state.fall, value, usual) : 0;
  const size = Math.max(straight, fallShare * fall);
  if (size > disturbed) state.disturbances += 1;
  state.lasting = size > disturbed ? state.lasting + 1 : Math.max(0, state.lasting - lastingEase);
  const teaches = size <= disturbed || state.lasting >= lastingPoints || state.disturbances % disturbedStride === 0;
  const side = (value - median) / (plain || 1) + (value - seasonal) / (timed || 1) < 0 ? -1 : 1;
  const sustained = stepSustained(state.sustained, side * Math.max(straight, fall), teaches);
  if (teaches) learn(state, value, usual);
  addToSlot(day, value);
  addToSlot(week, value);
  const expected = season === 'none' ? median : seasonal;
  const reach = 3 * (season === 'none' ? plain : timed);
  // What was never negative isn't usually so.
  const least = isNeverNegative ? Math.max(0, expected - reach) : expected - reach;
  return { size: Math.max(size, sustainedShare * sustained), season, expected, low: least, high: expected + reach };
}

/** Whether the time of day explains at least half of what the median leaves open. */
export function hasDailyRhythm({ errors, day }: DeviationState): boolean {
  return errors.dayPoints > day.slots && errors.day < rhythmBy * errors.none;
}

/** The season that has been nearest to the truth so far. */
function bestSeason({ errors, day, week }: DeviationState): Season {
  const hasDay = errors.dayPoints > day.slots && errors.day < betterBy * errors.none;
  const hasWeek = errors.weekPoints > week.slots && errors.week < betterBy * (hasDay ? errors.day : errors.none);
  return hasWeek ? 'week' : hasDay ? 'day' : 'none';
}

/** Anything is far from a series that never moved. */
function ratioOf(distance: number, noise: number): number {
  return distance === 0 ? 0 : Math.min(sizeMax, distance / noise);
}

function noiseOf(distances: History): number {
  return quantileOf(distances, noiseShare) / normalNinety;
}

function learn(state: DeviationState, value: number, usual: Usual): void {
  const { median, seasonal } = usual;
  const { values, distances, seasonalDistances, day, week, errors } = state;
  addToHistory(values, value);
  addToHistory(distances, Math.abs(value - median));
  addToHistory(seasonalDistances, Math.abs(value - seasonal));
  learnRatios(state.fall, value, usual);
  const rate = 1 / Math.min(values.seen, 2_000);
  errors.none += (Math.abs(value - median) - errors.none) * rate;
  if (day.isKnown) {
    errors.dayPoints += 1;
    errors.day += (Math.abs(value - day.usual) - errors.day) / Math.min(errors.dayPoints, 2_000);
  }
  if (week.isKnown) {
    errors.weekPoints += 1;
    errors.week += (Math.abs(value - week.usual) - errors.week) / Math.min(errors.weekPoints, 2_000);
  }
}

/**
 * From the distances of points to a score: eased, since a lone point in the middle of a disturbance that happens to be usual is part
 * of it, and damped by the loudest that the series has been lately, since what keeps coming back is less of an anomaly each time.
 */

export interface ScoreState {
  eased: number;
  loudest: number;
}

/** The share of the way to the newest distance, upward and downward. */
const [riseShare, fallShare] = [0.7, 0.5];
/** In noise units: what any series does now and then. */
const loudestMin = 3;
/** The loudest fades by half in so many points, and follows a louder one by this share. */
const fadePoints = 500;
const followShare = 0.3;
const dampingPower = 0.4;
const fade = 0.5 ** (1 / fadePoints);

export function createScore(): ScoreState {
  return { eased: 0, loudest: loudestMin };
}

/** The eased and damped distance, in noise units of a series that is quiet otherwise. */
export function stepScore(score: ScoreState, size: number): number {
  score.eased = Math.max(0, score.eased + (size - score.eased) * (size > score.eased ? riseShare : fallShare));
  const damped = score.eased / (score.loudest / loudestMin) ** dampingPower;
  score.loudest = Math.max(loudestMin, score.loudest * fade);
  if (score.eased > score.loudest) score.loudest += (score.eased - score.loudest) * followShare;
  return damped;
}

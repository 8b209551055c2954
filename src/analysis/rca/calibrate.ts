/**
 * From a score to a probability that holds: of the causes that are called 90 % sure, nine in ten are to be right. A logistic curve over the
 * score's own odds (Platt 1999, with the smoothed targets that keep a small sample from claiming certainty), fitted by Newton's method.
 */

export interface Judged {
  /** 0..1 */
  readonly score: number;
  readonly isRight: boolean;
}

export interface Curve {
  readonly slope: number;
  readonly intercept: number;
}

/** Fitted on half of the recorded lab scenarios; `npm run bench -- analysis` fits it again and prints how it holds on the other half. */
export const causeCurve: Curve = { slope: 0.948, intercept: 0.211 };

/** The curve may flatten a score and never turn it around. */
const slopeRange = { min: 0.05, max: 3 } as const;
const stepsMax = 50;
/** Draws the slope towards 1 and the intercept towards 0: where nothing was measured, the score is left as it is. */
const ridge = 1;

/** As people are shown it: two digits. What plans are made from is the score itself. */
export function shownConfidence(score: number): number {
  return Math.round(calibrate(score, causeCurve) * 100) / 100;
}

export function calibrate(score: number, { slope, intercept }: Curve): number {
  return 1 / (1 + Math.exp(-(slope * oddsOf(score) + intercept)));
}

/** Pure; the same pairs in any order give the same curve. Of no pairs the curve changes nothing. */
export function fitCurve(pairs: readonly Judged[]): Curve {
  const right = pairs.filter(({ isRight }) => isRight).length;
  const [high, low] = [(right + 1) / (right + 2), 1 / (pairs.length - right + 2)];
  const sorted = [...pairs].sort((one, other) => one.score - other.score || Number(one.isRight) - Number(other.isRight));
  let [slope, intercept] = [1, 0];
  for (let step = 0; step < stepsMax; step += 1) {
    let [gradientSlope, gradientIntercept, hSlope, hBoth, hIntercept] = [ridge * (slope - 1), ridge * intercept, ridge, 0, ridge];
    for (const { score, isRight } of sorted) {
      const odds = oddsOf(score);
      const is = 1 / (1 + Math.exp(-(slope * odds + intercept)));
      const off = is - (isRight ? high : low);
      const weight = Math.max(1e-9, is * (1 - is));
      gradientSlope += off * odds;
      gradientIntercept += off;
      hSlope += weight * odds * odds;
      hBoth += weight * odds;
      hIntercept += weight;
    }
    const determinant = hSlope * hIntercept - hBoth * hBoth;
    const [dSlope, dIntercept] = [
      (hIntercept * gradientSlope - hBoth * gradientIntercept) / determinant,
      (hSlope * gradientIntercept - hBoth * gradientSlope) / determinant,
    ];
    slope = Math.min(slopeRange.max, Math.max(slopeRange.min, slope - dSlope));
    intercept -= dIntercept;
    if (Math.abs(dSlope) + Math.abs(dIntercept) < 1e-9) break;
  }
  return { slope, intercept };
}

/** The mean of the squared distance between what was said and what was so; 0 is perfect, .25 is a coin. */
export function brierOf(pairs: readonly Judged[]): number {
  return pairs.reduce((sum, { score, isRight }) => sum + (score - Number(isRight)) ** 2, 0) / pairs.length;
}

export interface ReliabilityBin {
  readonly from: number;
  readonly to: number;
  readonly count: number;
  /** What was said and what was so, on average; NaN of none. */
  readonly said: number;
  readonly so: number;
}

/** Ten bins of the same width. */
export function reliabilityOf(pairs: readonly Judged[], bins = 10): readonly ReliabilityBin[] {
  return Array.from({ length: bins }, (_, index) => {
    const within = pairs.filter(({ score }) => Math.min(bins - 1, Math.floor(score * bins)) === index);
    const mean = (read: (each: Judged) => number): number => within.reduce((sum, each) => sum + read(each), 0) / within.length;
    const means = { said: mean(({ score }) => score), so: mean(({ isRight }) => Number(isRight)) };
    return { from: index / bins, to: (index + 1) / bins, count: within.length, ...means };
  });
}

function oddsOf(score: number): number {
  const within = Math.min(0.995, Math.max(0.005, Number.isFinite(score) ? score : 0.005));
  return Math.log(within / (1 - within));
}

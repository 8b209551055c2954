/** Whether something happens more or less often than before: two rates compared, with the burstiness of logs taken into account. */

export interface Exposure {
  readonly count: number;
  /** Minutes watched, or entries seen where there are no times. */
  readonly amount: number;
}

export interface RateComparison {
  /** Rate now over rate before, both with half an event added, so that nothing is divided by zero. */
  readonly ratio: number;
  readonly pValue: number;
}

/**
 * The G-test of two Poisson rates (Sokal and Rohlf, Biometry, 1995: likelihood ratio against one common rate, Williams' correction), divided by the dispersion, as in quasi-Poisson regression (McCullagh and Nelder 1989):
 * lines come in bursts, and a burst is one event, not a hundred.
 */
export function compareRates(before: Exposure, now: Exposure, dispersion: number): RateComparison {
  const total = before.count + now.count;
  const ratio = (now.count + 0.5) / now.amount / ((before.count + 0.5) / before.amount);
  if (total === 0 || !(before.amount > 0) || !(now.amount > 0)) return { ratio: Number.isFinite(ratio) ? ratio : 1, pValue: 1 };
  const share = now.amount / (now.amount + before.amount);
  const g = 2 * (term(now.count, total * share) + term(before.count, total * (1 - share)));
  const williams = 1 + 1 / (2 * total);
  return { ratio, pValue: upperTail(Math.max(0, g) / williams / Math.max(1, dispersion)) };
}

function term(count: number, expected: number): number {
  return count === 0 ? 0 : count * Math.log(count / expected);
}

/** P(χ² with one degree of freedom > x), by the complementary error function (Abramowitz and Stegun 7.1.26 is too coarse in the tail). */
function upperTail(x: number): number {
  return complementaryError(Math.sqrt(x / 2));
}

/** Chebyshev fit of Numerical Recipes, fractional error below 1.2e-7 everywhere. */
function complementaryError(x: number): number {
  const t = 1 / (1 + x / 2);
  const coefficients = [
    -1.26551223, 1.00002368, 0.37409196, 0.09678418, -0.18628806, 0.27886807, -1.13520398, 1.48851587, -0.82215223, 0.17087277,
  ];
  let exponent = 0;
  for (let index = coefficients.length - 1; index >= 0; index -= 1) exponent = exponent * t + (coefficients[index] as number);
  return t * Math.exp(-x * x + exponent);
}

/** Benjamini and Hochberg 1995: which of many tests hold while at most the share `q` of them is expected to be false. */
export function holding(pValues: readonly number[], q: number): readonly boolean[] {
  const order = pValues.map((_value, index) => index).sort((one, other) => (pValues[one] as number) - (pValues[other] as number));
  let last = -1;
  for (const [rank, index] of order.entries()) if ((pValues[index] as number) <= ((rank + 1) / order.length) * q) last = rank;
  const held = new Set(order.slice(0, last + 1));
  return pValues.map((_value, index) => held.has(index));
}

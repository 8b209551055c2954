/**
 * A regression of each value on chosen values before it, fitted by ridge least squares (Hoerl and Kennard 1970) and rolled forward.
 * With the lags of a day and a week it is what a seasonal ARIMA approximates, at a thousandth of the cost. A robust fit is repeated
 * with less weight for what it missed by more than the usual (iterated least squares, Holland and Welsch 1977, with Huber's weights),
 * so that an outage in the past doesn't bend what is forecast.
 */

export interface Regression {
  readonly lags: readonly number[];
  readonly ridge: number;
  /** On logarithms, when all values are positive. */
  readonly isLog: boolean;
  /** On differences to the value so many points before; 0 for none. */
  readonly difference: number;
  readonly isRobust: boolean;
}

/** Two repetitions come near enough to where many would end. */
const robustFits = 2;

/** Null when there are too few values for so many lags. */
export function autoregress(values: readonly number[], horizon: number, regression: Regression): number[] | null {
  const { lags, isLog, difference } = regression;
  const takesLog = isLog && values.every((value) => value > 0);
  const levels = Float64Array.from(values, (value) => (takesLog ? Math.log(value) : value));
  const series = difference === 0 ? levels : levels.slice(difference).map((value, index) => value - (levels[index] ?? 0));
  const longest = Math.max(...lags);
  if (series.length < longest + lags.length + 10) return null;
  const mean = series.reduce((sum, value) => sum + value, 0) / series.length;
  const deviation = Math.sqrt(series.reduce((sum, value) => sum + (value - mean) ** 2, 0) / series.length) || 1;
  const scaled = new Float64Array(series.length + horizon);
  for (let index = 0; index < series.length; index += 1) scaled[index] = ((series[index] ?? 0) - mean) / deviation;
  const weights = fitAll(scaled.subarray(0, series.length), regression);
  for (let index = series.length; index < scaled.length; index += 1) scaled[index] = predict(scaled, index, lags, weights);
  const path = new Float64Array(levels.length + horizon);
  path.set(levels);
  for (let ahead = 0; ahead < horizon; ahead += 1) {
    const at = levels.length + ahead;
    path[at] = (scaled[series.length + ahead] ?? 0) * deviation + mean + (difference === 0 ? 0 : (path[at - difference] ?? 0));
  }
  return Array.from(path.subarray(levels.length), (value) => (takesLog ? Math.exp(value) : value));
}

function predict(scaled: Float64Array, index: number, lags: readonly number[], weights: Float64Array): number {
  let sum = weights[lags.length] ?? 0;
  for (let lag = 0; lag < lags.length; lag += 1) sum += (weights[lag] ?? 0) * (scaled[index - (lags[lag] ?? 0)] ?? 0);
  return sum;
}

function fitAll(scaled: Float64Array, { lags, ridge, isRobust }: Regression): Float64Array {
  const longest = Math.max(...lags);
  const trust = new Float64Array(scaled.length).fill(1);
  let weights = fit(scaled, trust, lags, ridge);
  if (!isRobust) return weights;
  const misses = new Float64Array(scaled.length - longest);
  for (let repetition = 0; repetition < robustFits; repetition += 1) {
    for (let index = longest; index < scaled.length; index += 1)
      misses[index - longest] = Math.abs((scaled[index] ?? 0) - predict(scaled, index, lags, weights));
    const usual = misses.slice().sort()[misses.length >> 1] ?? 0;
    for (const [index, miss] of misses.entries()) trust[longest + index] = miss > usual ? usual / miss : 1;
    weights = fit(scaled, trust, lags, ridge);
  }
  return weights;
}

/** The normal equations, each row by its trust; the last weight is the constant. */
function fit(scaled: Float64Array, trust: Float64Array, lags: readonly number[], ridge: number): Float64Array {
  const longest = Math.max(...lags);
  const size = lags.length + 1;
  const matrix = new Float64Array(size * size);
  const right = new Float64Array(size);
  const row = new Float64Array(size).fill(1);
  for (let index = longest; index < scaled.length; index += 1) {
    const value = scaled[index] ?? 0;
    for (let lag = 0; lag < lags.length; lag += 1) row[lag] = scaled[index - (lags[lag] ?? 0)] ?? 0;
    for (let one = 0; one < size; one += 1) {
      const left = (row[one] ?? 0) * (trust[index] ?? 0);
      right[one] = (right[one] ?? 0) + left * value;
      for (let other = 0; other <= one; other += 1)
        matrix[one * size + other] = (matrix[one * size + other] ?? 0) + left * (row[other] ?? 0);
    }
  }
  for (let one = 0; one < size; one += 1) matrix[one * size + one] = (matrix[one * size + one] ?? 0) + ridge;
  return solve(matrix, right);
}

/** Cholesky's decomposition; the matrix is symmetric and, with the ridge, positive definite. Both arguments are used up. */
function solve(matrix: Float64Array, right: Float64Array): Float64Array {
  const size = right.length;
  const at = (row: number, column: number): number => matrix[row * size + column] ?? 0;
  for (let column = 0; column < size; column += 1) {
    let square = at(column, column);
    for (let inner = 0; inner < column; inner += 1) square -= at(column, inner) ** 2;
    const pivot = Math.sqrt(Math.max(square, 1e-12));
    matrix[column * size + column] = pivot;
    for (let row = column + 1; row < size; row += 1) {
      let rest = at(row, column);
      for (let inner = 0; inner < column; inner += 1) rest -= at(row, inner) * at(column, inner);
      matrix[row * size + column] = rest / pivot;
    }
  }
  for (let row = 0; row < size; row += 1) {
    let rest = right[row] ?? 0;
    for (let inner = 0; inner < row; inner += 1) rest -= at(row, inner) * (right[inner] ?? 0);
    right[row] = rest / at(row, row);
  }
  for (let row = size - 1; row >= 0; row -= 1) {
    let rest = right[row] ?? 0;
    for (let inner = row + 1; inner < size; inner += 1) rest -= at(inner, row) * (right[inner] ?? 0);
    right[row] = rest / at(row, row);
  }
  return right;
}

/** Two simple detectors with published scores, to see that the scorers score as others do. */

/** NAB's baseline: one minus the tail probability in a window that moves on by `stride` points (Lavin and Ahmad 2015). */
export function windowedGaussian(values: readonly number[], length: number, stride: number): Float64Array {
  const scores = new Float64Array(values.length);
  let from = 0;
  let [sum, squares, count, waiting] = [0, 0, 0, 0];
  for (const [row, value] of values.entries()) {
    if (count > 0) {
      const mean = sum / count;
      const deviation = Math.sqrt(Math.max(0, squares / count - mean * mean)) || 1e-6;
      scores[row] = 1 - normalTail(Math.abs(value - mean) / deviation);
    }
    if (count < length) [sum, squares, count] = [sum + value, squares + value * value, count + 1];
    else {
      waiting += 1;
      if (waiting < stride) continue;
      waiting = 0;
      from += stride;
      const window = values.slice(from, from + length);
      sum = window.reduce((total, each) => total + each, 0);
      squares = window.reduce((total, each) => total + each * each, 0);
    }
  }
  return scores;
}

/** Distance from the mean of the last points in their standard deviations. */
export function rollingGaussian(values: readonly number[], length: number): Float64Array {
  return Float64Array.from(values, (value, row) => {
    const window = values.slice(Math.max(0, row - length), row);
    if (window.length < 2) return 0;
    const mean = window.reduce((total, each) => total + each, 0) / window.length;
    const variance = window.reduce((total, each) => total + (each - mean) ** 2, 0) / window.length;
    return Math.abs(value - mean) / (Math.sqrt(variance) + 1e-9);
  });
}

/** One-sided tail of the normal distribution; a rational approximation with a relative error below 1.2e-7 (Press et al., erfc). */
function normalTail(distance: number): number {
  const x = distance / Math.SQRT2;
  const t = 1 / (1 + x / 2);
  const terms = [
    -1.26551223, 1.00002368, 0.37409196, 0.09678418, -0.18628806, 0.27886807, -1.13520398, 1.48851587, -0.82215223, 0.17087277,
  ];
  const series = terms.reduceRight((sum, term) => term + t * sum, 0);
  return (t * Math.exp(-x * x + series)) / 2;
}

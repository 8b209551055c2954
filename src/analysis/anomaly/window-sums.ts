/** Sums over the last points for a fixed set of lengths: one addition and one subtraction each, in fixed memory. */

export interface WindowSums {
  readonly lengths: readonly number[];
  readonly ring: Float64Array;
  readonly sums: Float64Array;
  readonly squares: Float64Array;
  /** Values are kept as distances from the first, so that large levels don't eat the digits. */
  origin: number;
  count: number;
}

export function createWindowSums(lengths: readonly number[]): WindowSums {
  return {
    lengths,
    ring: new Float64Array(Math.max(...lengths) + 1),
    sums: new Float64Array(lengths.length),
    squares: new Float64Array(lengths.length),
    origin: 0,
    count: 0,
  };
}

export function addToWindows(windows: WindowSums, value: number): void {
  const { ring, sums, squares, lengths } = windows;
  if (windows.count === 0) windows.origin = value;
  const distance = value - windows.origin;
  const at = windows.count % ring.length;
  ring[at] = distance;
  windows.count += 1;
  // Rounding errors of the running sums must not add up for ever.
  if (windows.count % (8 * ring.length) === 0) {
    recount(windows);
    return;
  }
  for (let index = 0; index < lengths.length; index += 1) {
    const length = lengths[index] ?? 0;
    const gone = windows.count > length ? (ring[(at - length + ring.length) % ring.length] ?? 0) : 0;
    sums[index] = (sums[index] ?? 0) + distance - gone;
    squares[index] = (squares[index] ?? 0) + distance * distance - gone * gone;
  }
}

/** Mean of the points from `newer` (not included) to `older` back, by the indices of these two lengths; -1 is the length 0. */
export function meanBetween(windows: WindowSums, newer: number, older: number): number {
  const [near, far] = [lengthOf(windows, newer), lengthOf(windows, older)];
  const sum = (windows.sums[older] ?? 0) - (newer < 0 ? 0 : (windows.sums[newer] ?? 0));
  return far > near ? sum / (far - near) : 0;
}

export function deviationBetween(windows: WindowSums, newer: number, older: number): number {
  const [near, far] = [lengthOf(windows, newer), lengthOf(windows, older)];
  if (far <= near) return 0;
  const mean = meanBetween(windows, newer, older);
  const square = ((windows.squares[older] ?? 0) - (newer < 0 ? 0 : (windows.squares[newer] ?? 0))) / (far - near);
  return Math.sqrt(Math.max(0, square - mean * mean));
}

function lengthOf(windows: WindowSums, index: number): number {
  return index < 0 ? 0 : Math.min(windows.count, windows.lengths[index] ?? 0);
}

function recount(windows: WindowSums): void {
  const { ring, lengths } = windows;
  for (let index = 0; index < lengths.length; index += 1) {
    let [sum, square] = [0, 0];
    for (let back = 1; back <= Math.min(windows.count, lengths[index] ?? 0); back += 1) {
      const value = ring[(windows.count - back + ring.length * 2) % ring.length] ?? 0;
      sum += value;
      square += value * value;
    }
    windows.sums[index] = sum;
    windows.squares[index] = square;
  }
}

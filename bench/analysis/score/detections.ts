/** Scores for labelled points: area under precision and recall, and F1 of events. */

/** Average precision (the step-wise area under precision over recall); points of equal score are taken together. NaN without a label. */
export function averagePrecision(scores: ArrayLike<number>, labels: readonly boolean[], first: number): number {
  const order = labels
    .map((isAnomaly, row) => ({ isAnomaly, score: finite(scores[row]), row }))
    .filter(({ row }) => row >= first)
    .sort((one, other) => other.score - one.score);
  const total = order.filter(({ isAnomaly }) => isAnomaly).length;
  let [hits, seen, area, index] = [0, 0, 0, 0];
  while (index < order.length) {
    const score = order[index]?.score;
    const before = hits;
    while (index < order.length && order[index]?.score === score) {
      if (order[index]?.isAnomaly) hits += 1;
      seen += 1;
      index += 1;
    }
    area += ((hits - before) / total) * (hits / seen);
  }
  return total === 0 ? Number.NaN : area;
}

export interface EventCounts {
  readonly hit: number;
  readonly missed: number;
  readonly false: number;
}

/**
 * An event is a run of labelled rows; it's hit by a detection within `tolerance` rows of it. Detections farther from any event are
 * false, a run of them once: a detector that always fires gets a false event between any two.
 */
export function countEvents(
  isDetected: (row: number) => boolean,
  labels: readonly boolean[],
  first: number,
  tolerance: number,
): EventCounts {
  const near = new Uint8Array(labels.length);
  let [hit, missed] = [0, 0];
  for (const [from, to] of runsOf((row) => row >= first && labels[row] === true, labels.length)) {
    let isHit = false;
    for (let row = Math.max(first, from - tolerance); row <= Math.min(labels.length - 1, to + tolerance); row += 1) {
      near[row] = 1;
      isHit ||= isDetected(row);
    }
    if (isHit) hit += 1;
    else missed += 1;
  }
  const strayed = runsOf((row) => row >= first && near[row] === 0 && isDetected(row), labels.length);
  return { hit, missed, false: strayed.length };
}

export function eventF1(counts: readonly EventCounts[]): number {
  const sum = (pick: (each: EventCounts) => number): number => counts.reduce((total, each) => total + pick(each), 0);
  const hit = sum((each) => each.hit);
  return hit === 0 ? 0 : (2 * hit) / (2 * hit + sum((each) => each.missed) + sum((each) => each.false));
}

function runsOf(isIn: (row: number) => boolean, rows: number): readonly (readonly [number, number])[] {
  const runs: [number, number][] = [];
  for (let row = 0; row < rows; row += 1) {
    if (!isIn(row)) continue;
    const last = runs.at(-1);
    if (last !== undefined && last[1] === row - 1) last[1] = row;
    else runs.push([row, row]);
  }
  return runs;
}

/** What isn't a number ranks last, rather than breaking the order. */
function finite(score: number | undefined): number {
  return score === undefined || Number.isNaN(score) ? Number.NEGATIVE_INFINITY : score;
}

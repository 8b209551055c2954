/** Series with known trouble, from a small generator of repeatable noise. */

export const minuteMs = 60_000;
export const startMs = Date.UTC(2026, 0, 5);

export function noise(seed: number): () => number {
  let state = seed;
  return () => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
    return state / 2 ** 31 - 1;
  };
}

/** Twelve days at five minutes: a daily wave around 100 with noise; `change` may make of a value what it wants. */
export function dailyWave(change: (value: number, index: number) => number = (value) => value, days = 12): number[] {
  const random = noise(7);
  return Array.from({ length: days * 288 }, (_, index) => change(100 + 30 * Math.sin((2 * Math.PI * index) / 288) + 2 * random(), index));
}

/** No more than so many in a minute: a sender gone wild must not bury everything else. */

export interface Pace {
  /** Those that may pass, from the first. */
  allow<Item>(items: readonly Item[]): readonly Item[];
}

const minuteMs = 60_000;

export function createPace(perMinuteMax: number, now: () => number): Pace {
  let begun = now();
  let left = perMinuteMax;
  return {
    allow(items) {
      if (now() - begun >= minuteMs) {
        begun = now();
        left = perMinuteMax;
      }
      const passing = items.slice(0, left);
      left -= passing.length;
      return passing;
    },
  };
}

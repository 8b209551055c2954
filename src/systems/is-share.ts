/** Conditions on what was counted lately: relative to the work that was done, since one failure of a million is no incident. */

import type { Condition } from '../domain/signature.ts';

/** One in a hundred is felt by people; below, what sent it tries again, or few notice. */
const shareMin = 0.01;

/** `fact` has grown, and is at least `ratio` (0..1) of the fact `whole`, both counted over the same time; unknown where either is. */
export function isShare(fact: string, whole: string, ratio = shareMin): Condition {
  return {
    all: [
      [fact, '>', 0],
      [fact, '>=', { fact: whole, times: ratio }],
    ],
  };
}

/** From when on lines of a log count: an alert fires some minutes after it began to go wrong. */

import type { LookContext } from '../../contract.ts';

const onsetLeadMs = 15 * 60_000;

export function sinceMsOf(context: LookContext): number {
  return Math.min(context.clock.now(), context.aboutMs) - onsetLeadMs;
}

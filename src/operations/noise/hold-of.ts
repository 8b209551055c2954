/** What keeps an incident quiet that people were told of: silences and maintenance windows that began meanwhile, over every alert of it that fires. */

import type { Hold, HoldOf } from '../../activities/escalate/call-rules.ts';
import type { SuppressionReason } from '../../domain/suppression.ts';
import type { SystemPool } from '../../systems/pool.ts';
import { createJudge } from './judge.ts';

/** Silences that hold now: more than this is no list that anybody looks through. */
const silencesMax = 10_000;
const pageSize = 500;
/** Of more alerts than that some are taken to be told of: rather one call too many. */
const alertsMax = 10_000;

export function createHoldOf(pool: SystemPool): HoldOf {
  return async (inside, { id: incidentId }, nowMs) => {
    const silences = await inside.silences.list({ states: ['active'], nowMs, limit: silencesMax });
    const saved = await inside.ruleBooks.current();
    if (silences.length === 0 && saved.book.windows.length === 0) return null;
    const judge = createJudge(pool, saved, silences, 0);
    let first: Hold | null = null;
    let cursor: string | null = null;
    for (let seen = 0; seen < alertsMax; seen += pageSize) {
      const page: Awaited<ReturnType<typeof inside.alerts.list>> = await inside.alerts.list({
        ...{ incidentId, status: 'firing', limit: pageSize },
        ...(cursor === null ? {} : { cursor }),
      });
      for (const alert of page.items) {
        const hold = longest(judge.reasonsFor(judge.subjectOf(alert), [], nowMs));
        if (hold === null) return null;
        if (first === null || hold.until < first.until) first = hold;
      }
      cursor = page.nextCursor;
      if (cursor === null) return first;
    }
    return null;
  };
}

/** An alert is quiet until the last of its reasons is gone. */
function longest(reasons: readonly SuppressionReason[]): Hold | null {
  const timed = reasons.flatMap(({ kind, name, by, until }): readonly Hold[] =>
    until === null || (kind !== 'silence' && kind !== 'maintenance') ? [] : [{ kind, name, by, until }],
  );
  return timed.toSorted((one, other) => (one.until < other.until ? 1 : -1))[0] ?? null;
}

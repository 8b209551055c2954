/** Changes that nobody told of and a look has seen, such as rollouts of a cluster: facts `NAME.1.at`, `.title` and `.revision`. */

import type { Change } from '../../domain/change.ts';
import type { Evidence } from '../../domain/evidence.ts';

const momentFact = /^(rollouts)\.(\d+)\.at$/;
/** What was told of the same system about then is taken to be the same change: the teller knows the author and the link. */
const sameMs = 3 * 60_000;

/** Pure. What was told already is left out; the same seen by several looks is one. */
export function seenChanges(evidence: readonly Evidence[], told: readonly Change[]): readonly Change[] {
  const byId = new Map<string, Change>();
  for (const { systemId, facts, status } of evidence) {
    if (status !== 'ok') continue;
    for (const [name, at] of Object.entries(facts)) {
      const [, source, place] = momentFact.exec(name) ?? [];
      if (source === undefined || place === undefined || typeof at !== 'string' || Number.isNaN(Date.parse(at))) continue;
      const [title, revision] = [facts[`${source}.${place}.title`], facts[`${source}.${place}.revision`]];
      if (typeof title !== 'string' || title === '') continue;
      const id = `seen:${systemId}:${at}:${title.slice(0, 60)}`;
      byId.set(id, {
        ...{ id, at, kind: 'deploy', systemIds: [systemId], title, author: null, url: null, source: 'kubernetes' },
        version: typeof revision === 'number' ? `revision ${String(revision)}` : null,
      });
    }
  }
  return [...byId.values()].filter((change) => !told.some((other) => isSame(change, other)));
}

function isSame(seen: Change, told: Change): boolean {
  const isOfIt = seen.systemIds.some((id) => told.systemIds.includes(id));
  return isOfIt && Math.abs(Date.parse(seen.at) - Date.parse(told.at)) <= sameMs;
}

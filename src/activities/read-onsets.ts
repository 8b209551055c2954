/** Everything of an incident that tells a time: its alerts, the evidence of this run, the changes that were told or seen. */

import { nameSystems } from '../analysis/rca/name-systems.ts';
import { findOnsets } from '../analysis/rca/onsets.ts';
import { seenChanges } from '../analysis/rca/seen-changes.ts';
import type { Change } from '../domain/change.ts';
import type { Onset } from '../domain/course.ts';
import type { Evidence } from '../domain/evidence.ts';
import type { Incident } from '../domain/incident.ts';
import type { TenantStore } from '../store/contract.ts';
import { nameableSystems } from '../systems/scope.ts';
import type { ActivityDeps } from './deps.ts';
import { readIncidentWords } from './incident-words.ts';

const changesBeforeMs = 6 * 3_600_000;
const changesMax = 100;

export interface OnsetsRead {
  readonly onsets: readonly Onset[];
  readonly changes: readonly Change[];
  /** The start of the earliest alert. */
  readonly startedMs: number;
}

export async function readOnsets(
  deps: Pick<ActivityDeps, 'pool' | 'clock'>,
  store: TenantStore,
  incident: Incident,
  evidence: readonly Evidence[],
): Promise<OnsetsRead> {
  const systems = nameableSystems(deps.pool);
  const { alerts } = await readIncidentWords(store, incident);
  const starts = [incident.startedAt, ...alerts.map(({ startsAt }) => startsAt)].map((at) => Date.parse(at)).filter(Number.isFinite);
  const startedMs = Math.min(...starts);
  const told = await readChanges(deps, store, startedMs);
  const changes = [...told, ...seenChanges(evidence, told)];
  const onsets = findOnsets({
    alerts,
    evidence,
    changes,
    systemOf: ({ labels, annotations }) => {
      const named = nameSystems(Object.values(annotations).join('\n'), [labels], systems);
      // An alert that fits several says of none when it began.
      return named.length === 1 ? (named[0] ?? '') : '';
    },
    startedMs,
    nowMs: deps.clock.now(),
  });
  return { onsets, changes, startedMs };
}

/** Changes of the hours before the incident, and since. */
async function readChanges(deps: Pick<ActivityDeps, 'clock'>, store: TenantStore, startedMs: number): Promise<readonly Change[]> {
  const [from, to] = [startedMs - changesBeforeMs, deps.clock.now()].map((ms) => new Date(ms).toISOString());
  return store.changes.between(from ?? '', to ?? '', changesMax);
}

/** Takes one look and stores it once, however often it is attempted. */

import { createHash } from 'node:crypto';
import type { Evidence } from '../domain/evidence.ts';
import { maskSecretsDeep } from '../domain/mask-secrets.ts';
import type { TenantStore } from '../store/contract.ts';
import { type TakenLook, takeLook } from '../systems/take-look.ts';
import { message } from '../text/messages.ts';
import type { Activities, InvestigationScope, LookOrder } from './contract.ts';
import { type ActivityDeps, storeOf } from './deps.ts';
import { requireIncident } from './require.ts';

export function createRunProbe(deps: ActivityDeps): Activities['runProbe'] {
  return async (scope, order) => {
    const store = storeOf(deps, scope);
    const id = evidenceIdOf(scope, order);
    const known = await store.evidence.get(id);
    if (known !== null) return { evidenceId: id, isOk: known.status === 'ok' };

    const incident = await requireIncident(store, scope.incidentId);
    const evidence = await see(deps, scope, order, Date.parse(incident.startedAt));
    await keepEvidence(store, scope, [evidence]);
    return { evidenceId: id, isOk: evidence.status === 'ok' };
  };
}

/** Takes the look, and makes of it what is to be kept. `aboutMs` is the moment that it is about, epoch ms. */
export async function see(deps: ActivityDeps, scope: InvestigationScope, order: LookOrder, aboutMs: number): Promise<Evidence> {
  const startedMs = deps.clock.now();
  const look = await takeLook(deps, order, aboutMs);
  const durationMs = deps.clock.now() - startedMs;
  return toEvidence(look, { id: evidenceIdOf(scope, order), scope, order, startedMs, durationMs });
}

/** In one transaction: what was seen, that it was looked, and a line of the story for each. */
export async function keepEvidence(store: TenantStore, scope: InvestigationScope, seen: readonly Evidence[]): Promise<void> {
  await store.transaction(async (inside) => {
    for (const evidence of seen) {
      await inside.evidence.add(evidence);
      await inside.timeline.add({
        incidentId: scope.incidentId,
        at: evidence.startedAt,
        kind: 'look',
        text: message('look.done', { system: evidence.systemId, probe: evidence.probe, headline: evidence.headline }),
        evidenceIds: [evidence.id],
        actor: 'zhiban',
        key: `look-${evidence.id}`,
      });
    }
    await inside.incidents.addSpent(scope.incidentId, { probes: seen.length, looksDone: seen.length });
  });
}

/** The same order in the same run is the same record: an attempt after a crash finds what the one before has stored. */
export function evidenceIdOf(scope: InvestigationScope, order: LookOrder): string {
  return `ev_${createHash('sha256').update(`${scope.incidentId}|${scope.run}|${order.key}`).digest('hex').slice(0, 16)}`;
}

interface Frame {
  readonly id: string;
  readonly scope: InvestigationScope;
  readonly order: LookOrder;
  readonly startedMs: number;
  readonly durationMs: number;
}

function toEvidence(look: TakenLook, { id, scope, order, startedMs, durationMs }: Frame): Evidence {
  return {
    ...look,
    id,
    incidentId: scope.incidentId,
    systemId: order.systemId,
    probe: order.probe,
    parameters: maskSecretsDeep(order.parameters),
    round: order.round,
    startedAt: new Date(startedMs).toISOString(),
    durationMs,
  };
}

/**
 * Carries what was committed in the store to the workflows: at least once, in order for each incident.
 * A click counts once it is in the store; that Temporal is away delays it and loses nothing.
 */

import { type Client, WorkflowExecutionAlreadyStartedError, WorkflowNotFoundError } from '@temporalio/client';
import type { Clock } from '../domain/clock.ts';
import type { Incident, Steer } from '../domain/incident.ts';
import type { RelayItem, Store, TenantStore } from '../store/contract.ts';
import type { IncidentState } from '../workflows/incident.ts';
import { type IncidentMessage, incidentWorkflowId, ladderWorkflowId } from '../workflows/signals.ts';
import type { OperationsLog } from './deps.ts';
import { createLookout, type Lookout } from './lookout.ts';
import { createStartSearchably, type StartSearchably } from './start-searchably.ts';

export interface RelayDeps {
  readonly store: Store;
  /** Throws while Temporal is away; asked for each delivery, so that a restart is picked up. */
  readonly client: () => Promise<Client>;
  readonly taskQueue: string;
  readonly clock: Clock;
  readonly log: OperationsLog;
  /** Whether anybody is called for it; where nobody says, the ladder itself finds out. */
  readonly isOnLadder?: (store: TenantStore, incident: Incident) => Promise<boolean>;
}

const batchMax = 20;
/** A process that was killed while it delivered holds an incident up no longer than this; a message delivered twice is heard once. */
const leaseMs = 5_000;
const pollMs = 1_000;
const retryMaxMs = 10_000;

export function createRelay(deps: RelayDeps): Lookout {
  const startSearchably = createStartSearchably(deps.log);
  return createLookout(deps, {
    look: (store) => deliverDue(deps, startSearchably, store),
    restMs: pollMs,
    complaint: 'The relay could not read the store; it tries again',
  });
}

/** True when something was delivered: what comes after it may be waiting. */
async function deliverDue(deps: RelayDeps, startSearchably: StartSearchably, store: TenantStore): Promise<boolean> {
  const items = await store.relay.claim(batchMax, deps.clock.now(), leaseMs);
  // Each is of another incident, so that the order of none is touched; one after the other, a storm would outlast its lease.
  const ends = await Promise.all(items.map((item) => carry(deps, startSearchably, store, item)));
  return ends.some(Boolean);
}

/** True when it was told and is done; what can't be told is put off. */
async function carry(deps: RelayDeps, startSearchably: StartSearchably, store: TenantStore, item: RelayItem): Promise<boolean> {
  try {
    await deliver(deps, startSearchably, store.tenantId, item);
    await store.relay.done(item.id);
    return true;
  } catch (error) {
    const waitMs = Math.min(retryMaxMs, 250 * 2 ** Math.min(item.attempts, 6));
    await store.relay.retry(item.id, deps.clock.now() + waitMs, String(error).slice(0, 500));
    deps.log.warn(
      { incident: item.incidentId, kind: item.kind, attempts: item.attempts, reason: String(error) },
      'A workflow could not be told; it is tried again',
    );
    return false;
  }
}

async function deliver(deps: RelayDeps, startSearchably: StartSearchably, tenantId: string, item: RelayItem): Promise<void> {
  const client = await deps.client();
  const scope = { tenantId, incidentId: item.incidentId };
  const options = { taskQueue: deps.taskQueue, workflowTaskTimeout: '5 seconds' as const };
  const readIncident = (): Promise<Incident | null> => deps.store.forTenant(tenantId).incidents.get(item.incidentId);
  if (item.kind === 'ladder') {
    const incident = await readIncident();
    const isMeant = incident !== null && (await deps.isOnLadder?.(deps.store.forTenant(tenantId), incident)) !== false;
    // The one that runs looks anew; one that has ended begins again, and the store knows where it was.
    const own = { ...options, workflowId: ladderWorkflowId(item.incidentId), args: [scope] };
    if (isMeant) await client.workflow.signalWithStart('escalate', { ...own, signal: 'reconsider' });
    return;
  }
  const workflowId = incidentWorkflowId(item.incidentId);
  if (item.kind === 'start') {
    const start = { ...options, workflowId, args: [scope, null], workflowIdReusePolicy: 'REJECT_DUPLICATE' as const };
    try {
      await startSearchably(await readIncident(), (typedSearchAttributes) =>
        client.workflow.start('incident', { ...start, typedSearchAttributes }),
      );
    } catch (error) {
      if (!(error instanceof WorkflowExecutionAlreadyStartedError)) throw error;
    }
    return;
  }
  const message = messageOf(item);
  if (message === null || (await isHeard(client, workflowId, message))) return;
  // An incident whose workflow has ended may still be told something (the undo of a fix): it wakes up without starting all over.
  const resumed: IncidentState = { run: Math.floor(deps.clock.now() / 1_000), seenKeys: [], plan: null, remindersSent: 0, queue: [] };
  await startSearchably(await readIncident(), (typedSearchAttributes) =>
    client.workflow.signalWithStart('incident', {
      ...{ ...options, workflowId, typedSearchAttributes },
      args: [scope, resumed],
      signal: 'tell',
      signalArgs: [message],
    }),
  );
}

/** False when there is no workflow to hear it. Who clicks waits for this: nothing needs to be read for it. */
async function isHeard(client: Client, workflowId: string, message: IncidentMessage): Promise<boolean> {
  try {
    await client.workflow.getHandle(workflowId).signal('tell', message);
    return true;
  } catch (error) {
    if (error instanceof WorkflowNotFoundError) return false;
    throw error;
  }
}

function messageOf(item: RelayItem): IncidentMessage | null {
  const text = (name: string): string => String(item.payload[name] ?? '');
  if (item.kind === 'alerts') return { kind: 'alerts', key: item.id };
  if (item.kind === 'resolved') return { kind: 'resolved', key: item.id };
  if (item.kind === 'stop') return { kind: 'stop', key: item.id, planId: text('planId') };
  if (item.kind === 'plan') return { kind: 'plan', key: item.id, planId: text('planId') };
  if (item.kind === 'undo') return { kind: 'undo', key: item.id, planId: text('planId') };
  if (item.kind === 'decision') {
    const decision = text('decision') === 'approve' ? 'approve' : 'reject';
    return { kind: 'decision', key: item.id, planId: text('planId'), digest: text('digest'), decision };
  }
  if (item.kind === 'steer') return { kind: 'steer', key: item.id, steer: item.payload.steer as Steer };
  return null;
}

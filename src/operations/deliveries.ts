/** What is on its way to people, said or given up: lines of threads and announcements of voices in one list. */

import { type DeliveryState, type DeliveryView, deliveryStates } from '../domain/delivery.ts';
import { ZhibanError } from '../domain/errors.ts';
import { timeOfId } from '../domain/ids.ts';
import type { Locale } from '../domain/text.ts';
import { fill } from '../domain/text.ts';
import type { TenantStore } from '../store/contract.ts';
import type { Delivery, OutboxRecord } from '../store/delivery-contract.ts';
import { momentText } from '../text/voice.ts';
import type { Operations } from './contract.ts';
import type { OperationsDeps } from './deps.ts';
import { auditLine, refusal, requireRole, withAudit } from './guard.ts';

const limitDefault = 100;
const limitMax = 500;
/** How many are replayed at once; the rest by another call. */
const replayMax = 500;
const wordsMax = 300;

export function createDeliveries(deps: OperationsDeps): Pick<Operations, 'listDeliveries' | 'replayDelivery' | 'replayDeliveries'> {
  return {
    async listDeliveries(caller, { state = 'dead', limit = limitDefault }) {
      requireRole(deps, caller, 'viewer', 'see');
      const store = deps.store.forTenant(caller.tenantId);
      return listDeliveries(store, stateOf(state), Math.min(limitMax, Math.max(1, limit)), caller.locale);
    },
    async replayDelivery(caller, id) {
      return withAudit(deps, caller, { action: 'delivery.replay', target: id }, async (store) => {
        requireRole(deps, caller, 'responder', 'replay');
        const replayed = await replay(store, [id], deps.clock.now());
        if (replayed.length === 0)
          throw new ZhibanError('not-found', refusal(caller.locale, 'no-dead-delivery', { name: id.slice(0, 80) }));
        await audit(deps, store, caller, id, replayed);
        deps.wake();
        return { replayed };
      });
    },
    async replayDeliveries(caller) {
      return withAudit(deps, caller, { action: 'delivery.replay', target: 'all' }, async (store) => {
        requireRole(deps, caller, 'responder', 'replay');
        const dead = { state: 'dead', limit: replayMax } as const;
        const [lines, announcements] = [await store.outbox.list(dead), await store.deliveries.list(dead)];
        const replayed = await replay(
          store,
          [...lines, ...announcements].map(({ id }) => id),
          deps.clock.now(),
        );
        await audit(deps, store, caller, 'all', replayed);
        deps.wake();
        return { replayed };
      });
    },
  };
}

function stateOf(given: string): DeliveryState {
  const state = deliveryStates.find((each) => each === given);
  if (state === undefined) throw new ZhibanError('invalid', `state is one of ${deliveryStates.join(', ')}`);
  return state;
}

async function listDeliveries(store: TenantStore, state: DeliveryState, limit: number, locale: Locale): Promise<readonly DeliveryView[]> {
  const [lines, announcements] = [await store.outbox.list({ state, limit }), await store.deliveries.list({ state, limit })];
  const incidentIds = new Set([...lines, ...announcements].map(({ incidentId }) => incidentId));
  const codes = new Map<string, string>();
  for (const id of incidentIds) codes.set(id, (await store.incidents.get(id))?.code ?? '');
  const views = [
    ...lines.map((line) => lineView(line, codes.get(line.incidentId) ?? '', locale)),
    ...announcements.map((each) => announcementView(each, codes.get(each.incidentId) ?? '', locale)),
  ];
  return views.toSorted((a, b) => b.at.localeCompare(a.at)).slice(0, limit);
}

function lineView(line: OutboxRecord, code: string, locale: Locale): DeliveryView {
  const { id, state, incidentId, priority, attempts, error, dueAt, place } = line;
  return {
    ...{ id, kind: 'line', state, incidentId, code, adapter: place.adapter, destination: place.channel, priority, attempts, error, dueAt },
    what: line.text[locale].slice(0, wordsMax),
    at: new Date(timeOfId(id)).toISOString(),
  };
}

function announcementView(delivery: Delivery, code: string, locale: Locale): DeliveryView {
  const { id, state, incidentId, priority, attempts, error, dueAt, target, moment, momentAt } = delivery;
  return {
    ...{ id, kind: 'announcement', state, incidentId, code, adapter: target.adapter, priority, attempts, error, dueAt },
    destination: target.to.length > 0 ? target.to.join(', ') : target.name,
    what: fill(momentText[moment][locale], { state: '' }).trim(),
    at: momentAt,
  };
}

async function replay(store: TenantStore, ids: readonly string[], nowMs: number): Promise<readonly string[]> {
  return store.transaction(async (inside) => [
    ...(await inside.outbox.replay(ids, nowMs)),
    ...(await inside.deliveries.replay(ids, nowMs)),
  ]);
}

async function audit(
  deps: OperationsDeps,
  store: TenantStore,
  caller: Parameters<Operations['replayDeliveries']>[0],
  target: string,
  replayed: readonly string[],
): Promise<void> {
  const at = new Date(deps.clock.now()).toISOString();
  const details = { replayed: replayed.length };
  await auditLine(store, caller, at, { action: 'delivery.replay', incidentId: null, target, outcome: 'ok', details });
}

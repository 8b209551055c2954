/** Reads an incident as it is now and renders its card for one thread: what is sent is always the newest. */

import type { Card } from '../domain/card.ts';
import type { Incident } from '../domain/incident.ts';
import type { Priority } from '../domain/place.ts';
import { hasRole, type Person, type Policy } from '../domain/policy.ts';
import { isStorm } from '../domain/storm.ts';
import type { TenantStore, Thread } from '../store/contract.ts';
import type { Room } from '../store/room-contract.ts';
import type { CardInput } from './card/card-input.ts';
import { statusCard } from './card/status-card.ts';

export type RenderCard = (
  store: TenantStore,
  thread: Thread,
) => Promise<{ readonly card: Card; readonly priority: Priority; readonly paceMs?: number } | null>;

/** A storm changes many times a second; its card follows at this pace. */
const stormPaceMs = 1_000;

export interface RenderCardDeps {
  readonly people: () => readonly Person[];
  readonly policy: () => Policy;
  readonly consoleUrl: () => string | null;
  readonly timeZone: string;
  /** People are called for it; asked before its ladder has begun. */
  readonly isOnLadder?: (store: TenantStore, incident: Incident) => Promise<boolean>;
  /** Names of the platforms that can open rooms. */
  readonly roomChats?: () => readonly string[];
}

export function createRenderCard(deps: RenderCardDeps): RenderCard {
  // In one transaction: in a rush each one waits for its turn, and cards follow one after the other.
  const render: RenderCard = async (store, thread) => {
    const incident = await store.incidents.get(thread.incidentId);
    if (incident === null) return null;
    const plan = incident.planId === null ? null : await store.plans.get(incident.planId);
    const approvals = plan === null ? [] : await store.plans.approvals(plan.id);
    const rooms = await store.rooms.ofIncident(incident.id);
    const summary = isStorm(incident) ? await store.storms.summary(incident.id) : null;
    const [latest] = incident.mergedInto ? await store.moves.ofIncident(incident.id, 1) : [];
    const canUnmerge = latest?.kind === 'merge' && latest.fromId === incident.id && latest.undoneAt === null;
    const calls = await callsOf(deps, store, incident);
    const policy = deps.policy();
    const approvers = plan === null ? [] : deps.people().filter((person) => hasRole(person, policy.approvers[plan.risk]));
    const card = statusCard({
      incident,
      plan,
      approvals,
      approvers: approvers.map((person) => person.name),
      locale: thread.locale,
      consoleUrl: deps.consoleUrl(),
      timeZone: deps.timeZone,
      canOpenRoom: canOpenRoom(thread.place.adapter, deps.roomChats?.() ?? [], rooms),
      rooms: rooms.filter((room) => room.state === 'open'),
      ...(canUnmerge ? { canUnmerge } : {}),
      ...(calls === null ? {} : { calls }),
      ...(summary === null ? {} : { storm: summary }),
    });
    const deciders = approvers.flatMap((person) => person.identities[thread.place.adapter] ?? []);
    const isNewCritical = thread.root === null && incident.severity === 'critical';
    return {
      ...(summary === null ? {} : { paceMs: stormPaceMs }),
      card: deciders.length === 0 ? card : { ...card, deciders },
      priority: isNewCritical ? 'critical' : plan?.state === 'pending' ? 'approval' : thread.root === null ? 'state' : 'progress',
    };
  };
  return (store, thread) => store.transaction((inside) => render(inside, thread));
}

/** Null where nobody is called any more, or ever. A snooze that is over is taken from the record by the ladder's next look. */
async function callsOf(deps: RenderCardDeps, store: TenantStore, incident: Incident): Promise<NonNullable<CardInput['calls']> | null> {
  const ladder = await store.ladders.get(incident.id);
  const isCalled = ladder === null ? await deps.isOnLadder?.(store, incident) : ladder.state !== 'ended';
  if (isCalled !== true) return null;
  const until = ladder?.snoozedUntil ?? null;
  const isAsked = ladder?.state === 'reminding' && ladder.askedAt !== null;
  return { snoozed: until === null ? null : { until, by: ladder?.snoozedBy ?? '' }, ...(isAsked ? { isAsked } : {}) };
}

/** Where the card is, or from the console wherever it can be. */
function canOpenRoom(adapter: string, able: readonly string[], rooms: readonly Room[]): boolean {
  const isFree = (name: string): boolean => !rooms.some((room) => room.adapter === name && room.state !== 'failed');
  return adapter === 'console' ? able.slice(0, 1).some(isFree) : able.includes(adapter) && isFree(adapter);
}

/** Says what is due at one destination: at its pace, once, and with patience when it is away. */

import { ChatError } from '../../adapters/contract.ts';
import type { Voice } from '../../adapters/voice/contract.ts';
import type { TenantStore } from '../../store/contract.ts';
import type { Delivery } from '../../store/delivery-contract.ts';
import { compose } from './compose.ts';
import type { AnnouncerDeps } from './deps.ts';
import { type Batch, gather } from './gather.ts';

/** An outage only delays; what is older than a day is given up, stays visible and can be replayed. */
const giveUpAfterMs = 24 * 3_600_000;
const retryMinMs = 1_000;
const retryMaxMs = 300_000;
const sayWithinMs = 25_000;
/** Shorter than the lease: the rest is claimed again. */
const turnMs = 30_000;
const paceWindowMs = 60_000;

export interface Turn {
  readonly store: TenantStore;
  readonly destination: string;
  readonly due: readonly Delivery[];
  /** What the destination said of itself: null is fine. */
  readonly onOutcome: (problem: string | null, closedUntilMs: number | null) => void;
}

export async function speak(deps: AnnouncerDeps, turn: Turn): Promise<void> {
  const [first] = turn.due;
  if (first === undefined) return;
  const voice = deps.voices.get(first.target.adapter);
  if (voice === undefined || !voice.destinations.includes(first.target.name)) {
    const error = new ChatError('transient', `${turn.destination} is not configured, or its secret is missing`);
    return giveBack(deps, turn, turn.due, error);
  }
  const { gathers, perMinute } = voice.habits(first.target.name);
  const batches = gather(turn.due, gathers);
  const endMs = deps.clock.now() + turnMs;
  for (const [index, batch] of batches.entries()) {
    const rest = batches.slice(index).flatMap(({ deliveries }) => deliveries.map(({ id }) => id));
    const freeAtMs = deps.clock.now() >= endMs ? deps.clock.now() : await paceOf(deps, turn, perMinute);
    if (freeAtMs !== null) return turn.store.deliveries.postpone(rest, freeAtMs);
    const closedUntilMs = await sayBatch(deps, turn, voice, batch, gathers === 'nothing');
    const left = batches.slice(index + 1).flatMap(({ deliveries }) => deliveries.map(({ id }) => id));
    if (closedUntilMs !== null) return turn.store.deliveries.postpone(left, closedUntilMs);
  }
}

/** Null when another message may go now, else when. Counted from the store, so that neither a restart nor a second process is faster. */
async function paceOf(deps: AnnouncerDeps, { store, destination }: Turn, perMinute: number | null): Promise<number | null> {
  if (perMinute === null) return null;
  const starts = await store.deliveries.startsSince(destination, deps.clock.now() - paceWindowMs);
  const blocking = starts[starts.length - perMinute];
  return blocking === undefined ? null : blocking + paceWindowMs;
}

/** Until when the destination wants to be left alone; null when it doesn't. */
async function sayBatch(deps: AnnouncerDeps, turn: Turn, voice: Voice, batch: Batch, isForMachines: boolean): Promise<number | null> {
  const { store } = turn;
  const { announcement, overtaken } = await compose(deps, store, batch, isForMachines);
  if (overtaken.length > 0) {
    await store.deliveries.skip(overtaken);
    deps.count(voice.name, 'skipped');
  }
  const told = batch.deliveries.filter(({ id }) => !overtaken.includes(id));
  const ids = told.map(({ id }) => id);
  if (announcement === null) {
    await store.deliveries.skip(ids);
    return null;
  }
  await store.deliveries.begin(ids, batch.id, deps.clock.now());
  try {
    await within(sayWithinMs, voice.say(batch.target.name, batch.target.to, announcement));
    await store.deliveries.sent(ids, deps.clock.now());
    deps.count(voice.name, 'sent');
    turn.onOutcome(null, null);
    return null;
  } catch (error) {
    return giveBack(deps, turn, told, error).then(() => closedUntil(deps, error));
  }
}

function closedUntil(deps: AnnouncerDeps, error: unknown): number | null {
  const isRate = error instanceof ChatError && error.kind === 'rate';
  return isRate ? deps.clock.now() + (error.retryAfterMs ?? paceWindowMs) : null;
}

async function giveBack(deps: AnnouncerDeps, turn: Turn, told: readonly Delivery[], error: unknown): Promise<void> {
  const reason = (error instanceof Error ? error.message : String(error)).slice(0, 500);
  const adapter = told[0]?.target.adapter ?? '';
  const nowMs = deps.clock.now();
  const isHopeless = error instanceof ChatError && error.kind !== 'rate' && error.kind !== 'transient';
  const dead = told.filter((each) => isHopeless || nowMs - Date.parse(each.waitingSince) > giveUpAfterMs);
  const waiting = told.filter((each) => !dead.includes(each));
  const attempts = Math.max(0, ...told.map((each) => each.attempts));
  turn.onOutcome(reason, closedUntil(deps, error));
  if (dead.length > 0) {
    await turn.store.deliveries.dead(ids(dead), reason);
    deps.count(adapter, 'dead');
    deps.log.warn({ destination: turn.destination, reason, deliveries: dead.length }, 'An announcement is given up; it can be replayed');
  }
  if (waiting.length > 0) {
    const asked = error instanceof ChatError ? error.retryAfterMs : null;
    const waitMs = asked ?? Math.min(retryMaxMs, retryMinMs * 2 ** Math.min(attempts, 10));
    await turn.store.deliveries.retry(ids(waiting), nowMs + waitMs, reason);
    deps.count(adapter, 'retry');
  }
}

function ids(deliveries: readonly Delivery[]): readonly string[] {
  return deliveries.map(({ id }) => id);
}

async function within(ms: number, work: Promise<void>): Promise<void> {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<never>((_resolve, reject) => {
    timer = setTimeout(() => reject(new ChatError('transient', `no answer within ${ms / 1_000} s`)), ms);
  });
  await Promise.race([work, late]).finally(() => clearTimeout(timer));
}

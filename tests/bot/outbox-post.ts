/** An outbox over a real store and a channel that a test holds in its hands. */

import type { ChatAdapter, ChatError, Outgoing, PostOptions } from '../../src/adapters/contract.ts';
import type { OutboxDeps } from '../../src/bot/outbox/deps.ts';
import { createOutbox, type Outbox } from '../../src/bot/outbox.ts';
import { createRenderCard } from '../../src/bot/render-card.ts';
import type { Clock } from '../../src/domain/clock.ts';
import type { MessageRef, Place } from '../../src/domain/place.ts';
import { sameText } from '../../src/domain/text.ts';
import type { Store, TenantStore } from '../../src/store/contract.ts';
import { policy } from '../operations/desk.ts';
import { sampleIncident } from '../store/samples.ts';
import { until } from '../support/house.ts';
import { systemClock } from '../support/system-clock.ts';

/** A channel on the loopback of the imagination: what stands in it, and what the platform says next. */
export class Channel {
  readonly calls: {
    readonly kind: 'post' | 'edit';
    readonly id: string;
    readonly place: Place;
    readonly words: string;
    readonly options: PostOptions;
  }[] = [];
  readonly refusals: ChatError[] = [];
  /** Posts wait for it. */
  gate: Promise<void> = Promise.resolve();

  readonly adapter = {
    name: 'slack',
    capabilities: { threads: 'native', editIntervalMs: 0 },
    post: (place: Place, outgoing: Outgoing, options: PostOptions) =>
      this.#take('post', place, `m-${this.calls.length + 1}`, outgoing, options),
    edit: (message: MessageRef, outgoing: Outgoing, options: PostOptions) =>
      this.#take('edit', message.place, message.id, outgoing, options),
  } as unknown as ChatAdapter;

  async #take(kind: 'post' | 'edit', place: Place, id: string, outgoing: Outgoing, options: PostOptions): Promise<MessageRef> {
    await this.gate;
    const refusal = this.refusals.shift();
    if (refusal !== undefined) throw refusal;
    const words = 'card' in outgoing ? `card ${outgoing.card.revision}` : wordsOf(outgoing);
    this.calls.push({ kind, id, place, words, options });
    return { place, id };
  }

  words(): readonly string[] {
    return this.calls.map(({ kind, words }) => `${kind} ${words}`);
  }
}

function wordsOf(outgoing: Extract<Outgoing, { rich: unknown }>): string {
  return outgoing.rich
    .map((block) => (block.type === 'paragraph' ? block.spans.map((span) => (span.type === 'text' ? span.text : '')).join('') : block.type))
    .join(' / ');
}

export interface Post {
  readonly channel: Channel;
  readonly tenant: TenantStore;
  readonly outbox: Outbox;
  /** A second life of the same outbox. */
  readonly reborn: Outbox;
  readonly outcomes: readonly string[];
  advance(ms: number): void;
  say(slot: string, text?: string): Promise<void>;
}

export interface OutboxOptions {
  readonly adapters?: ReadonlyMap<string, ChatAdapter>;
  /** The thread that is there already; without it one begins with the card. */
  readonly thread?: string;
  /** The store as the outbox sees it. */
  readonly seen?: (tenant: TenantStore) => TenantStore;
  /** Epoch milliseconds; the system's by default. */
  readonly now?: () => number;
}

let tenants = 0;

/** Runs the work beside a running outbox over one incident in one thread of a tenant of its own. */
export async function withOutboxOf(store: Store, work: (post: Post) => Promise<void>, options: OutboxOptions): Promise<void> {
  tenants += 1;
  const tenantId = `outbox-${tenants}`;
  await store.ensureTenant(tenantId, tenantId);
  const tenant = store.forTenant(tenantId);
  await tenant.incidents.create(sampleIncident());
  const place = { adapter: 'slack', workspace: 'T1', channel: 'C1', ...(options.thread === undefined ? {} : { thread: options.thread }) };
  await tenant.threads.create({ incidentId: 'inc_1', place, locale: 'en', parent: null });
  const channel = new Channel();
  let ahead = 0;
  const clock: Clock = { ...systemClock, now: () => (options.now ?? systemClock.now)() + ahead };
  const outcomes: string[] = [];
  const deps: OutboxDeps = {
    store: { ...store, tenantIds: async () => [tenantId], forTenant: (id) => (options.seen ?? ((each) => each))(store.forTenant(id)) },
    adapters: () => options.adapters ?? new Map([['slack', channel.adapter]]),
    renderCard: createRenderCard({ people: () => [], policy: () => policy, consoleUrl: () => null, timeZone: 'UTC' }),
    clock,
    log: { warn: () => undefined },
    count: (_adapter, outcome) => outcomes.push(outcome),
  };
  const [outbox, reborn] = [createOutbox(deps), createOutbox(deps)];
  const post: Post = {
    channel,
    tenant,
    outbox,
    reborn,
    outcomes,
    advance(ms) {
      ahead += ms;
      outbox.kick();
    },
    say: async (slot, text = slot) => {
      await tenant.outbox.say({ incidentId: 'inc_1', slot, priority: 'state', text: sameText(text) });
      outbox.kick();
    },
  };
  try {
    await work(post);
  } finally {
    await Promise.all([outbox.stop(), reborn.stop()]);
  }
}

export const soon = (isSo: () => boolean, what: string): Promise<void> => until(async () => isSo(), 60_000, what);

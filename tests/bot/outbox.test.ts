import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { type ChatAdapter, ChatError, type Outgoing, type PostOptions } from '../../src/adapters/contract.ts';
import type { OutboxDeps } from '../../src/bot/outbox/deps.ts';
import { createOutbox, type Outbox } from '../../src/bot/outbox.ts';
import { createRenderCard } from '../../src/bot/render-card.ts';
import type { Clock } from '../../src/domain/clock.ts';
import type { MessageRef, Place } from '../../src/domain/place.ts';
import { sameText } from '../../src/domain/text.ts';
import type { Store, TenantStore } from '../../src/store/contract.ts';
import { policy } from '../operations/desk.ts';
import { sampleIncident } from '../store/samples.ts';
import { openMemoryStore } from '../support/fresh-database.ts';
import { until } from '../support/house.ts';
import { systemClock } from '../support/system-clock.ts';

let store: Store;
before(async () => {
  store = await openMemoryStore(systemClock);
});
after(() => store.close());

/** A channel on the loopback of the imagination: what stands in it, and what the platform says next. */
class Channel {
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

interface Post {
  readonly channel: Channel;
  readonly tenant: TenantStore;
  readonly outbox: Outbox;
  /** A second life of the same outbox. */
  readonly reborn: Outbox;
  readonly outcomes: readonly string[];
  advance(ms: number): void;
  say(slot: string, text?: string): Promise<void>;
}

let tenants = 0;

/** Runs the work beside a running outbox over one incident in one thread. */
async function withOutbox(
  work: (post: Post) => Promise<void>,
  options: { readonly adapters?: ReadonlyMap<string, ChatAdapter>; readonly thread?: string } = {},
): Promise<void> {
  tenants += 1;
  const tenantId = `outbox-${tenants}`;
  await store.ensureTenant(tenantId, tenantId);
  const tenant = store.forTenant(tenantId);
  await tenant.incidents.create(sampleIncident());
  const place = { adapter: 'slack', workspace: 'T1', channel: 'C1', ...(options.thread === undefined ? {} : { thread: options.thread }) };
  await tenant.threads.create({ incidentId: 'inc_1', place, locale: 'en', parent: null });
  const channel = new Channel();
  let ahead = 0;
  const clock: Clock = { ...systemClock, now: () => systemClock.now() + ahead };
  const outcomes: string[] = [];
  const deps: OutboxDeps = {
    store: { ...store, tenantIds: async () => [tenantId] },
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

const soon = (isSo: () => boolean, what: string): Promise<void> => until(async () => isSo(), 60_000, what);

test('createOutbox() posts the card once, edits it in place, and ends at the newest revision', () =>
  withOutbox(async ({ channel, tenant, outbox }) => {
    outbox.start();
    await soon(() => channel.calls.length === 1, 'the card is posted');
    await tenant.incidents.change('inc_1', { phase: 'investigating' });
    outbox.kick();
    await soon(() => channel.calls.length === 2, 'the card is edited');

    assert.deepEqual(
      channel.calls.map(({ kind, id }) => [kind, id]),
      [
        ['post', 'm-1'],
        ['edit', 'm-1'],
      ],
    );
    assert.deepEqual(await tenant.threads.behind(9), []);
  }));

test('createOutbox() lets edits that come while it sends run together into one', () =>
  withOutbox(async ({ channel, tenant, outbox }) => {
    let open = (): void => undefined;
    outbox.start();
    await soon(() => channel.calls.length === 1, 'the card is posted');
    channel.gate = new Promise((resolve) => {
      open = resolve;
    });
    for (let change = 0; change < 6; change += 1) {
      await tenant.incidents.change('inc_1', { alertsFiring: change });
      outbox.kick();
    }
    open();
    const revision = (await tenant.incidents.get('inc_1'))?.revision;
    await soon(() => channel.words().at(-1) === `edit card ${revision}`, 'the newest revision shows');

    assert.ok(channel.calls.length <= 3, `${channel.words()}`);
  }));

test('createOutbox() says each line once, below the card, in order, and the card first', () =>
  withOutbox(async ({ channel, tenant, outbox, outcomes, say }) => {
    for (const slot of ['one', 'two', 'three', 'four', 'five']) await say(slot);
    await say('one');
    outbox.start();
    // Counted once the store knows it, which is after the channel does.
    await soon(() => outcomes.length === 6, 'all is said');

    assert.deepEqual(channel.words().slice(1), ['post one', 'post two', 'post three', 'post four', 'post five']);
    assert.match(channel.words()[0] ?? '', /^post card/);
    assert.ok(channel.calls.slice(1).every(({ place }) => place.thread === 'm-1'));
    assert.equal((await tenant.outbox.counts()).waiting, 0);
  }));

test('createOutbox() splits lines into paragraphs and marks a first attempt as such', () =>
  withOutbox(
    async ({ channel, outbox, say }) => {
      await say('lines', 'first\n\nsecond');
      outbox.start();
      await soon(() => channel.calls.length === 2, 'the line is said');

      // The thread is there already, so that the line need not wait for the card.
      const line = channel.calls.find(({ words }) => !words.startsWith('card '));
      assert.equal(line?.words, 'first / second');
      assert.equal(line?.options.isRetry, false);
    },
    { thread: '17.1' },
  ));

test('createOutbox() waits as long as the platform asks, for cards and for lines', () =>
  withOutbox(async ({ channel, outbox, outcomes, advance, say }) => {
    const rate = () => new ChatError('rate', 'slow down', { retryAfterMs: 3_600_000 });
    channel.refusals.push(rate());
    outbox.start();
    await soon(() => outcomes.includes('retry'), 'the card is put off');
    outbox.kick();
    await new Promise((resolve) => setTimeout(resolve, 200));
    const early = channel.calls.length;
    advance(3_600_001);
    await soon(() => outcomes.length === 2, 'the card is sent');
    channel.refusals.push(rate());
    await say('line');
    await soon(() => outcomes.length === 3, 'the line is put off');
    advance(3_600_001);
    await soon(() => outcomes.length === 4, 'the line is sent');

    assert.deepEqual([early, channel.calls.length], [0, 2]);
    assert.deepEqual(outcomes, ['retry', 'sent', 'retry', 'sent']);
  }));

test('createOutbox() posts a fresh card where somebody deleted it, and goes on below that one', () =>
  withOutbox(async ({ channel, tenant, outbox, say }) => {
    outbox.start();
    await soon(() => channel.calls.length === 1, 'the card is posted');
    channel.refusals.push(new ChatError('gone', 'message_not_found'));
    await tenant.incidents.change('inc_1', { phase: 'investigating' });
    outbox.kick();
    await soon(() => channel.calls.length === 2, 'a fresh card is posted');
    await say('line');
    await soon(() => channel.calls.length === 3, 'the line is said');

    assert.deepEqual(
      channel.calls.map(({ kind }) => kind),
      ['post', 'post', 'post'],
    );
    assert.equal(channel.calls[2]?.place.thread, 'm-2');
  }));

for (const kind of ['format', 'too-large', 'forbidden'] as const) {
  test(`createOutbox() gives a line up that the platform calls ${kind}, keeps it, and says the next one`, () =>
    withOutbox(async ({ channel, tenant, outbox, outcomes, say }) => {
      outbox.start();
      await soon(() => channel.calls.length === 1, 'the card is posted');
      channel.refusals.push(new ChatError(kind, 'no'));
      await say('bad');
      await soon(() => outcomes.includes('dead'), 'the line is given up');
      await say('good');
      await soon(() => channel.words().includes('post good'), 'the next is said');

      assert.deepEqual(await tenant.outbox.counts(), { waiting: 0, dead: 1 });
    }));
}

test('createOutbox() gives a line up only after a day of failures', () =>
  withOutbox(async ({ channel, tenant, outbox, outcomes, advance, say }) => {
    outbox.start();
    await soon(() => channel.calls.length === 1, 'the card is posted');
    await say('stubborn');
    for (let hour = 0; hour < 23; hour += 1) {
      const before = outcomes.length;
      channel.refusals.push(new ChatError('transient', 'away'));
      advance(3_600_000);
      await soon(() => outcomes.length > before || channel.refusals.length === 0, 'one more try');
    }
    const duringTheDay = await tenant.outbox.counts();
    channel.refusals.push(...Array.from({ length: 5 }, () => new ChatError('transient', 'away')));
    advance(7_200_000);
    await soon(() => outcomes.includes('dead'), 'it is given up');

    assert.equal(duringTheDay.dead, 0);
  }));

test('createOutbox() keeps what an adapter that is not there should say, until it is', () => {
  const adapters = new Map<string, ChatAdapter>();
  return withOutbox(
    async ({ channel, tenant, outbox, advance, say }) => {
      await say('line');
      outbox.start();
      await new Promise((resolve) => setTimeout(resolve, 300));
      const waiting = await tenant.outbox.counts();
      adapters.set('slack', channel.adapter);
      advance(31_000);
      await soon(() => channel.calls.length >= 1, 'the card is posted');
      advance(31_000);
      await soon(() => channel.words().includes('post line'), 'the line is said');

      assert.deepEqual(waiting, { waiting: 1, dead: 0 });
      assert.match(channel.words()[0] ?? '', /^post card/);
    },
    { adapters },
  );
});

test('createOutbox() says nothing twice over a restart', () =>
  withOutbox(async ({ channel, outbox, reborn, say }) => {
    outbox.start();
    await say('line');
    await soon(() => channel.calls.length === 2, 'card and line are there');
    await outbox.stop();
    reborn.start();
    await new Promise((resolve) => setTimeout(resolve, 300));

    assert.equal(channel.calls.length, 2);
  }));

import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { type ChatAdapter, ChatError } from '../../src/adapters/contract.ts';
import type { Store, TenantStore } from '../../src/store/contract.ts';
import { openMemoryStore } from '../support/fresh-database.ts';
import { until } from '../support/house.ts';
import { systemClock } from '../support/system-clock.ts';
import { type OutboxOptions, type Post, soon, withOutboxOf } from './outbox-post.ts';

let store: Store;
before(async () => {
  store = await openMemoryStore(systemClock);
});
after(() => store.close());

const withOutbox = (work: (post: Post) => Promise<void>, options: OutboxOptions = {}): Promise<void> => withOutboxOf(store, work, options);

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

test('createOutbox() says a line at once that was claimed while the task of its first attempt was ending', () => {
  let end = (): void => undefined;
  const ending = new Promise<void>((resolve) => {
    end = resolve;
  });
  let claims = 0;
  // The line is put back and due, and those who put it back do not know yet.
  const seen = (tenant: TenantStore): TenantStore => ({
    ...tenant,
    outbox: {
      ...tenant.outbox,
      claim: async (...given) => {
        const lines = await tenant.outbox.claim(...given);
        claims += lines.length;
        return lines;
      },
      retry: async (id, _dueMs, error) => {
        await tenant.outbox.retry(id, 0, error);
        await ending;
      },
    },
  });
  // A lease never ends while the clock stands.
  const nowMs = systemClock.now();
  return withOutbox(
    async ({ channel, tenant, outbox, say }) => {
      outbox.start();
      await soon(() => channel.calls.length === 1, 'the card is posted');
      channel.refusals.push(new ChatError('transient', 'away'));
      await say('line');
      await soon(() => claims === 2, 'the line is claimed again');
      end();
      await soon(() => channel.words().includes('post line'), 'the line is said');

      assert.equal(channel.calls.length, 2);
      await until(async () => (await tenant.outbox.counts()).waiting === 0, 60_000, 'the store knows it');
    },
    { seen, now: () => nowMs },
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

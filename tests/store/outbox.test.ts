import assert from 'node:assert/strict';
import { it } from 'node:test';
import { sameText } from '../../src/domain/text.ts';
import type { OutboxStore } from '../../src/store/delivery-contract.ts';
import { onBoth } from './on-both.ts';

const line: Parameters<OutboxStore['say']>[0] = {
  incidentId: 'inc_1',
  slot: 'verdict',
  priority: 'state',
  text: sameText('确认'),
  evidenceIds: ['ev_1'],
};
const place = (channel: string) => ({ adapter: 'slack', workspace: 'T1', channel });

onBoth('createOutboxStore()', (given) => {
  const tenantWithThreads = async (...channels: readonly string[]) => {
    const tenant = await given().tenantWithIncident();
    const threads = [];
    for (const channel of channels)
      threads.push(await tenant.threads.create({ incidentId: 'inc_1', place: place(channel), locale: 'en', parent: null }));
    return { tenant, threads };
  };

  it('says a slot once in each thread, or in the one that is meant', async () => {
    const { tenant, threads } = await tenantWithThreads('C1', 'C2');

    await Promise.all(Array.from({ length: 20 }, () => tenant.outbox.say(line)));
    await tenant.outbox.say({ ...line, slot: 'answer', threadId: threads[1]?.id ?? '' });

    const claimed = await tenant.outbox.claim(10, 1_000, 500);
    assert.deepEqual(
      claimed.map((item) => [item.slot, item.threadId]),
      [
        ['verdict', threads[0]?.id],
        ['verdict', threads[1]?.id],
        ['answer', threads[1]?.id],
      ],
    );
    assert.deepEqual(claimed[0], {
      ...line,
      id: claimed[0]?.id,
      threadId: threads[0]?.id,
      attempts: 1,
      replayedAt: null,
      personIds: [],
      urge: null,
    });
  });

  it('gives out by priority, then age', async () => {
    const { tenant } = await tenantWithThreads('C1');
    for (const priority of ['progress', 'state', 'critical', 'approval', 'critical'] as const) {
      await tenant.outbox.say({ ...line, priority, slot: `${priority}-${(await tenant.outbox.counts()).waiting}` });
    }

    const claimed = await tenant.outbox.claim(10, 1_000, 500);

    assert.deepEqual(
      claimed.map((item) => item.slot),
      ['critical-2', 'critical-4', 'approval-3', 'state-1', 'progress-0'],
    );
  });

  it('gives each line to one of twenty', async () => {
    const { tenant } = await tenantWithThreads('C1');
    for (let index = 0; index < 10; index += 1) await tenant.outbox.say({ ...line, slot: `${index}` });

    const claims = await Promise.all(Array.from({ length: 20 }, () => tenant.outbox.claim(3, 1_000, 500)));

    const ids = claims.flat().map((item) => item.id);
    assert.equal(new Set(ids).size, ids.length);
    const rest = await tenant.outbox.claim(10, 1_000, 500);
    assert.equal(ids.length + rest.length, 10);
  });

  it('gives a line out again after its lease or when a retry is due', async () => {
    const { tenant } = await tenantWithThreads('C1');
    await tenant.outbox.say(line);
    const claimed = async (nowMs: number) => (await tenant.outbox.claim(1, nowMs, 500))[0];
    const first = await claimed(1_000);

    assert.equal(await claimed(1_499), undefined);
    assert.equal((await claimed(1_500))?.attempts, 2);
    await tenant.outbox.retry(first?.id ?? '', 5_000, 'rate limited');
    assert.equal(await claimed(4_999), undefined);
    assert.equal((await claimed(5_000))?.attempts, 3);
  });

  it('gives what was released out again at once, and not what was said meanwhile', async () => {
    const { tenant } = await tenantWithThreads('C1', 'C2');
    await tenant.outbox.say(line);
    const [first, second] = await tenant.outbox.claim(2, 1_000, 60_000);
    await tenant.outbox.sent(first?.id ?? '', { place: place('C1'), id: '17.1' });

    await tenant.outbox.release([first?.id ?? '', second?.id ?? '']);

    const again = await tenant.outbox.claim(10, 1_001, 500);
    assert.deepEqual(
      again.map(({ id, attempts }) => [id, attempts]),
      [[second?.id, 1]],
    );
  });

  it('keeps what was given up and counts it', async () => {
    const { tenant } = await tenantWithThreads('C1', 'C2');
    await tenant.outbox.say(line);
    const [first, second] = await tenant.outbox.claim(2, 1_000, 500);

    await tenant.outbox.dead(first?.id ?? '', 'channel is gone');
    assert.deepEqual(await tenant.outbox.counts(), { waiting: 1, dead: 1 });
    await tenant.outbox.sent(second?.id ?? '', { place: place('C2'), id: '17.2' });

    assert.deepEqual(await tenant.outbox.counts(), { waiting: 0, dead: 1 });
    assert.deepEqual(await tenant.outbox.claim(10, 9_000_000, 500), []);
    await assert.rejects(tenant.outbox.sent('out_9', { place: place('C2'), id: '1' }), { kind: 'not-found' });
  });

  it('shows what was given up and says it again when it is replayed', async () => {
    const { tenant } = await tenantWithThreads('C1');
    await tenant.outbox.say(line);
    const [claimed] = await tenant.outbox.claim(1, 1_000, 500);
    await tenant.outbox.dead(claimed?.id ?? '', 'channel is gone');

    const [dead] = await tenant.outbox.list({ state: 'dead', limit: 10 });
    assert.deepEqual([dead?.id, dead?.place, dead?.error], [claimed?.id, place('C1'), 'channel is gone']);
    assert.deepEqual(await tenant.outbox.replay([claimed?.id ?? ''], 9_000), [claimed?.id]);
    assert.deepEqual(await tenant.outbox.replay([claimed?.id ?? ''], 9_000), []);

    const [again] = await tenant.outbox.claim(1, 9_000, 500);
    assert.deepEqual([again?.id, again?.attempts, again?.replayedAt], [claimed?.id, 1, new Date(9_000).toISOString()]);
  });

  it('says nothing where nobody listens', async () => {
    const tenant = await given().tenantWithIncident();

    await tenant.outbox.say(line);

    assert.deepEqual(await tenant.outbox.counts(), { waiting: 0, dead: 0 });
  });
});

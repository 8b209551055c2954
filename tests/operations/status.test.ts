import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import type { Store } from '../../src/store/contract.ts';
import { sampleIncident, sampleLadder } from '../store/samples.ts';
import { openMemoryStore } from '../support/fresh-database.ts';
import { systemClock } from '../support/system-clock.ts';
import { openDesk, people } from './desk.ts';

const { vera, rita, anna } = people;
let store: Store;
before(async () => {
  store = await openMemoryStore(systemClock);
});
after(() => store.close());

async function deskWithIncident() {
  const at = await openDesk(store);
  await at.store.incidents.create(sampleIncident());
  return at;
}

test('acknowledge() names the person, once, by code in any case', async () => {
  const at = await deskWithIncident();

  const first = await at.operations.acknowledge(at.as(rita), '#zb-1');
  const second = await at.operations.acknowledge(at.as(anna), 'ZB-1');

  assert.deepEqual([first.status, first.acknowledgedBy], ['acknowledged', 'Rita']);
  assert.equal(second.acknowledgedBy, 'Rita');
  assert.equal(first.timeline.filter((entry) => entry.kind === 'status').length, 1);
  assert.equal((await at.store.audit.list({ limit: 9 })).length, 1);
});

test('resolve() closes it once, tells the workflow, and keeps the note without its secret', async () => {
  const at = await deskWithIncident();

  const resolved = await at.operations.resolve(at.as(rita), 'inc_1', 'restarted by hand, token=abcdef0123456789abcdef');
  const again = await at.operations.resolve(at.as(anna), 'inc_1', 'me too');

  assert.deepEqual([resolved.status, resolved.phase, resolved.resolvedAt], ['resolved', 'closed', '2026-11-21T02:00:00.000Z']);
  assert.match(resolved.timeline.at(-1)?.text ?? '', /^Rita marked it as resolved. restarted by hand/);
  assert.doesNotMatch(JSON.stringify(again), /abcdef0123456789/);
  assert.equal(again.timeline.length, resolved.timeline.length);
  assert.deepEqual(
    (await at.relayed()).map((item) => item.kind),
    ['resolved'],
  );
});

test('acknowledge() and steer() of a resolved incident say so', async () => {
  const at = await deskWithIncident();
  await at.operations.resolve(at.as(rita), 'ZB-1', '');

  await assert.rejects(at.operations.acknowledge(at.as(rita), 'ZB-1'), { kind: 'conflict', message: 'ZB-1 is resolved already.' });
  await assert.rejects(at.operations.steer(at.as(rita), 'ZB-1', { kind: 'resume', text: '' }), {
    kind: 'conflict',
    message: 'ZB-1 is resolved; ask again to open a new one.',
  });
});

for (const [name, run] of [
  ['acknowledge', (at) => at.operations.acknowledge(at.as(vera), 'ZB-1')],
  ['resolve', (at) => at.operations.resolve(at.as(vera), 'ZB-1', '')],
  ['steer', (at) => at.operations.steer(at.as(vera), 'ZB-1', { kind: 'fact', text: 'deployed at nine' })],
] satisfies readonly (readonly [string, (at: Awaited<ReturnType<typeof deskWithIncident>>) => Promise<unknown>])[]) {
  test(`${name}() refuses a viewer, says who can, and is audited with its incident`, async () => {
    const at = await deskWithIncident();

    await assert.rejects(run(at), { kind: 'forbidden', message: /Who can: Rita, Anna, Bob, Adam\.$/ });

    const [line] = await at.store.audit.list({ limit: 1 });
    assert.deepEqual([line?.actor, line?.outcome, line?.incidentId], ['vera', 'refused', 'inc_1']);
    assert.equal((await at.store.incidents.get('inc_1'))?.status, 'triggered');
    assert.deepEqual(await at.relayed(), []);
  });
}

test('steer() is passed on once for each key, with who said what', async () => {
  const at = await deskWithIncident();
  const input = { kind: 'fact', text: ' deployed at nine, password: hunter2hunter2 ', key: 'slack:e1' } as const;

  await at.operations.steer(at.as(rita), 'ZB-1', input);
  await at.operations.steer(at.as(rita), 'ZB-1', input);

  const [item, ...more] = await at.relayed();
  const timeline = await at.store.timeline.ofIncident('inc_1', 9);
  assert.equal(more.length, 0);
  assert.match(JSON.stringify(item?.payload), /"kind":"fact","text":"deployed at nine/);
  assert.doesNotMatch(JSON.stringify([item, timeline]), /hunter2/);
  assert.equal(timeline.length, 1);
  assert.match(timeline[0]?.text.en ?? '', /^Rita added: deployed at nine/);
});

test('steer() refuses an empty fact, but investigating again needs no words', async () => {
  const at = await deskWithIncident();

  await assert.rejects(at.operations.steer(at.as(rita), 'ZB-1', { kind: 'fact', text: ' \n ' }), { kind: 'invalid' });
  await at.operations.steer(at.as(rita), 'ZB-1', { kind: 'investigate-again', text: '' });

  assert.equal((await at.relayed()).length, 1);
});

test('an incident that is not there is told in the caller’s language', async () => {
  const at = await deskWithIncident();

  await assert.rejects(at.operations.acknowledge(at.as(rita, { locale: 'zh-CN' }), 'ZB-99'), {
    kind: 'not-found',
    message: '没有编号为“ZB-99”的故障。',
  });
});

test('acknowledge() of what is taken over is the answer to “still on it?”, and nothing new where nobody has asked', async () => {
  const at = await deskWithIncident();
  await at.operations.acknowledge(at.as(rita), 'ZB-1');
  const ladder = sampleLadder({ state: 'reminding' });
  await at.store.ladders.save(ladder);
  const quiet = await at.operations.acknowledge(at.as(rita), 'ZB-1');
  await at.store.ladders.save({ ...ladder, askedAt: '2026-11-21T01:30:00.000Z' });

  const answered = await at.operations.acknowledge(at.as(rita), 'ZB-1');

  assert.equal(answered.timeline.length, quiet.timeline.length + 1);
  assert.equal(answered.timeline.at(-1)?.text, 'Rita is still on it.');
  const [line] = await at.store.audit.list({ limit: 1, incidentId: 'inc_1' });
  assert.deepEqual([line?.action, line?.actor], ['incident.still-on-it', 'rita']);
});

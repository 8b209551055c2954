import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import type { Store } from '../../src/store/contract.ts';
import { openMemoryStore } from '../support/fresh-database.ts';
import { systemClock } from '../support/system-clock.ts';
import { openDesk, people, person } from './desk.ts';

const { vera } = people;
let store: Store;
before(async () => {
  store = await openMemoryStore(systemClock);
});
after(() => store.close());

test('ask() opens an incident with its thread and its first words, and tells the workflow', async () => {
  const at = await openDesk(store);
  const place = { adapter: 'slack', workspace: 'T1', channel: 'C1', thread: '17.5' };

  const { incidentId, code } = await at.operations.ask(at.as(vera), {
    text: '  @zhiban, why is main-valve slow?  ',
    place,
    parent: { place, id: '17.5' },
  });

  const incident = await at.store.incidents.get(incidentId);
  const threads = await at.store.threads.ofIncident(incidentId);
  const [opened] = await at.store.timeline.ofIncident(incidentId, 5);
  assert.equal(code, 'ZB-1');
  assert.equal(incident?.question, 'why is main-valve slow?');
  assert.deepEqual(incident?.systemIds, ['main-valve']);
  assert.deepEqual([incident?.origin, incident?.requestedBy, incident?.phase], ['question', 'vera', 'received']);
  assert.deepEqual(
    threads.map((thread) => thread.place),
    [place],
  );
  assert.equal(opened?.text.en, 'Vera asked: why is main-valve slow?');
  assert.deepEqual(
    (await at.relayed()).map((item) => item.kind),
    ['start'],
  );
});

test('ask() with the same key asks once, also at the same moment', async () => {
  const at = await openDesk(store);
  const input = { text: 'is anything wrong?', key: 'slack:event-1' };

  const answers = await Promise.all(Array.from({ length: 5 }, () => at.operations.ask(at.as(vera), input)));
  const later = await at.operations.ask(at.as(vera), input);

  assert.equal(new Set([...answers, later].map(({ incidentId }) => incidentId)).size, 1);
  assert.equal((await at.operations.listIncidents(at.as(vera), {})).items.length, 1);
});

test('ask() stores no secret of the question', async () => {
  const at = await openDesk(store);

  const { incidentId } = await at.operations.ask(at.as(vera), { text: 'why is redis://:s3cr3t-Pa55@10.0.0.5:6379 slow?' });

  const kept = JSON.stringify([await at.store.incidents.get(incidentId), await at.store.timeline.ofIncident(incidentId, 5)]);
  assert.doesNotMatch(kept, /s3cr3t/);
});

const bad: readonly [claim: string, text: string, systemIds: readonly string[] | undefined, error: object][] = [
  ['nothing', '   ', undefined, { kind: 'invalid' }],
  ['nothing but the mention', '@zhiban', undefined, { kind: 'invalid' }],
  ['a novel', 'x '.repeat(3_000), undefined, { kind: 'too-large', message: /5999 characters; the limit is 4000/ }],
  [
    'a system that is not there',
    'hm?',
    ['main-valve', 'gone'],
    { kind: 'invalid', message: 'No such system: gone. Known are main-valve.' },
  ],
];

for (const [claim, text, systemIds, error] of bad) {
  test(`ask() refuses ${claim} and opens nothing`, async () => {
    const at = await openDesk(store);

    await assert.rejects(at.operations.ask(at.as(vera), { text, ...(systemIds === undefined ? {} : { systemIds }) }), error);

    assert.deepEqual((await at.operations.listIncidents(at.as(vera), {})).items, []);
    assert.deepEqual(await at.relayed(), []);
  });
}

test('ask() without a place goes where the routes say, and without routes to the console', async () => {
  const routed = await openDesk(store, {
    routes: [{ match: { origin: 'question' }, to: [{ adapter: 'slack', channel: 'C9', locale: 'zh-CN' }], continue: false }],
  });
  const plain = await openDesk(store);

  const one = await routed.operations.ask(routed.as(vera), { text: 'what is up?' });
  const other = await plain.operations.ask(plain.as(vera), { text: 'what is up?' });

  const [thread] = await routed.store.threads.ofIncident(one.incidentId);
  const [fallback] = await plain.store.threads.ofIncident(other.incidentId);
  assert.deepEqual([thread?.place.adapter, thread?.place.channel, thread?.locale], ['slack', 'C9', 'zh-CN']);
  assert.deepEqual(fallback?.place, { adapter: 'console', workspace: 'zhiban', channel: 'ops' });
});

test('ask() takes at least a viewer', async () => {
  const at = await openDesk(store);

  await assert.rejects(at.operations.ask(at.as(person('nobody')), { text: 'hello?' }), { kind: 'forbidden' });
});

/** People steer an investigation in its thread; what they said outlives a kill -9 of the application. */

import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import type { IncidentView } from '../../src/domain/view.ts';
import { type RunningHouse, startHouse, until } from '../support/house.ts';
import { fillQueue, incidentOnce, incidentsOf, patienceMs, rootsOf, threadBelow } from '../support/line.ts';
import { type RedisServer, startRedis } from '../support/redis.ts';
import { startTestTemporal, type TestTemporal } from '../support/temporal.ts';

let temporal: TestTemporal;
let redis: RedisServer;
let house: RunningHouse;
let incident: IncidentView;
let threadId: string;

before(async () => {
  [temporal, redis] = await Promise.all([
    startTestTemporal(),
    startRedis({ config: { maxmemory: '25165824', 'maxmemory-policy': 'noeviction' } }),
  ]);
  await fillQueue(await redis.connect(), 'queue:orders');
  house = await startHouse({
    isWhole: true,
    temporalAddress: temporal.address,
    config: `locale: en\nregisterThisMachine: false\nsystems:\n  - { id: orders-cache, kind: redis, url: "${redis.url}" }\n`,
  });
});

after(async () => {
  await house?.stop();
  await redis?.stop();
  await temporal?.stop(3_000);
});

/** Says it in the incident's thread of the console. */
async function say(text: string): Promise<void> {
  const said = await house.post('/api/v1/chat/messages', { text, threadId });
  assert.equal(said.status, 200);
}

function lastOf(each: IncidentView, kind: string): number {
  return each.timeline.filter((entry) => entry.kind === kind).length;
}

function linesOf(each: IncidentView): readonly string[] {
  return each.timeline.map(({ text }) => text);
}

test('a question in the channel ends with a verdict and a plan in its thread', async () => {
  const root = await house.post('/api/v1/chat/messages', { text: '@zhiban why does orders-cache refuse writes?', threadId: null });
  assert.equal(root.status, 200);
  await until(async () => (await incidentsOf(house)).length === 1, patienceMs, 'the question opens an incident');
  const [asked] = await incidentsOf(house);

  incident = await incidentOnce(house, asked?.id ?? '', (each) => each.plan?.state === 'pending', 'a plan is proposed');
  threadId = (await rootsOf(house))[0]?.id ?? '';

  assert.equal(incident.verdict?.causes[0]?.signatureId, 'redis.unbounded-collection');
  assert.ok((await threadBelow(house, threadId)).some(({ isBot, incidentId }) => isBot && incidentId === incident.id));
});

test('a fact is kept, also over a kill -9 once it is on the timeline', async () => {
  const isKept = (each: IncidentView): boolean => linesOf(each).some((text) => /deployed at noon/.test(text));
  await say('fact: the consumer was deployed at noon');
  await incidentOnce(house, incident.id, isKept, 'the fact is kept');
  await house.kill();
  await house.restart();

  const after = await incidentOnce(house, incident.id, isKept, 'the fact is still there');

  assert.equal(linesOf(after).filter((text) => /deployed at noon/.test(text)).length, 1);
  assert.ok(after.verdict !== null);
});

test('a hypothesis that a person ruled out is no cause any more', async () => {
  await say('rule out: queue:orders grows without bound');

  const after = await incidentOnce(
    house,
    incident.id,
    (each) => each.verdict?.causes.every(({ signatureId }) => signatureId !== 'redis.unbounded-collection') ?? false,
    'it is no cause any more',
  );

  assert.ok(after.verdict?.refuted.some(({ signatureId }) => signatureId === 'redis.unbounded-collection'));
});

test('a follow-up is answered in the thread', async () => {
  const before = lastOf(incident, 'answer');
  await say('@zhiban how much memory does it use?');

  const after = await incidentOnce(house, incident.id, (each) => lastOf(each, 'answer') > before, 'it is answered');

  assert.match(after.timeline.findLast(({ kind }) => kind === 'answer')?.text ?? '', /\S/);
});

test('what changed, and investigate again, outlive a restart in between and keep what was ruled out', async () => {
  const before = await house.get<IncidentView>(`/api/v1/incidents/${incident.id}?locale=en`);
  await say('what changed?');
  await incidentOnce(house, incident.id, (each) => linesOf(each).some((text) => /asked what changed/.test(text)), 'it is asked');
  await house.kill();
  await house.restart();
  await say('investigate again');

  const again = await incidentOnce(
    house,
    incident.id,
    // The question of what changed may bring a verdict too, from what was seen before.
    (each) => lastOf(each, 'verdict') > lastOf(before, 'verdict') && each.spent.probes > before.spent.probes,
    'there is a new verdict after new looks',
  );

  assert.ok(again.verdict?.causes.every(({ signatureId }) => signatureId !== 'redis.unbounded-collection'));
  assert.equal((await incidentsOf(house)).length, 1);
});

/** From a full Redis by its exporter, Prometheus and Alertmanager to an approved, verified and undone change, all of them real. */

import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { after, before, test } from 'node:test';
import type { Redis } from 'ioredis';
import type { IncidentView } from '../../src/domain/view.ts';
import { planOf, type RunningHouse, startHouse, until } from '../support/house.ts';
import { fillQueue, incidentOnce, incidentsOf, maxMemoryOf, patienceMs, rootsOf, threadBelow, wordsOf } from '../support/line.ts';
import { type AlertmanagerServer, type PrometheusServer, startAlertmanager, startPrometheus } from '../support/prometheus.ts';
import { type RedisServer, startRedis } from '../support/redis.ts';
import { type RedisExporter, startRedisExporter } from '../support/redis-exporter.ts';
import { startTestTemporal, type TestTemporal } from '../support/temporal.ts';

const memoryMax = '25165824';
const manyClients = 30;
const rules = `groups:
  - name: cache
    rules:
      - alert: CacheMemoryFull
        expr: redis_memory_used_bytes / redis_memory_max_bytes > 0.95
        labels: { severity: critical }
        annotations: { summary: "The cache is full and refuses writes" }
      - alert: CacheHasManyClients
        expr: redis_connected_clients > ${manyClients}
        labels: { severity: warning }
        annotations: { summary: "Many clients are connected to the cache" }
`;

let temporal: TestTemporal;
let redis: RedisServer;
let exporter: RedisExporter;
let house: RunningHouse;
let alertmanager: AlertmanagerServer;
let prometheus: PrometheusServer;
let client: Redis;
let first: IncidentView;

before(async () => {
  [temporal, redis] = await Promise.all([
    startTestTemporal(),
    startRedis({ config: { maxmemory: memoryMax, 'maxmemory-policy': 'noeviction' } }),
  ]);
  client = await redis.connect({ name: 'producer' });
  exporter = await startRedisExporter(redis.url);
  house = await startHouse({
    isWhole: true,
    temporalAddress: temporal.address,
    config: `locale: en\nregisterThisMachine: false\nsystems:\n  - { id: orders-cache, kind: redis, url: "${redis.url}" }\n`,
  });
  alertmanager = await startAlertmanager({
    webhookUrl: `${house.url}/hooks/alertmanager`,
    bearer: readFileSync(join(house.home, 'hook-token'), 'utf8').trim(),
    groupBy: ['system'],
    repeatInterval: '1s',
  });
  prometheus = await startPrometheus({
    alertmanager: alertmanager.address,
    rules,
    targets: [
      { job: 'redis', address: exporter.address, more: ['relabel_configs: [{ target_label: system, replacement: orders-cache }]'] },
    ],
  });
});

after(async () => {
  await prometheus?.stop();
  await alertmanager?.stop();
  await house?.stop();
  await exporter?.stop();
  await redis?.stop();
  await temporal?.stop(3_000);
});

test('a rule that fires opens one incident with one card, and names the system, the cause and a way out', async () => {
  await fillQueue(client, 'queue:orders');
  await until(async () => (await incidentsOf(house)).length > 0, patienceMs, 'the alert opens an incident');
  const [opened] = await incidentsOf(house);
  assert.ok(opened);

  first = await incidentOnce(house, opened.id, (each) => each.plan?.state === 'pending', 'a plan is proposed');

  const [cause] = first.verdict?.causes ?? [];
  assert.equal(cause?.systemId, 'orders-cache');
  assert.equal(cause?.signatureId, 'redis.unbounded-collection');
  assert.match(cause.title, /queue:orders/);
  assert.ok(cause.evidenceIds.length > 0);
  assert.equal(first.severity, 'critical');
  assert.deepEqual(first.systemIds, ['orders-cache']);
  assert.deepEqual(
    planOf(first).steps.map(({ systemId, action, state }) => ({ systemId, action, state })),
    [{ systemId: 'orders-cache', action: 'config-set', state: 'waiting' }],
  );
});

test('repeats and a second alert of the group update the incident, and open no second thread', async () => {
  const crowd = await Promise.all(Array.from({ length: manyClients + 10 }, () => redis.connect({ name: 'crowd' })));
  const joined = await incidentOnce(house, first.id, (each) => each.alertsTotal === 2, 'the second alert joins');
  const repeated = await incidentOnce(house, first.id, (each) => each.alerts.some(({ repeats }) => repeats >= 2), 'repeats are counted');
  for (const one of crowd) one.disconnect();
  await incidentOnce(house, first.id, (each) => each.alertsFiring === 1, 'the second alert ends');

  const roots = await rootsOf(house);
  assert.deepEqual(joined.alerts.map(({ labels }) => labels.alertname).toSorted(), ['CacheHasManyClients', 'CacheMemoryFull']);
  assert.equal(repeated.id, first.id);
  assert.equal((await incidentsOf(house)).length, 1);
  assert.equal(roots.length, 1);
  assert.equal(roots[0]?.incidentId, first.id);
});

test('the approved plan runs once, is verified, and Redis takes writes again', async () => {
  const plan = planOf(await incidentOnce(house, first.id, (each) => each.plan?.state === 'pending', 'a plan waits'));
  const stale = await house.post(`/api/v1/plans/${plan.id}/approve`, { digest: plan.digest.replaceAll(/[0-9a-f]/g, '0') });
  const approved = await house.post(`/api/v1/plans/${plan.id}/approve`, { digest: plan.digest });

  const fixed = await incidentOnce(house, first.id, (each) => each.plan?.state === 'verified', 'the plan is verified');

  assert.ok(stale.status >= 400 && stale.status < 500, 'a digest of another plan approves nothing');
  assert.equal(approved.status, 200);
  assert.equal(planOf(fixed).steps[0]?.state, 'verified');
  assert.equal(await maxMemoryOf(client), String(planOf(fixed).steps[0]?.arguments.value));
  assert.ok(Number(await maxMemoryOf(client)) > Number(memoryMax));
  assert.equal(await client.set('session:1', 'x'), 'OK');
});

test('the alert ends by itself: the card turns green in place, with the duration', async () => {
  const over = await incidentOnce(house, first.id, (each) => each.status === 'resolved', 'the incident is resolved');
  await until(
    async () => wordsOf((await rootsOf(house))[0] ?? assert.fail()).includes('"tone":"resolved"'),
    patienceMs,
    'the card is green',
  );

  const roots = await rootsOf(house);
  assert.ok(over.resolvedAt !== null && over.resolvedAt > over.startedAt);
  assert.equal(roots.length, 1, 'the same card');
  assert.ok(
    over.timeline.some(({ text }) => /\d+ ?(s|min|m)/.test(text) && /resolved|over/i.test(text)),
    JSON.stringify(over.timeline.map(({ text }) => text)),
  );
  const lines = await threadBelow(house, roots[0]?.id ?? '');
  const texts = lines.map(wordsOf);
  assert.equal(new Set(texts).size, texts.length, 'nothing is said twice');
});

test('undo puts the old value back exactly, and what fires soon after opens the incident again, which is looked into again', async () => {
  const before = await incidentOnce(house, first.id, (each) => each.verdict !== null, 'the verdict is there');
  const undone = await house.post(`/api/v1/plans/${planOf(first).id}/undo`, {});
  await incidentOnce(house, first.id, (each) => each.plan?.state === 'undone', 'the plan is undone');
  const restored = await maxMemoryOf(client);
  await fillQueue(client, 'queue:orders');
  await incidentOnce(house, first.id, (each) => each.status === 'triggered', 'it fires again');

  const isNew = (each: { readonly verdict: { readonly at: string } | null }) => (each.verdict?.at ?? '') > (before.verdict?.at ?? '');
  const again = await incidentOnce(house, first.id, isNew, 'it is looked into again');
  const roots = await rootsOf(house);
  assert.equal(undone.status, 200);
  assert.equal(restored, memoryMax);
  assert.ok(again.timeline.some(({ text }) => /open again/.test(text)));
  assert.equal((await incidentsOf(house)).length, 1);
  assert.deepEqual(
    roots.map(({ incidentId }) => incidentId),
    [first.id],
  );
});

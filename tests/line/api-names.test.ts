/** The names that scripts and other tools are written against, on the application as it is started. */

import assert from 'node:assert/strict';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, test } from 'node:test';
import type { EvidenceView, IncidentView } from '../../src/domain/view.ts';
import type { AuditEntry } from '../../src/store/contract.ts';
import { adminToken, planOf, type RunningHouse, startHouse, until } from '../support/house.ts';
import { alertOf, fillQueue, incidentIdOf, incidentOnce, patienceMs } from '../support/line.ts';
import { type RedisServer, startRedis } from '../support/redis.ts';
import { startTestTemporal, type TestTemporal } from '../support/temporal.ts';

let temporal: TestTemporal;
let redis: RedisServer;
let house: RunningHouse;
const heard = new Set<string>();
const listening = new AbortController();

before(async () => {
  [temporal, redis] = await Promise.all([
    startTestTemporal(),
    startRedis({ config: { maxmemory: '25165824', 'maxmemory-policy': 'noeviction' } }),
  ]);
  await fillQueue(await redis.connect(), 'queue:orders');
  house = await startHouse({
    isWhole: true,
    temporalAddress: temporal.address,
    environment: { LINE_HOOK_TOKEN: 'line-hook-token-0123456789' },
    config: `locale: en
registerThisMachine: false
hooks: { token: { env: LINE_HOOK_TOKEN } }
systems:
  - { id: orders-cache, kind: redis, url: "${redis.url}" }
  - { id: gone-cache, kind: redis, url: "redis://127.0.0.1:1" }
`,
  });
  void listen();
});

after(async () => {
  listening.abort();
  await house?.stop();
  await redis?.stop();
  await temporal?.stop(3_000);
});

/** Names of the live events, as a browser hears them. */
async function listen(): Promise<void> {
  const answer = await fetch(`${house.url}/api/v1/events`, {
    headers: { authorization: `Bearer ${adminToken}` },
    signal: listening.signal,
  }).catch(() => null);
  if (answer?.body === null || answer?.body === undefined) return;
  const decoder = new TextDecoder();
  let text = '';
  try {
    for await (const chunk of answer.body) {
      text += decoder.decode(chunk, { stream: true });
      for (const [, name = ''] of text.matchAll(/^event: (\w+)$/gm)) heard.add(name);
      text = text.slice(text.lastIndexOf('\n') + 1);
    }
  } catch {
    // The test is over.
  }
}

function hook(source: string, headers: Readonly<Record<string, string>>, body: unknown): Promise<Response> {
  return fetch(`${house.url}/hooks/${source}`, {
    method: 'POST',
    headers: { 'content-type': 'application/json', ...headers },
    body: JSON.stringify(body),
  });
}

for (const path of ['/healthz', '/readyz', '/metrics', '/api/v1/openapi.json']) {
  test(`GET ${path} needs no token`, async () => {
    const answer = await fetch(`${house.url}${path}`);

    assert.equal(answer.status, 200, await answer.text());
  });
}

for (const path of ['/api/v1/incidents', '/api/v1/audit', '/api/v1/events', '/api/v1/systems']) {
  test(`GET ${path} needs a token`, async () => {
    const without = await fetch(`${house.url}${path}`);
    const wrong = await fetch(`${house.url}${path}`, { headers: { authorization: 'Bearer not-the-token-of-anybody' } });

    assert.deepEqual([without.status, wrong.status], [401, 401]);
  });
}

test('hooks take the hook token as bearer or as a password, and neither a wrong one nor a person’s', async () => {
  const alert = alertOf({ labels: { alertname: 'Ended', severity: 'info' }, summary: 'nothing', status: 'resolved' });
  const token = 'line-hook-token-0123456789';
  const basic = Buffer.from(`alertmanager:${token}`).toString('base64');

  const statuses = await Promise.all(
    [{}, { authorization: 'Bearer wrong' }, { authorization: `Bearer ${token}` }, { authorization: `Basic ${basic}` }].map(
      async (headers) => (await hook('alertmanager', headers, alert)).status,
    ),
  );

  assert.deepEqual(statuses, [401, 401, 200, 200]);
});

test('POST /api/v1/ask leads to an incident with every field that is promised', async () => {
  const asked = await house.post('/api/v1/ask', {
    text: 'why are writes refused?',
    locale: 'en',
    systemIds: ['orders-cache', 'gone-cache'],
  });
  assert.equal(asked.status, 202);
  const incident = await incidentOnce(house, incidentIdOf(asked), (each) => each.plan?.state === 'pending', 'a plan is proposed');

  const { verdict, plan, spent } = incident;
  assert.match(incident.code, /^ZB-\d+$/);
  assert.ok(['confirmed', 'likely'].includes(verdict?.state ?? ''));
  assert.deepEqual(
    Object.keys(verdict?.causes[0] ?? {})
      .filter((key) => causeKeys.includes(key))
      .toSorted(),
    causeKeys,
  );
  assert.ok(Array.isArray(verdict?.refuted));
  assert.ok(verdict.blindSpots.some(({ systemId, probe, reason }) => systemId === 'gone-cache' && probe !== '' && reason !== ''));
  assert.ok(spent.probes > 0 && spent.seconds >= 0);
  assert.deepEqual([spent.llmCalls, spent.tokens], [0, 0]);
  assert.match(plan?.digest ?? '', /^[0-9a-f]{64}$/);
  assert.deepEqual(
    Object.keys(plan?.steps[0] ?? {})
      .filter((key) => stepKeys.includes(key))
      .toSorted(),
    stepKeys,
  );
  assert.ok(Date.parse(plan?.expiresAt ?? '') > Date.parse(plan?.createdAt ?? ''));
  assert.ok(incident.timeline.length > 0 && incident.threads.length > 0);
  const chinese = await house.get<IncidentView>(`/api/v1/incidents/${incident.code}?locale=zh-CN`);
  assert.match(chinese.verdict?.summary ?? '', /[\u4e00-\u9fff]/);
});

const causeKeys = ['confidence', 'evidenceIds', 'explanation', 'signatureId', 'state', 'systemId', 'title'];
const stepKeys = ['action', 'arguments', 'risk', 'state', 'systemId', 'undo', 'why'];

test('evidence is kept behind each claim, and a list goes on with its cursor', async () => {
  const { items, nextCursor } = await house.get<{ items: readonly IncidentView[]; nextCursor: string | null }>(
    '/api/v1/incidents?status=open&limit=1',
  );
  const incident = await house.get<IncidentView>(`/api/v1/incidents/${items[0]?.id}`);
  const { items: all } = await house.get<{ items: readonly EvidenceView[] }>(`/api/v1/incidents/${incident.id}/evidence`);
  const claimed = incident.verdict?.causes.flatMap(({ evidenceIds }) => evidenceIds) ?? [];
  const [one] = await Promise.all(claimed.slice(0, 1).map((id) => house.get<EvidenceView>(`/api/v1/evidence/${id}`)));

  assert.equal(nextCursor, null);
  assert.ok(claimed.length > 0 && claimed.every((id) => all.some((each) => each.id === id)));
  assert.equal(one?.incidentId, incident.id);
  assert.ok(one.query !== '' && one.headline !== '');
});

test('reject, approve too late, stop and stop-all answer by their names, and the audit log has it all in one chain', async () => {
  const { items } = await house.get<{ items: readonly { id: string }[] }>('/api/v1/incidents');
  const incident = await house.get<IncidentView>(`/api/v1/incidents/${items[0]?.id}`);
  const plan = planOf(incident);
  const rejected = await house.post(`/api/v1/plans/${plan.id}/reject`, { reason: 'we trim the queue instead' });
  const late = await house.post(`/api/v1/plans/${plan.id}/approve`, { digest: plan.digest });
  const stop = await house.post(`/api/v1/plans/${plan.id}/stop`, {});
  const undo = await house.post(`/api/v1/plans/${plan.id}/undo`, {});
  const all = await house.post('/api/v1/stop-all', {});
  const after = await incidentOnce(house, incident.id, (each) => each.plan?.state === 'rejected', 'the plan is rejected');

  assert.deepEqual([rejected.status, late.status, stop.status, undo.status, all.status], [200, 409, 409, 409, 200]);
  assert.equal(planOf(after).approvals[0]?.reason, 'we trim the queue instead');
  const audit = await house.get<{ items: readonly AuditEntry[] }>(`/api/v1/audit?incidentId=${incident.id}`);
  const deeds = audit.items.map(({ action, outcome }) => `${action} ${outcome}`);
  for (const deed of ['ask ok', 'plan.reject ok', 'plan.approve refused', 'plan.stop refused', 'plan.undo refused']) {
    assert.ok(deeds.includes(deed), `${deed} in ${deeds.join(', ')}`);
  }
  const verified = await house.get<{ entries: number; brokenAt: number | null }>('/api/v1/audit/verify');
  assert.equal(verified.brokenAt, null);
  assert.ok(verified.entries >= audit.items.length);
});

test('GET /api/v1/events names incident, verdict, plan, step and message', async () => {
  const asked = await house.post('/api/v1/ask', { text: 'why are writes refused?', locale: 'en', systemIds: ['orders-cache'] });
  const incident = await incidentOnce(house, incidentIdOf(asked), (each) => each.plan?.state === 'pending', 'a plan is proposed');
  const plan = planOf(incident);
  await house.post(`/api/v1/plans/${plan.id}/approve`, { digest: plan.digest });
  await incidentOnce(house, incident.id, (each) => each.plan?.state === 'verified', 'the plan is verified');
  const names = ['incident', 'verdict', 'plan', 'step', 'message'];

  await until(async () => names.every((name) => heard.has(name)), patienceMs, 'all events are heard').catch(() => undefined);

  assert.deepEqual(
    names.filter((name) => !heard.has(name)),
    [],
  );
});

test('a wrong key of the file ends the process, with the path and the nearest name', async () => {
  const home = mkdtempSync(join(tmpdir(), 'zhiban-line-wrong-'));
  const config = 'locale: en\nsystems: []\npolicy: { requireTowFor: critical }\n';

  await assert.rejects(startHouse({ isWhole: true, temporalAddress: temporal.address, home, config }), (error: unknown) => {
    assert.ok(error instanceof Error);
    assert.match(error.message, /policy/);
    assert.match(error.message, /requireTowFor/);
    assert.match(error.message, /requireTwoFor/);
    return true;
  });
  rmSync(home, { recursive: true, force: true });
});

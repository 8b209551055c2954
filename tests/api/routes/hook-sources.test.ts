/** The hooks of all sources over the real intake: stored before 2xx, ended by their ends, opened by a signature where there is one. */

import assert from 'node:assert/strict';
import { createHmac } from 'node:crypto';
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { after, before, test } from 'node:test';
import { createDoors } from '../../../src/intake/doors/create-doors.ts';
import { builtInSources } from '../../../src/intake/registry.ts';
import { readFixture } from '../../intake/sources/contract.ts';
import { bearer, type Harness, startHarness, tenantId, tokens } from '../harness.ts';

let harness: Harness;

before(async () => {
  const doors = createDoors({
    signingSecret: () => 'the-secret',
    topics: () => [],
    fetchText: () => Promise.reject(new Error('no way out')),
  });
  harness = await startHarness({ doors });
});
after(() => harness.close());

// The envelopes of topics are tested with their signatures; raw delivery has none.
const bodies: Readonly<Record<string, string>> = { 'aws-cloudwatch': 'raw' };
const without = new Set(['alertmanager', 'grafana', 'json', 'huawei-cloud', 'prometheus']);

function send(source: string, name: string, headers: Record<string, string> = bearer(tokens.hook)) {
  const isForm = existsSync(join(import.meta.dirname, '..', '..', 'intake', 'fixtures', source, `${name}.txt`));
  const text = readFixture(source, name, isForm ? 'txt' : 'json');
  if (source === 'open-falcon') {
    const query = new URLSearchParams({ ...JSON.parse(text), token: tokens.hook });
    return harness.app.inject({ method: 'GET', url: `/hooks/open-falcon?${query}` });
  }
  const type = isForm ? 'application/x-www-form-urlencoded; charset=UTF-8' : 'application/json';
  return harness.app.inject({ method: 'POST', url: `/hooks/${source}`, headers: { 'content-type': type, ...headers }, payload: text });
}

for (const { name } of builtInSources.filter((source) => !without.has(source.name))) {
  test(`/hooks/${name} stores what it is sent, and its end resolves the incident`, async () => {
    const begun = await send(name, bodies[name] ?? 'firing');

    assert.equal(begun.statusCode, 200, begun.body);
    const { incidentIds, accepted } = begun.json();
    const alerts = (await Promise.all(incidentIds.map((id: string) => alertsOf(id)))).flat();
    assert.equal(alerts.length, accepted);
    assert.ok(alerts.every((alert) => alert.source === name));
    if (name === 'elastalert' || name === 'aws-cloudwatch') return;
    const ended = await send(name, 'resolved');
    assert.equal(ended.statusCode, 200, ended.body);
    for (const id of incidentIds) assert.equal((await harness.store.forTenant(tenantId).incidents.get(id))?.status, 'resolved');
  });
}

async function alertsOf(incidentId: string) {
  return harness.store.forTenant(tenantId).alerts.ofIncident(incidentId, 10);
}

test('a signature opens the door without a token, a wrong one keeps it shut whatever else is shown', async () => {
  const text = readFixture('sentry', 'metric-critical');
  const signed = { 'sentry-hook-signature': createHmac('sha256', 'the-secret').update(text).digest('hex') };

  assert.equal((await send('sentry', 'metric-critical', signed)).statusCode, 200);
  assert.equal((await send('sentry', 'metric-resolved', signed)).statusCode, 401);
  assert.equal((await send('sentry', 'metric-resolved', { ...bearer(tokens.hook), ...signed })).statusCode, 401);
  assert.equal((await send('sentry', 'metric-resolved', {})).statusCode, 401);
  assert.match(
    (await harness.app.inject({ url: '/metrics' })).body,
    /zhiban_hook_requests_total\{source="sentry",outcome="unauthenticated"\} 3/,
  );
});

test('a notification whose certificate can not be had is asked for again, and one with a foreign certificate refused', async () => {
  const envelope = JSON.parse(readFixture('aws-cloudwatch', 'firing'));
  const post = (change: object) =>
    harness.app.inject({
      method: 'POST',
      url: `/hooks/aws-cloudwatch?token=${tokens.hook}`,
      headers: { 'content-type': 'text/plain; charset=UTF-8' },
      payload: JSON.stringify({ ...envelope, ...change }),
    });

  assert.equal((await post({})).statusCode, 503);
  assert.equal((await post({ SigningCertURL: 'https://attacker.example/x.pem' })).statusCode, 401);
});

test('an address that holds the token opens only the hooks of senders that can be given nothing else', async () => {
  const post = (source: string) => harness.app.inject({ method: 'POST', url: `/hooks/${source}?token=${tokens.hook}`, payload: '{}' });

  assert.equal((await post('zabbix')).statusCode, 401);
  assert.equal((await post('tencent-cloud')).statusCode, 400);
});

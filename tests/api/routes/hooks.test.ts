import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { ZhibanError } from '../../../src/domain/errors.ts';
import { alertmanagerBody, bearer, type Harness, startHarness, tenantId, tokens } from '../harness.ts';

let harness: Harness;

before(async () => {
  harness = await startHarness({ hookBodyBytesMax: 20_000 });
});
after(() => harness.close());

function post(payload: string | object, headers: Record<string, string> = bearer(tokens.hook), url = '/hooks/alertmanager') {
  return harness.app.inject({ method: 'POST', url, headers, payload });
}

test('a hook answers 200 after the alerts are stored', async () => {
  const answer = await post(alertmanagerBody('Stored'));

  const [incidentId] = answer.json().incidentIds;
  const alerts = await harness.store.forTenant(tenantId).alerts.ofIncident(incidentId, 10);
  assert.equal(answer.statusCode, 200);
  assert.equal(alerts[0]?.labels.alertname, 'Stored');
});

const basic = `Basic ${Buffer.from(`zhiban:${tokens.hook}`).toString('base64')}`;
const doors: readonly {
  readonly name: string;
  readonly url: string;
  readonly headers: Record<string, string>;
  readonly isOpen: boolean;
}[] = [
  { name: 'bearer', url: '/hooks/alertmanager', headers: bearer(tokens.hook), isOpen: true },
  { name: 'basic password', url: '/hooks/alertmanager', headers: { authorization: basic }, isOpen: true },
  { name: 'no token', url: '/hooks/alertmanager', headers: {}, isOpen: false },
  { name: 'a wrong token', url: '/hooks/alertmanager', headers: bearer('a-wrong-hook-token'), isOpen: false },
  { name: "a person's token", url: '/hooks/alertmanager', headers: bearer(tokens.admin), isOpen: false },
  { name: 'a token in the address', url: `/hooks/alertmanager?token=${tokens.hook}`, headers: {}, isOpen: false },
  { name: 'a token in the address of the generic hook', url: `/hooks/json?token=${tokens.hook}`, headers: {}, isOpen: true },
];

for (const { name, url, headers, isOpen } of doors) {
  test(`a hook ${isOpen ? 'opens to' : 'stays shut for'} ${name}`, async () => {
    const answer = await post('{}', headers, url);

    assert.equal(answer.statusCode !== 401, isOpen);
  });
}

test('a hook never writes its token to the log or the metrics', async () => {
  await post('{}', {}, `/hooks/json?token=${tokens.hook}`);

  const metrics = (await harness.app.inject({ url: '/metrics' })).body;
  assert.ok(!harness.logged.join('\n').includes(tokens.hook));
  assert.ok(!metrics.includes(tokens.hook));
});

test('a hook names the place where the JSON breaks, whatever the content type says', async () => {
  const answer = await post('{"alerts": [}', { ...bearer(tokens.hook), 'content-type': 'text/plain' });

  assert.equal(answer.statusCode, 400);
  assert.match(answer.json().error.message, /line 1, column 13/);
});

test('a hook refuses a body above the limit with 413 and stores nothing of it', async () => {
  const body = alertmanagerBody('TooLarge');
  const before = await countIncidents();

  const answer = await post({ ...body, commonAnnotations: { summary: 'x'.repeat(30_000) } });

  assert.equal(answer.statusCode, 413);
  assert.equal(answer.json().error.kind, 'too-large');
  assert.equal(await countIncidents(), before);
});

test('a hook says which field is wrong', async () => {
  const answer = await post({ version: '4', alerts: 'none' });

  assert.equal(answer.statusCode, 400);
  assert.match(answer.json().error.message, /alerts/);
});

test('a hook asks to send again when the store is away', async () => {
  const failures = [new ZhibanError('unavailable', 'Cannot reach the database'), new Error('connect ECONNREFUSED')];
  for (const failure of failures) {
    const own = await startHarness({ store: harness.store, intake: { ...harness.deps.intake, accept: () => Promise.reject(failure) } });
    const answer = await own.app.inject({ method: 'POST', url: '/hooks/alertmanager', headers: bearer(tokens.hook), payload: {} });
    await own.app.close();

    assert.equal(answer.statusCode, 503);
    assert.ok(Number(answer.headers['retry-after']) > 0);
  }
});

test('a hook counts how requests ended', async () => {
  await post(alertmanagerBody('Counted'));
  await post('{', bearer(tokens.hook));

  const metrics = (await harness.app.inject({ url: '/metrics' })).body;
  assert.match(metrics, /zhiban_hook_requests_total\{source="alertmanager",outcome="accepted"\} \d/);
  assert.match(metrics, /zhiban_hook_requests_total\{source="alertmanager",outcome="invalid"\} \d/);
  assert.match(metrics, /zhiban_hook_requests_total\{source="alertmanager",outcome="unauthenticated"\} \d/);
});

async function countIncidents(): Promise<number> {
  return (await harness.store.forTenant(tenantId).incidents.list({ limit: 200 })).items.length;
}

import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { builtInSources } from '../../src/intake/registry.ts';
import { alertmanagerBody, bearer, type Harness, startHarness, tokens } from './harness.ts';
import { type Seed, seedIncident } from './seed.ts';

let harness: Harness;
let seed: Seed;

before(async () => {
  harness = await startHarness();
  seed = await seedIncident(harness.store);
});
after(() => harness.close());

test('createApi() answers health, readiness, metrics and its description without a login', async () => {
  for (const url of ['/healthz', '/readyz', '/metrics', '/api/v1/openapi.json']) {
    const answer = await harness.app.inject({ url });
    assert.equal(answer.statusCode, 200, url);
  }
});

test('createApi() wants a login for everything else, in the language of the reader', async () => {
  const english = await harness.app.inject({ url: '/api/v1/incidents' });
  const chinese = await harness.app.inject({ url: '/api/v1/incidents', headers: { 'accept-language': 'zh-CN,zh;q=0.9' } });

  assert.equal(english.statusCode, 401);
  assert.match(english.json().error.message, /^Sign in first/);
  assert.match(chinese.json().error.message, /^请先登录/);
});

test('createApi() describes every route that it serves', async () => {
  const { paths } = (await harness.app.inject({ url: '/api/v1/openapi.json' })).json();

  assert.deepEqual(
    Object.entries(paths)
      .flatMap(([path, methods]) => Object.keys(methods as object).map((method) => `${method.toUpperCase()} ${path}`))
      .sort(),
    [
      'DELETE /api/v1/identities/{adapter}/{userId}',
      'GET /api/v1/alert-sources',
      'DELETE /api/v1/oncall/overrides/{id}',
      'GET /api/v1/alert-sources/{name}/unread',
      'GET /api/v1/audit',
      'GET /api/v1/audit/verify',
      'GET /api/v1/chat/messages',
      'GET /api/v1/chat/messages/{id}/thread',
      'GET /api/v1/changes',
      'GET /api/v1/deliveries',
      'GET /api/v1/demos',
      'GET /api/v1/detections',
      'GET /api/v1/detections/{id}',
      'GET /api/v1/doctor',
      'GET /api/v1/events',
      'GET /api/v1/evidence/{id}',
      'GET /api/v1/incidents',
      'GET /api/v1/incidents/{id}',
      'GET /api/v1/incidents/{id}/card',
      'GET /api/v1/incidents/{id}/evidence',
      'GET /api/v1/insights',
      'GET /api/v1/insights.csv',
      'GET /api/v1/me',
      'GET /api/v1/oncall/calendar',
      'POST /api/v1/oncall/calendar/import',
      'GET /api/v1/oncall/calls',
      'GET /api/v1/oncall/feeds',
      'POST /api/v1/oncall/feeds',
      'DELETE /api/v1/oncall/feeds/{id}',
      'GET /api/v1/oncall/feeds/{token}/calendar.ics',
      'GET /api/v1/oncall/duties',
      'GET /api/v1/oncall/handover',
      'GET /api/v1/oncall/ladders',
      'GET /api/v1/oncall/overrides',
      'GET /api/v1/oncall/schedules',
      'GET /api/v1/oncall/why/{id}',
      'POST /api/v1/incidents/{id}/snooze',
      'DELETE /api/v1/incidents/{id}/snooze',
      'GET /api/v1/people',
      'GET /api/v1/plans/{id}',
      'GET /api/v1/plugins',
      'GET /api/v1/plugins/market',
      'GET /api/v1/alerts',
      'GET /api/v1/incidents/{id}/moves',
      'POST /api/v1/incidents/{id}/merge',
      'POST /api/v1/incidents/{id}/split',
      'POST /api/v1/moves/{id}/undo',
      'GET /api/v1/session',
      'GET /api/v1/rules',
      'GET /api/v1/rules/versions',
      'POST /api/v1/rules',
      'POST /api/v1/rules/revert',
      'POST /api/v1/rules/try',
      'GET /api/v1/silences',
      'GET /api/v1/silences/{id}',
      'GET /api/v1/suppressed',
      'GET /api/v1/systems',
      'GET /api/v1/systems/graph',
      'GET /api/v1/why',
      'POST /api/v1/silences',
      'POST /api/v1/silences/try',
      'POST /api/v1/silences/{id}/expire',
      'GET /api/v2/alerts',
      'GET /api/v2/receivers',
      'DELETE /api/v2/silence/{id}',
      'GET /api/v2/silence/{id}',
      'GET /api/v2/silences',
      'POST /api/v2/silences',
      'GET /api/v2/status',
      'POST /api/v2/alerts',
      'GET /healthz',
      'GET /metrics',
      'GET /readyz',
      'POST /api/v1/alert-sources/try',
      'POST /api/v1/alert-sources/{name}/token',
      'POST /api/v1/alert-sources/{name}/unread/forget',
      'POST /api/v1/alert-sources/{name}/unread/retry',
      'POST /api/v1/ask',
      'POST /api/v1/changes',
      'POST /api/v1/chat/click',
      'POST /api/v1/chat/form',
      'POST /api/v1/chat/messages',
      'POST /api/v1/commands',
      'POST /api/v1/deliveries/replay',
      'POST /api/v1/deliveries/{id}/replay',
      'POST /api/v1/detections/{id}/pause',
      'POST /api/v1/detections/{id}/resume',
      'POST /api/v1/detections/{id}/run',
      'POST /api/v1/demos/end',
      'POST /api/v1/demos/{scenario}/start',
      'POST /api/v1/identities/link',
      'POST /api/v1/identities/preview',
      'POST /api/v1/incidents/{id}/acknowledge',
      'POST /api/v1/incidents/{id}/places',
      'POST /api/v1/incidents/{id}/resolve',
      'POST /api/v1/incidents/{id}/room',
      'POST /api/v1/incidents/{id}/steer',
      'POST /api/v1/incidents/{id}/usefulness',
      'POST /api/v1/login',
      'POST /api/v1/login-links',
      'POST /api/v1/logout',
      'POST /api/v1/looks',
      'POST /api/v1/oncall/overrides',
      'POST /api/v1/oncall/overrides/confirm',
      'POST /api/v1/people/{id}/identities',
      'POST /api/v1/plans/{id}/approve',
      'POST /api/v1/plans/{id}/reject',
      'POST /api/v1/plans/{id}/stop',
      'POST /api/v1/plans/{id}/undo',
      'POST /api/v1/stop-all',
      'POST /hooks/generic/{name}',
      'POST /hooks/changes',
      ...builtInSources.map(({ name }) => `POST /hooks/${name}`),
      ...builtInSources.filter(({ takesGet }) => takesGet === true).map(({ name }) => `GET /hooks/${name}`),
    ].sort(),
  );
});

test('createApi() names the fields that are wrong, with the nearest valid name', async () => {
  const answer = await harness.app.inject({ method: 'POST', url: '/api/v1/ask', headers: bearer(tokens.admin), payload: { txet: 'why?' } });
  const query = await harness.app.inject({ url: '/api/v1/incidents?limit=0&staus=open', headers: bearer(tokens.admin) });

  assert.equal(answer.statusCode, 400);
  assert.equal(answer.json().error.message, "body.txet: unknown key; did you mean 'text'?");
  assert.deepEqual(
    query.json().error.details.fields.map(({ path }: { readonly path: string }) => path),
    ['query.limit', 'query.staus'],
  );
});

test('createApi() maps the kinds of errors to statuses and never shows what broke', async () => {
  const missing = await harness.app.inject({ url: '/api/v1/incidents/ZB-999', headers: bearer(tokens.admin) });
  const forbidden = await harness.app.inject({ method: 'POST', url: '/api/v1/stop-all', headers: bearer(tokens.viewer) });
  const conflict = await harness.app.inject({
    method: 'POST',
    url: `/api/v1/plans/${seed.planId}/approve`,
    headers: bearer(tokens.approver),
    payload: { digest: 'f'.repeat(64) },
  });
  const demo = await harness.app.inject({ method: 'POST', url: '/api/v1/demos/redis/start', headers: bearer(tokens.admin) });

  assert.deepEqual(
    [missing, forbidden, conflict, demo].map(({ statusCode }) => statusCode),
    [404, 403, 409, 503],
  );
  assert.equal(conflict.json().error.kind, 'conflict');
});

test('createApi() answers 500 with a number that the log explains', async () => {
  const broken = await startHarness({
    operations: { ...harness.deps.operations, listSystems: async () => Promise.reject(new Error('password=hunter2 at 10.0.0.1')) },
  });

  const answer = await broken.app.inject({ url: '/api/v1/systems', headers: bearer(tokens.admin) });
  await broken.close();

  const { error } = answer.json();
  assert.equal(answer.statusCode, 500);
  assert.equal(error.kind, 'internal');
  assert.doesNotMatch(answer.body, /hunter2|10\.0\.0\.1/);
  const line = broken.logged.find((logged) => logged.includes(error.details.id)) ?? '';
  assert.match(line, /A request failed unexpectedly/);
  assert.doesNotMatch(line, /hunter2/);
});

test('createApi() tells where JSON goes wrong', async () => {
  const answer = await harness.app.inject({
    method: 'POST',
    url: '/api/v1/ask',
    headers: { ...bearer(tokens.admin), 'content-type': 'application/json' },
    payload: '{\n  "text": why\n}',
  });

  assert.equal(answer.statusCode, 400);
  assert.equal(answer.json().error.message, 'The body is not valid JSON: unexpected character at line 2, column 11');
});

test('createApi() counts requests by route and not by address', async () => {
  await harness.app.inject({ url: `/api/v1/incidents/${seed.incidentId}`, headers: bearer(tokens.admin) });

  const text = (await harness.app.inject({ url: '/metrics' })).body;

  assert.match(text, /zhiban_http_request_seconds_count\{method="GET",route="\/api\/v1\/incidents\/:id",status="2xx"\} \d/);
  assert.doesNotMatch(text, new RegExp(seed.incidentId));
});

test('createApi() marks the door that a request came through', async () => {
  await harness.app.inject({
    method: 'POST',
    url: `/api/v1/incidents/${seed.code}/acknowledge`,
    headers: { ...bearer(tokens.admin), 'x-zhiban-door': 'cli' },
  });

  const audit = await harness.app.inject({ url: `/api/v1/audit?incidentId=${seed.incidentId}`, headers: bearer(tokens.admin) });

  assert.ok(audit.json().items.some(({ door }: { readonly door: string }) => door === 'cli'));
});

test('createApi() sends headers that keep pages of ours from being framed or sniffed', async () => {
  const { headers } = await harness.app.inject({ url: '/healthz' });

  assert.match(String(headers['content-security-policy']), /script-src 'self'; /);
  assert.equal(headers['x-content-type-options'], 'nosniff');
  assert.equal(headers['cache-control'], 'no-store');
});

test('createApi() takes an idempotency key for a question', async () => {
  const ask = () =>
    harness.app.inject({
      method: 'POST',
      url: '/api/v1/ask',
      headers: { ...bearer(tokens.admin), 'idempotency-key': 'one-question-0001' },
      payload: { text: 'why is it slow?' },
    });

  const [first, second] = [await ask(), await ask()];

  assert.equal(first.statusCode, 202);
  assert.equal(first.json().incidentId, second.json().incidentId);
});

test('createApi() accepts an alert and shows its incident', async () => {
  const hook = await harness.app.inject({
    method: 'POST',
    url: '/hooks/alertmanager',
    headers: bearer(tokens.hook),
    payload: alertmanagerBody('Shown'),
  });

  const [incidentId] = hook.json().incidentIds;
  const incident = await harness.app.inject({ url: `/api/v1/incidents/${incidentId}`, headers: bearer(tokens.viewer) });

  assert.equal(hook.statusCode, 200);
  assert.equal(incident.json().alerts[0].labels.alertname, 'Shown');
});

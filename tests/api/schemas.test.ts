import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { Ajv2020, type ValidateFunction } from 'ajv/dist/2020.js';
import { builtInSources } from '../../src/intake/registry.ts';
import { sampleIncident } from '../store/samples.ts';
import { adapterStates, alertmanagerBody, bearer, type Harness, startHarness, tenantId, tokens } from './harness.ts';
import { type Seed, seedIncident } from './seed.ts';

interface Operation {
  readonly responses: Readonly<Record<string, { readonly content?: Readonly<Record<string, { readonly schema: object }>> }>>;
}

interface Description {
  readonly openapi: string;
  readonly paths: Readonly<Record<string, Readonly<Record<string, Operation>>>>;
}

let harness: Harness;
let seed: Seed;
let messageId: string;
let description: Description;
let ajv: Ajv2020;
const asked = new Set<string>();

before(async () => {
  harness = await startHarness();
  seed = await seedIncident(harness.store);
  const posted = await harness.app.inject({
    method: 'POST',
    url: '/api/v1/chat/messages',
    headers: bearer(tokens.admin),
    payload: { text: 'hello' },
  });
  messageId = posted.json().id;
  description = (await harness.app.inject({ url: '/api/v1/openapi.json' })).json();
  ajv = new Ajv2020({ strict: false, validateFormats: false });
  ajv.addSchema(description, 'api');
});
after(() => harness.close());

/** Asks, and holds the answer against the description of the route for the status that came. */
async function ask(
  method: 'GET' | 'POST' | 'DELETE',
  path: string,
  values: Readonly<Record<string, string>> = {},
  options: { readonly payload?: object; readonly query?: string; readonly token?: string } = {},
) {
  const url = path.replace(/\{(\w+)\}/g, (_whole, name: string) => values[name] ?? '') + (options.query ?? '');
  const payload = options.payload === undefined ? {} : { payload: options.payload };
  const answer = await harness.app.inject({ method, url, headers: bearer(options.token ?? tokens.admin), ...payload });
  const route = `${method} ${path}`;
  asked.add(route);
  const validate = validatorOf(path, method, answer.statusCode);
  const body: unknown = answer.headers['content-type']?.toString().startsWith('application/json') ? answer.json() : answer.body;
  assert.ok(validate(body), `${route} ${answer.statusCode}: ${ajv.errorsText(validate.errors)}`);
  return answer;
}

function validatorOf(path: string, method: string, status: number): ValidateFunction {
  const responses = description.paths[path]?.[method.toLowerCase()]?.responses ?? {};
  const key = [String(status), `${Math.floor(status / 100)}XX`].find((each) => each in responses);
  assert.ok(key !== undefined, `${method} ${path} does not describe ${status}`);
  const type = Object.keys(responses[key]?.content ?? {})[0] ?? 'application/json';
  const pointer = ['paths', path, method.toLowerCase(), 'responses', key, 'content', type, 'schema'];
  const reference = pointer.map((part) => encodeURIComponent(part.replaceAll('~', '~0').replaceAll('/', '~1'))).join('/');
  return ajv.compile({ $ref: `api#/${reference}` });
}

test('the description is OpenAPI 3.1 with names for the records', () => {
  assert.match(description.openapi, /^3\.1\./);
  const names = Object.keys(Reflect.get(Reflect.get(description, 'components'), 'schemas'));
  for (const name of ['Incident', 'Plan', 'Evidence', 'System', 'AuditEntry', 'Message', 'Error']) assert.ok(names.includes(name), name);
});

test('every answer is as the description says', async () => {
  const id = { id: seed.incidentId };
  const plan = { id: seed.planId };

  await ask('GET', '/healthz');
  await ask('GET', '/readyz');
  harness.health.report = { isReady: false, adapters: adapterStates, parts: [{ name: 'temporal', state: 'down', reason: 'refused' }] };
  assert.equal((await ask('GET', '/readyz')).statusCode, 503);
  await ask('GET', '/metrics');
  await ask('GET', '/api/v1/session');
  await ask('GET', '/api/v1/incidents', {}, { query: '?status=open&limit=2&since=2020-01-01' });
  await ask('GET', '/api/v1/incidents/{id}', id);
  await ask('GET', '/api/v1/incidents/{id}', { id: seed.code }, { query: '?locale=zh-CN' });
  await ask('GET', '/api/v1/incidents/{id}', { id: 'ZB-999' });
  await ask('GET', '/api/v1/incidents/{id}/card', id);
  await ask('GET', '/api/v1/incidents/{id}/evidence', id);
  await ask('GET', '/api/v1/evidence/{id}', { id: seed.evidenceId });
  await ask('GET', '/api/v1/plans/{id}', plan);
  await ask('GET', '/api/v1/audit', {}, { query: '?limit=10' });
  await ask('GET', '/api/v1/audit/verify');
  await ask('GET', '/api/v1/systems');
  await ask('GET', '/api/v1/systems/graph');
  await ask('GET', '/api/v1/demos');
  await ask('GET', '/api/v1/doctor');
  await ask('GET', '/api/v1/alerts');
  await ask('GET', '/api/v1/plugins');
  await ask('GET', '/api/v1/plugins/market', {}, { query: '?q=ldap' });
  await ask('GET', '/api/v1/chat/messages');
  await ask('GET', '/api/v1/chat/messages/{id}/thread', { id: messageId });
  await ask('POST', '/api/v1/ask', {}, { payload: { text: 'why?' } });
  await ask('POST', '/api/v1/looks', {}, { payload: { systemId: 'nothing', probe: 'level' } });
  await ask('POST', '/api/v1/looks', {}, { payload: { text: 'good morning' } });
  await ask('POST', '/api/v1/looks', {}, { payload: { text: 'show the level of main-valve' } });
  await ask('POST', '/api/v1/commands', {}, { payload: { systemId: 'main-valve', command: 'OPEN' } });
  await ask('POST', '/api/v1/chat/messages', {}, { payload: { text: 'a reply', threadId: messageId } });
  await ask('POST', '/api/v1/chat/click', {}, { payload: { messageId, actionId: 'reject', value: 'x' } });
  await ask('POST', '/api/v1/chat/click', {}, { payload: { messageId, actionId: 'approve', value: 'x' } });
  await ask('POST', '/api/v1/chat/form', {}, { payload: { formId: 'reject:plan_1', fields: { reason: 'no' } } });
  await ask('POST', '/api/v1/incidents/{id}/acknowledge', id);
  await ask('POST', '/api/v1/incidents/{id}/steer', id, { payload: { kind: 'fact', text: 'it was deployed at noon' } });
  await ask('POST', '/api/v1/incidents/{id}/places', id, { payload: { adapter: 'slack', channel: 'C0FURTHER' } });
  await ask('POST', '/api/v1/incidents/{id}/places', id, { payload: { adapter: 'nowhere', channel: 'C1' } });
  await ask('POST', '/api/v1/incidents/{id}/room', id, { payload: {} });
  await ask('POST', '/api/v1/changes', {}, { payload: { title: 'release', systems: ['main-valve'] } });
  await ask('POST', '/api/v1/changes', {}, { payload: { title: 'release', systems: ['nowhere'] } });
  await ask('GET', '/api/v1/changes', {}, { query: '?hours=1' });
  await ask('GET', '/api/v1/insights', {}, { query: '?group=service' });
  await ask('GET', '/api/v1/insights.csv');
  await ask('GET', '/api/v1/oncall/duties', {}, { query: '?words=primary%20tomorrow%203am' });
  await ask('GET', '/api/v1/oncall/why/{id}', id);
  await ask('GET', '/api/v1/oncall/calls', {}, { query: '?limit=5' });
  await ask('GET', '/api/v1/oncall/ladders');
  await ask('GET', '/api/v1/oncall/handover');
  await ask('GET', '/api/v1/oncall/calendar');
  const calendar = 'BEGIN:VCALENDAR\r\nVERSION:2.0\r\nPRODID:t\r\nEND:VCALENDAR\r\n';
  await ask('POST', '/api/v1/oncall/calendar/import', {}, { payload: { schedule: 'primary', calendar } });
  const followed = await ask('POST', '/api/v1/oncall/feeds', {}, { payload: {} });
  await ask('GET', '/api/v1/oncall/feeds');
  await ask('GET', '/api/v1/oncall/feeds/{token}/calendar.ics', { token: String(followed.json().url).split('/').at(-2) ?? '' });
  await ask('DELETE', '/api/v1/oncall/feeds/{id}', { id: followed.json().feed.id });
  await ask('POST', '/api/v1/incidents/{id}/snooze', id, { payload: { minutes: 30 } });
  await ask('DELETE', '/api/v1/incidents/{id}/snooze', id);
  await ask('GET', '/api/v1/oncall/schedules', {}, { query: '?from=2026-01-01T00:00:00Z' });
  const shift = { schedule: 'primary', person: 'lihua', from: '2100-01-12T09:00:00Z', to: '2100-01-26T09:00:00Z' };
  const taken = await ask('POST', '/api/v1/oncall/overrides', {}, { payload: shift });
  await ask('GET', '/api/v1/oncall/overrides', {}, { query: '?from=2100-01-01T00:00:00Z' });
  await ask('POST', '/api/v1/oncall/overrides/confirm', {}, { payload: { code: 'ABCD' } });
  await ask('DELETE', '/api/v1/oncall/overrides/{id}', { id: taken.json().id });
  await ask('GET', '/api/v1/detections');
  await ask('GET', '/api/v1/detections/{id}', { id: 'nothing' });
  for (const verb of ['run', 'pause', 'resume']) await ask('POST', `/api/v1/detections/{id}/${verb}`, { id: 'nothing' });
  await ask('POST', '/api/v1/incidents/{id}/usefulness', id, { payload: { mark: 'useless' } });
  await askAboutMoves();
  await ask('POST', '/api/v1/alert-sources/{name}/token', { name: 'erp' }, { payload: {} });
  await ask('GET', '/api/v1/deliveries', {}, { query: '?state=dead' });
  await ask('POST', '/api/v1/deliveries/replay', {}, { payload: {} });
  await ask('POST', '/api/v1/deliveries/{id}/replay', { id: 'del_nothing' });
  await ask('POST', '/api/v1/plans/{id}/approve', plan, { payload: { digest: '0'.repeat(64) } });
  await ask('POST', '/api/v1/plans/{id}/approve', plan, { payload: { digest: seed.digest } });
  await ask('POST', '/api/v1/plans/{id}/reject', plan, { payload: { reason: 'late' } });
  await ask('POST', '/api/v1/plans/{id}/stop', plan);
  await ask('POST', '/api/v1/plans/{id}/undo', plan);
  await ask('POST', '/api/v1/stop-all');
  await ask('POST', '/api/v1/incidents/{id}/resolve', id, { payload: { note: 'done' } });
  await ask('POST', '/api/v1/demos/{scenario}/start', { scenario: 'redis' });
  await ask('POST', '/api/v1/demos/end');
  await askAboutPeople();
  await ask('GET', '/api/v1/alert-sources');
  await ask('GET', '/api/v1/alert-sources/{name}/unread', { name: 'erp' });
  for (const what of ['retry', 'forget']) await ask('POST', `/api/v1/alert-sources/{name}/unread/${what}`, { name: 'erp' });
  await ask('POST', '/api/v1/alert-sources/try', {}, { payload: { payload: { t: 'disk' }, mapping: { name: 't', severity: '"p9"' } } });
  await ask('POST', '/api/v1/login-links', {}, { payload: {} });
  await ask('POST', '/api/v1/login', {}, { payload: { token: tokens.approver } });
  await ask('POST', '/api/v1/logout');
  await ask('POST', '/hooks/alertmanager', {}, { payload: alertmanagerBody('Contract'), token: tokens.hook });
  await ask('POST', '/hooks/changes', {}, { payload: { title: 'release' }, token: tokens.hook });
  await ask('POST', '/hooks/changes', {}, { payload: { wrong: true }, token: tokens.hook });
  await ask('POST', '/hooks/json', {}, { payload: {}, token: 'wrong-hook-token-00' });
  for (const { name } of builtInSources) await ask('POST', `/hooks/${name}`, {}, { payload: { wrong: true }, token: tokens.hook });
  await ask('POST', '/api/v2/alerts', {}, { payload: [{ labels: { alertname: 'Direct' } }], token: tokens.hook });
  await ask('POST', '/hooks/generic/{name}', { name: 'erp' }, { payload: {}, token: tokens.hook });
  await askAboutNoise();
  for (const path of ['alerts', 'receivers', 'silences', 'status']) await ask('GET', `/api/v2/${path}`);
  await ask('GET', '/hooks/open-falcon', {}, { query: '?endpoint=web-1&metric=cpu.idle&status=OK', token: tokens.hook });

  const all = Object.entries(description.paths).flatMap(([path, methods]) =>
    Object.keys(methods).map((method) => `${method.toUpperCase()} ${path}`),
  );
  assert.deepEqual(
    all.filter((route) => !asked.has(route)),
    ['GET /api/v1/events'],
  );
});

async function askAboutMoves(): Promise<void> {
  const { incidents } = harness.store.forTenant(tenantId);
  const [from, into] = [
    await incidents.create(sampleIncident({ id: 'inc_from', groupKey: 'from' })),
    await incidents.create(sampleIncident({ id: 'inc_into', groupKey: 'into' })),
  ];
  await ask('POST', '/api/v1/incidents/{id}/merge', { id: from.id }, { payload: { into: into.code } });
  await ask('GET', '/api/v1/incidents/{id}/moves', { id: from.id });
  await ask('POST', '/api/v1/moves/{id}/undo', { id: from.id }, { payload: {} });
  await ask('POST', '/api/v1/incidents/{id}/split', { id: from.id }, { payload: { matchers: 'alertname=x' } });
}

async function askAboutNoise(): Promise<void> {
  const matchers = [{ name: 'alertname', value: 'Contract', isRegex: false, isEqual: true }];
  const times = { startsAt: '2026-01-01T00:00:00Z', endsAt: '2126-01-01T00:00:00Z' };
  await ask('POST', '/api/v1/silences', {}, { payload: { target: 'alertname="Contract"', duration: '2h', comment: 'test' } });
  await ask('POST', '/api/v1/silences', {}, { payload: { target: 'nowhere', duration: '2h', comment: 'test' } });
  const [made] = await harness.store.forTenant(tenantId).silences.list({ states: ['active'], nowMs: Date.now(), limit: 1 });
  const id = { id: made?.id ?? '' };
  await ask('POST', '/api/v1/silences/try', {}, { payload: { matchers: ['alertname="Contract"'] } });
  await ask('GET', '/api/v1/silences');
  await ask('GET', '/api/v1/silences/{id}', id);
  await ask('GET', '/api/v2/silence/{id}', id);
  await ask('POST', '/api/v2/silences', {}, { payload: { matchers, ...times, createdBy: 'x', comment: 'far too long' } });
  await ask('POST', '/api/v1/silences/{id}/expire', id);
  await ask('DELETE', '/api/v2/silence/{id}', id);
  await ask('GET', '/api/v1/suppressed', {}, { query: '?state=held' });
  await ask('GET', '/api/v1/why', {}, { query: '?q=Contract' });
  const rules = [{ id: 'contract', name: 'Contract', when: 'severity == "info"', do: { severity: 'warning' } }];
  const windows = [{ id: 'w', name: 'W', systems: ['nothing'], cron: '0 2 * * 0', durationMinutes: 60 }];
  await ask('POST', '/api/v1/rules/try', {}, { payload: { book: { rules, windows } } });
  await ask('POST', '/api/v1/rules', {}, { payload: { book: { rules, windows }, comment: 'test' } });
  await ask('POST', '/api/v1/rules', {}, { payload: { text: 'rules: [' } });
  await ask('GET', '/api/v1/rules');
  await ask('GET', '/api/v1/rules/versions');
  await ask('POST', '/api/v1/rules/revert', {}, { payload: { version: 0 } });
}

async function askAboutPeople(): Promise<void> {
  const account = { adapter: 'slack', workspace: 'T1', userId: 'U1' };
  const { code } = await harness.deps.operations.issueLinkCode(tenantId, { ...account, name: null });
  await ask('GET', '/api/v1/people');
  await ask('GET', '/api/v1/me');
  await ask('POST', '/api/v1/identities/preview', {}, { payload: { code } });
  await ask('POST', '/api/v1/identities/link', {}, { payload: { code } });
  await ask('POST', '/api/v1/identities/link', {}, { payload: { code } });
  await ask('POST', '/api/v1/people/{id}/identities', { id: 'vera' }, { payload: { adapter: 'slack', userId: 'U2' } });
  await ask('DELETE', '/api/v1/identities/{adapter}/{userId}', account);
}

test('the incident has the names that others rely on', async () => {
  const incident = (await ask('GET', '/api/v1/incidents/{id}', { id: seed.code })).json();

  for (const name of ['id', 'code', 'status', 'severity', 'title', 'alerts', 'threads', 'verdict', 'plan', 'spent', 'timeline'])
    assert.ok(name in incident, name);
  for (const name of ['state', 'summary', 'causes', 'refuted', 'blindSpots']) assert.ok(name in incident.verdict, name);
  for (const name of ['systemId', 'signatureId', 'state', 'confidence', 'title', 'explanation', 'evidenceIds'])
    assert.ok(name in incident.verdict.causes[0], name);
  for (const name of ['systemId', 'probe', 'reason']) assert.ok(name in incident.verdict.blindSpots[0], name);
  for (const name of ['id', 'digest', 'state', 'expiresAt', 'steps']) assert.ok(name in incident.plan, name);
  for (const name of ['systemId', 'action', 'arguments', 'risk', 'why', 'undo', 'state']) assert.ok(name in incident.plan.steps[0], name);
  assert.deepEqual(Object.keys(incident.spent).sort(), ['llmCalls', 'probes', 'seconds', 'tokens']);
});

test('the tenant of the answers is the one that is served', async () => {
  assert.equal((await ask('GET', '/api/v1/session')).json().tenantId, tenantId);
});

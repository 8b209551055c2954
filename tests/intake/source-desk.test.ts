import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { openSources } from '../../src/intake/open-sources.ts';
import { bearer, type Harness, startHarness, tokens } from '../api/harness.ts';

const erp = {
  name: 'erp',
  kind: 'http',
  mapping: { name: 'rule', severity: 'level', group: 'rule', resolved: 'state = "ok"', fingerprint: 'rule' },
};
let harness: Harness;

before(async () => {
  harness = await startHarness({}, [erp]);
});
after(() => harness.close());

async function post(url: string, payload: object, token = tokens.admin) {
  const answer = await harness.app.inject({ method: 'POST', url, headers: bearer(token), payload });
  return { status: answer.statusCode, body: answer.json() };
}
const tryOut = (payload: object, token?: string) => post('/api/v1/alert-sources/try', payload, token);
const send = (payload: object) => post('/hooks/generic/erp', payload, tokens.hook);

test('createSourceDesk() shows what a message would become, and stores nothing', async () => {
  const { body } = await tryOut({ payload: { rule: 'Trial', level: 'critical' }, source: 'erp' });

  assert.equal(body.items[0].alert.labels.severity, 'critical');
  assert.deepEqual(body.items[0].incident, { does: 'opens', code: null, title: 'Trial' });
  assert.equal((await harness.app.inject({ url: '/api/v1/incidents?q=Trial', headers: bearer(tokens.admin) })).json().items.length, 0);
});

test('createSourceDesk() names the incident that an alert would join, or come after', async () => {
  const rule = 'Queue stuck';
  const [code] = (await send({ rule })).body.incidentIds;
  const joins = await tryOut({ payload: { rule }, source: 'erp' });
  await send({ rule, state: 'ok' });
  const again = await tryOut({ payload: { rule }, source: 'erp' });
  const late = await tryOut({ payload: { rule, state: 'ok' }, source: 'erp' });

  assert.ok(code);
  assert.equal(joins.body.items[0].incident.does, 'joins');
  assert.match(joins.body.items[0].incident.code, /^ZB-\d+$/);
  assert.deepEqual(
    [again.body.items[0].incident.does, again.body.items[0].incident.code],
    ['opens-again', joins.body.items[0].incident.code],
  );
  assert.equal(late.body.items[0].incident.does, 'none');
});

test('createSourceDesk() tries a built-in source, and a mapping before it is saved', async () => {
  const built = await tryOut({ payload: { title: 'Plain', severity: 'info' }, source: 'json' });
  const wrong = await tryOut({ payload: { wrong: true }, source: 'grafana' });
  const unsaved = await tryOut({ payload: { t: 'Unsaved' }, mapping: { name: 't' } });
  const slip = await tryOut({ payload: {}, mapping: { name: 't &' } });

  assert.equal(built.body.items[0].alert.labels.alertname, 'Plain');
  assert.match(wrong.body.problem.en, /not a notification of Grafana/);
  assert.equal(unsaved.body.items[0].alert.labels.alertname, 'Unsaved');
  assert.equal(slip.status, 400);
  assert.match(slip.body.error.message, /body\.mapping\.name: not an expression in JSONata, character \d/);
});

test('createSourceDesk() wants a responder, a source or a mapping, and a source that is there', async () => {
  assert.equal((await tryOut({ payload: {}, source: 'erp' }, tokens.viewer)).status, 403);
  assert.equal((await tryOut({ payload: {} })).status, 400);
  assert.equal((await tryOut({ payload: {}, source: 'nobody' })).status, 404);
});

test('/hooks/generic/NAME says what does not fit, takes in nothing of it, and is counted', async () => {
  const bad = await send([{ rule: 'Half' }, { noRule: true }] as unknown as object);
  const unknown = await post('/hooks/generic/nobody', {}, tokens.hook);
  const { items } = (await harness.app.inject({ url: '/api/v1/alert-sources', headers: bearer(tokens.viewer) })).json();

  assert.equal(bad.status, 400);
  assert.match(bad.body.error.message, /item 2, name: gives no text/);
  assert.equal(unknown.status, 404);
  assert.equal((await harness.app.inject({ url: '/api/v1/incidents?q=Half', headers: bearer(tokens.admin) })).json().items.length, 0);
  const [own] = items;
  assert.deepEqual([own.name, own.address, own.alerts, own.failed], ['erp', '/hooks/generic/erp', 2, 1]);
  assert.notEqual(own.lastReceivedAt, null);
});

test('openSources() follows the configuration', async () => {
  const list: never[] = [];
  const { store, clock } = harness.deps;
  const parsing = { jsonMapping: () => null, utcOffset: () => '+08:00', groupBy: () => [], resolveTimeoutMs: () => 1, alertsMax: () => 10 };
  const sources = openSources({
    store,
    clock,
    people: () => [],
    hooks: [],
    states: () => new Map(),
    take: harness.deps.intake.take,
    locale: () => 'en',
    alertSources: () => list,
    ...parsing,
  });

  assert.equal(sources.configured.find('erp'), null);
  assert.deepEqual(sources.configured.list(), list);
  await sources.close();
});

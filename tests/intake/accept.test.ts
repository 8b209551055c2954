import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import type { Store } from '../../src/store/contract.ts';
import { openMemoryStore } from '../support/fresh-database.ts';
import { systemClock } from '../support/system-clock.ts';
import { type Firing, fixture, type IntakeDesk, notification, openIntakeDesk, stopIntakes } from './desk.ts';

let store: Store;
before(async () => {
  store = await openMemoryStore(systemClock);
});
after(async () => {
  await stopIntakes();
  await store.close();
});

const desk = (options = {}): Promise<IntakeDesk> => openIntakeDesk(store, options);
const resolved = (name: string, more: Partial<Firing> = {}): Firing => ({ name, status: 'resolved', ...more });

test('accept() opens one incident for one group, with the worst severity and the systems that the labels name', async () => {
  const at = await desk();

  const answer = await at.send(fixture('alertmanager-firing'));

  const [incident, ...more] = await at.incidents();
  assert.equal(answer.accepted, 2);
  assert.deepEqual(answer.incidentIds, [incident?.id]);
  assert.equal(more.length, 0);
  assert.equal(incident?.title, 'Redis memory usage above 95% (+1)');
  assert.equal(incident?.severity, 'critical');
  assert.equal(incident?.startedAt, '2026-11-21T01:58:12.503Z');
  assert.deepEqual([incident?.alertsFiring, incident?.alertsTotal], [2, 2]);
  assert.deepEqual(
    (await at.relayed()).map((item) => item.kind),
    ['start'],
  );
  assert.deepEqual(at.counted, ['alertmanager:accepted:2']);
  assert.equal(at.wakes(), 1);
});

test('accept() wants a room once the incident is as severe as the rule says, at its opening or later', async () => {
  const rule = { match: { severity: 'critical' }, adapter: 'slack', name: '{code}', invite: [], closeAfterMinutes: 60 };
  const at = await desk({ rooms: [rule] });
  const wanted = async (): Promise<readonly string[]> => {
    const incidents = await at.incidents();
    const rooms = await Promise.all(incidents.map(({ id }) => at.store.rooms.ofIncident(id)));
    return rooms.flat().map((room) => `${room.name} ${room.requestedBy} ${room.state}`);
  };

  await at.send(notification([{ name: 'a' }]));
  assert.deepEqual(await wanted(), []);
  await at.send(notification([{ name: 'b', severity: 'critical' }]));
  await at.send(notification([{ name: 'c', severity: 'critical' }]));
  assert.deepEqual(await wanted(), ['ZB-1 zhiban wanted']);
});

test('accept() closes the incident when its last alert resolves, and says how long it lasted', async () => {
  const at = await desk();
  await at.send(fixture('alertmanager-firing'));
  at.advance(1_500_000);

  await at.send(fixture('alertmanager-resolved'));
  await at.send(fixture('alertmanager-resolved'));

  const [incident] = await at.incidents();
  const timeline = await at.store.timeline.ofIncident(incident?.id ?? '', 20);
  assert.deepEqual([incident?.status, incident?.phase, incident?.alertsFiring], ['resolved', 'closed', 0]);
  assert.equal(incident?.resolvedAt, '2026-11-21T02:20:12.503Z');
  assert.deepEqual(timeline.map((entry) => entry.text.en).at(-1), 'All alerts have resolved after 22 min.');
  assert.equal(timeline.filter((entry) => entry.kind === 'status').length, 1);
  const told: string[] = [];
  for (let [item] = await at.relayed(); item !== undefined; [item] = await at.relayed()) {
    told.push(item.kind);
    await at.store.relay.done(item.id);
  }
  assert.deepEqual(told, ['start', 'ladder', 'resolved']);
});

test('accept() joins what fires later in the group, and resolves only when all has resolved', async () => {
  const at = await desk();
  await at.send(notification([{ name: 'a' }]));

  await at.send(notification([{ name: 'a' }, { name: 'b', severity: 'critical' }]));
  const joined = (await at.incidents())[0];
  await at.send(notification([resolved('a'), { name: 'b' }]));
  const half = (await at.incidents())[0];
  await at.send(notification([resolved('a'), resolved('b')]));

  const [incident, ...more] = await at.incidents();
  assert.deepEqual([joined?.severity, joined?.alertsFiring, joined?.alertsTotal], ['critical', 2, 2]);
  assert.deepEqual([half?.status, half?.alertsFiring], ['triggered', 1]);
  assert.equal(incident?.status, 'resolved');
  assert.equal(more.length, 0);
});

test('accept() takes repeats without a change of revision and without a word', async () => {
  const at = await desk();
  await at.send(notification([{ name: 'a' }]));
  const [before] = await at.incidents();

  for (let repeat = 0; repeat < 3; repeat += 1) await at.send(notification([{ name: 'a' }]));

  const [after] = await at.incidents();
  assert.equal(after?.revision, before?.revision);
  assert.equal((await at.store.timeline.ofIncident(after?.id ?? '', 20)).length, 1);
  assert.equal((await at.alerts())[0]?.repeats, 3);
});

test('accept() counts an alert once that stands in the body twice', async () => {
  const at = await desk();

  await at.send(notification([{ name: 'a' }, { name: 'a' }, { name: 'a' }]));

  const [incident] = await at.incidents();
  assert.deepEqual([incident?.title, incident?.alertsFiring, incident?.alertsTotal], ['a is in trouble', 1, 1]);
});

test('accept() opens a new incident for what fires after the end, and links it to the one before', async () => {
  const at = await desk();
  await at.send(notification([{ name: 'a' }]));
  await at.send(notification([resolved('a')]));
  at.advance(600_000);

  await at.send(notification([{ name: 'a', startsAt: '2026-11-21T02:05:00Z' }]));

  const [incident, previous] = await at.incidents();
  const words = (await at.store.timeline.ofIncident(incident?.id ?? '', 20)).map((entry) => entry.text.en);
  assert.equal(incident?.previousIncidentId, previous?.id);
  assert.deepEqual([previous?.status, incident?.status], ['resolved', 'triggered']);
  assert.ok(words.includes('The last incident of this alert group was ZB-1, resolved at 2026-11-21T01:58:00.000Z.'));
  assert.equal((await at.store.outbox.counts()).waiting, 1);
});

test('accept() opens the incident again when a person resolved it a moment ago while it still fires', async () => {
  const at = await desk();
  await at.send(notification([{ name: 'a' }]));
  const [first] = await at.incidents();
  await at.store.incidents.moveStatus(first?.id ?? '', ['triggered'], 'resolved', { resolvedAt: '2026-11-21T02:00:00.000Z' });

  at.advance(1_000);
  await at.send(notification([{ name: 'a' }]));

  const [again, ...more] = await at.incidents();
  assert.deepEqual([again?.id, again?.status, again?.resolvedAt, more.length], [first?.id, 'triggered', null, 0]);
});

test('accept() lets two bodies race for one group and opens one incident', async () => {
  const at = await desk();
  const bodies = Array.from({ length: 8 }, (_, index) => notification([{ name: `a${index % 4}` }]));

  const answers = await Promise.all(bodies.map((body) => at.send(body)));

  const [incident, ...more] = await at.incidents();
  assert.equal(more.length, 0);
  assert.equal(new Set(answers.flatMap((answer) => answer.incidentIds)).size, 1);
  assert.deepEqual([incident?.alertsFiring, incident?.alertsTotal], [4, 4]);
  assert.equal((await at.relayed()).length, 1);
});

test('accept() takes ten thousand alerts in one body as one incident', async () => {
  const at = await desk();
  const storm = notification(Array.from({ length: 10_000 }, (_, index) => ({ name: `host-${index}` })));

  const opened = await at.send(storm);
  await at.send(storm);

  const [incident, ...more] = await at.incidents();
  assert.equal(opened.accepted, 10_000);
  assert.equal(more.length, 0);
  assert.deepEqual([incident?.alertsFiring, incident?.alertsTotal], [10_000, 10_000]);
  assert.equal(incident?.title, 'host-0 is in trouble (+9999)');
  assert.equal((await at.store.timeline.ofIncident(incident?.id ?? '', 20)).length, 1);
});

const good = notification([{ name: 'a' }]);
const refused: readonly [claim: string, body: unknown, error: object][] = [
  ['what is no object', 'hello', { kind: 'invalid', message: /^The body is not a notification of Alertmanager: body: / }],
  ['null', null, { kind: 'invalid' }],
  ['a body without alerts', { version: '4' }, { kind: 'invalid', message: /alerts: / }],
  ['an unknown status', { alerts: [{ ...alertOf(good), status: 'burning' }] }, { kind: 'invalid', message: /alerts\.0\.status: / }],
  [
    'labels that are a list',
    { alerts: [alertOf(good), { ...alertOf(good), labels: ['a'] }] },
    { kind: 'invalid', message: /alerts\.1\.labels: / },
  ],
  [
    'a label that is an object',
    { alerts: [{ ...alertOf(good), labels: { a: { b: 1 } } }] },
    { kind: 'invalid', message: /alerts\.0\.labels\.a: / },
  ],
  ['a start that is no text', { alerts: [{ ...alertOf(good), startsAt: 12 }] }, { kind: 'invalid', message: /alerts\.0\.startsAt: / }],
  ['a name that is a page', { alerts: [{ ...alertOf(good), labels: { ['x'.repeat(301)]: '1' } }] }, { kind: 'invalid' }],
  [
    'more than it takes at a time',
    notification(['a', 'b', 'c', 'd'].map((name) => ({ name }))),
    { kind: 'too-large', message: /4 alerts, the limit is 3 \(hooks\.alertsMax\)/ },
  ],
];

for (const [claim, body, error] of refused) {
  test(`accept() refuses ${claim}, names the place and stores nothing of the body`, async () => {
    const at = await desk({ alertsMax: 3 });

    await assert.rejects(at.send(body), error);

    assert.deepEqual(await at.incidents(), []);
    assert.deepEqual(await at.relayed(), []);
    assert.deepEqual(at.counted, ['alertmanager:rejected:0']);
    assert.equal(at.wakes(), 0);
  });
}

test('accept() repeats no value of a refused body, which may hold a secret', async () => {
  const at = await desk();
  const body = { alerts: [{ status: 'password=hunter2hunter2', labels: { token: ['s3cr3t-token-0123456789'] }, startsAt: {} }] };

  const error = await at.send(body).then(
    () => null,
    (thrown: unknown) => thrown,
  );

  assert.ok(error instanceof Error);
  assert.doesNotMatch(`${error.message}${JSON.stringify(error)}`, /hunter2|s3cr3t/);
});

test('accept() takes an empty list as nothing to do', async () => {
  const at = await desk();

  assert.deepEqual(await at.send({ alerts: [] }), { accepted: 0, incidentIds: [] });
});

test('accept() stores no secret of an alert, and no address that a browser would run', async () => {
  const at = await desk();
  const alert = {
    ...alertOf(good),
    annotations: { summary: 'redis://:s3cr3t-Pa55@10.0.0.5:6379 is full' },
    generatorURL: 'javascript:alert(1)',
  };

  await at.send({ groupKey: 'k', alerts: [alert] });

  const [incident] = await at.incidents();
  const kept = JSON.stringify([incident, await at.alerts(), await at.store.timeline.ofIncident(incident?.id ?? '', 9)]);
  assert.doesNotMatch(kept, /s3cr3t|javascript:/);
});

test('accept() sends the incident where its common labels route it', async () => {
  const routes = [{ match: { group: 'db' }, to: [{ adapter: 'slack', channel: 'C-db' }], continue: false }];
  const at = await desk({ routes });

  const { incidentIds } = await at.send(notification([{ name: 'a' }, { name: 'b' }], 'db'));

  const [thread] = await at.store.threads.ofIncident(incidentIds[0] ?? '');
  assert.equal(thread?.place.channel, 'C-db');
});

test('accept() of Grafana’s and of any JSON goes the same way', async () => {
  const at = await desk();

  const grafana = await at.intake.accept(at.store.tenantId, 'grafana', fixture('grafana-firing'));
  const json = await at.intake.accept(at.store.tenantId, 'json', [
    { title: 'disk full', labels: { host: 'a' } },
    { title: 'disk full', labels: { host: 'b' } },
  ]);

  assert.deepEqual([grafana.incidentIds.length, json.incidentIds.length], [1, 1]);
  assert.deepEqual((await at.incidents()).map((incident) => incident.title).sort(), ['disk full (+1)', 'p99 of orders is above 800 ms']);
});

function alertOf(body: Record<string, unknown>): Record<string, unknown> {
  return Array.isArray(body.alerts) ? body.alerts[0] : {};
}

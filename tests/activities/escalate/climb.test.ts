import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { climb, ladderOf } from '../../../src/activities/escalate/climb.ts';
import type { NewIncident, Store } from '../../../src/store/contract.ts';
import { people, startMs } from '../../operations/desk.ts';
import { openMemoryStore } from '../../support/fresh-database.ts';
import { systemClock } from '../../support/system-clock.ts';
import { rulesOf, waiting } from './ladder-desk.ts';

let store: Store;
before(async () => {
  store = await openMemoryStore(systemClock);
});
after(() => store.close());

const minuteMs = 60_000;
const first = 'ZB-1 is critical, and nobody has taken it over for';

test('climb() on the short form: a mention, later urgently, each once, never before its time', async () => {
  const { look } = await waiting(store);

  assert.deepEqual(await look(0), { said: [], nextMinute: 15 });
  assert.deepEqual(await look(14), { said: [], nextMinute: 15 });
  assert.deepEqual(await look(15), { said: [`${first} 15 min. rita null`], nextMinute: 30 });
  assert.deepEqual(await look(16), { said: [], nextMinute: 30 });
  assert.deepEqual(await look(31), { said: [`${first} 31 min. rita app`], nextMinute: null });
  assert.deepEqual(await look(300), { said: [], nextMinute: null });
});

test('climb() goes from level to level, all of them again, and writes down each call', async () => {
  const { look, store: tenant, incident } = await waiting(store, { levels: [['primary'], ['anna', 'admin']], repeat: 1 });
  const said: string[] = [];
  for (let minutes = 15; minutes <= 15 * 12; minutes += 15)
    said.push(...(await look(minutes)).said.map((line) => line.replace(/.*min\. |.*h\. /, '')));

  const round = ['bob null', 'bob app', 'anna adam null', 'anna adam app'];
  assert.deepEqual(said, [...round, ...round]);
  const timeline = (await tenant.timeline.ofIncident(incident.id, 50)).map(({ text }) => text.en);
  assert.deepEqual(timeline.slice(0, 4), ['Called Bob.', 'Called Bob urgently.', 'Called Anna, Adam.', 'Called Anna, Adam urgently.']);
  const ladder = await tenant.ladders.get(incident.id);
  assert.deepEqual([ladder?.state, ladder?.end, ladder?.step], ['ended', 'exhausted', 8]);
});

test('climb() makes up for what fell into an absence, and says a step once however many look at the same time', async () => {
  const { look } = await waiting(store, { levels: [['primary'], ['anna']] });

  assert.match((await look(48)).said[0] ?? '', /bob anna app$/);
  const looks = await Promise.all([look(61), look(61), look(61)]);

  assert.equal(looks.flatMap(({ said }) => said).length, 1);
});

test('climb() calls who has taken the shift, and everybody who may take over where nobody is on duty', async () => {
  const { look, pages, store: tenant } = await waiting(store, { levels: [['primary'], ['nobody']], urgent: 'never' });
  const from = new Date(startMs - minuteMs).toISOString();
  const override = {
    scheduleId: 'primary',
    personId: 'adam',
    insteadOf: null,
    reason: '',
    state: 'active',
    code: null,
    uid: null,
  } as const;
  await tenant.oncall.addOverride({ ...override, from, to: new Date(startMs + 3_600_000).toISOString(), at: from, by: 'adam' });

  assert.match((await look(15)).said[0] ?? '', /adam null$/);
  await look(30);
  assert.match((await look(45)).said[0] ?? '', /rita null$/);
  assert.deepEqual((await pages()).slice(2), ['1.2 mention - skipped nobody-on-duty', '1.2 mention rita chat']);
});

test('climb() texts and calls by the provider who has a number, and says who can’t be reached', async () => {
  const ladders = [{ name: 'all', levels: [{ call: ['bob', 'vera'], by: ['phone', 'app'], everyMinutes: 5 }] }];
  const {
    look,
    pages,
    store: tenant,
    incident,
  } = await waiting(store, { ladders, providers: { phone: 'caller' } }, { severity: 'warning' });

  await look(0);
  await look(5);

  assert.deepEqual(await pages(), ['1.0 phone bob waiting', '1.0 phone vera skipped no-phone', '1.1 app bob chat', '1.1 app vera chat']);
  const [entry] = await tenant.timeline.ofIncident(incident.id, 5);
  assert.equal(entry?.text.en, 'Texted or phoned Bob. There is no account or number to reach Vera by.');
});

test('climb() lets what is not critical wait for the end of the quiet hours, and critical incidents wake people', async () => {
  const quietHours = { from: '10:00', to: '11:00', timeZone: 'Asia/Shanghai' };
  const ladders = [{ name: 'all', levels: [{ call: ['bob'], by: ['mention'] }] }];
  const held = await waiting(store, { ladders, quietHours }, { severity: 'warning' });
  const loud = await waiting(store, { ladders, quietHours });

  assert.deepEqual(await held.look(1), { said: [], nextMinute: 60 });
  assert.deepEqual(await held.pages(), ['1.0 mention - skipped quiet-hours']);
  assert.deepEqual((await held.look(60)).said, ['Nobody has taken ZB-1 over for 1 h. bob null']);
  assert.equal((await loud.look(1)).said.length, 1);
});

test('climb() waits while it is snoozed, stops when somebody has it, asks “still on it?”, and begins anew when it is nobody’s again', async () => {
  const { look, pages, store: tenant, incident, operations, as } = await waiting(store, { levels: [['bob']], stillOnItMinutes: 30 });
  await look(15);
  const ladder = await tenant.ladders.get(incident.id);
  assert.ok(ladder);
  await tenant.ladders.save({ ...ladder, snoozedUntil: new Date(startMs + 50 * minuteMs).toISOString(), snoozedBy: 'Bob' });

  assert.deepEqual(await look(30), { said: [], nextMinute: 50 });
  await operations.acknowledge(as(people.bob), incident.id);
  assert.equal((await look(31)).nextMinute, 50);
  const asked = await look(50);
  assert.match(asked.said[0] ?? '', /Bob took it over 50 min ago\. Still on it\?.* bob null/);
  assert.equal(asked.nextMinute, 80);
  await tenant.incidents.moveStatus(incident.id, ['acknowledged'], 'triggered', {});
  assert.equal((await look(60)).nextMinute, 75);
  assert.match((await look(75)).said[0] ?? '', /bob null$/);
  await tenant.incidents.moveStatus(incident.id, ['triggered'], 'resolved', {});
  assert.deepEqual(await look(90), { said: [], nextMinute: null });
  assert.deepEqual(await pages(), ['1.0 mention bob chat', '1.0 mention bob chat', '2.0 mention bob chat']);
});

test('climb() brings the card up when a snooze is over, also before anything is due, and forgets the snooze', async () => {
  const { look, store: tenant, incident } = await waiting(store);
  await look(1);
  const ladder = await tenant.ladders.get(incident.id);
  assert.ok(ladder);
  await tenant.ladders.save({ ...ladder, snoozedUntil: new Date(startMs + 5 * minuteMs).toISOString(), snoozedBy: 'Bob' });
  const revision = async () => (await tenant.incidents.get(incident.id))?.revision;
  const before = await revision();

  assert.equal((await look(2)).nextMinute, 5);
  assert.equal(await revision(), before);
  assert.deepEqual(await look(5), { said: [], nextMinute: 15 });

  assert.equal(await revision(), (before ?? 0) + 1);
  const after = await tenant.ladders.get(incident.id);
  assert.deepEqual([after?.snoozedUntil, after?.snoozedBy], [null, null]);
});

test('climb() ends an acknowledgement that nobody confirms, tells the thread, and makes the next call at once, each once', async () => {
  const escalation = { levels: [['bob'], ['anna']], stillOnItMinutes: 30, answerWithinMinutes: 10 };
  const { look, pages, store: tenant, incident, operations, as } = await waiting(store, escalation);
  await look(15);
  await operations.acknowledge(as(people.bob), incident.id);
  assert.equal((await look(16)).nextMinute, 30);
  assert.match((await look(30)).said.join(), /Still on it\? Within 10 min say “still on it”/);
  assert.deepEqual(await look(39), { said: [], nextMinute: 40 });

  const lapsed = await look(40);
  const [again] = await Promise.all([look(40), look(40)]);

  const said = lapsed.said.toSorted();
  assert.match(said[1] ?? '', /Bob has not answered for 10 min, so it is nobody’s again and the ladder goes on\. bob null$/);
  assert.match(said[0] ?? '', /^ZB-1 is nobody’s again\. bob app$/);
  assert.equal(lapsed.nextMinute, 55);
  assert.deepEqual(again, { said: [], nextMinute: 55 });
  const after = await tenant.incidents.get(incident.id);
  assert.deepEqual([after?.status, after?.acknowledgedBy, after?.acknowledgedAt], ['triggered', null, null]);
  assert.match((await look(55)).said.join(), /^ZB-1 is critical, and nobody has taken it over for 15 min\. anna null$/);
  assert.deepEqual(await pages(), [
    '1.0 mention bob chat',
    '1.0 mention bob chat',
    '1.1 mention bob skipped lapsed',
    '2.1 app bob chat',
    '2.2 mention anna chat',
  ]);
});

test('climb() takes whatever a person does about the incident for an answer, and asks again from then on', async () => {
  const escalation = { levels: [['bob']], stillOnItMinutes: 30, answerWithinMinutes: 10 };
  const { look, store: tenant, incident, operations, as } = await waiting(store, escalation);
  await look(1);
  await operations.acknowledge(as(people.bob), incident.id);
  await look(2);
  await look(30);
  const at = new Date(startMs + 35 * minuteMs).toISOString();
  const deed = {
    at,
    actor: 'bob',
    door: 'slack',
    action: 'incident.fact',
    incidentId: incident.id,
    target: 'ZB-1',
    outcome: 'ok',
  } as const;
  await tenant.audit.append({ ...deed, details: {} });

  assert.deepEqual(await look(40), { said: [], nextMinute: 65 });
  assert.equal((await tenant.ladders.get(incident.id))?.askedAt, null);
  assert.match((await look(65)).said.join(), /Still on it/);
  assert.equal((await tenant.incidents.get(incident.id))?.status, 'acknowledged');
});

const shortForm = {};
for (const [name, change, escalation] of [
  ['a lesser one', { severity: 'warning' }, shortForm],
  ['a question', { origin: 'question' }, shortForm],
  ['one that was resolved', { status: 'resolved' }, shortForm],
  ['any where nobody wants to be called', {}, { acknowledgeWithinMinutes: 'never' }],
] satisfies readonly (readonly [string, Partial<NewIncident>, unknown])[]) {
  test(`climb() is silent about ${name}`, async () => {
    const { look } = await waiting(store, escalation, change);

    assert.deepEqual(await look(100), { said: [], nextMinute: null });
  });
}

test('climb() lets lie what is a day old, and knows no incident that isn’t there', async () => {
  const { look, scope } = await waiting(store);

  assert.deepEqual(await look(25 * 60), { said: [], nextMinute: null });
  const deps = { store, clock: systemClock, people: () => [], calls: rulesOf({}) };
  assert.deepEqual(await climb(deps, { ...scope, incidentId: 'inc_gone' }), { nextAtMs: null });
});

test('ladderOf() takes the first that matches what the incident was opened with', async () => {
  const level = [{ call: ['bob'] }];
  const ladders = [
    { name: 'payments', match: { service: 'payments', severity: 'critical' }, levels: level },
    { name: 'rest', match: { severity: 'warning' }, levels: level },
  ];
  const { store: tenant, incident } = await waiting(store);
  const nameOf = async (severity: 'critical' | 'warning' | 'info') =>
    (await ladderOf(rulesOf({ ladders }), tenant, { ...incident, severity }))?.name;

  assert.deepEqual([await nameOf('critical'), await nameOf('warning'), await nameOf('info')], ['critical', 'rest', undefined]);
  await tenant.moments.mark({ incidentId: incident.id, moment: 'opened', key: 'opened', labels: { service: 'payments' } });
  assert.equal(await nameOf('critical'), 'payments');
});

import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { nextCalls } from '../../../src/operations/oncall/next-calls.ts';
import { endSnooze, snooze } from '../../../src/operations/oncall/snooze.ts';
import type { Store } from '../../../src/store/contract.ts';
import { rulesOf, waiting } from '../../activities/escalate/ladder-desk.ts';
import { openMemoryStore } from '../../support/fresh-database.ts';
import { systemClock } from '../../support/system-clock.ts';
import { people, startMs } from '../desk.ts';

let store: Store;
before(async () => {
  store = await openMemoryStore(systemClock);
});
after(() => store.close());

test('snooze() keeps the ladder still until then, tells it, and leaves an audit line', async () => {
  const { deps, as, incident, look, store: tenant } = await waiting(store);
  await look(1);

  const calls = await snooze({ ...deps, calls: rulesOf({}) }, as(people.rita), incident.id, 40 * 60_000);

  assert.match(calls.headline, /^Rita has snoozed it/);
  const before = await look(30);
  assert.deepEqual(
    [before.said.map((line) => line.replace(/\. {2}null$/, '')), before.nextMinute],
    [['Rita (API) has snoozed it: nobody is called for 40 min'], 40],
  );
  assert.match((await look(40)).said.join(), /nobody has taken it over for 40 min/);
  assert.deepEqual(
    (await tenant.relay.claim(9, startMs, 0)).map(({ kind }) => kind),
    ['ladder'],
  );
  const [line] = await tenant.audit.list({ limit: 1 });
  assert.deepEqual([line?.action, line?.outcome, line?.actor], ['incident.snooze', 'ok', 'rita']);
});

test('snooze() refuses who may not, times that are none, and what calls nobody anyway', async () => {
  const { deps, as, incident, look, store: tenant } = await waiting(store);
  const given = { ...deps, calls: rulesOf({}) };

  await assert.rejects(snooze(given, as(people.rita), incident.id, 60_000), { kind: 'conflict' });
  await look(1);
  await assert.rejects(snooze(given, as(people.vera), incident.id, 60_000), { kind: 'forbidden' });
  await assert.rejects(snooze(given, as(people.rita), incident.id, 0), { kind: 'invalid' });
  await tenant.incidents.moveStatus(incident.id, ['triggered'], 'resolved', {});
  await assert.rejects(snooze(given, as(people.rita), incident.id, 60_000), { kind: 'conflict' });
});

test('endSnooze() has the ladder go on at once where it had waited, says so, and refuses what is not snoozed', async () => {
  const { deps, as, incident, look, store: tenant } = await waiting(store);
  const given = { ...deps, calls: rulesOf({}) };
  await look(1);
  await snooze(given, as(people.rita), incident.id, 40 * 60_000);
  await look(20);

  await assert.rejects(endSnooze(given, as(people.vera), incident.id), { kind: 'forbidden' });
  const calls = await endSnooze(given, as(people.rita), incident.id);
  await assert.rejects(endSnooze(given, as(people.rita), incident.id), { kind: 'conflict' });

  assert.equal(calls.snoozedUntil, null);
  const said = (await look(20)).said.join('\n');
  assert.match(said, /Rita \(API\) has ended the snooze: people are called again/);
  assert.match(said, /nobody has taken it over for 20 min\. rita/);
  const audit = (await tenant.audit.list({ limit: 9 })).map(({ action, outcome }) => `${action} ${outcome}`);
  assert.ok(audit.includes('incident.end-snooze ok'));
});

test('snooze() of a ladder that has called everybody has it begin anew when the time is up, and says who is next', async () => {
  const { deps, as, incident, look, store: tenant } = await waiting(store);
  const given = { ...deps, calls: rulesOf({}) };
  await look(1);
  const record = await tenant.ladders.get(incident.id);
  assert.ok(record !== null);
  await tenant.ladders.save({ ...record, state: 'ended', end: 'exhausted', nextAt: null, step: 99 });

  const calls = await snooze(given, as(people.rita), incident.id, 40 * 60_000);

  const after = await tenant.ladders.get(incident.id);
  assert.deepEqual([after?.run, after?.state, after?.step, after?.nextAt], [record.run + 1, 'climbing', 0, calls.snoozedUntil]);
  assert.equal(calls.next[0]?.at, calls.snoozedUntil);
  assert.ok((calls.next[0]?.people.length ?? 0) > 0);
  assert.ok((await look(41)).said.length > 0);
  const taken = await nextCalls(given, tenant, { incident: { ...incident, status: 'acknowledged' }, record: after, ladder: null });
  assert.deepEqual(taken, []);
});

import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import type { Hold, HoldOf } from '../../../src/activities/escalate/call-rules.ts';
import { pause } from '../../../src/activities/escalate/pause.ts';
import type { Store } from '../../../src/store/contract.ts';
import { people, startMs } from '../../operations/desk.ts';
import { sampleLadder } from '../../store/samples.ts';
import { openMemoryStore } from '../../support/fresh-database.ts';
import { systemClock } from '../../support/system-clock.ts';
import { waiting } from './ladder-desk.ts';

let store: Store;
before(async () => {
  store = await openMemoryStore(systemClock);
});
after(() => store.close());

const minuteMs = 60_000;
const isoAt = (minutes: number): string => new Date(startMs + minutes * minuteMs).toISOString();
const silence = (from: number, to: number): Hold & { readonly fromMs: number } => ({
  ...{ kind: 'silence', name: 'moving it', by: 'Li', until: isoAt(to), fromMs: startMs + from * minuteMs },
});

/** Silences can be taken away while the ladder is under way. */
function holding(holds: readonly (Hold & { readonly fromMs: number })[]) {
  const left = [...holds];
  const holdOf: HoldOf = async (_, __, nowMs) => left.find(({ fromMs, until }) => fromMs <= nowMs && nowMs < Date.parse(until)) ?? null;
  return { holdOf, end: () => left.splice(0) };
}

const paused = 'ZB-1 is silenced by Li (“moving it”) for another 25 min: the calls pause, and go on when it still fires then.  null';

test('climb() pauses a ladder under way while it is silenced, says so once, and goes on when the silence is over', async () => {
  const { holdOf } = holding([silence(20, 55)]);
  const { look, pages, store: tenant, incident } = await waiting(store, { levels: [['bob']] }, {}, { holdOf });

  assert.match((await look(15)).said.join(), /bob null$/);
  assert.deepEqual(await look(30), { said: [paused], nextMinute: 40 });
  assert.equal((await tenant.ladders.get(incident.id))?.heldBy, 'Li');
  assert.deepEqual(await look(40), { said: [], nextMinute: 50 });
  assert.deepEqual(await look(50), { said: [], nextMinute: 55 });
  const after = await look(55);

  assert.match(after.said.join(), /nobody has taken it over for 55 min\. bob app$/);
  assert.equal(after.nextMinute, 70);
  assert.equal((await tenant.ladders.get(incident.id))?.heldUntil, null);
  assert.deepEqual(await pages(), ['1.0 mention bob chat', '1.1 app - skipped silenced', '1.1 app bob chat']);
});

test('climb() goes on at once when the silence ends early, and calls nobody when it was taken over meanwhile', async () => {
  const { holdOf, end } = holding([silence(10, 500)]);
  const one = await waiting(store, { levels: [['bob']] }, {}, { holdOf });
  const other = await waiting(store, { levels: [['bob']] }, {}, { holdOf });
  await one.look(15);
  await other.look(15);
  await other.operations.acknowledge(other.as(people.bob), other.incident.id);
  assert.equal((await other.look(16)).nextMinute, 60);
  end();

  assert.match((await one.look(20)).said.join(), /bob null$/);
  assert.deepEqual((await other.pages()).slice(1), []);
});

test('climb() asks nobody “still on it?” about what is silenced, until the silence ends', async () => {
  const { holdOf, end } = holding([silence(10, 500)]);
  const { look, operations, as, incident } = await waiting(store, { stillOnItMinutes: 30 }, {}, { holdOf });
  await look(1);
  await operations.acknowledge(as(people.bob), incident.id);
  await look(2);

  assert.deepEqual(await look(30), { said: [], nextMinute: 40 });
  end();
  assert.match((await look(40)).said.join(), /Still on it/);
});

test('pause() tells of a window by its name, and of one that takes the place of another nothing more', async () => {
  const at = await waiting(store);
  const step = { level: 0, call: [], way: 'mention', everyMs: minuteMs } as const;
  const hold: Hold = { kind: 'maintenance', name: 'Sunday', by: 'Anna', until: isoAt(60) };
  const current = sampleLadder({ incidentId: at.incident.id });
  const given = { incident: at.incident, current, index: 0, step };

  const first = await at.store.transaction((inside) => pause(inside, given, hold, startMs));
  const later = { ...given, current: first };
  const second = await at.store.transaction((inside) => pause(inside, later, { ...hold, until: isoAt(90) }, startMs));

  assert.deepEqual([first.heldUntil, first.nextAt, second.heldUntil, second.nextAt], [isoAt(60), isoAt(60), isoAt(90), isoAt(90)]);
  const notes = (await at.store.timeline.ofIncident(at.incident.id, 9)).map(({ text }) => text.en);
  assert.deepEqual(notes, [
    'ZB-1 is within the maintenance window “Sunday” (Anna) for another 1 h: the calls pause, and go on when it still fires then.',
  ]);
});

import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { createHoldOf } from '../../../src/operations/noise/hold-of.ts';
import type { Store } from '../../../src/store/contract.ts';
import { sampleAlert, sampleIncident, sampleLadder } from '../../store/samples.ts';
import { openMemoryStore } from '../../support/fresh-database.ts';
import { systemClock } from '../../support/system-clock.ts';
import { openDesk, people, startMs } from '../desk.ts';

let store: Store;
before(async () => {
  store = await openMemoryStore(systemClock);
});
after(() => store.close());

const minuteMs = 60_000;
const at = new Date(startMs).toISOString();

async function firing() {
  const desk = await openDesk(store);
  const incident = await desk.store.incidents.create(sampleIncident());
  const holdOf = createHoldOf(desk.deps.pool);
  const askAt = (minutes: number) => desk.store.transaction((inside) => holdOf(inside, incident, startMs + minutes * minuteMs));
  const alert = (name: string) => sampleAlert({ fingerprint: name, labels: { alertname: name, severity: 'critical' } });
  await desk.store.alerts.upsert(incident.id, [alert('A'), alert('B')], at);
  const silence = (name: string, minutes: number) =>
    desk.operations.addSilence(desk.as(people.rita), {
      target: `alertname="${name}"`,
      durationMs: minutes * minuteMs,
      comment: `for ${name}`,
    });
  return { ...desk, incident, askAt, silence };
}

test('createHoldOf() holds while all that fires is silenced, and until the first of it is not', async () => {
  const { askAt, silence } = await firing();

  assert.equal(await askAt(1), null);
  await silence('A', 30);
  assert.equal(await askAt(1), null);
  await silence('B', 60);

  const hold = await askAt(1);
  assert.deepEqual(hold, { kind: 'silence', name: 'for A', by: 'Rita', until: new Date(startMs + 30 * minuteMs).toISOString() });
  assert.equal(await askAt(31), null);
});

test('createHoldOf() knows maintenance windows, and holds nothing of which nothing fires', async () => {
  const { askAt, store: own, operations, as, incident } = await firing();
  const until = new Date(startMs + 20 * minuteMs).toISOString();
  const window = { id: 'w', name: 'Sunday', matchers: ['severity="critical"'], startsAt: at, endsAt: until, timeZone: 'UTC' };
  await operations.saveRules(as(people.anna), { book: { windows: [window] } }, { comment: 'window' });

  assert.deepEqual(await askAt(5), { kind: 'maintenance', name: 'Sunday', by: 'Anna', until });
  const { items } = await own.alerts.list({ incidentId: incident.id, limit: 9 });
  await own.alerts.upsert(
    incident.id,
    items.map((each) => ({ ...each, status: 'resolved', endsAt: at })),
    at,
  );
  assert.equal(await askAt(5), null);
});

test('addSilence() and expireSilence() have the ladders that are paused look again', async () => {
  const { store: own, incident, silence, operations, as } = await firing();
  await own.ladders.save(sampleLadder({ incidentId: incident.id, heldUntil: at, heldBy: 'Rita' }));

  const made = await silence('A', 30);
  const [first] = await own.relay.claim(9, startMs, 0);
  await operations.expireSilence(as(people.rita), made.silence.id);

  assert.deepEqual([first?.kind, first?.incidentId], ['ladder', incident.id]);
});

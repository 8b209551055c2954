/** Properties of storms over random streams of alerts: late, twice, in any order, with clocks that differ, and over restarts. */

import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import fc from 'fast-check';
import { createIntake } from '../../src/intake/accept.ts';
import { endStorms } from '../../src/intake/end-storms.ts';
import type { Store } from '../../src/store/contract.ts';
import { openMemoryStore } from '../support/fresh-database.ts';
import { systemClock } from '../support/system-clock.ts';
import { type Firing, type IntakeDesk, notification, openIntakeDesk, stopIntakes } from './desk.ts';

let store: Store;
before(async () => {
  store = await openMemoryStore(systemClock);
});
after(async () => {
  await stopIntakes();
  await store.close();
});

const limits = { groupsMax: 1, windowSeconds: 3_600, quietSeconds: -1, releaseMax: 1 };
/** Minutes from now; the clocks of senders run ahead and behind. */
const at = (minutes: number): string => new Date(Date.parse('2026-11-21T01:00:00Z') + minutes * 60_000).toISOString();

const firing = fc.record({
  group: fc.constantFrom('a', 'b', 'c', 'd', 'e'),
  name: fc.constantFrom('x', 'y'),
  severity: fc.constantFrom('info', 'warning', 'warning', 'critical'),
  minutes: fc.integer({ min: -300, max: 300 }),
  isOver: fc.boolean(),
});
const step = fc.oneof(
  { weight: 12, arbitrary: fc.record({ kind: fc.constant('send' as const), firing }) },
  { weight: 2, arbitrary: fc.record({ kind: fc.constant('restart' as const) }) },
  { weight: 1, arbitrary: fc.record({ kind: fc.constant('calm' as const) }) },
);

type Step = typeof step extends fc.Arbitrary<infer Value> ? Value : never;

function messageOf({ group, name, severity, minutes, isOver }: Extract<Step, { kind: 'send' }>['firing']): Firing {
  const fired: Firing = { name: `${group}-${name}`, group, severity, startsAt: at(minutes) };
  return isOver ? { ...fired, status: 'resolved', endsAt: at(minutes + 5) } : fired;
}

/** What a second process on the same store would be. */
function another(desk: IntakeDesk): ReturnType<typeof createIntake> {
  return createIntake({
    ...{ ...desk.deps, store: { ...store, tenantIds: async () => [desk.store.tenantId] }, alertsMax: () => 100, jsonMapping: () => null },
    ...{ utcOffset: () => '+08:00', groupBy: () => ['alertname'], resolveTimeoutMs: () => 300_000, stormLimits: () => limits },
    count: () => undefined,
  });
}

async function assertWhole(desk: IntakeDesk): Promise<void> {
  const [incidents, alerts] = [await desk.incidents(), await desk.alerts()];
  const open = incidents.filter(({ status }) => status !== 'resolved');
  const inOpen = alerts.filter(({ incidentId }) => open.some(({ id }) => id === incidentId));
  assert.equal(new Set(inOpen.map(({ fingerprint }) => fingerprint)).size, inOpen.length, 'no alert is in two open incidents');
  for (const { id, status, alertsFiring, alertsTotal, groupKey } of incidents) {
    const own = alerts.filter(({ incidentId }) => incidentId === id);
    assert.ok(own.length > 0, 'no incident without an alert');
    assert.deepEqual([alertsTotal, alertsFiring], [own.length, own.filter((alert) => alert.status === 'firing').length]);
    assert.equal(status === 'resolved', alertsFiring === 0, 'the status says what the alerts say');
    if (groupKey?.startsWith('storm:') !== true) continue;
    const summary = await desk.store.storms.summary(id);
    const groups = Map.groupBy(own, (alert) => alert.groupKey);
    const stillFiring = [...groups.values()].filter((members) => members.some((alert) => alert.status === 'firing'));
    assert.deepEqual([summary?.groups, summary?.groupsFiring], [groups.size, stillFiring.length], 'a storm counts its groups');
  }
}

test('whatever comes in a storm: no alert is lost, none is in two incidents, no incident is without one, and all is counted', async () => {
  await fc.assert(
    fc.asyncProperty(fc.array(step, { minLength: 3, maxLength: 25 }), async (steps) => {
      const desk = await openIntakeDesk(store, { storm: limits });
      await desk.intake.stop();
      let intake = another(desk);
      intake.start();
      const everFired = new Set<string>();
      const everEnded = new Set<string>();
      for (const each of steps) {
        if (each.kind === 'restart') {
          await intake.stop();
          intake = another(desk);
          intake.start();
        } else if (each.kind === 'calm') {
          await endStorms({ ...desk.deps, stormLimits: () => limits, store: { ...store, tenantIds: async () => [desk.store.tenantId] } });
        } else {
          const message = messageOf(each.firing);
          (message.status === 'resolved' ? everEnded : everFired).add(message.name);
          await intake.accept(desk.store.tenantId, 'alertmanager', notification([message], message.group));
        }
      }
      await intake.stop();

      await assertWhole(desk);
      const kept = new Set((await desk.alerts()).map(({ fingerprint }) => fingerprint));
      for (const name of everFired) assert.ok(kept.has(`fp-${name}`) || everEnded.has(name), `${name} is in an incident`);
      assert.deepEqual(await desk.store.inbox.counts(), { waiting: 0, failing: 0 });
    }),
    { numRuns: 40 },
  );
});

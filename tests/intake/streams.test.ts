/** Properties of the intake over random streams of alerts: late, twice and in any order. */

import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import fc from 'fast-check';
import type { Store } from '../../src/store/contract.ts';
import { openMemoryStore } from '../support/fresh-database.ts';
import { systemClock } from '../support/system-clock.ts';
import { type Firing, notification, openIntakeDesk, stopIntakes } from './desk.ts';

let store: Store;
before(async () => {
  store = await openMemoryStore(systemClock);
});
after(async () => {
  await stopIntakes();
  await store.close();
});

const minute = (number: number): string => new Date(Date.parse('2026-11-21T01:00:00Z') + number * 60_000).toISOString();

/** The lives of one alert, one after the other; the last one may go on. */
const alert = fc.record({
  name: fc.constantFrom('a', 'b', 'c'),
  group: fc.constantFrom('g', 'h'),
  lives: fc.array(fc.record({ pause: fc.integer({ min: 1, max: 5 }), lasts: fc.integer({ min: 1, max: 10 }) }), {
    minLength: 1,
    maxLength: 3,
  }),
  isOver: fc.boolean(),
});

function messagesOf({ name, group, lives, isOver }: typeof alert extends fc.Arbitrary<infer Value> ? Value : never): readonly Firing[] {
  let now = 0;
  return lives.flatMap(({ pause, lasts }, index): Firing[] => {
    const from = now + pause;
    now = from + lasts;
    const fired: Firing = { name, group, startsAt: minute(from) };
    const goesOn = index === lives.length - 1 && !isOver;
    return goesOn ? [fired] : [fired, { ...fired, status: 'resolved', endsAt: minute(now) }];
  });
}

const stream = fc
  .uniqueArray(alert, { selector: ({ name, group }) => `${group}/${name}`, minLength: 1, maxLength: 4 })
  .map((alerts) => alerts.flatMap(messagesOf))
  .chain((messages) => fc.tuple(fc.constant(messages), fc.shuffledSubarray([...messages, ...messages], { minLength: messages.length })));

test('whatever the order and the repeats: no alert is lost, none is in two incidents, none opens an incident that holds nothing', async () => {
  await fc.assert(
    fc.asyncProperty(stream, async ([, sent]) => {
      const at = await openIntakeDesk(store);

      for (const message of sent) {
        at.advance(1_000);
        await at.send(notification([message], message.group));
      }

      const incidents = await at.incidents();
      const kept = await at.alerts();
      const open = incidents.filter((incident) => incident.status !== 'resolved');
      const seen = new Set(kept.map((alert) => `${alert.incidentId}/${alert.fingerprint}`));
      assert.equal(seen.size, kept.length, 'an alert has one row in an incident');
      assert.equal(new Set(open.map((incident) => incident.groupKey)).size, open.length, 'a group has one open incident');
      for (const { id, status, alertsFiring, alertsTotal, startedAt, resolvedAt } of incidents) {
        const own = kept.filter((alert) => alert.incidentId === id);
        assert.ok(own.length > 0, 'no incident without an alert');
        assert.equal(alertsTotal, own.length);
        assert.equal(alertsFiring, own.filter((alert) => alert.status === 'firing').length);
        assert.equal(status === 'resolved', alertsFiring === 0);
        assert.ok(resolvedAt === null || resolvedAt >= startedAt, 'no incident ends before it begins');
      }
      for (const [group, names] of firingAtTheEnd(sent)) {
        const incident = open.find((each) => each.groupKey?.includes(`"${group}"`));
        const firing = kept.filter((alert) => alert.incidentId === incident?.id && alert.status === 'firing');
        assert.deepEqual(
          new Set(firing.map((alert) => alert.labels.alertname)),
          names,
          `what still fires in ${group} is in its open incident`,
        );
      }
      await at.intake.stop();
    }),
    { numRuns: 40 },
  );
});

test('the same stream in time order and in one body at a time ends with the same alerts firing', async () => {
  await fc.assert(
    fc.asyncProperty(stream, async ([messages]) => {
      const [one, other] = [await openIntakeDesk(store), await openIntakeDesk(store)];
      const inTime = [...messages].sort((a, b) => timeOf(a).localeCompare(timeOf(b)));
      const firing = async (at: typeof one) =>
        new Set((await at.alerts()).filter((alert) => alert.status === 'firing').map((alert) => `${alert.groupKey}/${alert.fingerprint}`));

      for (const message of inTime) {
        one.advance(1_000);
        await one.send(notification([message], message.group));
      }
      for (const group of ['g', 'h'])
        await other.send(
          notification(
            messages.filter((message) => message.group === group),
            group,
          ),
        );

      assert.deepEqual(await firing(one), await firing(other));
      await Promise.all([one.intake.stop(), other.intake.stop()]);
    }),
    { numRuns: 25 },
  );
});

/** By the latest life of each alert that was told of. */
function firingAtTheEnd(sent: readonly Firing[]): ReadonlyMap<string, ReadonlySet<string>> {
  const latest = new Map<string, Firing>();
  for (const message of sent) {
    const key = `${message.group}/${message.name}`;
    const known = latest.get(key);
    const isLater = known === undefined || (message.startsAt ?? '') > (known.startsAt ?? '');
    const isEnd = known !== undefined && message.startsAt === known.startsAt && message.status === 'resolved';
    if (isLater || isEnd) latest.set(key, message);
  }
  const firing = [...latest.values()].filter((message) => message.status !== 'resolved');
  return new Map([...Map.groupBy(firing, ({ group = '' }) => group)].map(([group, all]) => [group, new Set(all.map(({ name }) => name))]));
}

function timeOf(message: Firing): string {
  return (message.status === 'resolved' ? message.endsAt : message.startsAt) ?? '';
}

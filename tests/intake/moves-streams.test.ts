/** Properties of the intake while people merge and split: whatever is moved where, each alert is in one place, and that place says how it is. */

import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import fc from 'fast-check';
import { ZhibanError } from '../../src/domain/errors.ts';
import type { Incident } from '../../src/domain/incident.ts';
import type { Store } from '../../src/store/contract.ts';
import { people } from '../operations/desk.ts';
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

const minute = (number: number): string => new Date(Date.parse('2026-11-21T01:00:00Z') + number * 60_000).toISOString();

/** Clocks of senders differ, so starts are of any order. */
const told = fc.record({
  kind: fc.constant('told' as const),
  name: fc.constantFrom('a', 'b', 'c'),
  group: fc.constantFrom('g', 'h', 'i'),
  life: fc.integer({ min: 0, max: 3 }),
  isOver: fc.boolean(),
});
const pick = fc.nat({ max: 20 });
const step = fc.oneof(
  { weight: 5, arbitrary: told },
  { weight: 2, arbitrary: fc.record({ kind: fc.constant('merge' as const), from: pick, to: pick }) },
  {
    weight: 2,
    arbitrary: fc.record({
      kind: fc.constant('split' as const),
      from: pick,
      matchers: fc.constantFrom('alertname=a', 'group=g', 'alertname=~"a|b"'),
    }),
  },
  { weight: 2, arbitrary: fc.record({ kind: fc.constant('undo' as const), from: pick }) },
);
type Step = typeof step extends fc.Arbitrary<infer Value> ? Value : never;

function messageOf({ name, group, life, isOver }: Extract<Step, { kind: 'told' }>): Firing {
  const fired: Firing = { name, group, startsAt: minute(life * 10) };
  return isOver ? { ...fired, status: 'resolved', endsAt: minute(life * 10 + 5) } : fired;
}

async function take(at: IntakeDesk, each: Step): Promise<void> {
  at.advance(1_000);
  if (each.kind === 'told') return void (await at.send(notification([messageOf(each)], each.group)));
  const incidents = await at.incidents();
  const codeAt = (place: number): string => incidents[place % incidents.length]?.code ?? 'ZB-0';
  const caller = at.as(people.rita);
  const moved =
    each.kind === 'merge'
      ? at.operations.merge(caller, codeAt(each.from), codeAt(each.to))
      : each.kind === 'split'
        ? at.operations.split(caller, codeAt(each.from), { matchers: each.matchers })
        : at.operations.undoMove(caller, codeAt(each.from));
  // What can't be done is said, and then nothing has changed, which the look after it shows.
  await moved.catch((error: unknown) => assert.ok(error instanceof ZhibanError && error.kind !== 'unavailable', String(error)));
}

const nameOf = (labels: Readonly<Record<string, string>>): string => `${labels.group}/${labels.alertname}`;

async function checkAll(at: IntakeDesk, sent: readonly Firing[]): Promise<void> {
  const incidents = await at.incidents();
  const kept = await at.alerts();
  for (const incident of incidents) checkOne(incident, incidents, kept);
  const open = new Set(incidents.filter(({ status }) => status !== 'resolved').map(({ id }) => id));
  const here = kept.filter(({ incidentId }) => open.has(incidentId)).map(({ labels }) => nameOf(labels));
  assert.equal(new Set(here).size, here.length, 'an alert is in one open incident');
  const names = new Set(kept.map(({ labels }) => nameOf(labels)));
  assert.ok(
    [...new Set(sent.map(keyOf))].every((key) => names.has(key) || !opens(sent, key)),
    'no alert is lost',
  );
  const firing = kept.filter(({ status, incidentId }) => status === 'firing' && open.has(incidentId));
  assert.deepEqual(new Set(firing.map(({ labels }) => nameOf(labels))), firingOf(sent), 'what fires is in an open incident');
}

function checkOne(incident: Incident, all: readonly Incident[], kept: Awaited<ReturnType<IntakeDesk['alerts']>>): void {
  const { id, status, mergedInto, alertsFiring, alertsTotal } = incident;
  const own = kept.filter((alert) => alert.incidentId === id);
  assert.equal(alertsTotal, own.length);
  assert.equal(alertsFiring, own.filter((alert) => alert.status === 'firing').length);
  assert.equal(status === 'resolved', alertsFiring === 0, 'it is over when nothing of it fires, and only then');
  if (mergedInto === null || mergedInto === undefined) assert.ok(own.length > 0, 'no incident without an alert');
  else {
    assert.equal(own.length, 0, 'what was merged away has no alert');
    assert.ok(all.some(({ code }) => code === mergedInto));
  }
}

const keyOf = ({ name, group }: Firing): string => `${group}/${name}`;

/** Whether one of its lives was heard of before its end: the end of what nobody heard of opens nothing. */
function opens(sent: readonly Firing[], key: string): boolean {
  const ended = new Set<string>();
  for (const message of sent.filter((each) => keyOf(each) === key)) {
    const start = message.startsAt ?? '';
    if (message.status === 'resolved') ended.add(start);
    else if (![...ended].some((end) => end >= start)) return true;
  }
  return false;
}

/** By the latest life that was told of; one that has ended stays so. */
function firingOf(sent: readonly Firing[]): ReadonlySet<string> {
  const latest = new Map<string, Firing>();
  for (const message of sent) {
    const known = latest.get(keyOf(message));
    const isLater = known === undefined || (message.startsAt ?? '') > (known.startsAt ?? '');
    const ends = known?.startsAt === message.startsAt && message.status === 'resolved';
    if (isLater || ends) latest.set(keyOf(message), message);
  }
  return new Set([...latest.values()].filter(({ status }) => status !== 'resolved').map(keyOf));
}

test('whatever is merged, split and undone between alerts in any order: none is lost, none is in two incidents', async () => {
  await fc.assert(
    fc.asyncProperty(fc.array(step, { minLength: 3, maxLength: 14 }), async (steps) => {
      const at = await openIntakeDesk(store);
      const sent: Firing[] = [];
      for (const each of steps) {
        await take(at, each);
        if (each.kind === 'told') sent.push(messageOf(each));
        await checkAll(at, sent);
      }
      await at.intake.stop();
    }),
    { numRuns: 12 },
  );
});

test('an undo gives back exactly what was there', async () => {
  await fc.assert(
    fc.asyncProperty(fc.array(told, { minLength: 3, maxLength: 8 }), fc.boolean(), pick, pick, async (messages, isMerge, from, to) => {
      const at = await openIntakeDesk(store);
      for (const each of messages) await take(at, each);
      const before = await pictureOf(at);
      const incidents = await at.incidents();
      const codeAt = (place: number): string => incidents[place % Math.max(1, incidents.length)]?.code ?? 'ZB-0';
      const caller = at.as(people.rita);
      const moving = isMerge
        ? at.operations.merge(caller, codeAt(from), codeAt(to))
        : at.operations.split(caller, codeAt(from), { matchers: 'alertname=a' });
      const moved = await moving.catch(() => null);

      if (moved !== null && (await at.store.incidents.get(moved.move.to.id))?.status !== 'resolved') {
        const isFromOver = !isMerge && (await at.store.incidents.get(moved.move.from.id))?.status === 'resolved';
        const undone = at.operations.undoMove(caller, moved.move.id);
        if (isFromOver) await assert.rejects(undone, { kind: 'conflict' });
        else {
          await undone;
          const after = await pictureOf(at);
          assert.deepEqual(
            after.filter(({ code }) => before.some((each) => each.code === code)),
            before,
          );
        }
      }
      await at.intake.stop();
    }),
    { numRuns: 8 },
  );
});

async function pictureOf(at: IntakeDesk) {
  const alerts = await at.alerts();
  return (await at.incidents())
    .map(({ id, code, status, phase, severity, groupKey, mergedInto, systemIds, alertsFiring, alertsTotal, resolvedAt }) => ({
      ...{ code, status, phase, severity, groupKey, mergedInto, systemIds, alertsFiring, alertsTotal, resolvedAt },
      alerts: alerts
        .filter(({ incidentId }) => incidentId === id)
        .map((alert) => `${alert.groupKey} ${alert.fingerprint} ${alert.status} ${alert.startsAt} ${alert.id}`)
        .sort(),
    }))
    .sort((one, other) => one.code.localeCompare(other.code));
}

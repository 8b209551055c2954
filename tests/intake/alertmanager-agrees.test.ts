/**
 * The same stream, as Prometheus sends it, into a real Alertmanager and into the intake: what fires at the end, and which alerts are told
 * together, is the same. Where notifications come late or out of order the two differ on purpose, which `streams.test.ts` is about.
 */

import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import fc from 'fast-check';
import type { Store } from '../../src/store/contract.ts';
import { startMs } from '../operations/desk.ts';
import { until } from '../support/child.ts';
import { openMemoryStore } from '../support/fresh-database.ts';
import { systemClock } from '../support/system-clock.ts';
import { type Alertmanager, startAlertmanagerOf } from '../systems/alertmanager/server.ts';
import { openIntakeDesk, stopIntakes } from './desk.ts';

/** The desk groups by the name, too. */
const configuration = `route: { receiver: nobody, group_by: [alertname], group_wait: 10ms, group_interval: 1s }
receivers: [{ name: nobody }]
`;

let store: Store;
let alertmanager: Alertmanager;
before(async () => {
  store = await openMemoryStore(systemClock);
  alertmanager = await startAlertmanagerOf({ configuration });
});
after(async () => {
  await stopIntakes();
  await store.close();
  await alertmanager.stop();
});

type Labels = Readonly<Record<string, string>>;

/** What a rule finds at one evaluation: these fire, and those that fired before and aren't among them are over. */
const labels = fc.record(
  {
    alertname: fc.constantFrom('Down', 'Slow'),
    instance: fc.constantFrom('a', 'b', 'c'),
    cluster: fc.constantFrom('east', 'west', ''),
    severity: fc.constantFrom('warning', 'critical'),
  },
  { requiredKeys: ['alertname', 'instance'] },
);
const evaluations = fc.array(fc.uniqueArray(labels, { selector: nameOf, maxLength: 6 }), { minLength: 1, maxLength: 6 });

function nameOf(given: object): string {
  return JSON.stringify(
    Object.entries(given)
      .filter(([, value]) => value !== '')
      .sort(),
  );
}

interface Sent {
  readonly labels: Labels;
  readonly startsAt: string;
  readonly endsAt: string;
}

/** The bodies, one for each evaluation: each alert keeps its start, and its end is told once, twice where the network hiccups. */
function bodiesOf(rounds: readonly (readonly Labels[])[], run: string, nowMs: number): readonly (readonly Sent[])[] {
  const at = (ms: number): string => new Date(ms).toISOString();
  const firing = new Map<string, Sent>();
  const beganMs = nowMs - 3_600_000;
  return rounds.map((found, index) => {
    const roundMs = beganMs + index * 60_000;
    const names = new Set(found.map(nameOf));
    const over = [...firing].filter(([name]) => !names.has(name));
    for (const [name] of over) firing.delete(name);
    for (const each of found) {
      const known = firing.get(nameOf(each));
      firing.set(
        nameOf(each),
        known ?? { labels: { ...each, alertname: `${each.alertname}-${run}`, run }, startsAt: at(roundMs), endsAt: at(nowMs + 3_600_000) },
      );
    }
    return [...firing.values(), ...over.map(([, sent]) => ({ ...sent, endsAt: at(roundMs) }))];
  });
}

/** Groups as sets of names, in an order that tells nothing. */
function partition(groups: readonly (readonly Labels[])[]): readonly (readonly string[])[] {
  const named = groups.map((group) => group.map(nameOf).sort()).filter((group) => group.length > 0);
  return named.sort((one, other) => (one[0] ?? '').localeCompare(other[0] ?? ''));
}

async function groupsOfAlertmanager(run: string): Promise<readonly (readonly string[])[]> {
  const filter = encodeURIComponent(`run="${run}"`);
  const answer = await fetch(`${alertmanager.url}/api/v2/alerts/groups?filter=${filter}`);
  const groups = (await answer.json()) as readonly { readonly alerts: readonly { readonly labels: Labels }[] }[];
  return partition(groups.map(({ alerts }) => alerts.map((alert) => alert.labels)));
}

let runs = 0;

test('the intake groups a stream as Alertmanager does', { timeout: 240_000 }, async () => {
  await fc.assert(
    fc.asyncProperty(evaluations, async (rounds) => {
      runs += 1;
      const run = `run-${runs}`;
      const nowMs = Date.now();
      const at = await openIntakeDesk(store);
      at.advance(nowMs - startMs);

      for (const body of bodiesOf(rounds, run, nowMs)) {
        const posted = await fetch(`${alertmanager.url}/api/v2/alerts`, {
          method: 'POST',
          headers: { 'content-type': 'application/json' },
          body: JSON.stringify(body),
        });
        assert.equal(posted.status, 200);
        await at.intake.accept(at.store.tenantId, 'prometheus', body);
        await until(async () => (await at.store.inbox.counts()).waiting === 0, 'all is grouped', 60_000);
      }
      const open = (await at.incidents()).filter(({ status }) => status !== 'resolved');
      const ours = partition(
        await Promise.all(
          open.map(async ({ id }) =>
            (await at.store.alerts.ofIncident(id, 100)).filter(({ status }) => status === 'firing').map((alert) => alert.labels),
          ),
        ),
      );
      await until(
        async () => JSON.stringify(await groupsOfAlertmanager(run)) === JSON.stringify(ours),
        `Alertmanager has the groups ${JSON.stringify(ours)}`,
        20_000,
      ).catch(async () => assert.deepEqual(ours, await groupsOfAlertmanager(run)));
      await at.intake.stop();
    }),
    { numRuns: 12 },
  );
});

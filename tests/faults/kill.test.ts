/** Processes are killed at every point between the click and the verified fix; each effect must be there exactly once. */

import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { setTimeout as sleep } from 'node:timers/promises';
import { type DurableTemporal, startDurableTemporal } from '../support/durable-temporal.ts';
import {
  consoleChannel,
  incidentWhere,
  planOf,
  type RunningHouse,
  startHouse,
  startValve,
  type Valve,
  valveAlert,
} from '../support/house.ts';

let temporal: DurableTemporal;
let valve: Valve;
let house: RunningHouse;
let round = 0;

before(async () => {
  temporal = await startDurableTemporal();
  // The change takes long enough to be interrupted in the middle.
  valve = await startValve({ delayMs: 400 });
  house = await startHouse({
    temporalAddress: temporal.address,
    config: `locale: en\nregisterThisMachine: false\nsystems:\n  - { id: main-valve, kind: valve, url: "${valve.url}" }\n`,
  });
});

after(async () => {
  await house?.stop();
  valve?.stop();
  await temporal?.stop();
});

/** Breaks the valve, lets the alert open an incident and waits for its plan. */
async function waitForPlan() {
  round += 1;
  valve.setLevel(0);
  const startsAt = new Date(Date.now() - 1_000).toISOString();
  await house.alert(valveAlert({ startsAt, instance: valve.url, group: `round-${round}` }));
  return incidentWhere(house, (incident) => incident.plan?.state === 'pending', 'a plan is proposed');
}

async function assertOnce(changesBefore: number): Promise<void> {
  const incident = await incidentWhere(
    house,
    (each) => each.plan?.state === 'verified' && each.status === 'mitigated',
    'the fix is verified',
    60_000,
  );
  const { roots, lines } = await consoleChannel(house);
  const texts = lines.map((line) => JSON.stringify(line.body));
  const ran = incident.timeline.filter((entry) => entry.text === 'Running the plan.');

  assert.deepEqual(valve.changes().slice(changesBefore), ['80'], 'the change reached the valve exactly once');
  assert.equal(roots.length, round, 'one card an incident');
  assert.equal(new Set(texts).size, texts.length, 'no line is said twice');
  assert.equal(ran.length, 1, 'the plan ran once');
}

for (const afterMs of [0, 150, 500]) {
  test(`a kill -9 of bot and worker ${afterMs} ms after the click loses nothing and doubles nothing`, async () => {
    const plan = planOf(await waitForPlan());
    const changesBefore = valve.changes().length;
    const approved = await house.post(`/api/v1/plans/${plan.id}/approve`, { digest: plan.digest });

    await sleep(afterMs);
    await house.kill();
    await house.restart();

    assert.equal(approved.status, 200);
    await assertOnce(changesBefore);
  });
}

for (const afterMs of [0, 500]) {
  test(`a kill -9 of Temporal ${afterMs} ms after the click loses nothing and doubles nothing`, async () => {
    const plan = planOf(await waitForPlan());
    const changesBefore = valve.changes().length;
    await house.post(`/api/v1/plans/${plan.id}/approve`, { digest: plan.digest });

    await sleep(afterMs);
    await temporal.kill();
    await temporal.restart();

    await assertOnce(changesBefore);
  });
}

test('a click while Temporal is away counts, and runs when it is back', async () => {
  const plan = planOf(await waitForPlan());
  const changesBefore = valve.changes().length;
  await temporal.kill();

  const approved = await house.post(`/api/v1/plans/${plan.id}/approve`, { digest: plan.digest });
  await temporal.restart();

  assert.equal(approved.status, 200);
  await assertOnce(changesBefore);
});

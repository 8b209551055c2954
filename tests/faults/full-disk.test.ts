/** The disk below the data directory is full: nothing is acknowledged that can't be kept, and nothing that was acknowledged is lost. */

import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { closeSync, mkdirSync, openSync, rmSync, writeSync } from 'node:fs';
import { join } from 'node:path';
import { after, before, test } from 'node:test';
import { setTimeout as sleep } from 'node:timers/promises';
import { type RunningHouse, startHouse, startValve, until, type Valve, valveAlert } from '../support/house.ts';
import { incidentOnce, incidentsOf, patienceMs } from '../support/line.ts';
import { makeMountFolder } from '../support/mounts.ts';
import { startTestTemporal, type TestTemporal } from '../support/temporal.ts';

const directory = makeMountFolder('disk');
const isMounted = mountSmallDisk();
const block = Buffer.alloc(65_536);
let temporal: TestTemporal;
let valve: Valve;
let house: RunningHouse;

/** Needs the right to mount, as root has it on Linux. */
function mountSmallDisk(): boolean {
  try {
    execFileSync('mount', ['-t', 'tmpfs', '-o', 'size=160m', 'tmpfs', directory], { stdio: 'pipe' });
    return true;
  } catch {
    return false;
  }
}

before(async () => {
  if (!isMounted) return;
  [temporal, valve] = await Promise.all([startTestTemporal(), startValve()]);
  const home = join(directory, 'home');
  mkdirSync(home);
  house = await startHouse({
    home,
    temporalAddress: temporal.address,
    config: `locale: en\nregisterThisMachine: false\nsystems:\n  - { id: main-valve, kind: valve, url: "${valve.url}" }\n`,
  });
});

after(async () => {
  await house?.stop();
  valve?.stop();
  await temporal?.stop(3_000);
  if (isMounted) execFileSync('umount', ['-l', directory]);
  rmSync(directory, { recursive: true, force: true });
});

function fill(): void {
  const file = openSync(join(directory, 'ballast'), 'a');
  try {
    for (;;) writeSync(file, block);
  } catch {
    // Full.
  } finally {
    closeSync(file);
  }
}

async function alert(group: string): Promise<number> {
  const sent = valveAlert({ startsAt: new Date(Date.now() - 1_000).toISOString(), instance: valve.url, group });
  return house.alert(sent).then(
    ({ status }) => status,
    () => 0,
  );
}

async function isUp(): Promise<boolean> {
  return fetch(`${house.url}/healthz`).then(
    ({ ok }) => ok,
    () => false,
  );
}

test('a full disk: alerts are refused, not lost; with room again everything that was acknowledged is there', async (context) => {
  if (!isMounted) return context.skip('NO RIGHT TO MOUNT: what happens on a full disk was not tested');
  valve.setLevel(0);
  assert.equal(await alert('before'), 200);
  const [opened] = await incidentsOf(house);
  await incidentOnce(house, opened?.id ?? '', (each) => each.plan?.state === 'pending', 'a plan is proposed');

  fill();
  const during = new Map<string, number>();
  for (let index = 0; index < 60 && ![...during.values()].some((status) => status !== 200); index += 1) {
    fill();
    during.set(`during-${index}`, await alert(`during-${index}`));
  }
  for (let index = 0; index < 3; index += 1) during.set(`full-${index}`, await alert(`full-${index}`));
  rmSync(join(directory, 'ballast'));
  await sleep(1_000);
  const hasSurvived = await isUp();
  if (!hasSurvived) await house.restart();
  context.diagnostic(`answers on a full disk: ${[...during.values()].join(' ')}; survived: ${hasSurvived}`);
  await until(async () => (await alert('after')) === 200, patienceMs, 'alerts are taken again');

  const acknowledged = ['before', ...[...during].filter(([, status]) => status === 200).map(([group]) => group), 'after'];
  const refused = [...during.values()].filter((status) => status !== 200);
  await until(async () => (await incidentsOf(house)).length >= acknowledged.length, patienceMs, 'all that was acknowledged is there');
  const last = (await incidentsOf(house)).at(-1);
  await incidentOnce(house, last?.id ?? '', (each) => each.verdict !== null, 'the work goes on');

  assert.ok(refused.length > 0, 'the disk was never full');
  assert.ok(
    // Without any answer are only those whose Zhiban ended; a living one says so, and lets nobody wait for room.
    refused.every((status) => status === 503 || (status === 0 && !hasSurvived)),
    `a full disk is no matter of the sender: ${refused.join(', ')}`,
  );
});

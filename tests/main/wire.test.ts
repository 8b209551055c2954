/** The house as a process opens it: with its own store, its own Temporal and nothing stood in for. */

import assert from 'node:assert/strict';
import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, type TestContext, test } from 'node:test';
import { readEnvironment } from '../../src/config/environment.ts';
import { type House, openHouse, type Parts } from '../../src/main/wire/wire.ts';
import { placeFreshDatabase } from '../support/fresh-database.ts';
import { systemClock as clock } from '../support/system-clock.ts';
import { startTestTemporal, type TestTemporal } from '../support/temporal.ts';

let temporal: TestTemporal;
before(async () => {
  temporal = await startTestTemporal();
});
after(() => temporal.stop(3_000));

const adminToken = 'wire-admin-token-0123456789';

function makeHome(t: TestContext): string {
  const home = mkdtempSync(join(tmpdir(), 'zhiban-wire-'));
  t.after(() => rmSync(home, { recursive: true, force: true }));
  writeFileSync(join(home, 'zhiban.yaml'), 'locale: en\nregisterThisMachine: false\n');
  return home;
}

/** Closed at the end of the test, if not before. */
async function open(t: TestContext, home: string, parts: Parts, variables: Readonly<Record<string, string>> = {}): Promise<House> {
  if (!existsSync(join(home, 'db'))) await placeFreshDatabase(join(home, 'db'));
  const environment = readEnvironment({
    ZHIBAN_HOME: home,
    ZHIBAN_PORT: '0',
    ZHIBAN_ADMIN_TOKEN: adminToken,
    ZHIBAN_LOG_LEVEL: 'error',
    TEMPORAL_ADDRESS: temporal.address,
    ...variables,
  });
  const house = await openHouse(environment, parts, clock, []);
  let closed: Promise<void> | null = null;
  const close = (): Promise<void> => {
    closed ??= house.close();
    return closed;
  };
  t.after(close);
  return { ...house, close };
}

async function ask(house: House, path: string, options: RequestInit = {}): Promise<{ readonly status: number; readonly text: string }> {
  const answer = await fetch(`${house.url}${path}`, {
    ...options,
    headers: { authorization: `Bearer ${adminToken}`, 'content-type': 'application/json', ...options.headers },
  });
  return { status: answer.status, text: await answer.text() };
}

/** Asks until the answer is as wanted; the last one tells why it never was. */
async function until(
  house: House,
  path: string,
  isWanted: (answer: { readonly status: number; readonly text: string }) => boolean,
  token = adminToken,
): Promise<void> {
  const askAgain = () => ask(house, path, { headers: { authorization: `Bearer ${token}` } });
  let last = await askAgain();
  for (let attempt = 0; attempt < 600 && !isWanted(last); attempt += 1) {
    await clock.sleep(100);
    last = await askAgain();
  }
  assert.ok(isWanted(last), `${path}: ${last.status} ${last.text}`);
}

test('openHouse() with all parts gets ready, takes an alert in, investigates it, and closes in order', async (t) => {
  const home = makeHome(t);
  const house = await open(t, home, { server: true, worker: true });
  const body = {
    groupKey: 'g',
    alerts: [
      { status: 'firing', labels: { alertname: 'Down' }, annotations: {}, startsAt: new Date(clock.now() - 60_000), fingerprint: 'f' },
    ],
  };
  const hookToken = readFileSync(join(home, 'hook-token'), 'utf8').trim();

  await until(house, '/readyz', ({ status }) => status === 200);
  const taken = await ask(house, '/hooks/alertmanager', {
    method: 'POST',
    body: JSON.stringify(body),
    headers: { authorization: `Bearer ${hookToken}` },
  });
  await until(house, '/api/v1/incidents', ({ text }) => text.includes('"verdictState":"unknown"'));
  const metrics = await ask(house, '/metrics');
  await house.close();

  assert.equal(taken.status, 200, taken.text);
  assert.match(metrics.text, /zhiban_intake_alerts_total\{[^}]*outcome="accepted"[^}]*\} 1/);
  await assert.rejects(fetch(`${house.url}/healthz`));
});

test('openHouse() with the server alone says so in its health, and logs a person in once by its link', async (t) => {
  const house = await open(t, makeHome(t), { server: true, worker: false });

  const health = await ask(house, '/readyz');
  const token = new URL(house.loginUrl ?? '').hash.replace('#token=', '');
  const logIn = () => ask(house, '/api/v1/login', { method: 'POST', body: JSON.stringify({ token }) });
  const answers = [(await logIn()).status, (await logIn()).status];

  assert.doesNotMatch(health.text, /"worker"/);
  assert.match(health.text, /"temporal","state":"up"/);
  assert.deepEqual(answers, [200, 401]);
});

test('openHouse() closes again what it opened when its port is taken: the next one gets the data directory', async (t) => {
  const first = await open(t, makeHome(t), { server: true, worker: false });
  const port = new URL(first.url ?? '').port;
  const home = makeHome(t);

  const second = open(t, home, { server: true, worker: true }, { ZHIBAN_PORT: port });
  await assert.rejects(second, { kind: 'conflict', message: new RegExp(`127\\.0\\.0\\.1:${port}: the port is taken`) });
  const third = await open(t, home, { server: true, worker: false });
  await third.close();

  assert.notEqual(third.url, first.url);
});

test('openHouse() follows its configuration: a person who is added may come in, a broken file changes nothing', async (t) => {
  const home = makeHome(t);
  const house = await open(t, home, { server: true, worker: false }, { VERA_TOKEN: 'vera-token-0123456789' });
  const path = join(home, 'zhiban.yaml');
  const person = 'people:\n  - { id: vera, name: Vera, roles: [viewer], token: { env: VERA_TOKEN } }\n';
  const asVera = async (): Promise<number> =>
    (await ask(house, '/api/v1/incidents', { headers: { authorization: 'Bearer vera-token-0123456789' } })).status;

  const before = await asVera();
  writeFileSync(path, `${readFileSync(path, 'utf8')}${person}`);
  await until(house, '/api/v1/incidents', ({ status }) => status === 200, 'vera-token-0123456789');
  writeFileSync(path, 'locale: nowhere\n');
  await until(house, '/readyz', ({ text }) => /"config","state":"degraded"/.test(text));

  assert.equal(before, 401);
  assert.equal(await asVera(), 200);
});

test('openHouse() tells what the embedded engine is busy with while Temporal is away', async (t) => {
  const house = await open(t, makeHome(t), { server: true, worker: false }, { TEMPORAL_ADDRESS: '127.0.0.1:1' });

  house.setEngine({ state: 'building', detail: '640 of about 1280 packages' });
  const health = await ask(house, '/readyz');

  assert.equal(health.status, 503);
  assert.match(health.text, /building: 640 of about 1280 packages/);
});

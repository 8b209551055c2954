import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { runCli } from '../../../src/main/cli/run-cli.ts';
import type { DeliveryStore } from '../../../src/store/delivery-contract.ts';
import { fakeTerminal } from '../../main/cli/fake-terminal.ts';
import { type Harness, startHarness, tenantId, tokens } from '../harness.ts';
import { seedIncident } from '../seed.ts';

let harness: Harness;
let url: string;
let dead: string;
let deliveries: DeliveryStore;

before(async () => {
  harness = await startHarness();
  url = await harness.listen();
  const { incidentId } = await seedIncident(harness.store);
  const target = { adapter: 'robot', name: 'ding-ops', to: [], locale: 'en' } as const;
  const moment = { moment: 'approval', momentKey: 'm', momentAt: '2026-11-21T02:00:00.000Z' } as const;
  deliveries = harness.store.forTenant(tenantId).deliveries;
  await deliveries.add([{ incidentId, ...moment, target, priority: 'approval', isDigest: false, dueAtMs: 0 }]);
  const [claimed] = await deliveries.claim(1, Date.now(), 1, []);
  dead = claimed?.id ?? '';
});
after(() => harness.close());

const kill = () => deliveries.dead([dead], '310000 sign not match');

async function cli(...argv: readonly string[]) {
  const terminal = fakeTerminal({});
  const variables = { ZHIBAN_URL: url, ZHIBAN_TOKEN: tokens.admin, ZHIBAN_HOME: '/nonexistent-home', LANG: 'en_US.UTF-8' };
  const code = await runCli({ argv, variables, streams: terminal.streams, version: '0.0.0', signal: new AbortController().signal });
  return { code, out: terminal.out, err: terminal.err };
}

async function ask(path: string, method = 'GET', token: string = tokens.admin) {
  const answer = await fetch(`${url}/api/v1${path}`, { method, headers: { authorization: `Bearer ${token}` } });
  return { status: answer.status, body: Object(await answer.json()) };
}

test('GET /deliveries shows what was given up, and refuses a state that there is not', async () => {
  await kill();

  const { body } = await ask('/deliveries?state=dead&locale=zh-CN');

  assert.deepEqual(
    body.items.map((item: Record<string, unknown>) => [item.id, item.destination, item.what, item.error]),
    [[dead, 'ding-ops', '等待审批', '310000 sign not match']],
  );
  assert.equal((await ask('/deliveries?state=lost')).status, 400);
});

test('POST /deliveries/{id}/replay sends it again, once', async () => {
  await kill();

  assert.deepEqual(await ask(`/deliveries/${dead}/replay`, 'POST'), { status: 200, body: { replayed: [dead] } });
  assert.equal((await ask(`/deliveries/${dead}/replay`, 'POST')).status, 404);
  assert.deepEqual((await ask('/deliveries?state=waiting')).body.items.length, 1);
});

test('zhiban deliveries lists what was given up and why, and replays it', async () => {
  await kill();

  const listed = await cli('deliveries');
  const replayed = await cli('deliveries', 'replay', '--all');
  const none = await cli('deliveries');
  const missing = await cli('deliveries', 'replay');

  assert.match(listed.out, new RegExp(`${dead} .* robot ding-ops .*Waits for approval — 310000 sign not match`));
  assert.match(listed.out, /zhiban deliveries replay ID/);
  assert.equal(replayed.out.trim(), '1 message(s) are tried again');
  assert.equal(none.out.trim(), 'None');
  assert.match(missing.err, /an argument is missing/);
  assert.deepEqual([listed.code, missing.code], [0, 2]);
});

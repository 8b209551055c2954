import assert from 'node:assert/strict';
import { once } from 'node:events';
import { mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { createServer, type Server } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, test } from 'node:test';
import { createDemo } from '../../src/demo/create-demo.ts';
import { untilTrue } from '../../src/demo/processes.ts';
import { asAnyKind } from '../../src/systems/any-kind.ts';
import { hostKind } from '../../src/systems/host/system.ts';
import { httpKind } from '../../src/systems/http/system.ts';
import { createSystemPool, type SystemPool } from '../../src/systems/pool.ts';
import { systemClock } from '../support/system-clock.ts';
import { processesNaming } from './stage.ts';

interface Heard {
  readonly authorization: string;
  readonly status: string;
  readonly labels: Readonly<Record<string, string>>;
  readonly startsAt: string;
}

let hook: Server;
let home: string;
let pool: SystemPool;
const heard: Heard[] = [];

before(async () => {
  home = mkdtempSync(join(tmpdir(), 'zhiban-home-'));
  pool = createSystemPool([asAnyKind(hostKind), asAnyKind(httpKind)], [], { resolveSecret: () => '', clock: systemClock });
  hook = createServer((request, response) => {
    let text = '';
    request.on('data', (chunk: Buffer) => {
      text += chunk.toString('utf8');
    });
    request.on('end', () => {
      const { status, labels, startsAt } = JSON.parse(text).alerts[0];
      heard.push({ authorization: request.headers.authorization ?? '', status, labels, startsAt });
      response.end('{}');
    });
  }).listen(0, '127.0.0.1');
  await once(hook, 'listening');
});

after(async () => {
  hook.close();
  await pool.close();
  rmSync(home, { recursive: true, force: true });
});

function demo() {
  const address = hook.address();
  const port = typeof address === 'object' && address !== null ? address.port : 0;
  const log = { warn: (_fields: object, message: string) => assert.fail(message) };
  return createDemo({
    pool,
    clock: systemClock,
    log,
    home,
    hookUrl: `http://127.0.0.1:${port}/hooks/alertmanager`,
    hookToken: 'hook-token',
  });
}

test('createDemo() breaks something real, tells it as an alert, and the end tells its end and removes all of it', async () => {
  heard.length = 0;
  const control = demo();

  const words = await control.start('gone-service');
  await untilTrue(async () => heard.length > 0, 10_000, 'the alert fires');
  const systems = pool.list().map(({ entry }) => entry.id);
  const [running] = (await control.list('en')).filter((each) => each.isRunning);
  const removed = await control.end();

  assert.equal(words, 'demo-orders does not answer its health check');
  assert.deepEqual(systems, ['demo-host', 'demo-orders']);
  assert.equal(running?.scenario, 'gone-service');
  assert.deepEqual(
    heard.map(({ status }) => status),
    ['firing', 'resolved'],
  );
  assert.equal(heard[0]?.startsAt, heard[1]?.startsAt);
  assert.deepEqual([heard[0]?.authorization, heard[0]?.labels.zhiban_demo], ['Bearer hook-token', 'true']);
  assert.ok(removed.includes('demo-orders'));
  assert.deepEqual(pool.list(), []);
  assert.deepEqual(readdirSync(join(home, 'demo')), []);
  assert.deepEqual(processesNaming(home), []);
});

test('createDemo() runs one at a time: a new one ends the one before', async () => {
  const control = demo();

  await Promise.all([control.start('hung-service'), control.start('gone-service')]);
  const running = (await control.list('zh-CN')).filter((each) => each.isRunning).map((each) => each.title);
  const directories = readdirSync(join(home, 'demo'));
  await control.end();

  assert.deepEqual(running, ['服务崩溃']);
  assert.equal(directories.length, 1);
  assert.deepEqual(processesNaming(home), []);
});

test('createDemo() names the demos there are, and ends nothing twice', async () => {
  const control = demo();

  await assert.rejects(control.start('volcano'), {
    kind: 'not-found',
    message: /hung-service, gone-service, full-cache, leaked-connections/,
  });
  assert.deepEqual(await control.end(), []);
});

import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import { isAlive, makeHome, startSupervised, until } from './dev/fixtures/supervised.ts';

const engineReady = /The workflow engine is ready \(Temporal [\d.]+\)/;

test('startDev() prints one address and what to try, and Ctrl-C leaves nothing', async (t) => {
  const dev = startSupervised(t, makeHome(t));
  const output = await dev.says(/Zhiban is on duty[\s\S]*Ctrl-C stops/);
  await dev.says(engineReady);
  const parts = [dev.part('app'), dev.part('temporal')];

  dev.child.kill('SIGINT');
  const code = await dev.exited;

  assert.equal(code, 0);
  assert.match(output, /Open:\n {2}http:\/\/127\.0\.0\.1:\d+\/login#one-time\n/);
  assert.match(output, /⚠ A warning of the application {2}part=store {2}error=refused/);
  assert.deepEqual(parts.map(isAlive), [false, false]);
  assert.equal(readFileSync(join(dev.home, 'stops'), 'utf8'), `${parts[0]?.pid}\n`, 'the application was asked to stop, not killed');
});

test('startDev() refuses a second supervisor on one data directory and names the first, in both languages', async (t) => {
  const first = startSupervised(t, makeHome(t));
  await first.says(/on duty/);

  const second = startSupervised(t, first.home);
  const code = await second.exited;

  assert.equal(code, 3);
  assert.match(second.output(), new RegExp(`进程 ${first.child.pid}，地址 http://127\\.0\\.0\\.1:\\d+`));
  assert.match(second.output(), new RegExp(`process ${first.child.pid}, at http://127\\.0\\.0\\.1:\\d+,`));
  assert.equal(second.output().includes('one-time'), false, 'the login is nobody else’s');
  assert.equal(isAlive(first.part('app')), true);
});

for (const name of ['app', 'temporal'] as const) {
  test(`startDev() brings '${name}' back after kill -9, and the address of Temporal stays`, async (t) => {
    const dev = startSupervised(t, makeHome(t));
    await dev.says(/on duty/);
    await dev.says(engineReady);
    const before = dev.part(name);
    const address = readArgument(dev.part('temporal').pid, '--port');

    process.kill(before.pid, 'SIGKILL');
    await dev.says(name === 'app' ? /The application ended \(SIGKILL\)/ : /The workflow engine ended \(SIGKILL\)/);
    await dev.says(name === 'app' ? /The application is back/ : /The workflow engine is back/);

    assert.notEqual(dev.part(name).pid, before.pid);
    assert.equal(isAlive(dev.part(name)), true);
    assert.equal(readArgument(dev.part('temporal').pid, '--port'), address);
  });
}

test('startDev() leaves nothing behind when it is itself killed with -9, and starts again', async (t) => {
  const dev = startSupervised(t, makeHome(t));
  await dev.says(/on duty/);
  await dev.says(engineReady);
  const parts = [dev.part('app'), dev.part('temporal')];

  dev.child.kill('SIGKILL');
  await dev.exited;
  await until(
    () => (parts.some(isAlive) ? null : true),
    () => 'a part outlived its supervisor',
  );
  const next = startSupervised(t, dev.home);
  await next.says(engineReady);
  next.child.kill('SIGTERM');

  assert.equal(await next.exited, 0);
});

test('startDev() says why the application can’t start and doesn’t try again what can’t help', async (t) => {
  const dev = startSupervised(t, makeHome(t), { FAKE_APP_FATAL: 'systems[0].url must be a URL' });

  const code = await dev.exited;

  assert.equal(code, 1);
  assert.match(dev.output(), /Cannot start: systems\[0\]\.url must be a URL/);
  assert.doesNotMatch(dev.output(), /starting it again/);
});

test('startDev() gives an application up that keeps crashing, with its last words', async (t) => {
  const dev = startSupervised(t, makeHome(t), { FAKE_APP_CRASH: 'the sky fell' });

  const code = await dev.exited;

  assert.equal(code, 1);
  assert.match(dev.output(), /The application failed 6 times in a row \(exit 1\) and is not started again[\s\S]*the sky fell/);
});

test('startDev() uses TEMPORAL_ADDRESS and starts no server then', async (t) => {
  const dev = startSupervised(t, makeHome(t), { TEMPORAL_ADDRESS: '127.0.0.1:1' });
  const output = await dev.says(/on duty[\s\S]*Ctrl-C stops/);
  const origin = /http:\/\/127\.0\.0\.1:\d+/.exec(output)?.[0] ?? '';

  const told = await (await fetch(origin)).text();

  assert.equal(told, '127.0.0.1:1');
  assert.throws(() => dev.part('temporal'), /No 'temporal'/);
});

function readArgument(pid: number, name: string): string | undefined {
  const line = readFileSync(`/proc/${pid}/cmdline`, 'utf8').split('\0');
  return line[line.indexOf(name) + 1];
}

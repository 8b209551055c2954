/** The same faults with the real application: bot, worker, API and the embedded database. */

import assert from 'node:assert/strict';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import { isAlive, makeHome, type Supervised, startSupervised, until } from './fixtures/supervised.ts';

const realApp = { TEST_APP: 'real', ZHIBAN_PORT: '0' };

async function originOf(dev: Supervised): Promise<string> {
  const output = await dev.says(/on duty[\s\S]*Ctrl-C stops/);
  return /http:\/\/127\.0\.0\.1:\d+/.exec(output)?.[0] ?? '';
}

/** Asks until `/readyz` answers with the wanted code. */
async function untilAnswers(origin: string, code: number): Promise<void> {
  let last = 0;
  for (let attempt = 0; attempt < 300 && last !== code; attempt += 1) {
    last = await fetch(`${origin}/readyz`, { signal: AbortSignal.timeout(6_000) }).then(
      (response) => response.status,
      () => 0,
    );
    if (last !== code) await new Promise((resolve) => setTimeout(resolve, 200));
  }
  assert.equal(last, code, `${origin}/readyz`);
}

test('startDev() with the real application: all of it works again after kill -9 of each part, and of the supervisor', async (t) => {
  const dev = startSupervised(t, makeHome(t), realApp);
  const origin = await originOf(dev);
  await untilAnswers(origin, 200);

  process.kill(dev.part('temporal').pid, 'SIGKILL');
  await dev.says(/The workflow engine is back/);
  await untilAnswers(origin, 200);
  process.kill(dev.part('app').pid, 'SIGKILL');
  const output = await dev.says(/The application is back: http/);
  await untilAnswers(/is back: (http:\S+)/.exec(output)?.[1] ?? '', 200);
  const parts = [dev.part('app'), dev.part('temporal')];
  dev.child.kill('SIGKILL');
  await until(
    () => (parts.some(isAlive) ? null : true),
    () => 'a part outlived its supervisor',
  );

  const next = startSupervised(t, dev.home, realApp);
  await untilAnswers(await originOf(next), 200);
  const nextParts = [next.part('app'), next.part('temporal')];
  next.child.kill('SIGINT');

  assert.equal(await next.exited, 0);
  assert.deepEqual(nextParts.map(isAlive), [false, false]);
});

test('startDev() with the real application says which key of the configuration is wrong, and ends', async (t) => {
  const home = makeHome(t);
  writeFileSync(join(home, 'zhiban.yaml'), 'locales: en\n');
  const dev = startSupervised(t, home, realApp);

  assert.equal(await dev.exited, 1);
  assert.match(dev.output(), /Cannot start: [\s\S]*locales[\s\S]*locale/);
});

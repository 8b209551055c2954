import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { test } from 'node:test';
import { takeLock } from '../../../src/main/dev/lock.ts';
import { makeHome } from './fixtures/supervised.ts';

test('takeLock() is refused while another holds it, and free again after release', (t) => {
  const home = makeHome(t);

  const first = takeLock(home, 'one');
  const second = takeLock(home, 'one');
  const other = takeLock(home, 'two');
  first?.release();
  const third = takeLock(home, 'one');

  assert.ok(first);
  assert.equal(second, null);
  assert.ok(other);
  assert.ok(third);
  for (const lock of [other, third]) lock.release();
});

test('takeLock() dies with a process that is killed', async (t) => {
  const home = makeHome(t);
  const module = join(import.meta.dirname, '../../../src/main/dev/lock.ts');
  const script = `import { takeLock } from ${JSON.stringify(module)}; globalThis.kept = takeLock(${JSON.stringify(home)}, 'one');
    console.log(globalThis.kept ? 'taken' : 'refused'); setInterval(() => undefined, 1000);`;
  const holder = spawn(process.execPath, ['--input-type=module', '-e', script], { stdio: ['ignore', 'pipe', 'inherit'] });
  const [said] = await once(holder.stdout, 'data');

  const whileHeld = takeLock(home, 'one');
  holder.kill('SIGKILL');
  await once(holder, 'exit');
  const after = takeLock(home, 'one');

  assert.equal(String(said).trim(), 'taken');
  assert.equal(whileHeld, null);
  assert.ok(after);
  after.release();
});

import assert from 'node:assert/strict';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { test } from 'node:test';
import { linuxLogFiles } from '../../../src/systems/linux/tail-logs.ts';
import { openHost } from './diagnose.ts';

test('linuxLogFiles.tail() gives the ends of files, and says which are missing', async (context) => {
  const directory = await mkdtemp(join(tmpdir(), 'zhiban-tail-'));
  context.after(() => rm(directory, { recursive: true, force: true }));
  const path = join(directory, "it's a log.txt");
  await writeFile(path, `${'x'.repeat(5_000)}\nlast line`);
  const { client } = openHost();
  const limit = { timeoutMs: 10_000, signal: AbortSignal.timeout(10_000) };

  const { tails, zoneMinutes } = await linuxLogFiles.tail(client, [path, join(directory, 'none')], 1_024, limit);
  await client.close();

  assert.ok(tails[0]?.text?.includes('last line'));
  assert.ok((tails[0]?.text?.length ?? 0) <= 1_026);
  assert.deepEqual([tails[1]?.text, tails[1]?.reason], [null, 'missing']);
  assert.ok(Number.isInteger(zoneMinutes));
});

import assert from 'node:assert/strict';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { test } from 'node:test';
import { Redis } from 'ioredis';
import { fullCache, leakedConnections } from '../../src/demo/redis-scenarios.ts';
import { playScenario } from './stage.ts';

test('fullCache hurts from the moment it is broken, and leaves nothing behind', () => playScenario(fullCache));

test('leakedConnections hurts from the moment it is broken, and leaves nothing behind', () => playScenario(leakedConnections));

test('fullCache hurts again after the buffers of idle clients are freed, and not after the limit is raised', async () => {
  const directory = mkdtempSync(join(tmpdir(), 'zhiban-demo-'));
  const running = await fullCache.start(directory);
  const url: unknown = Reflect.get(running.systems[0] ?? {}, 'url');
  const client = new Redis(String(url), { retryStrategy: () => null });
  try {
    await running.breakIt();
    await client.call('MEMORY', 'PURGE');
    // Redis looks after its clients' buffers ten times a second, and shrinks those that were idle for two seconds.
    await new Promise((resolve) => setTimeout(resolve, 3_500));
    const hurtsLater = await running.hurts();
    await client.config('SET', 'maxmemory', '36mb');
    const hurtsAfterFix = await running.hurts();

    assert.deepEqual([hurtsLater, hurtsAfterFix], [true, false]);
  } finally {
    client.disconnect();
    await running.remove();
    rmSync(directory, { recursive: true, force: true });
  }
});

test('scenarios say in words what is missing where Redis is not installed', () => {
  const path = process.env.PATH;
  process.env.PATH = '/nowhere';
  try {
    assert.match(fullCache.unavailable()?.en ?? '', /redis-server is not installed/);
    assert.match(leakedConnections.unavailable()?.['zh-CN'] ?? '', /没有安装 redis-server/);
  } finally {
    process.env.PATH = path;
  }
});

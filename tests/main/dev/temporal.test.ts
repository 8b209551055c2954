import assert from 'node:assert/strict';
import { once } from 'node:events';
import { createServer } from 'node:net';
import { join } from 'node:path';
import { test } from 'node:test';
import { Client, Connection } from '@temporalio/client';
import { userCacheDirectory } from '../../../src/main/dev/temporal.ts';
import { startTestTemporal } from '../../support/temporal.ts';
import { makeHome } from './fixtures/supervised.ts';

async function connect(address: string): Promise<Client> {
  return new Client({ connection: await Connection.connect({ address }) });
}

test('startTemporalServer() keeps workflows over kill -9 on the same port, with the search attributes', async (t) => {
  const databasePath = join(makeHome(t), 'temporal.db');
  const first = await startTestTemporal({ databasePath });
  const client = await connect(first.address);
  await client.workflow.start('waiting', { taskQueue: 'nobody', workflowId: 'kept', searchAttributes: { ZhibanStatus: ['triggered'] } });

  first.kill();
  await first.exited;
  const second = await startTestTemporal({ databasePath, port: first.port });
  t.after(() => second.stop(3_000));
  const found = await client.workflow.getHandle('kept').describe();
  await client.connection.close();

  assert.equal(second.address, first.address);
  assert.equal(found.status.name, 'RUNNING');
  assert.deepEqual(found.searchAttributes.ZhibanStatus, ['triggered']);
});

test('startTemporalServer() is not ready on a port that another process holds', async (t) => {
  const squatter = createServer().listen(0, '127.0.0.1');
  await once(squatter, 'listening');
  t.after(() => squatter.close());
  const address = squatter.address();

  const attempt = startTestTemporal({ port: typeof address === 'object' && address !== null ? address.port : 0 });

  await assert.rejects(attempt, /ended with 1 before it was ready: .*(in use|bind)/i);
});

test('userCacheDirectory() follows XDG_CACHE_HOME', () => {
  assert.equal(userCacheDirectory({ XDG_CACHE_HOME: '/c' }, '/home/x'), '/c/zhiban');
  assert.equal(userCacheDirectory({}, '/home/x'), '/home/x/.cache/zhiban');
});

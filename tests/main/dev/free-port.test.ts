import assert from 'node:assert/strict';
import { once } from 'node:events';
import { createServer } from 'node:net';
import { test } from 'node:test';
import { findFreePort } from '../../../src/main/dev/free-port.ts';

test('findFreePort() finds one that can be listened on, below the kernel’s own range', async () => {
  const port = await findFreePort();

  const server = createServer().listen(port, '127.0.0.1');
  await once(server, 'listening');
  server.close();

  assert.ok(port >= 20_000 && port < 32_768);
});

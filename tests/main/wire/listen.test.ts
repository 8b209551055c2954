import assert from 'node:assert/strict';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { type TestContext, test } from 'node:test';
import { type Listening, listen } from '../../../src/main/wire/listen.ts';

function appOf(t: TestContext): Listening & { readonly closed: () => boolean } {
  const server = createServer();
  let isClosed = false;
  const close = async (): Promise<void> => {
    isClosed = true;
    server.close();
  };
  t.after(close);
  return {
    server,
    close,
    closed: () => isClosed,
    listen: (at) =>
      new Promise((resolve, reject) => {
        server.once('error', reject);
        server.listen(at, () => resolve(''));
      }),
  };
}

test('listen() answers the port that was opened', async (t) => {
  const app = appOf(t);

  const port = await listen(app, { host: '127.0.0.1', port: 0 });

  assert.equal(port, (app.server.address() as AddressInfo).port);
});

test('listen() says what to do about a port that is taken, and closes what was to listen', async (t) => {
  const port = await listen(appOf(t), { host: '127.0.0.1', port: 0 });
  const second = appOf(t);

  await assert.rejects(listen(second, { host: '127.0.0.1', port }), {
    kind: 'conflict',
    message: `Cannot listen on 127.0.0.1:${port}: the port is taken by another program; set ZHIBAN_PORT to another one`,
  });

  assert.equal(second.closed(), true);
});

test('listen() leaves any other failure as it is', async (t) => {
  const app = { ...appOf(t), listen: () => Promise.reject(new Error('a plugin broke')) };

  await assert.rejects(listen(app, { host: '127.0.0.1', port: 0 }), { message: 'a plugin broke' });
});

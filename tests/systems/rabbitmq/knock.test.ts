import assert from 'node:assert/strict';
import { once } from 'node:events';
import { type AddressInfo, createServer } from 'node:net';
import { it } from 'node:test';
import { knock } from '../../../src/systems/rabbitmq/knock.ts';
import { freePort, startHangingPeer } from '../../support/peers.ts';

const limit = (timeoutMs: number) => ({ timeoutMs, signal: AbortSignal.timeout(30_000) });
const at = (port: number): URL => new URL(`amqp://127.0.0.1:${String(port)}`);

it('knock() tells who answers otherwise, who is silent, and where nobody listens', async () => {
  const silent = await startHangingPeer();
  const other = createServer((socket) => socket.on('error', () => undefined).end('HTTP/1.1 400 Bad Request\r\n\r\n')).listen(
    0,
    '127.0.0.1',
  );
  await once(other, 'listening');
  const { port } = other.address() as AddressInfo;

  const heard = await Promise.all([
    knock(at(port), { insecure: false }, limit(10_000)),
    knock(at(silent.port), { insecure: false }, limit(200)),
    knock(at(await freePort()), { insecure: false }, limit(10_000)),
    knock(at(silent.port), { insecure: false }, { timeoutMs: 10_000, signal: AbortSignal.timeout(100) }),
  ]);
  other.close();
  await silent.stop();

  assert.deepEqual(heard, ['failed', 'silent', 'refused', 'failed']);
});

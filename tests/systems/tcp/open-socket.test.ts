import assert from 'node:assert/strict';
import { createServer } from 'node:net';
import { describe, it } from 'node:test';
import { createServer as createTlsServer } from 'node:tls';
import { converse } from '../../../src/systems/tcp/converse.ts';
import { openSocket, stopped } from '../../../src/systems/tcp/open-socket.ts';
import { freePort, startHangingPeer } from '../../support/peers.ts';
import { makeAuthority } from '../http/certificates.ts';

const limit = (timeoutMs = 3_000) => ({ timeoutMs, signal: AbortSignal.timeout(20_000) });
const at = (port: number, more: object = {}) => ({ server: 'it', host: '127.0.0.1', port, ...more });

async function listening(server: ReturnType<typeof createServer>): Promise<number> {
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const address = server.address();
  return typeof address === 'object' && address !== null ? address.port : 0;
}

describe('openSocket()', () => {
  it('tells refused, unknown names and an ended look apart', async () => {
    await assert.rejects(openSocket(at(await freePort()), limit()), { problem: 'refused', stage: 'connect' });
    await assert.rejects(openSocket({ ...at(1), host: 'no-such-host.invalid' }, limit()), { problem: 'dns' });
    await assert.rejects(openSocket(at(1), { timeoutMs: 1_000, signal: AbortSignal.abort() }), { problem: 'stopped' });
    await assert.rejects(openSocket(at(1, { tls: { caFile: '/not/there', insecure: false } }), limit()), { problem: 'tls' });
    assert.equal(stopped('it', 'login').stage, 'login');
  });

  it('speaks TLS, trusts whom it is told to, and nobody else', async () => {
    const authority = await makeAuthority();
    const server = createTlsServer(await authority.issue(), (socket) => socket.end());
    const port = await listening(server);

    const { socket, handshakeMs } = await openSocket(at(port, { tls: { caFile: authority.caFile, insecure: false } }), limit());
    socket.destroy();
    await assert.rejects(openSocket(at(port, { tls: { insecure: false } }), limit()), { problem: 'tls' });
    server.close();
    await authority.remove();

    assert.ok(handshakeMs > 0);
  });
});

describe('converse()', () => {
  it('hears until the peer hangs up, until it is whole, or until it is too long', async () => {
    const server = createServer((socket) => {
      socket.on('error', () => undefined);
      socket.once('data', (words) => socket.end(`${String(words)} there`));
    });
    const port = await listening(server);

    assert.equal(await converse(at(port), { words: 'hello', bytesMax: 100 }, limit()), 'hello there');
    assert.equal(await converse(at(port), { words: 'hello', bytesMax: 3 }, limit()), 'hel');
    assert.match(await converse(at(port), { words: 'hello', bytesMax: 100, isWhole: () => true }, limit()), /^hello/);
    server.close();
  });

  it('calls a peer hung that says nothing, and reset one that hangs up', async () => {
    const peer = await startHangingPeer();
    const rude = createServer((socket) => socket.on('error', () => undefined).end());
    const port = await listening(rude);

    await assert.rejects(converse(at(peer.port), { words: 'x', bytesMax: 10 }, limit(150)), { problem: 'hung', stage: 'login' });
    await assert.rejects(converse(at(port), { words: '', bytesMax: 10 }, limit()), { problem: 'reset' });
    await peer.stop();
    rude.close();
  });
});

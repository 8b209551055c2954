import assert from 'node:assert/strict';
import { createServer, type Server } from 'node:net';
import { after, describe, it } from 'node:test';
import { createServer as createTlsServer } from 'node:tls';
import { createTcpClient } from '../../../src/systems/tcp/client.ts';
import { tcpSignatures } from '../../../src/systems/tcp/signatures.ts';
import { type TcpEntry, tcpKind } from '../../../src/systems/tcp/system.ts';
import { describeSystem } from '../../contracts/system.ts';
import { type Diagnosis, diagnoseSystem } from '../../support/diagnose.ts';
import { freePort, startHangingPeer } from '../../support/peers.ts';
import { systemClock } from '../../support/system-clock.ts';
import { daysFromNow, makeAuthority } from '../http/certificates.ts';

const entry = { id: 'gate', kind: 'tcp', host: '127.0.0.1' };
const plain = {
  clock: systemClock,
  resolveSecret: () => {
    throw new Error('It has no secrets');
  },
};
const servers = new Set<Server>();

after(() => {
  for (const server of servers) server.close();
});

/** A service that says this to whoever comes, and hangs up. */
async function speaking(words: string): Promise<number> {
  return await listening(createServer((socket) => socket.on('error', () => undefined).end(words)));
}

async function listening(server: Server): Promise<number> {
  servers.add(server);
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const address = server.address();
  return typeof address === 'object' && address !== null ? address.port : 0;
}

function lookAt(more: Readonly<Record<string, unknown>>): Promise<Diagnosis> {
  const own: TcpEntry = tcpKind.entry.parse({ ...entry, slowMs: 30_000, ...more });
  return diagnoseSystem(tcpKind, createTcpClient(own, plain), own);
}

describeSystem(tcpKind, {
  live: async () => ({ entry: { ...entry, port: await speaking('220 ready\r\n'), expectBanner: '^220 ' } }),
  unreachable: {
    refused: { start: async () => ({ entry: { ...entry, port: await freePort() } }), problem: 'refused' },
    'unknown name': { start: () => Promise.resolve({ entry: { ...entry, host: 'no-such-host.invalid', port: 1 } }), problem: 'dns' },
  },
  sampleArguments: {},
  rareFacts: ['reach.problem', 'reach.stage', 'reach.code', 'reach.reason', 'certificate.*'],
});

describe('tcpSignatures', () => {
  it('have advice, and know nothing of logins', () => {
    assert.ok(tcpSignatures.every(({ advice }) => advice.en.length > 20));
    assert.ok(!tcpSignatures.some(({ id }) => /credentials/.test(id)));
  });
});

describe('tcpKind', () => {
  it('entry refuses a malformed pattern and a port that is none', () => {
    for (const more of [{ port: 0 }, { port: 1, expectBanner: '(' }, { port: 1, host: '' }, {}])
      assert.equal(tcpKind.entry.safeParse({ ...entry, ...more }).success, false, JSON.stringify(more));
  });

  it('finds nothing wrong with a service that says what it should', async () => {
    const seen = await lookAt({ port: await speaking('SSH-2.0-OpenSSH_9.2\r\n'), expectBanner: '^SSH-2' });

    assert.deepEqual([seen.confirmed, seen.likely], [[], []]);
  });

  it('another service, a silent one, nobody and a name that is none are four faults', async () => {
    const silent = await startHangingPeer();

    assert.deepEqual((await lookAt({ port: await speaking('HTTP/1.1 400\r\n'), expectBanner: '^SSH-2' })).causes, ['wrong-service']);
    assert.deepEqual((await lookAt({ port: silent.port, expectBanner: '^SSH-2' })).causes, ['silent']);
    assert.deepEqual((await lookAt({ port: await freePort() })).causes, ['process-gone']);
    assert.deepEqual((await lookAt({ port: 1, host: 'no-such-host.invalid' })).causes, ['name-not-resolved']);
    await silent.stop();
  });

  it('who hangs up on everybody is neither silent nor another service, whether it should say something or not', async () => {
    const port = await speaking('');

    assert.deepEqual((await lookAt({ port, expectBanner: '^220 ' })).causes, ['hangs-up']);
    assert.deepEqual((await lookAt({ port })).causes, ['hangs-up']);
  });

  it('nothing is wrong with who waits to be spoken to', async () => {
    const waiting = await startHangingPeer();

    const seen = await lookAt({ port: waiting.port });
    await waiting.stop();

    assert.deepEqual([seen.confirmed, seen.likely], [[], []]);
  });

  it('a certificate that ends soon, one that is not trusted, and a port without TLS', async () => {
    const authority = await makeAuthority();
    const port = await listening(createTlsServer(await authority.issue({ to: daysFromNow(5) }), (socket) => socket.end('ready\r\n')));

    assert.deepEqual((await lookAt({ port, tls: { caFile: authority.caFile } })).causes, ['certificate-expires-soon']);
    assert.ok((await lookAt({ port, tls: {} })).causes.includes('certificate-untrusted'));
    assert.ok((await lookAt({ port: await speaking('220 ready\r\n'), tls: {} })).causes.includes('tls-failed'));
    await authority.remove();
  });
});

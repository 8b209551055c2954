import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { createServer } from 'node:tls';
import { certificateProbeOf, certificateSignaturesOf } from '../../../src/systems/tcp/certificate.ts';
import { contextOf } from '../../contracts/system.ts';
import { daysFromNow, makeAuthority } from '../http/certificates.ts';

describe('certificateProbeOf()', () => {
  it('reads the certificate of anything that speaks TLS', async () => {
    const authority = await makeAuthority();
    const server = createServer(await authority.issue({ to: daysFromNow(3) }), (socket) => socket.on('error', () => undefined).end());
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    const address = server.address();
    const port = typeof address === 'object' && address !== null ? address.port : 0;
    const holder = { url: new URL(`https://127.0.0.1:${String(port)}`), tls: () => Promise.resolve({ insecure: true }) };
    const entry = { id: 'x', kind: 'tcp', dependsOn: [], labels: {}, actionsEnabled: true };

    const { facts } = await certificateProbeOf().look(holder, {}, contextOf(entry, 10_000));
    server.close();
    await authority.remove();

    assert.ok(Number(facts['certificate.daysLeft']) <= 3);
  });
});

describe('certificateSignaturesOf()', () => {
  it('are those of a website, under the names of the kind', () => {
    const signatures = certificateSignaturesOf('etcd');

    assert.ok(signatures.some(({ id }) => id === 'etcd.certificate-expired'));
    assert.ok(signatures.every(({ id, kind }) => id.startsWith('etcd.certificate-') && kind === 'etcd'));
    assert.doesNotMatch(JSON.stringify(signatures), /"http\./);
  });
});

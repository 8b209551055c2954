import { generateKeyPairSync } from 'node:crypto';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after } from 'node:test';
import { sshKind } from '../../../src/systems/ssh/system.ts';
import { describeSystem, type SuiteSystem } from '../../contracts/system.ts';
import { freePort, startHangingPeer } from '../../support/peers.ts';
import { type Sshd, sshdMissing, startSshd } from '../../support/sshd.ts';
import { sampleArguments, sampleFacts } from '../linux/samples.ts';

const folder = mkdtempSync(join(tmpdir(), 'zhiban-ssh-'));
const anyKeyFile = join(folder, 'key');
writeFileSync(anyKeyFile, generateKeyPairSync('rsa', { modulusLength: 2_048 }).privateKey.export({ type: 'pkcs1', format: 'pem' }), {
  mode: 0o600,
});
after(() => rmSync(folder, { recursive: true }));

const unknownKey = `SHA256:${'A'.repeat(43)}`;

function entryOf(sshd: Sshd, more: Readonly<Record<string, unknown>> = {}): Readonly<Record<string, unknown>> {
  const { port, user, privateKeyFile, hostKey } = sshd;
  return { id: 'web-1', kind: 'ssh', host: '127.0.0.1', port, user, privateKeyFile, hostKey, ...more };
}

async function withSshd(more: (sshd: Sshd) => Readonly<Record<string, unknown>>): Promise<SuiteSystem> {
  const sshd = await startSshd();
  return {
    entry: entryOf(sshd, more(sshd)),
    secrets: [sshd.passphrase],
    resolveSecret: () => sshd.passphrase,
    stop: () => sshd.stop(),
  };
}

const missing = sshdMissing();

describeSystem(sshKind, {
  live: async () => {
    if (missing !== null) return { skip: missing };
    const passphrase = { env: 'KEY_PASSPHRASE' };
    return withSshd((sshd) => ({ privateKeyFile: sshd.lockedKeyFile, passphrase, logs: ['/etc/hostname'], services: [{ name: 'sshd' }] }));
  },
  unreachable: {
    'nobody listens': {
      problem: 'refused',
      start: async () => ({
        entry: {
          id: 'x',
          kind: 'ssh',
          host: '127.0.0.1',
          port: await freePort(),
          user: 'ops',
          privateKeyFile: anyKeyFile,
          hostKey: unknownKey,
        },
      }),
    },
    'no such name': {
      problem: 'dns',
      start: async () => ({
        entry: {
          id: 'x',
          kind: 'ssh',
          host: 'no-such-host.invalid',
          user: 'ops',
          privateKeyFile: anyKeyFile,
          hostKey: unknownKey,
        },
      }),
    },
    ...(missing !== null
      ? {}
      : {
          'a key that the server does not know': {
            problem: 'auth',
            start: () => withSshd((sshd) => ({ privateKeyFile: sshd.strangerKeyFile })),
          },
          'a key file that is not there': { problem: 'auth', start: () => withSshd(() => ({ privateKeyFile: '/nowhere/key' })) },
          'another host key': { problem: 'host-key', start: () => withSshd(() => ({ hostKey: unknownKey })) },
          'no host key': { problem: 'host-key', start: () => withSshd(() => ({ hostKey: undefined })) },
        }),
  },
  hanging: async () => {
    const peer = await startHangingPeer();
    return {
      entry: {
        id: 'x',
        kind: 'ssh',
        host: '127.0.0.1',
        port: peer.port,
        user: 'ops',
        privateKeyFile: anyKeyFile,
        hostKey: unknownKey,
      },
      stop: () => peer.stop(),
    };
  },
  sampleArguments,
  sampleFacts,
  mayFail: ['kernel-log'],
});

/** Opens an authenticated connection to an entry's host, or says which step refused. */

import { readFile } from 'node:fs/promises';
import type { Config, NodeSSH } from 'node-ssh';
import type { ConnectContext } from '../contract.ts';
import { LinuxFailure } from '../linux/failure.ts';
import { sshFailure } from './failure.ts';
import { fingerprintOf, hostKeyFailure, isExpectedKey } from './host-key.ts';
import type { SshEntry } from './system.ts';

/** For TCP, handshake and login together. */
const connectWithinMs = 8_000;
const keepaliveIntervalMs = 5_000;
const keepalivesMissedMax = 3;

export function addressOf(entry: SshEntry): string {
  return `${entry.user}@${entry.host}:${entry.port}`;
}

/** Throws LinuxFailure. */
export async function openConnection(entry: SshEntry, context: ConnectContext, onLost: () => void): Promise<NodeSSH> {
  const address = addressOf(entry);
  let seen: string | null = null;
  const config: Config = {
    host: entry.host,
    port: entry.port,
    username: entry.user,
    readyTimeout: connectWithinMs,
    keepaliveInterval: keepaliveIntervalMs,
    keepaliveCountMax: keepalivesMissedMax,
    hostVerifier: (key: Buffer) => {
      seen = fingerprintOf(key);
      return isExpectedKey(seen, entry.hostKey);
    },
    ...(await loginOf(entry, context)),
  };
  // Loaded with the first connection: a server without workers opens none.
  const driver = await import('node-ssh');
  const ssh = new driver.NodeSSH();
  try {
    await ssh.connect(config);
  } catch (error) {
    ssh.dispose();
    if (seen !== null && !isExpectedKey(seen, entry.hostKey)) throw hostKeyFailure(address, seen, entry.hostKey);
    throw sshFailure(address, error);
  }
  ssh.connection?.on('error', onLost);
  ssh.connection?.on('close', onLost);
  return ssh;
}

async function loginOf(entry: SshEntry, context: ConnectContext): Promise<Pick<Config, 'agent' | 'privateKey' | 'passphrase'>> {
  const address = addressOf(entry);
  const agent = entry.agent ? secretOf(context, { env: 'SSH_AUTH_SOCK' }, address) : undefined;
  const passphrase = entry.passphrase === undefined ? undefined : secretOf(context, entry.passphrase, address);
  const privateKey = entry.privateKeyFile === undefined ? undefined : await readKey(entry.privateKeyFile, address);
  return {
    ...(agent === undefined ? {} : { agent }),
    ...(privateKey === undefined ? {} : { privateKey }),
    ...(passphrase === undefined ? {} : { passphrase }),
  };
}

function secretOf(context: ConnectContext, ref: Parameters<ConnectContext['resolveSecret']>[0], address: string): string {
  try {
    return context.resolveSecret(ref);
  } catch (cause) {
    const why = cause instanceof Error ? cause.message : 'the reference does not resolve';
    throw new LinuxFailure(`Cannot log in to ${address}: ${why}`, { status: 'unreachable', problem: 'auth', cause });
  }
}

async function readKey(path: string, address: string): Promise<string> {
  try {
    return await readFile(path, 'utf8');
  } catch (cause) {
    throw new LinuxFailure(`Cannot log in to ${address}: the key file ${path} cannot be read`, {
      status: 'unreachable',
      problem: 'auth',
      cause,
    });
  }
}

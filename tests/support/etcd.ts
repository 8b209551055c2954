/** Real etcd members of their own on free ports: one, or a cluster; gone with their data at the end. */

import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { freePort } from './peers.ts';
import { sendSignal } from './send-signal.ts';

export interface EtcdMember {
  readonly name: string;
  readonly url: string;
  /** A call of the gateway, as an administrator; throws for every status but 200. */
  call(path: string, body: object): Promise<Record<string, unknown>>;
  signal(signal: 'SIGSTOP' | 'SIGCONT'): void;
  /** SIGKILL, as the OOM killer would. */
  kill(): Promise<void>;
}

export interface EtcdCluster {
  readonly members: readonly EtcdMember[];
  readonly first: EtcdMember;
  stop(): Promise<void>;
}

export interface EtcdOptions {
  readonly size?: number;
  /** For every member, as on the command line. */
  readonly options?: readonly string[];
  /** Instead of `http:`, with the files of a server's certificate among the options. */
  readonly protocol?: 'http' | 'https';
}

const readyWithinMs = 60_000;

/** Fails when etcd is not installed (Debian: etcd-server). */
export async function startEtcd({ size = 1, options = [], protocol = 'http' }: EtcdOptions = {}): Promise<EtcdCluster> {
  const directory = await mkdtemp(join(tmpdir(), 'zhiban-etcd-'));
  const places = await Promise.all(
    Array.from({ length: size }, async (_, index) => {
      const [client, peer] = [await freePort(), await freePort()];
      return { name: `m${String(index + 1)}`, url: `${protocol}://127.0.0.1:${String(client)}`, peer: `http://127.0.0.1:${String(peer)}` };
    }),
  );
  const cluster = places.map(({ name, peer }) => `${name}=${peer}`).join(',');
  const children = places.map(({ name, url, peer }) =>
    launch([
      ...['--name', name, '--data-dir', join(directory, name), '--logger', 'zap', '--log-level', 'error', '--enable-v2=false'],
      ...['--listen-client-urls', url, '--advertise-client-urls', url],
      ...['--listen-peer-urls', peer, '--initial-advertise-peer-urls', peer, '--initial-cluster', cluster],
      ...options,
    ]),
  );
  const stop = async (): Promise<void> => {
    await Promise.all(children.map(end));
    await rm(directory, { recursive: true, force: true });
  };
  const members = places.map(({ name, url }, index) => memberOf(name, url, children[index]));
  try {
    await Promise.all(places.map(({ url, peer }, index) => untilLed(protocol === 'https' ? peer : url, protocol, children[index])));
  } catch (error) {
    await stop();
    throw error;
  }
  const [first] = members;
  if (first === undefined) throw new Error('A cluster has one member at least');
  return { members, first, stop };
}

function memberOf(name: string, url: string, child: ChildProcess | undefined): EtcdMember {
  return {
    name,
    url,
    async call(path, body) {
      const answer = await fetch(new URL(path, url), { method: 'POST', body: JSON.stringify(body), signal: AbortSignal.timeout(20_000) });
      const text = await answer.text();
      if (!answer.ok) throw new Error(text);
      return JSON.parse(text);
    },
    signal: (signal) => sendSignal(child ?? null, signal),
    kill: () => (child === undefined ? Promise.resolve() : end(child)),
  };
}

function launch(words: readonly string[]): ChildProcess {
  const command = process.platform === 'linux' ? ['setpriv', '--pdeathsig', 'KILL', 'etcd', ...words] : ['etcd', ...words];
  const child = spawn(command[0] ?? '', command.slice(1), { stdio: 'ignore', env: { PATH: process.env.PATH ?? '' } });
  child.on('error', () => undefined);
  return child;
}

/** Over TLS the peer's side, which is plain, tells as well that it is up. */
async function untilLed(url: string, protocol: string, child: ChildProcess | undefined): Promise<void> {
  const untilMs = performance.now() + readyWithinMs;
  while (performance.now() < untilMs) {
    if (child === undefined || child.exitCode !== null || child.pid === undefined) throw new Error('etcd ended instead of starting');
    const answer = await fetch(new URL(protocol === 'https' ? '/version' : '/health', url), { signal: AbortSignal.timeout(5_000) }).catch(
      () => null,
    );
    if (answer?.ok === true) return;
    await sleep(50);
  }
  throw new Error('etcd was not ready in time');
}

async function end(child: ChildProcess): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null || child.pid === undefined) return;
  const ended = once(child, 'exit');
  child.kill('SIGCONT');
  child.kill('SIGKILL');
  await ended;
}

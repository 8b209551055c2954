/** A real ZooKeeper of its own on a free port, with a small heap; ended with the test. */

import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { connect, type Socket } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { freePort } from './peers.ts';
import { sendSignal } from './send-signal.ts';

export interface ZookeeperServer {
  readonly port: number;
  /** A bare connection, open until the end. */
  connect(): Promise<Socket>;
  signal(signal: 'SIGSTOP' | 'SIGCONT'): void;
  stop(): Promise<void>;
}

const readyWithinMs = 60_000;
const jar = '/usr/share/java/zookeeper.jar';
const main = 'org.apache.zookeeper.server.quorum.QuorumPeerMain';
/** It serves files and answers words; nothing here needs more than the first compiler and the simplest collector. */
const java = ['-Xmx64m', '-XX:TieredStopAtLevel=1', '-XX:+UseSerialGC', '-Xshare:auto'];

/** Further lines of `zoo.cfg`. Fails when ZooKeeper is not installed (Debian: zookeeper). */
export async function startZookeeper(settings: readonly string[] = []): Promise<ZookeeperServer> {
  const directory = await mkdtemp(join(tmpdir(), 'zhiban-zookeeper-'));
  const port = await freePort();
  const own = [
    `dataDir=${directory}`,
    `clientPort=${String(port)}`,
    'clientPortAddress=127.0.0.1',
    'admin.enableServer=false',
    'tickTime=500',
  ];
  await writeFile(join(directory, 'zoo.cfg'), [...own, ...settings, ''].join('\n'));
  await writeFile(join(directory, 'myid'), '1');
  const words = [...java, '-cp', jar, main, join(directory, 'zoo.cfg')];
  const command = process.platform === 'linux' ? ['setpriv', '--pdeathsig', 'KILL', 'java', ...words] : ['java', ...words];
  const child = spawn(command[0] ?? '', command.slice(1), { stdio: 'ignore', cwd: directory });
  child.on('error', () => undefined);
  const sockets = new Set<Socket>();
  const stop = async (): Promise<void> => {
    for (const socket of sockets) socket.destroy();
    await end(child);
    await rm(directory, { recursive: true, force: true });
  };
  await untilAnswering(child, port).catch(async (error: unknown) => {
    await stop();
    throw error;
  });
  return {
    port,
    async connect() {
      const socket = connect({ host: '127.0.0.1', port });
      sockets.add(socket);
      socket.on('error', () => undefined);
      // At its limit the server may cut a connection before it was heard of.
      await new Promise<void>((resolve) => socket.once('connect', resolve).once('close', () => resolve()));
      return socket;
    },
    signal: (signal) => sendSignal(child, signal),
    stop,
  };
}

async function untilAnswering(child: ChildProcess, port: number): Promise<void> {
  const untilMs = performance.now() + readyWithinMs;
  while (performance.now() < untilMs) {
    if (child.exitCode !== null || child.pid === undefined) throw new Error('ZooKeeper ended instead of starting');
    if (await answers(port)) return;
    await sleep(50);
  }
  throw new Error('ZooKeeper was not ready in time');
}

/** A server without a quorum answers as well. */
function answers(port: number): Promise<boolean> {
  return new Promise((resolve) => {
    const socket = connect({ host: '127.0.0.1', port }, () => socket.write('srvr'));
    const end = (is: boolean): void => {
      socket.destroy();
      resolve(is);
    };
    socket.setTimeout(2_000, () => end(false));
    socket.once('data', () => end(true));
    socket.once('close', () => end(false));
    socket.once('error', () => end(false));
  });
}

async function end(child: ChildProcess): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null || child.pid === undefined) return;
  const ended = once(child, 'exit');
  child.kill('SIGCONT');
  child.kill('SIGKILL');
  await ended;
}

/** A real memcached of its own on a free port, ended with the test. */

import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { connect, type Socket } from 'node:net';
import { setTimeout as sleep } from 'node:timers/promises';
import { freePort } from './peers.ts';
import { sendSignal } from './send-signal.ts';

export interface MemcachedServer {
  readonly port: number;
  /** A connection of some application. */
  connect(): Promise<MemcachedTalk>;
  /** Never names a process by number: it only reaches the child that was started here. */
  signal(signal: 'SIGSTOP' | 'SIGCONT'): void;
  stop(): Promise<void>;
}

export interface MemcachedTalk {
  /** Everything that came until the answer to a `version` that is sent behind the words. */
  say(words: string): Promise<string>;
  close(): void;
}

const readyWithinMs = 20_000;

/** Options as on the command line. Fails when memcached is not installed. */
export async function startMemcached(options: readonly string[] = []): Promise<MemcachedServer> {
  const port = await freePort();
  const asRoot = process.getuid?.() === 0 ? ['-u', 'root'] : [];
  const words = [...asRoot, '-l', '127.0.0.1', '-p', String(port), '-U', '0', '-t', '2', ...options];
  const command = process.platform === 'linux' ? ['setpriv', '--pdeathsig', 'KILL', 'memcached', ...words] : ['memcached', ...words];
  const child = spawn(command[0] ?? '', command.slice(1), { stdio: 'ignore' });
  const sockets = new Set<Socket>();
  const failed = once(child, 'error').then(([error]) => Promise.reject(error));
  await Promise.race([untilListening(child, port), failed]);
  failed.catch(() => undefined);
  return {
    port,
    async connect() {
      const socket = connect({ host: '127.0.0.1', port });
      sockets.add(socket);
      socket.on('error', () => undefined);
      await once(socket, 'connect');
      return talkOver(socket);
    },
    signal: (signal) => sendSignal(child, signal),
    async stop() {
      for (const socket of sockets) socket.destroy();
      await end(child);
    },
  };
}

function talkOver(socket: Socket): MemcachedTalk {
  return {
    async say(words) {
      let heard = '';
      socket.write(`${words}\r\nversion\r\n`);
      while (!/^VERSION .*\r\n$/m.test(heard)) {
        const [chunk] = await once(socket, 'data', { signal: AbortSignal.timeout(20_000) });
        heard += String(chunk);
      }
      return heard.replace(/VERSION .*\r\n$/, '');
    },
    close: () => socket.destroy(),
  };
}

async function untilListening(child: ChildProcess, port: number): Promise<void> {
  const untilMs = performance.now() + readyWithinMs;
  while (performance.now() < untilMs) {
    if (child.exitCode !== null) throw new Error(`memcached ended with code ${String(child.exitCode)} instead of starting`);
    if (await accepts(port)) return;
    await sleep(20);
  }
  throw new Error('memcached did not listen in time');
}

function accepts(port: number): Promise<boolean> {
  return new Promise((resolve) => {
    const socket = connect({ host: '127.0.0.1', port });
    const end = (is: boolean): void => {
      socket.destroy();
      resolve(is);
    };
    socket.once('connect', () => end(true));
    socket.once('error', () => end(false));
  });
}

async function end(child: ChildProcess): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return;
  const ended = once(child, 'exit');
  child.kill('SIGCONT');
  child.kill('SIGKILL');
  await ended;
}

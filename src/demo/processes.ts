/** Starting and waiting for the demo's own processes. */

import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { readFileSync } from 'node:fs';
import { createServer } from 'node:net';
import { setTimeout as sleep } from 'node:timers/promises';

export async function freePort(): Promise<number> {
  const server = createServer();
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const address = server.address();
  server.close();
  await once(server, 'close');
  if (typeof address !== 'object' || address === null) throw new Error('The system gave no free port');
  return address.port;
}

/** Runs a program to its end; throws with its words when it fails or takes longer. */
export async function runToEnd(command: readonly string[], withinMs: number): Promise<void> {
  const [program = '', ...given] = command;
  const child = spawn(program, given, { stdio: ['ignore', 'ignore', 'pipe'], timeout: withinMs });
  let words = '';
  child.stderr.on('data', (chunk: Buffer) => {
    words = `${words}${chunk.toString('utf8')}`.slice(-2_000);
  });
  // Not 'exit': that may come while the last words are still in the pipe.
  const [code] = (await once(child, 'close')) as [number | null];
  if (code !== 0) throw new Error(`Cannot start the demo's service: ${words.trim() || `exit code ${code}`}`);
}

/** Returns once it is gone. */
export async function killAndWait(child: ChildProcess): Promise<void> {
  if (child.pid === undefined || child.exitCode !== null || child.signalCode !== null) return;
  const gone = once(child, 'exit');
  child.kill('SIGKILL');
  await gone;
}

/** Ends a process by its number, also a suspended one, and waits until it is gone; not one that took over the number of ours. */
export async function killByPid(pid: number, program: string): Promise<boolean> {
  if (!isRunning(pid, program)) return false;
  process.kill(pid, 'SIGKILL');
  await untilTrue(async () => !isRunning(pid, program), 5_000, `the process ${pid} is gone`);
  return true;
}

/** True when the process is there, is no zombie, and runs the program, as far as the machine tells. */
export function isRunning(pid: number, program: string): boolean {
  try {
    process.kill(pid, 0);
  } catch {
    return false;
  }
  if (process.platform !== 'linux') return true;
  try {
    // A zombie has an empty command line.
    return readFileSync(`/proc/${pid}/cmdline`, 'utf8').includes(program);
  } catch {
    return false;
  }
}

export async function untilTrue(isSo: () => Promise<boolean>, withinMs: number, what: string): Promise<void> {
  for (let waitedMs = 0; waitedMs < withinMs; waitedMs += 50) {
    if (await isSo().catch(() => false)) return;
    await sleep(50);
  }
  throw new Error(`Not within ${withinMs} ms: ${what}`);
}

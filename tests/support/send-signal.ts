/** Signals whose effect is there on return. */

import type { ChildProcess } from 'node:child_process';
import { readdirSync, readFileSync } from 'node:fs';

/** A stop takes effect when each thread next runs; until then a server may still answer. */
export function sendSignal(child: ChildProcess | null, signal: NodeJS.Signals): void {
  if (child?.pid === undefined || !child.kill(signal) || signal !== 'SIGSTOP' || process.platform !== 'linux') return;
  for (let waited = 0; waited < 400 && !isStopped(child.pid); waited += 1) Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, 5);
}

function isStopped(pid: number): boolean {
  try {
    const threads = readdirSync(`/proc/${pid}/task`);
    return threads.every((thread) => /\) [TtZ] /.test(readFileSync(`/proc/${pid}/task/${thread}/stat`, 'utf8')));
  } catch {
    return false;
  }
}

/** Runs the catalogue on this machine. What is only reading of /proc needs no process, so that it also works when none can be started. */

import { spawn } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { open, readdir } from 'node:fs/promises';
import { setImmediate as breathe } from 'node:timers/promises';
import { awakeTimeout } from '../awake-limit.ts';
import { checkArguments } from '../linux/commands/argument.ts';
import { type CommandName, catalogue, invocationOf, preludeOf } from '../linux/commands/catalogue.ts';
import type { Exec, ExecLimit, ExecResult } from '../linux/exec.ts';
import { LinuxFailure } from '../linux/failure.ts';

/** Shells at one time; more would only make a busy machine busier. */
const shellsMax = 6;
const fileBytesMax = 262_144;
/** Most files of /proc are smaller. */
const firstBytes = 8_192;
/** Processes read before anything else gets its turn: a millisecond or two. */
const processesAtOnce = 100;

export function createLocalExec(): Exec {
  const running = new Set<Promise<unknown>>();
  return {
    async run(name, args, limit) {
      const native = natives[name];
      if (native !== undefined) {
        const { args: kinds, rest } = catalogue[name] as { args: readonly never[]; rest?: never };
        checkArguments(name, kinds, rest, args);
        return { stdout: await native(args), stderr: '', exitCode: 0, isCut: false };
      }
      while (running.size >= shellsMax) await Promise.race(running);
      const work = runShell(name, args, limit);
      const settled = work.then(
        () => undefined,
        () => undefined,
      );
      running.add(settled);
      void settled.then(() => running.delete(settled));
      return work;
    },
    close: () => Promise.resolve(),
  };
}

const natives: Partial<Record<CommandName, (args: readonly string[]) => Promise<string>>> = {
  'read-files': async ([marker = '', ...paths]) => {
    const parts = await Promise.all(paths.map(async (path) => ({ path, content: await readBounded(path) })));
    const shown = parts.flatMap(({ path, content }) => (content === null ? [] : [`\n${marker}${path}\n${content}`]));
    return `${shown.join('')}\n${marker}end\n`;
  },
  'process-stats': async () => {
    const names = (await readdir('/proc')).filter((name) => /^\d+$/.test(name));
    const lines: string[] = [];
    for (const [index, name] of names.entries()) {
      if (index > 0 && index % processesAtOnce === 0) await breathe();
      lines.push(statOf(name));
    }
    return `${lines.join('')}uptime ${readFileSync('/proc/uptime', 'utf8').trim()}\n`;
  },
};

/**
 * At once, not by the pool of threads: the kernel has these few bytes at hand, while on a busy machine each of four turns of a thread for
 * each of hundreds of processes has to wait for a processor. Empty for one that has ended.
 */
function statOf(pid: string): string {
  try {
    return readFileSync(`/proc/${pid}/stat`, 'utf8');
  } catch {
    return '';
  }
}

async function readBounded(path: string): Promise<string | null> {
  try {
    const file = await open(path, 'r');
    try {
      // The kernel hands out many of its files page by page.
      let buffer = Buffer.allocUnsafe(firstBytes);
      let filled = 0;
      for (;;) {
        const { bytesRead } = await file.read(buffer, filled, buffer.length - filled, null);
        if (bytesRead === 0) break;
        filled += bytesRead;
        if (filled < buffer.length) continue;
        if (filled >= fileBytesMax) break;
        const larger = Buffer.allocUnsafe(Math.min(fileBytesMax, buffer.length * 4));
        buffer.copy(larger, 0, 0, filled);
        buffer = larger;
      }
      return buffer.toString('utf8', 0, filled);
    } finally {
      await file.close();
    }
  } catch {
    return null;
  }
}

function runShell(name: CommandName, args: readonly string[], limit: ExecLimit): Promise<ExecResult> {
  const invocation = invocationOf(name, args);
  if (limit.signal.aborted) return Promise.reject(lateFailure(name));
  const late = awakeTimeout(limit.timeoutMs);
  const signal = AbortSignal.any([limit.signal, late.signal]);
  return new Promise((resolve, reject) => {
    // A group of its own, so that everything a script has started ends with it.
    const child = spawn('/bin/sh', ['-s'], { detached: true, stdio: ['pipe', 'pipe', 'pipe'] });
    const output = { stdout: [] as Buffer[], stderr: [] as Buffer[], bytes: 0, isCut: false };
    const end = (): void => {
      if (child.pid !== undefined && child.exitCode === null) killGroup(child.pid);
    };
    const collect = (into: Buffer[]) => (chunk: Buffer) => {
      const room = invocation.bytesMax - output.bytes;
      into.push(chunk.subarray(0, Math.max(0, room)));
      output.bytes += chunk.length;
      if (output.bytes <= invocation.bytesMax || output.isCut) return;
      output.isCut = true;
      end();
    };
    const onAbort = (): void => {
      end();
      reject(lateFailure(name));
    };
    signal.addEventListener('abort', onAbort, { once: true });
    child.stdout.on('data', collect(output.stdout));
    child.stderr.on('data', collect(output.stderr));
    child.stdin.on('error', () => undefined);
    child.on('error', (cause) => {
      late.stop();
      signal.removeEventListener('abort', onAbort);
      reject(new LinuxFailure(`Cannot start a shell on this machine: ${cause.message}`, { status: 'failed', cause }));
    });
    child.on('close', (code) => {
      late.stop();
      signal.removeEventListener('abort', onAbort);
      const [stdout, stderr] = [output.stdout, output.stderr].map((chunks) => Buffer.concat(chunks).toString('utf8'));
      resolve({ stdout: stdout ?? '', stderr: (stderr ?? '').slice(0, 4_096), exitCode: code ?? 137, isCut: output.isCut });
    });
    child.stdin.end(`${preludeOf({ sudo: false })}${invocation.input}`);
  });
}

function lateFailure(name: string): LinuxFailure {
  return new LinuxFailure(`'${name}' did not end within its limit on this machine`, { status: 'timeout', problem: 'timed-out' });
}

function killGroup(pid: number): void {
  try {
    process.kill(-pid, 'SIGKILL');
  } catch {
    // It has ended in the meantime.
  }
}

/**
 * A POSIX shell kept open on the other side: opening a session costs a login each time, a command in an open shell costs nothing.
 * It is fed constant scripts only; a line that is made up for each run tells where its output ends.
 */

import type { Client, ClientChannel } from 'ssh2';
import type { Invocation } from '../linux/commands/catalogue.ts';
import type { ExecResult } from '../linux/exec.ts';
import { LinuxFailure } from '../linux/failure.ts';
import { newMarker } from '../linux/read-files.ts';

export interface Shell {
  /** False once its channel is closed, or a command was left behind in it. */
  isUsable(): boolean;
  /** One at a time. Throws when the shell ends before the command does. */
  run(invocation: Invocation, signal: AbortSignal): Promise<ExecResult>;
  close(): void;
}

interface Running {
  readonly marker: string;
  readonly bytesMax: number;
  readonly stdout: Buffer[];
  readonly stderr: Buffer[];
  bytes: number;
  settle(result: ExecResult): void;
  fail(error: Error): void;
}

export function openShell(connection: Client, prelude: string, address: string): Promise<Shell> {
  return new Promise((resolve, reject) => {
    const onLost = (): void => reject(new Error('Connection lost before a shell was open'));
    connection.once('close', onLost);
    connection.exec('sh -s', (error, channel) => {
      connection.off('close', onLost);
      if (error !== undefined) reject(error);
      else resolve(wrap(channel, prelude, address));
    });
  });
}

function wrap(channel: ClientChannel, prelude: string, address: string): Shell {
  let running: Running | null = null;
  let isOpen = true;
  let exitCode: number | null = null;
  const complaints: Buffer[] = [];

  function stop(): void {
    isOpen = false;
    channel.close();
  }

  function collect(stream: 'stdout' | 'stderr', chunk: Buffer): void {
    if (running === null) {
      complaints.push(chunk.subarray(0, 1_024));
      return;
    }
    running[stream].push(chunk);
    running.bytes += chunk.length;
    if (running.bytes > running.bytesMax) {
      const { stdout, stderr, settle } = running;
      stop();
      settle({ stdout: textOf(stdout).slice(0, running.bytesMax), stderr: textOf(stderr).slice(0, 4_096), exitCode: 137, isCut: true });
    } else finish(running);
  }

  channel.on('data', (chunk: Buffer) => collect('stdout', chunk));
  channel.stderr.on('data', (chunk: Buffer) => collect('stderr', chunk));
  channel.on('exit', (code: number | null) => {
    exitCode = code;
  });
  channel.on('error', () => undefined);
  channel.on('close', () => {
    isOpen = false;
    const said = [...complaints, ...(running?.stderr ?? []), ...(running?.stdout ?? [])];
    running?.fail(exitCode === null ? new Error('Connection lost while a command ran') : refused(address, textOf(said)));
  });
  channel.write(prelude);

  function start(invocation: Invocation, signal: AbortSignal): Promise<ExecResult> {
    return new Promise<ExecResult>((resolve, reject) => {
      const onAbort = (): void => {
        stop();
        reject(new Error('The command was ended'));
      };
      const end = (): void => {
        running = null;
        signal.removeEventListener('abort', onAbort);
      };
      running = newRunning(invocation, { resolve, reject, end });
      signal.addEventListener('abort', onAbort, { once: true });
      const { marker } = running;
      channel.write(`${invocation.input}printf '\\n%s %d\\n' '${marker}' "$?"; printf '\\n%s\\n' '${marker}' >&2\n`);
    });
  }

  return {
    isUsable: () => isOpen && running === null,
    run: start,
    close: stop,
  };
}

interface Ends {
  resolve(result: ExecResult): void;
  reject(error: Error): void;
  end(): void;
}

function newRunning(invocation: Invocation, { resolve, reject, end }: Ends): Running {
  return {
    marker: newMarker(),
    bytesMax: invocation.bytesMax,
    stdout: [],
    stderr: [],
    bytes: 0,
    settle(result) {
      end();
      resolve(result);
    },
    fail(error) {
      end();
      reject(error);
    },
  };
}

/** Both streams must have come to their marker: they travel apart. */
function finish(running: Running): void {
  if (!endOf(running.stderr).includes(running.marker) || !endOf(running.stdout).includes(running.marker)) return;
  const stdout = textOf(running.stdout);
  const at = stdout.lastIndexOf(`\n${running.marker} `);
  if (at < 0) return;
  const exitCode = Number(/^\d+/.exec(stdout.slice(at + running.marker.length + 2))?.[0] ?? Number.NaN);
  if (!stdout.endsWith('\n') || Number.isNaN(exitCode)) return;
  const stderr = textOf(running.stderr);
  running.settle({
    stdout: stdout.slice(0, at),
    stderr: stderr.slice(0, Math.max(0, stderr.lastIndexOf(`\n${running.marker}`))).slice(0, 4_096),
    exitCode,
    isCut: false,
  });
}

/** The other side ended the shell by itself: a forced command, an account without a shell. */
function refused(address: string, said: string): LinuxFailure {
  const why = said
    .replace(/@@[0-9a-f]+:/g, '')
    .trim()
    .split('\n')[0]
    ?.slice(0, 200);
  return new LinuxFailure(`${address} does not let this account run commands: ${why || 'the shell ended at once'}`, {
    status: 'denied',
    problem: 'auth',
  });
}

/** Enough of the end to hold a marker that came in pieces, without joining megabytes for every chunk. */
function endOf(chunks: readonly Buffer[]): string {
  const last: Buffer[] = [];
  let bytes = 0;
  for (let index = chunks.length - 1; index >= 0 && bytes < 256; index -= 1) {
    const chunk = chunks[index] ?? Buffer.alloc(0);
    last.unshift(chunk);
    bytes += chunk.length;
  }
  return textOf(last).slice(-256);
}

function textOf(chunks: readonly Buffer[]): string {
  return Buffer.concat(chunks).toString('utf8');
}

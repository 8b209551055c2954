/** Starts one child process that can't outlive this one, keeps the end of what it says, and stops it in time. */

import { type ChildProcess, spawn, spawnSync } from 'node:child_process';
import type { Readable } from 'node:stream';
import { StringDecoder } from 'node:string_decoder';
import type { LogFile } from './log-file.ts';

export interface Exit {
  readonly code: number | null;
  readonly signal: NodeJS.Signals | null;
  /** The last lines it wrote. */
  readonly tail: readonly string[];
}

export interface Running {
  readonly pid: number;
  /** Resolves when it serves; rejects when it ended before or took too long. */
  readonly ready: Promise<void>;
  readonly exited: Promise<Exit>;
  /** SIGTERM, and SIGKILL when the time is up. */
  stop(graceMs: number): Promise<void>;
  kill(): void;
}

export interface ProcessOptions {
  readonly command: string;
  readonly arguments: readonly string[];
  readonly environment: NodeJS.ProcessEnv;
  /** Opens an IPC channel; the command must be Node. */
  readonly hasChannel?: boolean;
  readonly log?: LogFile | undefined;
  readonly onLine?: (line: string) => void;
}

export interface Started {
  readonly child: ChildProcess;
  readonly pid: number;
  readonly exited: Promise<Exit>;
  tail(): readonly string[];
  stop(graceMs: number): Promise<void>;
  kill(): void;
}

const tailLinesMax = 40;

/** By its full path: the child's own PATH may be anything. */
const setpriv = '/usr/bin/setpriv';

/** Throws when the command can't be started at all. */
export function runProcess(options: ProcessOptions): Started {
  const [command, ...rest] = boundToUs([options.command, ...options.arguments]);
  const child = spawn(command, rest, {
    // A session of its own: the terminal's Ctrl-C reaches the supervisor alone, which then stops things in order.
    detached: true,
    stdio: ['ignore', 'pipe', 'pipe', ...(options.hasChannel === true ? (['ipc'] as const) : [])],
    env: options.environment,
  });
  // Without a listener a command that isn't there would end the supervisor; the missing pid below tells it too.
  child.on('error', () => undefined);
  const tail: string[] = [];
  const keep = (line: string): void => {
    tail.push(line);
    if (tail.length > tailLinesMax) tail.shift();
    options.onLine?.(line);
  };
  readLines(child.stdout, options.log, keep);
  readLines(child.stderr, options.log, keep);
  if (child.pid === undefined) throw new Error(`Cannot start '${options.command}': no such command, or not executable`);
  const { pid } = child;
  const kill = (): void => signalGroup(pid, 'SIGKILL');
  const exited = waitForEnd(child, () => tail, kill);
  const terminate = (): void => void (child.exitCode === null && child.signalCode === null && child.kill('SIGTERM'));
  return { child, pid, exited, tail: () => tail, stop: (graceMs) => stopWithin(terminate, kill, exited, graceMs), kill };
}

function waitForEnd(child: ChildProcess, tail: () => readonly string[], killGroup: () => void): Promise<Exit> {
  return new Promise((resolve) => {
    child.once('exit', (code, signal) => {
      // What it started itself and left behind ends with it.
      killGroup();
      const settle = (): void => resolve({ code, signal, tail: tail() });
      child.once('close', settle);
      // A grandchild in a session of its own may hold the pipes for ever.
      setTimeout(settle, 500).unref();
    });
  });
}

/** Nobody in the group any more is what was asked for. */
function signalGroup(pid: number, signal: NodeJS.Signals): void {
  try {
    process.kill(-pid, signal);
  } catch {
    // ESRCH.
  }
}

async function stopWithin(terminate: () => void, kill: () => void, exited: Promise<Exit>, graceMs: number): Promise<void> {
  terminate();
  const timer = setTimeout(kill, graceMs);
  await exited;
  clearTimeout(timer);
}

/**
 * On Linux the kernel itself kills the child when its parent dies, however that happens. SIGKILL and no kinder signal, since the next
 * supervisor may open the same files a moment later; both databases are made for it. `exec` keeps the process number and the pipes.
 */
function boundToUs(command: [string, ...string[]]): [string, ...string[]] {
  if (process.platform !== 'linux' || spawnSync(setpriv, ['--pdeathsig', 'KILL', '/bin/true'], { timeout: 2_000 }).status !== 0)
    return command;
  return [setpriv, '--pdeathsig', 'KILL', ...command];
}

function readLines(stream: Readable | null, log: LogFile | undefined, onLine: (line: string) => void): void {
  const decoder = new StringDecoder('utf8');
  let rest = '';
  stream?.on('data', (chunk: Buffer) => {
    const text = decoder.write(chunk);
    log?.write(text);
    const lines = (rest + text).split('\n');
    // A line without end must not fill the memory.
    rest = (lines.pop() ?? '').slice(-65_536);
    for (const line of lines) if (line.trim() !== '') onLine(line.slice(0, 2_000));
  });
  stream?.on('end', () => rest.trim() !== '' && onLine(rest.slice(0, 2_000)));
}

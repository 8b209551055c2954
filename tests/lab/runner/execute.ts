/** Runs one executable of a scenario: bounded in time, ended with the run, its output in files that its daemons may go on writing to. */

import { spawn } from 'node:child_process';
import { closeSync, openSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { LabInterrupted } from './interrupted.ts';

export interface Execution {
  /** Null when it was ended, by its limit or by a signal. */
  readonly code: number | null;
  readonly output: string;
  /** What it said last on its error output, or why it couldn't be started. */
  readonly lastWords: string;
  readonly isLate: boolean;
}

export interface Executor {
  run(path: string, step: string, limitSeconds: number, signal: AbortSignal): Promise<Execution>;
  /** Sessions that were opened; what runs in them is the scenario's. */
  readonly sessions: ReadonlySet<number>;
}

const outputBytesMax = 1_048_576;

export function createExecutor(scratch: string, folder: string, environment: () => NodeJS.ProcessEnv): Executor {
  const sessions = new Set<number>();
  let count = 0;
  return {
    sessions,
    run(path, step, limitSeconds, signal) {
      if (signal.aborted) return Promise.reject(new LabInterrupted());
      count += 1;
      const files = { out: join(scratch, `.${count}-${step}.out`), err: join(scratch, `.${count}-${step}.err`) };
      return execute({ path, folder, files, limitSeconds, signal, environment: environment(), onStart: (pid) => void sessions.add(pid) });
    },
  };
}

interface Order {
  readonly path: string;
  readonly folder: string;
  readonly files: { readonly out: string; readonly err: string };
  readonly limitSeconds: number;
  readonly signal: AbortSignal;
  readonly environment: NodeJS.ProcessEnv;
  onStart(pid: number): void;
}

/** Waits for its exit and not for the end of its output: what it left running holds that open. */
function execute({ path, folder, files, limitSeconds, signal, environment, onStart }: Order): Promise<Execution> {
  const [out, err] = [openSync(files.out, 'w'), openSync(files.err, 'w')];
  const child = spawn(path, [], { cwd: folder, env: environment, detached: true, stdio: ['ignore', out, err] });
  closeSync(out);
  closeSync(err);
  if (child.pid !== undefined) onStart(child.pid);
  return new Promise((resolve, reject) => {
    let isLate = false;
    const end = (): void => {
      if (child.pid !== undefined && child.exitCode === null && child.signalCode === null) killGroup(child.pid);
    };
    const timer = setTimeout(() => {
      isLate = true;
      end();
    }, limitSeconds * 1_000);
    signal.addEventListener('abort', end, { once: true });
    const settle = (): void => {
      clearTimeout(timer);
      signal.removeEventListener('abort', end);
    };
    child.once('error', (error) => {
      settle();
      resolve({ code: null, output: '', lastWords: error.message, isLate });
    });
    child.once('exit', (code) => {
      settle();
      if (signal.aborted) reject(new LabInterrupted());
      else resolve({ code, output: readStart(files.out), lastWords: lastLine(readStart(files.err)), isLate });
    });
  });
}

function killGroup(pid: number): void {
  try {
    process.kill(-pid, 'SIGKILL');
  } catch {
    // It ended in this very moment.
  }
}

function readStart(path: string): string {
  return readFileSync(path).subarray(0, outputBytesMax).toString('utf8');
}

function lastLine(text: string): string {
  return text.trim().split('\n').at(-1)?.slice(0, 300) ?? '';
}

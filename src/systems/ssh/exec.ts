/** Runs the catalogue over one ssh connection, in a few shells that stay open between looks. */

import PQueue from 'p-queue';
import { awakeTimeout } from '../awake-limit.ts';
import type { ConnectContext } from '../contract.ts';
import { type CommandName, type Invocation, invocationOf } from '../linux/commands/catalogue.ts';
import { changes } from '../linux/commands/changes.ts';
import type { Exec, ExecResult } from '../linux/exec.ts';
import { LinuxFailure } from '../linux/failure.ts';
import { addressOf } from './connection.ts';
import { sshFailure } from './failure.ts';
import { createShellPool } from './shell-pool.ts';
import type { SshEntry } from './system.ts';

/** OpenSSH lets ten sessions share a connection unless told otherwise; a small machine is not helped by more than these at once. */
const shellsMax = 4;

export function createSshExec(entry: SshEntry, context: ConnectContext): Exec {
  const address = addressOf(entry);
  const queue = new PQueue({ concurrency: shellsMax });
  const shells = createShellPool(entry, context);

  async function attempt(name: CommandName, invocation: Invocation, signal: AbortSignal): Promise<ExecResult> {
    if (signal.aborted) throw lateFailure(address, name, shells.isConnected());
    try {
      return await shells.run(invocation, signal);
    } catch (error) {
      // The server may have closed an idle connection; a look is tried once more on a new one, a change never is.
      if (signal.aborted || name in changes || error instanceof LinuxFailure) throw sshFailure(address, error);
      return await shells.run(invocation, signal).catch((again: unknown) => {
        throw sshFailure(address, again);
      });
    }
  }

  return {
    async run(name, args, limit) {
      const invocation = invocationOf(name, args);
      const late = awakeTimeout(limit.timeoutMs);
      const signal = AbortSignal.any([limit.signal, late.signal]);
      const work = queue.add(() => attempt(name, invocation, signal));
      return within(work, signal, () => lateFailure(address, name, shells.isConnected())).finally(() => late.stop());
    },
    close() {
      shells.close();
      return Promise.resolve();
    },
  };
}

/** What is left behind when the time is up may fail unheard. */
async function within<T>(work: Promise<T>, signal: AbortSignal, late: () => LinuxFailure): Promise<T> {
  work.catch(() => undefined);
  let onAbort: (() => void) | undefined;
  const ended = new Promise<never>((_, reject) => {
    onAbort = () => reject(late());
    if (signal.aborted) onAbort();
    else signal.addEventListener('abort', onAbort, { once: true });
  });
  try {
    return await Promise.race([work, ended]);
  } finally {
    if (onAbort !== undefined) signal.removeEventListener('abort', onAbort);
  }
}

function lateFailure(address: string, name: string, isConnected: boolean): LinuxFailure {
  return isConnected
    ? new LinuxFailure(`${address} did not finish '${name}' within its limit`, { status: 'timeout', problem: 'timed-out' })
    : new LinuxFailure(`Cannot reach ${address} by ssh: no answer in time`, { status: 'unreachable', problem: 'timed-out' });
}

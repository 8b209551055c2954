/** One connection and the open shells on it: opened when needed, used again, gone when idle. */

import type { NodeSSH } from 'node-ssh';
import type { ConnectContext } from '../contract.ts';
import { type Invocation, preludeOf } from '../linux/commands/catalogue.ts';
import type { ExecResult } from '../linux/exec.ts';
import { LinuxFailure } from '../linux/failure.ts';
import { addressOf, openConnection } from './connection.ts';
import { sshFailure } from './failure.ts';
import { openShell, type Shell } from './shell.ts';
import type { SshEntry } from './system.ts';

/** Nothing stays behind on the machine for longer than that. */
const idleMs = 20_000;
/** A login that was refused is not tried again by every look of one round. */
const refusalKeptMs = 2_000;

export interface ShellPool {
  isConnected(): boolean;
  /** Throws LinuxFailure when there is no connection; any other error means that it was lost on the way. */
  run(invocation: Invocation, signal: AbortSignal): Promise<ExecResult>;
  close(): void;
}

export function createShellPool(entry: SshEntry, context: ConnectContext): ShellPool {
  const address = addressOf(entry);
  const idle: Shell[] = [];
  let current: NodeSSH | null = null;
  let opening: Promise<NodeSSH> | null = null;
  let refusal: { readonly failure: LinuxFailure; readonly atMs: number } | null = null;
  let isClosed = false;
  let idleTimer: NodeJS.Timeout | undefined;

  async function connection(): Promise<NodeSSH> {
    if (isClosed) throw new LinuxFailure(`The client of ${address} is closed`, { status: 'failed' });
    if (current?.isConnected()) return current;
    if (refusal !== null && context.clock.now() - refusal.atMs < refusalKeptMs) throw refusal.failure;
    opening ??= open().finally(() => {
      opening = null;
    });
    return opening;
  }

  async function open(): Promise<NodeSSH> {
    try {
      const ssh = await openConnection(entry, context, () => {
        if (current === ssh) current = null;
        idle.length = 0;
      });
      if (isClosed) ssh.dispose();
      current = ssh;
      refusal = null;
      return ssh;
    } catch (error) {
      const failure = sshFailure(address, error);
      refusal = { failure, atMs: context.clock.now() };
      throw failure;
    }
  }

  async function shell(): Promise<Shell> {
    const ssh = await connection();
    for (let kept = idle.pop(); kept !== undefined; kept = idle.pop()) if (kept.isUsable()) return kept;
    if (ssh.connection === null) throw new Error('Connection lost');
    return openShell(ssh.connection, preludeOf({ sudo: entry.sudo }), address);
  }

  function closeIdle(): void {
    for (const each of idle.splice(0)) each.close();
  }

  return {
    isConnected: () => current?.isConnected() ?? false,
    async run(invocation, signal) {
      const used = await shell();
      const result = await used.run(invocation, signal);
      if (used.isUsable()) idle.push(used);
      clearTimeout(idleTimer);
      idleTimer = setTimeout(closeIdle, idleMs).unref();
      return result;
    },
    close() {
      isClosed = true;
      clearTimeout(idleTimer);
      current?.dispose();
      current = null;
    },
  };
}

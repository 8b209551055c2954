/** A containerd, asked with `ctr` on its host. All I/O is the host's; what goes wrong is told apart here, once for all. */

import type { LookContext, SystemClient } from '../contract.ts';
import { isLinuxClient } from '../linux/client.ts';
import type { CommandName } from '../linux/commands/catalogue.ts';
import type { ExecLimit, ExecResult } from '../linux/exec.ts';
import { LinuxFailure } from '../linux/failure.ts';
import type { ContainerdEntry } from './entry.ts';

export interface ContainerdClient extends SystemClient {
  readonly socket: string;
  /** Those that are looked at; none: all that there are. */
  readonly namespaces: readonly string[];
  /**
   * A command about the daemon, whose first argument is the socket. Throws LinuxFailure: the host is none of ours or can't be reached,
   * it has no ctr, or the daemon is away, does not answer or refuses.
   */
  ask(name: CommandName, args: readonly string[], context: LookContext, limit: ExecLimit): Promise<string>;
}

export function createContainerdClient(entry: ContainerdEntry): ContainerdClient {
  return {
    socket: entry.socket,
    namespaces: entry.namespaces ?? [],
    async ask(name, args, { host }, limit) {
      if (!isLinuxClient(host))
        throw new LinuxFailure(`'${entry.runsOn}', which '${entry.id}' runs on, is no host or ssh system`, { status: 'failed' });
      const result = await host.exec.run(name, [entry.socket, ...args], limit);
      const failure = failureOf(entry, result);
      if (failure !== null) throw failure;
      return result.stdout;
    },
    close: () => Promise.resolve(),
  };
}

/** Pure: ctr ends with 1 whatever it was, and says it in words. Null where the daemon was asked. */
export function failureOf(entry: Pick<ContainerdEntry, 'runsOn' | 'socket'>, { exitCode, stderr }: ExecResult): LinuxFailure | null {
  const said = stderr.trim().split('\n').at(-1)?.slice(0, 300) ?? '';
  const where = `${entry.socket} on '${entry.runsOn}'`;
  if (exitCode === 0) return null;
  if (exitCode === 66) return new LinuxFailure(`'${entry.runsOn}' has no ctr: install containerd's own client there`, { status: 'failed' });
  if (/permission denied|a password is required|not allowed to execute/i.test(said))
    return new LinuxFailure(`Not allowed to use ${where}: ${said}`, { status: 'denied', problem: 'auth' });
  if (exitCode === 67 || /no such file|dial unix:?\S*: timeout/.test(said))
    return new LinuxFailure(`There is no socket ${where}`, { status: 'unreachable', problem: 'refused' });
  if (/connection refused/.test(said))
    return new LinuxFailure(`Nobody listens behind ${where}`, { status: 'unreachable', problem: 'refused' });
  if (exitCode === 124 || exitCode === 137 || /handshake|deadline exceeded/.test(said) || (exitCode === 68 && said === ''))
    return new LinuxFailure(`Containerd does not answer behind ${where}`, { status: 'unreachable', problem: 'timed-out' });
  return new LinuxFailure(`ctr did not do it on '${entry.runsOn}': ${said || `exit code ${String(exitCode)}`}`, { status: 'failed' });
}

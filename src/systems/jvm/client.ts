/** A Java process, found anew at each look: it may have been restarted since. All I/O is the host's. */

import type { LookContext, SystemClient } from '../contract.ts';
import type { LinuxClient } from '../linux/client.ts';
import type { CommandName } from '../linux/commands/catalogue.ts';
import type { ExecLimit, ExecResult } from '../linux/exec.ts';
import { LinuxFailure } from '../linux/failure.ts';
import { readSockets } from '../linux/probes/socket-table.ts';
import { readFiles } from '../linux/read-files.ts';
import { serviceOf } from '../linux/sample.ts';
import type { JvmEntry } from './entry.ts';
import { isProgram, type JavaProcess, parseJavaProcesses } from './parse-processes.ts';

export interface FoundProcess extends JavaProcess {
  /** Processes that fit as well; the lowest pid is looked at. */
  readonly others: number;
  /** The declared service of its host that it is, and that may be restarted; empty when there is none. */
  readonly service: string;
}

export interface JvmClient extends SystemClient {
  /** Throws LinuxFailure where what it runs on is no Linux machine of ours. */
  through(context: LookContext): JavaHost;
}

export interface JavaHost {
  readonly host: LinuxClient;
  /** Throws LinuxFailure: the host can't be reached, or no such process runs. */
  find(limit: ExecLimit): Promise<FoundProcess>;
  /** A command about the process. Throws LinuxFailure when it has gone, may not be attached to or does not answer. */
  ask(name: CommandName, args: readonly string[], limit: ExecLimit): Promise<ExecResult>;
}

export function createJvmClient(entry: JvmEntry): JvmClient {
  return {
    through({ host }) {
      if (host === undefined || !isLinux(host))
        throw new LinuxFailure(`'${entry.runsOn}', which '${entry.id}' runs on, is no host or ssh system`, { status: 'failed' });
      return {
        host,
        find: (limit) => find(entry, host, limit),
        ask: async (name, args, limit) => checked(entry, await host.exec.run(name, args, limit)),
      };
    },
    close: () => Promise.resolve(),
  };
}

async function find(entry: JvmEntry, host: LinuxClient, limit: ExecLimit): Promise<FoundProcess> {
  const listed = parseJavaProcesses((await host.exec.run('java-processes', [], limit)).stdout);
  const fitting = await choose(entry, host, listed, limit);
  const [first] = [...fitting].sort((one, other) => one.pid - other.pid);
  if (first === undefined) throw nobodyFits(entry, listed);
  return { ...first, others: fitting.length - 1, service: serviceOf(host, first.command, first.program) };
}

async function choose(
  { mainClass, pidFile, port }: JvmEntry,
  host: LinuxClient,
  processes: readonly JavaProcess[],
  limit: ExecLimit,
): Promise<readonly JavaProcess[]> {
  if (mainClass !== undefined) return processes.filter(({ program }) => isProgram(program, mainClass));
  if (pidFile !== undefined) {
    const wanted = Number((await readFiles(host.exec, [pidFile], limit)).get(pidFile)?.trim() ?? 0);
    return processes.filter(({ pid }) => pid === wanted);
  }
  const { listeners } = await readSockets(host, limit);
  const owners = listeners.filter((each) => each.port === port).flatMap((each) => each.pids);
  return processes.filter(({ pid }) => owners.includes(pid));
}

function isLinux(client: SystemClient): client is LinuxClient {
  return 'exec' in client && 'settings' in client;
}

function nobodyFits(entry: JvmEntry, listed: readonly JavaProcess[]): LinuxFailure {
  const wanted =
    entry.mainClass === undefined
      ? entry.pidFile === undefined
        ? `listens on port ${String(entry.port)}`
        : `has the pid in ${entry.pidFile}`
      : `runs ${entry.mainClass}`;
  const others = listed.slice(0, 8).map(({ pid, program }) => `${program || '?'} (${String(pid)})`);
  const seen = others.length === 0 ? 'no Java process runs there' : `there is ${others.join(', ')}`;
  return new LinuxFailure(`No Java process on '${entry.runsOn}' ${wanted}; ${seen}`, { status: 'unreachable', problem: 'refused' });
}

/** The tools say in words why they could not; `timeout` ends with 124. */
function checked(entry: JvmEntry, result: ExecResult): ExecResult {
  const text = `${result.stdout.slice(0, 2_000)} ${result.stderr}`;
  if (result.exitCode === 66 || text.includes('@@notool'))
    throw new LinuxFailure(`'${entry.runsOn}' has no jcmd: a JRE without the tools of the JDK is installed`, { status: 'failed' });
  if (result.exitCode === 67) throw new LinuxFailure('The process has ended meanwhile', { status: 'unreachable', problem: 'refused' });
  if (result.exitCode === 124 || result.exitCode === 137)
    throw new LinuxFailure('The JVM did not answer within the limit', { status: 'timeout' });
  if (/well-known file is not secure|Operation not permitted|Permission denied|AttachNotSupported|a password is required/i.test(text))
    throw new LinuxFailure('Attaching was refused: the account must be the user of the JVM, or root', { status: 'denied' });
  return result;
}

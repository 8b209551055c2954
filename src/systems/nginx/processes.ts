/** nginx's master and workers as its host shows them. */

import type { LookContext } from '../contract.ts';
import type { LinuxClient } from '../linux/client.ts';
import type { NginxFiles } from './parse/settle-files.ts';

export interface NginxProcess {
  readonly pid: number;
  readonly startTicks: number;
  readonly ageSeconds: number;
  readonly state: string;
  /** Null where the account may not see them. */
  readonly descriptors: number | null;
  readonly descriptorsMax: number | null;
  readonly command: string;
}

export interface NginxProcesses {
  /** Null when there is no pid file, or none that this account may read. */
  readonly isRunning: boolean | null;
  readonly master: NginxProcess | null;
  readonly workers: readonly NginxProcess[];
  /** Workers of an earlier configuration that wait for their last connections. */
  readonly shuttingDown: readonly NginxProcess[];
  /** When the configuration that runs was loaded (epoch ms, to a second or so): the oldest worker that takes connections. */
  readonly loadedMs: number | null;
}

const ticksPerSecond = 100;

export async function readNginxProcesses(
  host: LinuxClient,
  { pidFile, masterPid }: Pick<NginxFiles, 'pidFile' | 'masterPid'>,
  context: LookContext,
): Promise<NginxProcesses> {
  const args = [pidFile, ...(masterPid === null ? [] : [String(masterPid)])];
  const { stdout } = await host.exec.run('nginx-processes', args, { timeoutMs: 8_000, signal: context.signal });
  return parseNginxProcesses(stdout);
}

export function parseNginxProcesses(text: string): NginxProcesses {
  const uptime = Number(/^uptime ([\d.]+)/m.exec(text)?.[1] ?? 0);
  const nowSeconds = Number(/^now (\d+)/m.exec(text)?.[1] ?? 0);
  const all = [...text.matchAll(/^proc (\d+) (\d+) (\S) (\d+) (\d+|unlimited) (.*)$/gm)].map((match): NginxProcess => {
    const [, pid, ticks, state = '', descriptors, most, command = ''] = match;
    return {
      pid: Number(pid),
      startTicks: Number(ticks),
      ageSeconds: Math.max(0, Math.round(uptime - Number(ticks) / ticksPerSecond)),
      state,
      descriptors: Number(descriptors) > 0 ? Number(descriptors) : null,
      descriptorsMax: Number(most) > 0 ? Number(most) : null,
      command: command.trim(),
    };
  });
  const [master] = all;
  const workers = all.filter(({ command }) => /^nginx: worker process$/.test(command));
  const oldest = workers.reduce((most, { ageSeconds }) => Math.max(most, ageSeconds), -1);
  return {
    isRunning: master !== undefined ? true : /^@@gone/m.test(text) ? false : null,
    master: master ?? null,
    workers,
    shuttingDown: all.filter(({ command }) => /worker process is shutting down/.test(command)),
    loadedMs: oldest < 0 ? null : (nowSeconds - oldest) * 1_000,
  };
}

/** A process is named by pid, start time and name together: a pid alone may belong to another one by the time a person has approved. */

import { z } from 'zod';
import type { LocalText } from '../../../domain/text.ts';
import type { LookContext } from '../../contract.ts';
import type { LinuxClient } from '../client.ts';
import type { ExecLimit } from '../exec.ts';
import { LinuxFailure } from '../failure.ts';
import { type ProcessStat, parseProcessSample } from '../parse/process.ts';
import { readFiles } from '../read-files.ts';

export const processArguments = {
  pid: z.number().int().min(2).max(4_194_304),
  /** When it started, in clock ticks after boot, as in `/proc/PID/stat`. */
  startTicks: z.number().int().min(0),
  name: z.string().min(1).max(64),
} as const;

export interface ProcessIdentity {
  readonly pid: number;
  readonly startTicks: number;
  readonly name: string;
}

export const actionTimeoutMs = 20_000;

export function limitOf(context: LookContext): ExecLimit {
  return { timeoutMs: actionTimeoutMs, signal: context.signal };
}

/** The process as it is now; null when it is gone or its pid has passed to another. */
export async function findProcess(client: LinuxClient, identity: ProcessIdentity, limit: ExecLimit): Promise<ProcessStat | null> {
  const path = `/proc/${identity.pid}/stat`;
  const files = await readFiles(client.exec, [path], limit);
  const found = parseProcessSample(files.get(path) ?? '').processes.get(identity.pid);
  return found === undefined || found.startTicks !== identity.startTicks ? null : found;
}

/** Who has this pid now; null when nobody. */
export async function findIdentity(
  client: LinuxClient,
  pid: number,
  limit: ExecLimit,
): Promise<{ pid: number; startTicks: number; name: string } | null> {
  const path = `/proc/${pid}/stat`;
  const found = parseProcessSample((await readFiles(client.exec, [path], limit)).get(path) ?? '').processes.get(pid);
  return found === undefined ? null : { pid, startTicks: found.startTicks, name: found.name };
}

/** Processes that no plan may touch: without them there is no machine, or no Zhiban. */
export function protectionOf(client: LinuxClient, process: ProcessStat): LocalText | null {
  if (process.isKernelThread || process.pid < 2) return { 'zh-CN': '这是内核线程', en: 'it is a thread of the kernel' };
  if (process.pid === client.ownPid) return { 'zh-CN': '这是 Zhiban 自己', en: 'it is Zhiban itself' };
  if (/^(systemd|init|dbus-daemon|dockerd|containerd|kubelet|systemd-(journald|logind|udevd|networkd|resolved))$/.test(process.name))
    return { 'zh-CN': `${process.name} 是系统的基础进程`, en: `the machine rests on ${process.name}` };
  if (process.name === 'sshd') return { 'zh-CN': '停掉 sshd 会失去对主机的访问', en: 'without sshd nobody gets in any more' };
  return null;
}

/** Throws LinuxFailure when a changing command did not go through. */
export function requireSuccess(
  what: string,
  result: { readonly exitCode: number; readonly stdout: string; readonly stderr: string },
): void {
  if (result.exitCode === 0) return;
  if (result.stdout.includes('@@gone'))
    throw new LinuxFailure(`${what}: the process is gone or its pid has passed to another`, { status: 'failed' });
  const why = (result.stderr.trim() || result.stdout.trim()).split('\n').at(-1)?.slice(0, 300) ?? '';
  const isDenied = /permission|not permitted|password is required|sudo:/i.test(why);
  throw new LinuxFailure(`${what}: ${why || `exit code ${result.exitCode}`}`, { status: isDenied ? 'denied' : 'failed' });
}

export function processText(identity: ProcessIdentity): string {
  return `${identity.name} (pid ${identity.pid})`;
}

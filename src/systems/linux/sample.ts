/** Rates come from two samples: the same look twice, with a pause between. */

import type { LookContext } from '../contract.ts';
import type { LinuxClient } from './client.ts';
import type { ExecLimit } from './exec.ts';
import { LinuxFailure } from './failure.ts';
import { maskCommand } from './mask-command.ts';
import { ageSeconds, type ProcessSample, type ProcessStat, parseProcessSample } from './parse/process.ts';
import { type FileContents, readFiles } from './read-files.ts';

export interface Twice<Sample> {
  readonly first: Sample;
  readonly second: Sample;
}

export async function sampleTwice<Sample>(take: () => Promise<Sample>, windowMs: number, context: LookContext): Promise<Twice<Sample>> {
  const first = await take();
  await context.clock.sleep(windowMs, context.signal);
  return { first, second: await take() };
}

export async function readProcesses(client: LinuxClient, limit: ExecLimit): Promise<ProcessSample> {
  const { stdout } = await client.exec.run('process-stats', [], limit);
  const sample = parseProcessSample(stdout);
  if (sample.processes.size === 0) throw new LinuxFailure('Cannot read /proc: is this a Linux machine?', { status: 'failed' });
  return sample;
}

/** What a person must know of a process to recognise it, and an action to hit no other. */
export interface Portrait {
  readonly pid: number;
  readonly name: string;
  readonly command: string;
  readonly startTicks: number;
  readonly ageSeconds: number;
}

export const nobody: Portrait = { pid: 0, name: '', command: '', startTicks: 0, ageSeconds: 0 };

export function portraitOf(process: ProcessStat | undefined, files: FileContents, uptimeSeconds: number): Portrait {
  if (process === undefined) return nobody;
  const command = maskCommand(files.get(`/proc/${process.pid}/cmdline`) ?? '');
  return {
    pid: process.pid,
    name: programName(process.name, command),
    command: command === '' ? `[${process.name}]` : command,
    startTicks: process.startTicks,
    ageSeconds: Math.round(ageSeconds(process, uptimeSeconds)),
  };
}

/** Node calls its first thread so; the program's file says more. */
function programName(name: string, command: string): string {
  if (name !== 'MainThread') return name;
  return (command.split(' ')[0] ?? '').replace(/^.*\//, '') || name;
}

export function readProcessFiles(
  client: LinuxClient,
  pids: readonly number[],
  names: readonly ('cmdline' | 'status' | 'limits' | 'wchan' | 'cgroup')[],
  limit: ExecLimit,
): Promise<FileContents> {
  const wanted = [...new Set(pids)].slice(0, 60);
  return readFiles(
    client.exec,
    wanted.flatMap((pid) => names.map((name) => `/proc/${pid}/${name}`)),
    limit,
  );
}

/** The declared service whose word stands in the command line. */
export function serviceOf(client: LinuxClient, command: string, name: string): string {
  const match = client.settings.services.find((service) => {
    const { check } = service;
    const word = typeof check === 'string' ? check : typeof check === 'object' ? (check.process ?? service.name) : service.name;
    return service.restart !== undefined && (command.includes(word) || name === word);
  });
  return match?.name ?? '';
}

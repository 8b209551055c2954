/** Processes by state: stopped ones, zombies and whose they are, those that wait in the kernel; threads against the limits. */

import { z } from 'zod';
import type { LinuxClient } from '../client.ts';
import { percentText, tableText } from '../format.ts';
import { linuxProbe } from '../linux-probe.ts';
import type { ProcessSample, ProcessStat } from '../parse/process.ts';
import { type FileContents, readFiles } from '../read-files.ts';
import { nobody, type Portrait, portraitOf, readProcesses, readProcessFiles, sampleTwice, serviceOf } from '../sample.ts';
import { pileFactNames, pileFacts } from './piled-jobs.ts';
import { type Listener, ownersByPid, readSockets } from './socket-table.ts';

const limitPaths = ['/proc/sys/kernel/pid_max', '/proc/sys/kernel/threads-max', '/proc/loadavg'];

export const processesProbe = linuxProbe({
  name: 'processes',
  summary: {
    'zh-CN': '进程状态：已暂停、僵尸、不可中断等待，以及线程数与上限',
    en: 'processes stopped, defunct or stuck in the kernel, and threads against their limits',
  },
  parameters: z.strictObject({ windowMs: z.number().int().min(200).max(10_000).default(700) }),
  timeoutMs: 15_000,
  cost: 'cheap',
  hints: 'process|zombie|defunct|hang|hung|stuck|stopped|fork|thread|进程|僵尸|卡死|挂起|线程|没有响应|无响应',
  query: 'cat /proc/[0-9]*/stat (twice); cat /proc/PID/wchan; cat /proc/sys/kernel/pid_max',
  facts: [
    'processes.total',
    'processes.threads',
    'processes.pidMax',
    'processes.threadsMax',
    'processes.pidUsedRatio',
    'processes.threads.pid',
    'processes.threads.name',
    'processes.threads.command',
    'processes.threads.count',
    'processes.threads.startTicks',
    'processes.threads.shareRatio',
    'processes.children.pid',
    'processes.children.name',
    'processes.children.count',
    'processes.alike.name',
    'processes.alike.count',
    ...pileFactNames,
    'zombies.count',
    'zombies.parent.pid',
    'zombies.parent.name',
    'zombies.parent.command',
    'zombies.parent.startTicks',
    'zombies.parent.count',
    'zombies.parent.service',
    'zombies.parent.isServing',
    'zombies.parent.isOwn',
    'stuck.count',
    'stuck.pid',
    'stuck.name',
    'stuck.command',
    'stuck.wchan',
    'stuck.frozen.count',
    'stuck.frozen.pid',
    'stuck.frozen.name',
    'stuck.frozen.command',
    'stopped.count',
    'stopped.pid',
    'stopped.name',
    'stopped.command',
    'stopped.startTicks',
    'stopped.isServing',
    'stopped.port',
    'stopped.service',
    'stopped.ageSeconds',
    'stopped.isTraced',
  ],
  async see(client, given, context, limit) {
    const [{ first, second }, limits, table] = await Promise.all([
      sampleTwice(() => readProcesses(client, limit), given.windowMs, context),
      readFiles(client.exec, limitPaths, limit),
      readSockets(client, limit),
    ]);
    const all = [...second.processes.values()];
    const stuck = stuckIn(first, second);
    const zombies = all.filter(({ state }) => state === 'Z' || state === 'X');
    const parent = second.processes.get(mostCommon(zombies.map((zombie) => zombie.parent)).value);
    const listeners = ownersByPid(table.listeners);
    const stopped = rankStopped(all, listeners);
    const threaded = mostThreaded(second);
    const shown = [parent, stuck[0], stopped[0], threaded].filter((each) => each !== undefined);
    const files = await readProcessFiles(
      client,
      [...shown, ...stuck.slice(0, 10), ...stopped.slice(0, 10)].map(({ pid }) => pid),
      ['cmdline', 'wchan'],
      limit,
    );
    const portrait = (process: ProcessStat | undefined): Portrait =>
      process === undefined ? nobody : portraitOf(process, files, second.uptimeSeconds);
    const waiting = portrait(stuck[0]);
    const facts = {
      ...totalFacts(second, limits, portrait),
      ...(await pileFacts(client, first, second, limit)),
      ...zombieFacts(client, zombies, portrait(parent), listeners),
      'stuck.count': stuck.length,
      'stuck.pid': waiting.pid,
      'stuck.name': waiting.name,
      'stuck.command': waiting.command,
      'stuck.wchan': stuck[0] === undefined ? '' : (files.get(`/proc/${waiting.pid}/wchan`) ?? '').trim(),
      ...frozenFacts(
        stuck.slice(0, 10).filter(({ pid }) => writersOfFrozen.test(files.get(`/proc/${pid}/wchan`) ?? '')),
        portrait,
      ),
      ...stoppedFacts(client, stopped, portrait(stopped[0]), listeners),
    };
    const rows = [...stopped.slice(0, 10), ...stuck.slice(0, 10), ...zombies.slice(0, 10)].map((each) => [
      each.pid,
      each.parent,
      each.state,
      each.threads,
      files.get(`/proc/${each.pid}/wchan`) ?? '',
      portrait(each).command,
    ]);
    return {
      headline: {
        'zh-CN': `进程 ${all.length}，线程 ${facts['processes.threads']}（上限的 ${percentText(facts['processes.pidUsedRatio'])}）；已暂停 ${stopped.length}，僵尸 ${zombies.length}，不可中断 ${stuck.length}`,
        en: `${all.length} processes, ${facts['processes.threads']} threads (${percentText(facts['processes.pidUsedRatio'])} of the limit); ${stopped.length} stopped, ${zombies.length} defunct, ${stuck.length} stuck in the kernel`,
      },
      facts,
      text: `pid_max ${facts['processes.pidMax']}, threads-max ${facts['processes.threadsMax']}\n\n${tableText(['PID', 'PPID', 'S', 'THREADS', 'WCHAN', 'COMMAND'], rows)}`,
    };
  },
});

type Portray = (process: ProcessStat | undefined) => Portrait;
type Listeners = ReadonlyMap<number, readonly Listener[]>;

function mostThreaded(sample: ProcessSample): ProcessStat | undefined {
  return [...sample.processes.values()].sort((one, other) => other.threads - one.threads)[0];
}

function totalFacts(sample: ProcessSample, limits: FileContents, portrait: Portray) {
  const all = [...sample.processes.values()];
  const threads = Number(/\/(\d+)/.exec(limits.get('/proc/loadavg') ?? '')?.[1] ?? 0) || all.reduce((sum, each) => sum + each.threads, 0);
  const pidMax = Number(limits.get('/proc/sys/kernel/pid_max') ?? 0) || 32_768;
  const threadsMax = Number(limits.get('/proc/sys/kernel/threads-max') ?? 0) || pidMax;
  const threaded = mostThreaded(sample);
  const most = portrait(threaded);
  const children = mostCommon(all.filter(({ parent }) => parent > 2).map(({ parent }) => parent));
  const alike = mostCommon(all.filter(({ isKernelThread }) => !isKernelThread).map(({ name }) => name));
  return {
    'processes.total': all.length,
    'processes.threads': threads,
    'processes.pidMax': pidMax,
    'processes.threadsMax': threadsMax,
    'processes.pidUsedRatio': threads / Math.min(pidMax, threadsMax),
    'processes.threads.pid': most.pid,
    'processes.threads.name': most.name,
    'processes.threads.command': most.command,
    'processes.threads.count': threaded?.threads ?? 0,
    'processes.threads.startTicks': most.startTicks,
    'processes.threads.shareRatio': Math.min(1, (threaded?.threads ?? 0) / Math.max(1, threads)),
    'processes.children.pid': children.value,
    'processes.children.name': sample.processes.get(children.value)?.name ?? '',
    'processes.children.count': children.count,
    'processes.alike.name': alike.value === 0 ? '' : alike.value,
    'processes.alike.count': alike.count,
  };
}

function zombieFacts(client: LinuxClient, zombies: readonly ProcessStat[], who: Portrait, listeners: Listeners) {
  return {
    'zombies.count': zombies.length,
    'zombies.parent.pid': who.pid,
    'zombies.parent.name': who.name,
    'zombies.parent.command': who.command,
    'zombies.parent.startTicks': who.startTicks,
    'zombies.parent.count': zombies.filter((zombie) => zombie.parent === who.pid).length,
    'zombies.parent.service': serviceOf(client, who.command, who.name),
    'zombies.parent.isServing': listeners.has(who.pid),
    'zombies.parent.isOwn': who.pid > 0 && who.pid === client.ownPid,
  };
}

/** Where a writer waits until its filesystem is thawed; what else waits there does so for a blink. */
const writersOfFrozen = /percpu_rwsem_wait|sb_start_write|sb_wait_write|vfs_check_frozen|xfs_wait_for_freeze/;

function frozenFacts(frozen: readonly ProcessStat[], portrait: Portray) {
  const who = portrait(frozen[0]);
  return {
    'stuck.frozen.count': frozen.length,
    'stuck.frozen.pid': who.pid,
    'stuck.frozen.name': who.name,
    'stuck.frozen.command': who.command,
  };
}

function stoppedFacts(client: LinuxClient, stopped: readonly ProcessStat[], stopping: Portrait, listeners: Listeners) {
  const ports = listeners.get(stopping.pid) ?? [];
  return {
    'stopped.count': stopped.length,
    'stopped.pid': stopping.pid,
    'stopped.name': stopping.name,
    'stopped.command': stopping.command,
    'stopped.startTicks': stopping.startTicks,
    'stopped.ageSeconds': stopping.ageSeconds,
    'stopped.isServing': ports.length > 0,
    'stopped.port': ports[0]?.port ?? 0,
    'stopped.service': serviceOf(client, stopping.command, stopping.name),
    'stopped.isTraced': stopped[0]?.state === 't',
  };
}

/** In the D state both times: once is every disk access. */
function stuckIn(first: ProcessSample, second: ProcessSample): readonly ProcessStat[] {
  return [...second.processes.values()].filter(
    (process) => process.state === 'D' && !process.isKernelThread && first.processes.get(process.pid)?.state === 'D',
  );
}

/** Those that serve a port first; what a person stopped at a terminal (Ctrl-Z) is no fault. */
function rankStopped(all: readonly ProcessStat[], listeners: ReadonlyMap<number, readonly Listener[]>): readonly ProcessStat[] {
  const stopped = all.filter(({ state, terminal, pid }) => (state === 'T' || state === 't') && (terminal === 0 || listeners.has(pid)));
  return stopped.sort((one, other) => Number(listeners.has(other.pid)) - Number(listeners.has(one.pid)) || other.rssPages - one.rssPages);
}

function mostCommon<Value extends string | number>(values: readonly Value[]): { readonly value: Value | 0; readonly count: number } {
  const counts = new Map<Value, number>();
  for (const value of values) counts.set(value, (counts.get(value) ?? 0) + 1);
  const [first] = [...counts].sort((one, other) => other[1] - one[1]);
  return first === undefined ? { value: 0, count: 0 } : { value: first[0], count: first[1] };
}

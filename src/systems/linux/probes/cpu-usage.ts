/** Who has used the processors between two samples, with Zhiban's own part taken out. */

import type { LinuxClient } from '../client.ts';
import { ageSeconds, type ProcessSample, type ProcessStat, ticksPerSecond } from '../parse/process.ts';
import { nobody, type Portrait, serviceOf } from '../sample.ts';

export interface Usage {
  readonly process: ProcessStat;
  readonly cores: number;
}

export interface Leader extends Usage {
  readonly portrait: Portrait;
}

/** Cores used by each process that was there both times, the most first. */
export function usagesBetween(first: ProcessSample, second: ProcessSample): readonly Usage[] {
  const seconds = Math.max(0.05, second.uptimeSeconds - first.uptimeSeconds);
  const usages: Usage[] = [];
  for (const process of second.processes.values()) {
    const earlier = first.processes.get(process.pid);
    const isSame = earlier?.startTicks === process.startTicks;
    // One that was born in between has used what it has used since.
    const ticks = process.cpuTicks - (isSame ? earlier.cpuTicks : 0);
    const isBornBetween = !isSame && ageSeconds(process, second.uptimeSeconds) <= seconds + 0.5;
    if (ticks > 0 && (isSame || isBornBetween)) usages.push({ process, cores: ticks / ticksPerSecond / seconds });
  }
  return usages.sort((one, other) => other.cores - one.cores);
}

/** What looks run, and what Zhiban starts for itself. A demo's faulty process is its child too, and is none of these. */
const ownWork = /^(sh|awk|mawk|gawk|ls|cat|grep|find|stat|df|sed|head|sort|temporal)$/;

/**
 * Zhiban, the processes it works with and the commands that its looks run. An investigation is work: on a small machine
 * that work must not be held against the machine.
 */
export function isOwnWork(process: ProcessStat, sample: ProcessSample, ownPid: number | null): boolean {
  if (ownPid === null) return false;
  if (process.pid === ownPid) return true;
  const parentOfOwn = sample.processes.get(ownPid)?.parent ?? 0;
  const isKin = process.parent === ownPid || (parentOfOwn > 1 && process.parent === parentOfOwn);
  if (isKin && ownWork.test(process.name)) return true;
  const grandparent = sample.processes.get(process.parent);
  return grandparent !== undefined && grandparent.parent === ownPid && ownWork.test(process.name) && ownWork.test(grandparent.name);
}

export function topFacts(client: LinuxClient, leaders: readonly Leader[], given: { readonly cores: number; readonly busyCores: number }) {
  const group = groupsOf(leaders)[0];
  // The leader of the largest workload: a single process may use more at this moment without being what fills the machine.
  const [first, second] = leaders
    .filter(({ portrait }) => portrait.command === group?.command)
    .concat(leaders.filter(({ portrait }) => portrait.command !== group?.command));
  const top = first?.portrait ?? nobody;
  const next = second?.portrait ?? nobody;
  const busyCores = Math.max(given.busyCores, 0.01);
  return {
    'cpu.top.pid': top.pid,
    'cpu.top.name': top.name,
    'cpu.top.command': top.command,
    'cpu.top.startTicks': top.startTicks,
    'cpu.top.ageSeconds': top.ageSeconds,
    'cpu.top.usedCores': first?.cores ?? 0,
    'cpu.top.machineRatio': Math.min(1, (first?.cores ?? 0) / given.cores),
    'cpu.top.busyShareRatio': Math.min(1, (first?.cores ?? 0) / busyCores),
    'cpu.top.lifetimeCores': first === undefined ? 0 : first.process.cpuTicks / ticksPerSecond / Math.max(1, top.ageSeconds),
    'cpu.top.nice': first?.process.nice ?? 0,
    'cpu.top.service': serviceOf(client, top.command, top.name),
    'cpu.second.pid': next.pid,
    'cpu.second.name': next.name,
    'cpu.second.startTicks': next.startTicks,
    'cpu.second.isAlike': next.pid > 0 && next.command === top.command && (second?.cores ?? 0) >= 0.3,
    'cpu.group.command': group?.command ?? '',
    'cpu.group.count': group?.count ?? 0,
    'cpu.group.machineRatio': Math.min(1, (group?.cores ?? 0) / given.cores),
    'cpu.group.busyShareRatio': Math.min(1, (group?.cores ?? 0) / busyCores),
  };
}

/** Processes with the same command line are one workload: four `yes` are one fault. */
function groupsOf(leaders: readonly Leader[]) {
  const groups = new Map<string, { command: string; count: number; cores: number }>();
  for (const { portrait, cores } of leaders) {
    const group = groups.get(portrait.command) ?? { command: portrait.command, count: 0, cores: 0 };
    groups.set(portrait.command, { command: portrait.command, count: group.count + 1, cores: group.cores + cores });
  }
  return [...groups.values()].sort((one, other) => other.cores - one.cores);
}

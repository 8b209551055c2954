/** Control groups with a limit: which is closest to it, in memory, in processes, in processor time. */

import { z } from 'zod';
import { bytesText } from '../../../domain/text.ts';
import { percentText, tableText } from '../format.ts';
import { linuxProbe } from '../linux-probe.ts';
import { type LimitedGroup, parseCgroups } from '../parse/cgroups.ts';
import { portraitOf, readProcesses, readProcessFiles, sampleTwice } from '../sample.ts';

/** Words of an alert that may be the name of a group. */
const wordsMax = 60;
const throttling = /throttl|quota|限流|节流|配额/i;
const commonNames = /^(system|user|docker|kubepods\S*|init|cgroup|libpod\S*|machine|besteffort|burstable|guaranteed)$/;

export function wordsOf(words: string): { readonly meant: readonly string[] } {
  const found = words.slice(0, 20_000).match(/[\w.@-]{4,64}/g) ?? [];
  return { meant: [...new Set(throttling.test(words) ? ['throttled', ...found] : found)].slice(0, wordsMax) };
}

/** Whether somebody asks about throttling, or about what is in this group: any container on a machine may be held back, and for good. */
export function isMeant(path: string, meant: readonly string[]): boolean {
  const names = path.split('/').map((each) => each.replace(/\.(service|slice|scope)$/, ''));
  const own = names.slice(4).filter((each) => each.length >= 4 && !commonNames.test(each));
  return path !== '' && meant.some((word) => throttling.test(word) || own.some((name) => name.toLowerCase().includes(word.toLowerCase())));
}

export const cgroupsProbe = linuxProbe({
  name: 'cgroups',
  summary: {
    'zh-CN': 'cgroup（容器、服务）的内存、进程数与 CPU 限额',
    en: 'control groups (containers, services) against their limits of memory, processes and processor time',
  },
  parameters: z.strictObject({
    windowMs: z.number().int().min(200).max(10_000).default(700),
    meant: z.array(z.string().max(64)).max(wordsMax).default([]),
  }),
  aimedAt: wordsOf,
  timeoutMs: 15_000,
  cost: 'cheap',
  hints: 'container|cgroup|oom|memory|limit|throttl|docker|容器|内存|限额|限流',
  query: 'grep /sys/fs/cgroup/**/{memory,pids,cpu}.* (twice)',
  facts: [
    'cgroup.limited',
    'cgroup.memory.path',
    'cgroup.memory.usedRatio',
    'cgroup.memory.usedBytes',
    'cgroup.memory.limitBytes',
    'cgroup.memory.oomKills',
    'cgroup.memory.hits',
    'cgroup.memory.hitsPerSecond',
    'cgroup.memory.pid',
    'cgroup.memory.name',
    'cgroup.oom.path',
    'cgroup.oom.kills',
    'cgroup.oom.limitBytes',
    'cgroup.pids.path',
    'cgroup.pids.usedRatio',
    'cgroup.pids.used',
    'cgroup.pids.limit',
    'cgroup.pids.name',
    'cgroup.cpu.path',
    'cgroup.cpu.throttledRatio',
    'cgroup.cpu.isMeant',
  ],
  async see(client, given, context, limit) {
    const take = async () => parseCgroups((await client.exec.run('cgroups', [], limit)).stdout);
    const { first, second } = await sampleTwice(take, given.windowMs, context);
    const groups = [...second.groups.values()];
    const memory = [...groups].filter(({ memoryLimit }) => memoryLimit > 0).sort((one, other) => memoryRatio(other) - memoryRatio(one))[0];
    const killed = [...groups].sort((one, other) => other.oomKills - one.oomKills)[0];
    const pids = [...groups].filter(({ pidsLimit }) => pidsLimit > 0).sort((one, other) => pidsRatio(other) - pidsRatio(one))[0];
    const throttled = [...second.throttling]
      .map(([path, now]) => ({ path, ratio: throttledRatio(first.throttling.get(path), now) }))
      .sort(
        (one, other) =>
          Number(isMeant(other.path, given.meant)) * other.ratio - Number(isMeant(one.path, given.meant)) * one.ratio ||
          other.ratio - one.ratio,
      )[0];
    const processes = await readProcesses(client, limit);
    const shown = [memory?.pids[0], pids?.pids[0]].filter((pid) => pid !== undefined);
    const files = await readProcessFiles(client, shown, ['cmdline'], limit);
    const nameOf = (pid: number | undefined): string => portraitOf(processes.processes.get(pid ?? 0), files, 0).command;
    const hitsBefore = memory === undefined ? 0 : (first.groups.get(memory.path)?.limitHits ?? memory.limitHits);
    const facts = {
      'cgroup.limited': groups.length,
      'cgroup.memory.path': memory?.path ?? '',
      'cgroup.memory.usedRatio': memory === undefined ? 0 : memoryRatio(memory),
      'cgroup.memory.usedBytes': memory?.memoryUsed ?? 0,
      'cgroup.memory.limitBytes': memory?.memoryLimit ?? 0,
      'cgroup.memory.oomKills': memory?.oomKills ?? 0,
      'cgroup.memory.hits': memory?.limitHits ?? 0,
      'cgroup.memory.hitsPerSecond': ((memory?.limitHits ?? 0) - hitsBefore) / (given.windowMs / 1_000),
      'cgroup.memory.pid': memory?.pids[0] ?? 0,
      'cgroup.memory.name': nameOf(memory?.pids[0]),
      'cgroup.oom.path': killed === undefined || killed.oomKills === 0 ? '' : killed.path,
      'cgroup.oom.kills': killed?.oomKills ?? 0,
      'cgroup.oom.limitBytes': killed?.memoryLimit ?? 0,
      'cgroup.pids.path': pids?.path ?? '',
      'cgroup.pids.usedRatio': pids === undefined ? 0 : pidsRatio(pids),
      'cgroup.pids.used': pids?.pidsUsed ?? 0,
      'cgroup.pids.limit': pids?.pidsLimit ?? 0,
      'cgroup.pids.name': nameOf(pids?.pids[0]),
      'cgroup.cpu.path': throttled?.path ?? '',
      'cgroup.cpu.throttledRatio': throttled?.ratio ?? 0,
      'cgroup.cpu.isMeant': isMeant(throttled?.path ?? '', given.meant),
    };
    const rows = [...groups].sort((one, other) => memoryRatio(other) - memoryRatio(one)).slice(0, 30);
    return {
      headline: {
        'zh-CN':
          groups.length === 0
            ? '没有设置限额的 cgroup'
            : `${groups.length} 个有限额的 cgroup，内存最高 ${percentText(facts['cgroup.memory.usedRatio'])}，进程数最高 ${percentText(facts['cgroup.pids.usedRatio'])}`,
        en:
          groups.length === 0
            ? 'no control group has a limit'
            : `${groups.length} limited control groups; memory at most ${percentText(facts['cgroup.memory.usedRatio'])}, processes at most ${percentText(facts['cgroup.pids.usedRatio'])}`,
      },
      facts,
      text: tableText(
        ['MEMORY', 'LIMIT', 'PIDS', 'PIDS_MAX', 'OOM_KILLS', 'PATH'],
        rows.map((each) => [
          bytesText(each.memoryUsed),
          bytesText(each.memoryLimit),
          each.pidsUsed,
          each.pidsLimit,
          each.oomKills,
          each.path,
        ]),
      ),
    };
  },
});

function memoryRatio(group: LimitedGroup): number {
  return group.memoryLimit > 0 ? group.memoryUsed / group.memoryLimit : 0;
}

function pidsRatio(group: LimitedGroup): number {
  return group.pidsLimit > 0 ? group.pidsUsed / group.pidsLimit : 0;
}

function throttledRatio(
  before: { readonly periods: number; readonly throttled: number } | undefined,
  now: { readonly periods: number; readonly throttled: number },
): number {
  const periods = now.periods - (before?.periods ?? now.periods);
  return periods > 0 ? (now.throttled - (before?.throttled ?? now.throttled)) / periods : 0;
}

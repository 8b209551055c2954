/** What the tasks use against their own limits, and which were killed for it. */

import { z } from 'zod';
import { bytesText } from '../../../domain/text.ts';
import { linuxProbe } from '../../linux/linux-probe.ts';
import type { ContainerdClient } from '../client.ts';
import { readMetrics, type TaskMetrics } from '../read-metrics.ts';

export const metricsProbe = linuxProbe({
  name: 'metrics',
  summary: {
    'zh-CN': '任务的内存、进程数、CPU 限流与自身上限，OOM 次数',
    en: 'memory, processes and throttling of tasks against their limits, kills for memory',
  },
  parameters: z.strictObject({}),
  timeoutMs: 40_000,
  cost: 'moderate',
  hints: 'memory|oom|killed|pids|fork|cpu|throttl|slow|exit|down|内存|被杀|进程数|限流|慢|退出',
  query: 'ctr -n NAMESPACE tasks metrics --format json CONTAINER',
  facts: [
    'metrics.tasks', 'memory.name', 'memory.usedBytes', 'memory.limitBytes', 'memory.usedRatio', 'oom.tasks', 'oom.name', 'oom.status', 'oom.kills',
    'oom.limitBytes', 'pids.name', 'pids.current', 'pids.limit', 'pids.usedRatio', 'cpu.name', 'cpu.periods', 'cpu.throttledRatio',
  ], // biome-ignore format: one list
  async see(client: ContainerdClient, _given, context, limit) {
    const tasks = readMetrics(await client.ask('containerd-metrics', client.namespaces, context, limit));
    const facts = factsOf(tasks);
    const memory = `${facts['memory.name']} ${percentOf(facts['memory.usedRatio'])}`;
    const killed = String(facts['oom.tasks']);
    return {
      headline: {
        'zh-CN': `${tasks.length} 个任务；内存最紧：${facts['memory.name'] === '' ? '都没有上限' : memory}；因内存被杀过的：${killed} 个`,
        en: `${tasks.length} tasks; tightest in memory: ${facts['memory.name'] === '' ? 'none has a limit' : memory}; killed for memory: ${killed}`,
      },
      facts,
      text: tasks.map(lineOf).join('\n'),
    };
  },
});

function factsOf(tasks: readonly TaskMetrics[]) {
  const alive = tasks.filter(({ status }) => status !== 'STOPPED');
  const memory = worst(alive, ({ memoryBytes, memoryLimitBytes }) => share(memoryBytes, memoryLimitBytes));
  const pids = worst(alive, (each) => share(each.pids, each.pidsLimit));
  const cpu = worst(alive, ({ throttledPeriods, cpuPeriods }) => share(throttledPeriods, cpuPeriods));
  const killed = tasks.filter(({ oomKills }) => oomKills > 0);
  // One that ended with it is worse off than one that lost a process.
  const oom = worst(killed, ({ oomKills, status }) => oomKills + (status === 'STOPPED' ? 1e9 : 0));
  return {
    'metrics.tasks': tasks.length,
    'memory.name': nameOf(memory),
    'memory.usedBytes': memory?.memoryBytes ?? 0,
    'memory.limitBytes': memory?.memoryLimitBytes ?? 0,
    'memory.usedRatio': share(memory?.memoryBytes ?? 0, memory?.memoryLimitBytes ?? 0),
    'oom.tasks': killed.length,
    'oom.name': nameOf(oom),
    'oom.status': oom?.status ?? '',
    'oom.kills': oom?.oomKills ?? 0,
    'oom.limitBytes': oom?.memoryLimitBytes ?? 0,
    'pids.name': nameOf(pids),
    'pids.current': pids?.pids ?? 0,
    'pids.limit': pids?.pidsLimit ?? 0,
    'pids.usedRatio': share(pids?.pids ?? 0, pids?.pidsLimit ?? 0),
    'cpu.name': nameOf(cpu),
    'cpu.periods': cpu?.cpuPeriods ?? 0,
    'cpu.throttledRatio': share(cpu?.throttledPeriods ?? 0, cpu?.cpuPeriods ?? 0),
  };
}

/** The task with the most of it; none where nobody has any. */
function worst(tasks: readonly TaskMetrics[], by: (task: TaskMetrics) => number): TaskMetrics | undefined {
  const [first] = [...tasks].sort((one, other) => by(other) - by(one));
  return first !== undefined && by(first) > 0 ? first : undefined;
}

function share(part: number, whole: number): number {
  return whole > 0 ? part / whole : 0;
}

function percentOf(given: number): string {
  return `${String(Math.round(given * 100))}%`;
}

function nameOf(task: TaskMetrics | undefined): string {
  return task === undefined ? '' : `${task.namespace}/${task.container}`;
}

function lineOf(task: TaskMetrics): string {
  const limit = task.memoryLimitBytes === 0 ? 'no limit' : bytesText(task.memoryLimitBytes);
  const pids = task.pidsLimit === 0 ? String(task.pids) : `${String(task.pids)}/${String(task.pidsLimit)}`;
  const throttled = percentOf(share(task.throttledPeriods, task.cpuPeriods));
  const words = `memory ${bytesText(task.memoryBytes)} of ${limit}, pids ${pids}, throttled ${throttled}, killed for memory ${String(task.oomKills)}`;
  return `${nameOf(task)} ${task.status}: ${words}`;
}

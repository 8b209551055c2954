/** How near running containers are to their own limits of memory, CPU and processes; measured over a second. */

import { z } from 'zod';
import type { Facts } from '../../../domain/evidence.ts';
import type { HttpLimit } from '../../http/exchange.ts';
import { apiProbe } from '../../http-api/probe.ts';
import { type DockerClient, isMissing } from '../client.ts';
import { containersSchema, inspect } from '../read-containers.ts';

const count = z.number().nullish();
export const statsSchema = z.looseObject({
  cpu_stats: z
    .looseObject({
      cpu_usage: z.looseObject({ total_usage: count }).nullish(),
      throttling_data: z.looseObject({ periods: count, throttled_periods: count, throttled_time: count }).nullish(),
    })
    .nullish(),
  memory_stats: z.looseObject({ usage: count, limit: count, stats: z.record(z.string(), z.number()).nullish() }).nullish(),
  pids_stats: z.looseObject({ current: count, limit: count }).nullish(),
});

export type Stats = z.infer<typeof statsSchema>;

export interface Usage {
  readonly name: string;
  readonly memoryBytes: number;
  /** Null without a limit of its own. */
  readonly memoryLimit: number | null;
  /** In CPUs; null where the time between two readings is not known. */
  readonly cpus: number | null;
  readonly cpuLimit: number | null;
  /** Of the periods of the second, 0..1; null without a limit. */
  readonly throttledRatio: number | null;
  readonly pids: number;
  readonly pidsLimit: number | null;
}

const containersMax = 30;
const together = 6;
const betweenMs = 1_000;

export const resourcesProbe = apiProbe({
  name: 'resources',
  summary: {
    'zh-CN': '运行中容器的内存、CPU 限流与进程数，相对各自的限制',
    en: 'memory, throttled CPU and processes of running containers against their own limits',
  },
  parameters: z.strictObject({}),
  cost: 'cheap',
  hints: 'cpu|memory|throttl|slow|pids?\\b|fork|limit|内存|限流|慢|卡|进程数|资源|限制',
  query: 'docker stats --no-stream',
  facts: ['memory.*', 'cpu.*', 'pids.*', 'usage.*'],
  async see(client: DockerClient, _given, limit, context) {
    const running = (await client.json('containers/json', containersSchema, limit)).slice(0, containersMax);
    const ids = running.map(({ Id }) => Id);
    const first = await readAll(ids, (id) => statsOf(client, id, limit));
    const startedMs = performance.now();
    const limits = await readAll(ids, (id) => inspect(client, id, limit));
    await context.clock.sleep(Math.max(0, betweenMs - (performance.now() - startedMs)), context.signal);
    const second = await readAll(ids, (id) => statsOf(client, id, limit));
    const seconds = (performance.now() - startedMs) / 1_000;
    const usages = running.flatMap(({ Names }, index): readonly Usage[] => {
      const [before, after, container] = [first[index], second[index], limits[index]];
      if (before === null || before === undefined || after === null || after === undefined || !container) return [];
      return [usageOf((Names?.[0] ?? '').replace(/^\//, ''), before, after, seconds, container.HostConfig)];
    });
    const facts = usageFacts(usages);
    return {
      headline: {
        'zh-CN': `${String(usages.length)} 个运行中的容器；内存最接近上限 ${percent(facts['memory.ratio'])}，CPU 限流最重 ${percent(facts['cpu.throttledRatio'])}`,
        en: `${String(usages.length)} running; nearest to its memory limit ${percent(facts['memory.ratio'])}, most throttled ${percent(facts['cpu.throttledRatio'])}`,
      },
      facts: { 'reach.isOk': true, ...facts },
      text: usages.map(lineOf).join('\n'),
    };
  },
});

async function readAll<Answer>(ids: readonly string[], read: (id: string) => Promise<Answer>): Promise<readonly Answer[]> {
  const answers: Answer[] = [];
  for (let at = 0; at < ids.length; at += together) answers.push(...(await Promise.all(ids.slice(at, at + together).map(read))));
  return answers;
}

/** One reading, at once; null for a container that has gone meanwhile. */
async function statsOf(client: DockerClient, id: string, limit: HttpLimit): Promise<Stats | null> {
  try {
    return await client.json(`containers/${id}/stats?stream=false&one-shot=true`, statsSchema, limit);
  } catch (error) {
    if (isMissing(error)) return null;
    throw error;
  }
}

interface Limits {
  readonly Memory: number;
  readonly NanoCpus: number;
  readonly CpuQuota: number;
  readonly CpuPeriod: number;
}

/** Pure. The page cache can be given back, and is not what brings a container to its limit. */
export function usageOf(name: string, before: Stats, after: Stats, seconds: number, limits: Limits): Usage {
  const memory = after.memory_stats;
  const cache = memory?.stats?.total_inactive_file ?? memory?.stats?.inactive_file ?? 0;
  const [cpuBefore, cpuAfter] = [before.cpu_stats?.cpu_usage?.total_usage, after.cpu_stats?.cpu_usage?.total_usage];
  const [was, is] = [before.cpu_stats?.throttling_data, after.cpu_stats?.throttling_data];
  const periods = (is?.periods ?? 0) - (was?.periods ?? 0);
  const throttled = (is?.throttled_periods ?? 0) - (was?.throttled_periods ?? 0);
  const period = limits.CpuPeriod > 0 ? limits.CpuPeriod : 100_000;
  const cpuLimit = limits.NanoCpus > 0 ? limits.NanoCpus / 1e9 : limits.CpuQuota > 0 ? limits.CpuQuota / period : null;
  const pidsLimit = after.pids_stats?.limit ?? 0;
  return {
    name,
    memoryBytes: Math.max(0, (memory?.usage ?? 0) - cache),
    memoryLimit: limits.Memory > 0 ? limits.Memory : null,
    cpus: cpuBefore === undefined || cpuBefore === null || !cpuAfter || seconds <= 0 ? null : (cpuAfter - cpuBefore) / 1e9 / seconds,
    cpuLimit,
    throttledRatio: cpuLimit === null || periods < 3 ? null : throttled / periods,
    pids: after.pids_stats?.current ?? 0,
    // Without one it is what the kernel allows at all.
    pidsLimit: pidsLimit > 0 && pidsLimit < 1_000_000 ? pidsLimit : null,
  };
}

/** Pure: of each sort the one that is nearest to its limit. */
export function usageFacts(usages: readonly Usage[]): Facts {
  const ratioOf = (part: number, whole: number | null): number => (whole === null ? 0 : part / whole);
  const [memory] = [...usages].sort(
    (one, other) => ratioOf(other.memoryBytes, other.memoryLimit) - ratioOf(one.memoryBytes, one.memoryLimit),
  );
  const [cpu] = [...usages].sort((one, other) => (other.throttledRatio ?? 0) - (one.throttledRatio ?? 0));
  const [pids] = [...usages].sort((one, other) => ratioOf(other.pids, other.pidsLimit) - ratioOf(one.pids, one.pidsLimit));
  return {
    'usage.containers': usages.length,
    'usage.withoutMemoryLimit': usages.filter(({ memoryLimit }) => memoryLimit === null).length,
    ...(memory === undefined || memory.memoryLimit === null
      ? { 'memory.name': '' }
      : {
          'memory.name': memory.name,
          'memory.ratio': memory.memoryBytes / memory.memoryLimit,
          'memory.usedMib': Math.round(memory.memoryBytes / 1_048_576),
          'memory.limitMib': Math.round(memory.memoryLimit / 1_048_576),
          'memory.suggestedMib': Math.ceil((memory.memoryLimit * 1.5) / 1_048_576),
        }),
    ...(cpu === undefined || cpu.throttledRatio === null
      ? { 'cpu.name': '' }
      : {
          'cpu.name': cpu.name,
          'cpu.throttledRatio': cpu.throttledRatio,
          'cpu.used': cpu.cpus,
          'cpu.limit': cpu.cpuLimit,
          'cpu.suggested': cpu.cpuLimit === null ? null : Math.ceil(cpu.cpuLimit * 20) / 10,
        }),
    ...(pids === undefined || pids.pidsLimit === null
      ? { 'pids.name': '' }
      : { 'pids.name': pids.name, 'pids.ratio': pids.pids / pids.pidsLimit, 'pids.current': pids.pids, 'pids.limit': pids.pidsLimit }),
  };
}

function percent(value: unknown): string {
  return typeof value === 'number' ? `${String(Math.round(value * 100))} %` : '-';
}

function lineOf(usage: Usage): string {
  const mib = (bytes: number): string => `${String(Math.round(bytes / 1_048_576))} MiB`;
  const cpus = usage.cpus === null ? '?' : usage.cpus.toFixed(2);
  return `${usage.name}: memory ${mib(usage.memoryBytes)}/${usage.memoryLimit === null ? '∞' : mib(usage.memoryLimit)}, ${cpus}/${usage.cpuLimit === null ? '∞' : String(usage.cpuLimit)} CPUs, throttled ${percent(usage.throttledRatio)}, ${String(usage.pids)}/${usage.pidsLimit === null ? '∞' : String(usage.pidsLimit)} processes`;
}

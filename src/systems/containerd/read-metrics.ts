/** What `ctr tasks metrics` measures, of both generations of control groups in the same words. Pure. */

import { z } from 'zod';

const count = z.number().default(0);
const usage = z.looseObject({ usage: count, limit: count });

const metricsSchema = z.looseObject({
  pids: z.looseObject({ current: count, limit: count }).nullish(),
  cpu: z
    .looseObject({
      throttling: z.looseObject({ periods: count, throttled_periods: count }).nullish(),
      nr_periods: count,
      nr_throttled: count,
    })
    .nullish(),
  memory: z
    .looseObject({
      // The first generation has an object here, the second a number and its limit beside it.
      usage: z.union([usage, z.number()]).nullish(),
      usage_limit: count,
      total_inactive_file: count,
      inactive_file: count,
    })
    .nullish(),
  memory_oom_control: z.looseObject({ oom_kill: count }).nullish(),
  memory_events: z.looseObject({ oom_kill: count }).nullish(),
});

export interface TaskMetrics {
  readonly namespace: string;
  readonly container: string;
  readonly status: string;
  /** Without the files that the kernel would give up first. */
  readonly memoryBytes: number;
  /** 0: none. */
  readonly memoryLimitBytes: number;
  readonly oomKills: number;
  readonly pids: number;
  /** 0: none. */
  readonly pidsLimit: number;
  /** Periods in which it might have run, since its start; 0 without a quota. */
  readonly cpuPeriods: number;
  readonly throttledPeriods: number;
}

/** What "no limit" looks like is close to the largest number that there is. */
const unlimited = 2 ** 60;

export function readMetrics(text: string): readonly TaskMetrics[] {
  return `\n${text}`
    .split('\n@@task:')
    .slice(1)
    .flatMap((part) => {
      const [, namespace = '', container = '', status = '', json = ''] = /^([^/\s]+)\/(\S+) (\S+)\n([\s\S]*)$/.exec(part) ?? [];
      const measured = metricsSchema.safeParse(jsonOf(json));
      return measured.success ? [{ namespace, container, status, ...measuresOf(measured.data) }] : [];
    });
}

function measuresOf({ pids, cpu, memory, memory_oom_control, memory_events }: z.infer<typeof metricsSchema>) {
  const told = memory?.usage;
  const used = typeof told === 'number' ? { usage: told, limit: memory?.usage_limit ?? 0 } : (told ?? { usage: 0, limit: 0 });
  const idleFiles = typeof told === 'number' ? memory?.inactive_file : memory?.total_inactive_file;
  return {
    memoryBytes: Math.max(0, used.usage - (idleFiles ?? 0)),
    memoryLimitBytes: used.limit >= unlimited ? 0 : used.limit,
    oomKills: (memory_oom_control?.oom_kill ?? 0) + (memory_events?.oom_kill ?? 0),
    pids: pids?.current ?? 0,
    pidsLimit: (pids?.limit ?? 0) >= unlimited ? 0 : (pids?.limit ?? 0),
    cpuPeriods: cpu?.throttling?.periods ?? cpu?.nr_periods ?? 0,
    throttledPeriods: cpu?.throttling?.throttled_periods ?? cpu?.nr_throttled ?? 0,
  };
}

/** A task that has gone in between has none. */
function jsonOf(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return null;
  }
}

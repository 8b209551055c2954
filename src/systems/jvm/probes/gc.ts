/** What collecting garbage costs and what it leaves: two readings of the JVM's own counters, which need no answer of the JVM. */

import { z } from 'zod';
import { bytesText } from '../../../domain/text.ts';
import type { LookContext } from '../../contract.ts';
import type { ExecLimit } from '../../linux/exec.ts';
import { LinuxFailure } from '../../linux/failure.ts';
import { percentText } from '../../linux/format.ts';
import { linuxProbe } from '../../linux/linux-probe.ts';
import type { JavaHost, JvmClient } from '../client.ts';
import { type GarbageCounters, parseCounters } from '../parse-counters.ts';

const factNames = [
  'gc.windowSeconds', 'gc.overheadRatio', 'gc.overheadSinceStart', 'gc.youngRuns', 'gc.fullRuns', 'gc.fullRunsTotal', 'gc.fullSeconds',
  'gc.cause', 'gc.policy', 'heap.usedBytes', 'heap.maxBytes', 'heap.usedRatio', 'old.usedBytes', 'old.maxBytes', 'old.usedRatio',
  'old.usedAfterFullRatio', 'metaspace.usedBytes', 'metaspace.growthBytes', 'safepoint.ratio', 'safepoint.syncRatio',
  'safepoint.beyondGcRatio', 'classes.loaded', 'classes.unloaded', 'classes.loadedInWindow', 'threads.startedInWindow',
] as const; // biome-ignore format: one list

export const gcProbe = linuxProbe({
  name: 'gc',
  summary: { 'zh-CN': '堆、老年代、GC 开销、元空间、安全点', en: 'heap, old generation, cost of collecting, metaspace, safepoints' },
  parameters: z.strictObject({ windowMs: z.number().int().min(300).max(30_000).default(3_000) }),
  timeoutMs: 40_000,
  cost: 'cheap',
  hints: 'gc|heap|oom|memory|pause|slow|latency|metaspace|java|堆|内存|卡顿|停顿|慢|元空间|回收',
  query: 'jstat -snap PID (twice)',
  facts: factNames,
  async see(client: JvmClient, given, context, limit) {
    const java = client.through(context);
    const process = await java.find(limit);
    const first = await read(java, process.pid, limit);
    await pause(given.windowMs, context);
    const second = await read(java, process.pid, limit);
    const facts = gcFacts(first, second);
    return {
      headline: {
        'zh-CN': `堆 ${percentText(facts['heap.usedRatio'])}，老年代 ${percentText(facts['old.usedRatio'])}，GC 占用时间 ${percentText(facts['gc.overheadRatio'])}（窗口内 Full GC ${String(facts['gc.fullRuns'])} 次）`,
        en: `heap ${percentText(facts['heap.usedRatio'])}, old generation ${percentText(facts['old.usedRatio'])}, ${percentText(facts['gc.overheadRatio'])} of the time spent collecting (${String(facts['gc.fullRuns'])} full collections in the window)`,
      },
      facts,
      text: printCounters(second),
    };
  },
});

async function read(java: JavaHost, pid: number, limit: ExecLimit): Promise<GarbageCounters> {
  const { stdout } = await java.ask('java-counters', [String(pid)], limit);
  const counters = parseCounters(stdout);
  if (counters === null)
    throw new LinuxFailure('The JVM keeps no counters (-XX:-UsePerfData), or its user is another one', { status: 'failed' });
  return counters;
}

async function pause(ms: number, context: LookContext): Promise<void> {
  await context.clock.sleep(ms, context.signal);
}

/** Pure. What is left after a full collection is only known when one ended between the readings or just before. */
export function gcFacts(first: GarbageCounters, second: GarbageCounters) {
  const window = Math.max(0.001, second.elapsedSeconds - first.elapsedSeconds);
  const share = (grown: number): number => Math.min(1, Math.max(0, grown) / window);
  const fullRuns = second.old.runs - first.old.runs;
  const collecting = share(second.collectSeconds - first.collectSeconds);
  const stopped = share(second.safepointSeconds - first.safepointSeconds);
  const oldRatio = ratio(second.oldUsedBytes, second.oldMaxBytes);
  return {
    'gc.windowSeconds': window,
    'gc.overheadRatio': collecting,
    'gc.overheadSinceStart': second.collectSeconds / Math.max(1, second.elapsedSeconds),
    'gc.youngRuns': second.young.runs - first.young.runs,
    'gc.fullRuns': fullRuns,
    'gc.fullRunsTotal': second.old.runs,
    'gc.fullSeconds': second.old.seconds - first.old.seconds,
    'gc.cause': second.cause,
    'gc.policy': second.policy,
    'heap.usedBytes': second.heapUsedBytes,
    'heap.maxBytes': second.heapMaxBytes,
    'heap.usedRatio': ratio(second.heapUsedBytes, second.heapMaxBytes),
    'old.usedBytes': second.oldUsedBytes,
    'old.maxBytes': second.oldMaxBytes,
    'old.usedRatio': oldRatio,
    'old.usedAfterFullRatio': fullRuns > 0 ? oldRatio : null,
    'metaspace.usedBytes': second.metaspaceUsedBytes,
    'metaspace.growthBytes': second.metaspaceUsedBytes - first.metaspaceUsedBytes,
    'safepoint.ratio': stopped,
    'safepoint.syncRatio': share(second.safepointSyncSeconds - first.safepointSyncSeconds),
    'safepoint.beyondGcRatio': Math.max(0, stopped - collecting),
    'classes.loaded': second.classesLoaded,
    'classes.unloaded': second.classesUnloaded,
    'classes.loadedInWindow': second.classesLoaded - first.classesLoaded,
    'threads.startedInWindow': second.threadsStarted - first.threadsStarted,
  };
}

function ratio(used: number, most: number): number {
  return most > 0 ? used / most : 0;
}

function printCounters(counters: GarbageCounters): string {
  return [
    `policy ${counters.policy}, last cause ${counters.cause}`,
    `young ${String(counters.young.runs)} in ${counters.young.seconds.toFixed(2)} s, full ${String(counters.old.runs)} in ${counters.old.seconds.toFixed(2)} s`,
    `heap ${bytesText(counters.heapUsedBytes)} of ${bytesText(counters.heapMaxBytes)}, old ${bytesText(counters.oldUsedBytes)} of ${bytesText(counters.oldMaxBytes)}, metaspace ${bytesText(counters.metaspaceUsedBytes)}`,
    `safepoints ${counters.safepointSeconds.toFixed(2)} s, reaching them ${counters.safepointSyncSeconds.toFixed(2)} s, in ${counters.elapsedSeconds.toFixed(0)} s`,
    `threads ${String(counters.threads)}, classes ${String(counters.classesLoaded)}`,
  ].join('\n');
}

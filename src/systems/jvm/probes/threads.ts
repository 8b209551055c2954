/** Threads: how many, who waits for whom, which one burns the processor, and what the pools wait for. */

import { z } from 'zod';
import type { LookContext } from '../../contract.ts';
import type { ExecLimit } from '../../linux/exec.ts';
import { linuxProbe } from '../../linux/linux-probe.ts';
import { parseUptime, ticksPerSecond } from '../../linux/parse/process.ts';
import type { JavaHost, JvmClient } from '../client.ts';
import { parseThreadDump } from '../parse-threads.ts';
import { type BusyThread, describeThreads, threadFactNames, threadFacts } from './thread-facts.ts';

export const threadsProbe = linuxProbe({
  name: 'threads',
  summary: {
    'zh-CN': '线程数、死锁、锁竞争、连接池等待、最耗 CPU 的线程',
    en: 'threads, deadlocks, contended locks, waiting for pools, hottest thread',
  },
  parameters: z.strictObject({ windowMs: z.number().int().min(300).max(30_000).default(2_000) }),
  timeoutMs: 40_000,
  cost: 'cheap',
  hints: 'thread|deadlock|lock|pool|hang|stuck|cpu|slow|timeout|线程|死锁|锁|连接池|卡住|挂起|慢|超时',
  query: 'jcmd PID Thread.print -l; /proc/PID/task/*/stat (twice)',
  facts: threadFactNames,
  async see(client: JvmClient, given, context, limit) {
    const java = client.through(context);
    const { pid } = await java.find(limit);
    const busy = await busyThreads(java, pid, given.windowMs, context, limit);
    const dump = parseThreadDump((await java.ask('java-threads', [String(pid)], limit)).stdout);
    const facts = threadFacts(dump, busy);
    const deadlocked = Number(facts['threads.deadlocked']);
    return {
      headline: {
        'zh-CN': `${String(facts['threads.count'])} 个线程，阻塞 ${String(facts['threads.blocked'])}${deadlocked > 0 ? `，死锁 ${String(facts['threads.deadlocked'])} 个：${String(facts['threads.deadlock'])}` : ''}；最忙：${String(facts['threads.hot.name'])} ${String(facts['threads.hot.cores'])} 核`,
        en: `${String(facts['threads.count'])} threads, ${String(facts['threads.blocked'])} blocked${deadlocked > 0 ? `, ${String(facts['threads.deadlocked'])} in a deadlock: ${String(facts['threads.deadlock'])}` : ''}; busiest ${String(facts['threads.hot.name'])} at ${String(facts['threads.hot.cores'])} cores`,
      },
      facts,
      text: describeThreads(dump, busy),
    };
  },
});

async function busyThreads(
  java: JavaHost,
  pid: number,
  windowMs: number,
  context: LookContext,
  limit: ExecLimit,
): Promise<readonly BusyThread[]> {
  const first = parseTimes((await java.ask('thread-times', [String(pid)], limit)).stdout);
  await context.clock.sleep(windowMs, context.signal);
  const second = parseTimes((await java.ask('thread-times', [String(pid)], limit)).stdout);
  const seconds = Math.max(0.01, second.uptimeSeconds - first.uptimeSeconds);
  const busy = [...second.threads].map(([id, { ticks, name }]) => {
    const cores = round((ticks - (first.threads.get(id)?.ticks ?? ticks)) / ticksPerSecond / seconds);
    const waited = ((second.waitedNs.get(id) ?? 0) - (first.waitedNs.get(id) ?? second.waitedNs.get(id) ?? 0)) / 1e9 / seconds;
    return { nativeId: id, name, cores, demand: round(cores + waited) };
  });
  return busy.sort((one, other) => other.demand - one.demand || other.cores - one.cores);
}

function round(value: number): number {
  return Math.round(value * 100) / 100;
}

interface Times {
  readonly uptimeSeconds: number;
  readonly threads: ReadonlyMap<number, { readonly ticks: number; readonly name: string }>;
  /** How long each was ready to run without a processor; empty where the kernel does not count it. */
  readonly waitedNs: ReadonlyMap<number, number>;
}

/** `id ticks name` a line, and the uptime of the machine. */
export function parseTimes(text: string): Times {
  const threads = [...text.matchAll(/^(\d+) (\d+) (.*)$/gm)].map(
    ([, id, ticks, name = '']) => [Number(id), { ticks: Number(ticks), name }] as const,
  );
  const waited = [...text.matchAll(/^sched (\d+) \d+ (\d+) /gm)].map(([, id, ns]) => [Number(id), Number(ns)] as const);
  return { threads: new Map(threads), waitedNs: new Map(waited), uptimeSeconds: parseUptime(/^uptime (.*)$/m.exec(text)?.[1] ?? '') };
}

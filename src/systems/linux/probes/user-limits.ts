/** Users whose processes and threads come near what one of their programs may have: it is the user's sum that the kernel compares. */

import { z } from 'zod';
import { percentText, tableText } from '../format.ts';
import { linuxProbe } from '../linux-probe.ts';
import { nobody, portraitOf, readProcesses, readProcessFiles } from '../sample.ts';

export interface UserCount {
  readonly user: string;
  readonly threads: number;
  /** The lowest limit that a program of this user has. */
  readonly limit: number;
  readonly pid: number;
}

/** Programs forbid themselves to start anything by a limit of 0 or 1: a sandbox, not a shortage. */
const sandboxMax = 10;

export const userLimitsProbe = linuxProbe({
  name: 'user-limits',
  summary: { 'zh-CN': '各用户的进程与线程数，对照 ulimit -u', en: "each user's processes and threads against ulimit -u" },
  parameters: z.strictObject({}),
  timeoutMs: 15_000,
  cost: 'moderate',
  hints: 'fork|thread|resource temporarily|nproc|ulimit|process limit|线程|进程数',
  query: 'cat /proc/[0-9]*/status; grep "Max processes" /proc/[0-9]*/limits',
  facts: [
    'limits.user.name',
    'limits.user.threads',
    'limits.user.max',
    'limits.user.usedRatio',
    'limits.user.program',
    'limits.user.command',
    'limits.user.pid',
  ],
  async see(client, _given, _context, limit) {
    const users = parseUserCounts((await client.exec.run('user-processes', [], limit)).stdout);
    const [worst] = users;
    const [sample, files] =
      worst === undefined
        ? [null, new Map<string, string>()]
        : await Promise.all([readProcesses(client, limit), readProcessFiles(client, [worst.pid], ['cmdline'], limit)]);
    const who = sample === null ? nobody : portraitOf(sample.processes.get(worst?.pid ?? 0), files, sample.uptimeSeconds);
    const ratio = worst === undefined ? 0 : worst.threads / worst.limit;
    const facts = {
      'limits.user.name': worst?.user ?? '',
      'limits.user.threads': worst?.threads ?? 0,
      'limits.user.max': worst?.limit ?? 0,
      'limits.user.usedRatio': ratio,
      'limits.user.program': who.name,
      'limits.user.command': who.command,
      'limits.user.pid': who.pid,
    };
    const rows = users.slice(0, 15).map((each) => [each.user, each.threads, each.limit, percentText(each.threads / each.limit), each.pid]);
    return {
      headline:
        worst === undefined
          ? { 'zh-CN': '没有用户受进程数限制', en: 'no user has a limit of processes' }
          : {
              'zh-CN': `用户 ${worst.user} 有 ${worst.threads} 个进程与线程，上限 ${worst.limit}（${percentText(ratio)}）`,
              en: `user ${worst.user} has ${worst.threads} processes and threads of ${worst.limit} (${percentText(ratio)})`,
            },
      facts,
      text: tableText(['USER', 'THREADS', 'LIMIT', 'USED', 'PID'], rows),
    };
  },
});

/** The nearest to its limit first. */
export function parseUserCounts(text: string): readonly UserCount[] {
  return [...text.matchAll(/^user (\d+) (\d+) (\d+) (\d+) ?(\S*)$/gm)]
    .map(([, uid = '', threads, limit, pid, name = '']) => ({
      user: name === '' ? uid : name,
      threads: Number(threads),
      limit: Number(limit),
      pid: Number(pid),
    }))
    .filter(({ limit }) => limit >= sandboxMax)
    .sort((one, other) => other.threads / other.limit - one.threads / one.limit);
}

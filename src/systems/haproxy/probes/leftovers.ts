/** Processes of earlier configurations that have not ended, as the host shows them. */

import { z } from 'zod';
import { isLinuxClient } from '../../linux/client.ts';
import { LinuxFailure } from '../../linux/failure.ts';
import { ageSeconds } from '../../linux/parse/process.ts';
import { readProcesses } from '../../linux/sample.ts';
import { SocketFailure } from '../failure.ts';
import { parseInfo } from '../parse.ts';
import { haproxyProbe } from './haproxy-probe.ts';

export const leftoversProbe = haproxyProbe({
  name: 'leftovers',
  summary: {
    'zh-CN': '重载后没有退出的旧进程（需要 runsOn）',
    en: 'processes of earlier configurations that have not ended (needs runsOn)',
  },
  parameters: z.strictObject({}),
  timeoutMs: 10_000,
  cost: 'cheap',
  hints: 'haproxy|reload|old process|memory|重载|旧进程|内存',
  query: 'show info; ps --ppid',
  isFor: (entry) => entry.runsOn !== undefined,
  facts: ['leftovers.count', 'leftovers.oldestSeconds', 'leftovers.sinceSeconds'],
  async see(client, _given, context, limit) {
    const current = Number(parseInfo(await client.command('show info', limit)).get('Pid'));
    const host = context.host;
    if (!isLinuxClient(host)) throw blind("no host is declared: 'runsOn' names the host or ssh system that HAProxy runs on");
    const { processes, uptimeSeconds } = await readProcesses(host, limit).catch((error: unknown) => {
      if (error instanceof LinuxFailure) throw blind(error.message);
      throw error;
    });
    const own = processes.get(current);
    if (own?.name !== 'haproxy') throw blind(`the host has no process haproxy ${current}: is 'runsOn' right?`);
    const master = processes.get(own.parent);
    // Siblings below one master; without a master nothing tells whose they are.
    const old = [...processes.values()].filter(
      (each) => master?.name === 'haproxy' && each.parent === master.pid && each.pid !== current && each.startTicks < own.startTicks,
    );
    const ages = old.map((each) => Math.round(ageSeconds(each, uptimeSeconds)));
    return {
      headline: {
        'zh-CN': old.length === 0 ? '没有遗留的旧进程' : `${old.length} 个旧进程没有退出`,
        en: old.length === 0 ? 'no old processes' : `${old.length} old processes have not ended`,
      },
      facts: {
        'leftovers.count': old.length,
        'leftovers.oldestSeconds': ages.length === 0 ? 0 : Math.max(...ages),
        // They were told to end when the process of today was started.
        'leftovers.sinceSeconds': Math.round(ageSeconds(own, uptimeSeconds)),
      },
      text: old.map((each, index) => `${each.pid} started ${String(ages[index])} s ago`).join('\n'),
    };
  },
});

function blind(reason: string): SocketFailure {
  return new SocketFailure(reason, { problem: 'reply', stage: 'answer' });
}

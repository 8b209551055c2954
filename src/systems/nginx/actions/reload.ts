/** Has nginx read its configuration and certificates anew, only once what lies on disk has passed its own test. */

import { z } from 'zod';
import type { Action, LookContext, Precheck } from '../../contract.ts';
import { requireSuccess } from '../../linux/actions/process-identity.ts';
import type { LinuxClient } from '../../linux/client.ts';
import { LinuxFailure } from '../../linux/failure.ts';
import { type NginxClient, nginxHost } from '../client.ts';
import { readDump } from '../probes/config.ts';
import { type NginxProcesses, readNginxProcesses } from '../processes.ts';

const schema = z.strictObject({});
const beforeSchema = z.object({ masterPid: z.number(), masterTicks: z.number(), workers: z.array(z.string()) });

export const reload: Action<NginxClient> = {
  name: 'reload',
  risk: 'medium',
  arguments: schema,
  timeoutMs: 30_000,
  verifyWithinMs: 15_000,
  summary: () => ({ 'zh-CN': '重新加载 nginx 的配置与证书', en: 'reload nginx: its configuration and certificates' }),
  effect: () => ({
    'zh-CN': '新的工作进程按磁盘上的配置接管新连接，旧进程处理完手上的连接后退出；长连接可能让旧进程停留很久',
    en: 'new workers take new connections by the configuration on disk; old ones end once their connections do, which may take long',
  }),
  verification: () => ({ 'zh-CN': '所有接受连接的工作进程都是新的', en: 'all workers that take connections are new' }),
  async precheck(client, _given, context) {
    const host = nginxHost(context);
    if (host === null) return blocked('没有声明 runsOn，无法在主机上操作', "no host is declared: 'runsOn' is missing");
    try {
      return await precheckOn(host, client, context);
    } catch (error) {
      if (error instanceof LinuxFailure) return blocked(`主机当前无法操作：${error.message}`, error.message);
      throw error;
    }
  },
  async isApplied(client, _given, before, context) {
    return areNew(await processesOf(client, context), beforeSchema.parse(before).workers);
  },
  async apply(client, _given, before, context) {
    const { masterPid, masterTicks } = beforeSchema.parse(before);
    const host = requireHost(context);
    // Tested once more: days may lie between the plan and this.
    const dump = await readDump(host, await client.findFiles(host, context), context);
    if (!dump.isValid) throw new LinuxFailure(`The configuration does not pass: ${dump.error}`, { status: 'failed' });
    const limit = { timeoutMs: 10_000, signal: context.signal };
    requireSuccess('Cannot reload nginx', await host.exec.run('nginx-reload', [String(masterPid), String(masterTicks)], limit));
    return { 'zh-CN': `已向主进程 ${masterPid} 发送 HUP`, en: `sent HUP to the master, ${masterPid}` };
  },
  async verify(client, _given, before, context) {
    try {
      const processes = await processesOf(client, context);
      const isMet = areNew(processes, beforeSchema.parse(before).workers);
      const [fresh, old] = [processes.workers.length, processes.shuttingDown.length];
      return {
        isMet,
        note: isMet
          ? { 'zh-CN': `${fresh} 个新工作进程在运行，${old} 个旧进程待退出`, en: `${fresh} new workers run, ${old} old ones are ending` }
          : {
              'zh-CN': '工作进程还是旧的：新配置没有被接受，见错误日志',
              en: 'the workers are the old ones: nginx did not take the configuration, see its error log',
            },
      };
    } catch (error) {
      if (error instanceof LinuxFailure) return { isMet: false, note: { 'zh-CN': `无法确认：${error.message}`, en: error.message } };
      throw error;
    }
  },
  undo: {
    impossible: {
      'zh-CN': '没有逆操作：旧配置只在旧进程的内存里。要退回，请从版本库恢复配置文件后再次重载',
      en: 'there is no way back from here: the earlier configuration was only in memory. Restore its files from version control and reload again',
    },
  },
};

async function precheckOn(host: LinuxClient, client: NginxClient, context: LookContext): Promise<Precheck> {
  const files = await client.findFiles(host, context);
  const dump = await readDump(host, files, context);
  if (!dump.isBinaryThere)
    return blocked('主机上没有可以用来检查配置的 nginx 程序', 'there is no program on the host that the configuration can be tested with');
  if (dump.isForbidden)
    return blocked('当前账号无权检查配置，不能放心重载', 'this account may not test the configuration, so a reload is a gamble');
  if (!dump.isValid) return blocked(`配置检查不通过：${dump.error}`, `the configuration does not pass: ${dump.error}`);
  const { master, workers } = await readNginxProcesses(host, files, context);
  if (master === null) return blocked('没有在运行的 nginx 主进程', 'no master process runs');
  return {
    state: 'ready',
    before: { masterPid: master.pid, masterTicks: master.startTicks, workers: workers.map(identityOf) },
  };
}

function identityOf({ pid, startTicks }: { readonly pid: number; readonly startTicks: number }): string {
  return `${pid}/${startTicks}`;
}

function areNew({ workers }: NginxProcesses, before: readonly string[]): boolean {
  return workers.length > 0 && workers.every((worker) => !before.includes(identityOf(worker)));
}

async function processesOf(client: NginxClient, context: LookContext): Promise<NginxProcesses> {
  const host = requireHost(context);
  return await readNginxProcesses(host, await client.findFiles(host, context), context);
}

function requireHost(context: LookContext): LinuxClient {
  const host = nginxHost(context);
  if (host === null) throw new LinuxFailure("No host is declared: 'runsOn' is missing", { status: 'failed' });
  return host;
}

function blocked(chinese: string, english: string): Precheck {
  return { state: 'blocked', reason: { 'zh-CN': chinese, en: english } };
}

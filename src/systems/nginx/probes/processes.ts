/** Master and workers: how many, old ones that do not end, descriptors against their limit, states that tell of trouble. */

import { z } from 'zod';
import { type NginxProcess, readNginxProcesses } from '../processes.ts';
import { hostProbe } from './nginx-probe.ts';

export const processesProbe = hostProbe({
  name: 'processes',
  summary: {
    'zh-CN': '主进程与工作进程：数量、未退出的旧进程、文件句柄占用、被暂停或卡住的进程',
    en: 'master and workers: how many, old ones that do not end, descriptors against their limit, stopped or stuck ones',
  },
  parameters: z.strictObject({}),
  timeoutMs: 15_000,
  cost: 'cheap',
  hints: 'nginx|worker|reload|fd|descriptor|too many open files|进程|句柄|重载',
  query: 'cat nginx.pid; ps --ppid; ls /proc/PID/fd',
  facts: [
    'processes.isRunning',
    'processes.masterPid',
    'processes.masterSeconds',
    'processes.workers',
    'processes.shuttingDown',
    'processes.lingerSeconds',
    'processes.loadedSecondsAgo',
    'processes.youngestSeconds',
    'processes.descriptors',
    'processes.descriptorsMax',
    'processes.stopped',
    'processes.waitingForDisk',
  ],
  async see(host, files, _given, context) {
    const { isRunning, master, workers, shuttingDown, loadedMs } = await readNginxProcesses(host, files, context);
    const fullest = [...workers].sort((one, other) => fullness(other) - fullness(one))[0];
    const loadedSecondsAgo = loadedMs === null ? null : Math.max(...workers.map(({ ageSeconds }) => ageSeconds));
    const all = [...(master === null ? [] : [master]), ...workers, ...shuttingDown];
    const facts = {
      'processes.isRunning': isRunning,
      'processes.masterPid': master?.pid ?? 0,
      'processes.masterSeconds': master?.ageSeconds ?? null,
      'processes.workers': master === null ? null : workers.length,
      'processes.shuttingDown': shuttingDown.length,
      // They were told to end when the workers of today were started.
      'processes.lingerSeconds': shuttingDown.length === 0 ? 0 : loadedSecondsAgo,
      'processes.loadedSecondsAgo': loadedSecondsAgo,
      'processes.youngestSeconds': workers.length === 0 ? null : Math.min(...workers.map(({ ageSeconds }) => ageSeconds)),
      'processes.descriptors': fullest?.descriptors ?? null,
      'processes.descriptorsMax': fullest?.descriptorsMax ?? null,
      'processes.stopped': all.filter(({ state }) => state === 'T').length,
      'processes.waitingForDisk': workers.filter(({ state }) => state === 'D').length,
    };
    return {
      headline: {
        'zh-CN':
          master === null
            ? '没有找到 nginx 主进程'
            : `主进程 ${master.pid}，工作进程 ${workers.length} 个，未退出的旧进程 ${shuttingDown.length} 个，最多占用句柄 ${String(fullest?.descriptors ?? '?')}/${String(fullest?.descriptorsMax ?? '?')}`,
        en:
          master === null
            ? 'no master process found'
            : `master ${master.pid}, ${workers.length} workers, ${shuttingDown.length} old ones ending, at most ${String(fullest?.descriptors ?? '?')}/${String(fullest?.descriptorsMax ?? '?')} descriptors`,
      },
      facts,
      text: all.map(printProcess).join('\n'),
    };
  },
});

function fullness({ descriptors, descriptorsMax }: NginxProcess): number {
  return descriptors === null || descriptorsMax === null ? -1 : descriptors / descriptorsMax;
}

function printProcess({ pid, state, ageSeconds, descriptors, descriptorsMax, command }: NginxProcess): string {
  return `${pid} ${state} ${ageSeconds}s fds ${String(descriptors ?? '?')}/${String(descriptorsMax ?? '?')} ${command.slice(0, 120)}`;
}

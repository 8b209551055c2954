/** The process itself: connections, TLS and descriptors against their limits, how busy, how long, whether it is stopping. */

import { z } from 'zod';
import type { FactValue } from '../../../domain/evidence.ts';
import { reachFacts } from '../../http/status-page.ts';
import { parseInfo } from '../parse.ts';
import { haproxyProbe } from './haproxy-probe.ts';

/** Fact to line of `show info`. A line that this version lacks gives null. */
const lines: Readonly<Record<string, string>> = {
  connections: 'CurrConns',
  maxconn: 'Maxconn',
  hardMaxconn: 'Hard_maxconn',
  rate: 'ConnRate',
  rateLimit: 'ConnRateLimit',
  sslConnections: 'CurrSslConns',
  sslMaxconn: 'MaxSslConns',
  sslRate: 'SslRate',
  sslRateLimit: 'SslRateLimit',
  sslCacheLookups: 'SslCacheLookups',
  sslCacheMisses: 'SslCacheMisses',
  descriptorsMax: 'Ulimit-n',
  idlePercent: 'Idle_pct',
  runQueue: 'Run_queue',
  threads: 'Nbthread',
  uptimeSeconds: 'Uptime_sec',
  poolFailures: 'PoolFailed',
  droppedLogs: 'DroppedLogs',
  failedResolutions: 'FailedResolutions',
  pid: 'Pid',
};

export const processProbe = haproxyProbe({
  name: 'process',
  summary: {
    'zh-CN': '进程：连接数、TLS 速率与句柄上限、空闲率、运行时长、是否正在退出',
    en: 'the process: connections, TLS and descriptors against their limits, how idle, since when, whether it is stopping',
  },
  parameters: z.strictObject({}),
  timeoutMs: 6_000,
  cost: 'cheap',
  hints: 'haproxy|maxconn|ssl|tls|cpu|restart|reload|连接数|进程|重启|握手',
  query: 'show info',
  facts: [...Object.keys(lines).map((name) => `process.${name}`), 'process.version', 'process.isStopping', 'process.sslMissRatio'],
  async see(client, _given, _context, limit) {
    const text = await client.command('show info', limit);
    const info = parseInfo(text);
    const facts: Record<string, FactValue> = {};
    for (const [fact, name] of Object.entries(lines)) facts[`process.${fact}`] = count(info.get(name));
    const lookups = Number(facts['process.sslCacheLookups'] ?? 0);
    facts['process.version'] = info.get('Version') ?? '';
    facts['process.isStopping'] = info.has('Stopping') ? info.get('Stopping') !== '0' : null;
    facts['process.sslMissRatio'] = lookups === 0 ? 0 : Number(facts['process.sslCacheMisses'] ?? 0) / lookups;
    return {
      headline: {
        'zh-CN': `HAProxy ${String(facts['process.version'])}，连接 ${String(facts['process.connections'])}/${String(facts['process.maxconn'])}，空闲率 ${String(facts['process.idlePercent'])}%，已运行 ${String(facts['process.uptimeSeconds'])} 秒`,
        en: `HAProxy ${String(facts['process.version'])}, ${String(facts['process.connections'])} of ${String(facts['process.maxconn'])} connections, ${String(facts['process.idlePercent'])}% idle, up ${String(facts['process.uptimeSeconds'])} s`,
      },
      facts: { ...reachFacts('none', 'done', ''), ...facts },
      text,
    };
  },
});

function count(value: string | undefined): number | null {
  return value !== undefined && /^-?\d+$/.test(value) ? Number(value) : null;
}

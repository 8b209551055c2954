/** The end of the access log: how many of each status, from whom, and whether requests come in a burst. */

import { z } from 'zod';
import { LinuxFailure } from '../../linux/failure.ts';
import { type AccessLog, type Request, readAccessLog, readRequests } from '../parse/access-log.ts';
import { refusalsOf, turnedPrefix } from '../parse/refusals.ts';
import { hostProbe } from './nginx-probe.ts';
import { readTail, requireLog } from './read-tail.ts';
import { sinceMsOf } from './since.ts';

/** The statuses that say who gave up: 499 the client, 502 and 504 the upstream, 503 nginx itself or the upstream; 4xx who is not let in. */
const named = [400, 401, 403, 404, 405, 413, 421, 429, 499, 500, 502, 503, 504] as const;

export const accessLogProbe = hostProbe({
  name: 'access-log',
  summary: {
    'zh-CN': '访问日志末尾：4xx、499/502/503/504 各占多少、哪个前缀全部被拒绝、来源与路径是否集中、是否突发',
    en: 'the end of the access log: shares of 4xx, 499, 502, 503, 504, a prefix of which all is refused, whether one client or path stands out, bursts',
  },
  parameters: z.strictObject({ tailBytes: z.number().int().min(1_024).max(1_048_576).default(524_288) }),
  timeoutMs: 16_000,
  cost: 'cheap',
  hints: 'nginx|5xx|4xx|40[0-9]|413|429|499|50[0-9]|not found|forbidden|找不到|打不开|traffic|burst|qps|crawler|流量|突增|状态码|爬虫|网关',
  query: 'tail -c 524288 access.log',
  facts: [
    'access.requests',
    'access.spanSeconds',
    'access.requestsPerSecond',
    'access.errorRatio',
    'access.count.*',
    'access.share.*',
    'access.topClient',
    'access.topClientShare',
    'access.topPath',
    'access.topPathShare',
    'access.worstPath',
    'access.abandonedPath',
    'access.busiestTen',
    'access.usualTen',
    'access.refused.status',
    'access.refused.count',
    'access.refused.lateShare',
    'access.refused.earlierShare',
    'access.refused.prefix',
    'access.refused.prefixShare',
    'access.refused.client',
    'access.refused.clientShare',
    'access.refused.clients',
    'access.refused.paths',
    'access.refused.scanShare',
    'access.turned.prefix',
    'access.turned.path',
    'access.turned.status',
    'access.turned.requests',
    'access.turned.before',
    'access.turned.clients',
    'access.turned.clientShare',
  ],
  async see(host, files, { tailBytes }, context) {
    const path = requireLog(files, 'accessLog');
    const { text } = await readTail(host, path, tailBytes, context);
    const log = readAccessLog(text, sinceMsOf(context));
    if (log === null) throw new LinuxFailure(`${path} is neither in the combined form nor JSON with a status`, { status: 'failed' });
    const facts = { ...factsOf(log), ...refusalFacts(readRequests(text) ?? [], sinceMsOf(context)) };
    const shown = named.filter((status) => (log.statuses.get(status) ?? 0) > 0).map((status) => `${status} ×${log.statuses.get(status)}`);
    return {
      headline: {
        'zh-CN': `近期 ${log.requests} 个请求${shown.length === 0 ? '' : `，其中 ${shown.join('，')}`}`,
        en: `${log.requests} requests lately${shown.length === 0 ? '' : `, among them ${shown.join(', ')}`}`,
      },
      facts,
      text: [
        `== ${path}: ${log.requests} requests in ${log.spanSeconds} s`,
        ...[...log.statuses].sort(([one], [other]) => one - other).map(([status, count]) => `${status} ×${count}`),
        `most from ${log.topClient} (${log.topClientRequests}), most to ${log.topPath} (${log.topPathRequests})`,
        `busiest ten seconds: ${log.busiestTen}, usual: ${log.usualTen}`,
        ...(facts['access.refused.count'] === 0 ? [] : [refusedLine(facts)]),
      ].join('\n'),
    };
  },
});

function refusedLine(facts: Readonly<Record<string, number | string>>): string {
  const of = (name: string): string => String(facts[`access.refused.${name}`]);
  return `${of('status')} most for ${of('prefix')} (share ${of('prefixShare')}) and from ${of('client')} (share ${of('clientShare')}) of ${of('clients')} clients, ${of('paths')} different paths`;
}

/** Of all lines of the end, since those before the incident say what was answered well. */
function refusalFacts(requests: readonly Request[], sinceMs: number): Record<string, number | string> {
  const [refused, turned] = [refusalsOf(requests, sinceMs), turnedPrefix(requests, sinceMs)];
  return {
    ...Object.fromEntries(Object.entries(refused).map(([name, value]) => [`access.refused.${name}`, value as number | string])),
    'access.turned.prefix': turned?.prefix ?? '',
    'access.turned.path': turned?.path ?? '',
    'access.turned.status': turned?.status ?? 0,
    'access.turned.requests': turned?.requests ?? 0,
    'access.turned.before': turned?.before ?? 0,
    'access.turned.clients': turned?.clients ?? 0,
    'access.turned.clientShare': turned?.clientShare ?? 0,
  };
}

function factsOf(log: AccessLog): Record<string, number | string> {
  const share = (count: number): number => count / Math.max(1, log.requests);
  const count = (from: number, to: number): number =>
    [...log.statuses].reduce((sum, [status, each]) => sum + (status >= from && status <= to ? each : 0), 0);
  const facts: Record<string, number | string> = {
    'access.requests': log.requests,
    'access.spanSeconds': log.spanSeconds,
    'access.requestsPerSecond': log.requests / Math.max(1, log.spanSeconds),
    'access.errorRatio': share(count(500, 599)),
    'access.topClient': log.topClient,
    'access.topClientShare': share(log.topClientRequests),
    'access.topPath': log.topPath,
    'access.topPathShare': share(log.topPathRequests),
    'access.worstPath': log.worstPath,
    'access.abandonedPath': log.abandonedPath,
    'access.busiestTen': log.busiestTen,
    'access.usualTen': log.usualTen,
  };
  for (const status of named) {
    facts[`access.count.${status}`] = log.statuses.get(status) ?? 0;
    facts[`access.share.${status}`] = share(log.statuses.get(status) ?? 0);
  }
  return facts;
}

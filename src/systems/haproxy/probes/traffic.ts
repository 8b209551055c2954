/** What has grown lately: errors and who made them, retries, denials, aborts, and whether servers get an even share. */

import { z } from 'zod';
import type { FactValue } from '../../../domain/evidence.ts';
import { reachFacts } from '../../http/status-page.ts';
import type { Sample } from '../client.ts';
import type { StatRow } from '../parse.ts';
import { crowdFactNames, crowdFacts } from './crowd.ts';
import { haproxyProbe } from './haproxy-probe.ts';
import { refusalFactNames, refusalFacts } from './refusals.ts';

export const trafficProbe = haproxyProbe({
  name: 'traffic',
  summary: {
    'zh-CN': '近几分钟的增长：5xx 由谁产生、连接失败、重试与改派、4xx、拒绝、中断、分配是否均匀、是否集中到一台',
    en: 'what has grown over the last minutes: 5xx and who made them, failed connects, retries, 4xx, denials, aborts, balance, a crowded server',
  },
  parameters: z.strictObject({ windowMs: z.number().int().min(200).max(5_000).default(1_500) }),
  timeoutMs: 12_000,
  cost: 'cheap',
  hints: 'haproxy|[45]xx|\\b[45]0[0-9]\\b|error|retry|denied|balance|not found|错误|重试|拒绝|不均|中断|打不开',
  query: 'show stat ×2',
  facts: [
    'traffic.windowSeconds',
    'traffic.requests',
    'traffic.fivexx',
    'traffic.fivexxRatio',
    'traffic.ownErrors',
    'traffic.serverErrors',
    'traffic.worstBackend',
    'traffic.worstServer',
    'traffic.worstServerErrors',
    'traffic.worstServerShare',
    'traffic.worstServerPeers',
    'traffic.connectErrors',
    'traffic.connectErrorsAt',
    'traffic.responseErrors',
    'traffic.responseErrorsAt',
    'traffic.heldMs',
    'traffic.retries',
    'traffic.redispatches',
    'traffic.denied',
    'traffic.deniedRatio',
    'traffic.deniedAt',
    'traffic.badRequests',
    'traffic.badRequestsRatio',
    'traffic.clientAborts',
    'traffic.serverAborts',
    'balance.backend',
    'balance.busiest',
    'balance.idlest',
    'balance.factor',
    'balance.requests',
    ...crowdFactNames,
    ...refusalFactNames,
  ],
  async see(client, { windowMs }, context, limit) {
    let first = client.earlier();
    if (first === null) {
      first = { atMs: context.clock.now(), rows: await client.stat(limit) };
      await context.clock.sleep(windowMs, context.signal);
    }
    const facts = trafficFacts(first, { atMs: context.clock.now(), rows: await client.stat(limit) });
    return {
      headline: {
        'zh-CN': `${String(facts['traffic.windowSeconds'])} 秒内 ${String(facts['traffic.requests'])} 个请求，5xx ${String(facts['traffic.fivexx'])} 个（HAProxy 自身 ${String(facts['traffic.ownErrors'])}，后端 ${String(facts['traffic.serverErrors'])}），重试 ${String(facts['traffic.retries'])}`,
        en: `${String(facts['traffic.requests'])} requests in ${String(facts['traffic.windowSeconds'])} s, ${String(facts['traffic.fivexx'])} of 5xx (${String(facts['traffic.ownErrors'])} by HAProxy itself, ${String(facts['traffic.serverErrors'])} by servers), ${String(facts['traffic.retries'])} retries`,
      },
      facts: { ...reachFacts('none', 'done', ''), ...facts },
      text: Object.entries(facts)
        .map(([name, value]) => `${name} = ${String(value)}`)
        .join('\n'),
    };
  },
});

interface Grown {
  readonly row: StatRow;
  /** Growth of a counter; one that went down has been reset and counts from zero. */
  by(column: string): number;
}

/** Pure: what has grown between two samples. */
export function trafficFacts(first: Sample, now: Sample): Record<string, FactValue> {
  const before = new Map(first.rows.map((row) => [`${row.proxy}/${row.name}`, row]));
  const grown = now.rows.map((row): Grown => {
    const earlier = before.get(`${row.proxy}/${row.name}`);
    return {
      row,
      by(column) {
        const [was, is] = [earlier?.number(column) ?? 0, row.number(column) ?? 0];
        return is >= was ? is - was : is;
      },
    };
  });
  const of = (type: StatRow['type']): readonly Grown[] => grown.filter(({ row }) => row.type === type);
  const sum = (rows: readonly Grown[], column: string): number => rows.reduce((total, each) => total + each.by(column), 0);
  const [fronts, backends, servers] = [of('frontend'), of('backend'), of('server')];
  const worst = mostOf(servers, 'hrsp_5xx');
  const inSameBackend = servers.filter(({ row }) => row.proxy === worst?.row.proxy);
  const [connect, response, denied] = [mostOf(servers, 'econ'), mostOf(servers, 'eresp'), mostOf(fronts, 'dreq')];
  const requests = Math.max(sum(fronts, 'req_tot'), sum(backends, 'stot'));
  const share = (count: number): number => count / Math.max(1, requests);
  const serverErrors = sum(servers, 'hrsp_5xx');
  const fivexx = sum(fronts, 'hrsp_5xx');
  return {
    'traffic.windowSeconds': Math.round((now.atMs - first.atMs) / 100) / 10,
    'traffic.requests': requests,
    'traffic.fivexx': fivexx,
    'traffic.fivexxRatio': share(fivexx),
    'traffic.ownErrors': Math.max(0, fivexx - serverErrors),
    'traffic.serverErrors': serverErrors,
    'traffic.worstBackend': mostOf(backends, 'hrsp_5xx')?.row.proxy ?? '',
    'traffic.worstServer': nameOf(worst),
    'traffic.worstServerErrors': worst?.by('hrsp_5xx') ?? 0,
    'traffic.worstServerShare': (worst?.by('hrsp_5xx') ?? 0) / Math.max(1, sum(inSameBackend, 'hrsp_5xx')),
    'traffic.worstServerPeers': Math.max(0, inSameBackend.length - 1),
    'traffic.connectErrors': sum(backends, 'econ'),
    'traffic.connectErrorsAt': nameOf(connect),
    'traffic.responseErrors': sum(backends, 'eresp'),
    'traffic.responseErrorsAt': nameOf(response),
    'traffic.heldMs': heldMs(response, before, (now.atMs - first.atMs) / 1_000),
    'traffic.retries': sum(backends, 'wretr'),
    'traffic.redispatches': sum(backends, 'wredis'),
    'traffic.denied': sum(fronts, 'dreq') + sum(fronts, 'dcon'),
    'traffic.deniedRatio': share(sum(fronts, 'dreq') + sum(fronts, 'dcon')),
    'traffic.deniedAt': denied?.row.proxy ?? '',
    'traffic.badRequests': sum(fronts, 'ereq'),
    'traffic.badRequestsRatio': share(sum(fronts, 'ereq')),
    'traffic.clientAborts': sum(backends, 'cli_abrt'),
    'traffic.serverAborts': sum(backends, 'srv_abrt'),
    ...balanceFacts(servers),
    ...crowdFacts(grown),
    ...refusalFacts(grown),
  };
}

/**
 * How long a request stays at the server, by Little's law: how many are there at one time, over how many come in a second. HAProxy leaves
 * requests that timed out of its own averages. Null while nothing comes.
 */
function heldMs(grown: Grown | undefined, before: ReadonlyMap<string, StatRow>, seconds: number): number | null {
  if (grown === undefined || seconds <= 0 || grown.by('stot') === 0) return null;
  const { row } = grown;
  const sessions = [row, before.get(`${row.proxy}/${row.name}`) ?? row].map((each) => each.number('scur') ?? 0);
  const atOnce = sessions.reduce((total, each) => total + each, 0) / sessions.length;
  return Math.round((atOnce / (grown.by('stot') / seconds)) * 1_000);
}

function mostOf(rows: readonly Grown[], column: string): Grown | undefined {
  const [most] = [...rows].sort((one, other) => other.by(column) - one.by(column));
  return most !== undefined && most.by(column) > 0 ? most : undefined;
}

function nameOf(grown: Grown | undefined): string {
  return grown === undefined ? '' : `${grown.row.proxy}/${grown.row.name}`;
}

/** Requests per weight of servers that have been up all the time; the most uneven backend. */
function balanceFacts(servers: readonly Grown[]): Record<string, FactValue> {
  const steady = servers.filter(
    ({ row }) => /^(UP|no check)/.test(row.status) && row.text('bck') === '0' && (row.number('weight') ?? 0) > 0,
  );
  const load = ({ row, by }: Grown): number => by('lbtot') / Math.max(1, row.number('weight') ?? 1);
  let worst: { factor: number; busiest: Grown; idlest: Grown; requests: number } | null = null;
  for (const proxy of new Set(steady.map(({ row }) => row.proxy))) {
    const sorted = steady.filter(({ row }) => row.proxy === proxy).sort((one, other) => load(one) - load(other));
    const [idlest, busiest] = [sorted[0], sorted.at(-1)];
    if (idlest === undefined || busiest === undefined || sorted.length < 2) continue;
    const requests = sorted.reduce((total, each) => total + each.by('lbtot'), 0);
    const factor = load(busiest) / Math.max(load(idlest), load(busiest) / 100, 1e-9);
    if (requests > 0 && (worst === null || factor > worst.factor)) worst = { factor, busiest, idlest, requests };
  }
  return {
    'balance.backend': worst?.busiest.row.proxy ?? '',
    'balance.busiest': worst?.busiest.row.name ?? '',
    'balance.idlest': worst?.idlest.row.name ?? '',
    'balance.factor': worst?.factor ?? 1,
    'balance.requests': worst?.requests ?? 0,
  };
}

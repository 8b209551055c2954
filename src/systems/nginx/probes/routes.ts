/** What the configuration makes of the path that is refused: which location answers it, what arrives behind it, and which rule denies whom. */

import { z } from 'zod';
import type { FactValue } from '../../../domain/evidence.ts';
import { type Request, readRequests } from '../parse/access-log.ts';
import { denyingRule } from '../parse/access-rules.ts';
import { findAll } from '../parse/config.ts';
import { readErrorLog } from '../parse/error-log.ts';
import { type Handling, handlingOf, placeOf, written } from '../parse/handling.ts';
import { routeOf } from '../parse/locations.ts';
import { type Turned, turnedPrefix } from '../parse/refusals.ts';
import { includedTree } from '../parse/tree.ts';
import { readNginxProcesses } from '../processes.ts';
import { readDump } from './config.ts';
import { hostProbe } from './nginx-probe.ts';
import { readTail, requireLog } from './read-tail.ts';
import { sinceMsOf } from './since.ts';

/** Workers are as old as a second tells, and between the last good answer and the first bad one nobody may have asked for a while. */
const withLoadMs = 30_000;
const beforeLoadMs = 3_000;

export const routesProbe = hostProbe({
  name: 'routes',
  summary: {
    'zh-CN': '被拒绝的路径由哪个 location 处理、转发后变成什么路径、哪条 deny 规则拒绝了谁',
    en: 'which location answers the path that is refused, what arrives behind it, which deny rule refuses whom',
  },
  parameters: z.strictObject({ tailBytes: z.number().int().min(1_024).max(1_048_576).default(524_288) }),
  timeoutMs: 25_000,
  cost: 'moderate',
  hints:
    '4xx|\\b40[0-9]\\b|\\b413\\b|not found|forbidden|denied|redirect|location|proxy_pass|rewrite|config|配置|找不到|打不开|拒绝访问|重定向|路径|黑名单',
  query: 'nginx -T; tail -c 524288 access.log error.log',
  facts: [
    'route.prefix',
    'route.path',
    'route.status',
    'route.requests',
    'route.before',
    'route.clients',
    'route.circling',
    'route.secondsAgo',
    'route.isSinceLoad',
    'route.location',
    'route.at',
    'route.handler',
    'route.handlerAt',
    'route.twist',
    'route.arrives',
    'route.shadowed',
    'route.isProtoForwarded',
    'route.bodyMax',
    'deny.rule',
    'deny.at',
    'deny.client',
    'deny.path',
    'deny.trafficShare',
    'deny.isRealIpSet',
  ],
  async see(host, files, { tailBytes }, context) {
    const dump = await readDump(host, files, context);
    const tree = includedTree(dump);
    const sinceMs = sinceMsOf(context);
    const requests = readRequests((await readTail(host, requireLog(files, 'accessLog'), tailBytes, context)).text) ?? [];
    const errors = await readTail(host, requireLog(files, 'errorLog'), tailBytes, context);
    const { refusedClients, refusedPath } = readErrorLog(errors.text, sinceMs, errors.zoneMinutes);
    const { loadedMs } = await readNginxProcesses(host, files, context);

    const turned = turnedPrefix(requests, sinceMs);
    const turnedRoute = turned === null ? null : routeOf(tree, turned.path);
    const handling = turned === null || turnedRoute === null ? null : handlingOf(turnedRoute, turned.path);
    const [denied = ''] = refusedClients[0] ?? [];
    const deniedRoute = denied === '' ? null : routeOf(tree, refusedPath);
    const rule = deniedRoute === null ? null : denyingRule(deniedRoute, denied);
    const facts: Record<string, FactValue> = {
      ...turnFacts(turned, loadedMs, context.clock.now()),
      ...handlingFacts(handling),
      'deny.rule': rule === null ? '' : written(rule),
      'deny.at': rule === null ? '' : placeOf(rule),
      'deny.client': denied,
      'deny.path': refusedPath,
      'deny.trafficShare': shareOf(denied, requests, sinceMs),
      'deny.isRealIpSet': dump.directives.length === 0 ? null : findAll(dump.directives, 'set_real_ip_from').length > 0,
    };
    return {
      headline: headlineOf(turned, handling, rule === null ? '' : `${written(rule)} (${placeOf(rule)})`),
      facts,
      text: textOf(facts),
    };
  },
});

/** A turn that came with the configuration that runs: the last good answer was before it was loaded, the first bad one right after. */
function turnFacts(turned: Turned | null, loadedMs: number | null, nowMs: number): Record<string, FactValue> {
  const afterMs = turned === null || loadedMs === null ? null : turned.atMs - loadedMs;
  return {
    'route.prefix': turned?.prefix ?? '',
    'route.path': turned?.path ?? '',
    'route.status': turned?.status ?? 0,
    'route.requests': turned?.requests ?? 0,
    'route.before': turned?.before ?? 0,
    'route.clients': turned?.clients ?? 0,
    'route.circling': turned?.circling ?? 0,
    'route.secondsAgo': turned === null ? null : Math.max(0, Math.round((nowMs - turned.atMs) / 1_000)),
    'route.isSinceLoad': afterMs === null ? null : turned?.before !== 0 && afterMs >= -beforeLoadMs && afterMs <= withLoadMs,
  };
}

function handlingFacts(handling: Handling | null): Record<string, FactValue> {
  return {
    'route.location': handling?.place ?? '',
    'route.at': handling?.at ?? '',
    'route.handler': handling?.handler ?? '',
    'route.handlerAt': handling?.handlerAt ?? '',
    'route.twist': handling?.twist ?? 'none',
    'route.arrives': handling?.arrives ?? '',
    'route.shadowed': handling?.shadowed ?? '',
    'route.isProtoForwarded': handling?.isProtoForwarded ?? null,
    'route.bodyMax': handling?.bodyMax ?? '',
  };
}

function shareOf(client: string, requests: readonly Request[], sinceMs: number): number {
  const counted = requests.filter(({ atMs }) => atMs >= sinceMs);
  return client === '' ? 0 : counted.filter((each) => each.client === client).length / Math.max(1, counted.length);
}

function headlineOf(turned: Turned | null, handling: Handling | null, rule: string): { 'zh-CN': string; en: string } {
  const by = handling === null ? '' : `${handling.place} (${handling.at})`;
  const [chinese, english] =
    turned === null
      ? ['没有整个路径前缀被拒绝', 'no whole prefix is refused']
      : [
          `${turned.prefix} 近期全部返回 ${turned.status}（${turned.requests} 个），由 ${by} 处理`,
          `${turned.prefix} answers nothing but ${turned.status} of late (${turned.requests}), by ${by}`,
        ];
  return {
    'zh-CN': `${chinese}${rule === '' ? '' : `；拒绝来自 ${rule}`}`.slice(0, 300),
    en: `${english}${rule === '' ? '' : `; refused by ${rule}`}`.slice(0, 300),
  };
}

function textOf(facts: Readonly<Record<string, FactValue>>): string {
  return Object.entries(facts)
    .map(([name, value]) => `${name} = ${String(value)}`)
    .join('\n');
}

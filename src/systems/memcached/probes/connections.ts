/** Who is connected: how many, from where, idle for how long, and how many were turned away. */

import { z } from 'zod';
import type { Facts } from '../../../domain/evidence.ts';
import { SessionFailure } from '../../session/failure.ts';
import type { Stats } from '../client.ts';
import { countOf, numberOf, ratioOf, shown } from '../numbers.ts';
import { memcachedProbe } from './memcached-probe.ts';

export const connectionsProbe = memcachedProbe({
  name: 'connections',
  summary: { 'zh-CN': '连接数、来源、空闲与被拒绝的连接', en: 'connections by origin, idle ones, and those turned away' },
  parameters: z.strictObject({ idleSeconds: z.number().int().min(1).max(86_400).default(60) }),
  cost: 'cheap',
  hints: 'connection|client|maxconns|pool|leak|too many open|连接|客户端|泄漏',
  query: 'stats; stats settings; stats conns',
  async see(client, given, limit) {
    const stats = await client.stats('', limit);
    const settings = await client.stats('settings', limit);
    // Versions before 1.4.32 do not list them.
    const listed = await client.stats('conns', limit).catch((error: unknown) => {
      if (error instanceof SessionFailure && error.problem === 'unsupported') return null;
      throw error;
    });
    const lines = listed === null ? null : connectionsOf(listed);
    const facts = { ...limitFacts(stats, settings), ...(lines === null ? {} : originFacts(lines, given.idleSeconds)) };
    const value = (name: string): string => shown(facts[`connections.${name}`]);
    return {
      headline: {
        'zh-CN': `连接 ${value('connected')}/${value('max')}，最多的来源 ${value('topAddress')} 有 ${value('topCount')} 个（空闲 ${value('topIdle')}），累计拒绝 ${value('turnedAway')}`,
        en: `${value('connected')} of ${value('max')} connections, most from ${value('topAddress')} (${value('topCount')}, ${value('topIdle')} idle); ${value('turnedAway')} turned away so far`,
      },
      facts,
      text: (lines ?? [])
        .slice(0, 60)
        .map((line) => `${line.address} ${line.state} idle=${String(line.idleSeconds)}s`)
        .join('\n'),
    };
  },
});

export interface ConnectionLine {
  /** Without the port. */
  readonly address: string;
  readonly state: string;
  readonly idleSeconds: number;
}

/** Those of clients only, the longest idle first. */
export function connectionsOf(listed: Stats): readonly ConnectionLine[] {
  const byNumber = new Map<string, Record<string, string>>();
  for (const [name, value] of listed) {
    const [number = '', field = ''] = name.split(':');
    byNumber.set(number, { ...byNumber.get(number), [field]: value });
  }
  return [...byNumber.values()]
    .filter(({ state }) => state !== undefined && state !== 'conn_listening' && state !== 'conn_closed')
    .map((fields) => ({
      address: addressOf(fields.addr ?? ''),
      state: (fields.state ?? '').replace(/^conn_/, ''),
      idleSeconds: Number(fields.secs_since_last_cmd ?? 0),
    }))
    .sort((one, other) => other.idleSeconds - one.idleSeconds);
}

/** `tcp:10.0.0.1:5000`, `tcp6:[::1]:5000`, `unix:/run/memcached.sock` */
function addressOf(text: string): string {
  return text.startsWith('unix') ? 'unix' : text.replace(/^\w+:/, '').replace(/:\d+$/, '');
}

function limitFacts(stats: Stats, settings: Stats): Facts {
  const connected = countOf(stats, 'curr_connections');
  const most = numberOf(settings, 'maxconns') ?? countOf(stats, 'max_connections');
  // It keeps file descriptors for itself, and turns newcomers away that many before the limit.
  const max = Math.max(1, most - countOf(stats, 'reserved_fds'));
  return {
    'connections.connected': connected,
    'connections.max': max,
    'connections.usedRatio': ratioOf(connected, max),
    'connections.suggestedMax': Math.max(1_024, Math.ceil((most * 2) / 64) * 64),
    'connections.rejected': countOf(stats, 'rejected_connections'),
    'connections.listenDisabled': countOf(stats, 'listen_disabled_num'),
    'connections.turnedAway': countOf(stats, 'rejected_connections') + countOf(stats, 'listen_disabled_num'),
    'connections.isAccepting': (numberOf(stats, 'accepting_conns') ?? 1) === 1,
    'connections.idleTimeoutSeconds': numberOf(settings, 'idle_timeout'),
    'connections.idleKicks': countOf(stats, 'idle_kicks'),
    'connections.idleKickedShare': ratioOf(countOf(stats, 'idle_kicks'), countOf(stats, 'total_connections')),
    'connections.backlog': numberOf(settings, 'tcp_backlog'),
    'connections.authErrors': countOf(stats, 'auth_errors'),
  };
}

/** Pure: whose they are. */
export function originFacts(lines: readonly ConnectionLine[], idleSeconds: number): Facts {
  const groups = new Map<string, ConnectionLine[]>();
  for (const line of lines) groups.set(line.address, [...(groups.get(line.address) ?? []), line]);
  const [top] = [...groups].sort(([, one], [, other]) => other.length - one.length);
  const members = top?.[1] ?? [];
  const idle = members.filter((line) => line.idleSeconds >= idleSeconds).length;
  return {
    'connections.listed': lines.length,
    'connections.origins': groups.size,
    'connections.idleSeconds': idleSeconds,
    'connections.topAddress': top?.[0] ?? '',
    'connections.topCount': members.length,
    'connections.topShare': ratioOf(members.length, lines.length),
    'connections.topIdle': idle,
    'connections.topIdleShare': ratioOf(idle, members.length),
    'connections.longestIdleSeconds': lines[0]?.idleSeconds ?? 0,
  };
}

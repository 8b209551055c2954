/** Connections that ended lately, by the reason that the server gives: the memory of what it refused and whom it cut off. */

import { z } from 'zod';
import type { Facts } from '../../../domain/evidence.ts';
import { sessionProbe } from '../../session/probe.ts';
import { printRows } from '../../session/rows.ts';
import { type Connection, clientOf, connzForm, secondsBetween } from '../answers.ts';
import type { NatsClient } from '../client.ts';

const closedMax = 1_000;

/** The server's words, in `monitor.go`: ClosedState. */
const families = {
  slow: /^Slow Consumer/,
  auth: /^(Authentication Failure|Missing Account|Credentials Revoked|Authentication Expired)$/,
  authTimeout: /^Authentication Timeout$/,
  tls: /^TLS Handshake Failure$/,
  payload: /^Maximum (Message )?Payload Exceeded$/,
  full: /^Maximum Connections Exceeded$/,
  accountFull: /^Maximum Account Connections Exceeded$/,
  subscriptions: /^Maximum Subscriptions Exceeded$/,
  stale: /^Stale Connection$/,
  protocol: /^(Parse Error|Protocol Violation|Maximum Control Line Exceeded|Incorrect Port|Bad Client Protocol Version)$/,
  shutdown: /^Server Shutdown$/,
} as const;

export const closedProbe = sessionProbe({
  name: 'closed',
  summary: {
    'zh-CN': '最近断开的连接及原因：慢消费者、认证失败、消息过大、连接已满等',
    en: 'connections that ended lately and why: slow consumers, refused logins, messages too large, limits reached',
  },
  parameters: z.strictObject({
    /** How far back, in seconds. */
    windowSeconds: z.number().int().min(10).max(86_400).default(600),
  }),
  cost: 'cheap',
  hints: 'slow consumer|disconnect|reconnect|closed|auth|payload|stale|refused|断开|重连|慢消费|认证|消息过大|掉线',
  query: 'GET /connz?state=closed&sort=stop, GET /connz',
  async see(client: NatsClient, { windowSeconds }, limit) {
    const connz = await client.page(`/connz?state=closed&sort=stop&limit=${String(closedMax)}`, connzForm, limit);
    const recent = connz.connections.filter(({ stop }) => stop !== '' && secondsBetween(stop, connz.now) <= windowSeconds);
    const open = await client.page(`/connz?limit=${String(closedMax)}`, connzForm, limit);
    const facts = { ...closedFacts(recent), ...returnedFacts(recent, open.connections, connz.now) };
    const told = Object.entries(countsOf(recent)).map(([reason, count]) => `${reason} ${String(count)}`);
    return {
      headline: {
        'zh-CN': `最近 ${String(windowSeconds)} 秒断开 ${String(recent.length)} 个连接${told.length === 0 ? '' : `：${told.join('，')}`}`,
        en: `${String(recent.length)} connections ended in the last ${String(windowSeconds)} s${told.length === 0 ? '' : `: ${told.join(', ')}`}`,
      },
      facts,
      text: printRows(
        recent
          .filter(({ reason }) => reason !== 'Client Closed')
          .slice(0, 60)
          .map((each) => ({ at: each.stop, reason: each.reason, client: clientOf(each), ip: each.ip, lang: each.lang })),
      ),
    };
  },
});

/** Pure. */
export function closedFacts(closed: readonly Connection[]): Facts {
  const facts: Record<string, string | number> = { 'closed.count': closed.length };
  for (const [name, pattern] of Object.entries(families)) {
    const own = closed.filter(({ reason }) => pattern.test(reason));
    facts[`closed.${name}.count`] = own.length;
    // A client that is refused at login has told no name.
    facts[`closed.${name}.clients`] = [...new Set(own.map(clientOf))].slice(0, 5).join(', ');
  }
  return facts;
}

/** Pure: of those that were cut off as slow, who is connected again or was cut off more than once: they live, and lose messages. */
export function returnedFacts(closed: readonly Connection[], open: readonly Connection[], now: string): Facts {
  const slow = closed.filter(({ reason }) => families.slow.test(reason));
  const present = new Set(open.map(clientOf));
  const returned = slow.filter(
    (each) => present.has(clientOf(each)) || slow.some((other) => other !== each && clientOf(other) === clientOf(each)),
  );
  const ages = slow.map(({ stop }) => secondsBetween(stop, now)).filter(Number.isFinite);
  return {
    'closed.slow.returned': new Set(returned.map(clientOf)).size,
    'closed.slow.newestAgoSeconds': ages.length === 0 ? null : Math.round(Math.min(...ages)),
  };
}

function countsOf(closed: readonly Connection[]): Readonly<Record<string, number>> {
  const counts: Record<string, number> = {};
  for (const { reason } of closed) counts[reason] = (counts[reason] ?? 0) + 1;
  return counts;
}

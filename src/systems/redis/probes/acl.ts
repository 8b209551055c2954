/** Who was refused lately, and why; and what our own account is. Password hashes never leave Redis. */

import { z } from 'zod';
import type { Facts } from '../../../domain/evidence.ts';
import { listOf, numberOf, pairsOf, type Reply, textOf } from '../reply.ts';
import { hostOf } from './client-lines.ts';
import { redisProbe } from './redis-probe.ts';

interface Refusal {
  readonly count: number;
  readonly reason: string;
  readonly object: string;
  readonly user: string;
  readonly ageSeconds: number;
  readonly address: string;
  readonly name: string;
}

export const aclProbe = redisProbe({
  name: 'acl',
  summary: { 'zh-CN': '最近的认证失败与越权', en: 'recent failed logins and denied commands' },
  parameters: z.strictObject({ withinSeconds: z.number().int().min(1).max(86_400).default(900) }),
  timeoutMs: 6_000,
  cost: 'cheap',
  hints: 'acl|auth|password|permission|noperm|noauth|denied|认证|密码|权限|越权',
  query: 'ACL WHOAMI; ACL LOG 50; ACL LIST',
  async see(client, given, _context, limit) {
    const whoami = textOf(await client.call(['ACL', 'WHOAMI'], limit));
    const refusals = listOf(await client.call(['ACL', 'LOG', 50], limit)).map(parseRefusal);
    const rules = listOf(await client.call(['ACL', 'LIST'], limit).catch(() => null)).map((line) => withoutHashes(textOf(line)));
    const recent = refusals.filter((each) => each.ageSeconds <= given.withinSeconds && each.name !== 'zhiban');
    const facts: Facts = { 'acl.whoami': whoami, 'acl.users': rules.length, ...aclFacts(recent) };
    const count = String(facts['acl.recentRefusals']);
    return {
      headline: {
        'zh-CN':
          recent.length === 0
            ? '近期没有拒绝记录'
            : `近期拒绝 ${count} 次，主要：${String(facts['acl.topReason'])} ${String(facts['acl.topObject'])}（用户 ${String(facts['acl.topUser'])}）`,
        en:
          recent.length === 0
            ? 'nobody was refused lately'
            : `${count} refusals lately, mostly ${String(facts['acl.topReason'])} ${String(facts['acl.topObject'])} (user ${String(facts['acl.topUser'])})`,
      },
      facts,
      text: [...refusals.map(printRefusal), '', ...rules].join('\n'),
    };
  },
});

function parseRefusal(reply: Reply): Refusal {
  const fields = pairsOf(reply);
  const client = textOf(fields.get('client-info'));
  const part = (name: string): string => new RegExp(`(?:^| )${name}=(\\S*)`).exec(client)?.[1] ?? '';
  return {
    count: numberOf(fields.get('count')) ?? 1,
    reason: textOf(fields.get('reason')),
    object: textOf(fields.get('object')),
    user: textOf(fields.get('username')),
    ageSeconds: numberOf(fields.get('age-seconds')) ?? 0,
    address: part('addr'),
    name: part('name'),
  };
}

function aclFacts(recent: readonly Refusal[]): Facts {
  const [top] = [...recent].sort((one, other) => other.count - one.count);
  const total = (reasons: readonly string[]): number =>
    recent.filter((each) => reasons.includes(each.reason)).reduce((sum, each) => sum + each.count, 0);
  const logins = [...recent].filter((each) => each.reason === 'auth').sort((one, other) => other.count - one.count)[0];
  const [denied] = [...recent].filter((each) => each.reason !== 'auth').sort((one, other) => other.count - one.count);
  return {
    'acl.recentRefusals': recent.reduce((sum, each) => sum + each.count, 0),
    'acl.recentFailedLogins': total(['auth']),
    'acl.recentDenials': total(['command', 'key', 'channel', 'database']),
    'acl.topReason': top?.reason ?? '',
    'acl.topObject': top?.object ?? '',
    'acl.topUser': top?.user ?? '',
    'acl.deniedUser': denied?.user ?? '',
    'acl.deniedReason': denied?.reason ?? '',
    'acl.deniedObject': denied?.object ?? '',
    'acl.deniedAgeSeconds': denied === undefined ? null : Math.round(denied.ageSeconds),
    'acl.failedLoginUser': logins?.user ?? '',
    'acl.failedLoginAddress': hostOf(logins?.address ?? ''),
    'acl.failedLoginAgeSeconds': logins === undefined ? null : Math.round(logins.ageSeconds),
  };
}

/** `#<sha256>` is a password hash and `>…` a password: neither is evidence. */
export function withoutHashes(rule: string): string {
  return rule.replace(/(^| )[#!<>]\S+/g, '$1(password)');
}

function printRefusal(each: Refusal): string {
  return `${String(each.count)}× ${each.reason} ${each.object} user=${each.user} ${String(Math.round(each.ageSeconds))} s ago from ${each.address} ${each.name}`.trim();
}

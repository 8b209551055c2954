/** Policies: one setting of one policy at a time. The undo brings back the whole policy as it was, or its absence. */

import { z } from 'zod';
import { SystemError } from '../../../domain/errors.ts';
import type { LocalText } from '../../../domain/text.ts';
import type { Before, Precheck } from '../../contract.ts';
import { sessionAction } from '../../session/actions/session-action.ts';
import { SessionFailure, type SessionLimit } from '../../session/failure.ts';
import type { RabbitmqClient } from '../client.ts';
import { type Policy, policyForm } from '../probes/policies.ts';

const whole = z.number().int();

/** What each may be. None of them deletes a queue, as `expires` would. */
const settings: Readonly<Record<string, z.ZodType<string | number>>> = {
  'max-length': whole.min(1),
  'max-length-bytes': whole.min(1),
  overflow: z.enum(['drop-head', 'reject-publish', 'reject-publish-dlx']),
  'message-ttl': whole.min(1_000),
  'delivery-limit': whole.min(1),
  'dead-letter-exchange': z.string().min(1).max(255),
  'dead-letter-routing-key': z.string().max(255),
  'consumer-timeout': whole.min(60_000),
  'queue-mode': z.enum(['default', 'lazy']),
};
const name = z.string().min(1).max(255);
const vhost = z.string().min(1).max(255);

/** These take effect on messages that are there already. */
const removing: readonly string[] = ['max-length', 'max-length-bytes', 'message-ttl', 'overflow'];

export const setPolicy = sessionAction({
  name: 'set-policy',
  risk: 'high',
  arguments: z
    .strictObject({
      vhost,
      name,
      pattern: z.string().min(1).max(1_000),
      applyTo: z.enum(['queues', 'exchanges', 'all', 'classic_queues', 'quorum_queues', 'streams']).default('queues'),
      priority: whole.min(0).max(1_000_000).default(0),
      setting: z.string(),
      value: z.union([z.string(), z.number()]),
    })
    .refine((given) => settings[given.setting] !== undefined, {
      path: ['setting'],
      error: `expected one of ${Object.keys(settings).join(', ')}`,
    })
    .refine((given) => settings[given.setting]?.safeParse(given.value).success ?? false, {
      path: ['value'],
      error: 'expected a value that this setting can have',
    }),
  verifyWithinMs: 10_000,
  summary: (given) => ({
    'zh-CN': `策略 ${given.name}（${given.vhost}，匹配 ${given.pattern}）：${given.setting} 设为 ${String(given.value)}`,
    en: `policy ${given.name} (${given.vhost}, for ${given.pattern}): ${given.setting} to ${String(given.value)}`,
  }),
  effect: (given) =>
    removing.includes(given.setting)
      ? {
          'zh-CN': '立即作用于所有匹配的队列，已经在里面的消息也可能因此被移走（或转为死信），移走的不能恢复',
          en: 'takes effect on every matching queue at once; messages that are in it may be removed (or become dead letters) and do not come back',
        }
      : { 'zh-CN': '立即作用于所有匹配的队列，不移走消息', en: 'takes effect on every matching queue at once and removes no message' },
  verification: (given) => ({
    'zh-CN': `策略 ${given.name} 中 ${given.setting} 为新值`,
    en: `policy ${given.name} has the new ${given.setting}`,
  }),
  async precheck(client: RabbitmqClient, given, limit) {
    const old = await read(client, given, limit);
    if (old === null) return { state: 'ready', before: { policy: null }, note: await coverNote(client, given, limit) };
    if (old.definition[given.setting] === given.value)
      return { state: 'already', note: { 'zh-CN': `已经是 ${String(given.value)}`, en: `is ${String(given.value)} already` } };
    if (old.pattern !== given.pattern || old['apply-to'] !== given.applyTo || old.priority !== given.priority)
      return blocked(
        `已有同名策略，但匹配范围不同：${old.pattern}（${old['apply-to']}，优先级 ${String(old.priority)}）`,
        `a policy of that name is there for other names: ${old.pattern} (${old['apply-to']}, priority ${String(old.priority)})`,
      );
    return { state: 'ready', before: { policy: old } };
  },
  isApplied: async (client, given, _before, limit) => (await read(client, given, limit))?.definition[given.setting] === given.value,
  async apply(client, given, before, limit) {
    const old = recorded(before);
    const definition = { ...old?.definition, [given.setting]: given.value };
    await write(client, given, { pattern: given.pattern, 'apply-to': given.applyTo, priority: given.priority, definition }, limit);
    const was = old?.definition[given.setting] ?? '—';
    return {
      'zh-CN': `${given.setting}：${String(was)} → ${String(given.value)}`,
      en: `${given.setting}: ${String(was)} → ${String(given.value)}`,
    };
  },
  async verify(client, given, _before, limit) {
    const now = (await read(client, given, limit))?.definition[given.setting];
    return {
      isMet: now === given.value,
      note: { 'zh-CN': `${given.setting} 现为 ${String(now)}`, en: `${given.setting} is ${String(now)} now` },
    };
  },
  undo: {
    summary: (given) => ({
      'zh-CN': `把策略 ${given.name} 恢复原样（原来没有则删除）；已被移走的消息不会回来`,
      en: `bring policy ${given.name} back as it was (or remove it if it was not there); messages that were removed do not return`,
    }),
    present: async (client, given, _before, limit) => ({ policy: await read(client, given, limit) }),
    apply: (client, given, before, limit) => restore(client, given, before, limit),
  },
});

export const deletePolicy = sessionAction({
  name: 'delete-policy',
  risk: 'high',
  arguments: z.strictObject({ vhost, name }),
  verifyWithinMs: 10_000,
  summary: (given) => ({ 'zh-CN': `删除策略 ${given.name}（${given.vhost}）`, en: `delete policy ${given.name} (${given.vhost})` }),
  effect: () => ({
    'zh-CN': '匹配的队列失去它的上限、TTL、死信等设置，或改由另一条匹配的策略接管',
    en: 'matching queues lose its limits, TTL and dead letters, or another policy that matches takes over',
  }),
  verification: () => ({ 'zh-CN': '该策略已不存在', en: 'the policy is gone' }),
  async precheck(client: RabbitmqClient, given, limit) {
    const old = await read(client, given, limit);
    if (old === null) return { state: 'already', note: { 'zh-CN': '该策略不存在', en: 'there is no such policy' } };
    return { state: 'ready', before: { policy: old } };
  },
  isApplied: async (client, given, _before, limit) => (await read(client, given, limit)) === null,
  async apply(client, given, _before, limit) {
    if ((await read(client, given, limit)) !== null) await client.change('DELETE', pathOf(given), undefined, limit);
    return { 'zh-CN': '已删除', en: 'deleted' };
  },
  async verify(client, given, _before, limit) {
    const isMet = (await read(client, given, limit)) === null;
    return { isMet, note: isMet ? { 'zh-CN': '已不存在', en: 'it is gone' } : { 'zh-CN': '仍然存在', en: 'it is still there' } };
  },
  undo: {
    summary: (given) => ({
      'zh-CN': `重新建立策略 ${given.name}，与原来完全相同`,
      en: `make policy ${given.name} again, exactly as it was`,
    }),
    present: async (client, given, _before, limit) => ({ policy: await read(client, given, limit) }),
    apply: (client, given, before, limit) => restore(client, given, before, limit),
  },
});

interface Place {
  readonly vhost: string;
  readonly name: string;
}

async function restore(client: RabbitmqClient, given: Place, before: Before, limit: SessionLimit): Promise<LocalText> {
  const old = recorded(before);
  if (old !== null)
    await write(
      client,
      given,
      { pattern: old.pattern, 'apply-to': old['apply-to'], priority: old.priority, definition: old.definition },
      limit,
    );
  else if ((await read(client, given, limit)) !== null) await client.change('DELETE', pathOf(given), undefined, limit);
  return old === null
    ? { 'zh-CN': `策略 ${given.name} 已删除，与原来一样`, en: `policy ${given.name} is gone again, as before` }
    : { 'zh-CN': `策略 ${given.name} 已恢复`, en: `policy ${given.name} is back as it was` };
}

async function read(client: RabbitmqClient, given: Place, limit: SessionLimit): Promise<Policy | null> {
  try {
    return await client.get(pathOf(given), policyForm, limit);
  } catch (error) {
    if (error instanceof SessionFailure && error.problem === 'unsupported') return null;
    throw error;
  }
}

async function write(client: RabbitmqClient, given: Place, body: Omit<Policy, 'vhost' | 'name'>, limit: SessionLimit): Promise<void> {
  await client.change('PUT', pathOf(given), body, limit);
}

/** A queue has one policy at a time: a new one may take the place of another. */
async function coverNote(
  client: RabbitmqClient,
  given: Place & { pattern: string; priority: number },
  limit: SessionLimit,
): Promise<LocalText> {
  const others = await client.get(`policies/${encodeURIComponent(given.vhost)}`, z.array(policyForm), limit);
  const names = others.filter(({ priority }) => priority <= given.priority).map(({ name }) => name);
  if (names.length === 0) return { 'zh-CN': '新策略', en: 'a new policy' };
  const list = names.slice(0, 5).join(', ');
  return {
    'zh-CN': `新策略；在同时匹配的队列上会取代 ${list}（每个队列只生效一条）`,
    en: `a new policy; where both match it takes the place of ${list} (a queue has one at a time)`,
  };
}

function recorded(before: Before): Policy | null {
  if (before.policy === null) return null;
  const parsed = policyForm.safeParse(before.policy);
  if (parsed.success) return parsed.data;
  throw new SystemError('Cannot use the recorded policy: it is incomplete', { retry: 'never' });
}

function pathOf({ vhost: place, name: own }: Place): string {
  return `policies/${encodeURIComponent(place)}/${encodeURIComponent(own)}`;
}

function blocked(chinese: string, english: string): Precheck {
  return { state: 'blocked', reason: { 'zh-CN': chinese, en: english } };
}

/** One setting of one topic. The undo brings back what was set for the topic, or that nothing was. */

import { z } from 'zod';
import { SystemError } from '../../../domain/errors.ts';
import { sessionAction } from '../../session/actions/session-action.ts';
import { SessionFailure, type SessionLimit } from '../../session/failure.ts';
import { textOf } from '../../session/rows.ts';
import type { KafkaClient } from '../client.ts';

/** What each may be. Retention may be lengthened and shortened; `cleanup.policy` is left alone. */
const settings: Readonly<Record<string, RegExp>> = {
  'min.insync.replicas': /^[1-9]\d?$/,
  'retention.ms': /^(-1|[1-9]\d{4,15})$/,
  'retention.bytes': /^(-1|[1-9]\d{6,17})$/,
  'max.message.bytes': /^[1-9]\d{2,9}$/,
  'unclean.leader.election.enable': /^(true|false)$/,
};
const topicResource = 2 as const;
const ofTopic = 1;
const set = 0 as const;
const remove = 1 as const;

interface Setting {
  readonly value: string;
  /** Whether it was set for this topic, and is no default. */
  readonly isOwn: boolean;
}

export const alterTopicConfig = sessionAction({
  name: 'alter-topic-config',
  risk: 'high',
  arguments: z
    .strictObject({ topic: z.string().min(1).max(249), name: z.string(), value: z.union([z.string(), z.number()]) })
    .refine((given) => settings[given.name] !== undefined, { path: ['name'], error: `expected one of ${Object.keys(settings).join(', ')}` })
    .refine((given) => settings[given.name]?.test(String(given.value)) ?? false, {
      path: ['value'],
      error: 'expected a value that this setting can have',
    }),
  verifyWithinMs: 15_000,
  summary: (given) => ({
    'zh-CN': `将主题 ${given.topic} 的 ${given.name} 设为 ${String(given.value)}`,
    en: `set ${given.name} of topic ${given.topic} to ${String(given.value)}`,
  }),
  effect: (given) => effects[given.name] ?? { 'zh-CN': '立即生效，不需要重启', en: 'takes effect at once, without a restart' },
  verification: (given) => ({ 'zh-CN': `${given.name} 为新值`, en: `${given.name} has the new value` }),
  async precheck(client: KafkaClient, given, limit) {
    const old = await read(client, given, limit);
    if (old === null) return { state: 'blocked', reason: { 'zh-CN': `没有主题 ${given.topic}`, en: `there is no topic ${given.topic}` } };
    if (old.value === String(given.value))
      return { state: 'already', note: { 'zh-CN': `已经是 ${old.value}`, en: `is ${old.value} already` } };
    return { state: 'ready', before: { value: old.value, isOwn: old.isOwn } };
  },
  isApplied: async (client, given, _before, limit) => (await read(client, given, limit))?.value === String(given.value),
  async apply(client, given, before, limit) {
    await write(client, given, String(given.value), limit);
    return {
      'zh-CN': `${given.name}：${textOf(before.value)} → ${String(given.value)}`,
      en: `${given.name}: ${textOf(before.value)} → ${String(given.value)}`,
    };
  },
  async verify(client, given, _before, limit) {
    const now = (await read(client, given, limit))?.value ?? '';
    return { isMet: now === String(given.value), note: { 'zh-CN': `${given.name} 现为 ${now}`, en: `${given.name} is ${now} now` } };
  },
  undo: {
    summary: (given) => ({
      'zh-CN': `把 ${given.name} 恢复为原值（原来没有单独设置则去掉）；期间已被清理的消息不会回来`,
      en: `set ${given.name} back, or remove it if it was not set for the topic; messages that were removed meanwhile do not return`,
    }),
    present: async (client, given, _before, limit) => ({ ...(await read(client, given, limit)) }),
    async apply(client, given, before, limit) {
      const old = textOf(before.value);
      if (before.isOwn !== true) {
        await write(client, given, null, limit);
        return { 'zh-CN': `${given.name} 的单独设置已去掉，与原来一样`, en: `${given.name} is no longer set for the topic, as before` };
      }
      // Whatever the broker had taken it takes again: what Zhiban would never propose, such as a limit of 20 bytes, was the state all the same.
      if (old === '') throw new SystemError(`Cannot undo ${given.name}: no value was recorded`, { retry: 'never' });
      await write(client, given, old, limit);
      return { 'zh-CN': `${given.name} 已恢复为 ${old}`, en: `${given.name} is back at ${old}` };
    },
  },
});

const effects: Readonly<Record<string, { readonly 'zh-CN': string; readonly en: string }>> = {
  'min.insync.replicas': {
    'zh-CN': '立即生效；降低时写入恢复，但确认的消息在副本追上之前可能只有一份',
    en: 'takes effect at once; lowered, writes go on, but what is acknowledged may have one copy only until replicas catch up',
  },
  'retention.ms': {
    'zh-CN': '立即生效；缩短会删除超出时间的消息，删除的不能恢复',
    en: 'takes effect at once; shortened, messages that are older are removed and do not come back',
  },
  'retention.bytes': {
    'zh-CN': '立即生效；缩小会删除超出大小的消息，删除的不能恢复',
    en: 'takes effect at once; lowered, messages beyond that size are removed and do not come back',
  },
  'unclean.leader.election.enable': {
    'zh-CN': '启用后会选落后的副本为主，分区恢复可用，但已确认的消息可能丢失',
    en: 'when on, a replica that lags may become leader: the partition is available again, and acknowledged messages may be lost',
  },
};

interface Wanted {
  readonly topic: string;
  readonly name: string;
}

/** Null where there is no such topic. */
async function read(client: KafkaClient, given: Wanted, limit: SessionLimit): Promise<Setting | null> {
  const { topics } = await client.cluster([given.topic], limit);
  if (topics[0]?.errorCode === 3) return null;
  const wanted = { resourceType: topicResource, resourceName: given.topic, configurationKeys: [given.name] };
  const { results } = await client.ask('any', (kafka) => kafka.describeConfigsV4.api, [[wanted], false, false], limit);
  const found = results[0]?.configs.find(({ name }) => name === given.name);
  if (found !== undefined) return { value: found.value ?? '', isOwn: found.configSource === ofTopic };
  throw new SessionFailure(`${client.server} does not show ${given.name} of ${given.topic}`, {
    problem: 'no-permission',
    stage: 'command',
  });
}

/** Null removes what is set for the topic. */
async function write(client: KafkaClient, given: Wanted, value: string | null, limit: SessionLimit): Promise<void> {
  const change = value === null ? { name: given.name, configOperation: remove } : { name: given.name, configOperation: set, value };
  const resource = { resourceType: topicResource, resourceName: given.topic, configs: [change] };
  const { responses } = await client.ask('controller', (kafka) => kafka.incrementalAlterConfigsV1.api, [[resource], false], limit);
  const [answer] = responses;
  if (answer === undefined || answer.errorCode === 0) return;
  const isDenied = answer.errorCode === 29 || answer.errorCode === 31;
  throw new SessionFailure(`${client.server} refuses to change ${given.name}: ${answer.errorMessage ?? String(answer.errorCode)}`, {
    problem: isDenied ? 'no-permission' : 'reply',
    stage: 'command',
    code: String(answer.errorCode),
  });
}

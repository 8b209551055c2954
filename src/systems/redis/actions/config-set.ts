/** CONFIG SET on an allow-list. The undo brings the old value back exactly; a restart falls back to the configuration file either way. */

import { z } from 'zod';
import { SystemError } from '../../../domain/errors.ts';
import type { Risk } from '../../../domain/plan.ts';
import type { LocalText } from '../../../domain/text.ts';
import type { Action, Precheck } from '../../contract.ts';
import type { RedisClient } from '../client.ts';
import type { RedisLimit } from '../connection.ts';
import { infoCount, readInfo } from '../info.ts';
import { pairsOf, textOf } from '../reply.ts';
import { redisAction } from './redis-action.ts';

const size = /^\d{1,15}(b|kb?|mb?|gb?)?$/i;
const count = /^\d{1,9}$/;
const choice = /^(yes|no)$/;

/** What it may hold: everything else is refused before it reaches Redis. */
const plainSettings: Readonly<Record<string, RegExp>> = {
  maxmemory: size,
  'maxmemory-clients': /^\d{1,15}(b|kb?|mb?|gb?|%)?$/i,
  maxclients: count,
  timeout: count,
  'tcp-keepalive': count,
  hz: /^\d{1,3}$/,
  'slowlog-log-slower-than': /^-?\d{1,9}$/,
  'slowlog-max-len': count,
  'latency-monitor-threshold': count,
  'client-output-buffer-limit': /^((normal|replica|slave|pubsub) \d+[kmgb]* \d+[kmgb]* \d+ ?)+$/i,
  'repl-backlog-size': size,
  'repl-timeout': count,
  activedefrag: choice,
  'lazyfree-lazy-user-del': choice,
  'lazyfree-lazy-eviction': choice,
  'lazyfree-lazy-expire': choice,
  'no-appendfsync-on-rewrite': choice,
  'busy-reply-threshold': count,
  'notify-keyspace-events': /^[KEg$lshzxetdmnA]*$/,
};

/** These decide what is lost when something breaks. */
const durabilitySettings: Readonly<Record<string, RegExp>> = {
  'maxmemory-policy': /^(noeviction|(allkeys|volatile)-(lru|lfu|random)|volatile-ttl)$/,
  'stop-writes-on-bgsave-error': choice,
  'min-replicas-to-write': count,
  'min-replicas-max-lag': count,
  save: /^(\d+ \d+( |$))*$/,
  appendfsync: /^(always|everysec|no)$/,
  appendonly: choice,
  'replica-read-only': choice,
};

export const configSet = configAction('config-set', 'medium', plainSettings);
export const configSetDurability = configAction('config-set-durability', 'high', durabilitySettings);

function configAction(name: string, risk: Risk, settings: Readonly<Record<string, RegExp>>): Action<RedisClient> {
  const names = Object.keys(settings);
  const given = z
    .strictObject({ parameter: z.string(), value: z.union([z.string().max(200), z.number()]) })
    .refine((each) => settings[each.parameter] !== undefined, { path: ['parameter'], error: `expected one of ${names.join(', ')}` })
    .refine((each) => settings[each.parameter]?.test(String(each.value)) ?? false, {
      path: ['value'],
      error: 'expected a value that this parameter can have',
    });
  return redisAction({
    name,
    risk,
    arguments: given,
    verifyWithinMs: 5_000,
    summary: (each) => ({ 'zh-CN': `将 ${each.parameter} 设为 ${shown(each.value)}`, en: `set ${each.parameter} to ${shown(each.value)}` }),
    effect: (each) => ({
      'zh-CN': `${effects[each.parameter]?.['zh-CN'] ?? '立即生效'}；重启后失效，需要长期保留时请同步修改配置文件`,
      en: `${effects[each.parameter]?.en ?? 'takes effect at once'}; lost at a restart unless the configuration file is changed as well`,
    }),
    verification: (each) => ({
      'zh-CN': `CONFIG GET ${each.parameter} 返回新值`,
      en: `CONFIG GET ${each.parameter} returns the new value`,
    }),
    async precheck(client, each, limit) {
      const old = await readSetting(client, each.parameter, limit);
      if (old === null) return blocked('该版本没有这个参数', `this version has no ${each.parameter}`);
      if (isSame(each.parameter, old, String(each.value)))
        return { state: 'already', note: { 'zh-CN': `已经是 ${old}`, en: `is ${old} already` } };
      return (await unsafe(client, each.parameter, String(each.value), limit)) ?? { state: 'ready', before: { value: old } };
    },
    async isApplied(client, each, _before, limit) {
      const now = await readSetting(client, each.parameter, limit);
      return now !== null && isSame(each.parameter, now, String(each.value));
    },
    async apply(client, each, before, limit) {
      await client.call(['CONFIG', 'SET', each.parameter, String(each.value)], limit);
      return {
        'zh-CN': `${each.parameter}：${String(before.value)} → ${shown(each.value)}`,
        en: `${each.parameter}: ${String(before.value)} → ${shown(each.value)}`,
      };
    },
    async verify(client, each, _before, limit) {
      const now = await readSetting(client, each.parameter, limit);
      const isMet = now !== null && isSame(each.parameter, now, String(each.value));
      return { isMet, note: { 'zh-CN': `${each.parameter} 现为 ${String(now)}`, en: `${each.parameter} is ${String(now)} now` } };
    },
    undo: {
      summary: (each) => ({ 'zh-CN': `把 ${each.parameter} 恢复为原值`, en: `set ${each.parameter} back to its old value` }),
      present: async (client, each, _before, limit) => ({ value: await readSetting(client, each.parameter, limit) }),
      async apply(client, each, before, limit) {
        const old = before.value;
        if (typeof old !== 'string') throw new SystemError(`Cannot undo ${each.parameter}: no old value was recorded`, { retry: 'never' });
        await client.call(['CONFIG', 'SET', each.parameter, old], limit);
        return { 'zh-CN': `${each.parameter} 已恢复为 ${shown(old)}`, en: `${each.parameter} is back at ${shown(old)}` };
      },
    },
  });
}

const effects: Readonly<Record<string, LocalText>> = {
  maxmemory: { 'zh-CN': '可用内存上限改变，写入立即按新上限判断', en: 'the memory limit changes and writes are judged by it at once' },
  maxclients: { 'zh-CN': '允许的连接数改变，已有连接不受影响', en: 'the number of connections allowed changes; present ones stay' },
  'maxmemory-policy': { 'zh-CN': '内存满时的处理方式改变，可能开始淘汰键', en: 'what happens at the limit changes; keys may be evicted' },
  'stop-writes-on-bgsave-error': {
    'zh-CN': '落盘失败时不再拒写：写入恢复，但数据没有持久化保护',
    en: 'failed saves no longer refuse writes: they work again, unprotected by persistence',
  },
  'min-replicas-to-write': {
    'zh-CN': '写入所要求的健康从库数改变；设为 0 时主库故障可能丢数据',
    en: 'how many good replicas writes demand changes; at 0, losing the primary may lose data',
  },
  appendfsync: {
    'zh-CN': 'AOF 落盘频率改变，everysec 最多丢失约一秒的写入',
    en: 'how often the AOF is synced changes; everysec may lose about a second',
  },
};

async function readSetting(client: RedisClient, parameter: string, limit: RedisLimit): Promise<string | null> {
  const pairs = pairsOf(await client.call(['CONFIG', 'GET', parameter], limit));
  const value = pairs.get(parameter);
  return value === undefined ? null : textOf(value);
}

/** `100mb` is 104857600, `replica` is `slave`, and a limit of one class is met when that class has it. */
function isSame(parameter: string, now: string, wanted: string): boolean {
  if (now === wanted) return true;
  // Redis writes the letters in an order of its own.
  if (parameter === 'notify-keyspace-events') return [...now].sort().join('') === [...wanted].sort().join('');
  if (parameter === 'client-output-buffer-limit') return limitsOf(wanted).every((limit) => limitsOf(now).includes(limit));
  return size.test(wanted) && size.test(now) && bytesOf(now) === bytesOf(wanted);
}

function limitsOf(text: string): readonly string[] {
  const words = text.trim().split(/\s+/);
  const limits: string[] = [];
  for (let index = 0; index + 3 < words.length; index += 4) {
    const [kind, hard, soft, seconds] = words.slice(index, index + 4);
    limits.push(
      `${kind === 'slave' ? 'replica' : (kind ?? '')} ${String(bytesOf(hard ?? '0'))} ${String(bytesOf(soft ?? '0'))} ${seconds ?? '0'}`,
    );
  }
  return limits;
}

function bytesOf(text: string): number {
  const match = /^(\d+)([a-z]*)$/i.exec(text);
  const factors: Readonly<Record<string, number>> = {
    '': 1,
    b: 1,
    k: 1_000,
    kb: 1_024,
    m: 1_000_000,
    mb: 1_048_576,
    g: 1_000_000_000,
    gb: 1_073_741_824,
  };
  return Number(match?.[1] ?? Number.NaN) * (factors[(match?.[2] ?? '').toLowerCase()] ?? Number.NaN);
}

/** Values that would turn one incident into another. */
async function unsafe(client: RedisClient, parameter: string, value: string, limit: RedisLimit): Promise<Precheck | null> {
  const info = await readInfo(client, limit);
  if (parameter === 'maxmemory' && bytesOf(value) > 0) {
    const [used, system] = [infoCount(info, 'used_memory'), infoCount(info, 'total_system_memory')];
    if (bytesOf(value) < used)
      return blocked(`已用 ${String(used)} 字节，高于新上限`, `${String(used)} bytes are in use, more than the new limit`);
    if (system > 0 && bytesOf(value) > system * 0.9)
      return blocked(`超过机器内存（${String(system)} 字节）的九成`, `more than nine tenths of the machine's ${String(system)} bytes`);
  }
  const connected = infoCount(info, 'connected_clients');
  if (parameter === 'maxclients' && Number(value) < connected)
    return blocked(`当前已有 ${String(connected)} 个连接`, `${String(connected)} are connected now`);
  return null;
}

function blocked(chinese: string, english: string): Precheck {
  return { state: 'blocked', reason: { 'zh-CN': chinese, en: english } };
}

function shown(value: string | number): string {
  return value === '' ? '""' : String(value);
}

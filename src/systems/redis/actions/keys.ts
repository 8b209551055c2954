/** Changes to one key: moved aside, given an end, trimmed. Each works on one database through a connection of its own. */

import { z } from 'zod';
import { SystemError } from '../../../domain/errors.ts';
import type { Precheck } from '../../contract.ts';
import type { RedisCalls, RedisClient } from '../client.ts';
import type { RedisLimit } from '../connection.ts';
import { numberOf, textOf } from '../reply.ts';
import { redisAction } from './redis-action.ts';

const key = z.string().min(1).max(1_024);
const database = z.number().int().min(0).max(9_999).default(0);

const asidePrefix = 'zhiban:aside:';

export const moveKeyAside = redisAction({
  name: 'move-key-aside',
  risk: 'high',
  arguments: z.strictObject({ key, database }),
  verifyWithinMs: 5_000,
  summary: (given) => ({ 'zh-CN': `把键 ${given.key} 改名挪开`, en: `move key ${given.key} aside by renaming it` }),
  effect: (given) => ({
    'zh-CN': `应用会认为 ${given.key} 不存在；数据保留在 ${asidePrefix}${given.key}，内存不会因此释放`,
    en: `applications find ${given.key} missing; its data stays at ${asidePrefix}${given.key}, and no memory is freed`,
  }),
  verification: () => ({ 'zh-CN': '原名不存在，新名存在', en: 'the old name is gone and the new one is there' }),
  async precheck(client, given, limit) {
    return on(client, given.database, limit, async (calls) => {
      const [isHere, isAside] = [await exists(calls, given.key, limit), await exists(calls, `${asidePrefix}${given.key}`, limit)];
      if (!isHere && isAside) return { state: 'already', note: { 'zh-CN': '已经挪开', en: 'moved aside already' } };
      if (!isHere) return blocked('键不存在', 'there is no such key');
      if (isAside) return blocked('已有同名的挪开副本', 'something was moved aside under that name before');
      return { state: 'ready', before: { key: given.key } };
    });
  },
  isApplied: (client, given, _before, limit) => on(client, given.database, limit, (calls) => isAsideOnly(calls, given.key, limit)),
  async apply(client, given, _before, limit) {
    await on(client, given.database, limit, (calls) => calls.call(['RENAMENX', given.key, `${asidePrefix}${given.key}`], limit));
    return { 'zh-CN': `已改名为 ${asidePrefix}${given.key}`, en: `renamed to ${asidePrefix}${given.key}` };
  },
  async verify(client, given, _before, limit) {
    const isMet = await on(client, given.database, limit, (calls) => isAsideOnly(calls, given.key, limit));
    return { isMet, note: isMet ? { 'zh-CN': '已挪开', en: 'it is aside' } : { 'zh-CN': '原键又出现了', en: 'the key is there again' } };
  },
  undo: {
    summary: (given) => ({ 'zh-CN': `把 ${given.key} 改回原名`, en: `rename ${given.key} back` }),
    async apply(client, given, _before, limit) {
      return on(client, given.database, limit, async (calls) => {
        if (!(await exists(calls, `${asidePrefix}${given.key}`, limit))) return { 'zh-CN': '已是原名', en: 'it has its old name' };
        if (numberOf(await calls.call(['RENAMENX', `${asidePrefix}${given.key}`, given.key], limit)) !== 1)
          throw new SystemError(`Cannot rename back: '${given.key}' has been written anew`, { retry: 'never' });
        return { 'zh-CN': '已改回原名', en: 'it has its old name again' };
      });
    },
  },
});

export const expireKey = redisAction({
  name: 'expire-key',
  risk: 'high',
  arguments: z.strictObject({ key, database, seconds: z.number().int().min(60).max(2_592_000) }),
  verifyWithinMs: 5_000,
  summary: (given) => ({
    'zh-CN': `让键 ${given.key} 在 ${String(given.seconds)} 秒后过期`,
    en: `let key ${given.key} expire in ${String(given.seconds)} s`,
  }),
  effect: () => ({ 'zh-CN': '到点后数据被删除；在此之前可以撤销', en: 'the data is deleted at that time; until then it can be undone' }),
  verification: () => ({ 'zh-CN': 'TTL 不超过设定值', en: 'the TTL is at most what was set' }),
  async precheck(client, given, limit) {
    return on(client, given.database, limit, async (calls) => {
      const ttlMs = numberOf(await calls.call(['PTTL', given.key], limit)) ?? -2;
      if (ttlMs === -2) return blocked('键不存在', 'there is no such key');
      if (ttlMs >= 0 && ttlMs <= given.seconds * 1_000)
        return { state: 'already', note: { 'zh-CN': '会更早过期', en: 'it expires sooner already' } };
      const time = await calls.call(['TIME'], limit);
      const nowMs = (numberOf(Array.isArray(time) ? time[0] : null) ?? 0) * 1_000;
      return { state: 'ready', before: { expiresAtMs: ttlMs < 0 ? null : nowMs + ttlMs } };
    });
  },
  isApplied: (client, given, _before, limit) => on(client, given.database, limit, (calls) => expiresWithin(calls, given, limit)),
  async apply(client, given, _before, limit) {
    await on(client, given.database, limit, (calls) => calls.call(['EXPIRE', given.key, given.seconds], limit));
    return { 'zh-CN': '已设置过期时间', en: 'the expiry is set' };
  },
  async verify(client, given, _before, limit) {
    const isMet = await on(client, given.database, limit, (calls) => expiresWithin(calls, given, limit));
    return {
      isMet,
      note: isMet
        ? { 'zh-CN': '过期时间已生效', en: 'the expiry is in force' }
        : { 'zh-CN': '过期时间不符', en: 'the expiry is not what was set' },
    };
  },
  undo: {
    summary: (given) => ({ 'zh-CN': `恢复 ${given.key} 原来的过期时间`, en: `give ${given.key} its old expiry back` }),
    async apply(client, given, before, limit) {
      const at = before.expiresAtMs;
      await on(client, given.database, limit, (calls) =>
        calls.call(typeof at === 'number' ? ['PEXPIREAT', given.key, at] : ['PERSIST', given.key], limit),
      );
      return typeof at === 'number'
        ? { 'zh-CN': '已恢复原过期时间', en: 'the old expiry is back' }
        : { 'zh-CN': '已恢复为不过期', en: 'it never expires again' };
    },
  },
});

export const trimList = redisAction({
  name: 'trim-list',
  risk: 'critical',
  arguments: z.strictObject({
    key,
    database,
    keep: z.number().int().min(1).max(10_000_000),
    keepSide: z.enum(['head', 'tail']).default('tail'),
  }),
  verifyWithinMs: 5_000,
  timeoutMs: 30_000,
  summary: (given) => ({
    'zh-CN': `裁剪列表 ${given.key}，只保留${given.keepSide === 'tail' ? '尾部' : '头部'} ${String(given.keep)} 个元素`,
    en: `trim list ${given.key} to the ${String(given.keep)} elements at its ${given.keepSide}`,
  }),
  effect: () => ({ 'zh-CN': '其余元素永久丢失，内存随即释放', en: 'the other elements are lost for good, and their memory is freed' }),
  verification: () => ({ 'zh-CN': '长度已降到保留数量附近', en: 'its length is down to about what was kept' }),
  async precheck(client, given, limit) {
    return on(client, given.database, limit, async (calls) => {
      const type = textOf(await calls.call(['TYPE', given.key], limit));
      if (type !== 'list')
        return blocked(
          type === 'none' ? '键不存在' : `类型是 ${type}，不是列表`,
          type === 'none' ? 'there is no such key' : `it is a ${type}, not a list`,
        );
      const length = numberOf(await calls.call(['LLEN', given.key], limit)) ?? 0;
      if (length <= given.keep)
        return { state: 'already', note: { 'zh-CN': `长度只有 ${String(length)}`, en: `it has ${String(length)} elements only` } };
      const lost = String(length - given.keep);
      return { state: 'ready', before: { length }, note: { 'zh-CN': `将丢弃 ${lost} 个元素`, en: `${lost} elements will be lost` } };
    });
  },
  isApplied: (client, given, before, limit) => on(client, given.database, limit, (calls) => isTrimmed(calls, given, before, limit)),
  async apply(client, given, _before, limit) {
    const range = given.keepSide === 'tail' ? [-given.keep, -1] : [0, given.keep - 1];
    await on(client, given.database, limit, (calls) => calls.call(['LTRIM', given.key, ...range], { ...limit, timeoutMs: 20_000 }));
    return { 'zh-CN': `已裁剪到 ${String(given.keep)} 个元素`, en: `trimmed to ${String(given.keep)} elements` };
  },
  async verify(client, given, before, limit) {
    const isMet = await on(client, given.database, limit, (calls) => isTrimmed(calls, given, before, limit));
    return {
      isMet,
      note: isMet ? { 'zh-CN': '列表已缩短', en: 'the list is short again' } : { 'zh-CN': '列表仍然很长', en: 'the list is still long' },
    };
  },
  undo: {
    impossible: {
      'zh-CN': '被裁掉的元素无法找回；内存已满时也放不下副本，需要保留请先另行导出',
      en: 'trimmed elements cannot be brought back, and full memory has no room for a copy; export them first if they matter',
    },
  },
});

function on<T>(client: RedisClient, databaseIndex: number, limit: RedisLimit, use: (calls: RedisCalls) => Promise<T>): Promise<T> {
  return client.withConnection(databaseIndex, limit, use);
}

async function exists(calls: RedisCalls, name: string, limit: RedisLimit): Promise<boolean> {
  return numberOf(await calls.call(['EXISTS', name], limit)) === 1;
}

async function isAsideOnly(calls: RedisCalls, name: string, limit: RedisLimit): Promise<boolean> {
  return !(await exists(calls, name, limit)) && (await exists(calls, `${asidePrefix}${name}`, limit));
}

async function expiresWithin(
  calls: RedisCalls,
  given: { readonly key: string; readonly seconds: number },
  limit: RedisLimit,
): Promise<boolean> {
  const ttlMs = numberOf(await calls.call(['PTTL', given.key], limit)) ?? -1;
  return ttlMs >= 0 && ttlMs <= given.seconds * 1_000;
}

/** Producers go on meanwhile: half of what was there is the mark, when that is more than what was kept. */
async function isTrimmed(
  calls: RedisCalls,
  given: { readonly key: string; readonly keep: number },
  before: Readonly<Record<string, unknown>>,
  limit: RedisLimit,
): Promise<boolean> {
  const length = numberOf(await calls.call(['LLEN', given.key], limit)) ?? 0;
  return length <= Math.max(given.keep, typeof before.length === 'number' ? before.length / 2 : 0);
}

function blocked(chinese: string, english: string): Precheck {
  return { state: 'blocked', reason: { 'zh-CN': chinese, en: english } };
}

/** Changes to the server as a whole: saving, purging, and whom it follows. */

import { z } from 'zod';
import { SystemError } from '../../../domain/errors.ts';
import type { RedisClient } from '../client.ts';
import type { RedisLimit } from '../connection.ts';
import { infoCount, infoText, readInfo } from '../info.ts';
import { keyspaceFacts } from '../probes/keyspace.ts';
import { redisAction } from './redis-action.ts';

export const bgsave = redisAction({
  name: 'bgsave',
  risk: 'medium',
  arguments: z.strictObject({}),
  verifyWithinMs: 120_000,
  summary: () => ({ 'zh-CN': '执行一次 BGSAVE', en: 'run BGSAVE' }),
  effect: () => ({
    'zh-CN': 'fork 子进程写 RDB：主线程短暂停顿，内存占用暂时上升',
    en: 'a child writes the RDB: the main thread stalls briefly and memory rises for a while',
  }),
  verification: () => ({ 'zh-CN': '保存完成且状态为 ok', en: 'the save has ended and its status is ok' }),
  async precheck(client, _given, limit) {
    const info = await readInfo(client, limit);
    if (infoText(info, 'rdb_bgsave_in_progress') === '1')
      return { state: 'already', note: { 'zh-CN': '正在保存', en: 'a save is under way' } };
    return { state: 'ready', before: { lastSave: infoCount(info, 'rdb_last_save_time') } };
  },
  async isApplied(client, _given, before, limit) {
    const info = await readInfo(client, limit);
    return infoText(info, 'rdb_bgsave_in_progress') === '1' || infoCount(info, 'rdb_last_save_time') > Number(before.lastSave);
  },
  async apply(client, _given, _before, limit) {
    await client.call(['BGSAVE'], limit);
    return { 'zh-CN': '已开始保存', en: 'the save has begun' };
  },
  async verify(client, _given, _before, limit) {
    const info = await readInfo(client, limit);
    const status = infoText(info, 'rdb_last_bgsave_status');
    const isMet = infoText(info, 'rdb_bgsave_in_progress') === '0' && status === 'ok';
    return { isMet, note: { 'zh-CN': `最近一次保存：${status}`, en: `last save: ${status}` } };
  },
  undo: { impossible: { 'zh-CN': '保存只是多写了一份快照，无需回滚', en: 'a save only writes a snapshot; there is nothing to take back' } },
});

export const memoryPurge = redisAction({
  name: 'memory-purge',
  risk: 'low',
  arguments: z.strictObject({}),
  verifyWithinMs: 5_000,
  summary: () => ({ 'zh-CN': '执行 MEMORY PURGE', en: 'run MEMORY PURGE' }),
  effect: () => ({
    'zh-CN': '把分配器不用的页还给系统，不影响数据',
    en: 'pages that the allocator does not need go back to the system; data is not touched',
  }),
  verification: () => ({ 'zh-CN': '进程占用不再高于执行前', en: 'the process holds no more than before' }),
  async precheck(client, _given, limit) {
    return { state: 'ready', before: { rssBytes: infoCount(await readInfo(client, limit), 'used_memory_rss') } };
  },
  // Harmless to repeat, and nothing in Redis tells that it was done.
  isApplied: () => Promise.resolve(false),
  async apply(client, _given, _before, limit) {
    await client.call(['MEMORY', 'PURGE'], limit);
    return { 'zh-CN': '已执行', en: 'done' };
  },
  async verify(client, _given, before, limit) {
    const rssBytes = infoCount(await readInfo(client, limit), 'used_memory_rss');
    const isMet = rssBytes <= Number(before.rssBytes) * 1.05;
    return {
      isMet,
      note: {
        'zh-CN': `RSS ${String(before.rssBytes)} → ${String(rssBytes)} 字节`,
        en: `RSS ${String(before.rssBytes)} → ${String(rssBytes)} bytes`,
      },
    };
  },
  undo: { impossible: { 'zh-CN': '不改变数据与配置，无需回滚', en: 'neither data nor settings change; there is nothing to take back' } },
});

export const replicaof = redisAction({
  name: 'replicaof',
  risk: 'critical',
  arguments: z.strictObject({ host: z.string().regex(/^[\w.:-]{0,253}$/), port: z.number().int().min(0).max(65_535) }),
  verifyWithinMs: 60_000,
  summary: (given) =>
    given.host === ''
      ? { 'zh-CN': '提升为主库（REPLICAOF NO ONE）', en: 'promote to primary (REPLICAOF NO ONE)' }
      : { 'zh-CN': `改为 ${given.host}:${String(given.port)} 的从库`, en: `make it a replica of ${given.host}:${String(given.port)}` },
  effect: (given) =>
    given.host === ''
      ? {
          'zh-CN': '本实例接受写入；原主库若恢复会出现双主，须先隔离',
          en: 'this instance takes writes; should the old primary return there are two, so keep it away',
        }
      : { 'zh-CN': '本实例的数据会被主库的数据替换', en: 'what this instance holds is replaced by what the primary has' },
  verification: (given) =>
    given.host === ''
      ? { 'zh-CN': '角色为 master', en: 'its role is master' }
      : { 'zh-CN': '复制链路为 up', en: 'the replication link is up' },
  async precheck(client, given, limit) {
    const info = await readInfo(client, limit);
    const role = infoText(info, 'role');
    const before = { host: infoText(info, 'master_host'), port: infoCount(info, 'master_port'), role };
    if (isFollowing(before, given)) return { state: 'already', note: { 'zh-CN': `角色已是 ${role}`, en: `its role is ${role} already` } };
    if (given.host === '' && infoText(info, 'master_link_status') === 'up')
      return {
        state: 'blocked',
        reason: { 'zh-CN': '主库仍然在线，提升会造成双主', en: 'the primary is alive; promoting would make two' },
      };
    const keys = Number(keyspaceFacts(info)['keyspace.keys'] ?? 0);
    if (given.host !== '' && role === 'master' && keys > 0)
      return {
        state: 'blocked',
        reason: {
          'zh-CN': `本实例是主库且有 ${String(keys)} 个键，会被清空；须由人处理`,
          en: `it is a primary with ${String(keys)} keys that would be wiped; a person must do that`,
        },
      };
    return { state: 'ready', before };
  },
  async isApplied(client, given, _before, limit) {
    return isFollowing(await following(client, limit), given);
  },
  async apply(client, given, _before, limit) {
    await follow(client, given, limit);
    return given.host === ''
      ? { 'zh-CN': '已提升为主库', en: 'it is a primary now' }
      : { 'zh-CN': '已改为从库，开始同步', en: 'it is a replica now and begins to sync' };
  },
  async verify(client, given, _before, limit) {
    const info = await readInfo(client, limit);
    const [role, link] = [infoText(info, 'role'), infoText(info, 'master_link_status')];
    const isMet = given.host === '' ? role === 'master' : role === 'slave' && link === 'up';
    return { isMet, note: { 'zh-CN': `角色 ${role}，链路 ${link || '无'}`, en: `role ${role}, link ${link || 'none'}` } };
  },
  undo: {
    summary: () => ({
      'zh-CN': '恢复原来的主从关系；其间写入本实例的数据会丢失',
      en: 'follow the old primary again; what was written here meanwhile is lost',
    }),
    present: async (client, _given, _before, limit) => ({ ...(await following(client, limit)) }),
    async apply(client, _given, before, limit) {
      if (typeof before.host !== 'string' || typeof before.port !== 'number')
        throw new SystemError('Cannot undo: the old primary was not recorded', { retry: 'never' });
      await follow(client, { host: before.role === 'master' ? '' : before.host, port: before.port }, limit);
      return { 'zh-CN': '已恢复原来的主从关系', en: 'the old relation is back' };
    },
  },
});

interface Following {
  readonly host: string;
  readonly port: number;
}

async function following(client: RedisClient, limit: RedisLimit): Promise<Following & { readonly role: string }> {
  const info = await readInfo(client, limit);
  return { role: infoText(info, 'role'), host: infoText(info, 'master_host'), port: infoCount(info, 'master_port') };
}

function isFollowing(now: Following & { readonly role: string }, wanted: Following): boolean {
  if (wanted.host === '') return now.role === 'master';
  return now.role === 'slave' && now.host === wanted.host && now.port === wanted.port;
}

async function follow(client: RedisClient, wanted: Following, limit: RedisLimit): Promise<void> {
  await client.call(wanted.host === '' ? ['REPLICAOF', 'NO', 'ONE'] : ['REPLICAOF', wanted.host, wanted.port], limit);
}

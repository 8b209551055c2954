/** Settings that can be changed while it runs. The undo brings the old value back exactly; a restart falls back to the command line. */

import { z } from 'zod';
import { SystemError } from '../../../domain/errors.ts';
import type { Precheck } from '../../contract.ts';
import { sessionAction } from '../../session/actions/session-action.ts';
import type { SessionLimit } from '../../session/failure.ts';
import type { MemcachedClient } from '../client.ts';
import { numberOf } from '../numbers.ts';

const megabyte = 1_048_576;
/** What memcached itself accepts at least, and a bound against a slip of the hand. */
const [megabytesMin, megabytesMax] = [8, 1_048_576];

export const cacheMemlimit = sessionAction<MemcachedClient, { megabytes: number }>({
  name: 'cache-memlimit',
  risk: 'medium',
  arguments: z.strictObject({ megabytes: z.number().int().min(megabytesMin).max(megabytesMax) }),
  verifyWithinMs: 5_000,
  summary: ({ megabytes }) => ({
    'zh-CN': `将内存上限设为 ${String(megabytes)} MB`,
    en: `set the memory limit to ${String(megabytes)} MB`,
  }),
  effect: () => ({
    'zh-CN': '立即生效，已有数据保留；进程会多占用主机内存，重启后以启动参数 -m 为准',
    en: 'takes effect at once and keeps the data; the process takes more of the host’s memory, and after a restart -m counts',
  }),
  verification: () => ({ 'zh-CN': 'stats settings 的 maxbytes 为新值', en: 'maxbytes of stats settings has the new value' }),
  async precheck(client, { megabytes }, limit) {
    const old = await settingOf(client, 'maxbytes', limit);
    if (old === megabytes * megabyte) return already(`${String(megabytes)} MB`);
    if (old === null || old % megabyte !== 0 || old < megabytesMin * megabyte)
      return blocked(
        `现有上限（${String(old)} 字节）无法再用命令恢复，因此不改；请以 -m 重启`,
        `the present limit (${String(old)} bytes) could not be set again by command, so it is left; restart with -m instead`,
      );
    const used = numberOf(await client.stats('', limit), 'bytes') ?? 0;
    if (megabytes * megabyte < used)
      return blocked(`已用 ${String(used)} 字节，高于新上限`, `${String(used)} bytes are in use, more than the new limit`);
    return { state: 'ready', before: { megabytes: old / megabyte } };
  },
  isApplied: async (client, { megabytes }, _before, limit) => (await settingOf(client, 'maxbytes', limit)) === megabytes * megabyte,
  async apply(client, { megabytes }, before, limit) {
    await client.command(`cache_memlimit ${String(megabytes)}`, limit);
    const change = `${String(before.megabytes)} MB → ${String(megabytes)} MB`;
    return { 'zh-CN': `内存上限：${change}`, en: `memory limit: ${change}` };
  },
  async verify(client, { megabytes }, _before, limit) {
    const now = await settingOf(client, 'maxbytes', limit);
    return {
      isMet: now === megabytes * megabyte,
      note: { 'zh-CN': `上限现为 ${String(now)} 字节`, en: `the limit is ${String(now)} bytes now` },
    };
  },
  undo: {
    summary: () => ({
      'zh-CN': '把内存上限恢复为原值（超出的数据会被淘汰）',
      en: 'set the memory limit back to its old value; what is beyond it is evicted',
    }),
    present: async (client, _given, _before, limit) => ({ megabytes: ((await settingOf(client, 'maxbytes', limit)) ?? 0) / megabyte }),
    async apply(client, _given, before, limit) {
      const old = recorded(before.megabytes, 'the memory limit');
      await client.command(`cache_memlimit ${String(old)}`, limit);
      return { 'zh-CN': `内存上限已恢复为 ${String(old)} MB`, en: `the memory limit is back at ${String(old)} MB` };
    },
  },
});

export const slabsAutomove = sessionAction<MemcachedClient, { mode: 0 | 1 }>({
  name: 'slabs-automove',
  risk: 'low',
  // Mode 2 moves a page at every eviction; its own manual warns of it.
  arguments: z.strictObject({ mode: z.union([z.literal(0), z.literal(1)]) }),
  verifyWithinMs: 5_000,
  summary: ({ mode }) => ({
    'zh-CN': mode === 1 ? '打开 slab 内存页的自动迁移' : '关闭 slab 内存页的自动迁移',
    en: mode === 1 ? 'let slab pages move by themselves' : 'stop slab pages from moving by themselves',
  }),
  effect: () => ({
    'zh-CN': '空闲的内存页在几十秒内逐个迁往需要的分级，被迁页上的少量数据会被淘汰；重启后以启动参数为准',
    en: 'free pages move to the classes that need them, one at a time within some tens of seconds, and a few items on moved pages are evicted; after a restart the command line counts',
  }),
  verification: () => ({ 'zh-CN': 'stats settings 的 slab_automove 为新值', en: 'slab_automove of stats settings has the new value' }),
  async precheck(client, { mode }, limit) {
    const settings = await client.stats('settings', limit);
    if (settings.get('slab_reassign') !== 'yes')
      return blocked('slab_reassign 已关闭，只能在启动时打开', 'slab_reassign is off and can only be turned on at the start');
    const old = numberOf(settings, 'slab_automove');
    if (old === mode) return already(String(mode));
    if (old === null) return blocked('该版本没有 slab_automove', 'this version has no slab_automove');
    return { state: 'ready', before: { mode: old } };
  },
  isApplied: async (client, { mode }, _before, limit) => (await settingOf(client, 'slab_automove', limit)) === mode,
  async apply(client, { mode }, before, limit) {
    await client.command(`slabs automove ${String(mode)}`, limit);
    const change = `${String(before.mode)} → ${String(mode)}`;
    return { 'zh-CN': `slab_automove：${change}`, en: `slab_automove: ${change}` };
  },
  async verify(client, { mode }, _before, limit) {
    const now = await settingOf(client, 'slab_automove', limit);
    return { isMet: now === mode, note: { 'zh-CN': `slab_automove 现为 ${String(now)}`, en: `slab_automove is ${String(now)} now` } };
  },
  undo: {
    summary: () => ({ 'zh-CN': '把 slab_automove 恢复为原值', en: 'set slab_automove back to its old value' }),
    present: async (client, _given, _before, limit) => ({ mode: await settingOf(client, 'slab_automove', limit) }),
    async apply(client, _given, before, limit) {
      const old = recorded(before.mode, 'slab_automove');
      await client.command(`slabs automove ${String(old)}`, limit);
      return { 'zh-CN': `slab_automove 已恢复为 ${String(old)}`, en: `slab_automove is back at ${String(old)}` };
    },
  },
});

async function settingOf(client: MemcachedClient, name: string, limit: SessionLimit): Promise<number | null> {
  return numberOf(await client.stats('settings', limit), name);
}

function recorded(value: unknown, what: string): number {
  if (typeof value !== 'number') throw new SystemError(`Cannot undo ${what}: no old value was recorded`, { retry: 'never' });
  return value;
}

function already(value: string): Precheck {
  return { state: 'already', note: { 'zh-CN': `已经是 ${value}`, en: `is ${value} already` } };
}

function blocked(chinese: string, english: string): Precheck {
  return { state: 'blocked', reason: { 'zh-CN': chinese, en: english } };
}

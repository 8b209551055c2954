/** The limits of a virtual host: how many connections and queues it may have. */

import { z } from 'zod';
import { sessionAction } from '../../session/actions/session-action.ts';
import type { SessionLimit } from '../../session/failure.ts';
import { numberOf } from '../../session/rows.ts';
import type { RabbitmqClient } from '../client.ts';

const limitForm = z.array(z.object({ vhost: z.string(), value: z.record(z.string(), z.unknown()).catch({}) }));

export const setVhostLimit = sessionAction({
  name: 'set-vhost-limit',
  risk: 'medium',
  arguments: z.strictObject({
    vhost: z.string().min(1).max(255),
    limit: z.enum(['max-connections', 'max-queues']),
    value: z.number().int().min(1).max(10_000_000),
  }),
  verifyWithinMs: 10_000,
  summary: (given) => ({
    'zh-CN': `虚拟主机 ${given.vhost} 的 ${given.limit} 设为 ${String(given.value)}`,
    en: `set ${given.limit} of virtual host ${given.vhost} to ${String(given.value)}`,
  }),
  effect: () => ({
    'zh-CN': '立即生效，只影响新的连接或队列，已有的不会断开',
    en: 'takes effect at once, for new connections or queues only; those that are there stay',
  }),
  verification: (given) => ({ 'zh-CN': `${given.limit} 为新值`, en: `${given.limit} has the new value` }),
  async precheck(client: RabbitmqClient, given, limit) {
    const old = await read(client, given, limit);
    if (old === given.value) return { state: 'already', note: { 'zh-CN': `已经是 ${String(old)}`, en: `is ${String(old)} already` } };
    return { state: 'ready', before: { value: old } };
  },
  isApplied: async (client, given, _before, limit) => (await read(client, given, limit)) === given.value,
  async apply(client, given, before, limit) {
    await client.change('PUT', pathOf(given), { value: given.value }, limit);
    const old = before.value === null ? { 'zh-CN': '不限', en: 'none' } : { 'zh-CN': String(before.value), en: String(before.value) };
    return {
      'zh-CN': `${given.limit}：${old['zh-CN']} → ${String(given.value)}`,
      en: `${given.limit}: ${old.en} → ${String(given.value)}`,
    };
  },
  async verify(client, given, _before, limit) {
    const now = await read(client, given, limit);
    return { isMet: now === given.value, note: { 'zh-CN': `现为 ${String(now)}`, en: `is ${String(now)} now` } };
  },
  undo: {
    summary: (given) => ({
      'zh-CN': `把 ${given.limit} 恢复为原值（原来没有则去掉）`,
      en: `set ${given.limit} back to its old value, or remove it if there was none`,
    }),
    present: async (client, given, _before, limit) => ({ value: await read(client, given, limit) }),
    async apply(client, given, before, limit) {
      if (before.value === null) {
        if ((await read(client, given, limit)) !== null) await client.change('DELETE', pathOf(given), undefined, limit);
        return { 'zh-CN': '限额已去掉，与原来一样', en: 'the limit is gone again, as before' };
      }
      const old = numberOf(before.value);
      await client.change('PUT', pathOf(given), { value: old }, limit);
      return { 'zh-CN': `已恢复为 ${String(old)}`, en: `it is back at ${String(old)}` };
    },
  },
});

interface Wanted {
  readonly vhost: string;
  readonly limit: string;
}

/** Null where there is no limit. */
async function read(client: RabbitmqClient, given: Wanted, limit: SessionLimit): Promise<number | null> {
  const found = await client.get(`vhost-limits/${encodeURIComponent(given.vhost)}`, limitForm, limit);
  const value = found.find(({ vhost }) => vhost === given.vhost)?.value[given.limit];
  return typeof value === 'number' ? value : null;
}

function pathOf(given: Wanted): string {
  return `vhost-limits/${encodeURIComponent(given.vhost)}/${given.limit}`;
}

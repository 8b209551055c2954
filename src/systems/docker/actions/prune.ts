/** Removes images that have no tag and that no container uses: nothing else, and no container or volume. */

import { z } from 'zod';
import type { HttpLimit } from '../../http/exchange.ts';
import { already, apiAction } from '../../http-api/actions/api-action.ts';
import type { DockerClient } from '../client.ts';
import { diskFacts, usageSchema } from '../probes/disk.ts';

const filters = encodeURIComponent(JSON.stringify({ dangling: ['true'] }));

async function dangling(client: DockerClient, limit: HttpLimit): Promise<{ readonly count: number; readonly mib: number }> {
  const facts = diskFacts(await client.json('system/df', usageSchema, limit));
  return { count: Number(facts['images.dangling'] ?? 0), mib: Number(facts['disk.danglingMib'] ?? 0) };
}

export const pruneDanglingImages = apiAction({
  name: 'prune-dangling-images',
  risk: 'medium',
  arguments: z.strictObject({}),
  verifyWithinMs: 30_000,
  summary: () => ({ 'zh-CN': '清理悬空镜像', en: 'remove dangling images' }),
  effect: () => ({
    'zh-CN': '没有标签、也没有容器使用的镜像被删除；有标签的镜像、容器、卷与构建缓存不动',
    en: 'images without a tag and without a container are removed; tagged images, containers, volumes and build caches stay',
  }),
  verification: () => ({ 'zh-CN': '不再有悬空镜像', en: 'there is no dangling image left' }),
  precheck: async (client: DockerClient, _given: Readonly<Record<string, never>>, limit) => {
    const { count, mib } = await dangling(client, limit);
    if (count === 0) return already('没有悬空镜像', 'there is no dangling image');
    const note = { 'zh-CN': `${count} 个，约 ${mib} MiB`, en: `${count} images, about ${mib} MiB` };
    return { state: 'ready', before: { count, mib }, note };
  },
  isApplied: async (client, _given, _before, limit) => (await dangling(client, limit)).count === 0,
  apply: async (client, _given, before, limit) => {
    await client.post(`images/prune?filters=${filters}`, undefined, limit);
    return {
      'zh-CN': `已清理 ${String(before.count)} 个悬空镜像，约 ${String(before.mib)} MiB`,
      en: `${String(before.count)} dangling images are removed, about ${String(before.mib)} MiB`,
    };
  },
  verify: async (client, _given, _before, limit) => {
    const { count } = await dangling(client, limit);
    return { isMet: count === 0, note: { 'zh-CN': `还有 ${count} 个悬空镜像`, en: `${count} dangling images left` } };
  },
  undo: {
    impossible: {
      'zh-CN': '删除的镜像无法找回，只能重新构建或拉取',
      en: 'removed images can’t be brought back, only built or pulled again',
    },
  },
});

/** What the engine keeps on its disk, and how much of it nobody uses. */

import { z } from 'zod';
import type { Facts } from '../../../domain/evidence.ts';
import { apiProbe, factLines } from '../../http-api/probe.ts';
import type { DockerClient } from '../client.ts';

const size = z.number().nullish();
export const usageSchema = z.looseObject({
  LayersSize: size,
  Images: z
    .array(z.looseObject({ Id: z.string(), Size: size, SharedSize: size, Containers: size, RepoTags: z.array(z.string()).nullish() }))
    .nullish(),
  Containers: z
    .array(
      z.looseObject({ Names: z.array(z.string()).nullish(), SizeRw: size, State: z.string().default(''), ImageID: z.string().default('') }),
    )
    .nullish(),
  Volumes: z.array(z.looseObject({ Name: z.string(), UsageData: z.looseObject({ Size: size, RefCount: size }).nullish() })).nullish(),
  BuildCache: z.array(z.looseObject({ Size: size, InUse: z.boolean().default(false) })).nullish(),
});

export const diskProbe = apiProbe({
  name: 'disk',
  summary: {
    'zh-CN': '镜像、容器层、卷与构建缓存占用，其中多少没人用；容器的镜像是否还在',
    en: 'what images, layers, volumes and build caches take, and how much of it nobody uses; images that containers need and are gone',
  },
  parameters: z.strictObject({}),
  // Sizes are added up file by file.
  timeoutMs: 30_000,
  requestMs: 25_000,
  cost: 'moderate',
  hints: 'disk|space|full|prune|image|dangling|volume|磁盘|空间|满|清理|镜像|悬空|卷',
  query: 'docker system df -v',
  facts: ['disk.*', 'images.*'],
  async see(client: DockerClient, _given, limit) {
    const facts = diskFacts(await client.json('system/df', usageSchema, limit));
    return {
      headline: {
        'zh-CN': `镜像 ${mib(facts['disk.imagesBytes'])}，悬空镜像 ${String(facts['images.dangling'])} 个共 ${mib(facts['disk.danglingBytes'])}`,
        en: `images ${mib(facts['disk.imagesBytes'])}, ${String(facts['images.dangling'])} dangling ones with ${mib(facts['disk.danglingBytes'])}`,
      },
      facts: { 'reach.isOk': true, ...facts },
      text: factLines(facts),
    };
  },
});

/** Pure. */
export function diskFacts(usage: z.infer<typeof usageSchema>): Facts {
  const [images, containers, volumes, caches] = [usage.Images ?? [], usage.Containers ?? [], usage.Volumes ?? [], usage.BuildCache ?? []];
  const sum = (sizes: readonly (number | null | undefined)[]): number => sizes.reduce<number>((total, each) => total + (each ?? 0), 0);
  const dangling = images.filter(({ RepoTags }) => (RepoTags ?? []).filter((tag) => tag !== '<none>:<none>').length === 0);
  const free = dangling.filter(({ Containers }) => (Containers ?? 0) <= 0);
  const known = new Set(images.map(({ Id }) => Id));
  const orphan = containers.find(({ ImageID }) => ImageID !== '' && !known.has(ImageID));
  const [fattest] = [...containers].sort((one, other) => (other.SizeRw ?? 0) - (one.SizeRw ?? 0));
  const unused = volumes.filter(({ UsageData }) => UsageData?.RefCount === 0);
  const own = (image: (typeof images)[number]): number => Math.max(0, (image.Size ?? 0) - Math.max(0, image.SharedSize ?? 0));
  return {
    'disk.imagesBytes': usage.LayersSize ?? sum(images.map(({ Size }) => Size)),
    'disk.danglingBytes': sum(free.map(own)),
    'disk.danglingMib': Math.round(sum(free.map(own)) / 1_048_576),
    'disk.containersBytes': sum(containers.map(({ SizeRw }) => SizeRw)),
    'disk.volumesBytes': sum(volumes.map(({ UsageData }) => UsageData?.Size)),
    'disk.unusedVolumes': unused.length,
    'disk.unusedVolumesBytes': sum(unused.map(({ UsageData }) => UsageData?.Size)),
    'disk.buildCacheBytes': sum(caches.map(({ Size }) => Size)),
    'disk.largestLayerMib': Math.round((fattest?.SizeRw ?? 0) / 1_048_576),
    'disk.largestLayerName': (fattest?.Names?.[0] ?? '').replace(/^\//, ''),
    'images.count': images.length,
    'images.dangling': free.length,
    'images.orphanName': orphan === undefined ? '' : (orphan.Names?.[0] ?? '').replace(/^\//, ''),
  };
}

function mib(bytes: unknown): string {
  return typeof bytes === 'number' ? `${String(Math.round(bytes / 1_048_576))} MiB` : '?';
}

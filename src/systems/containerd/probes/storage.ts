/** How much images and snapshots take, and how full the file system below them is. */

import { z } from 'zod';
import { bytesText } from '../../../domain/text.ts';
import { linuxProbe } from '../../linux/linux-probe.ts';
import type { ContainerdClient } from '../client.ts';
import { readStorage } from '../read-storage.ts';

export const storageProbe = linuxProbe({
  name: 'storage',
  summary: {
    'zh-CN': '镜像、内容与快照的大小，数据目录所在磁盘',
    en: 'size of images, content and snapshots, and the disk of the data directory',
  },
  parameters: z.strictObject({}),
  timeoutMs: 45_000,
  cost: 'moderate',
  hints: 'disk|space|full|image|snapshot|pull|磁盘|空间|镜像|快照|拉取',
  query: 'ctr images ls; ctr content ls; ctr snapshots usage; df -P DATA',
  facts: [
    'storage.root',
    'storage.images',
    'storage.blobs',
    'storage.blobBytes',
    'storage.snapshots',
    'storage.snapshotBytes',
    'storage.diskUsedRatio',
    'storage.diskFreeBytes',
    'storage.inodesUsedRatio',
  ],
  async see(client: ContainerdClient, _given, context, limit) {
    const text = await client.ask('containerd-storage', client.namespaces, context, limit);
    const { root, images, blobs, blobBytes, snapshots, snapshotBytes, usedRatio, freeBytes, inodesUsedRatio } = readStorage(text);
    const used = usedRatio === null ? '?' : `${String(Math.round(usedRatio * 100))}%`;
    return {
      headline: {
        'zh-CN': `${images} 个镜像，内容 ${bytesText(blobBytes)}，快照 ${bytesText(snapshotBytes)}；${root || '数据目录'} 所在磁盘已用 ${used}`,
        en: `${images} images, content ${bytesText(blobBytes)}, snapshots ${bytesText(snapshotBytes)}; the disk of ${root || 'the data directory'} is ${used} full`,
      },
      facts: {
        'storage.root': root,
        'storage.images': images,
        'storage.blobs': blobs,
        'storage.blobBytes': blobBytes,
        'storage.snapshots': snapshots,
        'storage.snapshotBytes': snapshotBytes,
        'storage.diskUsedRatio': usedRatio,
        'storage.diskFreeBytes': freeBytes,
        'storage.inodesUsedRatio': inodesUsedRatio,
      },
      text: text.replace(/^@@content:.*\n(?:\w+:.*\n)*/gm, ''),
    };
  },
});

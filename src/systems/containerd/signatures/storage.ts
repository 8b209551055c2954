/** The file system below images and snapshots. */

import type { Signature } from '../../../domain/signature.ts';

const hints = 'containerd|container|image|pull|disk|space|full|容器|镜像|拉取|磁盘|空间|满';
const common = { kind: 'containerd', role: 'cause', remedies: [], probes: ['storage'], hints } as const;

export const storageSignatures: readonly Signature[] = [
  {
    ...common,
    id: 'containerd.disk-nearly-full',
    title: { 'zh-CN': '磁盘将满：containerd 数据目录空间不足', en: 'Disk nearly full: the data directory of containerd' },
    explanation: {
      'zh-CN':
        '{storage.root} 所在磁盘已用 {storage.diskUsedRatio|percent}，剩 {storage.diskFreeBytes|bytes}；内容 {storage.blobBytes|bytes}，快照 {storage.snapshotBytes|bytes}（{storage.images} 个镜像）。满了就拉不了镜像、写不了容器层。',
      en: 'The disk of {storage.root} is {storage.diskUsedRatio|percent} full, {storage.diskFreeBytes|bytes} are left; content takes {storage.blobBytes|bytes}, snapshots {storage.snapshotBytes|bytes} ({storage.images} images). Once full, no image can be pulled and no container can write.',
    },
    severity: 'critical',
    confirm: ['storage.diskUsedRatio', '>=', 0.95],
    likelyWhenHinted: ['storage.diskUsedRatio', '>=', 0.9],
    refute: ['storage.diskUsedRatio', '<', 0.85],
    advice: {
      'zh-CN':
        '先看是谁占的：快照里的大多是容器自己写的文件，内容是镜像。确认不再用的镜像由人删除（ctr images rm，Kubernetes 用 crictl rmi --prune）。',
      en: 'See who takes it: snapshots mostly hold what containers wrote, content is images. A person removes images that nobody needs (ctr images rm; crictl rmi --prune with Kubernetes).',
    },
    source: 'containerd: docs/ops.md, root directory; Kubernetes: node-pressure eviction',
  },
  {
    ...common,
    id: 'containerd.inodes-nearly-used-up',
    title: { 'zh-CN': 'containerd 数据目录的 inode 将用尽', en: 'Inodes nearly exhausted: the data directory of containerd' },
    explanation: {
      'zh-CN': '{storage.root} 所在磁盘的 inode 已用 {storage.inodesUsedRatio|percent}：有空间也建不了文件（{storage.snapshots} 个快照）。',
      en: '{storage.inodesUsedRatio|percent} of the inodes of {storage.root} are in use: no file can be created though there is space ({storage.snapshots} snapshots).',
    },
    severity: 'critical',
    confirm: ['storage.inodesUsedRatio', '>=', 0.95],
    likelyWhenHinted: ['storage.inodesUsedRatio', '>=', 0.9],
    refute: ['storage.inodesUsedRatio', '<', 0.85],
    advice: {
      'zh-CN': '找出小文件多的快照（ctr snapshots usage 的 INODES 列），由人删除不用的容器与镜像。',
      en: 'Find the snapshots with many files (column INODES of ctr snapshots usage); a person removes containers and images that nobody needs.',
    },
    source: 'containerd: ctr snapshots usage; df(1) -i',
  },
];

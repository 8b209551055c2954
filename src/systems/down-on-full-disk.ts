/** A server that is gone from a machine whose full filesystem holds its data; one that is full with the data of others says nothing of it. */

import type { Condition, Signature } from '../domain/signature.ts';
import type { LocalText } from '../domain/text.ts';

/** On the machine that it runs on. `any` is a filesystem that everything lies on by default. */
export function isDataOnFullDisk(kind: string): Condition {
  return {
    on: 'runsOn',
    where: {
      all: [
        {
          any: [
            ['disk.worst.usedRatio', '>=', 0.98],
            ['disk.inodes.usedRatio', '>=', 0.98],
          ],
        },
        {
          any: [
            ['disk.full.dataOf', 'matches', `\\b(any|${kind})\\b`],
            ['disk.worst.mount', 'matches', kind],
          ],
        },
      ],
    },
  };
}

export interface FullDiskWords {
  readonly kind: string;
  /** As people call it. */
  readonly product: string;
  readonly probe: string;
  /** What it can't write, as the end of a sentence. */
  readonly why: LocalText;
  readonly source: string;
}

export function downOnFullDisk({ kind, product, probe, why, source }: FullDiskWords): Signature {
  return {
    id: `${kind}.down-on-full-disk`,
    kind,
    title: { 'zh-CN': `主机磁盘已满，${product} 宕机`, en: `${product} is down: the host’s disk is full (no space left)` },
    explanation: {
      'zh-CN': `连接被拒绝，而主机上存放其数据的文件系统已满、空间不足：${why['zh-CN']}。`,
      en: `Connections are refused, and the filesystem of its host that holds its data is full, no space left: ${why.en}.`,
    },
    severity: 'critical',
    role: 'cause',
    explains: [`${kind}.process-gone`],
    hints: 'down|disk|full|宕机|磁盘|写满',
    probes: [probe],
    confirm: { all: [['reach.problem', '==', 'refused'], isDataOnFullDisk(kind)] },
    refute: ['reach.isOk', '==', true],
    advice: {
      'zh-CN': '先在主机上腾出空间（移走，不要删除数据目录里的文件），再启动。',
      en: 'Free space on the host first (move things away, never delete inside the data directory), then start it.',
    },
    remedies: [],
    source,
  };
}

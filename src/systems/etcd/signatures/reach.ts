/** Faults that keep anyone from reaching etcd, or from being let in. */

import type { Signature } from '../../../domain/signature.ts';
import { isDataOnFullDisk } from '../../down-on-full-disk.ts';
import { reachSignatures } from '../../session/reach-signatures.ts';

export const etcdReachSignatures: readonly Signature[] = [
  ...reachSignatures({
    kind: 'etcd',
    name: 'etcd',
    probe: 'server',
    downHints: 'etcd_up|etcdMembersDown|etcd.*down|connection refused',
    loginSource: 'etcd.io: Role-based access control',
  }),
  {
    id: 'etcd.down-on-full-disk',
    kind: 'etcd',
    title: { 'zh-CN': '主机磁盘写满，etcd 停了', en: 'The host’s disk is full and etcd went down' },
    explanation: {
      'zh-CN': '连接被拒绝，而所在主机有文件系统已写满：WAL 写不下时 etcd 会直接退出。',
      en: 'Connections are refused, and a filesystem of its host is full: etcd exits when it cannot write its log.',
    },
    severity: 'critical',
    role: 'cause',
    explains: ['etcd.process-gone'],
    hints: 'down|disk|full|宕机|磁盘|写满',
    probes: ['server'],
    confirm: {
      all: [['reach.problem', '==', 'refused'], isDataOnFullDisk('etcd')],
    },
    refute: ['reach.isOk', '==', true],
    advice: {
      'zh-CN': '先腾出磁盘空间再启动；不要手工删除 member/wal 或 member/snap 中的文件。',
      en: 'Free space first, then start it; do not delete files of member/wal or member/snap by hand.',
    },
    remedies: [],
    source: 'etcd.io: Hardware recommendations, Maintenance',
  },
];

/** The disk: etcd answers no faster than it syncs its log. */

import type { Condition, Signature } from '../../../domain/signature.ts';

const hints = 'slow|latency|fsync|disk|\\bi/?o\\b|timeout|慢|延迟|磁盘|超时|etcdHighFsyncDurations|etcdHighCommitDurations';

/** A heartbeat goes out every 100 ms by default, and a leader that waits for its disk sends none. */
const isFelt: Condition = {
  any: [
    ['activity.slowAppliesPerSecond', '>', 0],
    ['activity.heartbeatFailuresNow', '>', 0],
    ['activity.leaderChangesNow', '>', 0],
    ['activity.proposalsPending', '>=', 5],
    ['activity.failedPerSecond', '>', 0],
  ],
};

export const diskSignatures: readonly Signature[] = [
  {
    id: 'etcd.slow-disk',
    kind: 'etcd',
    title: {
      'zh-CN': '磁盘太慢：WAL fsync p99 {activity.fsyncP99Ms} ms',
      en: 'Slow disk: fsync of the WAL takes {activity.fsyncP99Ms} ms at p99',
    },
    explanation: {
      'zh-CN':
        'WAL fsync 的 p99 为 {activity.fsyncP99Ms} ms（启动以来 {activity.fsyncP99EverMs} ms），建议低于 10 ms；每次写入都要等它。待决提案 {activity.proposalsPending}，心跳发送失败 {activity.heartbeatFailures} 次。',
      en: 'An fsync of the log (WAL) takes {activity.fsyncP99Ms} ms at p99 ({activity.fsyncP99EverMs} ms since the start), where less than 10 ms is advised; every write waits for it. {activity.proposalsPending} proposals are pending, {activity.heartbeatFailures} heartbeats were not sent in time.',
    },
    severity: 'critical',
    role: 'cause',
    explains: [
      'etcd.frequent-elections',
      'etcd.heartbeats-fail',
      'etcd.proposals-stuck',
      'etcd.slow-commits',
      'etcd.slow-reads',
      'etcd.no-leader',
    ],
    hints,
    probes: ['activity', 'server', 'members'],
    confirm: { any: [['activity.fsyncP99NowMs', '>=', 500], { all: [['activity.fsyncP99NowMs', '>=', 100], isFelt] }] },
    likelyWhenHinted: ['activity.fsyncP99Ms', '>=', 50],
    // Too few for a percentile: there is nothing that could wait for the disk.
    refute: {
      any: [
        ['activity.fsyncP99Ms', '<', 20],
        ['activity.fsyncsSeen', '<', 20],
      ],
    },
    advice: {
      'zh-CN': '看主机上谁在和它抢磁盘（日志、备份、镜像拉取），给 etcd 单独的 SSD；本成员是 leader 时先把 leader 移到磁盘正常的成员。',
      en: 'See who else uses the disk (logs, backups, image pulls) and give etcd an SSD of its own; if this member leads, move the leader to one with a good disk first.',
    },
    remedies: [
      {
        action: 'move-leader',
        arguments: { member: '{members.followerId}' },
        when: {
          all: [
            ['server.isLeader', '==', true],
            ['members.followerId', 'exists', true],
          ],
        },
      },
    ],
    source: 'etcd.io: FAQ (wal_fsync p99 < 10 ms), Tuning; etcd-mixin: etcdHighFsyncDurations',
  },
  {
    id: 'etcd.slow-commits',
    kind: 'etcd',
    title: {
      'zh-CN': '磁盘慢：后端提交 p99 {activity.commitP99Ms} ms',
      en: 'Slow disk: backend commits take {activity.commitP99Ms} ms at p99',
    },
    explanation: {
      'zh-CN':
        '后端提交 p99 {activity.commitP99Ms} ms（建议低于 25 ms），而 WAL fsync p99 为 {activity.fsyncP99Ms} ms：随机写跟不上，或数据库太大。',
      en: 'A commit of the database takes {activity.commitP99Ms} ms at p99 (less than 25 ms is advised), an fsync of the log {activity.fsyncP99Ms} ms: random writes do not keep up, or the database is large, and writes are slow.',
    },
    severity: 'warning',
    role: 'cause',
    explains: ['etcd.slow-reads', 'etcd.proposals-stuck'],
    hints,
    probes: ['activity'],
    confirm: ['activity.commitP99Ms', '>=', 500],
    likelyWhenHinted: ['activity.commitP99Ms', '>=', 100],
    refute: {
      any: [
        ['activity.commitP99Ms', '<', 50],
        ['activity.commitsSeen', '<', 20],
      ],
    },
    advice: {
      'zh-CN': '看磁盘延迟与同机的写入；数据库有大量碎片时做一次碎片整理。',
      en: 'Look at the latency of the disk and at other writers; defragment if the database has many holes.',
    },
    remedies: [],
    source: 'etcd.io: FAQ (backend_commit p99 < 25 ms); etcd-mixin: etcdHighCommitDurations',
  },
];

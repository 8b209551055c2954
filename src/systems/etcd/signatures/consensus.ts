/** Consensus: elections, heartbeats, proposals that wait or fail, and the way between members. */

import type { Signature } from '../../../domain/signature.ts';

const hints = 'leader|election|heartbeat|proposal|timeout|network|选举|换主|心跳|提案|超时|网络';

export const consensusSignatures: readonly Signature[] = [
  {
    id: 'etcd.frequent-elections',
    kind: 'etcd',
    title: { 'zh-CN': '频繁换主（反复选举 leader）', en: 'Frequent leader elections: the leader changes again and again' },
    explanation: {
      'zh-CN': '启动以来换主 {activity.leaderChanges} 次，每小时 {activity.leaderChangesPerHour} 次；每次换主期间写入都会失败或变慢。',
      en: '{activity.leaderChanges} leader changes since the start, {activity.leaderChangesPerHour} an hour; writes fail or wait during each.',
    },
    severity: 'warning',
    role: 'symptom',
    hints: `${hints}|etcdHighNumberOfLeaderChanges`,
    probes: ['activity'],
    confirm: {
      all: [
        ['activity.leaderChanges', '>=', 4],
        {
          any: [
            ['activity.leaderChangesPerHour', '>=', 4],
            ['activity.leaderChangesNow', '>=', 1],
          ],
        },
      ],
    },
    likelyWhenHinted: ['activity.leaderChangesPerHour', '>=', 2],
    // The first election, and one that somebody asked for, say nothing about the rate.
    refute: {
      any: [
        ['activity.leaderChangesPerHour', '<', 1],
        {
          all: [
            ['activity.leaderChanges', '<=', 2],
            ['activity.leaderChangesNow', '==', 0],
          ],
        },
      ],
    },
    advice: {
      'zh-CN': '依次看磁盘 fsync、成员间时延与丢包、CPU 抢占；跨地域部署需调大心跳与选举超时。',
      en: 'Look at fsync, at latency and loss between members, and at stolen CPU; clusters across regions need longer heartbeat and election times.',
    },
    remedies: [],
    source: 'etcd-mixin: etcdHighNumberOfLeaderChanges; etcd.io: Tuning',
  },
  {
    id: 'etcd.heartbeats-fail',
    kind: 'etcd',
    title: { 'zh-CN': 'leader 来不及发送心跳', en: 'The leader fails to send heartbeats in time' },
    explanation: {
      'zh-CN': '累计 {activity.heartbeatFailures} 次心跳没能按时发出：leader 的 CPU 或磁盘过载，其他成员会因此发起选举。',
      en: '{activity.heartbeatFailures} heartbeats were not sent in time so far: the CPU or disk of the leader is overloaded, and the others will hold an election.',
    },
    severity: 'warning',
    role: 'symptom',
    explains: ['etcd.frequent-elections'],
    hints,
    probes: ['activity'],
    confirm: ['activity.heartbeatFailuresNow', '>', 0],
    likelyWhenHinted: ['activity.heartbeatFailuresPerHour', '>=', 10],
    refute: ['activity.heartbeatFailures', '==', 0],
    advice: {
      'zh-CN': '看主机 CPU（含 steal 与 cgroup 限流）与磁盘。',
      en: 'Look at the CPU of the host (steal and cgroup limits included) and at its disk.',
    },
    remedies: [],
    source: 'etcd.io: FAQ, "failed to send out heartbeat on time"',
  },
  {
    id: 'etcd.slow-peer-network',
    kind: 'etcd',
    title: { 'zh-CN': '到成员 {peers.slowest} 的网络慢（延迟高）', en: 'The network to member {peers.slowest} is slow (high latency)' },
    explanation: {
      'zh-CN': '到 {peers.slowest} 的往返 p99 为 {peers.slowestP99Ms} ms，已超过默认的心跳间隔 100 ms，可能引发选举。',
      en: 'Round trips to {peers.slowest} take {peers.slowestP99Ms} ms at p99, longer than the default heartbeat of 100 ms: elections may follow.',
    },
    severity: 'warning',
    role: 'cause',
    explains: ['etcd.frequent-elections', 'etcd.member-behind'],
    hints: `${hints}|etcdMemberCommunicationSlow`,
    probes: ['peers'],
    confirm: ['peers.slowestP99Ms', '>=', 150],
    likelyWhenHinted: ['peers.slowestP99Ms', '>=', 100],
    refute: {
      any: [
        ['peers.slowestP99Ms', '<', 50],
        ['peers.roundTrips', '==', 0],
      ],
    },
    advice: {
      'zh-CN': '查两台主机间的丢包与带宽；确属远距离部署时，按往返时延的 10 倍调大选举超时。',
      en: 'Look for loss and full links between the two hosts; where they are far apart, set the election timeout to ten round trips.',
    },
    remedies: [],
    source: 'etcd-mixin: etcdMemberCommunicationSlow; etcd.io: Tuning, Time parameters',
  },
  {
    id: 'etcd.peer-sends-fail',
    kind: 'etcd',
    title: { 'zh-CN': '向成员 {peers.failingTo} 发送失败', en: 'Sending to member {peers.failingTo} fails' },
    explanation: {
      'zh-CN': '共 {peers.sendFailures} 条消息没有送达，最多的是发往 {peers.failingTo}：对端失联，或网络只通一半。',
      en: '{peers.sendFailures} messages did not arrive, most of them for {peers.failingTo}: it is away, or the network works in one direction only.',
    },
    severity: 'warning',
    role: 'symptom',
    hints,
    probes: ['peers', 'activity'],
    confirm: {
      all: [
        ['peers.sendFailures', '>=', 100],
        ['activity.leaderChangesPerHour', '>=', 2],
      ],
    },
    likelyWhenHinted: ['peers.sendFailures', '>=', 10],
    refute: ['peers.sendFailures', '==', 0],
    advice: {
      'zh-CN': '从两端分别测试 peer 端口（默认 2380）；核对防火墙与 peer 证书。',
      en: 'Test the peer port (2380 by default) from both sides; check firewalls and the peers’ certificates.',
    },
    remedies: [],
    source: 'etcd-mixin: etcdMemberCommunicationSlow; etcd_network_peer_sent_failures_total',
  },
  {
    id: 'etcd.proposals-stuck',
    kind: 'etcd',
    title: { 'zh-CN': '提案堆积或失败，写入超时', en: 'Proposals are stuck or fail: writes time out' },
    explanation: {
      'zh-CN': '待决提案 {activity.proposalsPending} 个，每秒失败 {activity.failedPerSecond} 个：写入没有在时限内得到多数派确认。',
      en: '{activity.proposalsPending} proposals wait and {activity.failedPerSecond} a second fail: the quorum does not confirm writes in time.',
    },
    severity: 'critical',
    role: 'symptom',
    hints: `${hints}|etcdHighNumberOfFailedProposals|写入失败|写入慢`,
    probes: ['activity'],
    confirm: {
      any: [
        ['activity.failedPerSecond', '>', 0],
        ['activity.proposalsPending', '>=', 50],
      ],
    },
    likelyWhenHinted: ['activity.proposalsPending', '>=', 5],
    refute: {
      all: [
        ['activity.proposalsPending', '<=', 1],
        ['activity.failedPerSecond', '==', 0],
      ],
    },
    advice: {
      'zh-CN': '看是否没有 leader、多数派不足或磁盘过慢。',
      en: 'See whether there is a leader and a quorum, and how slow the disks are.',
    },
    remedies: [],
    source: 'etcd-mixin: etcdHighNumberOfFailedProposals',
  },
  {
    id: 'etcd.applies-behind',
    kind: 'etcd',
    title: { 'zh-CN': '应用日志落后（跟不上），写入将被限流', en: 'Applying falls behind: writes will be refused (too many requests)' },
    explanation: {
      'zh-CN': '已提交未应用 {server.applyLag} 条；超过 5000 条 etcd 就返回 too many requests。',
      en: '{server.applyLag} entries are committed and not applied; beyond 5,000 etcd refuses requests with "too many requests".',
    },
    severity: 'critical',
    role: 'cause',
    explains: ['etcd.proposals-stuck', 'etcd.requests-fail'],
    hints: 'too many requests|apply|slow|限流|慢',
    probes: ['server', 'activity'],
    // It lasts for moments: that little waits just now does not refute it.
    quoted: 'etcdserver: too many requests',
    confirm: ['server.applyLag', '>=', 4_000],
    likelyWhenHinted: ['server.applyLag', '>=', 1_000],
    advice: {
      'zh-CN': '减少大范围查询与大事务，看磁盘提交耗时与 CPU。',
      en: 'Cut down on huge ranges and transactions; look at commit times and CPU.',
    },
    remedies: [],
    source: 'etcd: server/v3_server.go, maxGapBetweenApplyAndCommitIndex',
  },
];

/** Members: away, never started, behind, of mixed versions, or with clocks that differ. */

import type { Signature } from '../../../domain/signature.ts';

const hints = 'member|quorum|leader|cluster|down|node|成员|多数派|集群|宕机|节点|etcdMembersDown|etcdInsufficientMembers|etcdNoLeader';

export const clusterSignatures: readonly Signature[] = [
  {
    id: 'etcd.no-leader',
    kind: 'etcd',
    title: { 'zh-CN': 'etcd 集群没有 leader，写入全部失败', en: 'etcd has no leader: every write fails' },
    explanation: {
      'zh-CN': '成员 {server.memberId} 处在第 {server.term} 个任期，没有 leader。{server.errors}',
      en: 'Member {server.memberId} is in term {server.term} and has no leader. {server.errors}',
    },
    severity: 'critical',
    role: 'symptom',
    hints,
    probes: ['server'],
    quoted: 'etcdserver: no leader',
    confirm: ['server.hasLeader', '==', false],
    refute: ['server.hasLeader', '==', true],
    advice: {
      'zh-CN': '看有多少成员可达：不足多数派先恢复成员；多数派都在则查成员间网络与磁盘。',
      en: 'See how many members answer: short of a quorum, bring members back; with one, look at the network between them and at their disks.',
    },
    remedies: [],
    source: 'etcd-mixin: etcdNoLeader',
  },
  {
    id: 'etcd.quorum-lost',
    kind: 'etcd',
    title: {
      'zh-CN': '多数派（quorum）丢失：{members.unreachableNames} 失联，无法写入',
      en: 'Quorum lost: members {members.unreachableNames} are down, writes fail',
    },
    explanation: {
      'zh-CN':
        '{members.voters} 个成员只有 {members.reachable} 个可达，至少需要 {members.quorum} 个：集群只读不写。{members.unreachableReason}',
      en: 'Only {members.reachable} of {members.voters} members answer and {members.quorum} are needed for a majority: nothing can be written. {members.unreachableReason}',
    },
    severity: 'critical',
    role: 'cause',
    explains: ['etcd.no-leader', 'etcd.member-down', 'etcd.proposals-stuck'],
    hints,
    probes: ['members', 'server'],
    confirm: {
      all: [
        ['members.spare', '<', 0],
        ['server.hasLeader', '==', false],
      ],
    },
    likely: ['members.spare', '<', 0],
    refute: {
      any: [
        ['members.spare', '>=', 0],
        ['server.hasLeader', '==', true],
      ],
    },
    advice: {
      'zh-CN': '先恢复失联成员的主机与进程，它会自己追上；数据目录确已丢失、无法凑齐多数派时，才按文档从快照重建集群。',
      en: 'Bring the hosts and processes of the missing members back; they catch up by themselves. Only when data is lost for good, rebuild from a snapshot as the manual says.',
    },
    remedies: [],
    source: 'etcd.io: Disaster recovery; etcd-mixin: etcdInsufficientMembers',
  },
  {
    id: 'etcd.member-down',
    kind: 'etcd',
    title: { 'zh-CN': '成员 {members.unreachableNames} 宕机或失联', en: 'Member {members.unreachableNames} is down or unreachable' },
    explanation: {
      'zh-CN': '{members.voters} 个成员中 {members.unreachable} 个不应答，还能再失去 {members.spare} 个。{members.unreachableReason}',
      en: '{members.unreachable} of {members.voters} members do not answer; {members.spare} more may be lost before the quorum is. {members.unreachableReason}',
    },
    severity: 'warning',
    role: 'cause',
    explains: ['etcd.peer-sends-fail', 'etcd.heartbeats-fail'],
    hints,
    probes: ['members'],
    confirm: {
      all: [
        ['members.unreachable', '>=', 1],
        ['members.spare', '>=', 0],
      ],
    },
    refute: ['members.unreachable', '==', 0],
    advice: {
      'zh-CN': '查该成员的主机、进程与日志；若主机不会回来，先 member remove 再 member add，不要反过来。',
      en: 'Look at its host, process and log; if the host will not come back, remove the member first and add another then, never the other way round.',
    },
    remedies: [],
    source: 'etcd.io: Runtime reconfiguration; etcd-mixin: etcdMembersDown',
  },
  {
    id: 'etcd.member-never-started',
    kind: 'etcd',
    title: { 'zh-CN': '有成员加入后从未启动', en: 'A member was added but has never started: fault tolerance is lower' },
    explanation: {
      'zh-CN': '{members.unstarted} 个成员只在名单里、没有启动过，却计入多数派：还能失去的成员因此更少。',
      en: '{members.unstarted} members are on the list and have never started; they count for the quorum, so that fewer others may be lost.',
    },
    severity: 'warning',
    role: 'cause',
    explains: ['etcd.quorum-lost'],
    hints: `${hints}|unstarted|added|新增`,
    probes: ['members'],
    confirm: ['members.unstarted', '>=', 1],
    refute: ['members.unstarted', '==', 0],
    advice: {
      'zh-CN': '以 --initial-cluster-state existing 启动它，或把它移除。',
      en: 'Start it with --initial-cluster-state existing, or remove it.',
    },
    remedies: [],
    source: 'etcd.io: Runtime reconfiguration',
  },
  {
    id: 'etcd.member-behind',
    kind: 'etcd',
    title: { 'zh-CN': '复制延迟：成员 {members.laggingName} 落后', en: 'Replication lag: member {members.laggingName} is behind' },
    explanation: {
      'zh-CN': '{members.laggingName} 比最新的成员少应用 {members.lagEntries} 条日志：磁盘或 CPU 跟不上，或刚在追赶。',
      en: '{members.laggingName} has applied {members.lagEntries} entries less than the most advanced one: its disk or CPU does not keep up, or it is catching up. Reads from it may be stale.',
    },
    severity: 'warning',
    role: 'cause',
    hints: 'behind|lag|slow|stale|落后|延迟|旧数据',
    probes: ['members'],
    confirm: ['members.lagEntries', '>=', 5_000],
    likelyWhenHinted: ['members.lagEntries', '>=', 1_000],
    refute: ['members.lagEntries', '<', 200],
    advice: {
      'zh-CN': '看该成员主机的磁盘与 CPU；从它读 serializable 数据的客户端会看到旧值。',
      en: 'Look at the disk and CPU of its host; clients with serializable reads there see old values.',
    },
    remedies: [],
    source: 'etcd.io: Tuning, Snapshots (5,000 entries are kept for slow followers)',
  },
  {
    id: 'etcd.mixed-versions',
    kind: 'etcd',
    title: { 'zh-CN': '成员版本不一致', en: 'The members run different versions' },
    explanation: {
      'zh-CN': '集群里同时有版本 {members.versionNames}：升级没有做完，集群按最低版本的功能运行。',
      en: 'The cluster runs versions {members.versionNames} side by side: an upgrade was not finished, and the lowest decides what works.',
    },
    severity: 'warning',
    role: 'cause',
    hints: 'version|upgrade|版本|升级',
    probes: ['members'],
    confirm: ['members.versions', '>=', 2],
    refute: ['members.versions', '<=', 1],
    advice: { 'zh-CN': '逐个完成升级；不要停在中间状态。', en: 'Finish the upgrade, one member after the other; do not stay in between.' },
    remedies: [],
    source: 'etcd.io: Upgrading etcd clusters',
  },
  {
    id: 'etcd.clocks-differ',
    kind: 'etcd',
    title: { 'zh-CN': '成员时钟偏差过大（时间不同步）', en: 'Clock skew between the members' },
    explanation: {
      'zh-CN':
        '成员之间时钟最多相差 {members.clockSpreadSeconds} 秒，偏得最远的是 {members.clockName}：租约与令牌会提前或推迟失效，证书校验也会出错。',
      en: 'The clocks differ by up to {members.clockSpreadSeconds} s, most that of {members.clockName}: leases and tokens expire early or late, and certificates are judged wrongly.',
    },
    severity: 'warning',
    role: 'cause',
    hints: 'clock|drift|ntp|lease|time|时钟|漂移|租约',
    probes: ['members'],
    confirm: ['members.clockSpreadSeconds', '>=', 5],
    likelyWhenHinted: ['members.clockSpreadSeconds', '>=', 3],
    refute: ['members.clockSpreadSeconds', '<=', 1],
    advice: { 'zh-CN': '恢复该主机的时间同步（chrony、ntpd）。', en: 'Restore the time service of that host (chrony, ntpd).' },
    remedies: [],
    source: 'etcd: rafthttp, "clock difference against peer is too high"',
  },
];

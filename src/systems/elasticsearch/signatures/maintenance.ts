/** What nobody looks at until it is needed: snapshots, lifecycle, certificates. */

import type { Signature } from '../../../domain/signature.ts';

const backup = 'snapshot|backup|repository|快照|备份|仓库';
const lifecycle = 'ilm|ism|lifecycle|rollover|retention|生命周期|滚动|保留';

export const maintenanceSignatures: readonly Signature[] = [
  {
    id: 'elasticsearch.snapshot-failing',
    kind: 'elasticsearch',
    title: {
      'zh-CN': '快照（备份）失败：{snapshots.latest.repository} 最近一次为 {snapshots.latest.state}',
      en: 'Snapshots (backups) fail: latest in {snapshots.latest.repository} is {snapshots.latest.state}',
    },
    explanation: {
      'zh-CN': '{snapshots.latest.name} 为 {snapshots.latest.state}：{snapshots.latest.reason}；连续失败 {snapshots.failedInRow} 次。',
      en: '{snapshots.latest.name} is {snapshots.latest.state}: {snapshots.latest.reason}; {snapshots.failedInRow} failed in a row.',
    },
    severity: 'warning',
    role: 'cause',
    hints: backup,
    probes: ['snapshots'],
    confirm: {
      all: [
        ['snapshots.latest.state', 'matches', '^(FAILED|PARTIAL|INCOMPATIBLE)$'],
        ['snapshots.failedInRow', '>=', 1],
      ],
    },
    refute: ['snapshots.latest.state', '==', 'SUCCESS'],
    advice: {
      'zh-CN': 'PARTIAL 多因有主分片未分配：先让集群变绿；FAILED 看仓库的权限、空间与凭据。',
      en: 'PARTIAL mostly means unassigned primaries: get the cluster green first; for FAILED look at rights, space and credentials of the repository.',
    },
    remedies: [],
    source: 'elastic.co: Troubleshooting snapshots',
  },
  {
    id: 'elasticsearch.snapshot-repository-unreadable',
    kind: 'elasticsearch',
    title: {
      'zh-CN': '快照仓库 {snapshots.unreadableName} 不可读',
      en: 'The snapshot repository {snapshots.unreadableName} cannot be read',
    },
    explanation: {
      'zh-CN': '读取仓库失败：{snapshots.unreadableReason}。无法备份，也无法恢复。',
      en: 'Reading the repository fails: {snapshots.unreadableReason}. Snapshots can be neither taken nor restored.',
    },
    severity: 'critical',
    role: 'cause',
    explains: ['elasticsearch.snapshot-failing', 'elasticsearch.snapshot-policy-failing'],
    hints: backup,
    quoted: 'repository_verification_exception|RepositoryVerificationException',
    probes: ['snapshots'],
    confirm: ['snapshots.unreadable', '>=', 1],
    refute: ['snapshots.unreadable', '==', 0],
    advice: {
      'zh-CN': '看挂载、桶与凭据是否还在，是否有另一个集群在写同一个仓库；修好后用 _snapshot/仓库/_verify 验证。现在没有可用的备份。',
      en: 'See whether mount, bucket and credentials are still there, and whether another cluster writes to it; then check with _snapshot/NAME/_verify. Until then there is no backup to rely on.',
    },
    remedies: [],
    source: 'elastic.co: Troubleshooting broken repositories',
  },
  {
    id: 'elasticsearch.snapshot-policy-failing',
    kind: 'elasticsearch',
    title: {
      'zh-CN': '快照策略 {snapshots.policyName} 失败，没有新的备份',
      en: 'Snapshot policy {snapshots.policyName} fails: no new backups',
    },
    explanation: {
      'zh-CN': '{snapshots.policiesFailing} 个策略最近一次失败晚于最近一次成功：{snapshots.policyReason}',
      en: '{snapshots.policiesFailing} policies failed later than they last succeeded: {snapshots.policyReason}',
    },
    severity: 'warning',
    role: 'cause',
    hints: `slm|policy|策略|${backup}`,
    probes: ['snapshots'],
    confirm: ['snapshots.policiesFailing', '>=', 1],
    refute: ['snapshots.policiesFailing', '==', 0],
    advice: {
      'zh-CN': '按失败原因修复后用 _slm/policy/名称/_execute 手动跑一次。',
      en: 'Repair the reason, then run it once with _slm/policy/NAME/_execute.',
    },
    remedies: [],
    source: 'elastic.co: Snapshot lifecycle management',
  },
  {
    id: 'elasticsearch.snapshots-stale',
    kind: 'elasticsearch',
    title: {
      'zh-CN': '已有 {snapshots.successAgeHours} 小时没有成功的快照',
      en: 'Backups are stale: no snapshot succeeded for {snapshots.successAgeHours} hours',
    },
    explanation: {
      'zh-CN': '{snapshots.repositories} 个仓库中最近一次成功的快照过旧；最近一次为 {snapshots.latest.state}。',
      en: 'The last success in {snapshots.repositories} repositories is old; the latest one is {snapshots.latest.state}.',
    },
    severity: 'warning',
    role: 'symptom',
    hints: backup,
    probes: ['snapshots'],
    confirm: ['snapshots.successAgeHours', '>=', 192],
    likelyWhenHinted: ['snapshots.successAgeHours', '>=', 30],
    refute: ['snapshots.successAgeHours', '<', 26],
    advice: { 'zh-CN': '看做快照的策略或定时任务是否还在跑。', en: 'See whether the policy or job that makes them still runs.' },
    remedies: [],
    source: 'elastic.co: Snapshot and restore',
  },
  {
    id: 'elasticsearch.lifecycle-stuck',
    kind: 'elasticsearch',
    title: {
      'zh-CN': '{lifecycle.stuck} 个索引卡在生命周期（ILM）步骤 {lifecycle.step}',
      en: '{lifecycle.stuck} indices are stuck in lifecycle (ILM) step {lifecycle.step}',
    },
    explanation: {
      'zh-CN': '{lifecycle.index}（策略 {lifecycle.policy}）：{lifecycle.reason}。不再滚动与删除，索引会越来越大，磁盘会被写满。',
      en: '{lifecycle.index} (policy {lifecycle.policy}): {lifecycle.reason}. Without rollover and deletion indices grow and disks fill up.',
    },
    severity: 'warning',
    role: 'cause',
    explains: ['elasticsearch.oversized-shard'],
    hints: lifecycle,
    quoted: 'rollover_alias.{1,120} does not point to index|rollover_alias\\] for index .{1,120} is empty or not defined',
    probes: ['lifecycle'],
    confirm: ['lifecycle.stuck', '>=', 1],
    refute: ['lifecycle.stuck', '==', 0],
    advice: {
      'zh-CN': '修好原因（写别名、分片上限、磁盘）后，用 索引/_ilm/retry 或 _plugins/_ism/retry 重试。',
      en: 'Repair the reason (write alias, shard limit, disk), then retry with INDEX/_ilm/retry or _plugins/_ism/retry.',
    },
    remedies: [],
    source: 'elastic.co: Troubleshooting index lifecycle management; OpenSearch: ISM error prevention',
  },
  {
    id: 'elasticsearch.lifecycle-stopped',
    kind: 'elasticsearch',
    title: { 'zh-CN': '索引生命周期管理（ILM）被停止', en: 'Index lifecycle management (ILM) is stopped' },
    explanation: {
      'zh-CN': '状态为 {lifecycle.mode}：没有任何索引会滚动、迁移或删除，磁盘会被写满。',
      en: 'It is {lifecycle.mode}: no index is rolled over, moved or deleted, and disks fill up.',
    },
    severity: 'warning',
    role: 'cause',
    hints: lifecycle,
    probes: ['lifecycle'],
    confirm: ['lifecycle.mode', 'matches', '^STOPP'],
    refute: ['lifecycle.mode', '==', 'RUNNING'],
    advice: { 'zh-CN': '确认维护结束后执行 POST /_ilm/start。', en: 'When maintenance is over: POST /_ilm/start.' },
    remedies: [],
    source: 'elastic.co: Start and stop index lifecycle management',
  },
  {
    id: 'elasticsearch.certificate-expired',
    kind: 'elasticsearch',
    title: {
      'zh-CN': '节点证书已过期：{certificates.soonestPath}',
      en: 'A certificate of the nodes has expired: {certificates.soonestPath}',
    },
    explanation: {
      'zh-CN': '{certificates.soonestSubject} 已过期；节点重启后将无法加入集群。',
      en: '{certificates.soonestSubject} has expired; a node that restarts cannot join the cluster again.',
    },
    severity: 'critical',
    role: 'cause',
    hints: 'certificate|tls|ssl|expir|handshake|证书|过期|握手',
    probes: ['certificates'],
    confirm: ['certificates.soonestDays', '<', 0],
    refute: ['certificates.soonestDays', '>=', 0],
    advice: { 'zh-CN': '更换证书文件，节点会自动重新加载，无需重启。', en: 'Replace the files; nodes load them again by themselves.' },
    remedies: [],
    source: 'elastic.co: Update certificates with the same CA',
  },
  {
    id: 'elasticsearch.certificate-expiring',
    kind: 'elasticsearch',
    title: {
      'zh-CN': '节点证书 {certificates.soonestDays} 天后过期',
      en: 'A certificate of the nodes expires in {certificates.soonestDays} days',
    },
    explanation: {
      'zh-CN': '最早到期的是 {certificates.soonestPath}（{certificates.soonestSubject}）。过期后节点重启将无法加入集群。',
      en: '{certificates.soonestPath} ({certificates.soonestSubject}). Once it has expired, nodes that restart cannot join the cluster.',
    },
    severity: 'warning',
    role: 'cause',
    hints: 'certificate|tls|ssl|expir|证书|过期|到期',
    probes: ['certificates'],
    confirm: {
      all: [
        ['certificates.soonestDays', '>=', 0],
        ['certificates.soonestDays', '<', 14],
      ],
    },
    likelyWhenHinted: ['certificates.soonestDays', '<', 30],
    refute: ['certificates.soonestDays', '>=', 30],
    advice: { 'zh-CN': '提前更换，两条链都信任后再切换。', en: 'Renew it in time; let nodes trust both authorities before switching.' },
    remedies: [],
    source: 'elastic.co: Security certificates',
  },
];

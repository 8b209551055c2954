/** Servers that do not take writes. */

import type { Signature } from '../../../domain/signature.ts';
import { errorForms } from './error-forms.ts';

/** Error 1290 by its words: the number stands for other options too. */
const readOnlyOption = 'running with the --(super-)?read-only option';

export const readOnlySignatures: readonly Signature[] = [
  {
    id: 'mysql.primary-read-only',
    kind: 'mysql',
    title: { 'zh-CN': '主库被设为只读，写入失败', en: 'The primary is read-only and writes fail' },
    explanation: {
      'zh-CN':
        'read_only 为 ON，但它不是任何主库的从库（跟随它的有 {replication.followers} 个）：写入报错误 1290。多为切换中断或维护后忘记恢复。',
      en: 'read_only is ON although it follows nobody ({replication.followers} follow it): writes fail with error 1290. Mostly a failover broke off, or maintenance forgot to set it back.',
    },
    severity: 'critical',
    role: 'cause',
    hints: 'read-only|read only|1290|1836|writes? (fail|(is|are) refused)|can(no|.)t write|只读|写入失败|写不进|无法写入|切换',
    quoted: readOnlyOption,
    probes: ['server', 'replication'],
    confirm: {
      all: [
        ['server.isReadOnly', '==', true],
        ['replication.isVisible', '==', true],
        ['replication.isReplica', '==', false],
        // Secondaries of a group, and readers on shared storage, are read-only by design and follow nobody in this sense.
        ['replication.isGroupMember', '==', false],
        ['server.isInnodbReadOnly', '==', false],
      ],
    },
    refute: {
      any: [
        ['server.isReadOnly', '==', false],
        ['replication.isReplica', '==', true],
      ],
    },
    advice: {
      'zh-CN': '确认此刻没有别的主库在接受写入（防止双主）后关闭 read_only。',
      en: 'Make sure that no other primary takes writes now (two primaries would diverge), then switch read_only off.',
    },
    remedies: [{ action: 'set-read-only', arguments: { value: 'OFF' } }],
    source: 'dev.mysql.com: read_only; Orchestrator: topology recovery',
  },
  {
    id: 'mysql.writes-sent-to-replica',
    kind: 'mysql',
    title: { 'zh-CN': '写请求可能发到了只读从库', en: 'Writes may be sent to a read-only replica' },
    explanation: {
      'zh-CN': '这是只读从库（主库 {replication.source}）：切换后应用仍连着旧地址，或读写分离配错时，写入报 1290。',
      en: 'This is a read-only replica of {replication.source}: when applications still point here after a failover, or the split of reads and writes is wrong, writes fail with 1290.',
    },
    severity: 'warning',
    role: 'cause',
    hints:
      'read-only|read only|1290|1836|writes? (fail|(is|are) refused)|can(no|.)t (write|insert|update|save)|(inserts?|updates?) fail|写入(失败|报错|不了)|写不[进了动]|无法写入|下不了单|只读',
    quoted: readOnlyOption,
    probes: ['server', 'replication'],
    confirm: {
      all: [
        ['server.isReadOnly', '==', true],
        ['replication.isReplica', '==', true],
        ['server.isOffline', '==', true],
      ],
    },
    likelyWhenHinted: {
      all: [
        ['server.isReadOnly', '==', true],
        ['replication.isReplica', '==', true],
      ],
    },
    refute: {
      any: [
        ['server.isReadOnly', '==', false],
        {
          all: [
            ['replication.isVisible', '==', true],
            ['replication.isReplica', '==', false],
            ['replication.isGroupMember', '==', false],
            ['server.isInnodbReadOnly', '==', false],
          ],
        },
      ],
    },
    advice: {
      'zh-CN': '把应用指向主库 {replication.source}；不要直接放开从库写入。',
      en: 'Point the applications to the primary {replication.source}; do not simply let the replica take writes.',
    },
    remedies: [],
    source: 'dev.mysql.com: Server Error Reference, 1290',
  },
  {
    id: 'mysql.forced-recovery',
    kind: 'mysql',
    title: { 'zh-CN': 'InnoDB 运行在强制恢复模式（innodb_force_recovery）', en: 'InnoDB runs in forced recovery (innodb_force_recovery)' },
    explanation: {
      'zh-CN':
        'innodb_force_recovery 为 {server.forceRecovery}：4 以上时 InnoDB 只读，INSERT/UPDATE 都会失败。多为数据损坏后为了启动而设。',
      en: 'innodb_force_recovery is {server.forceRecovery}: from 4 on InnoDB is read-only, and inserts and updates fail. It is mostly set to start over corruption.',
    },
    severity: 'critical',
    role: 'cause',
    hints: 'recovery|read-only|corrupt|恢复|只读|损坏',
    quoted: errorForms({ says: 'not allowed when innodb_force(d)?_recovery', numbers: [1881], names: ['ER_INNODB_FORCED_RECOVERY'] }),
    probes: ['server'],
    confirm: ['server.forceRecovery', '>=', 1],
    refute: ['server.forceRecovery', '==', 0],
    advice: {
      'zh-CN': '这是救数据用的模式：导出数据、重建实例，再去掉该参数。',
      en: 'That mode is for saving data: dump it, rebuild the instance, and remove the setting.',
    },
    remedies: [],
    source: 'dev.mysql.com: Forcing InnoDB Recovery',
  },
];

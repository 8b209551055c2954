/** Saving: failing, refusing writes, or slow. */

import type { Signature } from '../../../domain/signature.ts';

const hints = 'misconf|bgsave|rdb|aof|persist|disk|snapshot|fsync|持久化|落盘|快照|磁盘|拒写|写入失败';

export const persistenceSignatures: readonly Signature[] = [
  {
    id: 'redis.bgsave-refuses-writes',
    kind: 'redis',
    title: { 'zh-CN': 'RDB 保存失败，Redis 因此拒绝写入（MISCONF）', en: 'Saving the RDB fails, so Redis refuses writes (MISCONF)' },
    explanation: {
      'zh-CN':
        '最近一次 RDB 快照（BGSAVE）失败，stop-writes-on-bgsave-error 为 yes，写命令都返回 MISCONF。目标目录 {persistence.directory}：磁盘可能已满、目录不存在或没有权限。',
      en: 'The last RDB snapshot (BGSAVE) failed and stop-writes-on-bgsave-error is yes, so writes answer MISCONF. The directory {persistence.directory} is out of disk space, missing or not writable.',
    },
    isToldInLog: true,
    severity: 'critical',
    role: 'cause',
    explains: ['redis.bgsave-failing'],
    hints,
    quoted: '\\bMISCONF\\b(?! errors writing)|configured to save RDB snapshots, but',
    probes: ['persistence', 'errors'],
    confirm: {
      all: [
        ['persistence.isRdbFailing', '==', true],
        ['persistence.isRefusingWrites', '==', true],
      ],
    },
    refute: ['persistence.isRefusingWrites', '==', false],
    advice: {
      'zh-CN':
        '先修复 {persistence.directory}（空间、是否存在、权限、内存 overcommit），再执行 BGSAVE；等不及时可临时关闭 stop-writes-on-bgsave-error，期间数据不落盘。',
      en: 'Repair {persistence.directory} (space, existence, rights, overcommit), then BGSAVE; if that cannot wait, switch stop-writes-on-bgsave-error off for now, knowing that nothing is saved.',
    },
    remedies: [{ action: 'config-set-durability', arguments: { parameter: 'stop-writes-on-bgsave-error', value: 'no' } }],
    source: 'redis.io: MISCONF; redis.conf: stop-writes-on-bgsave-error',
  },
  {
    id: 'redis.bgsave-failing',
    kind: 'redis',
    title: { 'zh-CN': 'RDB 快照保存（BGSAVE）失败', en: 'Saving the RDB snapshot (BGSAVE) fails' },
    explanation: {
      'zh-CN': '最近一次 BGSAVE 失败，已有 {persistence.rdbChanges} 处修改没有落盘，崩溃会丢失；写入暂未受阻。',
      en: 'The last BGSAVE failed and {persistence.rdbChanges} changes are unsaved: a crash would lose them. Writes still go through.',
    },
    isToldInLog: true,
    severity: 'warning',
    role: 'cause',
    hints,
    probes: ['persistence'],
    confirm: {
      all: [
        ['persistence.isRdbFailing', '==', true],
        ['persistence.isRefusingWrites', '==', false],
      ],
    },
    refute: ['persistence.isRdbFailing', '==', false],
    advice: {
      'zh-CN': '检查 {persistence.directory} 的空间、权限与内存 overcommit，修复后执行 BGSAVE。',
      en: 'Check space and rights of {persistence.directory} and overcommit; then run BGSAVE.',
    },
    remedies: [{ action: 'bgsave', arguments: {} }],
    source: 'redis.io: INFO persistence',
  },
  {
    id: 'redis.aof-write-failing',
    kind: 'redis',
    title: { 'zh-CN': 'AOF 写失败，Redis 拒绝写入（MISCONF）', en: 'Writing the AOF fails and Redis refuses writes (MISCONF)' },
    explanation: {
      'zh-CN': 'aof_last_write_status 为 {persistence.aofLastWriteStatus}：磁盘已满或写不进去，写命令返回 MISCONF。',
      en: 'aof_last_write_status is {persistence.aofLastWriteStatus}: the disk is full or takes no writes, and write commands answer MISCONF.',
    },
    isToldInLog: true,
    severity: 'critical',
    role: 'cause',
    hints,
    quoted: 'errors writing to the AOF file',
    probes: ['persistence'],
    confirm: ['persistence.isAofFailing', '==', true],
    refute: ['persistence.isAofFailing', '==', false],
    advice: {
      'zh-CN': '给 {persistence.directory} 所在磁盘腾出空间，Redis 会自行恢复。',
      en: 'Free space on the disk of {persistence.directory}; Redis recovers by itself.',
    },
    remedies: [],
    source: 'redis.io: INFO persistence',
  },
  {
    id: 'redis.aof-rewrite-failing',
    kind: 'redis',
    title: { 'zh-CN': 'AOF 重写失败，文件持续增长', en: 'Rewriting the AOF fails and the file keeps growing' },
    explanation: {
      'zh-CN': '最近一次 AOF 重写失败，文件已是基准的 {persistence.aofGrowthRatio} 倍，会一直占用磁盘。',
      en: 'The last AOF rewrite failed; the file is {persistence.aofGrowthRatio} times its base and goes on to fill the disk.',
    },
    isToldInLog: true,
    severity: 'warning',
    role: 'cause',
    hints,
    probes: ['persistence'],
    confirm: ['persistence.isAofRewriteFailing', '==', true],
    refute: ['persistence.isAofRewriteFailing', '==', false],
    advice: {
      'zh-CN': '检查磁盘空间、目录权限和 fork 所需内存，再执行 BGREWRITEAOF。',
      en: 'Check disk space, rights and memory for the fork, then run BGREWRITEAOF.',
    },
    remedies: [],
    source: 'redis.io: Persistence, log rewriting',
  },
  {
    id: 'redis.aof-fsync-slow',
    kind: 'redis',
    title: { 'zh-CN': '磁盘 fsync 慢，AOF 拖慢写入', en: 'Slow disk (fsync): the AOF makes writes slow' },
    explanation: {
      'zh-CN': 'appendfsync={persistence.appendfsync}，fsync 被推迟 {persistence.aofDelayedFsyncs} 次：磁盘跟不上。',
      en: 'appendfsync is {persistence.appendfsync} and fsync was delayed {persistence.aofDelayedFsyncs} times: the disk cannot keep up, and writes wait.',
    },
    severity: 'warning',
    role: 'cause',
    explains: ['redis.simple-commands-slow'],
    hints: `${hints}|slow|latency|慢|延迟`,
    probes: ['persistence', 'activity', 'latency'],
    confirm: {
      all: [
        ['persistence.isAofEnabled', '==', true],
        {
          any: [
            ['activity.aofDelayedFsyncs', '>', 0],
            {
              all: [
                ['latency.events.aof-fsync-always.maxMs', '>=', 50],
                ['latency.events.aof-fsync-always.agoSeconds', '<', 900],
              ],
            },
            {
              all: [
                ['latency.events.aof-write.maxMs', '>=', 200],
                ['latency.events.aof-write.agoSeconds', '<', 900],
              ],
            },
          ],
        },
      ],
    },
    likely: {
      all: [
        ['persistence.isAofEnabled', '==', true],
        ['persistence.aofDelayedFsyncs', '>=', 3],
      ],
    },
    refute: ['persistence.isAofEnabled', '==', false],
    advice: {
      'zh-CN': '看磁盘被谁占用；appendfsync always 可改为 everysec（最多丢一秒）。',
      en: 'See who keeps the disk busy; appendfsync always can become everysec, at the price of one second.',
    },
    remedies: [
      {
        action: 'config-set-durability',
        arguments: { parameter: 'appendfsync', value: 'everysec' },
        when: ['persistence.appendfsync', '==', 'always'],
      },
      {
        action: 'config-set',
        arguments: { parameter: 'no-appendfsync-on-rewrite', value: 'yes' },
        when: ['persistence.isAofRewriteRunning', '==', true],
      },
    ],
    source: 'redis.io: Latency due to AOF and disk I/O',
  },
  {
    id: 'redis.save-stuck',
    kind: 'redis',
    title: { 'zh-CN': 'BGSAVE 卡住，迟迟不结束', en: 'BGSAVE is stuck: it does not finish' },
    explanation: {
      'zh-CN': '后台保存已进行 {persistence.rdbRunningSeconds} 秒：磁盘太慢或子进程卡住，写时复制会持续占用内存。',
      en: 'The background save has been running for {persistence.rdbRunningSeconds} s: a slow disk or a stuck child, while copy-on-write takes memory.',
    },
    severity: 'warning',
    role: 'cause',
    hints,
    probes: ['persistence'],
    confirm: {
      all: [
        ['persistence.isRdbRunning', '==', true],
        ['persistence.rdbRunningSeconds', '>=', 900],
      ],
    },
    likely: {
      all: [
        ['persistence.isRdbRunning', '==', true],
        ['persistence.rdbRunningSeconds', '>=', 180],
      ],
    },
    advice: { 'zh-CN': '在主机上查看子进程与磁盘。', en: 'Look at the child process and the disk on the host.' },
    remedies: [],
    source: 'redis.io: Persistence',
  },
];

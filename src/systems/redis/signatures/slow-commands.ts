/** Slow by a command: which, on which key, from whom. */

import type { Condition, Signature } from '../../../domain/signature.ts';

const hints = 'slow|latency|timeout|p99|cpu|慢|延迟|超时|卡顿|抖动';

/** One kind of command makes up most of the recent slow time. */
function dominates(kind: string, maxMs: number, count: number): Condition {
  return {
    all: [
      ['slowlog.topClass', '==', kind],
      ['slowlog.topShare', '>=', 0.4],
      ['slowlog.topMaxMs', '>=', maxMs],
      ['slowlog.topCount', '>=', count],
    ],
  };
}

/** Slow again and again: whatever somebody asks about, others wait for it. */
function keepsDominating(kind: string): Condition {
  return dominates(kind, 30, 3);
}

/** Slow beyond doubt, if only once: that is over, and answers who asks why Redis was slow and nobody else. */
function dominatedOnce(kind: string): Condition {
  return dominates(kind, 100, 1);
}

export const slowCommandSignatures: readonly Signature[] = [
  {
    id: 'redis.keys-command',
    kind: 'redis',
    title: { 'zh-CN': '有客户端在用 KEYS 扫描全库，阻塞 Redis', en: 'KEYS scans the whole keyspace and blocks Redis' },
    explanation: {
      'zh-CN':
        '{slowlog.topClient} 执行 KEYS {slowlog.topKey}，最近 {slowlog.topCount} 次，最慢 {slowlog.topMaxMs} ms，上一次在 {slowlog.topAgoSeconds|duration} 前；期间所有其他请求都在排队。',
      en: '{slowlog.topClient} runs KEYS {slowlog.topKey}: {slowlog.topCount} times in the slow log lately, up to {slowlog.topMaxMs} ms, the last {slowlog.topAgoSeconds|duration} ago; all other requests wait meanwhile.',
    },
    severity: 'critical',
    role: 'cause',
    explains: ['redis.cpu-saturated', 'redis.simple-commands-slow', 'redis.slow-network'],
    hints: `${hints}|\\bkeys (command|\\*|pattern)|(run|call|us|execut)\\w* keys\\b|keys ?(命令|\\*)`,
    probes: ['slowlog', 'commands', 'activity'],
    confirm: {
      any: [
        dominates('scan', 25, 3),
        {
          all: [
            ['activity.topCommand', '==', 'keys'],
            ['activity.topCommandShare', '>=', 0.5],
            ['activity.topCommandMicrosPerCall', '>=', 10_000],
          ],
        },
      ],
    },
    // Somebody had a look once: that is over.
    confirmWhenHinted: dominates('scan', 25, 1),
    likelyWhenHinted: {
      all: [
        ['commands.keysMicrosPerCall', '>=', 10_000],
        ['commands.topByTime', '==', 'keys'],
      ],
    },
    refute: ['commands.keysCalls', '==', 0],
    advice: {
      'zh-CN': '让该服务改用 SCAN 或自建索引集合；在此之前可用 ACL 禁掉它的 KEYS。',
      en: 'Move that service to SCAN or an index of its own; until then deny it KEYS by ACL.',
    },
    // Never by guess: a rule for the wrong account takes KEYS from somebody else and leaves the culprit alone.
    remedies: [
      {
        action: 'acl-restrict-command',
        arguments: { user: '{slowlog.topUser}', command: 'keys' },
        when: ['slowlog.isTopUserKnown', '==', true],
      },
    ],
    source: 'redis.io: KEYS; Diagnosing latency issues',
  },
  {
    id: 'redis.slow-collection-command',
    kind: 'redis',
    title: {
      'zh-CN': '{slowlog.topCommand} 整取大集合（大 key），拖慢了 Redis',
      en: '{slowlog.topCommand} on a large collection (big key) slows Redis down',
    },
    explanation: {
      'zh-CN':
        '{slowlog.topCommand} {slowlog.topKey} 最近 {slowlog.topCount} 次进入慢日志，最慢 {slowlog.topMaxMs} ms，来自 {slowlog.topClient}；期间其他请求都在等。',
      en: '{slowlog.topCommand} {slowlog.topKey} came into the slow log {slowlog.topCount} times lately, up to {slowlog.topMaxMs} ms, from {slowlog.topClient}; other requests wait meanwhile.',
    },
    severity: 'warning',
    role: 'cause',
    explains: ['redis.cpu-saturated', 'redis.simple-commands-slow', 'redis.slow-network'],
    hints: `${hints}|smembers|hgetall|lrange|big ?key|大 ?key|大键`,
    probes: ['slowlog', 'activity'],
    confirm: keepsDominating('collection'),
    confirmWhenHinted: dominatedOnce('collection'),
    likelyWhenHinted: dominates('collection', 12, 1),
    refute: {
      all: [
        ['slowlog.isEnabled', '==', true],
        ['slowlog.recentCount', '==', 0],
        ['activity.commandTimeRatio', '<', 0.5],
      ],
    },
    advice: {
      'zh-CN': '改为分批读取（SSCAN、HSCAN、分页），并拆分 {slowlog.topKey}。',
      en: 'Read in portions (SSCAN, HSCAN, paging) and split {slowlog.topKey}.',
    },
    remedies: [],
    source: 'redis.io: Latency due to slow commands',
  },
  {
    id: 'redis.big-key',
    kind: 'redis',
    title: {
      'zh-CN': '大 key {bigkeys.topKey} 被反复整体读写，拖慢 Redis',
      en: 'The big key {bigkeys.topKey} is read or written whole and slows Redis',
    },
    explanation: {
      'zh-CN':
        '慢命令 {slowlog.topCommand} 作用的 {slowlog.topKey} 正是最大的键（大键）：{bigkeys.topType}，{bigkeys.topLength} 个元素，{bigkeys.topBytes|bytes}。',
      en: 'The slow command {slowlog.topCommand} works on {slowlog.topKey}, which is the biggest key: {bigkeys.topType}, {bigkeys.topLength} elements, {bigkeys.topBytes|bytes}.',
    },
    severity: 'warning',
    role: 'cause',
    hints: `${hints}|big ?key|大 ?key|大键`,
    probes: ['slowlog', 'bigkeys'],
    confirm: {
      all: [
        ['slowlog.topKey', '==', { fact: 'bigkeys.topKey' }],
        ['bigkeys.topBytes', '>=', 1_048_576],
        { any: [keepsDominating('collection'), dominates('delete', 50, 3)] },
      ],
    },
    confirmWhenHinted: {
      all: [
        ['slowlog.topKey', '==', { fact: 'bigkeys.topKey' }],
        ['bigkeys.topBytes', '>=', 1_048_576],
        { any: [dominatedOnce('collection'), dominates('delete', 50, 1)] },
      ],
    },
    likelyWhenHinted: {
      all: [
        ['slowlog.topClass', 'matches', '^(collection|delete)$'],
        ['slowlog.topMaxMs', '>=', 50],
        ['slowlog.topShare', '>=', 0.4],
      ],
    },
    refute: {
      any: [
        ['slowlog.topKey', '!=', { fact: 'bigkeys.topKey' }],
        ['bigkeys.topBytes', '<', 1_048_576],
      ],
    },
    advice: { 'zh-CN': '拆分该键，或改为增量读取；删除时用 UNLINK。', en: 'Split the key or read it in portions; delete it with UNLINK.' },
    remedies: [],
    source: 'redis-cli --bigkeys; redis.io: Diagnosing latency issues',
  },
  {
    id: 'redis.slow-script',
    kind: 'redis',
    title: { 'zh-CN': 'Lua 脚本过慢，阻塞 Redis', en: 'Slow Lua scripts block Redis' },
    explanation: {
      'zh-CN':
        '{slowlog.topCommand} 最近 {slowlog.topCount} 次进入慢日志，最慢 {slowlog.topMaxMs} ms，来自 {slowlog.topClient}；脚本运行时其他命令都在等。',
      en: '{slowlog.topCommand} came into the slow log {slowlog.topCount} times lately, up to {slowlog.topMaxMs} ms, from {slowlog.topClient}; all other commands wait while a script runs.',
    },
    severity: 'warning',
    role: 'cause',
    explains: ['redis.cpu-saturated', 'redis.simple-commands-slow', 'redis.slow-network'],
    hints: `${hints}|lua|script|eval|脚本`,
    probes: ['slowlog'],
    confirm: keepsDominating('script'),
    confirmWhenHinted: dominatedOnce('script'),
    likelyWhenHinted: dominates('script', 30, 2),
    advice: {
      'zh-CN': '给脚本的循环设上限，或拆到客户端执行；必要时用 ACL 禁掉该账号的 EVAL。',
      en: 'Bound the script’s loops or move them to the client; if needed, deny EVAL to that user by ACL.',
    },
    remedies: [],
    source: 'redis.io: Scripting with Lua',
  },
  {
    id: 'redis.slow-delete',
    kind: 'redis',
    title: { 'zh-CN': '同步删除大 key 阻塞主线程', en: 'Deleting a big key blocks the main thread' },
    explanation: {
      'zh-CN': '{slowlog.topCommand} {slowlog.topKey} 用了 {slowlog.topMaxMs} ms：释放大键是在主线程里做的，期间其他请求都在等。',
      en: '{slowlog.topCommand} {slowlog.topKey} took {slowlog.topMaxMs} ms: the memory of a big key is freed on the main thread, and all other requests wait.',
    },
    severity: 'warning',
    role: 'cause',
    explains: ['redis.simple-commands-slow'],
    hints: `${hints}|delete|del|删除`,
    probes: ['slowlog'],
    confirm: dominates('delete', 50, 3),
    confirmWhenHinted: dominates('delete', 50, 1),
    advice: {
      'zh-CN': '用 UNLINK 代替 DEL，或打开 lazyfree-lazy-user-del。',
      en: 'Use UNLINK rather than DEL, or switch lazyfree-lazy-user-del on.',
    },
    remedies: [{ action: 'config-set', arguments: { parameter: 'lazyfree-lazy-user-del', value: 'yes' } }],
    source: 'redis.io: UNLINK; redis.conf: lazy freeing',
  },
  {
    id: 'redis.blocking-admin-command',
    kind: 'redis',
    title: { 'zh-CN': '管理命令 {slowlog.topCommand} 阻塞了 Redis', en: 'The admin command {slowlog.topCommand} blocked Redis' },
    explanation: {
      'zh-CN': '{slowlog.topClient} 执行 {slowlog.topCommand}，占住主线程 {slowlog.topMaxMs} ms。',
      en: '{slowlog.topClient} ran {slowlog.topCommand}, which held the main thread for {slowlog.topMaxMs} ms.',
    },
    severity: 'warning',
    role: 'cause',
    explains: ['redis.simple-commands-slow', 'redis.not-answering'],
    hints: `${hints}|save|debug`,
    probes: ['slowlog'],
    // Once is an accident that is over: it answers who asks why Redis was slow, and nobody else.
    confirm: dominates('admin', 300, 3),
    confirmWhenHinted: dominates('admin', 300, 1),
    advice: {
      'zh-CN': '用 BGSAVE 代替 SAVE，生产环境用 ACL 禁止 DEBUG。',
      en: 'Use BGSAVE rather than SAVE, and deny DEBUG in production.',
    },
    remedies: [],
    source: 'redis.io: SAVE; DEBUG',
  },
  {
    id: 'redis.simple-commands-slow',
    kind: 'redis',
    title: { 'zh-CN': '连简单命令都慢：主机在拖累 Redis', en: 'Even simple commands are slow: the host slows Redis down' },
    explanation: {
      'zh-CN':
        '慢日志里是 {slowlog.topCommand} 这样的简单命令（{slowlog.topCount} 次，最慢 {slowlog.topMaxMs} ms）：不是命令本身慢，而是 CPU 争抢、换页（swap）、透明大页或虚拟化抖动。',
      en: 'The slow log holds simple commands such as {slowlog.topCommand} ({slowlog.topCount} times, up to {slowlog.topMaxMs} ms): not the command is slow, but CPU contention, paging (swap), huge pages or the hypervisor.',
    },
    severity: 'warning',
    role: 'symptom',
    hints,
    probes: ['slowlog'],
    confirm: dominates('simple', 100, 5),
    likely: dominates('simple', 50, 2),
    advice: {
      'zh-CN': '看所在主机的 CPU、steal、换页和透明大页设置；值本身过大（数 MB）也会如此。',
      en: 'Look at CPU, steal, paging and huge pages of its host; values of many megabytes look the same.',
    },
    remedies: [],
    source: 'redis.io: Diagnosing latency issues',
  },
];

/** Limits of one server. */

import type { Signature } from '../../../domain/signature.ts';
import { codeNames } from './code-names.ts';

const common = { kind: 'mongodb', role: 'cause', probes: ['server'], remedies: [] } as const;

export const mongodbServerSignatures: readonly Signature[] = [
  {
    ...common,
    id: 'mongodb.connections-exhausted',
    title: { 'zh-CN': 'MongoDB 的连接数接近上限', en: 'MongoDB is near its connection limit' },
    explanation: {
      'zh-CN':
        '已用 {server.connections}/{server.connectionsMax} 个连接，已拒绝 {server.connectionsRejected} 个：应用的连接池过大、实例过多，或连接泄漏没有释放。满后新连接被拒绝。',
      en: '{server.connections} of {server.connectionsMax} connections are used, {server.connectionsRejected} rejected so far: pools of applications are too large, there are too many of them, or connections leak. At the limit new ones are refused.',
    },
    severity: 'critical',
    hints: 'connection|too many|refused|MongodbTooManyConnections|连接数|连接已满|连接过多',
    quoted: 'refused because (there are )?too many open connections',
    confirm: ['server.connectionsRatio', '>=', 0.95],
    likely: ['server.connectionsRatio', '>=', 0.85],
    refute: ['server.connectionsRatio', '<', 0.7],
    advice: {
      'zh-CN': '按 appName 看谁的连接最多，调小 maxPoolSize 并设置 maxIdleTimeMS；需要时提高 net.maxIncomingConnections 与 nofile。',
      en: 'See by appName whose connections they are, lower maxPoolSize and set maxIdleTimeMS; if need be raise net.maxIncomingConnections and the limit of files.',
    },
    source: 'mongodb.com/docs/manual: serverStatus.connections',
  },
  {
    ...common,
    id: 'mongodb.cache-dirty',
    title: { 'zh-CN': 'WiredTiger 缓存里脏数据过多，读写变慢', en: 'WiredTiger cache: too much dirty data, writes are slow' },
    explanation: {
      'zh-CN': '脏数据占缓存 {cache.dirtyRatio|percent}：超过 20% 时应用线程被迫参与驱逐，读写都会变慢。磁盘跟不上写入。',
      en: '{cache.dirtyRatio|percent} of the cache is dirty: from 20% on threads of applications must evict, and everything gets slow. The disk does not keep up with the writes.',
    },
    severity: 'critical',
    hints: 'cache|dirty|evict|slow|disk|缓存|脏页|驱逐|慢|磁盘',
    confirm: ['cache.dirtyRatio', '>=', 0.2],
    likely: ['cache.dirtyRatio', '>=', 0.1],
    refute: ['cache.dirtyRatio', '<', 0.05],
    advice: {
      'zh-CN': '看主机磁盘的延迟与占用；减小批量写入的并发，把大批任务移到低峰。',
      en: 'Look at latency and use of the disk on its host; write in smaller batches with less concurrency, and move bulk work to quiet hours.',
    },
    source: 'WiredTiger: eviction_dirty_trigger, 20 % by default',
  },
  {
    ...common,
    id: 'mongodb.cache-full',
    title: { 'zh-CN': 'WiredTiger 缓存已满，操作变慢', en: 'The WiredTiger cache is full, operations are slow' },
    explanation: {
      'zh-CN':
        '缓存用了 {cache.usedRatio|percent}，应用线程每秒被迫驱逐 {activity.evictedByApplicationsPerSecond} 页：工作集大于缓存，或有长事务钉住旧版本。',
      en: '{cache.usedRatio|percent} of the cache is used, and threads of applications evict {activity.evictedByApplicationsPerSecond} pages a second: the working set is larger than the memory, or a long transaction keeps old versions.',
    },
    severity: 'critical',
    hints: 'cache|evict|memory|slow|缓存|驱逐|内存|慢',
    probes: ['server', 'activity'],
    confirm: {
      all: [
        ['cache.usedRatio', '>=', 0.95],
        ['activity.evictedByApplicationsPerSecond', '>', 0],
      ],
    },
    refute: ['cache.usedRatio', '<', 0.85],
    advice: {
      'zh-CN': '先查全表扫描与长事务；内存足够时提高 cacheSizeGB。',
      en: 'Look for collection scans and long transactions first; raise cacheSizeGB if there is memory.',
    },
    source: 'WiredTiger: eviction_trigger, 95 % by default',
  },
  {
    ...common,
    id: 'mongodb.tickets-exhausted',
    role: 'symptom',
    title: { 'zh-CN': '并发票据用尽，操作在排队', en: 'Concurrency tickets exhausted: operations queue' },
    explanation: {
      'zh-CN':
        '读票据用了 {tickets.read.usedRatio|percent}，写票据 {tickets.write.usedRatio|percent}；排队的读 {server.queuedReaders}、写 {server.queuedWriters}，请求变慢。',
      en: '{tickets.read.usedRatio|percent} of the read tickets and {tickets.write.usedRatio|percent} of the write tickets are in use; {server.queuedReaders} reads and {server.queuedWriters} writes queue and are slow.',
    },
    severity: 'critical',
    hints: 'ticket|queue|slow|stall|concurrent|票据|排队|慢|卡住|并发',
    confirm: {
      any: [
        ['tickets.read.usedRatio', '>=', 0.97],
        ['tickets.write.usedRatio', '>=', 0.97],
      ],
    },
    refute: {
      all: [
        ['tickets.read.usedRatio', '<', 0.8],
        ['tickets.write.usedRatio', '<', 0.8],
      ],
    },
    advice: {
      'zh-CN': '找出占住票据的慢操作（全表扫描、等磁盘），不要调大票据数。',
      en: 'Find the slow operations that hold them (collection scans, a slow disk); more tickets do not help.',
    },
    source: 'mongodb.com/docs/manual: serverStatus.wiredTiger.concurrentTransactions, serverStatus.queues',
  },
  {
    ...common,
    id: 'mongodb.disk-full',
    title: { 'zh-CN': 'MongoDB 数据所在的磁盘快满了', en: 'The disk of MongoDB is nearly full' },
    explanation: {
      'zh-CN':
        '文件系统用了 {databases.diskRatio|percent}，最大的库是 {databases.largest}（{databases.largestBytes|bytes}）：空间不足（写满）时 mongod 会退出。',
      en: '{databases.diskRatio|percent} of the filesystem is used, {databases.largest} is the largest database ({databases.largestBytes|bytes}): when there is no space left, mongod goes down.',
    },
    severity: 'critical',
    hints: 'disk|space|full|storage|磁盘|空间|写满|容量',
    quoted: `no space left on device|available disk space .{1,60} is less than required|${codeNames('OutOfDiskSpace')}`,
    probes: ['databases'],
    confirm: ['databases.diskRatio', '>=', 0.97],
    likely: ['databases.diskRatio', '>=', 0.92],
    refute: ['databases.diskRatio', '<', 0.85],
    advice: {
      'zh-CN': '扩容或清理日志、备份等非数据文件；删除文档不会立刻还给文件系统，需要 compact。',
      en: 'Grow the disk or move what is no data of its own (logs, dumps); deleted documents give nothing back before a compact.',
    },
    source: 'mongodb.com/docs/manual: dbStats.fsUsedSize',
  },
  {
    ...common,
    id: 'mongodb.cursors-without-timeout',
    title: { 'zh-CN': '大量游标没有超时', en: 'Many open cursors never time out (noCursorTimeout)' },
    explanation: {
      'zh-CN': '打开的 {cursors.open} 个游标里 {cursors.withoutTimeout} 个是 noCursorTimeout：被遗忘时会一直占着资源。',
      en: '{cursors.withoutTimeout} of {cursors.open} open cursors have no timeout, and hold on to what they use when they are forgotten.',
    },
    severity: 'warning',
    hints: 'cursor|游标',
    confirm: ['cursors.withoutTimeout', '>=', 100],
    refute: ['cursors.withoutTimeout', '==', 0],
    advice: { 'zh-CN': '让应用关闭游标，去掉 noCursorTimeout。', en: 'Have applications close cursors, and leave noCursorTimeout out.' },
    source: 'mongodb.com/docs/manual: serverStatus.metrics.cursor',
  },
];

/** Operations that fail for what they ask or carry, by the errors that applications get. */

import type { Signature } from '../../../domain/signature.ts';
import { quotedErrors } from '../../quoted-error.ts';
import { codeNames } from './code-names.ts';

export const refusedOperationSignatures: readonly Signature[] = quotedErrors('mongodb', 'server', [
  {
    id: 'duplicate-keys',
    title: { 'zh-CN': '唯一索引冲突，写入被拒绝（E11000）', en: 'Writes are refused by a unique index (E11000 duplicate key)' },
    explanation: {
      'zh-CN': '同样的键已经存在：请求被重放、并发 upsert，或唯一字段缺失（多个文档都是 null）。报错里有集合、索引与键值。',
      en: 'The key is there already: a request was repeated, upserts collide, or the unique field is missing (null in several documents). The error names collection, index and key.',
    },
    quoted: `\\bE11000\\b|${codeNames('DuplicateKey')}|DuplicateKeyError`,
    advice: {
      'zh-CN':
        '看索引名：_id 多为重放或主键生成重复，其他多为并发 upsert（捕获后重试一次）；字段可缺失时改用部分索引（partialFilterExpression）。',
      en: 'See which index: _id mostly means a repeated request or ids given out twice, others concurrent upserts (retry once); where the field may be missing use a partial index.',
    },
    source: 'mongodb.com/docs/manual: Unique Indexes; error 11000',
  },
  {
    id: 'document-invalid',
    title: {
      'zh-CN': '文档不符合集合的校验规则，写入被拒绝（错误 121）',
      en: 'Document failed validation: writes are refused (error 121)',
    },
    explanation: {
      'zh-CN': '集合的 validator（$jsonSchema）拒绝了它：规则刚被加上或改紧，或应用写了新的字段、类型。',
      en: 'The validator of the collection ($jsonSchema) refuses it: the rule is new or was tightened, or the application writes a new field or type.',
    },
    quoted: `document failed validation|${codeNames('DocumentValidationFailure')}`,
    advice: {
      'zh-CN': '看报错的 errInfo.details；对照最近的 collMod 与发布，必要时先用 validationAction: "warn"。',
      en: 'Read errInfo.details; compare the last collMod with the last release, with validationAction: "warn" meanwhile if need be.',
    },
    source: 'mongodb.com/docs/manual: Schema Validation',
  },
  {
    id: 'document-too-large',
    title: { 'zh-CN': '文档超过 16 MB 上限，写入失败', en: 'A document exceeds the limit of 16 MB: the write fails' },
    explanation: {
      'zh-CN': '单个文档太大：多为数组只增不减（$push 无上限），或把文件放进了文档。',
      en: 'One document is too large: mostly an array that only grows ($push without a bound), or a file kept inside a document.',
    },
    quoted: `object to insert too large|BSONObj size: .{1,40} is invalid|larger than (the maximum size )?16777216|${codeNames('BSONObjectTooLarge')}`,
    advice: {
      'zh-CN': '用 $push + $slice 限长或按桶拆分文档，文件改放 GridFS、对象存储；聚合结果过大时用 $merge 或游标。',
      en: 'Bound the array ($push with $slice) or split it into buckets, keep files in GridFS or an object store; for large results of aggregations use $merge or a cursor.',
    },
    source: 'mongodb.com/docs/manual: MongoDB Limits and Thresholds, BSON Document Size',
  },
  {
    id: 'sort-memory-short',
    title: {
      'zh-CN': '排序或分组超过 100 MB 内存上限，查询失败（错误 292）',
      en: 'Sort or group exceeds its memory limit (100 MB): queries fail (error 292)',
    },
    explanation: {
      'zh-CN': '没有索引可用的排序或 $group 要放进内存：数据变多了，索引被删，或 allowDiskUse 没有打开。',
      en: 'A sort or $group without an index must fit into memory: there is more data, an index was dropped, or allowDiskUse is off.',
    },
    quoted: `sort exceeded memory limit|exceeded memory limit for \\$|overflow sort stage buffered data|${codeNames('QueryExceededMemoryLimitNoDiskUseAllowed')}`,
    advice: {
      'zh-CN': '给排序字段建索引（等值在前、排序在后），先 $match、$limit；应急打开 allowDiskUse。',
      en: 'Index the sort (equality first, then the sort), put $match and $limit early; allowDiskUse helps meanwhile.',
    },
    source: 'mongodb.com/docs/manual: cursor.sort(), Aggregation Pipeline Limits',
  },
  {
    id: 'time-limit',
    title: { 'zh-CN': '操作超过 maxTimeMS，被中止（错误 50）', en: 'Operations exceed maxTimeMS and are ended (error 50)' },
    explanation: {
      'zh-CN': '操作没有在 maxTimeMS（或驱动的 timeoutMS）内完成：查询变慢（缺索引、计划变差、等锁），或上限太小。',
      en: 'They did not end within maxTimeMS (or timeoutMS of the driver): they became slow (no index, a worse plan, locks), or the limit is too small.',
    },
    quoted: `operation exceeded time limit|${codeNames('MaxTimeMSExpired')}`,
    probes: ['server', 'operations'],
    advice: {
      'zh-CN': '用 explain("executionStats") 看这条查询扫描了多少文档；补索引后再谈调大 maxTimeMS。',
      en: 'See with explain("executionStats") how many documents it scans; index it before raising maxTimeMS.',
    },
    source: 'mongodb.com/docs/manual: cursor.maxTimeMS()',
  },
  {
    id: 'cursor-lost',
    title: { 'zh-CN': '游标不存在，遍历中断（错误 43，CursorNotFound）', en: 'Cursor not found: reading on breaks off (error 43)' },
    explanation: {
      'zh-CN': '两批之间隔了太久（空闲 10 分钟、会话 30 分钟被回收），节点重启或切换，或负载均衡把下一批送到了另一个 mongos。',
      en: 'Too much time between batches (10 minutes idle, 30 for a session), the member restarted or stepped down, or a load balancer sent the next batch to another mongos.',
    },
    quoted: `cursor (id )?.{0,24} ?not found|${codeNames('CursorNotFound')}`,
    advice: {
      'zh-CN': '调小 batchSize 或先取完再处理，定期 refreshSessions；按 _id 断点续读；不要在 mongos 前放轮询的负载均衡。',
      en: 'Use a smaller batchSize or fetch first and work later, refresh the session; go on from the last _id; keep round-robin balancers away from mongos.',
    },
    source: 'mongodb.com/docs/manual: Cursors; error 43',
  },
  {
    id: 'namespace-missing',
    title: {
      'zh-CN': '集合或索引不存在，命令失败（错误 26、27）',
      en: 'Collection or index does not exist: commands fail (errors 26, 27)',
    },
    explanation: {
      'zh-CN': '集合被删除、改名或还没有创建，或 hint 指定的索引已不在；也可能连错了库。',
      en: 'The collection was dropped, renamed or never made, or the index of a hint is gone; or this is another database.',
    },
    quoted: `\\bns (not found|does not exist)|hint provided does not correspond to an existing index|${codeNames('NamespaceNotFound', 'IndexNotFound')}`,
    advice: {
      'zh-CN': '对照最近的迁移与连接串里的库名；误删的从备份恢复。',
      en: 'Compare with the last migration, and the database in the connection string; restore what was dropped by mistake.',
    },
    source: 'mongodb.com/docs/manual: Error Codes, 26',
  },
  {
    id: 'index-conflict',
    title: {
      'zh-CN': '同名索引的定义不同，建索引失败（错误 85、86）',
      en: 'An index of that name differs: building it fails (errors 85, 86)',
    },
    explanation: {
      'zh-CN': '应用启动时建的索引与已有的同名或同键而选项不同：多为改了 unique、TTL 却没有先删旧索引。',
      en: 'An index that the application makes at its start has the name or keys of one that is there, with other options: mostly unique or TTL was changed and the old one never dropped.',
    },
    quoted: `already exists with (a )?different (options|name)|existing index has the same name|${codeNames('IndexOptionsConflict', 'IndexKeySpecsConflict')}`,
    advice: {
      'zh-CN': 'TTL 用 collMod 改；其余先建新名的索引再删旧的，避免期间没有索引。',
      en: 'Change TTL with collMod; else build the new one under another name before dropping the old, so that there is always one.',
    },
    source: 'mongodb.com/docs/manual: db.collection.createIndex()',
  },
  {
    id: 'update-conflict',
    title: { 'zh-CN': '更新语句的字段路径冲突，更新失败（错误 28、40）', en: 'Paths of an update conflict: it fails (errors 28, 40)' },
    explanation: {
      'zh-CN': '同一个更新改了同一路径两次（$set 与 $setOnInsert），或路径中间的值不是对象：应用的写法或旧文档的结构不合。',
      en: 'One update changes a path twice ($set and $setOnInsert), or a value on the way is no object: the code, or the form of older documents.',
    },
    quoted: `updating the path .{1,120} would create a conflict|cannot create field .{1,120} in element|${codeNames('ConflictingUpdateOperators', 'PathNotViable')}`,
    advice: {
      'zh-CN': '对照最近的发布；先把旧文档的该字段改成对象。',
      en: 'Compare with the last release; turn that field of older documents into an object first.',
    },
    source: 'mongodb.com/docs/manual: Update Operators, Behavior',
  },
  {
    id: 'command-unknown',
    title: {
      'zh-CN': '服务器不认识该命令或聚合阶段（错误 59、40324）',
      en: 'The server does not know a command or stage (errors 59, 40324)',
    },
    explanation: {
      'zh-CN': '版本或 featureCompatibilityVersion 太旧，或连的是兼容协议的别家数据库：驱动升级、迁移之后常见。',
      en: 'Version or featureCompatibilityVersion is too old, or this is another database that speaks the protocol: mostly after a driver was upgraded, or a move.',
    },
    quoted: `no such command:? ?.?[\`'"]|unrecognized (pipeline stage name|expression)|unknown operator: \\$|wire version .{1,60} requires at least|reports maximum wire version|${codeNames('CommandNotFound')}`,
    advice: {
      'zh-CN': '对照驱动与服务器的兼容表，升级其一或退回驱动；看 featureCompatibilityVersion。',
      en: 'Compare driver and server in the compatibility tables and upgrade one, or go back with the driver; look at featureCompatibilityVersion.',
    },
    source: 'mongodb.com/docs/drivers: Compatibility',
  },
]);

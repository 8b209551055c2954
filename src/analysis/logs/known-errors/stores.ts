/** Errors that a database, a cache or a search engine gives to its clients, as they stand in the client's log. */

import type { KnownError } from '../known-errors.ts';

export const errorsOfStores: readonly KnownError[] = [
  {
    id: 'schema-differs',
    isReason: true,
    pattern:
      /no such (?:column|table)|migrations? (?:are |is )?pending|pending ?migration|unknown column|(?:column|relation|table|view) .{1,120} (?:does not|doesn.t) exist|\bER_(?:BAD_FIELD_ERROR|NO_SUCH_TABLE)\b|undefined(?:column|table)\b|invalid (?:column|object) name|ORA-0*9(?:04|42)\b|(?:SQLSTATE|code)\W{1,3}42(?:P01|703|S02|S22)\b/i,
    severity: 'critical',
    title: {
      'zh-CN': '应用与数据库表结构不一致：缺少表或列',
      en: 'The application and the database schema do not match: a table or column is missing',
    },
    meaning: {
      'zh-CN': '多为只发布了应用、没有执行迁移（migration），或两者只回滚了一个。',
      en: 'Mostly a release went out without its migration, or only one of the two was rolled back.',
    },
    advice: {
      'zh-CN': '对照最近的发布与迁移记录，补跑迁移，或回退应用。',
      en: 'Compare the last release with the migrations that have run; run the missing one, or roll the application back.',
    },
    source: 'SQLSTATE 42P01, 42703; dev.mysql.com: errors 1054, 1146; sqlite.org',
  },
  {
    id: 'coordination-node-missing',
    isReason: true,
    pattern:
      /Coordination(?:::Exception| error)?: No node|KeeperErrorCode = NoNode|\bNoNodeException\b|\bZNONODE\b|(?:metadata|node|znode|path) .{0,120}(?:does ?n.t|does not|no longer) exists? in (?:zookeeper|(?:clickhouse )?keeper|etcd)|no (?:metadata|node) in (?:zookeeper|keeper)|Can.t get data for node .{1,200}node doesn.t exist/i,
    severity: 'critical',
    title: {
      'zh-CN': '它在 ZooKeeper（Keeper、协调服务）里的节点缺失，元数据已不存在',
      en: 'A node (metadata) that it needs in ZooKeeper (Keeper, coordination) is missing: it does not exist any more',
    },
    meaning: {
      'zh-CN': '节点被人清理或误删，协调服务的数据丢失或换了一套，或路径（chroot、宏）改过；数据本身多半还在，只是不能再写入或协调。',
      en: 'Somebody tidied up or deleted the nodes, the coordination service lost its data or is another one, or the path (chroot, macro) was changed; the data itself is mostly still there, and can no longer be written or coordinated.',
    },
    advice: {
      'zh-CN':
        '核对错误里的路径在 ZooKeeper 中是否存在、是谁删的；ClickHouse 的复制表可在副本只读后用 SYSTEM RESTORE REPLICA 重建元数据，老版本需重新建表并挂回数据分区（ATTACH PARTITION）。',
      en: 'See whether the path in the error exists in ZooKeeper, and who removed it; for a replicated table of ClickHouse, SYSTEM RESTORE REPLICA makes its metadata anew once the replica is read-only, with old versions make the table anew and attach its parts (ATTACH PARTITION).',
    },
    source: 'zookeeper.apache.org: KeeperException.NoNode; clickhouse.com: SYSTEM RESTORE REPLICA',
  },
  {
    id: 'pool-exhausted',
    isWait: true,
    pattern:
      /connection is not available, request timed out|timeout exceeded when trying to connect|queuepool limit|resourcerequest timed out|timeout acquiring a connection|acquir\w+ (?:a )?connection.{0,60}tim(?:ed|e) ?out|tim(?:ed|e) ?out.{0,60}(?:waiting for|acquiring|getting) (?:a |an? idle )?(?:connection|object)|cannot get a connection, pool|(?:connection )?pool (?:is )?(?:exhausted|full|empty)|pool ?(?:exhausted|timeout)|could not (?:obtain|get) a (?:connection|resource) from the pool|prior to obtaining a connection from the pool|connection not available and request was dropped|timed? ?out .{0,30}connection from (?:the )?(?:connection )?pool|timed out waiting for connection|pool timed out|couldn.t get a connection after|ConnectionAcquireTimeout|GetConnectionTimeoutException|连接池.{0,6}(?:已满|耗尽|满)|获取.{0,8}连接超时|no (?:available|free|idle) connections? (?:in|from|available)|too many connections? (?:requests )?(?:waiting|queued)/i,
    severity: 'critical',
    title: {
      'zh-CN': '应用自己的连接池耗尽：请求等不到连接而超时',
      en: 'Its own connection pool is exhausted: requests time out waiting for a connection',
    },
    meaning: {
      'zh-CN': '池太小、连接没有归还（泄漏），或每个连接被慢语句占住；对端可能很正常。',
      en: 'The pool is too small, connections are not given back (a leak), or slow statements keep each of them; what it connects to may be well.',
    },
    advice: {
      'zh-CN': '看池的大小最近是否改过，再看对端此刻的会话：大多空闲就是池小或泄漏，大多在执行就是语句慢。',
      en: 'See whether the pool size was changed lately, then the sessions at the other end: mostly idle means a small pool or a leak, mostly busy means slow statements.',
    },
    source: 'HikariCP, node-postgres, SQLAlchemy, Knex: pool timeouts',
  },
  {
    id: 'peer-full',
    pattern:
      /too many (?:clients|connections)|\bER_CON_COUNT_ERROR\b|max(?:imum)? number of clients reached|remaining connection slots|(?:SQLSTATE|code)\W{1,3}53300\b|connection limit (?:exceeded|reached)|max_user_connections/i,
    severity: 'critical',
    title: {
      'zh-CN': '它依赖的服务连接数已满，拒绝新连接',
      en: 'What it depends on refuses new connections: its connection limit is reached',
    },
    meaning: {
      'zh-CN': '对端的连接上限用完：某个客户端泄漏连接，或实例数乘以池大小超过了上限。',
      en: 'The limit at the other end is used up: a client leaks connections, or instances times pool size exceed it.',
    },
    advice: {
      'zh-CN': '在对端按客户端统计连接，找出占得最多的。',
      en: 'Count the connections by client at the other end, and find who has most.',
    },
    source: 'SQLSTATE 53300; MySQL error 1040; redis.io: maxclients',
  },
  {
    id: 'waits-for-locks',
    isWait: true,
    pattern:
      /deadlock (?:found|detected)|lock wait timeout|could not obtain lock|canceling statement due to lock timeout|database is locked|\bER_LOCK_(?:DEADLOCK|WAIT_TIMEOUT)\b|\b(?:40P01|55P03)\b|could not serialize access|(?:SQLSTATE|code)\W{1,3}40001\b/i,
    severity: 'critical',
    title: {
      'zh-CN': '它的语句在数据库里等锁：锁等待超时或死锁',
      en: 'Its statements wait for locks in the database: lock wait timeout or deadlock',
    },
    meaning: {
      'zh-CN': '另一个事务长时间持锁（忘了提交、批处理、表结构变更），或并发事务互相冲突。',
      en: 'Another transaction keeps its locks long (never committed, a batch, a schema change), or concurrent transactions collide.',
    },
    advice: {
      'zh-CN': '在数据库里找持锁的会话和它在做什么。',
      en: 'Find in the database who holds the lock, and what that session does.',
    },
    source: 'SQLSTATE 40001, 40P01, 55P03; MySQL errors 1205, 1213',
  },
  {
    id: 'statement-timeout',
    isWait: true,
    pattern:
      /canceling statement due to statement timeout|query execution was interrupted|max(?:imum)? (?:statement )?execution time exceeded|max_statement_time exceeded|\bER_QUERY_TIMEOUT\b|(?:SQLSTATE|code)\W{1,3}57014\b|operation exceeded time limit|query (?:read )?time(?:d )?out|ORA-01013/i,
    severity: 'critical',
    title: {
      'zh-CN': '数据库语句执行超时（statement timeout）',
      en: 'Its database statements exceed their time limit (statement timeout)',
    },
    meaning: {
      'zh-CN': '语句变慢了（执行计划、缺索引、等锁），或时间上限被调低。',
      en: 'The statements have become slow (plan, missing index, locks), or the limit was lowered.',
    },
    advice: {
      'zh-CN': '先看这条语句在等什么（锁还是扫描），再看上限最近是否改过。',
      en: 'See first what the statement waits for (a lock, or a scan), then whether the limit was changed lately.',
    },
    source: 'SQLSTATE 57014; MySQL errors 3024, 1969',
  },
  {
    id: 'store-refuses-writes',
    pattern:
      /read-only (?:transaction|replica|mode|slave)|\bREADONLY\b|can.t write against a read only|--read-only|(?:SQLSTATE|code)\W{1,3}25006\b|cluster_block_exception|FORBIDDEN\/(?:5|8|12)|\bMISCONF\b|OOM command not allowed|\bNOREPLICAS\b|\bCLUSTERDOWN\b|\bMASTERDOWN\b|NOT_ENOUGH_REPLICAS|NotEnoughReplicas|database space exceeded|\bLOADING\b Redis/i,
    severity: 'critical',
    title: {
      'zh-CN': '它依赖的存储拒绝写入（只读、内存或磁盘已满、副本不足）',
      en: 'What it depends on refuses writes (read-only, memory or disk full, too few replicas)',
    },
    meaning: { 'zh-CN': '原因在对端：报错里写明了是哪一种。', en: 'The cause lies at the other end: the error says which of them it is.' },
    advice: {
      'zh-CN': '到对端看这条报错所说的状态。',
      en: 'Look at the other end for the state that the error names.',
    },
    source: 'redis.io: errors; SQLSTATE 25006; elastic.co: index blocks; kafka.apache.org: error codes',
  },
  {
    id: 'data-refused',
    isReason: true,
    pattern:
      /duplicate (?:key|entry)|violates (?:unique|foreign key|not-null|check)|foreign key constraint fails|cannot be null|have a default value|data too long|value too long|out of range (?:value|for)|value .{0,60}out of range|(?:integer|smallint|bigint) out of range|incorrect (?:string|integer|date|datetime|decimal) value|numeric field overflow|(?:SQLSTATE|code)\W{1,3}23(?:502|503|505|514)\b|\bER_(?:DUP_ENTRY|NO_DEFAULT_FOR_FIELD|DATA_TOO_LONG|TRUNCATED_WRONG_VALUE_FOR_FIELD)\b|strict_dynamic_mapping|mapper_parsing_exception|document_parsing_exception|WRONGTYPE/i,
    severity: 'critical',
    title: {
      'zh-CN': '写入的数据被存储拒绝（约束、类型、长度或字符集）',
      en: 'The data that it writes is refused (constraint, type, length or character set)',
    },
    meaning: {
      'zh-CN': '表结构或映射与应用写的数据不符：多为最近的发布或迁移改了其中一方。',
      en: 'The schema or mapping does not fit what the application writes: mostly a release or a migration has changed one of the two.',
    },
    advice: {
      'zh-CN': '看报错里的列或字段，对照最近的发布与迁移。',
      en: 'Take the column or field that the error names, and compare it with the last release and migration.',
    },
    source: 'SQLSTATE class 23; dev.mysql.com: Server Error Reference; elastic.co: mapping',
  },
  {
    id: 'not-there',
    pattern:
      /index_not_found|NOT_FOUND - no |no such index|no (?:queue|exchange) '|\bUNKNOWN_TOPIC_OR_PARTITION\b|UnknownTopicOrPartition|NoSuch(?:Bucket|Key)|stream not found|no response from stream|no responders|(?:bucket|topic|queue|stream|index|collection|database) .{1,80} (?:does not exist|not found)|unknown database|\b3D000\b/i,
    severity: 'critical',
    title: {
      'zh-CN': '它要用的对象在对端不存在（库、索引、队列、主题、桶）',
      en: 'What it asks for does not exist at the other end (database, index, queue, topic, bucket)',
    },
    meaning: {
      'zh-CN': '被删除、改名、没有创建，或应用配置了错误的名字或环境。',
      en: 'It was deleted, renamed or never made, or the application is configured with another name or environment.',
    },
    advice: {
      'zh-CN': '核对名字与所连的环境，再看最近谁删改过。',
      en: 'Compare the name and the environment it connects to, then see who deleted or renamed it.',
    },
    source: 'kafka.apache.org: error codes; AMQP 0-9-1: 404; elastic.co; SQLSTATE 3D000',
  },
];

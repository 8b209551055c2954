/** What producers and everyone who logs in are refused, by the errors that they get. */

import { quotedErrors } from '../../quoted-error.ts';

export const kafkaRefusedProducerSignatures = quotedErrors('kafka', 'cluster', [
  {
    id: 'message-too-large',
    title: {
      'zh-CN': '消息过大，超过 broker 或主题的上限（MESSAGE_TOO_LARGE）',
      en: 'Messages are too large for the broker or topic (MESSAGE_TOO_LARGE)',
    },
    explanation: {
      'zh-CN': '一批消息超过主题的 max.message.bytes（未单独设置时为 broker 的 message.max.bytes），被 broker 拒绝，重试没有用。',
      en: 'A batch exceeds max.message.bytes of the topic (or message.max.bytes of the broker, where the topic has none of its own) and is refused; retrying does not help.',
    },
    quoted:
      'MESSAGE_TOO_LARGE|RECORD_LIST_TOO_LARGE|RecordBatchTooLargeException|RecordTooLargeException(?!: The message is \\d+ bytes)|message larger than the max message size the server will accept|Broker: Message size too large',
    probes: ['configs'],
    advice: {
      'zh-CN':
        '先找出变大的消息（最近的发布、新字段、嵌入的文件），把大内容放到对象存储、消息里只放引用；必须放大时同时调 max.message.bytes、replica.fetch.max.bytes 与消费者的 fetch 上限。',
      en: 'Find what made messages larger (a release, a new field, an embedded file) and keep large content elsewhere with a reference in the message; if the limit must grow, raise max.message.bytes, replica.fetch.max.bytes and the fetch limits of consumers together.',
    },
    source: 'kafka.apache.org: Protocol, MESSAGE_TOO_LARGE; Topic Configs, max.message.bytes',
  },
  {
    id: 'producer-request-limit',
    title: {
      'zh-CN': '消息超过生产者自己的 max.request.size（RecordTooLargeException）',
      en: 'Messages exceed max.request.size of the producer (RecordTooLargeException)',
    },
    explanation: {
      'zh-CN':
        '生产者在发送之前就拒绝了它：序列化后的消息大于自己的 max.request.size（librdkafka 为 message.max.bytes），broker 没有收到。',
      en: 'The producer itself refuses the message before it is sent: serialized it is larger than its max.request.size (message.max.bytes in librdkafka); no broker has seen it.',
    },
    quoted: 'which is larger than \\d+, which is the value of the max\\.request\\.size',
    advice: {
      'zh-CN': '先看消息为什么变大；确需放大时，max.request.size 与主题的 max.message.bytes、消费者的 fetch 上限要一起调。',
      en: 'See first why messages became larger; if they must be, raise max.request.size together with max.message.bytes of the topic and the fetch limits of consumers.',
    },
    source: 'kafka.apache.org: Producer Configs, max.request.size',
  },
  {
    id: 'acl-denies',
    severity: 'critical',
    title: {
      'zh-CN': 'ACL 权限不足：客户端没有主题、消费组或事务的授权',
      en: 'ACL denies access: the client is not authorized for the topic, group or transaction',
    },
    explanation: {
      'zh-CN': '登录成功，但该主体（principal）没有所需操作的 ACL：新的服务账号、改名的主题或消费组、被删的 ACL，或开启了授权器。',
      en: 'The login works, but its principal has no ACL for the operation: a new service account, a renamed topic or group, an ACL that was removed, or an authorizer that was switched on.',
    },
    quoted:
      '(TOPIC|GROUP|CLUSTER|TRANSACTIONAL_ID)_AUTHORIZATION_FAILED|(Topic|Group|Cluster|TransactionalId)AuthorizationException|Not authorized to access (topics|group)|Broker: (Topic|Group|Cluster) authorization failed',
    advice: {
      'zh-CN':
        '用 kafka-acls --list 对照报错里的资源与账号；生产要 Write、Describe，消费要主题的 Read 与消费组的 Read，事务要 transactional.id 的 Write；注意名字与前缀（--resource-pattern-type prefixed）。',
      en: 'Compare the resource and the principal in the error with kafka-acls --list: producers need Write and Describe, consumers Read on topic and group, transactions Write on the transactional.id; mind names and prefixes (--resource-pattern-type prefixed).',
    },
    source: 'kafka.apache.org: Security, Authorization and ACLs',
  },
  {
    id: 'client-login-refused',
    severity: 'critical',
    title: {
      'zh-CN': '客户端登录被拒绝（SASL 认证失败）',
      en: 'Clients are refused at login (SASL authentication failed)',
    },
    explanation: {
      'zh-CN': 'broker 拒绝了客户端的账号、密码或 SASL 机制：密码轮换、SCRAM 用户不存在，或机制与监听不一致。',
      en: 'The broker refuses user, password or mechanism of the client: a rotated password, a SCRAM user that does not exist, or a mechanism that the listener does not offer.',
    },
    quoted: 'SASL_AUTHENTICATION_FAILED|SaslAuthenticationException|UNSUPPORTED_SASL_MECHANISM|UnsupportedSaslMechanismException',
    advice: {
      'zh-CN':
        '核对客户端的 sasl.mechanism、sasl.jaas.config 与 broker 的 sasl.enabled.mechanisms；用 kafka-configs --describe --entity-type users 看 SCRAM 用户是否存在。',
      en: 'Compare sasl.mechanism and sasl.jaas.config with sasl.enabled.mechanisms of the broker; kafka-configs --describe --entity-type users shows whether the SCRAM user exists.',
    },
    source: 'kafka.apache.org: Security, Authentication using SASL',
  },
  {
    id: 'client-handshake-fails',
    severity: 'critical',
    title: {
      'zh-CN': '客户端 TLS 握手失败（SslAuthenticationException）',
      en: 'The TLS handshake of clients fails (SslAuthenticationException)',
    },
    explanation: {
      'zh-CN': '客户端不信任 broker 的证书、证书过期、主机名不符，或 broker 要求客户端证书（ssl.client.auth）。',
      en: 'The client does not trust the certificate of the broker, it has expired or is for another name, or the broker wants one of the client (ssl.client.auth).',
    },
    quoted: 'SslAuthenticationException',
    advice: {
      'zh-CN':
        '用 openssl s_client 看证书链、有效期与名字，对照客户端 truststore；名字不符时改 advertised.listeners 或补 SAN，不要关掉主机名校验。',
      en: 'Look at chain, dates and names with openssl s_client and compare the client’s truststore; if the name differs, correct advertised.listeners or the SAN instead of switching the check off.',
    },
    source: 'kafka.apache.org: Security, Encryption and Authentication using SSL',
  },
  {
    id: 'producer-fenced',
    title: {
      'zh-CN': '事务生产者被隔离（fenced）：另一个实例用了同一个 transactional.id，或事务超时',
      en: 'Transactional producer is fenced: its transactional.id is used twice, or its transaction timed out',
    },
    explanation: {
      'zh-CN':
        '协调者已把更新的 epoch 给了别人：两个实例共用一个 transactional.id（扩容、滚动发布、僵尸实例），或一次事务超过 transaction.timeout.ms 被中止。',
      en: 'The coordinator has given a newer epoch: two instances share a transactional.id (scaling out, a rolling release, a zombie), or a transaction took longer than transaction.timeout.ms and was aborted.',
    },
    quoted:
      'ProducerFencedException|InvalidProducerEpochException|INVALID_PRODUCER_EPOCH|PRODUCER_FENCED|Producer attempted an operation with an old epoch',
    advice: {
      'zh-CN':
        '让每个实例的 transactional.id 稳定且唯一；停掉残留的旧实例；处理时间长时调大 transaction.timeout.ms 或缩小批次。被隔离的生产者只能关闭重建。',
      en: 'Give each instance a transactional.id that is stable and its own; stop instances that were left; if work takes long raise transaction.timeout.ms or make batches smaller. A fenced producer can only be closed and made anew.',
    },
    source: 'kafka.apache.org: Producer Configs, transactional.id; KIP-360',
  },
  {
    id: 'producer-sequence-lost',
    title: {
      'zh-CN': '幂等生产者的序号对不上（OUT_OF_ORDER_SEQUENCE_NUMBER）',
      en: 'Idempotent producer is out of sequence (OUT_OF_ORDER_SEQUENCE_NUMBER)',
    },
    explanation: {
      'zh-CN':
        'broker 收到的序号有缺口，或不再认识该生产者：消息在它之前丢失（主副本切换、不干净选举），或状态因保留时间、删除记录而过期。',
      en: 'The broker sees a gap in the sequence or no longer knows the producer: records before it were lost (a change of leader, an unclean election), or its state expired by retention or deleted records.',
    },
    quoted: 'OUT_OF_ORDER_SEQUENCE_NUMBER|OutOfOrderSequenceException|UNKNOWN_PRODUCER_ID|UnknownProducerIdException',
    advice: {
      'zh-CN': '看同一时间该分区是否换主、是否允许不干净选举；关闭并重建生产者，核对是否有丢失或重复。',
      en: 'See whether the partition changed its leader then, and whether unclean elections are allowed; close the producer and make a new one, then check for lost or repeated records.',
    },
    source: 'kafka.apache.org: Protocol, OUT_OF_ORDER_SEQUENCE_NUMBER; KIP-360',
  },
  {
    id: 'replication-factor-too-large',
    title: {
      'zh-CN': '副本数大于可用的 broker 数，主题建不出来（INVALID_REPLICATION_FACTOR）',
      en: 'Replication factor exceeds the available brokers: topics cannot be created (INVALID_REPLICATION_FACTOR)',
    },
    explanation: {
      'zh-CN': '要求的副本数比在线 broker 多：broker 少了，或把生产的默认值（default.replication.factor、内部主题的 3 副本）用在了小集群。',
      en: 'More replicas are asked for than brokers are up: brokers are missing, or the defaults of a large cluster (default.replication.factor, three replicas of internal topics) are used in a small one.',
    },
    quoted:
      'INVALID_REPLICATION_FACTOR|InvalidReplicationFactorException|Replication factor: ?\\d+ larger than available brokers|target replication factor of \\d+ cannot be reached',
    advice: {
      'zh-CN':
        '先看 broker 是否都在线；小集群把副本数以及 offsets.topic、transaction.state.log 的 replication.factor 调到不超过 broker 数。',
      en: 'See first whether all brokers are up; in a small cluster set the replication factor, also of offsets.topic and transaction.state.log, to no more than its brokers.',
    },
    source: 'kafka.apache.org: Protocol, INVALID_REPLICATION_FACTOR',
  },
  {
    id: 'batches-expire',
    role: 'symptom',
    title: { 'zh-CN': '生产者发送超时：批次在发出前过期', en: 'Producer timeout: batches expire before they are delivered' },
    explanation: {
      'zh-CN':
        '批次在 delivery.timeout.ms 内没有得到确认：broker 慢、同步副本跟不上（acks=all）、连不上主副本、被配额限速，或生产者自己停顿（GC、CPU）。',
      en: 'They were not acknowledged within delivery.timeout.ms: a slow broker, replicas that do not keep up (acks=all), a leader that cannot be reached, a quota, or a producer that pauses itself (GC, CPU).',
    },
    quoted: 'Expiring \\d+ record\\(?s?\\)? for|Local: Message timed out|(ERR_|code=)_MSG_TIMED_OUT',
    advice: {
      'zh-CN': '看报错分区的主副本在哪个 broker，再看它的磁盘、网络与请求延迟；最后看生产者的 GC 与缓冲区。',
      en: 'See which broker leads the partition of the error, then its disk, network and request latency; last the garbage collection and buffer of the producer.',
    },
    source: 'kafka.apache.org: Producer Configs, delivery.timeout.ms',
  },
  {
    id: 'producer-buffer-full',
    role: 'symptom',
    title: { 'zh-CN': '生产者缓冲区已满（BufferExhaustedException）', en: 'The buffer of the producer is full (BufferExhaustedException)' },
    explanation: {
      'zh-CN': '产生比发送快：buffer.memory（librdkafka 为 queue.buffering.max.*）写满后等了 max.block.ms 仍没有空位。',
      en: 'More is produced than can be sent: buffer.memory (queue.buffering.max.* in librdkafka) is full and nothing was freed within max.block.ms.',
    },
    quoted:
      'BufferExhaustedException|Failed to allocate memory within the configured max blocking time|Local: Queue full|(ERR_|code=)_QUEUE_FULL',
    advice: {
      'zh-CN': '先看为什么发送慢（broker、网络、配额、acks=all 的副本）；librdkafka 要持续调用 poll；再考虑调大缓冲区或批次。',
      en: 'See first why sending is slow (broker, network, quota, replicas with acks=all); librdkafka needs poll to be called all the time; only then enlarge buffer or batches.',
    },
    source: 'kafka.apache.org: Producer Configs, buffer.memory',
  },
]);

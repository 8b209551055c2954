/** What servers and JetStream refuse an application, by the errors that it gets. */

import { quotedErrors } from '../../quoted-error.ts';

export const natsRefusedSignatures = quotedErrors('nats', 'server', [
  {
    id: 'permission-denied',
    severity: 'critical',
    title: {
      'zh-CN': '权限不足：不允许发布或订阅该主题（Permissions Violation）',
      en: 'Permission denied: publishing or subscribing to that subject is not allowed (Permissions Violation)',
    },
    explanation: {
      'zh-CN': '登录成功，但用户的 permissions 不含该主题：权限最近改过、用了新主题，或 JetStream 客户端缺 $JS.API.>、_INBOX.> 的权限。',
      en: 'The login works, but the permissions of the user do not cover that subject: they were changed, the subject is new, or a JetStream client lacks $JS.API.> or _INBOX.>.',
    },
    quoted: 'Permissions Violation for (Publish|Subscription)|PERMISSIONS_VIOLATION',
    advice: {
      'zh-CN': '按报错里的主题与用户，对照 authorization.permissions（JWT 用户看 nsc describe user），补上后重载。',
      en: 'Compare subject and user of the error with authorization.permissions (nsc describe user for JWTs), add what is missing and reload.',
    },
    source: 'docs.nats.io: Authorization',
  },
  {
    id: 'no-stream-for-subject',
    severity: 'critical',
    title: {
      'zh-CN': '没有流收这个主题，JetStream 发布没有回应（no response from stream）',
      en: 'No stream takes the subject: JetStream publishes get no response from a stream',
    },
    explanation: {
      'zh-CN': '发布的主题不在任何流的 subjects 里，或该流在别的账户、域，已被删除，或当下没有 leader：消息没有被保存。',
      en: 'No stream has the subject among its own, or the stream is in another account or domain, was deleted, or has no leader just now: the message was not stored.',
    },
    quoted: 'no response from stream|NoStreamResponse',
    probes: ['streams'],
    advice: {
      'zh-CN': '用 nats stream ls --subjects 对照主题；补建流或改 subjects，核对账户与域；发布方要重试未确认的消息。',
      en: 'Compare with nats stream ls --subjects; make the stream or extend its subjects, and check account and domain; publishers must send again what was not acknowledged.',
    },
    source: 'docs.nats.io: JetStream, publishing',
  },
  {
    id: 'jetstream-not-enabled',
    severity: 'critical',
    title: { 'zh-CN': '该服务器或账户没有启用 JetStream', en: 'JetStream is not enabled for that server or account' },
    explanation: {
      'zh-CN': '客户端要用 JetStream，而服务器配置里没有 jetstream，或它登录的账户没有配额（503，10039、10076）。',
      en: 'The client wants JetStream, and the server has no jetstream in its configuration, or the account that it logs in to has no limits for it (503, 10039, 10076).',
    },
    quoted: 'jetstream not enabled|JetStreamNotEnabled|err_code["=: ]+(10039|10076)\\b',
    advice: {
      'zh-CN': '核对登录的账户（多账户时默认账户未必有），给账户加 jetstream 配额，或在服务器启用。',
      en: 'See which account the login belongs to, give that account JetStream limits, or enable it at the server.',
    },
    source: 'docs.nats.io: JetStream, configuration; errors 10039, 10076',
  },
  {
    id: 'stream-missing',
    severity: 'critical',
    title: { 'zh-CN': '流不存在（stream not found）', en: 'The stream does not exist (stream not found)' },
    explanation: {
      'zh-CN': '客户端所用的流（或 KV、对象桶）不存在（404，10059）：被删除、还没有建，或在别的账户、域。',
      en: 'The stream (or KV or object bucket) is not there (404, 10059): it was deleted, not made yet, or is in another account or domain.',
    },
    quoted: '\\bstream not found\\b|StreamNotFound|err_code["=: ]+10059\\b|\\bbucket not found\\b',
    probes: ['streams'],
    advice: {
      'zh-CN': '用 nats stream ls（同一账户）对照名字；误删的从备份恢复（nats stream restore）。',
      en: 'Compare the name with nats stream ls in the same account; restore what was deleted by mistake (nats stream restore).',
    },
    source: 'docs.nats.io: JetStream, errors 10059',
  },
  {
    id: 'consumer-missing',
    title: { 'zh-CN': '消费者不存在（consumer not found）', en: 'The consumer does not exist (consumer not found)' },
    explanation: {
      'zh-CN': '客户端所用的消费者不存在（404，10014）：被删除，或闲置超过 inactive_threshold 被清理，或随流重建而消失。',
      en: 'The consumer is not there (404, 10014): it was deleted, removed when idle for inactive_threshold, or went when the stream was made anew.',
    },
    quoted: '\\bconsumer not found\\b|ConsumerNotFound|err_code["=: ]+10014\\b|\\bconsumer deleted\\b',
    probes: ['streams', 'consumers'],
    advice: {
      'zh-CN': '以 durable 建立并在启动时 create-or-update；注意新消费者的 deliver_policy，以免重放或漏掉消息。',
      en: 'Make it durable and create or update it at start; mind the deliver policy of a new one, so that nothing is replayed or left out.',
    },
    source: 'docs.nats.io: JetStream consumers, errors 10014',
  },
  {
    id: 'client-drops-messages',
    title: {
      'zh-CN': '客户端处理太慢，自己丢弃了消息（slow consumer, messages dropped）',
      en: 'A slow client drops messages itself (slow consumer, messages dropped)',
    },
    explanation: {
      'zh-CN': '订阅在客户端里的待处理队列满了（pending limits），客户端库丢弃后来的消息；服务器上看不到。',
      en: 'The pending limits of a subscription inside the client are reached, and its library drops what comes next; servers see nothing of it.',
    },
    quoted: 'slow consumer,? messages? dropped',
    advice: {
      'zh-CN': '让回调尽快返回、用队列组分担，需要不丢时用 JetStream；再按需调大 pending limits。',
      en: 'Have callbacks return at once, share with a queue group, and use JetStream where nothing may be lost; only then raise the pending limits.',
    },
    source: 'docs.nats.io: Slow consumers, detected by the client',
  },
  {
    id: 'resources-insufficient',
    role: 'symptom',
    title: {
      'zh-CN': 'JetStream 额度不足：已用或预留的存储到了上限',
      en: 'JetStream resources are insufficient: storage in use or reserved has reached its limit',
    },
    explanation: {
      'zh-CN':
        '写入、建流或改流超出 max_file_store（或 max_memory_store）：已写满，或各流的 max_bytes 预留已占满，即使实际用得不多（10047、10028）。',
      en: 'A message or a stream does not fit into max_file_store (or max_memory_store): it is full, or max_bytes of the streams reserve all of it, even where little is used (10047, 10028).',
    },
    quoted: 'insufficient (storage|memory) resources available|err_code["=: ]+(10047|10028)\\b',
    probes: ['jetstream', 'streams'],
    advice: {
      'zh-CN': '用 nats server report jetstream 看已用与预留；清理或减小这些流的 max_bytes，或提高服务器的额度。',
      en: 'See what is used and reserved with nats server report jetstream; clear streams or lower max_bytes of streams, or raise the limit of the servers.',
    },
    source: 'nats-server: errors 10047, 10028',
  },
  {
    id: 'no-peers-for-placement',
    title: {
      'zh-CN': '没有合适的服务器放置副本（no suitable peers for placement）',
      en: 'No suitable peers for placement: replicas find no server',
    },
    explanation: {
      'zh-CN': '集群里满足副本数、标签与剩余额度的服务器不够：有服务器离线、磁盘额度用完，或在单机上要了多副本（10005）。',
      en: 'Too few servers of the cluster fit the number of replicas, the tags and the room: servers are offline or full, or several replicas are asked of a single one (10005).',
    },
    quoted: 'no suitable peers for placement|err_code["=: ]+10005\\b|replicas > 1 not supported in non-clustered mode',
    probes: ['cluster', 'jetstream'],
    advice: {
      'zh-CN': '看离线的服务器与各台剩余额度；副本数不超过服务器数（单机为 1）。',
      en: 'See which servers are offline and what room each has; use no more replicas than servers (one on a single server).',
    },
    source: 'nats-server: errors 10005, 10074',
  },
  {
    id: 'subjects-overlap',
    title: { 'zh-CN': '流的主题与已有的流重叠，被拒绝', en: 'The subjects of a stream overlap with an existing stream' },
    explanation: {
      'zh-CN': '一个主题只能属于一个流（10065）：换名新建而旧的还在，或通配过宽。',
      en: 'A subject belongs to one stream only (10065): a stream was renamed and the old one is still there, or a wildcard is too wide.',
    },
    quoted: 'subjects overlap with an existing stream|err_code["=: ]+10065\\b',
    probes: ['streams'],
    advice: {
      'zh-CN': '用 nats stream ls --subjects 找到占用者，收窄主题或删除旧流（先确认其中的消息）。',
      en: 'Find the other with nats stream ls --subjects; narrow the subjects, or delete the old stream once its messages are not needed.',
    },
    source: 'nats-server: errors 10065',
  },
  {
    id: 'work-queue-filters-overlap',
    title: { 'zh-CN': '工作队列流上消费者的过滤重叠，被拒绝', en: 'Consumers of a work queue overlap and are refused' },
    explanation: {
      'zh-CN': 'workqueue 流的每条消息只归一个消费者：过滤主题重叠（10100），或没有过滤的消费者已经存在（10099）。',
      en: 'Each message of a work queue belongs to one consumer: their filters overlap (10100), or there is one without a filter (10099).',
    },
    quoted: '(filtered|multiple non-filtered) consumers? not (unique|allowed) on workqueue stream|err_code["=: ]+(10099|10100)\\b',
    probes: ['streams', 'consumers'],
    advice: {
      'zh-CN': '多个实例共用一个 durable 消费者；确需多种处理时用互不重叠的过滤主题，或改用 interest/limits 保留策略。',
      en: 'Have instances share one durable consumer; where messages are for several, use filters that do not overlap or another retention.',
    },
    source: 'nats-server: errors 10099, 10100',
  },
  {
    id: 'consumer-limit',
    title: { 'zh-CN': '消费者数达到上限，建不出新的', en: 'The limit of consumers is reached: no more can be created' },
    explanation: {
      'zh-CN': '流的 max_consumers 或账户的消费者上限已到（10026）：临时消费者没有清理，或每个实例都建了自己的。',
      en: 'max_consumers of the stream or of the account is reached (10026): temporary consumers are left behind, or each instance makes its own.',
    },
    quoted: 'maximum consumers limit reached|err_code["=: ]+10026\\b',
    probes: ['jetstream', 'consumers'],
    advice: {
      'zh-CN': '让实例共用 durable 消费者，临时的设 inactive_threshold；删掉无用的再考虑调高。',
      en: 'Have instances share a durable consumer and give temporary ones an inactive_threshold; delete what is unused before raising the limit.',
    },
    source: 'nats-server: errors 10026',
  },
  {
    id: 'stream-message-limits',
    title: {
      'zh-CN': '消息超过流的单条大小或每主题条数上限，被拒收',
      en: 'A limit of the stream for size or messages per subject refuses messages',
    },
    explanation: {
      'zh-CN': '消息大于流的 max_msg_size（10054），或该主题已有 max_msgs_per_subject 条而丢弃策略是按主题拒收新的。',
      en: 'A message is larger than max_msg_size of the stream (10054), or its subject has max_msgs_per_subject messages and new ones are discarded per subject.',
    },
    quoted: 'message size exceeds maximum allowed|maximum messages per subject exceeded|err_code["=: ]+10054\\b',
    probes: ['streams'],
    advice: {
      'zh-CN': '看消息为什么变大，或该主题为什么没有被消费；需要时调高流的上限。',
      en: 'See what made messages larger, or why nobody takes those of the subject; raise the limit of the stream if need be.',
    },
    source: 'docs.nats.io: JetStream streams, limits',
  },
  {
    id: 'sequence-conflicts',
    title: { 'zh-CN': '并发更新冲突（wrong last sequence）', en: 'Concurrent updates conflict (wrong last sequence)' },
    explanation: {
      'zh-CN': 'KV 的 update/create 或带期望序号的发布发现别人先写了（10071）：有并发写入者，或在重复提交。',
      en: 'An update or create of a KV key, or a publish with an expected sequence, finds that another wrote first (10071): there are several writers, or something is sent twice.',
    },
    quoted: 'wrong last sequence|err_code["=: ]+10071\\b',
    advice: {
      'zh-CN': '重新读取最新版本再写，重试要有上限；核对是否有两个实例在做同一件事。',
      en: 'Read the latest revision and write again, a limited number of times; see whether two instances do the same work.',
    },
    source: 'nats-server: errors 10071',
  },
]);

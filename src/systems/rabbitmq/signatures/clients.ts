/** What clients do to the broker, and the broker to them: churn, leaks, limits, flow control, blocked publishers. */

import type { Signature } from '../../../domain/signature.ts';

const common = { kind: 'rabbitmq', role: 'cause', severity: 'warning', remedies: [] } as const;

export const rabbitmqClientSignatures: readonly Signature[] = [
  {
    ...common,
    id: 'rabbitmq.publishers-blocked',
    title: { 'zh-CN': '发布者被资源告警阻塞', en: 'Publishers are blocked by a resource alarm' },
    explanation: {
      'zh-CN':
        '{connections.blocked} 个连接在发布时被阻塞，{connections.blocking} 个一发布就会被阻塞（如 {connections.blockedClient}）：集群中有内存或磁盘告警。',
      en: '{connections.blocked} connections are blocked while publishing and {connections.blocking} would be as soon as they do (such as {connections.blockedClient}): an alarm of memory or disk is on in the cluster.',
    },
    severity: 'critical',
    role: 'symptom',
    hints: 'blocked|blocking|publish|timeout|阻塞|发布|超时|卡住',
    quoted: 'connection\\.blocked\\b|ConnectionBlockedTimeout|Blocked connection timeout expired',
    probes: ['connections', 'nodes'],
    confirm: {
      any: [
        ['connections.blocked', '>=', 1],
        ['connections.blocking', '>=', 1],
      ],
    },
    refute: {
      all: [
        ['connections.blocked', '==', 0],
        ['connections.blocking', '==', 0],
      ],
    },
    advice: {
      'zh-CN': '解除内存或磁盘告警后自动恢复；不要让应用反复重连。',
      en: 'They resume by themselves once the alarm of memory or disk is cleared; keep applications from reconnecting in a loop.',
    },
    source: 'rabbitmq.com: Blocked Connection Notifications',
  },
  {
    ...common,
    id: 'rabbitmq.flow-control',
    title: {
      'zh-CN': '流控（flow control）：发布者被限速，节点处理不过来',
      en: 'Flow control: publishers are throttled, the node cannot keep up',
    },
    explanation: {
      'zh-CN': '{connections.inFlow} 个连接、{channels.inFlow} 个信道处于 flow 状态（如 {connections.inFlowClient}）：发布快于队列写入。',
      en: '{connections.inFlow} connections and {channels.inFlow} channels are in flow (such as {connections.inFlowClient}): they publish faster than queues can write.',
    },
    hints: 'flow|throttl|slow publish|流控|限速|发布变慢',
    probes: ['connections', 'consumers'],
    confirm: {
      all: [
        ['connections.inFlow', '>=', 2],
        ['channels.inFlow', '>=', 1],
      ],
    },
    likelyWhenHinted: {
      any: [
        ['connections.inFlow', '>=', 1],
        ['channels.inFlow', '>=', 1],
      ],
    },
    refute: {
      all: [
        ['connections.inFlow', '==', 0],
        ['channels.inFlow', '==', 0],
      ],
    },
    advice: {
      'zh-CN': '看磁盘与 CPU 是否到顶；把热点队列拆成多个，批量发布并异步确认。短暂的 flow 是正常的。',
      en: 'See whether disk or processors are at their limit; split hot queues, publish in batches and confirm asynchronously. Brief flow is normal.',
    },
    source: 'rabbitmq.com: Flow Control',
  },
  {
    ...common,
    id: 'rabbitmq.connection-churn',
    title: { 'zh-CN': '短连接风暴：连接被频繁地新建和关闭', en: 'Connection churn: connections are opened and closed all the time' },
    explanation: {
      'zh-CN':
        '每秒新建 {activity.connectionsOpenedPerSecond} 个、关闭 {activity.connectionsClosedPerSecond} 个连接；AMQP 连接应当长期复用。现有连接最多的是 {connections.topClient}。',
      en: '{activity.connectionsOpenedPerSecond} are opened and {activity.connectionsClosedPerSecond} closed a second; AMQP connections are meant to be kept. Most of those open now are of {connections.topClient}.',
    },
    hints: 'churn|connection|reconnect|short-lived|RabbitmqConnectionChurn|短连接|重连|建连|连接风暴',
    probes: ['activity', 'connections'],
    confirm: {
      all: [
        ['activity.connectionsOpenedPerSecond', '>=', 10],
        ['activity.connectionsClosedPerSecond', '>=', 5],
      ],
    },
    confirmWhenHinted: {
      all: [
        ['activity.connectionsOpenedPerSecond', '>=', 5],
        ['activity.connectionsClosedPerSecond', '>=', 3],
      ],
    },
    likelyWhenHinted: {
      all: [
        ['activity.connectionsOpenedPerSecond', '>=', 2],
        ['activity.connectionsClosedPerSecond', '>=', 2],
      ],
    },
    refute: ['activity.connectionsOpenedPerSecond', '<', 1],
    advice: {
      'zh-CN': '让客户端保持长连接；检查 PHP 之类按请求建连的程序（可用 AMQProxy），以及因错误反复重连的客户端。',
      en: 'Keep connections open; look for programs that connect per request (a proxy such as AMQProxy helps them) and for clients that reconnect after each error.',
    },
    source: 'rabbitmq.com: Connections, High Connection Churn',
  },
  {
    ...common,
    id: 'rabbitmq.channel-churn',
    title: { 'zh-CN': '信道被频繁地新建和关闭', en: 'Channel churn: channels are opened and closed all the time' },
    explanation: {
      'zh-CN':
        '每秒新建 {activity.channelsOpenedPerSecond} 个、关闭 {activity.channelsClosedPerSecond} 个信道，连接却没有随之变化：多半是每条消息开一个信道，或信道因错误反复被关。',
      en: '{activity.channelsOpenedPerSecond} channels are opened and {activity.channelsClosedPerSecond} closed a second while connections stay: one channel for each message, or errors that close them.',
    },
    hints: 'channel|churn|信道',
    probes: ['activity'],
    confirm: {
      all: [
        ['activity.channelsOpenedPerSecond', '>=', 20],
        ['activity.channelsClosedPerSecond', '>=', 10],
        ['activity.connectionsOpenedPerSecond', '<', { fact: 'activity.channelsOpenedPerSecond', times: 0.4 }],
      ],
    },
    likelyWhenHinted: ['activity.channelsClosedPerSecond', '>=', 5],
    refute: ['activity.channelsOpenedPerSecond', '<', 2],
    advice: {
      'zh-CN': '复用信道（每线程一个）；看日志里信道被关闭的原因（404、406）。',
      en: 'Keep channels, one for each thread; the log tells why channels were closed (404, 406).',
    },
    source: 'rabbitmq.com: Channels, High Channel Churn',
  },
  {
    ...common,
    id: 'rabbitmq.channel-leak',
    title: {
      'zh-CN': '信道泄漏：{connections.channelsClient} 在一个连接上开了太多信道',
      en: 'Channel leak: {connections.channelsClient} has too many on one connection',
    },
    explanation: {
      'zh-CN': '一个连接上有 {connections.channelsMax} 个信道（默认上限 2047），多半只开不关；到上限后该连接会被关闭。',
      en: '{connections.channelsMax} channels are open on one connection (2047 is the usual limit), opened and never closed most likely; at the limit the connection is closed.',
    },
    hints: 'channel|leak|channel_max|信道|泄漏',
    // The connection is closed with this error: it holds no channels any more when somebody looks.
    quoted: 'number of channels opened \\(\\d+\\) has reached the negotiated channel_max',
    probes: ['connections'],
    confirm: ['connections.channelsMax', '>=', 500],
    likely: ['connections.channelsMax', '>=', 200],
    advice: {
      'zh-CN': '修复程序：用完关闭信道，异常路径也要关；必要时断开该连接立即释放，并用 channel_max 限制。',
      en: 'Repair the program: close channels, on errors too; closing the connection frees them at once, and channel_max bounds them.',
    },
    remedies: [
      {
        action: 'close-connection',
        arguments: {
          connection: '{connections.channelsConnection}',
          user: '{connections.channelsUser}',
          connectedAtMs: '{connections.channelsConnectedAtMs}',
        },
        when: ['connections.channelsConnectedAtMs', '>', 0],
      },
    ],
    source: 'rabbitmq.com: Channels, Channel Leaks',
  },
  {
    ...common,
    id: 'rabbitmq.vhost-connections-exhausted',
    title: {
      'zh-CN': '虚拟主机 {connections.vhost} 的连接数上限已用尽',
      en: 'Connection limit of virtual host {connections.vhost} is reached',
    },
    explanation: {
      'zh-CN':
        '{connections.vhostUsed} / {connections.vhostMax}：新连接被拒绝（NOT_ALLOWED，connection limit）；现有连接最多来自 {connections.topClient}。',
      en: '{connections.vhostUsed} of {connections.vhostMax} are used and new connections are refused (NOT_ALLOWED, connection limit); most are of {connections.topClient}.',
    },
    severity: 'critical',
    hints: 'limit|not_allowed|530|vhost|connection|限额|上限|连接数|拒绝',
    // Who was refused comes back: that there is room just now does not refute it.
    quoted: "access to vhost '[^']*' refused for user '[^']*': connection limit \\(\\d+\\) is reached",
    probes: ['connections'],
    confirm: ['connections.vhostRatio', '>=', 1],
    likely: ['connections.vhostRatio', '>=', 0.9],
    advice: {
      'zh-CN': '先确认不是 {connections.topClient} 泄漏连接，再调高限额。',
      en: 'Make sure that {connections.topClient} does not leak connections, then raise the limit.',
    },
    remedies: [
      {
        action: 'set-vhost-limit',
        arguments: { vhost: '{connections.vhost}', limit: 'max-connections', value: '{connections.vhostSuggestedMax}' },
        when: ['connections.vhost', '!=', ''],
      },
    ],
    source: 'rabbitmq.com: Virtual Hosts, Per-vhost Limits',
  },
  {
    ...common,
    id: 'rabbitmq.polling',
    title: { 'zh-CN': '客户端在空轮询队列（basic.get）', en: 'Clients poll empty queues with basic.get' },
    explanation: {
      'zh-CN': '每秒有 {activity.emptyGetsPerSecond} 次取到空队列：轮询浪费 CPU 和往返时间。',
      en: '{activity.emptyGetsPerSecond} gets a second find an empty queue: polling costs CPU time and round trips.',
    },
    hints: 'poll|basic.get|cpu|轮询',
    probes: ['activity'],
    confirm: ['activity.emptyGetsPerSecond', '>=', 100],
    likelyWhenHinted: ['activity.emptyGetsPerSecond', '>=', 20],
    refute: ['activity.emptyGetsPerSecond', '<', 5],
    advice: { 'zh-CN': '改用 basic.consume 推送。', en: 'Use basic.consume, which pushes.' },
    source: 'rabbitmq.com: Consumers, Fetching Individual Messages',
  },
  {
    ...common,
    id: 'rabbitmq.queue-churn',
    title: { 'zh-CN': '队列被频繁地新建和删除', en: 'Queue churn: queues are created and deleted all the time' },
    explanation: {
      'zh-CN': '每秒新建 {activity.queuesCreatedPerSecond} 个、删除 {activity.queuesDeletedPerSecond} 个队列，元数据库因此变慢。',
      en: '{activity.queuesCreatedPerSecond} queues are created and {activity.queuesDeletedPerSecond} deleted a second, which slows the metadata store down.',
    },
    hints: 'queue|churn|temporary|临时队列',
    probes: ['activity'],
    confirm: {
      all: [
        ['activity.queuesCreatedPerSecond', '>=', 10],
        ['activity.queuesDeletedPerSecond', '>=', 5],
      ],
    },
    refute: ['activity.queuesCreatedPerSecond', '<', 1],
    advice: {
      'zh-CN': 'RPC 请改用直接应答（amq.rabbitmq.reply-to），不要每次请求建队列。',
      en: 'For RPC use direct reply-to (amq.rabbitmq.reply-to) instead of a queue for each request.',
    },
    source: 'rabbitmq.com: Direct Reply-to; RabbitmqQueueChurn',
  },
  {
    ...common,
    id: 'rabbitmq.logins-refused',
    title: {
      'zh-CN': '客户端登录被拒绝（认证失败，ACCESS_REFUSED）',
      en: 'Clients are refused at login (authentication fails, ACCESS_REFUSED)',
    },
    explanation: {
      'zh-CN':
        '节点启动以来有 {activity.loginsFailedSoFar} 次登录认证失败，占全部登录的 {activity.loginsFailedShare|percent}，此刻每秒 {activity.loginsFailedPerSecond} 次：账号被删、密码轮换后应用没换，或对虚拟主机没有权限。连不上的消费者所在的队列 {queues.orphan.name} 没有消费者，{queues.orphan.ready} 条消息积压。',
      en: '{activity.loginsFailedSoFar} logins failed authentication since the node started, {activity.loginsFailedShare|percent} of all, {activity.loginsFailedPerSecond} a second now: an account was deleted, or its password rotated and the application still has the old one. Meanwhile queue {queues.orphan.name} has no consumer and {queues.orphan.ready} messages wait.',
    },
    severity: 'critical',
    explains: ['rabbitmq.queue-without-consumer'],
    hints: 'log ?in|login|password|credential|auth|rotat|secret|access.?refused|refused|登录|密码|口令|凭据|认证|轮换|拒绝',
    quoted: 'ACCESS_REFUSED(?! - (?!login))|login was refused',
    probes: ['activity', 'queues'],
    // Who is refused tries again every few seconds, and now and then somebody mistypes. What is long over is only told to who asks for it.
    confirm: {
      any: [
        ['activity.loginsFailedPerSecond', '>=', 1],
        {
          all: [
            ['activity.loginsFailedPerSecond', '>', 0],
            ['activity.loginsFailedSoFar', '>=', 5],
          ],
        },
      ],
    },
    confirmWhenHinted: {
      all: [
        ['activity.loginsFailedSoFar', '>=', 5],
        ['activity.loginsFailedShare', '>=', 0.2],
      ],
    },
    likelyWhenHinted: ['activity.loginsFailedSoFar', '>=', 3],
    refute: ['activity.loginsFailedSoFar', '==', 0],
    advice: {
      'zh-CN':
        '在 RabbitMQ 日志里找 “refused using authentication mechanism” 看是哪个用户；核对该服务的密码（密钥系统里的与 broker 上的），再看它对虚拟主机的权限。不要为了恢复而放开 guest。',
      en: 'The broker’s log says which user (“refused using authentication mechanism”); compare the secret that service uses with the broker’s, then its rights on the virtual host. Do not open guest to get going.',
    },
    source: 'rabbitmq.com: Authentication, Authorisation, Access Control; metric rabbitmq_auth_attempts_failed_total',
  },
];

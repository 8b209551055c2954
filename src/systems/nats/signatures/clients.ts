/** Clients that are cut off, or soon will be. */

import type { Signature } from '../../../domain/signature.ts';

const common = { kind: 'nats', role: 'cause', remedies: [] } as const;

export const natsClientSignatures: readonly Signature[] = [
  {
    ...common,
    id: 'nats.slow-consumer',
    title: {
      'zh-CN': '慢消费者：{closed.slow.clients} 读得太慢，被断开',
      en: 'Slow consumer: {closed.slow.clients} reads too slowly and was disconnected',
    },
    explanation: {
      'zh-CN': '最近有 {closed.slow.count} 个连接因 Slow Consumer 被断开：它来不及读走发给它的消息，断开期间的（非 JetStream）消息会丢。',
      en: '{closed.slow.count} connections were ended as slow consumers lately: they do not take what is sent to them in time, and what is sent meanwhile (outside of JetStream) is lost.',
    },
    severity: 'critical',
    explains: ['nats.client-behind'],
    hints: 'slow.?consumer|disconnect|lost|NatsSlowConsumer|慢消费|断开|丢消息',
    probes: ['closed', 'activity'],
    quoted: "slow consumer detected|-ERR 'slow consumer'",
    // One that was cut off once and never came back is over: a terminal, or an instance that was replaced. Clients come back within seconds.
    confirm: {
      any: [
        ['closed.slow.returned', '>', 0],
        ['closed.slow.newestAgoSeconds', '<', 10],
        ['closed.slow.count', '>=', 3],
        ['activity.slowConsumers', '>', 0],
      ],
    },
    refute: ['closed.slow.count', '==', 0],
    advice: {
      'zh-CN': '让订阅回调尽快返回（交给工作队列）、用队列组分担、缩小订阅范围，或改用 JetStream 拉取；不要只靠调大 max_pending。',
      en: 'Have its callbacks return at once and hand work on, share the load with a queue group, subscribe to less, or fetch from JetStream; raising max_pending alone only puts it off.',
    },
    source: 'docs.nats.io: Slow consumers',
  },
  {
    ...common,
    id: 'nats.client-behind',
    title: {
      'zh-CN': '客户端 {connections.behind.client} 跟不上，待发送数据堆积',
      en: 'Slow client {connections.behind.client}: data piles up for it',
    },
    explanation: {
      'zh-CN':
        '有 {connections.behind.bytes|bytes} 等着它读，占 max_pending 的 {connections.behind.ratio|percent}；到 100% 就会被当作慢消费者断开、丢消息。',
      en: '{connections.behind.bytes|bytes} wait for it, {connections.behind.ratio|percent} of max_pending; at 100% it is disconnected as a slow consumer and loses messages.',
    },
    severity: 'warning',
    hints: 'slow.?consumer|pending|stall|behind|慢消费|堆积|卡住',
    probes: ['connections'],
    confirm: ['connections.behind.ratio', '>=', 0.5],
    likelyWhenHinted: ['connections.behind.bytes', '>=', 1_048_576],
    refute: ['connections.behind.bytes', '==', 0],
    advice: {
      'zh-CN': '看该客户端的处理为何停住（进程挂起、下游慢、GC）；被断开前修复或重启它。',
      en: 'See why it stopped reading (a stopped process, something slow behind it, garbage collection), and repair or restart it before it is cut off.',
    },
    source: 'docs.nats.io: Slow consumers; /connz pending_bytes',
  },
  {
    ...common,
    id: 'nats.publishers-stalled',
    role: 'symptom',
    title: { 'zh-CN': '发布者被慢接收方拖慢（stalled）', en: 'Publishers are stalled (slowed down) by slow receivers' },
    explanation: {
      'zh-CN': '短时间内有 {activity.stalledClients} 次因接收方积压而让发布方等待。',
      en: 'In a moment publishers were made to wait {activity.stalledClients} times because receivers are behind.',
    },
    severity: 'warning',
    hints: 'stall|slow publish|latency|发布慢|延迟|阻塞',
    probes: ['activity', 'connections'],
    confirm: ['activity.stalledClients', '>', 0],
    refute: ['activity.stalledClients', '==', 0],
    advice: { 'zh-CN': '找到积压最多的接收方并修复它。', en: 'Find the receiver that is furthest behind and repair it.' },
    source: 'nats-server 2.11: /varz stalled_clients',
  },
  {
    ...common,
    id: 'nats.payload-too-large',
    title: { 'zh-CN': '消息过大，超过 max_payload，发送方被断开', en: 'Messages too large (max_payload): their senders are disconnected' },
    explanation: {
      'zh-CN':
        '{closed.payload.clients} 发送了超过 {server.payloadMaxBytes|bytes} 的消息，最近被断开 {closed.payload.count} 次，这些消息没有发出。',
      en: '{closed.payload.clients} sent messages of more than {server.payloadMaxBytes|bytes} and was disconnected {closed.payload.count} times lately; those messages are lost.',
    },
    severity: 'critical',
    hints: 'max.?payload|payload|too large|maximum payload|消息过大|过大|超过大小',
    probes: ['closed', 'server'],
    // Most clients refuse it themselves, and the server sees nothing of it.
    quoted: 'maximum payload (violation|exceeded)|MAX_PAYLOAD_EXCEEDED',
    confirm: ['closed.payload.count', '>', 0],
    advice: {
      'zh-CN': '拆分大消息或放进对象存储只传引用；确有必要时提高 max_payload（官方建议不超过 8 MB）并重载。',
      en: 'Split large messages, or keep them in an object store and send references; if there is no other way raise max_payload (8 MB at most is advised) and reload.',
    },
    source: 'docs.nats.io: Configuration, max_payload',
  },
  {
    ...common,
    id: 'nats.stale-connections',
    title: {
      'zh-CN': '客户端不应答心跳，被当作失联（stale）断开',
      en: 'Stale connections: clients do not answer pings and are disconnected',
    },
    explanation: {
      'zh-CN': '最近 {closed.stale.count} 个连接因 Stale Connection 断开：{closed.stale.clients}。',
      en: '{closed.stale.count} connections were ended as stale lately: {closed.stale.clients}.',
    },
    severity: 'warning',
    hints: 'stale|ping|disconnect|network|心跳|失联|断开|网络',
    probes: ['closed'],
    quoted: "nats: stale connection|'stale connection'",
    confirm: ['closed.stale.count', '>=', 1],
    advice: {
      'zh-CN': '看这些客户端是否挂起，以及中间的 NAT、负载均衡是否静默丢弃空闲连接。',
      en: 'See whether these clients hang, and whether a NAT or balancer in between drops idle connections silently.',
    },
    source: 'docs.nats.io: Ping/pong, ping_interval and ping_max',
  },
  {
    ...common,
    id: 'nats.protocol-errors',
    title: { 'zh-CN': '协议错误：有客户端不按 NATS 协议通信', en: 'Protocol errors: a client does not speak the NATS protocol' },
    explanation: {
      'zh-CN': '最近 {closed.protocol.count} 个连接因协议错误断开：{closed.protocol.clients}。多半是别的协议连错了端口，或代理改动了内容。',
      en: '{closed.protocol.count} connections were ended for errors of the protocol lately: {closed.protocol.clients}. Mostly it is another protocol at the wrong port, or a proxy that changes what passes.',
    },
    severity: 'warning',
    hints: 'parser|protocol|unknown protocol|wrong port|协议|端口错',
    probes: ['closed'],
    quoted: "nats: parser error|'unknown protocol operation'|client parser error",
    confirm: ['closed.protocol.count', '>=', 3],
    likelyWhenHinted: ['closed.protocol.count', '>=', 1],
    advice: {
      'zh-CN': '按来源地址找到它：健康检查应访问监控端口，不要向客户端端口发 HTTP。',
      en: 'Find it by its address: health checks belong to the monitoring port, and no HTTP to the clients’ port.',
    },
    source: 'docs.nats.io: Client protocol',
  },
  {
    ...common,
    id: 'nats.connection-churn',
    title: { 'zh-CN': '短连接风暴：客户端不停地重新连接', en: 'Connection churn: clients reconnect again and again' },
    explanation: {
      'zh-CN': '每秒新建 {activity.connectionsMadePerSecond} 个连接，最近断开 {closed.count} 个。',
      en: '{activity.connectionsMadePerSecond} connections are made in a second, and {closed.count} ended lately.',
    },
    severity: 'warning',
    hints: 'churn|reconnect|new connections|重连|频繁连接',
    probes: ['activity', 'closed'],
    confirm: ['activity.connectionsMadePerSecond', '>=', 50],
    likelyWhenHinted: ['activity.connectionsMadePerSecond', '>=', 10],
    refute: ['activity.connectionsMadePerSecond', '<', 5],
    advice: {
      'zh-CN': '让应用复用一个长连接，并给重连加上退避。',
      en: 'Have applications keep one connection, and wait longer between attempts to reconnect.',
    },
    source: 'docs.nats.io: Reconnecting, thundering herd',
  },
  {
    ...common,
    id: 'nats.subject-unheard',
    title: {
      'zh-CN': '主题 {subjects.unheard.names} 没有订阅者，消息丢失',
      en: 'No subscribers on {subjects.unheard.names}: messages are lost',
    },
    explanation: {
      'zh-CN': '配置约定必须有订阅者的主题中，{subjects.unheard.count} 个没有人在听：发往它的消息无人接收，请求会得到 no responders。',
      en: 'Of the subjects that must have a subscriber {subjects.unheard.count} have none: what is published there reaches nobody, and requests get no responders.',
    },
    severity: 'critical',
    hints: 'no responders|no subscriber|nobody|unheard|503|无人应答|没有订阅|没人消费|收不到',
    probes: ['subjects'],
    // Only subjects that the entry names are looked at: it may be another.
    quoted: 'no responders available|NoResponders(Error|Exception)|\\bNO_RESPONDERS\\b',
    confirm: ['subjects.unheard.count', '>', 0],
    advice: {
      'zh-CN': '看订阅方是否停了、连到了别的集群或账户，或改了主题名。',
      en: 'See whether the subscriber is stopped, is connected to another cluster or account, or uses another subject’s name.',
    },
    source: 'docs.nats.io: Request-reply, no responders',
  },
];

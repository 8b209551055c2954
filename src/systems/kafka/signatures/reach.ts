/** Faults that keep anyone from reaching Kafka, or reaching all of it. */

import type { Signature } from '../../../domain/signature.ts';
import { cutAtLogin, reachSignatures } from '../../session/reach-signatures.ts';

const shared = reachSignatures({
  kind: 'kafka',
  name: 'Kafka',
  probe: 'cluster',
  downHints: 'kafka.*down|KafkaDown|kafka_brokers|bootstrap',
  loginSource: 'kafka.apache.org: Security, Authentication using SASL',
});

export const kafkaReachSignatures: readonly Signature[] = [
  // No look opens a second connection here to see what newcomers meet.
  ...shared.map(
    (signature): Signature =>
      signature.id === 'kafka.not-answering'
        ? { ...signature, confirm: ['reach.problem', '==', 'hung'], refute: ['reach.isOk', '==', true] }
        : signature,
  ),
  {
    ...cutAtLogin,
    id: 'kafka.hangs-up',
    kind: 'kafka',
    title: { 'zh-CN': 'Kafka 接受连接后立即断开（TLS 或 SASL 不匹配）', en: 'Kafka closes connections at once (TLS or SASL mismatch)' },
    explanation: {
      'zh-CN': '{reach.reason}。该监听多半要求 TLS 或 SASL 而我们没有用，或者正好相反。',
      en: 'The connection is accepted and then closed: {reach.reason}. That listener most likely wants TLS or SASL and was spoken to without, or the other way round; clients cannot connect.',
    },
    looksLike: ['outside'],
    hints: 'disconnect|reset|tls|sasl|断开|重置',
    probes: ['cluster'],
    advice: {
      'zh-CN': '核对该端口的 security.protocol（listener.security.protocol.map）与客户端的 tls、sasl 设置。',
      en: 'Compare the security protocol of that port (listener.security.protocol.map) with tls and sasl of the client.',
    },
    source: 'kafka.apache.org: Security, Listener Configuration',
  },
  {
    id: 'kafka.advertised-unreachable',
    kind: 'kafka',
    title: { 'zh-CN': 'broker 公布的地址（advertised.listeners）不可达', en: 'The advertised listeners of the brokers are unreachable' },
    explanation: {
      'zh-CN': '引导地址可以连接，但 broker 告诉客户端去连的地址不通：{cluster.astrayAddresses}。客户端能拿到元数据，却收发不了。',
      en: 'The bootstrap address answers, but the addresses that brokers advertise to clients (advertised.listeners) do not: {cluster.astrayAddresses}. Clients get metadata and can neither produce nor consume.',
    },
    severity: 'critical',
    role: 'cause',
    hints: 'advertised|listeners|metadata|timeout|unreachable|公布|地址|超时|连不上',
    probes: ['cluster'],
    confirm: {
      all: [
        ['cluster.astray', '>=', 1],
        ['cluster.bootstrapShut', '==', 0],
      ],
    },
    likely: ['cluster.astray', '>=', 1],
    refute: ['cluster.astray', '==', 0],
    advice: {
      'zh-CN':
        '核对 advertised.listeners 的主机名与端口从客户端是否可达（容器、NAT、内外网双监听）；只有个别 broker 不通时看它是否刚宕机。',
      en: 'Check that host and port in advertised.listeners can be reached from clients (containers, NAT, inner and outer listeners); if it is one broker only, see whether it has just died.',
    },
    remedies: [],
    source: 'kafka.apache.org: Broker Configs, advertised.listeners',
  },
  {
    id: 'kafka.bootstrap-shut',
    kind: 'kafka',
    title: { 'zh-CN': '配置的部分引导地址（bootstrap servers）连不上', en: 'Some of the configured bootstrap servers are unreachable' },
    explanation: {
      'zh-CN': '{cluster.bootstrapShutAddresses} 连不上，其余可用：只配了这些地址的客户端起不来。',
      en: '{cluster.bootstrapShutAddresses} do not answer while others do: clients that know only these cannot start.',
    },
    severity: 'warning',
    role: 'symptom',
    hints: 'bootstrap|引导',
    probes: ['cluster'],
    confirm: ['cluster.bootstrapShut', '>=', 1],
    refute: ['cluster.bootstrapShut', '==', 0],
    advice: {
      'zh-CN': '恢复该 broker，或把客户端的 bootstrap.servers 换成仍在线的多个地址。',
      en: 'Bring that broker back, or give clients several bootstrap.servers that are up.',
    },
    remedies: [],
    source: 'kafka.apache.org: Producer Configs, bootstrap.servers',
  },
];

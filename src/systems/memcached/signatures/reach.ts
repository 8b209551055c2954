/** Faults that keep anyone from reaching memcached, or from being answered. */

import type { Signature } from '../../../domain/signature.ts';
import { cutAtLogin, reachSignatures } from '../../session/reach-signatures.ts';

const shared = reachSignatures({
  kind: 'memcached',
  name: 'Memcached',
  probe: 'server',
  downHints: 'memcached_up|MemcachedDown|memcached.*down',
  loginSource: 'memcached: doc/protocol.txt, Authentication',
});

export const memcachedReachSignatures: readonly Signature[] = [
  ...shared,
  {
    ...cutAtLogin,
    id: 'memcached.hangs-up',
    kind: 'memcached',
    title: { 'zh-CN': '连接刚建立就被断开', en: 'Connections are closed right after connecting (TLS or SASL expected?)' },
    explanation: {
      'zh-CN': '第一句话就被断开连接：{reach.reason}。端口要求 TLS 或 SASL，或监听该端口的不是 memcached。',
      en: 'The connection was cut at its first word: {reach.reason}. The port expects TLS or SASL, or what listens there is not memcached; clients cannot use it.',
    },
    looksLike: ['outside'],
    hints: 'reset|closed|tls|sasl|down|断开|重置|宕机',
    probes: ['server'],
    advice: {
      'zh-CN': '在主机上用 ss -ltnp 看监听者；是 memcached 则核对启动参数 -Z（TLS）与 -S（SASL）是否与客户端一致。',
      en: 'See who listens with ss -ltnp on its host; if it is memcached, compare -Z (TLS) and -S (SASL) of its start with its clients.',
    },
    source: 'memcached(1) -S, -Z',
  },
];

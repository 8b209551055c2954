/** Clients that are not let in. */

import type { Signature } from '../../../domain/signature.ts';

// Nothing here is refuted by the list of connections that ended: it is short, and clients use several servers.
const common = { kind: 'nats', role: 'cause', remedies: [], probes: ['closed'] } as const;

export const natsLoginSignatures: readonly Signature[] = [
  {
    ...common,
    id: 'nats.logins-refused',
    title: { 'zh-CN': '有客户端登录被拒绝（认证失败）', en: 'Client logins are refused (authentication failed)' },
    explanation: {
      'zh-CN': '最近 {closed.auth.count} 次连接因认证失败被断开，来自 {closed.auth.clients}：凭据错误、过期或被吊销。',
      en: '{closed.auth.count} connections were ended for a refused login lately, from {closed.auth.clients}: credentials that are wrong, expired or revoked.',
    },
    severity: 'warning',
    hints: 'auth|authorization violation|credential|password|login|认证|授权|凭据|密码|登录',
    quoted:
      'authorization violation|AUTHORIZATION_VIOLATION|user authentication expired|account authentication expired|user authentication revoked',
    confirm: ['closed.auth.count', '>=', 3],
    likelyWhenHinted: ['closed.auth.count', '>=', 1],
    advice: {
      'zh-CN': '按来源找到客户端，核对它的凭据与最近的账号变更；JWT 过期时重新签发。',
      en: 'Find the client by where it comes from and check its credentials against the latest change of accounts; sign a new JWT when it has expired.',
    },
    source: 'nats-server: ClosedState in server/monitor.go',
  },
  {
    ...common,
    id: 'nats.logins-late',
    title: { 'zh-CN': '客户端登录超时（auth_timeout）', en: 'Client logins time out (auth_timeout)' },
    explanation: {
      'zh-CN': '最近 {closed.authTimeout.count} 个连接在 auth_timeout 内没有完成登录：{closed.authTimeout.clients}。',
      en: '{closed.authTimeout.count} connections did not log in within auth_timeout lately: {closed.authTimeout.clients}.',
    },
    severity: 'warning',
    hints: 'authentication timeout|auth.?timeout|认证超时|登录超时',
    quoted: "nats: authentication timeout|'authentication timeout'|AUTHENTICATION_TIMEOUT",
    confirm: ['closed.authTimeout.count', '>=', 3],
    likelyWhenHinted: ['closed.authTimeout.count', '>=', 1],
    advice: {
      'zh-CN': '看客户端或服务器是否过载、TLS 握手是否很慢；端口探测只连不说话也会如此。',
      en: 'See whether clients or the server are overloaded and whether TLS handshakes are slow; port scanners that say nothing look the same.',
    },
    source: 'docs.nats.io: Configuration, authorization timeout',
  },
  {
    ...common,
    id: 'nats.tls-handshakes-fail',
    title: { 'zh-CN': '客户端的 TLS 握手失败', en: 'TLS handshakes of clients fail' },
    explanation: {
      'zh-CN': '最近 {closed.tls.count} 个连接握手失败，来自 {closed.tls.clients}：证书过期、不受信任，或客户端没有启用 TLS。',
      en: '{closed.tls.count} connections failed in the handshake lately, from {closed.tls.clients}: a certificate that is expired or untrusted, or clients without TLS.',
    },
    severity: 'warning',
    hints: 'tls|handshake|certificate|证书|握手',
    confirm: ['closed.tls.count', '>=', 3],
    likelyWhenHinted: ['closed.tls.count', '>=', 1],
    refute: ['closed.tls.count', '==', 0],
    advice: {
      'zh-CN': '核对服务端证书的有效期与名称、客户端信任的 CA，以及两端对 TLS 的设置。',
      en: 'Check validity and names of the server’s certificate, the authority that clients trust, and that both sides agree on TLS.',
    },
    source: 'docs.nats.io: TLS',
  },
  {
    ...common,
    id: 'nats.account-connections-exhausted',
    title: { 'zh-CN': '账户的连接数达到上限，新连接被拒绝', en: 'The connection limit of an account is reached' },
    explanation: {
      'zh-CN': '最近 {closed.accountFull.count} 个连接因账户连接上限被拒：{closed.accountFull.clients}。',
      en: '{closed.accountFull.count} connections were refused for the limit of their account lately: {closed.accountFull.clients}.',
    },
    severity: 'critical',
    hints: 'account connections|maximum account|账户|连接上限',
    quoted: 'maximum account active connections exceeded',
    confirm: ['closed.accountFull.count', '>', 0],
    advice: {
      'zh-CN': '看该账户里谁的连接异常增多；需要时提高账户的 max_connections（JWT 账户重新签发）。',
      en: 'See whose connections in that account have multiplied; if need be raise its max_connections (sign its JWT anew).',
    },
    source: 'docs.nats.io: Account limits',
  },
  {
    ...common,
    id: 'nats.subscriptions-exhausted',
    title: { 'zh-CN': '客户端的订阅数超过上限，被断开', en: 'Subscription limit reached: clients are disconnected' },
    explanation: {
      'zh-CN': '最近 {closed.subscriptions.count} 个连接因 Maximum Subscriptions Exceeded 断开：{closed.subscriptions.clients}。',
      en: '{closed.subscriptions.count} connections were ended for too many subscriptions lately: {closed.subscriptions.clients}.',
    },
    severity: 'critical',
    hints: 'maximum subscriptions|max_subscriptions|订阅数|订阅上限',
    quoted: 'maximum subscriptions exceeded',
    confirm: ['closed.subscriptions.count', '>', 0],
    advice: {
      'zh-CN': '用通配订阅代替逐个订阅，取消不再用的；确有必要时提高 max_subscriptions。',
      en: 'Subscribe with wildcards instead of one by one and unsubscribe what is not used; raise max_subscriptions if there is no other way.',
    },
    source: 'docs.nats.io: Configuration, max_subscriptions',
  },
];

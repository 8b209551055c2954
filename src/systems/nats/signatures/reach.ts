/** Faults that keep anyone from reaching NATS, or from being let in. */

import type { Signature } from '../../../domain/signature.ts';
import { reachSignatures } from '../../session/reach-signatures.ts';

const common = { kind: 'nats', role: 'cause', probes: ['server'], remedies: [] } as const;

export const natsReachSignatures: readonly Signature[] = [
  ...reachSignatures({
    kind: 'nats',
    name: 'NATS',
    probe: 'server',
    downHints: 'NatsDown|nats.*down|4222|8222',
    loginSource: 'docs.nats.io: Authentication',
  }),
  {
    ...common,
    id: 'nats.lame-duck',
    title: {
      'zh-CN': 'NATS 正在下线（lame duck 模式），断开客户端',
      en: 'NATS is shutting down (lame duck mode) and disconnects its clients',
    },
    explanation: {
      'zh-CN':
        '监控端口仍应答，客户端端口不再接纳新连接（{server.newcomers}），最近有 {closed.shutdown.count} 个连接因服务器关闭而断开：它正被平滑下线。',
      en: 'It still answers at its monitoring port, takes no new clients ({server.newcomers}), and has lately ended {closed.shutdown.count} connections because it shuts down: somebody is taking it out of service gently.',
    },
    severity: 'warning',
    explains: ['nats.takes-no-clients'],
    hints: 'lame duck|ldm|shutdown|drain|refused|下线|关闭|排空|拒绝连接',
    probes: ['server', 'closed'],
    confirm: {
      any: [
        ['server.newcomers', '==', 'lame-duck'],
        {
          all: [
            ['server.newcomers', '==', 'refused'],
            ['reach.isOk', '==', true],
            ['closed.shutdown.count', '>', 0],
          ],
        },
      ],
    },
    refute: ['server.newcomers', '==', 'answered'],
    advice: {
      'zh-CN':
        '若是计划内的下线，确认客户端已重连到其他服务器；若不是，查谁发了 SIGUSR2（或 `nats-server --signal ldm`），然后重新启动它。',
      en: 'If it was planned, make sure that clients have reconnected elsewhere; if not, find who sent SIGUSR2 (`nats-server --signal ldm`), and start it again.',
    },
    source: 'docs.nats.io: Lame Duck Mode',
  },
  {
    ...common,
    id: 'nats.takes-no-clients',
    title: { 'zh-CN': 'NATS 在运行，但客户端端口拒绝连接', en: 'NATS runs, but refuses connections at its clients’ port' },
    explanation: {
      'zh-CN': '监控端口正常应答，客户端端口却没有监听：监听地址或端口改了，或它正在 lame duck 模式下关闭。',
      en: 'The monitoring port answers, and nothing listens at the clients’ port: its address was changed, or it is shutting down in lame duck mode.',
    },
    severity: 'critical',
    hints: 'refused|connect|listen|拒绝|连不上|监听',
    confirm: {
      all: [
        ['server.newcomers', '==', 'refused'],
        ['reach.isOk', '==', true],
      ],
    },
    refute: ['server.newcomers', 'matches', '^(answered|limit|auth)$'],
    advice: {
      'zh-CN': '核对配置里的 listen/port 与启动日志；若处于 lame duck 模式，等它退出后重新启动。',
      en: 'Check listen and port in its configuration and its log; if it is in lame duck mode, start it again once it has ended.',
    },
    source: 'docs.nats.io: Configuration; Lame Duck Mode',
  },
  {
    ...common,
    id: 'nats.own-login-refused',
    severity: 'warning',
    title: { 'zh-CN': 'NATS 拒绝了配置的登录：认证失败', en: 'NATS refuses the configured login: authentication failed' },
    explanation: {
      'zh-CN': '服务在运行，但不接受配置给 Zhiban 的账号；使用同一凭据的应用同样会失败。',
      en: 'It runs, but does not accept the account that Zhiban was given; applications with the same login fail too.',
    },
    hints: 'auth|authorization violation|credential|认证|凭据|密码',
    confirm: ['server.newcomers', '==', 'auth'],
    refute: ['server.newcomers', 'matches', '^(answered|lame-duck)$'],
    advice: {
      'zh-CN': '核对该账号最近的变更（密码、JWT 过期或被吊销），把新凭据同步给所有使用方。',
      en: 'Look at the latest change of that account (password, a JWT that expired or was revoked), and bring the new one to everyone who uses it.',
    },
    source: 'docs.nats.io: Authentication',
  },
];

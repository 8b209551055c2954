/** Answers of 4xx that servers give: everyday life for scanners, and a fault for who complains of them. */

import type { Condition, Signature } from '../../../domain/signature.ts';

const common = { kind: 'haproxy', probes: ['traffic'], remedies: [] } as const;

const hints =
  '4xx|\\b4(0[0-9]|1[0-9]|2[0-9])\\b|not found|forbidden|unauthori[sz]ed|can.?t be opened|cannot open|找不到|打不开|禁止访问|拒绝访问|未授权';

const isOneServer: Condition = {
  all: [
    ['refused.count', '>=', 10],
    ['refused.peers', '>=', 1],
    ['refused.serverShare', '>=', 0.9],
    ['refused.serverRatio', '>=', 0.3],
    ['refused.peersRatio', '<', 0.05],
  ],
};

export const refusalSignatures: readonly Signature[] = [
  {
    ...common,
    id: 'haproxy.one-server-refuses',
    role: 'cause',
    title: { 'zh-CN': '只有服务器 {refused.server} 返回 4xx', en: 'Only server {refused.server} answers with 4xx' },
    explanation: {
      'zh-CN':
        '{refused.server} 的应答中 4xx 占比 {refused.serverRatio}，而同一后端的其余 {refused.peers} 台为 {refused.peersRatio}：用户时好时坏。多为只发布了一半、路径或权限配置与其他机器不同。',
      en: 'Of the answers of {refused.server} a share of {refused.serverRatio} is 4xx, of the {refused.peers} others of its backend {refused.peersRatio}: users are served now and then. Mostly a release that is half out, or paths and rights that differ on this machine.',
    },
    severity: 'critical',
    explains: ['haproxy.servers-refuse'],
    hints,
    // Where a hash or a cookie keeps a scanner at one server, this is nobody's trouble.
    confirm: { all: [isOneServer, ['refused.serverRatio', '>=', 0.9], ['traffic.requests', '>=', 100]] },
    confirmWhenHinted: isOneServer,
    refute: {
      any: [
        ['refused.count', '==', 0],
        ['refused.serverShare', '<', 0.5],
      ],
    },
    advice: {
      'zh-CN': '先摘除这台（drain），再比较它与其他服务器的版本、文件与配置。',
      en: 'Drain it first, then compare its release, files and configuration with the others.',
    },
    source: 'HAProxy management guide, 9.1: hrsp_4xx',
  },
  {
    ...common,
    id: 'haproxy.servers-refuse',
    role: 'symptom',
    title: {
      'zh-CN': '后端 {refused.backend} 的服务器返回大量 4xx',
      en: 'Servers of backend {refused.backend} answer with many 4xx',
    },
    explanation: {
      'zh-CN':
        '{traffic.windowSeconds} 秒内服务器返回 {refused.count} 个 4xx，占 {refused.ratio}；后端 {refused.backend} 的应答中占 {refused.backendRatio}。由服务器返回，不是 HAProxy 拒绝的。',
      en: 'Servers returned {refused.count} 4xx in {traffic.windowSeconds} s, a share of {refused.ratio}, and of {refused.backendRatio} at backend {refused.backend}. The servers say so; HAProxy does not deny them.',
    },
    severity: 'warning',
    hints,
    confirm: {
      all: [
        ['refused.count', '>=', 10],
        ['refused.backendRatio', '>=', 0.9],
        ['traffic.requests', '>=', 100],
      ],
    },
    confirmWhenHinted: {
      all: [
        ['refused.count', '>=', 10],
        ['refused.backendRatio', '>=', 0.05],
      ],
    },
    refute: ['refused.count', '==', 0],
    advice: {
      'zh-CN':
        '若整个后端都是 404：核对 use_backend 的 ACL 是否还匹配（不匹配会落到 default_backend），以及 http-request set-path/replace-path 与 Host 头；401/403 看应用的鉴权与来源限制。',
      en: 'If all of it is 404: see whether the ACL of use_backend still matches (what does not goes to default_backend), then http-request set-path/replace-path and the Host header; for 401/403 the application’s login and allow lists.',
    },
    source: 'HAProxy configuration manual, 4.2: use_backend, default_backend, http-request replace-path',
  },
];

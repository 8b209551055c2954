/** Answers of 4xx. Scanners make them every day: they are told where people speak of them, or where what was answered well is refused. */

import type { Condition, Signature } from '../../../domain/signature.ts';

const common = { kind: 'nginx', role: 'symptom', remedies: [], probes: ['access-log'] } as const;

/** What people and alerts say of all of them. */
export const refusing = '4xx|can.?t be opened|cannot open|can not open|打不开|无法访问|访问不了|进不去';

/** Enough answers in a row for what was well before, that one who only looks around does not make them. */
export function isTurned(status: number, requestsMin = 20): Condition {
  return {
    all: [
      ['access.turned.status', '==', status],
      ['access.turned.before', '>', 0],
      ['access.turned.requests', '>=', requestsMin],
    ],
  };
}

/** A share of all, of requests that are not for ever other things: that would be a scanner, or a crawler with old links. */
function isMuch(status: number): Condition {
  const share = [`access.share.${status}`, '>=', 0.05] as const;
  const count = [`access.count.${status}`, '>=', 5] as const;
  const isAskedAgain: Condition = {
    any: [
      { not: ['access.refused.status', '==', status] },
      ['access.refused.count', '>=', { fact: 'access.refused.paths', times: 3 }],
      ['access.turned.status', '==', status],
    ],
  };
  return { all: status === 404 ? [share, count, isAskedAgain] : [share, count] };
}

/** Every site is asked for other people's software; no user misses it. */
function isScanned(status: number): Condition {
  return {
    all: [
      ['access.refused.status', '==', status],
      ['access.refused.scanShare', '>=', 0.6],
    ],
  };
}

interface Refusal {
  readonly status: number;
  readonly name: readonly [chinese: string, english: string];
  readonly hints: string;
  readonly why: readonly [chinese: string, english: string];
}

const refusals: readonly Refusal[] = [
  {
    status: 401,
    name: ['401（未授权）：登录或令牌无效', '401 (Unauthorized): logins or tokens are not accepted'],
    hints: '\\b401\\b|unauthori[sz]ed|login|token|未授权|登录|鉴权',
    why: [
      '看令牌是否过期、密钥是否更换、auth_basic 的口令文件与 auth_request 的服务；也看 Authorization 头是否被 proxy_set_header 去掉。',
      'See whether tokens have expired or keys were changed, the file of auth_basic and the service of auth_request, and whether proxy_set_header drops Authorization.',
    ],
  },
  {
    status: 403,
    name: ['403（禁止访问）：请求被拒绝', '403 (Forbidden): requests are denied'],
    hints: '\\b403\\b|forbidden|denied|禁止|拒绝访问|无权',
    why: [
      '错误日志写明原因：access forbidden by rule 是 deny 规则，directory index … is forbidden 是缺少首页，Permission denied 是文件权限；都没有则是后端返回的。',
      'The error log says why: “access forbidden by rule” is a deny, “directory index … is forbidden” a missing index, “Permission denied” the rights of files; with none of them the upstream said so.',
    ],
  },
  {
    status: 404,
    name: ['404（找不到）：路径不存在', '404 (Not Found): paths do not exist'],
    hints: '\\b404\\b|not found|no such route|找不到|不存在',
    why: [
      '错误日志里有 No such file or directory 是 nginx 自己找不到文件（root、alias、try_files）；没有则是后端不认识它收到的路径（proxy_pass 结尾的斜杠、rewrite）。',
      '“No such file or directory” in the error log means that nginx finds no file (root, alias, try_files); without it the upstream does not know the path that it gets (slash at the end of proxy_pass, rewrite).',
    ],
  },
  {
    status: 413,
    name: ['413（请求体过大）：上传被拒绝', '413 (Content Too Large): uploads are rejected'],
    hints: '\\b413\\b|too large|upload|上传|过大',
    why: [
      '有 client intended to send too large body 是 client_max_body_size；没有则是后端的上限。',
      'With “client intended to send too large body” it is client_max_body_size; without, the limit of the upstream.',
    ],
  },
  {
    status: 429,
    name: ['429（请求过多）：被限流', '429 (Too Many Requests): rate limited'],
    hints: '\\b429\\b|too many requests|rate limit|throttl|限流|频繁',
    why: [
      '有 limiting requests 是 nginx 的 limit_req；没有则是后端在限流。核对限流的键在代理之后是否是同一个地址。',
      'With “limiting requests” it is limit_req of nginx; without, the upstream limits. See whether its key is one address behind a proxy.',
    ],
  },
];

export const refusalSignatures: readonly Signature[] = refusals.map(({ status, name, hints, why }) => ({
  ...common,
  id: `nginx.many-${status}`,
  title: { 'zh-CN': `大量 ${name[0]}`, en: `Many ${name[1]}` },
  explanation: {
    'zh-CN': `近期 {access.requests} 个请求中有 {access.count.${status}} 个 ${status}；4xx 最多的前缀是 {access.refused.prefix}，来源 {access.refused.client} 占 {access.refused.clientShare}；最近的应答中占 {access.refused.lateShare}，此前 {access.refused.earlierShare}。`,
    en: `{access.count.${status}} of {access.requests} requests got a ${status}; most 4xx are for {access.refused.prefix}, a share of {access.refused.clientShare} from {access.refused.client}; of the latest answers a share of {access.refused.lateShare}, before {access.refused.earlierShare}.`,
  },
  severity: 'critical',
  hints: `${hints}|${refusing}`,
  confirm: isTurned(status),
  confirmWhenHinted: isMuch(status),
  refute: { any: [[`access.count.${status}`, '==', 0], ...(status === 404 || status === 403 ? [isScanned(status)] : [])] },
  advice: { 'zh-CN': why[0], en: why[1] },
  source: 'RFC 9110, 15.5',
}));

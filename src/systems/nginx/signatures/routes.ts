/** Faults of what the configuration makes of a path: only where both the configuration and the answers say so. */

import type { Condition, Signature } from '../../../domain/signature.ts';
import { refusing } from './refusals.ts';

const common = { kind: 'nginx', role: 'cause', remedies: [], severity: 'critical' } as const;

const notFound = `\\b404\\b|not found|no such route|proxy_pass|rewrite|location|slash|alias|找不到|斜杠|前缀|转发|${refusing}`;
const explains = [401, 403, 404, 413, 429].map((status) => `nginx.many-${status}`);

/** The prefix answered well until this configuration was loaded. */
function isSinceLoad(...more: readonly Condition[]): Condition {
  return { all: [...more, ['route.before', '>', 0], ['route.requests', '>=', 10], ['route.isSinceLoad', '==', true]] };
}

function isTwist(twist: string, ...statuses: readonly number[]): Condition {
  return { all: [['route.twist', '==', twist], { any: statuses.map((status): Condition => ['route.status', '==', status]) }] };
}

/** Confirmed where it came with a reload, and for who speaks of it where the path was well before; likely where no earlier line is left. */
function byTwist(
  twist: string,
  ...statuses: readonly number[]
): Pick<Signature, 'confirm' | 'confirmWhenHinted' | 'likely' | 'likelyWhenHinted' | 'refute'> {
  const isSo = isTwist(twist, ...statuses);
  return {
    confirm: isSinceLoad(isSo),
    confirmWhenHinted: { all: [isSo, ['route.before', '>', 0], ['route.isSinceLoad', '==', true]] },
    likelyWhenHinted: { all: [isSo, ['route.requests', '>=', 5]] },
    refute: {
      any: [
        ['route.status', '==', 0],
        ['route.twist', '!=', twist],
      ],
    },
  };
}

const sinceWhen = {
  'zh-CN':
    '{route.prefix} 近期 {route.requests} 个应答全部是 {route.status}（此前同样路径有 {route.before} 个正常应答），开始于 {route.secondsAgo} 秒前',
  en: 'All {route.requests} answers for {route.prefix} of late are {route.status} ({route.before} good ones for the same paths before), since {route.secondsAgo} s ago',
} as const;

export const routeSignatures: readonly Signature[] = [
  {
    ...common,
    id: 'nginx.path-changed-for-upstream',
    title: {
      'zh-CN': '{route.location} 的转发改写了路径：后端收到 {route.arrives}，返回 404',
      en: '{route.location} passes another path on: the upstream gets {route.arrives} and says 404',
    },
    explanation: {
      'zh-CN': `${sinceWhen['zh-CN']}。由 {route.location}（{route.at}）处理：{route.handler}（{route.handlerAt}）把前缀去掉或改写，请求 {route.path} 到后端变成 {route.arrives}，后端不认识这个路径（proxy_pass 结尾带斜杠或 URI 时，会用它替换 location 匹配的前缀）。`,
      en: `${sinceWhen.en}. {route.location} ({route.at}) answers them: {route.handler} ({route.handlerAt}) cuts the prefix off or rewrites it, so that {route.path} reaches the upstream as {route.arrives}, which it does not know (a slash or a URI at the end of proxy_pass replaces the prefix that the location has matched).`,
    },
    explains: [...explains, 'nginx.refused-since-reload'],
    hints: notFound,
    probes: ['routes', 'access-log'],
    ...byTwist('path-changed', 404, 405, 400, 403),
    advice: {
      'zh-CN':
        '若后端要带前缀的路径，去掉 proxy_pass 结尾的斜杠（或 URI、rewrite … break），nginx -t 后重载；若后端本来就不带前缀，查它这次发布改了什么。',
      en: 'If the upstream wants the prefix, take the slash (or URI, or rewrite … break) off proxy_pass, run nginx -t and reload; if it never had it, see what its latest release changed.',
    },
    source: 'nginx.org: proxy_pass, “If the proxy_pass directive is specified with a URI”; rewrite',
  },
  {
    ...common,
    id: 'nginx.location-shadowed',
    title: {
      'zh-CN': '{route.location} 抢走了 {route.shadowed} 的请求，返回 {route.status}',
      en: '{route.location} takes what {route.shadowed} was meant for and says {route.status}',
    },
    explanation: {
      'zh-CN': `${sinceWhen['zh-CN']}。正则 {route.location}（{route.at}）优先于前缀 {route.shadowed}，{route.path} 因此由 {route.handler} 处理，得到 {route.arrives}。`,
      en: `${sinceWhen.en}. The regular expression of {route.location} ({route.at}) comes before the prefix of {route.shadowed}, so that {route.path} is left to {route.handler}: {route.arrives}.`,
    },
    explains,
    hints: `regex|static|正则|静态|${notFound}`,
    probes: ['routes', 'access-log'],
    ...byTwist('shadowed', 404, 403, 405),
    advice: {
      'zh-CN': '把该前缀写成 location ^~（正则不再参与），或收紧正则，然后重载。',
      en: 'Write that prefix as location ^~, which keeps expressions out, or make the expression narrower, and reload.',
    },
    source: 'nginx.org: location',
  },
  {
    ...common,
    id: 'nginx.file-path-wrong',
    title: {
      'zh-CN': '{route.location} 的 root/alias 配错：去找 {route.arrives}，返回 {route.status}',
      en: 'root or alias of {route.location} is wrong: it looks for {route.arrives} and says {route.status}',
    },
    explanation: {
      'zh-CN': `${sinceWhen['zh-CN']}。{route.handler}（{route.handlerAt}）与 location 前缀拼出的文件路径不对：root 会保留前缀，alias 会替换前缀，两者结尾的斜杠要一致。`,
      en: `${sinceWhen.en}. {route.handler} ({route.handlerAt}) and the prefix of the location do not fit together: root keeps the prefix, alias replaces it, and both end with a slash or neither does.`,
    },
    explains,
    hints: `static|file|静态|文件|${notFound}`,
    probes: ['routes', 'access-log'],
    ...byTwist('file', 404, 403),
    advice: {
      'zh-CN': '按真实目录改用 root 或 alias 并对齐斜杠，nginx -t 后重载。',
      en: 'Use root or alias as the folders are, with the slashes of both alike, run nginx -t and reload.',
    },
    source: 'nginx.org: root, alias',
  },
  {
    ...common,
    id: 'nginx.redirect-loop',
    title: {
      'zh-CN': '{route.prefix} 重定向循环（{route.status}）',
      en: '{route.prefix} is redirected in a loop ({route.status})',
    },
    explanation: {
      'zh-CN': `${sinceWhen['zh-CN']}；其中 {route.circling} 次是同一客户端一秒内再次请求同一路径：跳转又回到了自己。由 {route.location}（{route.at}）处理：{route.handler}；是否向后端传 X-Forwarded-Proto：{route.isProtoForwarded}。`,
      en: `${sinceWhen.en}; {route.circling} times the same client asked the same within a second: the redirect leads back to itself. {route.location} ({route.at}) answers: {route.handler}; X-Forwarded-Proto is passed to the upstream: {route.isProtoForwarded}.`,
    },
    hints: `redirect|\\b30[12378]\\b|loop|重定向|跳转|循环|${refusing}`,
    probes: ['routes', 'access-log'],
    ...redirectsInCircles(),
    advice: {
      'zh-CN':
        'TLS 在前一层终止时，后面看到的总是 http：按 X-Forwarded-Proto 判断是否跳转 https，并用 proxy_set_header X-Forwarded-Proto 传给后端；也核对两层之间 www 与结尾斜杠的互相跳转。',
      en: 'Where TLS ends at the layer before, all that comes is http: decide by X-Forwarded-Proto, and pass it on with proxy_set_header; also see whether two layers send www or the final slash back and forth.',
    },
    source: 'nginx.org: return, rewrite; RFC 9110, 15.4',
  },
  {
    ...common,
    id: 'nginx.refused-since-reload',
    title: {
      'zh-CN': '配置重载之后，{route.prefix} 全部返回 {route.status}（{route.location}）',
      en: 'Since the configuration was loaded, {route.prefix} answers nothing but {route.status} ({route.location})',
    },
    explanation: {
      'zh-CN': `${sinceWhen['zh-CN']}，与配置加载同时。由 {route.location}（{route.at}）处理：{route.handler} {route.arrives}。`,
      en: `${sinceWhen.en}, which is when the configuration was loaded. {route.location} ({route.at}) answers: {route.handler} {route.arrives}.`,
    },
    explains,
    hints: `reload|config|deploy|change|重载|配置|发布|改完|变更|\\b4\\d\\d\\b|${notFound}`,
    probes: ['routes', 'access-log', 'error-log'],
    ...sinceReload(),
    advice: {
      'zh-CN':
        '比较该 location 改动前后的差别（server_name 与默认站点、location 顺序、proxy_pass、try_files、return、Host 头），撤回后重载。',
      en: 'Compare that location with what it was before (server_name and the default server, order of locations, proxy_pass, try_files, return, Host), take the change back and reload.',
    },
    source: 'nginx.org: How nginx processes a request',
  },
];

function redirectsInCircles(): Pick<Signature, 'confirm' | 'confirmWhenHinted' | 'likely' | 'refute'> {
  const isCircle: Condition = {
    all: [
      ['route.status', '>=', 300],
      ['route.status', '<', 400],
      ['route.circling', '>=', 5],
      ['route.circling', '>=', { fact: 'route.requests', times: 0.5 }],
    ],
  };
  return {
    confirm: isSinceLoad(isCircle),
    confirmWhenHinted: isCircle,
    likely: { all: [isCircle, ['route.before', '>', 0]] },
    refute: ['route.circling', '<', 3],
  };
}

/** What the other faults name, and what the error log names, is not told a second time. */
function sinceReload(): Pick<Signature, 'confirm' | 'confirmWhenHinted' | 'refute'> {
  const isRefused: Condition = {
    all: [
      ['route.status', '>=', 400],
      ['route.status', '<', 499],
    ],
  };
  const isUnnamed: Condition = {
    all: [
      { any: ['none', 'answers', 'redirects'].map((twist): Condition => ['route.twist', '==', twist]) },
      ...['accessForbidden', 'permissionDenied', 'bodyTooLarge', 'rateLimited'].map((sort): Condition => [`log.count.${sort}`, '==', 0]),
    ],
  };
  return {
    confirm: { all: [isSinceLoad(isRefused, ['route.requests', '>=', 20]), isUnnamed] },
    confirmWhenHinted: { all: [isSinceLoad(isRefused), isUnnamed] },
    refute: { any: [['route.status', '<', 400], ['route.isSinceLoad', '==', false], { not: isUnnamed }] },
  };
}

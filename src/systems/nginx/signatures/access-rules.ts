/** Requests that a rule of nginx keeps out: `deny`, a login, a folder without an index. */

import type { Condition, Signature } from '../../../domain/signature.ts';
import { refusing } from './refusals.ts';

const common = { kind: 'nginx', role: 'cause', remedies: [], severity: 'critical' } as const;

const forbidden = `\\b403\\b|forbidden|denied|deny|block|allow|禁止|拒绝|黑名单|白名单|封禁|无权|${refusing}`;

/** Of a few that were kept out a rule does what it is for; of what was answered well, or of a great part of all, it does not. */
function isHarm(sort: string, status: number): Condition {
  return {
    all: [
      [`log.count.${sort}`, '>=', 5],
      {
        any: [
          {
            all: [
              ['access.turned.status', '==', status],
              ['access.turned.before', '>', 0],
              ['access.turned.requests', '>=', 10],
            ],
          },
          {
            all: [
              [`access.share.${status}`, '>=', 0.5],
              ['access.refused.clients', '>=', 3],
            ],
          },
        ],
      },
    ],
  };
}

/** Nearly all requests come from this one address, and it is not asked whom it speaks for. */
const isProxy: Condition = {
  all: [
    ['deny.rule', '!=', ''],
    ['deny.trafficShare', '>=', 0.8],
    ['deny.isRealIpSet', '==', false],
  ],
};

export const accessRuleSignatures: readonly Signature[] = [
  {
    ...common,
    id: 'nginx.proxy-address-denied',
    title: {
      'zh-CN': '{deny.rule} 拒绝了前面的代理或负载均衡 {deny.client}，其后的所有用户都得到 403',
      en: '“{deny.rule}” refuses the proxy or load balancer {deny.client}: all users behind it get a 403',
    },
    explanation: {
      'zh-CN':
        '错误日志里 {log.count.accessForbidden} 次 access forbidden by rule，来自 {deny.client}（占 {log.refused.clientShare}），而全部请求中它占 {deny.trafficShare}：这是代理、负载均衡或 NAT 的地址，不是某个用户。拒绝它的是 {deny.at} 的 {deny.rule}（黑名单）。没有设置 set_real_ip_from，nginx 看不到真实客户端地址。',
      en: '“access forbidden by rule” {log.count.accessForbidden} times in the error log, a share of {log.refused.clientShare} from {deny.client}, which sends {deny.trafficShare} of all requests: that is the address of a proxy, load balancer or NAT, and no single user’s. What denies it is {deny.rule} in {deny.at} (a blocklist). set_real_ip_from is missing, so nginx does not see the real client.',
    },
    explains: ['nginx.access-rule-denies', 'nginx.many-403', 'nginx.refused-since-reload'],
    hints: forbidden,
    probes: ['error-log', 'access-log', 'routes'],
    confirm: { all: [isHarm('accessForbidden', 403), isProxy] },
    confirmWhenHinted: { all: [['log.count.accessForbidden', '>=', 5], ['access.share.403', '>=', 0.05], isProxy] },
    refute: {
      any: [
        ['log.count.accessForbidden', '==', 0],
        ['deny.isRealIpSet', '==', true],
      ],
    },
    advice: {
      'zh-CN':
        '从黑名单里去掉这个地址，nginx -t 后重载；再用 set_real_ip_from（只信任该代理）与 real_ip_header X-Forwarded-For（或 proxy_protocol）取得真实地址，之后才能按用户封禁。',
      en: 'Take that address off the list, run nginx -t and reload; then get the real address with set_real_ip_from (of that proxy only) and real_ip_header X-Forwarded-For (or proxy_protocol): only then can single users be blocked.',
    },
    source: 'nginx.org: ngx_http_access_module; ngx_http_realip_module',
  },
  {
    ...common,
    id: 'nginx.access-rule-denies',
    title: {
      'zh-CN': '访问规则（deny）拒绝请求，返回 403：access forbidden by rule',
      en: 'An access rule (deny) refuses requests with 403: access forbidden by rule',
    },
    explanation: {
      'zh-CN':
        '错误日志里 {log.count.accessForbidden} 次 access forbidden by rule，共 {log.refused.clients} 个来源，最多的 {log.refused.client} 占 {log.refused.clientShare}；规则是 {deny.rule}（{deny.at}）。近期 403 占 {access.share.403}。',
      en: '“access forbidden by rule” {log.count.accessForbidden} times in the error log, from {log.refused.clients} addresses, most from {log.refused.client} (share {log.refused.clientShare}); the rule is {deny.rule} ({deny.at}). A share of {access.share.403} of requests got a 403.',
    },
    explains: ['nginx.many-403', 'nginx.refused-since-reload'],
    hints: forbidden,
    probes: ['error-log', 'access-log', 'routes'],
    confirm: isHarm('accessForbidden', 403),
    confirmWhenHinted: {
      all: [
        ['log.count.accessForbidden', '>=', 5],
        ['access.share.403', '>=', 0.05],
      ],
    },
    likelyWhenHinted: ['log.count.accessForbidden', '>=', 1],
    refute: ['log.count.accessForbidden', '==', 0],
    advice: {
      'zh-CN': '确认被拒绝的是攻击者还是正常用户；误伤时改这条 allow/deny（规则按顺序，先匹配先生效），nginx -t 后重载。',
      en: 'Tell attackers from real users; if users are hit, correct that allow or deny (the first that matches counts), run nginx -t and reload.',
    },
    source: 'nginx.org: ngx_http_access_module',
  },
  {
    ...common,
    id: 'nginx.index-forbidden',
    title: {
      'zh-CN': '目录缺少首页文件，返回 403（directory index is forbidden）',
      en: 'A folder has no index file: 403 (directory index is forbidden)',
    },
    explanation: {
      'zh-CN':
        '近期 {log.count.directoryForbidden} 次：{log.line.directoryForbidden}。首页（index）文件不存在，而目录列表是关闭的：多为发布没有带上文件，或 root 指到了别处。',
      en: '{log.count.directoryForbidden} times lately: {log.line.directoryForbidden}. The index file is missing and listings are off: mostly a release without its files, or a root that points elsewhere.',
    },
    explains: ['nginx.many-403', 'nginx.refused-since-reload'],
    hints: `index|${forbidden}`,
    probes: ['error-log', 'access-log'],
    confirm: isHarm('directoryForbidden', 403),
    confirmWhenHinted: {
      all: [
        ['log.count.directoryForbidden', '>=', 3],
        ['access.share.403', '>=', 0.05],
      ],
    },
    refute: ['log.count.directoryForbidden', '==', 0],
    advice: {
      'zh-CN': '看该目录下 index 文件是否存在、root 是否正确；恢复发布或改正 root 后重载。',
      en: 'See whether the index file is there and root is right; restore the release, or correct root and reload.',
    },
    source: 'nginx.org: ngx_http_index_module, ngx_http_autoindex_module',
  },
  {
    ...common,
    id: 'nginx.login-refused',
    title: { 'zh-CN': 'nginx 的登录（auth_basic）被拒绝，返回 401', en: 'Logins of nginx (auth_basic) are refused with 401' },
    explanation: {
      'zh-CN': '近期 {log.count.loginRefused} 次：{log.line.loginRefused}。口令文件换了、用户不在其中，或客户端没有带口令。',
      en: '{log.count.loginRefused} times lately: {log.line.loginRefused}. The password file was changed, the user is not in it, or the client sends none.',
    },
    explains: ['nginx.many-401', 'nginx.refused-since-reload'],
    hints: `\\b401\\b|unauthori[sz]ed|auth|login|password|未授权|登录|口令|密码|${refusing}`,
    probes: ['error-log', 'access-log'],
    confirm: isHarm('loginRefused', 401),
    confirmWhenHinted: {
      all: [
        ['log.count.loginRefused', '>=', 3],
        ['access.share.401', '>=', 0.05],
      ],
    },
    refute: ['log.count.loginRefused', '==', 0],
    advice: {
      'zh-CN': '核对 auth_basic_user_file 的内容与格式，以及哪个 location 新加了 auth_basic。',
      en: 'Check auth_basic_user_file, its form, and which location was given auth_basic lately.',
    },
    source: 'nginx.org: ngx_http_auth_basic_module',
  },
  {
    ...common,
    id: 'nginx.files-missing',
    title: {
      'zh-CN': 'nginx 找不到文件，返回 404（No such file or directory）',
      en: 'nginx finds no file: 404 (No such file or directory)',
    },
    explanation: {
      'zh-CN':
        '近期 {log.count.fileMissing} 次：{log.line.fileMissing}。此前同样路径有 {access.turned.before} 个正常应答：发布没有带上文件，或 root/alias 指到了别处。',
      en: '{log.count.fileMissing} times lately: {log.line.fileMissing}. {access.turned.before} good answers for the same paths before: a release without its files, or root or alias points elsewhere.',
    },
    explains: ['nginx.many-404', 'nginx.refused-since-reload'],
    hints: `\\b404\\b|not found|no such file|static|找不到|静态|文件|${refusing}`,
    probes: ['error-log', 'access-log'],
    // Scanners ask for files that never were: it takes what was there before.
    confirm: {
      all: [
        ['log.count.fileMissing', '>=', { fact: 'access.turned.requests', times: 0.5 }],
        ['access.turned.status', '==', 404],
        ['access.turned.before', '>', 0],
        ['access.turned.requests', '>=', 10],
      ],
    },
    confirmWhenHinted: {
      all: [
        ['log.count.fileMissing', '>=', 5],
        ['access.turned.status', '==', 404],
        ['access.turned.before', '>', 0],
      ],
    },
    refute: {
      any: [
        ['log.count.fileMissing', '==', 0],
        ['access.turned.before', '==', 0],
      ],
    },
    advice: {
      'zh-CN': '看该文件在发布目录里是否存在、链接是否指向新版本；再核对 root、alias 与 try_files。',
      en: 'See whether the file is in the release and links point to it; then root, alias and try_files.',
    },
    source: 'nginx.org: root, alias, try_files; open(2) ENOENT',
  },
];

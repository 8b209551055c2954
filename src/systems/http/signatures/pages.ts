/** Faults that the words of a page give away, whatever its status says. */

import type { Signature } from '../../../domain/signature.ts';

/** As the pages of content systems, shops, proxies and hosters say it. */
const maintenance =
  'maintenance|be (right )?back (soon|shortly)|temporarily (closed|offline|down)|under construction|coming soon|(正在|系统|停机|网站|升级)维护|维护(中|公告|模式)|系统升级|升级中|即将恢复|稍后(回来|再来)|暂停服务';
/** As web servers show themselves where no site was set up. */
const defaultPage =
  'welcome to (nginx|openresty|centos|tengine)|apache2? .{0,30}default page|^it works!?$|iis windows server|test page for the|default (web ?)?(site|page)|directory listing for|^index of /';

const wrongPage = {
  all: [
    ['health.isStatusExpected', '==', true],
    ['health.isBodyExpected', '==', false],
  ],
} as const;

export const pageSignatures: readonly Signature[] = [
  {
    id: 'http.page-for-data',
    kind: 'http',
    title: {
      'zh-CN': '接口返回的是 HTML 网页（如单页应用的 index.html），请求没有转发到后端',
      en: 'An HTML page (such as a single-page app’s index.html) comes where the API should answer: it is not routed to the backend',
    },
    explanation: {
      'zh-CN':
        '访问 {health.finalUrl} 返回 {health.status} 和一个 HTML 网页（写着“{health.shows}”），而这里应当是接口数据（JSON）：代理的路由（location、proxy_pass、路径前缀）不再把该路径转发到后端，落到了静态站点的兜底规则（try_files … /index.html）；也可能是登录页或错误页。',
      en: '{health.finalUrl} answers {health.status} with an HTML page (it says “{health.shows}”) where data (JSON) is expected: a route of the proxy (location, proxy_pass, path prefix) no longer passes that path on to the backend, and the fallback of the static site (try_files … /index.html) takes it; or it is a login or error page.',
    },
    severity: 'critical',
    role: 'cause',
    explains: ['http.wrong-body'],
    hints: 'body|content|keyword|blank|html|json|api|unexpected token|parse|内容|关键字|空白|解析',
    probes: ['health'],
    confirm: { all: [wrongPage, ['health.isPageForData', '==', true]] },
    refute: {
      any: [
        ['health.isOk', '==', true],
        ['health.isPageForData', '==', false],
      ],
    },
    advice: {
      'zh-CN': '对比代理最近一次的路由改动（location 前缀、rewrite、proxy_pass 末尾的斜杠），直接访问后端同一路径确认它正常。',
      en: 'Compare the latest change of the proxy’s routes (prefix of location, rewrite, the slash at the end of proxy_pass), and ask the backend itself for that path.',
    },
    remedies: [],
    source: 'nginx: ngx_http_core_module, location, try_files',
  },
  {
    id: 'http.maintenance-page',
    kind: 'http',
    title: { 'zh-CN': '返回的是维护页（维护模式没有关闭）', en: 'It shows a maintenance page: the maintenance mode is on' },
    explanation: {
      'zh-CN':
        '返回 {health.status}，页面写着“{health.shows}”：维护模式开着，或发布后忘了关闭。状态码正常的维护页，只看状态码的监控不会报警。',
      en: 'It answers {health.status}, and the page says “{health.shows}”: the maintenance mode is on, or was left on after a release. Monitoring that looks at the status only does not notice one that is served as a success.',
    },
    severity: 'critical',
    role: 'cause',
    explains: ['http.wrong-body', 'http.page-for-data', 'http.unavailable', 'http.unexpected-status'],
    hints: 'maintenance|content|body|page|blank|维护|内容|页面|空白',
    probes: ['health'],
    confirm: {
      all: [
        ['health.isOk', '==', false],
        ['health.shows', 'matches', maintenance],
      ],
    },
    refute: ['health.isOk', '==', true],
    advice: {
      'zh-CN': '确认维护已经结束，再关闭维护模式（开关、标志文件、代理的规则或特性开关）；计划内维护请返回 503 与 Retry-After。',
      en: 'Make sure that the maintenance is over, then switch the mode off (a flag file, a rule of the proxy, a feature switch); planned maintenance should answer 503 with Retry-After.',
    },
    remedies: [],
    source: 'RFC 9110, 15.6.4; developers.google.com: planned downtime',
  },
  {
    id: 'http.default-page',
    kind: 'http',
    title: {
      'zh-CN': '返回的内容是 Web 服务器的默认页或目录列表，不是站点',
      en: 'The web server’s default page or a directory stands where the site’s content should be',
    },
    explanation: {
      'zh-CN': '返回 {health.status}，页面写着“{health.shows}”：站点的配置没有加载、server_name 没有匹配，或发布目录是空的。',
      en: 'It answers {health.status}, and the page says “{health.shows}”: the configuration of the site is not loaded, its name does not match, or the folder of the release is empty.',
    },
    severity: 'critical',
    role: 'cause',
    explains: ['http.wrong-body', 'http.page-for-data'],
    hints: 'content|body|page|blank|default|内容|页面|空白|默认页',
    probes: ['health'],
    confirm: { all: [wrongPage, ['health.shows', 'matches', defaultPage]] },
    refute: ['health.isOk', '==', true],
    advice: {
      'zh-CN': '看该主机名由哪个 server（虚拟主机）应答、最近的配置变更，以及发布目录里有没有文件。',
      en: 'See which virtual host answers for that name, what was changed in the configuration, and whether the folder of the release has files.',
    },
    remedies: [],
    source: 'nginx.org: how nginx processes a request; httpd.apache.org: name-based virtual hosts',
  },
];

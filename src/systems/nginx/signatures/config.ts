/** Faults of the configuration and of loading it. */

import type { Signature } from '../../../domain/signature.ts';
import { failing, isMany } from './harm.ts';

const common = { kind: 'nginx', role: 'cause', remedies: [] } as const;

export const configSignatures: readonly Signature[] = [
  {
    ...common,
    id: 'nginx.config-broken',
    title: {
      'zh-CN': '磁盘上的配置检查失败（nginx -t），运行的是旧配置',
      en: 'The configuration on disk is invalid (nginx -t fails)',
    },
    explanation: {
      'zh-CN': 'nginx -t 报告：{config.error}。重载都会被拒绝；一旦重启，nginx 将起不来。',
      en: 'nginx -t says: {config.error}. Every reload is refused, and after a restart nginx would not come up.',
    },
    severity: 'warning',
    explains: ['nginx.config-not-loaded'],
    hints: 'config|reload|emerg|deploy|配置|重载|发布',
    probes: ['config', 'status'],
    confirm: {
      all: [
        ['config.isValid', '==', false],
        ['reach.isOk', '==', true],
      ],
    },
    refute: ['config.isValid', '==', true],
    advice: {
      'zh-CN': '修正或撤回最近改动的文件，nginx -t 通过后再重载；在此之前不要重启。',
      en: 'Correct or take back the file that was changed last, and reload once nginx -t passes; do not restart before.',
    },
    source: 'nginx.org: Command-line parameters, -t',
  },
  {
    ...common,
    id: 'nginx.could-not-start',
    title: { 'zh-CN': 'nginx 停止运行：配置错误，无法启动', en: 'nginx is down: it can’t start, its configuration is invalid' },
    explanation: {
      'zh-CN': '端口上没有监听，连接被拒绝，而配置检查（nginx -t）失败：{config.error}',
      en: 'Nothing listens on its port, connections are refused, and the configuration test (nginx -t) fails: {config.error}',
    },
    severity: 'critical',
    explains: ['nginx.process-gone'],
    hints: 'start|down|emerg|起不来|启动失败|挂了',
    probes: ['config', 'status'],
    confirm: {
      all: [
        ['config.isValid', '==', false],
        ['reach.problem', '==', 'refused'],
      ],
    },
    refute: ['config.isValid', '==', true],
    advice: { 'zh-CN': '修正该处配置，nginx -t 通过后启动。', en: 'Correct that place, and start nginx once nginx -t passes.' },
    source: 'nginx.org: Command-line parameters, -t',
  },
  {
    ...common,
    id: 'nginx.redirection-cycle',
    title: {
      'zh-CN': '重定向死循环：兜底文件缺失或 rewrite 互相指向',
      en: 'Redirect loop: the fallback is missing, or rewrites form a cycle',
    },
    explanation: {
      'zh-CN':
        '近期 {log.count.redirectionCycle} 次，客户端得到 500：{log.line.redirectionCycle}。多为 try_files 或 error_page 的兜底文件没有随发布上线。',
      en: '{log.count.redirectionCycle} times lately, each a 500 for its client: {log.line.redirectionCycle}. Mostly the file that try_files or error_page falls back to did not come with the release.',
    },
    severity: 'critical',
    explains: ['nginx.many-500'],
    hints: '50[0-9]|5xx|redirect|rewrite|cycle|loop|循环|重定向|报错|打不开',
    probes: ['error-log', 'access-log'],
    confirm: isMany('log.count.redirectionCycle'),
    confirmWhenHinted: ['log.count.redirectionCycle', '>=', 3],
    refute: ['log.count.redirectionCycle', '==', 0],
    advice: {
      'zh-CN': '看该路径下的兜底文件（如 index.html）是否存在且可读；再查最近改过的 rewrite、try_files、error_page。',
      en: 'See whether the fallback (such as index.html) is there and can be read, then the rewrite, try_files and error_page that were changed last.',
    },
    source: 'nginx.org: ngx_http_core_module, try_files',
  },
  {
    ...common,
    id: 'nginx.config-not-loaded',
    title: { 'zh-CN': '配置已修改但未重载（reload），没有生效', en: 'The configuration was changed but not reloaded' },
    explanation: {
      'zh-CN':
        '{config.changedFile} 在 {config.changedSecondsAgo} 秒前被修改，而工作进程已运行 {processes.loadedSecondsAgo} 秒：改动没有生效。',
      en: '{config.changedFile} was changed {config.changedSecondsAgo} s ago, and the workers have run for {processes.loadedSecondsAgo} s: the change is not in effect.',
    },
    severity: 'warning',
    hints: 'reload|config|not effective|配置|重载|不生效|未生效',
    probes: ['config', 'processes', 'access-log', 'error-log'],
    // That somebody prepares a change hurts nobody; requests that fail meanwhile may be what it is to mend.
    confirm: {
      all: [
        ['config.isNewerThanLoaded', '==', true],
        ['config.isValid', '==', true],
        {
          any: [
            ['access.errorRatio', '>=', 0.01],
            ['log.upstreamErrors', '>=', 3],
          ],
        },
      ],
    },
    confirmWhenHinted: {
      all: [
        ['config.isNewerThanLoaded', '==', true],
        ['config.isValid', '==', true],
      ],
    },
    likelyWhenHinted: ['config.isNewerThanLoaded', '==', true],
    refute: ['config.isNewerThanLoaded', '==', false],
    advice: {
      'zh-CN': '确认改动是有意的，然后重载；若不是，从版本库恢复该文件。',
      en: 'Make sure that the change is meant, then reload; if it is not, restore the file from version control.',
    },
    remedies: [{ action: 'reload', arguments: {} }],
    source: 'nginx.org: Controlling nginx, Changing Configuration',
  },
  {
    ...common,
    id: 'nginx.old-workers-linger',
    title: { 'zh-CN': '重载后旧工作进程不退出（shutting down）', en: 'Old workers do not exit after a reload (shutting down)' },
    explanation: {
      'zh-CN':
        '{processes.shuttingDown} 个旧进程仍在等待最后的连接结束，最近一次加载已过去 {processes.lingerSeconds} 秒：长连接（WebSocket、大文件）拖住了它们，内存与文件描述符被成倍占用，旧配置还在服务。',
      en: '{processes.shuttingDown} old workers still wait for their last connections, {processes.lingerSeconds} s after the latest load: long ones (WebSocket, downloads) hold them. They take memory and file descriptors, and still serve the old configuration.',
    },
    severity: 'warning',
    hints: 'reload|shutting down|memory|worker|重载|旧进程|内存',
    probes: ['processes', 'config'],
    confirm: {
      all: [
        ['processes.shuttingDown', '>=', { fact: 'processes.workers', times: 3 }],
        ['processes.shuttingDown', '>=', 2],
      ],
    },
    likely: {
      all: [
        ['processes.shuttingDown', '>=', 1],
        ['processes.lingerSeconds', '>', 600],
      ],
    },
    refute: ['processes.shuttingDown', '==', 0],
    advice: {
      'zh-CN': '设置 worker_shutdown_timeout 给旧进程一个期限；减少频繁重载（例如证书或服务发现每分钟触发一次）。',
      en: 'Give them an end with worker_shutdown_timeout, and reload less often (certificates or service discovery may do it every minute).',
    },
    source: 'nginx.org: worker_shutdown_timeout',
  },
  {
    ...common,
    id: 'nginx.address-in-use',
    title: {
      'zh-CN': '端口被占用（Address already in use），nginx 无法监听',
      en: 'Port already in use: nginx can’t listen on its address',
    },
    explanation: {
      'zh-CN': '近期 {log.count.addressInUse} 次，启动或重载因此失败：{log.line.addressInUse}',
      en: '{log.count.addressInUse} times lately, so that it can’t start or reload: {log.line.addressInUse}',
    },
    severity: 'critical',
    explains: ['nginx.process-gone', 'nginx.config-not-loaded'],
    hints: 'bind|address already in use|port|端口|占用',
    probes: ['error-log'],
    confirm: ['log.count.addressInUse', '>=', 1],
    refute: ['log.count.addressInUse', '==', 0],
    advice: {
      'zh-CN': '用 ss -ltnp 找出占用者；常见的是旧的 nginx 主进程没有退出，或另一个 Web 服务。',
      en: 'ss -ltnp tells who holds it: often an earlier master that has not ended, or another web server.',
    },
    source: 'bind(2) EADDRINUSE',
  },
  {
    ...common,
    id: 'nginx.permission-denied',
    title: { 'zh-CN': '权限不足：nginx 无法读写文件或连接后端', en: 'Permission denied: nginx can’t access a file or an upstream' },
    explanation: {
      'zh-CN': '近期 {log.count.permissionDenied} 次 “Permission denied”，相关请求失败：{log.line.permissionDenied}',
      en: '“Permission denied” {log.count.permissionDenied} times lately, and requests that need it fail: {log.line.permissionDenied}',
    },
    severity: 'warning',
    explains: ['nginx.many-502', 'nginx.many-500', 'nginx.many-403', 'nginx.redirection-cycle'],
    hints: `permission|403|selinux|权限|upload|上传|${failing}`,
    probes: ['error-log', 'access-log'],
    confirm: isMany('log.count.permissionDenied'),
    confirmWhenHinted: ['log.count.permissionDenied', '>=', 3],
    likelyWhenHinted: ['log.count.permissionDenied', '>=', 1],
    refute: ['log.count.permissionDenied', '==', 0],
    advice: {
      'zh-CN': '核对文件属主与目录的 x 权限；连接后端被拒多为 SELinux（httpd_can_network_connect）。',
      en: 'Check owner and the x of every directory; a refused connect is mostly SELinux (httpd_can_network_connect).',
    },
    source: 'open(2) EACCES; httpd_selinux(8)',
  },
  {
    ...common,
    id: 'nginx.resolver-missing',
    title: {
      'zh-CN': 'proxy_pass 使用变量却没有 resolver，无法解析域名',
      en: 'proxy_pass has a variable and no resolver: DNS lookups fail',
    },
    explanation: {
      'zh-CN': '{config.variableUpstreams} 处 proxy_pass 的主机名是变量，配置里没有 resolver：请求到达时域名解析失败，返回 502。',
      en: '{config.variableUpstreams} proxy_pass have a host in a variable, and no resolver is set: DNS resolution fails when a request comes, which gives a 502.',
    },
    severity: 'warning',
    role: 'symptom',
    hints: 'resolver|dns|502|解析',
    probes: ['config', 'error-log'],
    confirm: {
      all: [
        ['config.variableUpstreams', '>', 0],
        ['config.isResolverSet', '==', false],
        ['log.count.resolverFailed', '>', 0],
      ],
    },
    refute: {
      any: [
        ['config.variableUpstreams', '==', 0],
        ['config.isResolverSet', '==', true],
      ],
    },
    advice: { 'zh-CN': '加上 resolver 指令，并设置 valid 与超时。', en: 'Add a resolver directive with valid= and a timeout.' },
    source: 'nginx.org: proxy_pass; resolver',
  },
  {
    ...common,
    id: 'nginx.config-warns',
    role: 'symptom',
    title: { 'zh-CN': '配置检查（nginx -t）有警告', en: 'The configuration test (nginx -t) passes with warnings' },
    explanation: {
      'zh-CN': '{config.warnings} 条警告，第一条：{config.warning}',
      en: '{config.warnings} warnings, the first: {config.warning}',
    },
    severity: 'info',
    hints: 'warn|conflicting server name|警告',
    probes: ['config'],
    confirm: ['config.warnings', '>', 0],
    refute: ['config.warnings', '==', 0],
    advice: {
      'zh-CN': '“conflicting server name” 表示后一个同名站点被忽略，其余按提示处理。',
      en: '“conflicting server name” means that the later server of that name is ignored; follow the text for others.',
    },
    source: 'nginx.org: Command-line parameters, -t',
  },
];

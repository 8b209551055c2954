/** Faults that keep anyone from reading a server's page about itself; the same for each server that has one. */

import type { Signature } from '../../domain/signature.ts';

export interface PageWords {
  readonly kind: string;
  /** As people call it. */
  readonly name: string;
  /** The probe that reads the page. */
  readonly probe: string;
  /** Where the manual describes the page. */
  readonly manual: string;
}

type Common = Pick<Signature, 'kind' | 'severity' | 'role' | 'probes' | 'refute' | 'remedies'>;

export function pageFaults({ kind, name, probe, manual }: PageWords): readonly Signature[] {
  const common = { kind, severity: 'critical', role: 'cause', probes: [probe], refute: ['reach.isOk', '==', true], remedies: [] } as const;
  return [...wayFaults(common, name), ...answerFaults(common, name, manual)];
}

function wayFaults(common: Common, name: string): readonly Signature[] {
  return [
    {
      ...common,
      id: `${common.kind}.process-gone`,
      title: { 'zh-CN': `${name} 宕机或没有在监听：连接被拒绝`, en: `${name} is down or not listening: connections are refused` },
      explanation: {
        'zh-CN': '主机可达，但该端口上没有进程在监听：{reach.reason}。进程已退出、没能启动，或监听在别处。',
        en: 'The host answers, but nothing listens on the port: {reach.reason}. The process has exited, could not start, or listens elsewhere.',
      },
      looksLike: ['ended', 'outside'],
      hints: 'down|refused|not running|exited|挂了|宕机|拒绝连接|连不上|up == 0',
      confirm: ['reach.problem', '==', 'refused'],
      advice: {
        'zh-CN': '看主机上它的日志末尾（配置错误、端口占用、证书文件缺失、OOM），解决后再启动。',
        en: 'Read the end of its log on the host (configuration, port in use, a missing certificate, out of memory); repair that, then start it.',
      },
      source: 'connect(2) ECONNREFUSED',
    },
    {
      ...common,
      id: `${common.kind}.unreachable`,
      title: { 'zh-CN': `${name} 无法连接：网络不通`, en: `${name} is unreachable: the network path is broken` },
      explanation: {
        'zh-CN': '建立连接时没有回应（{reach.problem}）：{reach.reason}。主机宕机、防火墙丢包或路由中断。',
        en: 'Nothing answers while connecting ({reach.problem}): {reach.reason}. The host is down, a firewall drops packets, or a route is broken.',
      },
      hints: 'network|timeout|firewall|route|网络|防火墙|不通|超时',
      confirm: ['reach.problem', 'matches', '^(timed-out|no-route|reset|other)$'],
      advice: {
        'zh-CN': '先看所在主机是否可达；主机正常则检查安全组、防火墙和路由的最近变更。',
        en: 'See first whether its host can be reached; if so, look at recent changes of firewall, security group and routes.',
      },
      source: 'connect(2) ETIMEDOUT, EHOSTUNREACH',
    },
    {
      ...common,
      id: `${common.kind}.name-not-resolved`,
      title: { 'zh-CN': `${name} 的域名解析失败（DNS）`, en: `DNS resolution failed: the name of ${name} does not resolve` },
      explanation: {
        'zh-CN': '解析失败，客户端也无法访问：{reach.reason}。',
        en: 'The lookup fails, for its clients too: {reach.reason}.',
      },
      hints: 'dns|resolve|ENOTFOUND|域名|解析',
      confirm: ['reach.problem', '==', 'dns'],
      advice: {
        'zh-CN': '核对记录是否被删除或改名，以及解析服务器是否正常。',
        en: 'Check whether the record was removed or renamed, and whether the resolver works.',
      },
      source: 'getaddrinfo(3)',
    },
  ];
}

function answerFaults(common: Common, name: string, manual: string): readonly Signature[] {
  return [
    {
      ...common,
      id: `${common.kind}.tls-failed`,
      title: { 'zh-CN': `与 ${name} 的 TLS 握手失败`, en: `The TLS handshake with ${name} fails` },
      explanation: {
        'zh-CN': '握手失败：{reach.reason}。证书过期、不受信任、名称不符，或该端口不使用 TLS。',
        en: 'The handshake fails: {reach.reason}. The certificate is expired, untrusted or for another name, or the port does not speak TLS.',
      },
      hints: 'tls|ssl|certificate|证书',
      confirm: ['reach.problem', '==', 'tls'],
      advice: {
        'zh-CN': '更换证书或修正 caFile、servername；确认端口与协议一致。',
        en: 'Renew the certificate, or correct caFile and servername; make sure that port and scheme belong together.',
      },
      source: 'RFC 5280; RFC 8446',
    },
    {
      ...common,
      id: `${common.kind}.not-answering`,
      title: { 'zh-CN': `${name} 无响应：能连上但不应答`, en: `${name} hangs: it accepts connections but does not answer` },
      explanation: {
        'zh-CN': 'TCP 能建立，但没有应答，用户的请求超时：{reach.reason}。连接数达到上限、工作进程阻塞在磁盘，或被挂起。',
        en: 'TCP connects, but nothing comes back, and users’ requests time out: {reach.reason}. Its connection limit is reached, or its workers are blocked on a disk or stopped.',
      },
      hints: 'hang|hung|stuck|timeout|无响应|卡死|假死|超时',
      confirm: ['reach.problem', '==', 'hung'],
      advice: {
        'zh-CN': '在主机上看进程状态（T 为被暂停，D 为等磁盘）与连接数是否到上限。',
        en: 'Look at its processes on the host (T is stopped, D waits for a disk), and whether its connections are at their limit.',
      },
      source: 'proc(5)',
    },
    {
      ...common,
      id: `${common.kind}.page-forbidden`,
      title: { 'zh-CN': `${name} 的状态页拒绝访问（401/403）`, en: `Access to the status page of ${name} is denied (401/403)` },
      explanation: {
        'zh-CN': '服务本身在应答，只是不让值班机器人看状态页：{reach.reason}',
        en: 'The service itself answers, but does not show its status page to this bot: {reach.reason}',
      },
      severity: 'info',
      hints: '401|403',
      confirm: ['reach.problem', '==', 'auth'],
      advice: {
        'zh-CN': '核对该位置的 allow/deny、账号与密码；这只影响观察，不影响业务。',
        en: 'Check who is let in there, and the login; this only blinds the bot, traffic is not affected.',
      },
      source: manual,
    },
    {
      ...common,
      id: `${common.kind}.page-missing`,
      title: { 'zh-CN': `配置的地址不是 ${name} 的状态页`, en: `The configured address is not the status page of ${name}` },
      explanation: {
        'zh-CN': '有应答，但内容不是状态页：{reach.reason}',
        en: 'Something answers, but not with the status page: {reach.reason}',
      },
      severity: 'info',
      hints: '404',
      confirm: ['reach.problem', 'matches', '^(missing|not-http)$'],
      advice: {
        'zh-CN': '按指南在服务端打开状态页，或更正 url。',
        en: 'Enable the page as the guide says, or correct the url.',
      },
      source: manual,
    },
  ];
}

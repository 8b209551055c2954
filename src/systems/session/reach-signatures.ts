/** Faults that keep anyone from reaching a server, or from being answered; the same for every one that speaks TCP. */

import type { Signature } from '../../domain/signature.ts';
import { fullBacklog, isOnLoopback } from '../full-backlog.ts';

export interface ReachWords {
  readonly kind: string;
  /** As people call it. */
  readonly name: string;
  /** The probe that asks for reachability. */
  readonly probe: string;
  /** Words that alerts of its exporter use when it is down. */
  readonly downHints: string;
  /** The manual's section about logins. */
  readonly loginSource: string;
  /** Whether its probe also knocks anew beside the kept session (`server.newcomers`); true unless said otherwise. */
  readonly knocksAnew?: boolean;
}

/** The order is that of a person's questions: is there a way, is there a process, does it let me in, does it answer. */
export function reachSignatures({ kind, name, probe, downHints, loginSource, knocksAnew = true }: ReachWords): readonly Signature[] {
  const common = { kind, severity: 'critical', role: 'cause', probes: [probe], refute: ['reach.isOk', '==', true], remedies: [] } as const;
  return [
    ...waySignatures(common, name, downHints),
    ...answeringSignatures(common, name, loginSource),
    silence(common, name, knocksAnew),
    fullBacklog({ kind, product: name, probes: [probe], hints: downHints }),
  ];
}

/** The way is there and a process takes the connection, only to hang up before it lets anybody in. */
export const cutAtLogin = {
  severity: 'critical',
  role: 'cause',
  confirm: {
    all: [
      ['reach.problem', '==', 'reset'],
      ['reach.stage', '==', 'login'],
    ],
  },
  refute: ['reach.isOk', '==', true],
  remedies: [],
} as const satisfies Partial<Signature>;

type Common = Pick<Signature, 'kind' | 'severity' | 'role' | 'probes' | 'refute' | 'remedies'>;

function waySignatures(common: Common, name: string, downHints: string): readonly Signature[] {
  const { kind } = common;
  return [
    {
      ...common,
      id: `${kind}.process-gone`,
      title: { 'zh-CN': `${name} 宕机或没有在监听：连接被拒绝`, en: `${name} is down or not listening: connections are refused` },
      explanation: {
        'zh-CN': '主机可达，但该端口上没有进程在监听：{reach.reason}。进程已退出、未启动，或监听在别的地址、端口上；应用连不上。',
        en: 'The host answers, but nothing listens on the port: {reach.reason}. The process is down (exited or crashed), has not started, or listens elsewhere; applications cannot connect.',
      },
      looksLike: ['ended', 'outside'],
      hints: `down|refused|not running|exited|挂了|宕机|拒绝连接|连不上|${downHints}`,
      confirm: ['reach.problem', '==', 'refused'],
      advice: {
        'zh-CN': '看主机上它的日志末尾（退出原因、端口占用、磁盘写满、OOM killer），解决后再启动服务。',
        en: 'Read the end of its log on the host (why it exited, a port in use, a full disk, the OOM killer); repair that, then start the service.',
      },
      source: 'connect(2) ECONNREFUSED',
    },
    {
      ...common,
      id: `${kind}.unreachable`,
      title: { 'zh-CN': `${name} 不可达：网络不通`, en: `${name} is unreachable: the network path is broken` },
      explanation: {
        'zh-CN': '建立 TCP 连接超时或没有路由，没有任何回应：{reach.reason}。主机宕机、防火墙丢包或路由中断。',
        en: 'Nothing answers while connecting (timeout or no route): {reach.reason}. The host is down, a firewall drops packets, or a route is broken.',
      },
      hints: 'network|timeout|firewall|route|网络|防火墙|不通|超时',
      confirm: {
        all: [
          ['reach.stage', '==', 'connect'],
          ['reach.problem', 'matches', '^(timed-out|no-route)$'],
          { not: isOnLoopback('reach.reason') },
        ],
      },
      advice: {
        'zh-CN': '先看所在主机是否可达；主机正常则检查安全组、防火墙和路由的最近变更。',
        en: 'See first whether its host can be reached; if so, look at recent changes of firewall, security group and routes.',
      },
      source: 'connect(2) ETIMEDOUT, EHOSTUNREACH',
    },
    {
      ...common,
      id: `${kind}.name-not-resolved`,
      title: { 'zh-CN': `${name} 的域名无法解析（DNS 失败）`, en: `The host name of ${name} does not resolve (DNS failure)` },
      explanation: {
        'zh-CN': 'DNS 解析失败：{reach.reason}。使用该域名的应用连不上。',
        en: 'The DNS lookup fails: {reach.reason}. Applications that use this name cannot connect.',
      },
      hints: 'dns|resolve|ENOTFOUND|域名|解析',
      confirm: ['reach.problem', '==', 'dns'],
      advice: {
        'zh-CN': '核对记录是否被删除或改名，以及解析服务器是否正常；使用同一域名的应用同样受影响。',
        en: 'Check whether the record was removed or renamed and whether the resolver works; applications that use the name are affected as well.',
      },
      source: 'getaddrinfo(3)',
    },
  ];
}

function answeringSignatures(common: Common, name: string, loginSource: string): readonly Signature[] {
  const { kind } = common;
  return [
    {
      ...common,
      id: `${kind}.tls-failed`,
      title: { 'zh-CN': `与 ${name} 的 TLS 握手失败`, en: `The TLS handshake with ${name} fails` },
      explanation: {
        'zh-CN': '握手失败：{reach.reason}。证书过期、不受信任、名称不符，或一端启用了 TLS 而另一端没有。',
        en: 'The handshake fails: {reach.reason}. The certificate is expired, untrusted or for another name, or only one side speaks TLS.',
      },
      hints: 'tls|ssl|certificate|证书',
      confirm: ['reach.problem', '==', 'tls'],
      advice: {
        'zh-CN': '更换证书或修正 CA、servername 配置；确认客户端与服务端对 TLS 的设置一致。',
        en: 'Renew the certificate or correct CA and server name; make sure that both sides agree on TLS.',
      },
      source: 'RFC 5280; RFC 8446',
    },
    {
      ...common,
      id: `${kind}.credentials-refused`,
      title: { 'zh-CN': `${name} 拒绝登录凭据：认证失败`, en: `${name} refuses the login: authentication failed` },
      explanation: {
        'zh-CN': '服务在运行，但不接受配置的账号：{reach.reason}。密码刚被更换，或账号被停用、锁定、删除；使用同一凭据的应用也会失败。',
        en: 'It runs, but does not accept the configured account: {reach.reason}. The password was changed, or the account disabled, locked or dropped; applications with the same login fail too.',
      },
      hints: 'auth|password|login|access denied|认证|密码|登录',
      confirm: ['reach.problem', '==', 'auth'],
      advice: {
        'zh-CN': '核对该账号的最近变更，把新密码同步给所有使用方（包括本系统）。',
        en: 'Look at the latest change of that account, and bring the new password to everyone who uses it, this bot included.',
      },
      source: loginSource,
    },
    {
      ...common,
      id: `${kind}.another-server-answers`,
      title: { 'zh-CN': `端口上应答的不是 ${name}`, en: `Something other than ${name} answers at its port` },
      explanation: {
        'zh-CN': `有程序在监听并应答，但说的不是 ${name} 的协议：{reach.reason}。多半是别的程序占用了端口而 ${name} 没能启动，或地址、端口填错了。`,
        en: `Something listens and answers, but does not speak the protocol of ${name}: {reach.reason}. Another program has probably taken the port, so that ${name} could not start, or the address is wrong.`,
      },
      hints: 'protocol|port|wrong|unexpected|down|端口|占用|协议|宕机|挂了',
      confirm: {
        all: [
          ['reach.stage', '==', 'login'],
          ['reach.problem', '==', 'reply'],
        ],
      },
      advice: {
        'zh-CN': `在主机上用 ss -ltnp 看是谁在监听该端口；把它移走或停掉，再启动 ${name}；地址填错则更正。`,
        en: `See who listens there with ss -ltnp on the host; move or stop it, then start ${name}; or correct the address.`,
      },
      source: 'bind(2) EADDRINUSE',
    },
  ];
}

function silence(common: Common, name: string, knocksAnew: boolean): Signature {
  return {
    ...common,
    id: `${common.kind}.not-answering`,
    title: { 'zh-CN': `${name} 卡住无响应：能连上但不应答`, en: `${name} hangs: it accepts connections but does not answer` },
    explanation: {
      'zh-CN':
        'TCP 能建立，但服务端一句话也不回：{reach.reason}。进程被挂起（SIGSTOP、冻结）、机器卡在磁盘等待，或已无力接待新连接；请求全部超时。',
      en: 'TCP connects, but the server says nothing: {reach.reason}. The process is stopped (SIGSTOP, frozen), the machine waits for its disk, or it cannot attend to new connections; requests time out.',
    },
    hints: 'hang|hung|stuck|timeout|stopped|frozen|无响应|卡死|假死|超时|挂起',
    confirm: knocksAnew
      ? {
          any: [
            ['reach.problem', '==', 'hung'],
            ['server.newcomers', '==', 'silent'],
          ],
        }
      : ['reach.problem', '==', 'hung'],
    refute: knocksAnew ? ['server.newcomers', '==', 'answered'] : ['reach.isOk', '==', true],
    advice: {
      'zh-CN': '在主机上看该进程的状态：T 表示被暂停（发送 SIGCONT 恢复），D 表示等磁盘，R 且占满 CPU 表示过载。',
      en: 'Look at the process on its host: T means stopped (SIGCONT resumes it), D waits for a disk, R at full CPU is overload.',
    },
    source: 'proc(5), signal(7)',
  };
}

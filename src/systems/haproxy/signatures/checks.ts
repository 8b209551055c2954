/** Why a server is down, by the result of its health check. */

import type { Signature } from '../../../domain/signature.ts';
import type { LocalText } from '../../../domain/text.ts';

interface CheckFault extends Pick<Signature, 'looksLike'> {
  readonly id: string;
  /** Results of the check, a regular expression. */
  readonly results: string;
  readonly title: LocalText;
  readonly meaning: LocalText;
  readonly advice: LocalText;
  readonly hints: string;
}

const faults: readonly CheckFault[] = [
  {
    id: 'check-refused',
    results: '^L4CON$',
    title: {
      'zh-CN': '服务器 {down.backend}/{down.server} 宕机：连接被拒绝',
      en: 'Server {down.backend}/{down.server} is down: connection refused',
    },
    meaning: {
      'zh-CN': '健康检查连不上（四层错误）：主机在，但端口上没有进程在监听，或没有路由。',
      en: 'the health check can’t connect: its host is up and nothing listens on the port, or there is no route.',
    },
    advice: {
      'zh-CN': '到该主机看进程是否退出、端口是否变更；恢复后健康检查会自动把它置回 UP。',
      en: 'See on that host whether the process has exited or moved; once it is back the check sets it UP by itself.',
    },
    hints: 'refused|L4CON|down|拒绝|宕机',
  },
  {
    id: 'check-connect-timeout',
    results: '^L4TOUT$',
    title: {
      'zh-CN': '服务器 {down.backend}/{down.server} 宕机：连接超时',
      en: 'Server {down.backend}/{down.server} is down: connection timed out',
    },
    meaning: {
      'zh-CN': '健康检查的 TCP 连接没有回应：主机宕机、防火墙丢包，或监听队列已满。',
      en: 'the health check’s connection gets no answer: the host is down, a firewall drops packets, or the accept queue is full.',
    },
    advice: {
      'zh-CN': '先看主机是否可达，再看安全组与防火墙的最近变更、服务的 accept 队列。',
      en: 'See whether the host can be reached, then recent changes of firewalls, and its accept queue.',
    },
    hints: 'timeout|L4TOUT|network|超时|网络',
  },
  {
    id: 'check-bad-status',
    results: '^L7(STS|RSP|OKC)$',
    title: {
      'zh-CN': '服务器 {down.backend}/{down.server} 健康检查失败：返回 {down.code}',
      en: 'Server {down.backend}/{down.server} fails its health check: {down.code}',
    },
    meaning: {
      'zh-CN': '进程在应答，但内容或状态码不合要求：应用报告自己不健康（依赖不可用），或检查路径变了。',
      en: 'it answers, with the wrong status or content: the application reports itself unhealthy (a dependency is down), or the path of the check has changed.',
    },
    advice: {
      'zh-CN': '直接请求检查路径看返回内容，再查它的数据库、缓存等依赖与最近的发布。',
      en: 'Ask that path by hand, then look at its database, cache and other dependencies, and at the latest release.',
    },
    looksLike: ['waiting'],
    hints: 'L7STS|L7RSP|503|500|status|health|状态码|健康检查',
  },
  {
    id: 'check-slow',
    results: '^(L7TOUT|L6TOUT)$',
    title: {
      'zh-CN': '服务器 {down.backend}/{down.server} 健康检查超时：无响应',
      en: 'Server {down.backend}/{down.server} does not answer: health check timed out',
    },
    meaning: {
      'zh-CN': '健康检查连上后在 timeout check 内没有应答：线程池耗尽、死锁、GC 停顿，或进程被挂起。',
      en: 'the health check connects, and nothing comes within timeout check: its thread pool is exhausted, a deadlock, a GC pause, or a stopped process.',
    },
    advice: {
      'zh-CN': '看该服务的线程、连接池与依赖的响应时间；先保留现场再重启。',
      en: 'Look at its threads, pools and what it waits for; keep a dump before restarting it.',
    },
    looksLike: ['waiting'],
    hints: 'L7TOUT|timeout|hang|slow|超时|卡死|慢',
  },
  {
    id: 'check-tls',
    results: '^L6(RSP)$',
    title: {
      'zh-CN': '服务器 {down.backend}/{down.server} 宕机：TLS 握手失败',
      en: 'Server {down.backend}/{down.server} is down: the TLS handshake fails',
    },
    meaning: {
      'zh-CN': '健康检查在 TLS 层失败：证书过期或不受信任、名称不符，或端口不使用 TLS。',
      en: 'the health check fails in TLS: the certificate is expired, untrusted or for another name, or the port does not speak TLS.',
    },
    advice: {
      'zh-CN': '核对服务端证书、ca-file 与 check-sni；该端口若不是 TLS，去掉 ssl 或使用 no-check-ssl。',
      en: 'Check its certificate, ca-file and check-sni; if the port has no TLS, remove ssl or use no-check-ssl.',
    },
    hints: 'L6RSP|ssl|tls|certificate|证书|握手',
  },
  {
    id: 'check-socket-error',
    results: '^(SOCKERR|PROCERR|PROCTOUT)$',
    title: {
      'zh-CN': '{down.backend}/{down.server} 的健康检查无法执行',
      en: 'The health check of {down.backend}/{down.server} can’t be run',
    },
    meaning: {
      'zh-CN': '是 HAProxy 一侧的问题：本机端口或文件描述符用尽，或外部检查脚本失败。',
      en: 'the problem is on HAProxy’s side: local ports or file descriptors are exhausted, or the external check’s program fails.',
    },
    advice: {
      'zh-CN': '看 HAProxy 主机的端口范围、句柄上限与检查脚本。',
      en: 'Look at port range and descriptors of HAProxy’s host, and at the program.',
    },
    hints: 'SOCKERR|PROCERR|socket error|脚本',
  },
];

/** Of the server that went down last, and of the first one that did for another reason. */
const places = [
  { facts: 'down', ending: '' },
  { facts: 'also', ending: '-as-well' },
] as const;

export const checkSignatures: readonly Signature[] = places.flatMap(({ facts, ending }) =>
  faults.map(({ id, results, title, meaning, advice, hints, ...rest }): Signature => {
    const of = (text: string): string => text.replaceAll('{down.', `{${facts}.`);
    return {
      ...rest,
      id: `haproxy.${id}${ending}`,
      about: [`${facts}.server`],
      peer: `${facts}.address`,
      kind: 'haproxy',
      role: 'cause',
      title: { 'zh-CN': of(title['zh-CN']), en: of(title.en) },
      explanation: {
        'zh-CN': of(
          `共 {servers.down} 台宕机。{down.backend}/{down.server} 已宕机 {down.seconds} 秒，不再分到流量，检查结果 {down.check}（{down.text}）：${meaning['zh-CN']}`,
        ),
        en: of(
          `{servers.down} servers are down. {down.backend}/{down.server} has been for {down.seconds} s and gets no traffic, its check says {down.check} ({down.text}): ${meaning.en}`,
        ),
      },
      severity: 'critical',
      explains: ['haproxy.backend-without-servers', 'haproxy.on-backup', 'haproxy.own-errors', 'haproxy.connect-errors', 'haproxy.retries'],
      hints: `${hints}|haproxy|server|后端`,
      probes: ['servers'],
      confirm: {
        all: [
          ['servers.down', '>', 0],
          [`${facts}.check`, 'matches', results],
        ],
      },
      refute: {
        any: [
          ['servers.down', '==', 0],
          [`${facts}.check`, '==', ''],
        ],
      },
      advice,
      remedies: [],
      source: 'HAProxy management guide, 9.1: check_status',
    };
  }),
);

export const checkFaultIds: readonly string[] = checkSignatures.map(({ id }) => id);

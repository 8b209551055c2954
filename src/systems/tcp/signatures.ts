/** The known faults of a TCP endpoint, as data. */

import type { Signature } from '../../domain/signature.ts';
import { reachSignatures } from '../session/reach-signatures.ts';
import { certificateSignaturesOf } from './certificate.ts';

const common = { kind: 'tcp', role: 'cause', probes: ['connect'], remedies: [] } as const;

export const tcpSignatures: readonly Signature[] = [
  ...reachSignatures({
    kind: 'tcp',
    name: 'TCP',
    probe: 'connect',
    downHints: 'probe_success|port',
    loginSource: 'RFC 9293',
  }).filter(({ id }) => id !== 'tcp.credentials-refused'),
  ...certificateSignaturesOf('tcp'),
  {
    ...common,
    id: 'tcp.slow-connect',
    title: { 'zh-CN': '建立连接很慢：网络延迟、丢包或监听队列已满', en: 'Connecting is slow: latency, packet loss, or a full backlog' },
    explanation: {
      'zh-CN':
        '与 {system} 建立连接用了 {connect.ms} ms（最大 {connect.maxMs} ms，门限 {connect.slowMs} ms）：网络延迟、丢包重传（1 秒、3 秒的台阶），或监听队列已满。',
      en: 'Connecting to {system} takes {connect.ms} ms (up to {connect.maxMs} ms, {connect.slowMs} ms counts as slow): latency, packet loss (steps of 1 and 3 s), or a full accept queue.',
    },
    severity: 'warning',
    hints: 'slow|latency|network|慢|延迟|网络',
    confirm: ['connect.ms', '>=', { fact: 'connect.slowMs' }],
    likely: ['connect.maxMs', '>=', { fact: 'connect.slowMs', times: 2 }],
    refute: ['connect.maxMs', '<', { fact: 'connect.slowMs', times: 0.5 }],
    advice: {
      'zh-CN': '看丢包与重传、服务端 accept 队列（ss -ltn 的 Recv-Q）与防火墙。',
      en: 'Look at loss and retransmissions, the accept queue (Recv-Q in ss -ltn) and the firewall.',
    },
    source: 'RFC 6298; listen(2)',
  },
  {
    ...common,
    id: 'tcp.flapping',
    title: { 'zh-CN': '连接时通时断（间歇失败）', en: 'Intermittent: connections fail now and then' },
    explanation: {
      'zh-CN':
        '{connect.samples} 次连接失败 {connect.failures} 次：{connect.failure}。多个后端中有一个异常、进程反复重启，或连接数接近上限。',
      en: '{connect.failures} of {connect.samples} connections failed: {connect.failure}. One of several backends is bad, the process keeps restarting, or it is near its connection limit.',
    },
    severity: 'warning',
    looksLike: ['outside'],
    hints: 'intermittent|flap|sporadic|偶发|间歇|时好时坏',
    confirm: ['connect.isFlapping', '==', true],
    refute: ['connect.isFlapping', '==', false],
    advice: { 'zh-CN': '逐个检查后端与进程的启动时间。', en: 'Check each backend, and since when its process runs.' },
    source: 'RFC 9293',
  },
  {
    ...common,
    id: 'tcp.greets-with-refusal',
    title: { 'zh-CN': '服务在线但拒绝连接：{banner.text}', en: 'The service rejects connections: {banner.text}' },
    explanation: {
      'zh-CN': '连得上，但首行应答就是拒绝：“{banner.text}”。服务在运行，只是现在不接受客户端（连接数已满、过载、维护或访问控制）。',
      en: 'It connects, and its first line is a refusal: "{banner.text}". The service runs and accepts nobody now: too many connections, overload, maintenance, or an access rule.',
    },
    severity: 'critical',
    explains: ['tcp.wrong-service'],
    hints: 'banner|busy|too many|refus|reject|limit|拒绝|过载|繁忙|连接数',
    confirm: {
      all: [
        ['banner.isExpected', '==', false],
        [
          'banner.text',
          'matches',
          '^(4\\d\\d|5\\d\\d)[ -]|^-ERR\\b|too many|try again|max\\w* (number of )?(clients|connections)|temporarily unavailable|not allowed',
        ],
      ],
    },
    refute: ['banner.isExpected', '==', true],
    advice: {
      'zh-CN': '看该服务当前连接数与上限、它的日志与维护状态；谁占着连接，先让他释放。',
      en: 'Look at its connections and their limit, its log, and whether it is in maintenance; whoever holds the connections has to let go first.',
    },
    source: 'RFC 5321, 4.2.3: 421, 554; RFC 1939: -ERR',
  },
  {
    ...common,
    id: 'tcp.wrong-service',
    title: { 'zh-CN': '端口上不是预期的服务', en: 'The port is answered by another service than expected' },
    explanation: {
      'zh-CN': '首行应答是“{banner.text}”，与预期不符：端口被别的进程占用，或转发到了错误的后端。',
      en: 'Its first line is "{banner.text}", which is not what was expected: another process uses the port, or it is forwarded to the wrong backend.',
    },
    severity: 'critical',
    hints: 'banner|wrong|port|protocol|协议|端口|占用',
    confirm: {
      all: [
        ['banner.isExpected', '==', false],
        ['banner.isSilent', '==', false],
        ['banner.isHungUp', '==', false],
      ],
    },
    refute: ['banner.isExpected', '==', true],
    advice: {
      'zh-CN': '在主机上看谁在监听该端口，核对转发规则。',
      en: 'See on its host who listens on the port, and check what forwards to it.',
    },
    source: 'RFC 4253, 4.2; RFC 5321, 4.3.1',
  },
  {
    ...common,
    id: 'tcp.hangs-up',
    title: {
      'zh-CN': '接受连接后立即断开',
      en: 'It accepts connections and closes them at once',
    },
    explanation: {
      'zh-CN':
        '连接 {system} 用了 {connect.ms} ms，随后对端立即关闭，没有任何应答：工作线程或连接数已用尽、访问控制（hosts.deny、白名单、MaxStartups）拒绝，或前面的转发没有可用的后端。',
      en: 'Connecting to {system} took {connect.ms} ms, and then the other side closed it without a word: its workers or connections are exhausted, an access rule (hosts.deny, an allow list, MaxStartups) rejects us, or what forwards it has no backend up.',
    },
    severity: 'critical',
    looksLike: ['outside'],
    hints: 'hang|close|reset|drop|banner|limit|断开|关闭|重置|无响应',
    confirm: ['banner.isHungUp', '==', true],
    refute: ['banner.isHungUp', '==', false],
    advice: {
      'zh-CN': '看该服务的日志与连接数上限，再查访问控制规则与转发的后端。',
      en: 'Look at its log and its limit of connections, then at access rules and at the backends of what forwards to it.',
    },
    source: 'hosts_access(5); sshd_config(5): MaxStartups',
  },
  {
    ...common,
    id: 'tcp.silent',
    title: { 'zh-CN': '服务无响应：能连上，但没有任何应答', en: 'The service hangs: it accepts connections and says nothing' },
    explanation: {
      'zh-CN': '连接 {system} 用了 {connect.ms} ms，随后没有等到首行应答：进程被挂起、线程池耗尽，或连接停在监听队列里没有被接收。',
      en: 'Connecting to {system} took {connect.ms} ms, and then no first line came: the process is stopped, its thread pool is exhausted, or connections wait in its accept queue.',
    },
    severity: 'critical',
    looksLike: ['ended'],
    hints: 'hang|hung|silent|banner|timeout|无响应|卡死|超时',
    confirm: ['banner.isSilent', '==', true],
    refute: ['banner.isSilent', '==', false],
    advice: {
      'zh-CN': '在主机上看进程状态（T 为被暂停）与监听队列；先保留现场再重启。',
      en: 'Look at the process (T means stopped) and its accept queue; keep a dump before restarting it.',
    },
    source: 'listen(2); proc(5)',
  },
];

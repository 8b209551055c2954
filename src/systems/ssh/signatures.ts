/**
 * Faults of reaching a machine by ssh. They carry no hints: on a machine that answers, the facts below are never brought,
 * and a question must not be left open for that.
 */

import type { Signature } from '../../domain/signature.ts';

const anyProbe = ['identity', 'cpu', 'memory', 'disk', 'processes', 'sockets', 'services'] as const;

const noCommands = 'does not let this account run commands';

/** What runs on a machine that is gone is gone with it. */
const goneWithIt = [
  '*.unreachable',
  '*.not-answering',
  '*.process-gone',
  '*.connect-timeout',
  '*.no-answer',
  '*.bad-gateway',
  'redis.primary-gone',
];

export const sshSignatures: readonly Signature[] = [
  {
    id: 'ssh.unreachable',
    kind: 'ssh',
    title: { 'zh-CN': '主机无法连接（SSH 不通）', en: 'the host cannot be reached by SSH' },
    explanation: {
      'zh-CN': '到 {system} 的 SSH 连接失败（{reach.problem}）：{reach.reason}',
      en: 'The SSH connection to {system} fails ({reach.problem}): {reach.reason}',
    },
    severity: 'critical',
    role: 'cause',
    explains: goneWithIt,
    probes: anyProbe,
    confirm: {
      all: [
        ['reach.isOk', '==', false],
        ['reach.problem', 'matches', '^(timed-out|no-route|refused|dns)$'],
      ],
    },
    likely: {
      all: [
        ['reach.isOk', '==', false],
        ['reach.problem', 'matches', '^(reset|limit|other)$'],
      ],
    },
    advice: {
      'zh-CN':
        'timed-out/no-route：主机宕机、网络或防火墙；refused：主机在但 sshd 没有运行或端口不对；dns：域名解析。用控制台确认主机状态。',
      en: 'timed-out, no-route: the host is down, the network or a firewall; refused: it is up but sshd is not, or the port is wrong; dns: the name. Look at its console.',
    },
    remedies: [],
    source: 'ssh(1), connect(2)',
  },
  {
    id: 'ssh.login-refused',
    kind: 'ssh',
    title: { 'zh-CN': 'SSH 登录被拒绝（认证失败）', en: 'the SSH login is refused (authentication failed)' },
    explanation: {
      'zh-CN': '{system} 可以连上，但登录被拒绝：{reach.reason}',
      en: '{system} can be reached but refuses the login: {reach.reason}',
    },
    severity: 'warning',
    role: 'cause',
    probes: anyProbe,
    confirm: {
      all: [['reach.isOk', '==', false], ['reach.problem', '==', 'auth'], { not: ['reach.reason', 'matches', noCommands] }],
    },
    advice: {
      'zh-CN': '检查账号、密钥文件与对端 authorized_keys；主机本身是否正常还不知道。',
      en: 'Check the account, the key file and authorized_keys over there; whether the host itself is well is not known.',
    },
    remedies: [],
    source: 'sshd(8): AUTHORIZED_KEYS FILE FORMAT',
  },
  {
    id: 'ssh.no-commands',
    kind: 'ssh',
    title: { 'zh-CN': 'SSH 能登录，但该账号不能执行命令', en: 'the SSH login succeeds, but the account may not run commands (no shell)' },
    explanation: {
      'zh-CN': '{system} 接受了登录，却不给 shell：{reach.reason}',
      en: '{system} accepts the login and gives no shell: {reach.reason}',
    },
    severity: 'critical',
    role: 'cause',
    probes: anyProbe,
    confirm: {
      all: [
        ['reach.isOk', '==', false],
        ['reach.problem', '==', 'auth'],
        ['reach.reason', 'matches', noCommands],
      ],
    },
    advice: {
      'zh-CN':
        '看账号的登录 shell（/etc/passwd，是否 nologin 或已过期）、sshd 的 ForceCommand 与 authorized_keys 里的 command=；主机本身是否正常还不知道。',
      en: 'See the shell of the account (/etc/passwd: nologin, expired), ForceCommand of sshd and command= in authorized_keys; whether the host itself is well is not known.',
    },
    remedies: [],
    source: 'nologin(8); sshd_config(5): ForceCommand',
  },
  {
    id: 'ssh.host-key-changed',
    kind: 'ssh',
    title: { 'zh-CN': 'SSH 主机密钥（host key）与配置不符', en: 'the SSH host key is not the one in the configuration' },
    explanation: { 'zh-CN': '拒绝连接 {system}：{reach.reason}', en: 'The connection to {system} was refused: {reach.reason}' },
    severity: 'warning',
    role: 'cause',
    probes: anyProbe,
    confirm: {
      all: [
        ['reach.isOk', '==', false],
        ['reach.problem', '==', 'host-key'],
      ],
    },
    advice: {
      'zh-CN': '到主机上核对指纹：重装过就更新配置里的 hostKey；没有重装则可能有人在中间。',
      en: 'Compare the fingerprint on the host itself: after a reinstall write the new hostKey; otherwise someone may stand in between.',
    },
    remedies: [],
    source: 'ssh(1): VERIFYING HOST KEYS',
  },
];

/** Faults that keep operators or applications from reaching RabbitMQ, told apart by asking at both of its doors. */

import type { Signature } from '../../../domain/signature.ts';
import { reachSignatures } from '../../session/reach-signatures.ts';

const shared = reachSignatures({
  kind: 'rabbitmq',
  name: 'RabbitMQ',
  probe: 'server',
  downHints: 'rabbitmq.*down|RabbitmqDown|RabbitmqNodeDown|rabbitmq_up',
  loginSource: 'rabbitmq.com: Access Control; Management Plugin',
});

/** While applications are served, a silent management API is a fault of that alone. */
const isServing = ['server.newcomers', '==', 'answered'] as const;
const ofTheBroker = /\.(process-gone|unreachable|not-answering)$/;

export const rabbitmqReachSignatures: readonly Signature[] = [
  ...shared.map(
    (signature): Signature =>
      ofTheBroker.test(signature.id) ? { ...signature, refute: { any: [['reach.isOk', '==', true], isServing] } } : signature,
  ),
  {
    id: 'rabbitmq.management-unavailable',
    kind: 'rabbitmq',
    title: { 'zh-CN': '管理接口（management API）不可用，AMQP 端口正常', en: 'The management API is unavailable; AMQP still works' },
    explanation: {
      'zh-CN': '应用可以照常收发；只是管理插件没有响应：{reach.reason}。',
      en: 'Applications can publish and consume; only the management plugin does not answer: {reach.reason}.',
    },
    severity: 'warning',
    role: 'cause',
    hints: 'management|15672|管理接口|管理界面|监控',
    probes: ['server'],
    confirm: {
      all: [['reach.isOk', '==', false], ['reach.problem', 'matches', '^(refused|timed-out|no-route|hung|reset|other|reply)$'], isServing],
    },
    refute: ['reach.isOk', '==', true],
    advice: {
      'zh-CN': '核对 managementUrl 与 rabbitmq_management 插件是否启用；队列、信道很多时管理接口会变慢，可降低统计频率。',
      en: 'Check managementUrl and that the plugin rabbitmq_management is enabled; with very many queues and channels it becomes slow, and collecting statistics less often helps.',
    },
    remedies: [],
    source: 'rabbitmq.com: Management Plugin',
  },
  {
    id: 'rabbitmq.listener-closed',
    kind: 'rabbitmq',
    title: { 'zh-CN': 'AMQP 端口不接受连接，管理接口正常', en: 'The AMQP port refuses connections while the management API answers' },
    explanation: {
      'zh-CN': '节点在运行，但应用连不上：监听被暂停（维护模式）、监听在别的地址，或前面的负载均衡没有后端。',
      en: 'The node runs, but applications cannot connect: its listeners are suspended (maintenance mode), bound elsewhere, or a load balancer in front has no backend.',
    },
    severity: 'critical',
    role: 'cause',
    hints: 'refused|connect|listener|5672|连不上|拒绝连接|端口',
    probes: ['server'],
    confirm: {
      all: [
        ['reach.isOk', '==', true],
        ['server.newcomers', '==', 'refused'],
      ],
    },
    likely: {
      all: [
        ['reach.isOk', '==', true],
        ['server.newcomers', '==', 'failed'],
      ],
    },
    refute: isServing,
    advice: {
      'zh-CN': '若是维护模式，用 rabbitmq-upgrade revive 恢复；否则核对 listeners.tcp 与负载均衡的后端。',
      en: 'After maintenance, rabbitmq-upgrade revive resumes the listeners; otherwise check listeners.tcp and the backends of the load balancer.',
    },
    remedies: [],
    source: 'rabbitmq.com: Networking; Maintenance Mode',
  },
  {
    id: 'rabbitmq.not-accepting',
    kind: 'rabbitmq',
    title: { 'zh-CN': 'AMQP 端口能连上，但新连接卡住无响应', en: 'The AMQP port connects, but new connections hang' },
    explanation: {
      'zh-CN':
        '管理接口正常，AMQP 端口却不应答：文件句柄或套接字用尽时，节点会停止接受新连接（句柄 {descriptors.usedRatio|percent}，套接字 {sockets.usedRatio|percent}）。',
      en: 'The management API answers and the AMQP port does not: out of file descriptors or sockets, a node stops accepting connections (descriptors {descriptors.usedRatio|percent}, sockets {sockets.usedRatio|percent}).',
    },
    severity: 'critical',
    role: 'symptom',
    hints: 'timeout|connect|hang|连不上|超时|无响应',
    probes: ['server', 'nodes'],
    confirm: {
      all: [
        ['reach.isOk', '==', true],
        ['server.newcomers', '==', 'silent'],
      ],
    },
    refute: isServing,
    advice: {
      'zh-CN': '先看句柄与套接字的上限和占用者；断开泄漏连接的客户端，再调高上限。',
      en: 'See the limits of descriptors and sockets and who uses them; drop the clients that leak, then raise the limits.',
    },
    remedies: [],
    source: 'rabbitmq.com: Networking, Open File Handle Limit',
  },
];

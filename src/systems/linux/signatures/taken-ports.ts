/** Ports that somebody else holds. */

import type { Condition } from '../../../domain/signature.ts';
import { serving } from './declared-services.ts';
import { foreignAnswers, goneNeighbours, type LinuxFault } from './fault.ts';

const taken = 'Address already in use|EADDRINUSE|Only one usage of each socket address';

/** The newest that a log says is that a port is taken, and somebody holds it. */
const isTakenNow: Condition = {
  all: [
    ['logs.addressInUse', '>=', 1],
    ['logs.holder.pid', '>', 1],
    {
      any: [
        ['logs.newestError', 'matches', taken],
        ['logs.endReason', 'matches', taken],
      ],
    },
  ],
};

export const takenPortFaults: readonly LinuxFault[] = [
  {
    fault: 'port-squatter',
    title: {
      'zh-CN': '端口 {services.squatter.port} 被 {services.squatter.name} 占用',
      en: 'port {services.squatter.port} is taken by {services.squatter.name} (address in use)',
    },
    explanation: {
      'zh-CN':
        '{services.squatter.service} 应监听的端口 {services.squatter.port} 被 {services.squatter.command|command}（PID {services.squatter.pid}）占用，服务自己起不来。',
      en: 'Port {services.squatter.port} of {services.squatter.service} is already in use by {services.squatter.command|command} (pid {services.squatter.pid}), so the service cannot start.',
    },
    severity: 'critical',
    role: 'cause',
    about: ['services.squatter.port', 'services.squatter.service'],
    explains: ['service-down', 'crash-loop', ...goneNeighbours, ...foreignAnswers],
    hints: `address already in use|eaddrinuse|占用|${serving}`,
    probes: ['services', 'service-logs'],
    confirm: ['services.squatter.count', '>=', 1],
    likely: {
      all: [
        ['logs.addressInUse', '>=', 1],
        ['services.downCount', '>=', 1],
      ],
    },
    refute: {
      all: [
        ['services.squatter.count', '==', 0],
        ['logs.addressInUse', '==', 0],
      ],
    },
    advice: {
      'zh-CN': '停掉占用者，再启动 {services.squatter.service}。',
      en: 'Stop the squatter, then start {services.squatter.service}.',
    },
    remedies: [
      {
        action: 'terminate-process',
        arguments: { pid: '{services.squatter.pid}', startTicks: '{services.squatter.startTicks}', name: '{services.squatter.name}' },
        when: ['services.squatter.pid', '>', 1],
      },
    ],
    remedyMode: 'sequence',
    source: 'bind(2): EADDRINUSE',
  },
  {
    fault: 'port-in-use',
    title: {
      'zh-CN': '端口 {logs.addressInUsePort} 已被 {logs.holder.name} 占用，程序起不来',
      en: 'port {logs.addressInUsePort} is already in use by {logs.holder.name}: a program cannot start',
    },
    explanation: {
      'zh-CN':
        '{logs.path} 里的程序报 {logs.newestError}。占着端口 {logs.addressInUsePort} 的是 {logs.holder.command|command}（PID {logs.holder.pid}）：程序每次启动都因此退出，访问这个端口的人得到的是占用者的回应。',
      en: 'The program of {logs.path} says {logs.newestError}. Port {logs.addressInUsePort} is held by {logs.holder.command|command} (pid {logs.holder.pid}): the program ends at each start, and who asks that port is answered by the other.',
    },
    severity: 'critical',
    role: 'cause',
    about: ['logs.path', 'logs.addressInUsePort', 'logs.holder.name'],
    explains: ['port-squatter', 'service-down', 'crash-loop', 'new-log-errors', 'log-full-of-errors', ...goneNeighbours, ...foreignAnswers],
    hints: `address already in use|eaddrinuse|占用|${serving}`,
    probes: ['service-logs', 'services'],
    confirm: { all: [isTakenNow, ['services.downCount', '>=', 1]] },
    confirmWhenHinted: isTakenNow,
    refute: ['logs.addressInUse', '==', 0],
    advice: {
      'zh-CN': '先确认占用者是谁启动的、是否还要用；停掉它或给它换端口，再启动原来的程序。',
      en: 'Find out who started the holder and whether it is needed; stop it or give it another port, then start the program.',
    },
    remedies: [
      {
        action: 'terminate-process',
        arguments: { pid: '{logs.holder.pid}', startTicks: '{logs.holder.startTicks}', name: '{logs.holder.name}' },
        when: ['logs.holder.pid', '>', 1],
      },
    ],
    source: 'bind(2): EADDRINUSE',
  },
];

/** What happens when a limit of memory is reached: of the machine or of a control group. */

import { servesNothing } from '../../../analysis/rca/relate.ts';
import type { Condition } from '../../../domain/signature.ts';
import { goneNeighbours, type LinuxFault, slowNeighbours } from './fault.ts';

const shortage = 'memory|\\bmem\\b|\\boom\\b|swap|killed|内存|交换|被杀';
/** By somebody beyond its own group: a tool that a job or a container used up its own memory with is not, nor a group that was taken away. */
const isMissed: Condition = {
  any: [
    ['kernel.oom.scope', '!=', 'cgroup'],
    {
      all: [{ not: ['kernel.oom.victim', 'matches', servesNothing.source] }, ['kernel.oom.isGroupGone', '!=', true]],
    },
  ],
};

export const memoryKillFaults: readonly LinuxFault[] = [
  {
    fault: 'oom-kill',
    title: { 'zh-CN': '{kernel.oom.victim} 因内存不足被 OOM 杀死', en: '{kernel.oom.victim} was OOM killed (out of memory)' },
    explanation: {
      'zh-CN':
        '{kernel.oom.ageSeconds|duration} 前 {kernel.oom.victim}（PID {kernel.oom.pid}）被内核 OOM 杀死，范围：{kernel.oom.scope}，当时占用 {kernel.oom.rssBytes|bytes}；这段时间共 {kernel.oomKills} 次。',
      en: '{kernel.oom.victim} (pid {kernel.oom.pid}) was killed by the kernel {kernel.oom.ageSeconds|duration} ago, scope {kernel.oom.scope}, while it held {kernel.oom.rssBytes|bytes}; {kernel.oomKills} OOM kills in this time.',
    },
    severity: 'critical',
    role: 'cause',
    about: ['kernel.oom.victim'],
    explains: ['service-down', 'crash-loop', 'redis.restarted-empty', 'memcached.cold-after-restart', ...goneNeighbours],
    hints: `crash|restart|down|gone|flap|reset|\\bdie[ds]?\\b|崩溃|重启|退出|抖动|重置|挂[了掉]|宕|掉线|起不来|${shortage}`,
    probes: ['kernel-log', 'memory'],
    confirm: {
      all: [
        ['kernel.oomKills', '>=', 1],
        ['kernel.oom.scope', '!=', 'cgroup'],
        ['kernel.oom.beforeIncidentSeconds', '<=', 600],
      ],
    },
    // A group that outgrew its own limit does not concern what lies outside of it.
    confirmWhenHinted: {
      all: [['kernel.oomKills', '>=', 1], isMissed, ['kernel.oom.beforeIncidentSeconds', '<=', 600]],
    },
    likelyWhenHinted: {
      all: [['kernel.oomKills', '>=', 1], isMissed, ['kernel.oom.beforeIncidentSeconds', '<=', 900]],
    },
    refute: {
      any: [
        ['kernel.oomKills', '==', 0],
        ['memory.oomKillsSinceBoot', '==', 0],
      ],
    },
    advice: {
      'zh-CN': '确认被杀的服务已恢复；给它合适的内存上限，或给机器（容器）加内存。',
      en: 'See that the killed service is back; give it a fitting limit, or the machine (container) more memory.',
    },
    remedies: [],
    source: 'Linux kernel, mm/oom_kill.c',
  },
  {
    fault: 'cgroup-memory-full',
    title: { 'zh-CN': '容器（cgroup）内存达到上限（限额用尽）', en: 'a container (cgroup) has reached its memory limit' },
    explanation: {
      'zh-CN':
        '{cgroup.memory.path} 用了限额 {cgroup.memory.limitBytes|bytes}的 {cgroup.memory.usedRatio|percent}，达到上限 {cgroup.memory.hits} 次，再多就会被 OOM 杀死，其中的进程：{cgroup.memory.name}。机器本身可能还有内存。',
      en: '{cgroup.memory.path} uses {cgroup.memory.usedRatio|percent} of its {cgroup.memory.limitBytes|bytes} and has hit the limit {cgroup.memory.hits} times; in it runs {cgroup.memory.name}, next to be OOM killed. The machine itself may have memory left.',
    },
    severity: 'critical',
    role: 'cause',
    about: ['cgroup.memory.name'],
    explains: ['oom-kill', 'memory-exhausted', 'redis.bgsave-failing', ...slowNeighbours],
    hints: `container|cgroup|limit|容器|限额|${shortage}`,
    probes: ['cgroups'],
    confirm: {
      all: [
        ['cgroup.memory.usedRatio', '>=', 0.93],
        ['cgroup.memory.hits', '>=', 1],
      ],
    },
    likely: ['cgroup.memory.usedRatio', '>=', 0.9],
    refute: {
      all: [
        ['cgroup.memory.usedRatio', '<', 0.7],
        ['cgroup.oom.kills', '==', 0],
      ],
    },
    advice: {
      'zh-CN': '提高该容器的内存限额，或查其中进程为何增长。',
      en: "Raise that container's memory limit, or find why the process in it grew.",
    },
    remedies: [],
    source: 'Linux kernel, Documentation/admin-guide/cgroup-v2.rst',
  },
  {
    fault: 'cgroup-oom',
    title: { 'zh-CN': '容器（cgroup）超出内存上限，进程被 OOM 杀死', en: 'OOM kill in a container (cgroup): out of memory, at its limit' },
    explanation: {
      'zh-CN':
        '{cgroup.oom.path} 的限额为 {cgroup.oom.limitBytes|bytes}，其中的进程已因超限被杀 {cgroup.oom.kills} 次；最近被杀的是 {kernel.oom.victim}。',
      en: '{cgroup.oom.path} is limited to {cgroup.oom.limitBytes|bytes} and processes in it were killed {cgroup.oom.kills} times for exceeding it, the last one {kernel.oom.victim}.',
    },
    severity: 'critical',
    role: 'cause',
    about: ['kernel.oom.victim'],
    explains: ['oom-kill', 'service-down', 'crash-loop', ...goneNeighbours],
    hints: `container|cgroup|容器|crash|restart|flap|reset|\\bdie[ds]?\\b|崩溃|重启|抖动|重置|挂[了掉]|宕|掉线|起不来|${shortage}`,
    probes: ['cgroups', 'kernel-log'],
    // Again and again, and about to once more.
    confirm: {
      all: [
        ['cgroup.oom.kills', '>=', 3],
        ['cgroup.memory.usedRatio', '>=', 0.9],
        ['kernel.oom.scope', '==', 'cgroup'],
        ['kernel.oom.beforeIncidentSeconds', '<=', 600],
      ],
    },
    confirmWhenHinted: {
      all: [
        ['cgroup.oom.kills', '>=', 1],
        ['kernel.oom.scope', '==', 'cgroup'],
        ['kernel.oom.beforeIncidentSeconds', '<=', 600],
      ],
    },
    likelyWhenHinted: {
      all: [
        ['cgroup.oom.kills', '>=', 1],
        ['cgroup.memory.usedRatio', '>=', 0.8],
      ],
    },
    refute: {
      all: [
        ['cgroup.oom.kills', '==', 0],
        ['kernel.oomKills', '==', 0],
      ],
    },
    advice: {
      'zh-CN': '提高容器的内存限额，或降低其中进程的内存用量。',
      en: "Raise the container's memory limit, or let what runs in it use less.",
    },
    remedies: [],
    source: 'Linux kernel, Documentation/admin-guide/cgroup-v2.rst: memory.events',
  },
];

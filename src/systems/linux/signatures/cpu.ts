/** Faults of the processors: who takes them, and who gets too little. */

import type { Condition } from '../../../domain/signature.ts';
import { unlessSaid } from '../../unless-said.ts';
import { type LinuxFault, slowNeighbours } from './fault.ts';

const slowness = 'slow|\\bcpu\\b|load|latency|hang|lag|busy|慢|卡|负载|处理器|延迟|响应';
/** Of a machine that is slow, but not where the words say which other part of it is: a disk that is busy is no matter of its processors. */
const slownessOfNothingElse = `${unlessSaid('\\bdisks?\\b|filesystem|\\binodes?\\b|\\bmemory\\b|磁盘|内存|文件系统', 'slow|latency|hang|lag|busy|慢|卡|延迟|响应')}|\\bcpu\\b|\\bload\\b|处理器|负载`;

/** It has used a core since it began, or is one of several alike that share the cores between them. */
const isLasting: Condition = {
  any: [
    ['cpu.top.lifetimeCores', '>=', 0.4],
    {
      all: [
        ['cpu.group.count', '>=', 3],
        ['cpu.top.lifetimeCores', '>=', 0.15],
        ['cpu.psiSome10', '>=', 30],
      ],
    },
  ],
};

export const cpuFaults: readonly LinuxFault[] = [
  {
    fault: 'cpu-hog',
    title: { 'zh-CN': '{cpu.top.name} 占满 CPU', en: '{cpu.top.name} uses up the CPU (high CPU usage)' },
    explanation: {
      'zh-CN':
        'CPU 占用率 {cpu.busyRatio|percent}（{cpu.cores} 核），其中 {cpu.group.busyShareRatio|percent} 来自 {cpu.group.count} 个「{cpu.group.command|command}」进程，占用最多的 PID 是 {cpu.top.pid}，已运行 {cpu.top.ageSeconds|duration}；负载 {cpu.load1}。',
      en: 'The processors are {cpu.busyRatio|percent} busy ({cpu.cores} cores), and {cpu.group.busyShareRatio|percent} of that is {cpu.group.count} × "{cpu.group.command|command}", led by pid {cpu.top.pid}, which has run for {cpu.top.ageSeconds|duration}; load {cpu.load1}.',
    },
    severity: 'warning',
    role: 'cause',
    explains: ['cpu-saturated', 'accept-queue-full', ...slowNeighbours],
    hints: slowness,
    probes: ['cpu'],
    confirm: {
      all: [
        ['cpu.busyRatio', '>=', 0.92],
        ['cpu.group.busyShareRatio', '>=', 0.6],
        ['cpu.top.ageSeconds', '>=', 10],
        isLasting,
        ['cpu.top.nice', '<', 15],
        {
          any: [
            ['cpu.psiSome10', '>=', 10],
            ['cpu.running', '>', { fact: 'cpu.cores' }],
            ['cpu.loadPerCore', '>=', 0.9],
          ],
        },
      ],
    },
    likely: {
      all: [
        ['cpu.busyRatio', '>=', 0.9],
        ['cpu.group.busyShareRatio', '>=', 0.5],
        ['cpu.top.ageSeconds', '>=', 30],
        isLasting,
        ['cpu.psiSome60', '>=', 25],
      ],
    },
    refute: ['cpu.busyRatio', '<', 0.7],
    advice: {
      'zh-CN': '确认 {cpu.top.command|command}（PID {cpu.top.pid}）是否该运行；失控的先暂停或降低优先级，声明过的服务按流程重启。',
      en: 'Decide whether {cpu.top.command|command} (pid {cpu.top.pid}) should be running; pause it or lower its priority, or restart it where it is a declared service.',
    },
    remedies: [
      { action: 'restart-service', arguments: { service: '{cpu.top.service}' }, when: ['cpu.top.service', '!=', ''] },
      {
        action: 'pause-process',
        arguments: { pid: '{cpu.top.pid}', startTicks: '{cpu.top.startTicks}', name: '{cpu.top.name}' },
        when: {
          all: [
            ['cpu.top.service', '==', ''],
            ['cpu.top.isServing', '==', false],
          ],
        },
      },
      {
        action: 'pause-process',
        arguments: { pid: '{cpu.second.pid}', startTicks: '{cpu.second.startTicks}', name: '{cpu.second.name}' },
        when: {
          all: [
            ['cpu.top.service', '==', ''],
            ['cpu.top.isServing', '==', false],
            ['cpu.second.isAlike', '==', true],
          ],
        },
      },
      {
        action: 'renice-process',
        arguments: { pid: '{cpu.top.pid}', startTicks: '{cpu.top.startTicks}', name: '{cpu.top.name}', nice: 10 },
        when: {
          all: [
            ['cpu.top.service', '==', ''],
            ['cpu.top.isServing', '==', true],
          ],
        },
      },
    ],
    remedyMode: 'sequence',
    source: 'Brendan Gregg, Systems Performance, the USE method: CPU utilisation by process',
  },
  {
    fault: 'cpu-saturated',
    title: { 'zh-CN': 'CPU 饱和：负载过高', en: 'CPU is saturated: the load is too high' },
    explanation: {
      'zh-CN':
        '负载是核数的 {cpu.loadPerCore} 倍，占用率 {cpu.busyRatio|percent}，任务有 {cpu.psiSome60}% 的时间在等 CPU。占用最多的是 {cpu.top.command|command}（PID {cpu.top.pid}，{cpu.top.usedCores} 核），但没有单个程序长期占主导。',
      en: 'The load is {cpu.loadPerCore} times the cores, {cpu.busyRatio|percent} CPU usage, and work waits for a processor {cpu.psiSome60}% of the time. {cpu.top.command|command} (pid {cpu.top.pid}) takes the most, {cpu.top.usedCores} cores, but no single program leads for long.',
    },
    severity: 'warning',
    role: 'symptom',
    looksLike: ['asked-more'],
    hints: slownessOfNothingElse,
    probes: ['cpu'],
    confirm: {
      all: [
        ['cpu.busyRatio', '>=', 0.97],
        ['cpu.loadPerCore', '>=', 4],
        ['cpu.psiSome60', '>=', 60],
      ],
    },
    likelyWhenHinted: {
      all: [
        ['cpu.busyRatio', '>=', 0.9],
        // The load average follows by a minute; how long tasks waited in the last ten seconds does not.
        {
          any: [
            ['cpu.loadPerCore', '>=', 1.5],
            {
              all: [
                ['cpu.psiSome10', '>=', 50],
                ['cpu.running', '>', { fact: 'cpu.cores', times: 2 }],
              ],
            },
          ],
        },
      ],
    },
    refute: ['cpu.busyRatio', '<', 0.8],
    advice: {
      'zh-CN': '减少同时运行的任务，或增加核数；先看哪些任务可以推迟。',
      en: 'Run less at once or add cores; look first for work that can wait.',
    },
    remedies: [],
    source: 'Linux kernel, Documentation/accounting/psi.rst',
  },
  {
    fault: 'cpu-steal',
    title: { 'zh-CN': 'CPU 被宿主机抢占（steal）', en: 'the hypervisor steals CPU from this machine (steal time)' },
    explanation: {
      'zh-CN': '有 {cpu.stealRatio|percent} 的时间虚拟机想运行却得不到物理 CPU，所有程序都变慢：宿主机超卖，或实例的 CPU 积分已用完。',
      en: 'For {cpu.stealRatio|percent} of the time this virtual machine wanted to run and got no physical CPU, so that everything is slow: the host is oversold, or the instance has used up its CPU credits.',
    },
    severity: 'warning',
    role: 'cause',
    explains: ['cpu-saturated', ...slowNeighbours],
    hints: `steal|${slowness}`,
    probes: ['cpu'],
    confirm: ['cpu.stealRatio', '>=', 0.3],
    likely: ['cpu.stealRatio', '>=', 0.2],
    refute: ['cpu.stealRatio', '<', 0.05],
    advice: {
      'zh-CN': '联系云厂商或迁移到不超卖的宿主机；突发型实例检查 CPU 积分。',
      en: 'Move to a host that is not oversold, or check the CPU credits of a burstable instance.',
    },
    remedies: [],
    source: 'proc(5): steal in /proc/stat',
  },
  {
    fault: 'cpu-throttled',
    title: { 'zh-CN': '{cgroup.cpu.path} 达到 CPU 限额，被限流（throttled）', en: '{cgroup.cpu.path} is throttled by its CPU quota' },
    explanation: {
      'zh-CN': '{cgroup.cpu.path} 在 {cgroup.cpu.throttledRatio|percent} 的调度周期里用完了 CPU 配额，被强制等待，请求变慢。',
      en: '{cgroup.cpu.path} used up its CPU quota and was throttled in {cgroup.cpu.throttledRatio|percent} of the periods: its requests are slow.',
    },
    severity: 'warning',
    role: 'cause',
    explains: [...slowNeighbours],
    hints: `throttl|限流|${slownessOfNothingElse}`,
    probes: ['cgroups'],
    confirm: {
      all: [
        ['cgroup.cpu.throttledRatio', '>=', 0.5],
        ['cgroup.cpu.isMeant', '==', true],
      ],
    },
    likely: ['cgroup.cpu.throttledRatio', '>=', 0.25],
    refute: ['cgroup.cpu.throttledRatio', '<', 0.05],
    advice: {
      'zh-CN': '提高该 cgroup（容器）的 CPU 限额，或减少其并行度。',
      en: 'Raise the CPU limit of that group (container), or let it run less in parallel.',
    },
    remedies: [],
    source: 'Linux kernel, Documentation/scheduler/sched-bwc.rst',
  },
  {
    fault: 'fork-storm',
    title: { 'zh-CN': '进程被大量快速创建（fork 风暴）', en: 'a fork storm: processes are started too fast' },
    explanation: {
      'zh-CN': '每秒创建 {cpu.forksPerSecond} 个进程，内核态 CPU 占 {cpu.systemRatio|percent}：有脚本在循环起进程，或服务在反复崩溃重启。',
      en: '{cpu.forksPerSecond} processes are started every second and the kernel takes {cpu.systemRatio|percent} of the CPU: a script starts them in a loop, or something crashes and restarts.',
    },
    severity: 'warning',
    role: 'cause',
    explains: ['cpu-saturated'],
    hints: `fork|crash|${slowness}`,
    probes: ['cpu'],
    confirm: {
      all: [
        ['cpu.forksPerSecond', '>=', 600],
        ['cpu.systemRatio', '>=', 0.35],
        ['cpu.busyRatio', '>=', 0.8],
      ],
    },
    refute: ['cpu.forksPerSecond', '<', 100],
    advice: {
      'zh-CN': '从进程列表里找出反复出现的命令及其父进程。',
      en: 'Look in the list of processes for the command that keeps coming and for its parent.',
    },
    remedies: [],
    source: 'proc(5): processes in /proc/stat',
  },
];

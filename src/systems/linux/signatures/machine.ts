/** What the kernel and the clock say about the machine itself. */

import { goneNeighbours, type LinuxFault } from './fault.ts';

export const machineFaults: readonly LinuxFault[] = [
  {
    fault: 'rebooted',
    title: { 'zh-CN': '主机在故障期间重启过', en: 'the machine was rebooted during the incident' },
    explanation: {
      'zh-CN': '主机 {identity.uptimeSeconds|duration} 前启动，晚于故障开始：服务中断由这次重启造成。',
      en: 'The machine rebooted {identity.uptimeSeconds|duration} ago, after the incident had begun: the reboot is the interruption.',
    },
    severity: 'warning',
    role: 'cause',
    explains: [...goneNeighbours, 'redis.restarted-empty'],
    hints: 'reboot|restart|uptime|重启|开机',
    probes: ['identity'],
    confirm: ['identity.bootedBeforeIncidentSeconds', '<', 0],
    refute: ['identity.bootedBeforeIncidentSeconds', '>', 3_600],
    advice: {
      'zh-CN': '查重启原因：内核崩溃、掉电、宿主机维护，还是有人操作。',
      en: 'Find why: a panic, power, maintenance of the host, or a person.',
    },
    remedies: [],
    source: 'node-mixin: node_boot_time_seconds',
  },
  {
    fault: 'program-crashes',
    title: { 'zh-CN': '{kernel.segfaultName} 反复崩溃（段错误 segfault）', en: '{kernel.segfaultName} keeps crashing (segfault)' },
    explanation: {
      'zh-CN': '内核在这段时间记录了 {kernel.segfaults} 次段错误，最近的是 {kernel.segfaultName}；每次崩溃都会中断它的请求。',
      en: 'The kernel logged {kernel.segfaults} segmentation faults in this time, the last in {kernel.segfaultName}; each crash ends what it was serving.',
    },
    severity: 'warning',
    role: 'cause',
    explains: ['crash-loop', 'service-down'],
    hints: 'crash|segfault|core dump|崩溃|段错误',
    probes: ['kernel-log'],
    confirm: ['kernel.segfaults', '>=', 3],
    refute: ['kernel.segfaults', '==', 0],
    advice: {
      'zh-CN': '收集 core 文件，回退最近升级的程序或库。',
      en: 'Collect the core file and roll back what was upgraded last, program or library.',
    },
    remedies: [],
    source: 'signal(7): SIGSEGV',
  },
  {
    fault: 'hardware-errors',
    title: { 'zh-CN': '硬件故障：内存或 CPU 报错', en: 'hardware errors are reported (memory, CPU)' },
    explanation: {
      'zh-CN': '内核在这段时间记录了 {kernel.hardwareErrors} 次硬件错误、{kernel.lockups} 次 CPU 锁死；最近一条：{kernel.lastComplaint}',
      en: 'The kernel logged {kernel.hardwareErrors} hardware errors and {kernel.lockups} lockups in this time; the last: {kernel.lastComplaint}',
    },
    severity: 'critical',
    role: 'cause',
    explains: ['program-crashes', 'rebooted', 'tasks-stuck'],
    hints: 'hardware|mce|ecc|lockup|硬件|死锁',
    probes: ['kernel-log'],
    confirm: ['kernel.hardwareErrors', '>=', 3],
    likely: {
      any: [
        ['kernel.hardwareErrors', '>=', 1],
        ['kernel.lockups', '>=', 2],
      ],
    },
    refute: {
      all: [
        ['kernel.hardwareErrors', '==', 0],
        ['kernel.lockups', '==', 0],
      ],
    },
    advice: { 'zh-CN': '把业务迁走，检查内存条与 CPU 温度。', en: 'Move the work away, check memory modules and temperatures.' },
    remedies: [],
    source: 'rasdaemon(1), Linux kernel, Documentation/arch/x86/mce.rst',
  },
  {
    fault: 'nfs-not-responding',
    title: { 'zh-CN': '网络文件系统（NFS）没有响应', en: 'a network filesystem (NFS) does not respond' },
    explanation: {
      'zh-CN': '内核在这段时间报 NFS 服务器无响应 {kernel.nfsNotResponding} 次，{stuck.count} 个进程卡在内核里（{stuck.wchan}）。',
      en: 'The kernel said {kernel.nfsNotResponding} times that an NFS server does not respond, and {stuck.count} processes are blocked in the kernel ({stuck.wchan}).',
    },
    severity: 'critical',
    role: 'cause',
    explains: ['tasks-stuck', 'cpu-saturated'],
    hints: 'nfs|mount|hang|挂载|卡死',
    probes: ['kernel-log', 'processes'],
    confirm: ['kernel.nfsNotResponding', '>=', 1],
    likely: {
      all: [
        ['stuck.count', '>=', 1],
        ['stuck.wchan', 'matches', 'nfs|rpc_wait'],
      ],
    },
    refute: {
      all: [
        ['kernel.nfsNotResponding', '==', 0],
        ['stuck.count', '==', 0],
      ],
    },
    advice: {
      'zh-CN': '恢复 NFS 服务器或网络；必要时惰性卸载（umount -l）。',
      en: 'Bring the NFS server or the network back; unmount lazily (umount -l) if it must be.',
    },
    remedies: [],
    source: 'nfs(5): hard mounts',
  },
  {
    fault: 'clock-skew',
    title: { 'zh-CN': '系统时钟偏差 {clock.offsetSeconds} 秒（时间不准）', en: 'clock skew: the clock is {clock.offsetSeconds} s off' },
    explanation: {
      'zh-CN': '时钟偏差 {clock.offsetSeconds} 秒（来源：{clock.source}）：证书校验、令牌、分布式锁和日志时间都会出错。',
      en: 'The clock is {clock.offsetSeconds} s off (by {clock.source}): certificates, tokens, distributed locks and log times go wrong.',
    },
    severity: 'warning',
    role: 'cause',
    explains: ['http.certificate-not-yet-valid', 'http.certificate-expired', 'http.unauthorized', 'redis.clock-skew'],
    hints: 'clock|time|ntp|skew|not yet valid|expired|时钟|时间|过期|同步',
    probes: ['clock'],
    confirm: ['clock.absoluteOffsetSeconds', '>=', 8],
    likely: ['clock.absoluteOffsetSeconds', '>=', 3],
    refute: ['clock.absoluteOffsetSeconds', '<', 2.5],
    advice: {
      'zh-CN': '检查 chronyd/ntpd 是否运行、能否访问时间源，再逐步校正。',
      en: 'See that chronyd or ntpd runs and reaches its sources, then slew the clock.',
    },
    remedies: [],
    source: 'node-mixin: NodeClockSkewDetected',
  },
  {
    fault: 'clock-not-synchronised',
    title: { 'zh-CN': '时钟没有同步（NTP）', en: 'the clock is not synchronised (NTP)' },
    explanation: {
      'zh-CN': '时间同步服务在运行但没有同步上，目前偏差 {clock.offsetSeconds} 秒，会越来越大。',
      en: 'The time service runs but is not synchronised; the clock is {clock.offsetSeconds} s off and drifts further.',
    },
    severity: 'info',
    role: 'cause',
    hints: 'clock|ntp|chrony|时钟|同步',
    probes: ['clock'],
    confirm: {
      all: [
        ['clock.isSynchronized', '==', false],
        ['clock.isServiceThere', '==', true],
        ['clock.absoluteOffsetSeconds', '>=', 0.5],
      ],
    },
    refute: {
      any: [
        ['clock.isSynchronized', '==', true],
        ['clock.isServiceThere', '==', false],
      ],
    },
    advice: { 'zh-CN': '检查到时间源的网络（UDP 123）。', en: 'Look at the way to its sources (UDP 123).' },
    remedies: [],
    source: 'node-mixin: NodeClockNotSynchronising',
  },
];

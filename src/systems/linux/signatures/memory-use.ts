/** Faults of memory: who has it and where it goes. */

import { type LinuxFault, slowNeighbours } from './fault.ts';

const shortage = 'memory|\\bmem\\b|\\boom\\b|swap|killed|内存|交换|被杀';
const neighbours = [...slowNeighbours, 'redis.swapped', 'redis.bgsave-failing', 'redis.bgsave-refuses-writes'];

export const memoryFaults: readonly LinuxFault[] = [
  {
    fault: 'memory-hog',
    title: { 'zh-CN': '{memory.top.name} 耗尽内存（内存不足）', en: '{memory.top.name} uses up the memory' },
    explanation: {
      'zh-CN':
        '可用内存只剩 {memory.availableRatio|percent}；{memory.top.command|command}（PID {memory.top.pid}）占物理内存的 {memory.top.rssRatio|percent}，连同交换分区为 {memory.top.footprintRatio|percent}。接着就会换页变慢或触发 OOM。',
      en: 'Only {memory.availableRatio|percent} of memory is available; {memory.top.command|command} (pid {memory.top.pid}) has {memory.top.rssRatio|percent} of it, {memory.top.footprintRatio|percent} with its part of swap. Next comes swapping or an OOM kill.',
    },
    severity: 'critical',
    role: 'cause',
    explains: ['memory-exhausted', 'swap-thrashing', 'oom-kill', 'cpu-saturated', ...neighbours],
    hints: `leak|泄漏|${shortage}`,
    probes: ['memory'],
    confirm: {
      all: [
        ['memory.availableRatio', '<=', 0.1],
        ['memory.top.footprintRatio', '>=', 0.35],
      ],
    },
    likely: {
      any: [
        {
          all: [
            ['memory.availableRatio', '<=', 0.15],
            ['memory.top.footprintRatio', '>=', 0.5],
          ],
        },
        {
          all: [
            ['memory.availableRatio', '<=', 0.1],
            ['memory.group.rssRatio', '>=', 0.4],
          ],
        },
      ],
    },
    refute: ['memory.availableRatio', '>=', 0.3],
    advice: {
      'zh-CN': '重启或限制 {memory.top.name} 以先恢复内存，再查它为何增长（泄漏、缓存无上限、并发过高）。',
      en: 'Restart or limit {memory.top.name} to get the memory back, then find why it grew: a leak, an unbounded cache, too much at once.',
    },
    remedies: [
      { action: 'restart-service', arguments: { service: '{memory.top.service}' }, when: ['memory.top.service', '!=', ''] },
      {
        action: 'terminate-process',
        arguments: { pid: '{memory.top.pid}', startTicks: '{memory.top.startTicks}', name: '{memory.top.name}' },
      },
    ],
    source: 'Linux kernel, Documentation/filesystems/proc.rst: MemAvailable',
  },
  {
    fault: 'memory-leak',
    title: { 'zh-CN': '{memory.growing.name} 内存持续增长（疑似泄漏）', en: '{memory.growing.name}’s memory keeps growing (leak)' },
    explanation: {
      'zh-CN':
        '{memory.growing.command|command}（PID {memory.growing.pid}）已占 {memory.growing.rssRatio|percent} 的内存，每秒再增 {memory.growing.bytesPerSecond|bytes}，照此约 {memory.growing.secondsToFull|duration} 后内存耗尽。',
      en: '{memory.growing.command|command} (pid {memory.growing.pid}) has {memory.growing.rssRatio|percent} of memory and takes {memory.growing.bytesPerSecond|bytes} more every second: memory is exhausted in about {memory.growing.secondsToFull|duration}.',
    },
    severity: 'warning',
    role: 'cause',
    explains: ['memory-exhausted', 'swap-thrashing', ...neighbours],
    hints: `leak|grow|泄漏|增长|${shortage}`,
    probes: ['memory'],
    confirm: {
      all: [
        ['memory.growing.secondsToFull', '<=', 600],
        ['memory.growing.rssRatio', '>=', 0.2],
      ],
    },
    likely: {
      all: [
        ['memory.growing.secondsToFull', '<=', 2_400],
        ['memory.growing.rssRatio', '>=', 0.1],
      ],
    },
    refute: ['memory.growing.secondsToFull', '>', 86_400],
    advice: {
      'zh-CN': '在耗尽前重启它争取时间，并保留一份内存剖析。',
      en: 'Restart it before memory is gone to win time, and keep a heap profile.',
    },
    remedies: [],
    source: 'Google SRE Workbook, ch. 5: act on the time to exhaustion',
  },
  {
    fault: 'memory-exhausted',
    title: { 'zh-CN': '内存不足，即将耗尽', en: 'memory is nearly exhausted (out of memory soon)' },
    explanation: {
      'zh-CN':
        '可用内存只剩 {memory.availableRatio|percent}（{memory.availableBytes|bytes}），内存压力 {memory.psiSome60}%。程序会变慢，还可能被内核 OOM 杀死。',
      en: 'Only {memory.availableRatio|percent} of memory is available ({memory.availableBytes|bytes}), pressure {memory.psiSome60}%. Programs slow down, and the kernel may kill some (OOM).',
    },
    severity: 'critical',
    role: 'symptom',
    hints: shortage,
    probes: ['memory'],
    confirm: ['memory.availableRatio', '<=', 0.05],
    likely: {
      all: [
        ['memory.availableRatio', '<=', 0.1],
        ['memory.psiSome10', '>=', 10],
      ],
    },
    refute: ['memory.availableRatio', '>=', 0.2],
    advice: {
      'zh-CN': '找出占用最多的进程与内存文件系统（/dev/shm）。',
      en: 'Find who has most of it, and what lies in memory filesystems (/dev/shm).',
    },
    remedies: [],
    source: 'node-mixin: NodeMemoryHighUtilization',
  },
  {
    fault: 'memory-in-tmpfs',
    title: { 'zh-CN': '内存被 tmpfs 或共享内存占用', en: 'tmpfs files or shared memory use up the memory' },
    explanation: {
      'zh-CN': '共享内存与 tmpfs（如 /dev/shm、/run）占 {memory.sharedRatio|percent}，可用内存只剩 {memory.availableRatio|percent}。',
      en: 'Shared memory and tmpfs (/dev/shm, /run) hold {memory.sharedRatio|percent}, and only {memory.availableRatio|percent} is available.',
    },
    severity: 'critical',
    role: 'cause',
    explains: ['memory-exhausted', 'swap-thrashing', 'oom-kill', ...neighbours],
    hints: `tmpfs|shm|${shortage}`,
    probes: ['memory'],
    confirm: {
      all: [
        ['memory.sharedRatio', '>=', 0.4],
        ['memory.availableRatio', '<=', 0.15],
      ],
    },
    refute: ['memory.sharedRatio', '<', 0.2],
    advice: {
      'zh-CN': '检查 /dev/shm 与其他 tmpfs 中的大文件，删除不再需要的。',
      en: 'Look for big files in /dev/shm and other tmpfs mounts, and remove what nobody needs.',
    },
    remedies: [],
    source: 'tmpfs(5)',
  },
  {
    fault: 'kernel-memory',
    title: { 'zh-CN': '内核自身占用大量内存（slab）', en: 'the kernel itself uses up the memory (slab)' },
    explanation: {
      'zh-CN':
        '不可回收的内核内存占 {memory.unreclaimableRatio|percent}，可用内存只剩 {memory.availableRatio|percent}：可能是内核模块泄漏，或目录项、套接字数量过多。',
      en: 'Unreclaimable kernel memory is {memory.unreclaimableRatio|percent} and only {memory.availableRatio|percent} is available: a module leaks, or there are too many sockets or directory entries.',
    },
    severity: 'critical',
    role: 'cause',
    explains: ['memory-exhausted', 'swap-thrashing'],
    hints: shortage,
    probes: ['memory'],
    confirm: {
      all: [
        ['memory.unreclaimableRatio', '>=', 0.3],
        ['memory.availableRatio', '<=', 0.15],
      ],
    },
    refute: ['memory.unreclaimableRatio', '<', 0.1],
    advice: {
      'zh-CN': '用 slabtop 看是哪一类对象，必要时升级内核或重启。',
      en: 'See with slabtop which objects they are; a newer kernel or a reboot may be needed.',
    },
    remedies: [],
    source: 'slabtop(1), proc(5): SUnreclaim',
  },
  {
    fault: 'swap-thrashing',
    title: { 'zh-CN': '频繁换页（swap 抖动）', en: 'the machine is swapping heavily (thrashing)' },
    explanation: {
      'zh-CN':
        '每秒换入 {memory.swapInPerSecond} 页、换出 {memory.swapOutPerSecond} 页，交换分区已用 {memory.swapUsedRatio|percent}：内存不足，程序大部分时间在等内存页，变得很慢。',
      en: '{memory.swapInPerSecond} pages a second come in from swap and {memory.swapOutPerSecond} go out, {memory.swapUsedRatio|percent} of swap is used: memory is short, and programs mostly wait for their pages.',
    },
    severity: 'critical',
    role: 'symptom',
    explains: ['cpu-saturated', 'disk-saturated', ...slowNeighbours, 'redis.swapped'],
    hints: `slow|慢|${shortage}`,
    probes: ['memory'],
    confirm: {
      all: [
        ['memory.swapInPerSecond', '>=', 200],
        ['memory.swapOutPerSecond', '>=', 200],
      ],
    },
    likely: {
      all: [
        ['memory.swapInPerSecond', '>=', 100],
        ['memory.psiSome10', '>=', 20],
      ],
    },
    refute: ['memory.swapInPerSecond', '<', 20],
    advice: {
      'zh-CN': '先释放内存（停掉占用最多的进程），再考虑加内存。',
      en: 'Free memory first by ending who has most, then think of adding some.',
    },
    remedies: [],
    source: 'Systems Performance, ch. 7: paging',
  },
];

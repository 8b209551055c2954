/** Memory beside the heap: classes and buffers. */

import type { Signature } from '../../../domain/signature.ts';
import { memoryHints, restart } from './memory.ts';

export const offHeapSignatures: readonly Signature[] = [
  {
    id: 'jvm.metaspace-full',
    kind: 'jvm',
    title: { 'zh-CN': '元空间（Metaspace）已满：类在泄漏', en: 'Metaspace is full: classes leak' },
    explanation: {
      'zh-CN':
        '元空间 {metaspace.usedBytes} 字节，上限 {vm.maxMetaspaceBytes}；已加载 {classes.loaded} 个类，只卸载了 {classes.unloaded} 个。',
      en: 'Metaspace holds {metaspace.usedBytes} of {vm.maxMetaspaceBytes} bytes; {classes.loaded} classes are loaded and {classes.unloaded} were ever unloaded.',
    },
    severity: 'critical',
    role: 'cause',
    explains: ['jvm.gc-overhead'],
    hints: `${memoryHints}|metaspace|class|元空间`,
    probes: ['gc', 'vm'],
    quoted: 'OutOfMemoryError: ?(Metaspace|Compressed class space|PermGen space)',
    confirm: {
      any: [
        {
          all: [
            ['vm.maxMetaspaceBytes', '>', 0],
            ['metaspace.usedBytes', '>=', { fact: 'vm.maxMetaspaceBytes', times: 0.9 }],
          ],
        },
        // Many small class loaders fill it by the pieces that each of them keeps, long before what is used reaches the limit.
        {
          all: [
            ['vm.maxMetaspaceBytes', '>', 0],
            ['gc.cause', 'matches', 'Metadata|Last ditch'],
            ['gc.fullRuns', '>=', 3],
          ],
        },
      ],
    },
    likely: {
      all: [
        ['gc.cause', 'matches', 'Metadata'],
        ['classes.loadedInWindow', '>', 50],
      ],
    },
    refute: {
      any: [
        {
          all: [
            ['vm.maxMetaspaceBytes', '>', 0],
            ['metaspace.usedBytes', '<', { fact: 'vm.maxMetaspaceBytes', times: 0.6 }],
            ['gc.cause', 'matches', '^(?!.*(Metadata|Last ditch))'],
          ],
        },
        // Without a limit, as a JVM starts by itself, what fills up makes it collect.
        {
          all: [
            ['vm.maxMetaspaceBytes', '==', 0],
            ['gc.cause', 'matches', '^(?!.*Metadata)'],
          ],
        },
      ],
    },
    advice: {
      'zh-CN': '查动态代理、脚本引擎、反复热部署生成的类；必要时调大 MaxMetaspaceSize 并重启。',
      en: 'Look for proxies, script engines or redeployments that make classes; raise MaxMetaspaceSize and restart if needed.',
    },
    remedies: [restart],
    source: 'JDK: OutOfMemoryError: Metaspace',
  },
  {
    id: 'jvm.direct-memory',
    kind: 'jvm',
    title: { 'zh-CN': '堆外（直接）内存过大，疑似泄漏', en: 'Off-heap memory is large (direct buffers, leak)' },
    explanation: {
      'zh-CN':
        '堆外 Other 类别 {native.otherBytes} 字节，占已提交内存 {native.otherShare}：多为直接缓冲区没有释放，进程会一直涨到内存不足。',
      en: 'The category Other holds {native.otherBytes} bytes, {native.otherShare} of what is committed: mostly direct buffers that are not freed. The process grows until it is out of memory.',
    },
    severity: 'warning',
    role: 'cause',
    explains: ['jvm.heap-over-container-limit'],
    hints: 'direct|native|off.?heap|netty|rss|堆外|直接内存',
    probes: ['native-memory', 'vm'],
    // Direct buffers have a limit of their own, which may be a small share of all that is off the heap.
    quoted: 'OutOfMemoryError: ?(Direct buffer memory|Cannot reserve \\d+ bytes of direct buffer memory)|OutOfDirectMemoryError',
    confirm: {
      all: [
        ['native.isTracked', '==', true],
        ['native.otherShare', '>=', 0.4],
        ['native.otherBytes', '>=', { fact: 'vm.maxHeapBytes', times: 0.5 }],
      ],
    },
    advice: {
      'zh-CN': '检查 Netty/NIO 缓冲区的释放，并设置 -XX:MaxDirectMemorySize。',
      en: 'Look at how NIO or Netty buffers are released, and set -XX:MaxDirectMemorySize.',
    },
    remedies: [],
    source: 'JDK: Native Memory Tracking',
  },
];

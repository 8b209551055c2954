/**
 * A connection that is not answered where neither a host nor a route can be at fault, since it never leaves the machine: the process does not
 * take connections any more, and its queue of new ones is full.
 */

import type { Condition, Signature } from '../domain/signature.ts';

const loopback = '(?<![\\w.-])(127(\\.\\d+){3}|localhost|\\[?::1\\]?)(?![\\w-]|\\.\\w)';

/** Whether what the failure says is about an address of this machine alone; `fact` is its words. */
export function isOnLoopback(fact: string): Condition {
  return [fact, 'matches', loopback];
}

export interface BacklogWords {
  readonly kind: string;
  /** As people call it. */
  readonly product: string;
  readonly probes: readonly string[];
  readonly hints: string;
}

/** It takes the place of `kind.unreachable`, whose path to the server is the other way to read the same silence. */
export function fullBacklog({ kind, product, probes, hints }: BacklogWords): Signature {
  return {
    id: `${kind}.takes-no-connections`,
    kind,
    title: { 'zh-CN': `${product} 卡住：无响应，不再接受新连接`, en: `${product} hangs and accepts no new connections (backlog full)` },
    explanation: {
      'zh-CN':
        '在本机上建立连接都没有回应：{reach.reason}。端口还在监听，但进程没有取走连接，监听队列（backlog）已满：进程卡死、被挂起，或忙不过来。',
      en: 'On its own machine a connection is not answered in time: {reach.reason}. The port listens, but the process does not accept what waits, and its backlog is full: it hangs, was stopped, or cannot keep up.',
    },
    severity: 'critical',
    role: 'cause',
    explains: [`${kind}.unreachable`],
    hints: `hang|hung|stuck|timeout|down|卡|超时|无响应|连不上|${hints}`,
    probes,
    confirm: { all: [['reach.isOk', '==', false], ['reach.problem', '==', 'timed-out'], isOnLoopback('reach.reason')] },
    refute: ['reach.isOk', '==', true],
    advice: {
      'zh-CN': '看进程状态（ps 的 STAT：T 为被挂起，D 为等磁盘）与监听队列（ss -ltn 的 Recv-Q），取一次线程栈后再恢复或重启它。',
      en: 'Look at the state of its process (STAT of ps: T is stopped, D waits for a disk) and at its queue (Recv-Q of ss -ltn); take a stack trace, then continue or restart it.',
    },
    remedies: [],
    source: 'listen(2): backlog; tcp(7): tcp_abort_on_overflow',
  };
}

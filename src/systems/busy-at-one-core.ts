/** A server that is slow or silent because its one thread is busy: its process uses a whole core, and the machine has others. */

import type { Condition, Signature } from '../domain/signature.ts';

/** About one core: a process that uses several has more than one thread to answer with. */
const isAtOneCore: Condition = {
  on: 'runsOn',
  where: {
    all: [
      ['cpu.own.usedCores', '>=', 0.9],
      ['cpu.own.usedCores', '<', 1.3],
    ],
  },
};

/**
 * For a kind that any program may serve: with what its machine (`runsOn`) says of the process behind the port. It carries no hints, so that
 * a system whose machine is not declared leaves no question open.
 */
export function busyAtOneCore(kind: string, signatures: readonly Signature[]): readonly Signature[] {
  const slow = signatures.filter(
    ({ id }) => /\.(no-answer|not-answering|slow-answer|flapping|silent)$/.test(id) && id.startsWith(`${kind}.`),
  );
  if (slow.length === 0) return [];
  const seen = slow.flatMap(({ confirm, likely }) => [confirm, ...(likely === undefined ? [] : [likely])]);
  return [
    {
      id: `${kind}.busy-at-one-core`,
      kind,
      title: {
        'zh-CN': '服务进程占满一个 CPU 核，来不及应答（单线程或事件循环被阻塞）',
        en: 'Its process keeps one CPU core fully busy and cannot answer in time (single thread or event loop blocked)',
      },
      explanation: {
        'zh-CN':
          '监听该端口的进程正占满约一个 CPU 核（100%）：只有一个线程处理请求的程序（Node.js、Python、Redis 之类）此时对谁都应答得慢或不应答。多为死循环、灾难性的正则、超大的输入或同步的大计算。',
        en: 'The process that listens on this port uses about one whole CPU core (100 %): a program that serves everybody with one thread (Node.js, Python and others) is then slow or silent for all. Mostly an endless loop, a catastrophic regular expression, huge input, or a large computation that is not taken apart.',
      },
      severity: 'critical',
      role: 'cause',
      explains: [...new Set(slow.flatMap(({ id, explains }) => [id, ...(explains ?? [])]))],
      probes: [...new Set(slow.flatMap(({ probes }) => probes))],
      confirm: { all: [{ any: seen }, isAtOneCore] },
      advice: {
        'zh-CN':
          '重启前先取证：用性能分析（node --inspect、py-spy dump、perf top）看它在算什么，并找出触发它的请求；应急可限流或挡住这类请求，再重启该进程。',
        en: 'Before a restart, take evidence: see with a profiler (node --inspect, py-spy dump, perf top) what it computes, and which request began it. To gain time, limit or block such requests, then restart it.',
      },
      remedies: [],
      source: 'nodejs.org: Don’t Block the Event Loop; Brendan Gregg, Systems Performance: CPU',
    },
  ];
}

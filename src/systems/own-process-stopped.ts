/** A server that takes connections and answers nothing: its machine sees that the process which listens on its port is stopped. */

import type { Signature } from '../domain/signature.ts';

/** What such a server looks like from outside. */
const silent = /\.(not-answering|unreachable|no-answer|connect-timeout|unavailable|slow-answer|silent)$/;

/**
 * For a kind that serves a port, with what its machine (`runsOn`) says of the process behind it. It carries no hints, so that a system whose
 * machine is not declared leaves no question open.
 */
export function ownProcessStopped(kind: string, signatures: readonly Signature[]): readonly Signature[] {
  const seen = signatures.filter(({ id }) => silent.test(id));
  if (seen.length === 0) return [];
  return [
    {
      id: `${kind}.process-stopped`,
      kind,
      title: {
        'zh-CN': '{system} 的进程被挂起（SIGSTOP），没有响应',
        en: 'The process of {system} is suspended (SIGSTOP, stopped) and does not respond',
      },
      explanation: {
        'zh-CN':
          '监听端口 {runsOn.stopped.port} 的 {runsOn.stopped.command|command}（PID {runsOn.stopped.pid}）处于 T 状态：进程还在，端口还能连上，但不处理任何请求，卡住无应答。',
        en: '{runsOn.stopped.command|command} (pid {runsOn.stopped.pid}), which listens on port {runsOn.stopped.port}, is in state T: it exists and its port still takes connections, but it hangs and answers nothing.',
      },
      severity: 'critical',
      role: 'cause',
      looksLike: ['ended'],
      explains: seen.map(({ id }) => id),
      probes: [...new Set(seen.flatMap(({ probes }) => probes))],
      confirm: { on: 'runsOn', where: ['stopped.own.isStopped', '==', true] },
      refute: { on: 'runsOn', where: ['stopped.own.isStopped', '==', false] },
      advice: {
        'zh-CN': '用 SIGCONT 让它继续；再查是谁暂停的（调试器、运维脚本、作业控制）。',
        en: 'Let it run on with SIGCONT, then find who stopped it: a debugger, a script, job control.',
      },
      remedies: [
        {
          action: 'resume-process',
          on: 'runsOn',
          arguments: { pid: '{runsOn.stopped.pid}', startTicks: '{runsOn.stopped.startTicks}', name: '{runsOn.stopped.name}' },
        },
      ],
      source: 'signal(7): SIGSTOP, SIGCONT',
    },
  ];
}

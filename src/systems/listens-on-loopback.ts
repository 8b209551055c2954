/** A server that refuses connections though it runs: its machine has it listen on loopback alone, so nobody outside reaches it. */

import type { Signature } from '../domain/signature.ts';

/**
 * For a kind whose refusal is known as `process-gone` or `refused`: with what its machine (`runsOn`) says of the port, that is no longer the
 * cause. It carries no hints, so that a system whose machine is not declared leaves no question open.
 */
export function listensOnLoopback(kind: string, signatures: readonly Signature[]): readonly Signature[] {
  const refused = signatures.find(({ id }) => id === `${kind}.process-gone` || id === `${kind}.refused`);
  if (refused === undefined) return [];
  return [
    {
      id: `${kind}.listens-on-loopback`,
      kind,
      title: {
        'zh-CN': '服务只监听本机回环地址（127.0.0.1），外部连不上',
        en: 'It listens on the loopback address only (127.0.0.1), so nobody outside reaches it',
      },
      explanation: {
        'zh-CN':
          '从外部连接被拒绝，但在所在主机上，该端口有进程在监听，只是绑定在回环地址（127.0.0.1 或 ::1）上：服务在运行，本机访问正常，外部访问都被拒绝。多半是配置或默认值变了。',
        en: 'Connections from outside are refused, yet on its machine a process listens on that port, bound to loopback (127.0.0.1 or ::1) alone: it runs and answers there, and refuses everybody else. Mostly a setting or its default has changed.',
      },
      severity: 'critical',
      role: 'cause',
      explains: [...new Set([refused.id, ...(refused.explains ?? [])])],
      probes: refused.probes,
      confirm: { all: [refused.confirm, { on: 'runsOn', where: ['sockets.own.isLoopbackOnly', '==', true] }] },
      ...(refused.refute === undefined ? {} : { refute: refused.refute }),
      advice: {
        'zh-CN':
          '把监听地址（bind、listen、host 之类的配置）改回对外的地址或 0.0.0.0，重启服务；看最近改过什么配置。若本该如此，则应经由本机的代理访问。',
        en: 'Set the address that it listens on (bind, listen, host in its configuration) back to the outer one or 0.0.0.0 and restart it; see what was changed there lately. Where it is meant so, others must go through a proxy of that machine.',
      },
      remedies: [],
      source: 'ip(7): INADDR_LOOPBACK; bind(2)',
    },
  ];
}

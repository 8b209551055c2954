/** Whether the address at which a program is refused is one of a system that is declared: conditions know facts, and no addresses. */

import type { FactTable } from './condition.ts';
import type { Topology, TopologySystem } from './topology.ts';

/**
 * The facts of a system, and `logs.refused.isDeclared`: whether whom its log could not connect to is a declared system. Nothing is added
 * where nobody refuses it, or where it declares no dependency, so that all it needs may be undeclared.
 */
export function withRefusedPeer(own: FactTable, system: TopologySystem | undefined, { systems }: Topology): FactTable {
  const known = own.get('logs.connectionRefusedTo');
  const peer = plainAddress(String(known?.value ?? ''));
  if (known === undefined || peer === '' || system === undefined || system.dependsOn.length === 0) return own;
  const isDeclared = systems.some(({ addresses = [] }) => addresses.some((each) => plainAddress(each) === peer));
  return new Map([...own, ['logs.refused.isDeclared', { value: isDeclared, evidenceId: known.evidenceId }]]);
}

/** `host:port` in one spelling. */
function plainAddress(address: string): string {
  const [, host = '', port = ''] = /^(?:[a-z+]+:\/\/)?(?:[^@/]*@)?(\[[^\]]+\]|[^:/]+):(\d+)/i.exec(address) ?? [];
  return host === '' ? '' : `${host.toLowerCase().replace(/^(?:localhost|\[::1\])$/, '127.0.0.1')}:${port}`;
}

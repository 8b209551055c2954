/** What a machine says of the ports of one system that runs on it: conditions over machines know facts, and no system's port. */

import type { FactTable } from './condition.ts';
import type { TopologySystem } from './topology.ts';

const isOwnMachine = /^(?:[a-z+]+:\/\/)?(?:127\.|localhost(?![\w.-])|\[?::1)/i;

/**
 * The facts of the machine, and `sockets.own.isLoopbackOnly`: whether the system's port is listened on over loopback alone, which nobody
 * reaches from elsewhere. Nothing is added where the machine's listeners or the system's port are not known, or Zhiban asks it over
 * loopback itself.
 */
export function withOwnListener(machine: FactTable, system: TopologySystem | undefined): FactTable {
  const known = machine.get('sockets.loopbackPorts');
  const ports = system?.ports ?? [];
  if (known === undefined || ports.length === 0 || (system?.addresses ?? []).some((each) => isOwnMachine.test(each))) return machine;
  const onLoopback = String(known.value ?? '').split(' ');
  const isLoopbackOnly = ports.some((port) => onLoopback.includes(String(port)));
  return new Map([...machine, ['sockets.own.isLoopbackOnly', { value: isLoopbackOnly, evidenceId: known.evidenceId }]]);
}

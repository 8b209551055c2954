/** What a machine says of the ports of one system that runs on it: conditions over machines know facts, and no system's port. */

import type { FactValue } from '../../domain/evidence.ts';
import type { FactTable, KnownFact } from './condition.ts';
import type { TopologySystem } from './topology.ts';

const isOwnMachine = /^(?:[a-z+]+:\/\/)?(?:127\.0\.0\.1(?!\d)|localhost(?![\w.-])|\[?::1)/i;

/**
 * The facts of the machine, and what they say of the ports of this system; nothing is added where its ports, or the machine's facts that tell
 * of them, are not known. `cpu.own.usedCores`: how many cores the process uses that listens there. `stopped.own.isStopped`: whether that
 * process is stopped. `sockets.own.isLoopbackOnly`: whether it is listened on over loopback alone, which nobody reaches from elsewhere; not
 * where Zhiban asks it over loopback itself.
 */
export function withOwnListener(machine: FactTable, system: TopologySystem | undefined): FactTable {
  const { ports = [], addresses = [] } = system ?? {};
  if (ports.length === 0) return machine;
  const told = (from: string, name: string, read: (value: string) => FactValue): readonly (readonly [string, KnownFact])[] => {
    const known = machine.get(from);
    return known === undefined ? [] : [[name, { value: read(String(known.value ?? '')), evidenceId: known.evidenceId }]];
  };
  const isAskedOverLoopback = addresses.some((each) => isOwnMachine.test(each));
  return new Map([
    ...machine,
    ...told('cpu.busyListeners', 'cpu.own.usedCores', (busy) => coresOf(busy, ports)),
    ...told('stopped.port', 'stopped.own.isStopped', (port) => ports.includes(Number(port))),
    ...(isAskedOverLoopback ? [] : told('sockets.loopbackPorts', 'sockets.own.isLoopbackOnly', (list) => isIn(list, ports))),
  ]);
}

/** Of `80:0.61 8080:1.02`, ports and the cores behind them. */
function coresOf(busy: string, ports: readonly number[]): number {
  const cores = busy
    .split(' ')
    .map((each) => each.split(':').map(Number))
    .flatMap(([port = 0, used = 0]) => (ports.includes(port) ? [used] : []));
  return Math.max(0, ...cores);
}

function isIn(list: string, ports: readonly number[]): boolean {
  const listed = list.split(' ');
  return ports.some((port) => listed.includes(String(port)));
}

/** What a machine says of the ports of one system that runs on it: conditions over machines know facts, and no system's port. */

import type { FactTable } from './condition.ts';
import type { TopologySystem } from './topology.ts';

const isOwnMachine = /^(?:[a-z+]+:\/\/)?(?:127\.0\.0\.1(?!\d)|localhost(?![\w.-])|\[?::1)/i;

/** The facts of the machine, and what they say of the ports of this system. */
export function withOwnListener(machine: FactTable, system: TopologySystem | undefined): FactTable {
  return withOwnStopped(withOwnCores(withOwnAddress(machine, system), system), system);
}

/** `cpu.own.usedCores`: how many cores the process uses that listens on the system's port. Nothing is added where it is not known. */
function withOwnCores(machine: FactTable, system: TopologySystem | undefined): FactTable {
  const known = machine.get('cpu.busyListeners');
  const ports = system?.ports ?? [];
  if (known === undefined || ports.length === 0) return machine;
  const cores = String(known.value ?? '')
    .split(' ')
    .map((each) => each.split(':').map(Number))
    .flatMap(([port = 0, used = 0]) => (ports.includes(port) ? [used] : []));
  return new Map([...machine, ['cpu.own.usedCores', { value: Math.max(0, ...cores), evidenceId: known.evidenceId }]]);
}

/** `stopped.own.isStopped`: whether the process is stopped that listens on the system's port. Nothing is added where it is not known. */
function withOwnStopped(machine: FactTable, system: TopologySystem | undefined): FactTable {
  const known = machine.get('stopped.port');
  const ports = system?.ports ?? [];
  if (known === undefined || ports.length === 0) return machine;
  const isStopped = ports.includes(Number(known.value ?? 0));
  return new Map([...machine, ['stopped.own.isStopped', { value: isStopped, evidenceId: known.evidenceId }]]);
}

/**
 * `sockets.own.isLoopbackOnly`: whether the system's port is listened on over loopback alone, which nobody
 * reaches from elsewhere. Nothing is added where the machine's listeners or the system's port are not known, or Zhiban asks it over
 * loopback itself.
 */
function withOwnAddress(machine: FactTable, system: TopologySystem | undefined): FactTable {
  const known = machine.get('sockets.loopbackPorts');
  const ports = system?.ports ?? [];
  if (known === undefined || ports.length === 0 || (system?.addresses ?? []).some((each) => isOwnMachine.test(each))) return machine;
  const onLoopback = String(known.value ?? '').split(' ');
  const isLoopbackOnly = ports.some((port) => onLoopback.includes(String(port)));
  return new Map([...machine, ['sockets.own.isLoopbackOnly', { value: isLoopbackOnly, evidenceId: known.evidenceId }]]);
}

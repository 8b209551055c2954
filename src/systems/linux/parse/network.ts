/** `/proc/net/dev` and its neighbours. */

import { sectionsOf } from '../read-files.ts';
import { parseUptime } from './process.ts';

export interface InterfaceCounters {
  readonly name: string;
  readonly state: string;
  /** An administrator has switched it on. */
  readonly isEnabled: boolean;
  readonly receivedBytes: number;
  readonly receivedPackets: number;
  readonly receiveErrors: number;
  readonly receiveDrops: number;
  readonly sentBytes: number;
  readonly sentPackets: number;
  readonly sendErrors: number;
  readonly sendDrops: number;
}

export interface NetworkState {
  readonly interfaces: readonly InterfaceCounters[];
  readonly hasDefaultRoute: boolean;
  readonly nameServers: readonly string[];
  /** Packets that the processors were too busy to take. */
  readonly backlogDrops: number;
  readonly uptimeSeconds: number;
}

export function parseNetwork(text: string): NetworkState {
  const sections = sectionsOf(text);
  const section = (name: string): string => sections.get(name) ?? '';
  const states = new Map(
    [...section('state').matchAll(/^(\S+) (\w+)(?: (0x[0-9a-f]+))?$/gm)].map(([, name = '', state = '', flags = '0x0']) => [
      name,
      { state, isEnabled: (Number(flags) & 1) === 1 },
    ]),
  );
  const interfaces = [...section('dev').matchAll(/^\s*([^\s:]+):\s*(.*)$/gm)].map(([, name = '', counters = '']) => {
    const [
      receivedBytes = 0,
      receivedPackets = 0,
      receiveErrors = 0,
      receiveDrops = 0,
      ,
      ,
      ,
      ,
      sentBytes = 0,
      sentPackets = 0,
      sendErrors = 0,
      sendDrops = 0,
    ] = counters.trim().split(/\s+/).map(Number);
    const known = states.get(name) ?? { state: 'unknown', isEnabled: false };
    return { name, ...known, receivedBytes, receivedPackets, receiveErrors, receiveDrops, sentBytes, sentPackets, sendErrors, sendDrops };
  });
  return {
    interfaces,
    hasDefaultRoute: /^\S+\s+00000000\s/m.test(section('route')) || /^0{32} 00 .*(?<!\blo)$/m.test(section('route6')),
    nameServers: [...section('resolv').matchAll(/^\s*nameserver\s+(\S+)/gm)].map(([, address = '']) => address),
    backlogDrops: section('softnet')
      .split('\n')
      .reduce((sum, line) => sum + (Number.parseInt(line.split(' ')[1] ?? '0', 16) || 0), 0),
    uptimeSeconds: parseUptime(section('uptime')),
  };
}

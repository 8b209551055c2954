/** The machine's TCP sockets, already added up: by state, by listener, by peer. */

import type { LinuxClient } from '../client.ts';
import type { ExecLimit } from '../exec.ts';
import { parseNetCounters } from '../parse/counters.ts';
import { parseUptime } from '../parse/process.ts';
import { sectionsOf } from '../read-files.ts';

export interface Listener {
  readonly address: string;
  readonly port: number;
  /** Connections that the kernel has accepted and the process has not. */
  readonly queued: number;
  /** How many may wait; 0 when not known. */
  readonly backlog: number;
  readonly pids: readonly number[];
}

export interface PeerCount {
  readonly local: string;
  readonly remote: string;
  readonly count: number;
}

export interface SocketTable {
  readonly states: ReadonlyMap<string, number>;
  readonly listeners: readonly Listener[];
  readonly closeWait: readonly { readonly pid: number; readonly count: number; readonly remote: string }[];
  readonly peers: readonly PeerCount[];
  readonly synSent: readonly { readonly remote: string; readonly count: number }[];
  readonly counters: ReadonlyMap<string, number>;
  readonly portRange: number;
  readonly somaxconn: number;
  readonly conntrack: { readonly used: number; readonly max: number };
  readonly uptimeSeconds: number;
}

const stateNames: Readonly<Record<string, string>> = {
  '01': 'ESTABLISHED',
  '02': 'SYN_SENT',
  '03': 'SYN_RECV',
  '04': 'FIN_WAIT1',
  '05': 'FIN_WAIT2',
  '06': 'TIME_WAIT',
  '07': 'CLOSE',
  '08': 'CLOSE_WAIT',
  '09': 'LAST_ACK',
  '0A': 'LISTEN',
  '0B': 'CLOSING',
};

export async function readSockets(client: LinuxClient, limit: ExecLimit): Promise<SocketTable> {
  const { stdout } = await client.exec.run('sockets', [], limit);
  return parseSockets(stdout);
}

export function parseSockets(text: string): SocketTable {
  const sections = sectionsOf(text);
  const section = (name: string): string => sections.get(name) ?? '';
  const head = text.slice(0, Math.max(0, text.indexOf('@@limits')) || text.length);
  const backlogs = backlogsOf(section('limits'));
  const [low = 32_768, high = 60_999] = section('range').trim().split(/\s+/).map(Number);
  const [used = 0, max = 0] = section('conntrack').trim().split(/\s+/).map(Number);
  return {
    states: new Map([...head.matchAll(/^state (\w\w) (\d+)$/gm)].map(([, code = '', count]) => [stateNames[code] ?? code, Number(count)])),
    listeners: [...head.matchAll(/^listen (\S+) ([0-9A-F]+) (\S+)$/gm)].map(([, address = '', queued = '0', pids = '-']) => {
      const { host, port } = parseAddress(address);
      const pidList = pids === '-' ? [] : pids.split(',').map(Number);
      return { address: host, port, queued: Number.parseInt(queued, 16), backlog: backlogs.get(port) ?? 0, pids: [...new Set(pidList)] };
    }),
    closeWait: [...head.matchAll(/^closewait (\d+) (\d+) (\S+)$/gm)].map(([, pid, count, remote = '']) => ({
      pid: Number(pid),
      count: Number(count),
      remote: addressText(remote),
    })),
    peers: [...head.matchAll(/^peer (\S+) (\S+) (\d+)$/gm)].map(([, local = '', remote = '', count]) => ({
      local: hostText(local),
      remote: addressText(remote),
      count: Number(count),
    })),
    synSent: [...head.matchAll(/^synsent (\S+) (\d+)$/gm)].map(([, remote = '', count]) => ({
      remote: addressText(remote),
      count: Number(count),
    })),
    counters: new Map([...parseNetCounters(section('netstat')), ...parseNetCounters(section('snmp'))]),
    portRange: Math.max(1, high - low + 1),
    somaxconn: Number(section('somaxconn').trim()) || 128,
    conntrack: { used: used || 0, max: max || 0 },
    uptimeSeconds: parseUptime(section('uptime')),
  };
}

/** Whether others wait for this process: it is never stopped lightly. */
export function isServing(table: SocketTable, pid: number): boolean {
  return pid > 0 && table.listeners.some(({ pids }) => pids.includes(pid));
}

export function ownersByPid(listeners: readonly Listener[]): ReadonlyMap<number, readonly Listener[]> {
  const owners = new Map<number, Listener[]>();
  for (const listener of listeners) for (const pid of listener.pids) owners.set(pid, [...(owners.get(pid) ?? []), listener]);
  return owners;
}

/** `ss` prints for a listener how many wait, how many may, and where. */
function backlogsOf(text: string): ReadonlyMap<number, number> {
  return new Map([...text.matchAll(/^(\d+) (\d+) \S*:(\d+)$/gm)].map(([, , backlog, port]) => [Number(port), Number(backlog)]));
}

function parseAddress(text: string): { readonly host: string; readonly port: number } {
  const [host = '', port = '0'] = text.split(':');
  return { host: hostText(host), port: Number.parseInt(port, 16) };
}

export function addressText(text: string): string {
  const { host, port } = parseAddress(text);
  return `${host.includes(':') ? `[${host}]` : host}:${port}`;
}

/** The kernel prints each 32-bit word in the byte order of the machine, which is little-endian on all that matter. */
export function hostText(hex: string): string {
  const words = hex.match(/.{8}/g) ?? [];
  const bytes = words.flatMap((word) => (word.match(/../g) ?? []).reverse().map((byte) => Number.parseInt(byte, 16)));
  if (bytes.length === 4) return bytes.join('.');
  const isMapped = bytes.slice(0, 10).every((byte) => byte === 0) && bytes[10] === 255 && bytes[11] === 255;
  if (isMapped) return bytes.slice(12).join('.');
  const groups = Array.from({ length: 8 }, (_, index) => (((bytes[index * 2] ?? 0) << 8) | (bytes[index * 2 + 1] ?? 0)).toString(16));
  return groups.join(':').replace(/(^|:)0(:0)+(:|$)/, '::');
}

/** Whether a machine's own file says where those are whom a program on it could not reach. */

import type { FactValue } from '../../domain/evidence.ts';
import type { LocalText } from '../../domain/text.ts';
import type { LinuxClient } from './client.ts';
import type { ExecLimit } from './exec.ts';
import { type Pinned, pinnedIn } from './parse/hosts-file.ts';
import type { Peer } from './parse/peer-address.ts';
import { readFiles } from './read-files.ts';

/** Costs nothing where everybody was reached. Throws LinuxFailure. */
export async function readPinned(client: LinuxClient, peers: readonly Peer[], limit: ExecLimit): Promise<Pinned | null> {
  if (peers.length === 0) return null;
  const files = await readFiles(client.exec, ['/etc/hosts', '/proc/sys/kernel/hostname'], limit);
  return pinnedIn(files.get('/etc/hosts') ?? '', peers, files.get('/proc/sys/kernel/hostname') ?? '');
}

type PinnedFact = `logs.pinned.${'name' | 'address' | 'port' | 'line'}`;

export function pinnedFacts(pinned: Pinned | null): Readonly<Record<PinnedFact, FactValue>> {
  return {
    'logs.pinned.name': pinned?.name ?? '',
    'logs.pinned.address': pinned?.address ?? '',
    'logs.pinned.port': pinned?.port ?? 0,
    'logs.pinned.line': pinned?.line ?? '',
  };
}

/** The fault in words, of the machine as of the system whose log it is. */
export const pinnedTexts = {
  title: {
    'zh-CN': '/etc/hosts 把 {logs.pinned.name} 固定到 {logs.pinned.address}（可能是旧地址），那里连不上',
    en: '/etc/hosts pins {logs.pinned.name} to {logs.pinned.address}, maybe an old address, which cannot be reached',
  },
  explanation: {
    'zh-CN':
      '{logs.path} 里的程序连不上 {logs.pinned.name}（{logs.pinned.address}:{logs.pinned.port}，被拒绝或超时）：{logs.newestError}。这个地址不是 DNS 给的，而是本机 /etc/hosts 里的一行：{logs.pinned.line}。对端迁移后这一行就过期了，只影响这台机器。',
    en: 'The program of {logs.path} cannot connect to {logs.pinned.name} ({logs.pinned.address}:{logs.pinned.port}, refused or timed out): {logs.newestError}. That address does not come from DNS, but from a line of /etc/hosts on this machine: {logs.pinned.line}. After a move such a line is stale, and only this machine goes to the old address.',
  },
  advice: {
    'zh-CN': '对比 DNS 的结果（dig +short {logs.pinned.name}）与别的机器；若不同，改掉或删掉 /etc/hosts 的这一行。相同则去看对端本身。',
    en: 'Compare with DNS (dig +short {logs.pinned.name}) and with other machines; where they differ, correct or remove that line of /etc/hosts. Where they agree, look at the other end.',
  },
  source: 'hosts(5); nsswitch.conf(5): files before dns',
} as const satisfies Readonly<Record<string, LocalText | string>>;

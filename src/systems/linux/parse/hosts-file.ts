/** `/etc/hosts`: what it says of those whom a program could not reach. */

import type { Peer } from './peer-address.ts';

export interface Pinned {
  readonly name: string;
  readonly address: string;
  readonly port: number;
  /** As it stands in the file, with its remark. */
  readonly line: string;
}

/** Loopback, multicast and link-local: every machine has such lines. */
const ownAddress = /^(?:127\.|::1$|0\.0\.0\.0$|fe[089a]|ff0)/i;
/** What the system itself writes. */
const managedName = /^(?:localhost.*|ip6-.*|broadcasthost|(?:host|gateway|kubernetes)\.docker\.internal|host\.containers\.internal)$/i;

/**
 * The first of the peers that a line of the file gives its address to; null where none does. A line about the machine itself, as its
 * installer, cloud-init and Docker write one, pins nobody.
 */
export function pinnedIn(text: string, peers: readonly Peer[], ownName: string): Pinned | null {
  const lines = text.split('\n').flatMap((line) => lineOf(line, ownName) ?? []);
  for (const { host, name, port } of peers) {
    const called = name.toLowerCase();
    // The first line of a name counts; a peer that is told by its address alone may be any line's of that address.
    const byName = lines.find(({ address, names }) => names.includes(called) && (host === address || host.toLowerCase() === called));
    const found = byName ?? (name === '' ? lines.find(({ address }) => address === host) : undefined);
    if (found !== undefined)
      return { name: byName === undefined ? (found.names[0] ?? '') : called, address: found.address, port, line: found.line };
  }
  return null;
}

function lineOf(line: string, ownName: string) {
  const [address = '', ...names] = line.replace(/#.*$/, '').trim().toLowerCase().split(/\s+/);
  const own = ownName.trim().toLowerCase();
  const isOwn = (name: string): boolean => managedName.test(name) || name === own || name.split('.')[0] === own.split('.')[0];
  if (names.length === 0 || ownAddress.test(address) || names.some(isOwn)) return null;
  return { address, names, line: line.trim().slice(0, 200) };
}

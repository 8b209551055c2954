/** A kind of system without the types of its client and entry, as registries and pools hold it. */

import { anyProgramKinds } from '../analysis/rca/name-systems.ts';
import { busyAtOneCore } from './busy-at-one-core.ts';
import type { SystemClient, SystemEntry, SystemKind } from './contract.ts';
import { listensOnLoopback } from './listens-on-loopback.ts';
import { logsProbe } from './logs/probe.ts';
import { logSignatures } from './logs/signatures.ts';
import { ownProcessStopped } from './own-process-stopped.ts';

/** A kind whose client and entry types are its own business. */
export type AnySystemKind = SystemKind<SystemClient, SystemEntry>;

/** What these find gone is a process or an engine, and no port that others are refused at. */
const portless: readonly string[] = ['jvm', 'docker', 'containerd', 'kubernetes', 'snmp'];

/**
 * Forgets the types of client and entry: entries are only ever given back to the kind that parsed them. Adds the look at the declared
 * logs and its faults, which every kind has that doesn't lie on a machine of its own, and what its machine says of a port that refuses.
 */
export function asAnyKind<Client extends SystemClient, Entry extends SystemEntry>(kind: SystemKind<Client, Entry>): AnySystemKind {
  const any = kind as unknown as AnySystemKind;
  if (kind.logFiles !== undefined) return any;
  const ofPort = portless.includes(kind.kind)
    ? []
    : [...listensOnLoopback(kind.kind, any.signatures), ...ownProcessStopped(kind.kind, any.signatures)];
  // Other kinds tell themselves how busy they are.
  const busy = anyProgramKinds.includes(kind.kind) ? busyAtOneCore(kind.kind, any.signatures) : [];
  return { ...any, probes: [...any.probes, logsProbe], signatures: [...any.signatures, ...ofPort, ...busy, ...logSignatures(kind.kind)] };
}

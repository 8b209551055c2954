/** A kind of system without the types of its client and entry, as registries and pools hold it. */

import type { SystemClient, SystemEntry, SystemKind } from './contract.ts';
import { logsProbe } from './logs/probe.ts';
import { logSignatures } from './logs/signatures.ts';

/** A kind whose client and entry types are its own business. */
export type AnySystemKind = SystemKind<SystemClient, SystemEntry>;

/**
 * Forgets the types of client and entry: entries are only ever given back to the kind that parsed them. Adds the look at the declared
 * logs and its faults, which every kind has that doesn't lie on a machine of its own.
 */
export function asAnyKind<Client extends SystemClient, Entry extends SystemEntry>(kind: SystemKind<Client, Entry>): AnySystemKind {
  const any = kind as unknown as AnySystemKind;
  if (kind.logFiles !== undefined) return any;
  return { ...any, probes: [...any.probes, logsProbe], signatures: [...any.signatures, ...logSignatures(kind.kind)] };
}

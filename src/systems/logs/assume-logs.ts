/** Where the logs of a system may be found that declares none: under its own name, in the log stores that are configured beside it. */

import type { SystemEntry, SystemKind } from '../contract.ts';
import type { AssumedLogs } from './contract.ts';

export interface Assumable {
  readonly entry: SystemEntry;
  readonly kind: Pick<SystemKind<never>, 'logStore' | 'logFiles'>;
}

/** Labels that say which service a system is, as alerts are matched to it by them too. */
const labelNames = ['service', 'app'] as const;
const storesMax = 8;

/**
 * Pure. Nothing for who declares logs, for log stores and for hosts. The names come in the order in which they are asked for; a label that
 * names another system, or that a system of another kind has too (a service and its database), would bring the logs of somebody else.
 */
export function assumeLogs(system: Assumable, all: readonly Assumable[]): readonly AssumedLogs[] {
  if ((system.entry.logs ?? []).length > 0 || !mayAssume(system)) return [];
  const stores = all.filter(({ entry, kind }) => kind.logStore?.findService !== undefined && entry.id !== system.entry.id);
  if (stores.length === 0) return [];
  const services = [...new Set([system.entry.id, ...labelNames.flatMap((name) => ownLabel(system.entry, name, all))])];
  return stores.slice(0, storesMax).map(({ entry }) => ({ system: entry.id, services }));
}

function mayAssume({ kind }: Assumable): boolean {
  return kind.logStore === undefined && kind.logFiles === undefined;
}

function ownLabel(own: SystemEntry, name: string, all: readonly Assumable[]): readonly string[] {
  const value = own.labels[name];
  if (value === undefined || value === '') return [];
  const isOfAnother = all.some(
    (other) =>
      other.entry.id !== own.id &&
      mayAssume(other) &&
      (other.entry.id === value || (other.entry.kind !== own.kind && labelNames.some((label) => other.entry.labels[label] === value))),
  );
  return isOfAnother ? [] : [value];
}

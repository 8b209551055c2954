/** Targets of an alert that no system is known by, where it is answered from systems of their kind. */

import type { Labels } from '../../domain/alert.ts';
import { createNaming, isOnMachine, kindPattern, type NameableSystem } from './name-systems.ts';

/** As a machine is called: an address, a name with its domain, or one that is counted; `redis` or `db` is any service's. */
const isMachineName = /^(\d+(\.\d+){3}|[a-z0-9-]+(\.[a-z0-9-]+)+|[a-z][a-z0-9-]*\d+)$/;
const loopback = /^(127(\.\d+){3}|localhost|0\.0\.0\.0|\[?::1?\]?)(:|$)/;

/**
 * The `host:port` of `instance` labels at which a system of the kinds of `systemIds` would answer, and none is known there. An exporter's port
 * is no such system's, and its name says nothing; nor does that of a system whom Zhiban itself reaches over loopback. Empty where the alert
 * names a system by itself.
 */
export function unattendedTargets(
  words: string,
  labels: readonly Labels[],
  systems: readonly NameableSystem[],
  systemIds: readonly string[],
): readonly string[] {
  const naming = createNaming(systems);
  if (labels.length === 0 || labels.some((each) => naming(words, each).length > 0)) return [];
  const taken = systems.filter(({ id, addresses }) => systemIds.includes(id) && !addresses.some((each) => loopback.test(each)));
  const isService = (target: string): boolean => {
    const [, host = '', port = ''] = /^([^:/]+):(\d+)$/.exec(target) ?? [];
    if (!isMachineName.test(host) || loopback.test(host) || host.includes('exporter')) return false;
    if (systems.some((system) => isOnMachine(system, new Set([host])))) return false;
    return taken.some(
      ({ kind, addresses }) => host.replace(kindPattern(kind), '') !== '' && addresses.some((each) => each.endsWith(`:${port}`)),
    );
  };
  const targets = labels.flatMap(
    ({ instance }) =>
      instance
        ?.trim()
        .toLowerCase()
        .replace(/^[a-z]+:\/\//, '') ?? [],
  );
  return [...new Set(targets)].filter(isService);
}

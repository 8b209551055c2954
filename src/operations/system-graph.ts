/** What stands on what: as the configuration declares it, and as investigations have found it. */

import type { SystemGraphView, SystemLinkView } from '../domain/view.ts';
import { readDiscoveredEdges } from '../knowledge/discovered-edges.ts';
import type { PooledSystem } from '../systems/pool.ts';
import type { Operations } from './contract.ts';
import type { OperationsDeps } from './deps.ts';
import { requireRole } from './guard.ts';

export function createSystemGraph(deps: OperationsDeps): Pick<Operations, 'systemGraph'> {
  return {
    async systemGraph(caller): Promise<SystemGraphView> {
      requireRole(deps, caller, 'viewer', 'see');
      const systems = deps.pool.list();
      const ids = new Set(systems.map(({ entry }) => entry.id));
      const declared = systems.flatMap(declaredLinks);
      const isDeclared = (from: string, to: string): boolean => declared.some((link) => link.from === from && link.to === to);
      const kept = await readDiscoveredEdges(deps.store.forTenant(caller.tenantId).settings);
      // What has been declared or taken out of the configuration since is told as it is there, or not at all.
      const found = kept.filter(({ from, to }) => ids.has(from) && ids.has(to) && !isDeclared(from, to));
      return {
        systems: systems.map(({ entry, kind }) => ({ id: entry.id, kind: entry.kind, title: kind.title[caller.locale] })),
        links: [
          ...declared,
          ...found.map(({ from, to, systemId, probe, evidenceId, incidentId, firstSeenAt, lastSeenAt }) => ({
            ...{ from, to, how: 'discovered' as const },
            seen: { systemId, probe, evidenceId, incidentId, firstAt: firstSeenAt, lastAt: lastSeenAt },
          })),
        ],
      };
    },
  };
}

function declaredLinks({ entry }: PooledSystem): readonly SystemLinkView[] {
  const { id: from, runsOn, dependsOn, logs = [] } = entry;
  const logSystems = logs.flatMap((source) => (typeof source === 'string' ? [] : [source.system]));
  const link = (to: string, how: SystemLinkView['how']): SystemLinkView => ({ from, to, how, seen: null });
  return [
    ...(runsOn === undefined ? [] : [link(runsOn, 'runsOn')]),
    ...dependsOn.map((to) => link(to, 'dependsOn')),
    ...[...new Set(logSystems)].map((to) => link(to, 'logs')),
  ];
}

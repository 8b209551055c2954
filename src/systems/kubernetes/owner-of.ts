/** What made a pod: its deployment behind the replica set, or the set or job itself. That is what an action changes. */

import type { Casebook } from '../../analysis/kubernetes/casebook.ts';
import type { Pod } from '../../analysis/kubernetes/objects.ts';

export interface Owner {
  readonly resource: 'deployments' | 'statefulsets' | 'daemonsets' | 'jobs' | 'replicasets';
  readonly namespace: string;
  readonly name: string;
}

const resources: Readonly<Record<string, Owner['resource']>> = {
  StatefulSet: 'statefulsets',
  DaemonSet: 'daemonsets',
  Job: 'jobs',
  ReplicaSet: 'replicasets',
};

/** Null for a pod of nobody, and for owners of kinds that are not ours. */
export function ownerOf(casebook: Casebook, pod: Pod): Owner | null {
  const namespace = pod.metadata.namespace ?? '';
  const [reference] = pod.metadata.ownerReferences ?? [];
  const resource = reference === undefined ? undefined : resources[reference.kind];
  if (reference === undefined || resource === undefined) return null;
  if (resource !== 'replicasets') return { resource, namespace, name: reference.name };
  const [above] = casebook.get('replicasets', reference.name, namespace)?.metadata.ownerReferences ?? [];
  if (above?.kind === 'Deployment') return { resource: 'deployments', namespace, name: above.name };
  return { resource, namespace, name: reference.name };
}

/** Whether it came with the newest revision of a deployment that has an earlier one to go back to. */
export function isOfNewRevision(casebook: Casebook, pod: Pod): boolean {
  const owner = ownerOf(casebook, pod);
  if (owner?.resource !== 'deployments') return false;
  const revisionOf = (set: { readonly metadata: Pod['metadata'] } | undefined): number =>
    Number(set?.metadata.annotations?.['deployment.kubernetes.io/revision'] ?? 0);
  const sets = casebook
    .all('replicasets')
    .filter(
      ({ metadata }) =>
        metadata.namespace === owner.namespace &&
        metadata.ownerReferences?.some(({ kind, name }) => kind === 'Deployment' && name === owner.name),
    );
  const own = revisionOf(casebook.get('replicasets', pod.metadata.ownerReferences?.[0]?.name ?? '', owner.namespace));
  return sets.length > 1 && own === Math.max(...sets.map(revisionOf));
}

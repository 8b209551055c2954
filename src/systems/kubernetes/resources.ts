/** Where the API keeps each resource that is looked at. */

import type { Resource } from '../../analysis/kubernetes/objects.ts';

interface ResourcePlace {
  /** `/api/v1` or `/apis/GROUP/VERSION`. */
  readonly group: string;
  readonly isNamespaced: boolean;
}

const core = '/api/v1';
const apps = '/apis/apps/v1';
const batch = '/apis/batch/v1';
const networking = '/apis/networking.k8s.io/v1';

export const resourcePlaces: Readonly<Record<Resource, ResourcePlace>> = {
  pods: { group: core, isNamespaced: true },
  services: { group: core, isNamespaced: true },
  endpoints: { group: core, isNamespaced: true },
  events: { group: core, isNamespaced: true },
  configmaps: { group: core, isNamespaced: true },
  secrets: { group: core, isNamespaced: true },
  serviceaccounts: { group: core, isNamespaced: true },
  resourcequotas: { group: core, isNamespaced: true },
  limitranges: { group: core, isNamespaced: true },
  persistentvolumeclaims: { group: core, isNamespaced: true },
  persistentvolumes: { group: core, isNamespaced: false },
  nodes: { group: core, isNamespaced: false },
  namespaces: { group: core, isNamespaced: false },
  deployments: { group: apps, isNamespaced: true },
  replicasets: { group: apps, isNamespaced: true },
  statefulsets: { group: apps, isNamespaced: true },
  daemonsets: { group: apps, isNamespaced: true },
  jobs: { group: batch, isNamespaced: true },
  cronjobs: { group: batch, isNamespaced: true },
  poddisruptionbudgets: { group: '/apis/policy/v1', isNamespaced: true },
  horizontalpodautoscalers: { group: '/apis/autoscaling/v2', isNamespaced: true },
  networkpolicies: { group: networking, isNamespaced: true },
  ingresses: { group: networking, isNamespaced: true },
  ingressclasses: { group: networking, isNamespaced: false },
  storageclasses: { group: '/apis/storage.k8s.io/v1', isNamespaced: false },
  priorityclasses: { group: '/apis/scheduling.k8s.io/v1', isNamespaced: false },
};

/** `/apis/apps/v1/namespaces/shop/deployments/web`; names are checked before they come here. */
export function pathOf(resource: Resource, namespace: string | null, name?: string): string {
  const { group, isNamespaced } = resourcePlaces[resource];
  const scope = isNamespaced && namespace !== null ? `/namespaces/${encodeURIComponent(namespace)}` : '';
  return `${group}${scope}/${resource}${name === undefined ? '' : `/${encodeURIComponent(name)}`}`;
}

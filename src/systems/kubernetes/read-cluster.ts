/** Reads what a look needs of the cluster into one casebook: within limits, within our namespaces, and saying what it could not see. */

import { type Answer, Casebook } from '../../analysis/kubernetes/casebook.ts';
import type { Resource } from '../../analysis/kubernetes/objects.ts';
import { parseObject } from '../../analysis/kubernetes/parse-api.ts';
import { SessionFailure, type SessionLimit } from '../session/failure.ts';
import type { KubernetesClient } from './client.ts';
import { pathOf, resourcePlaces } from './resources.ts';

export interface ClusterView {
  readonly casebook: Casebook;
  /** What could not be read although the server was reached: `secrets: forbidden`. */
  readonly blind: readonly { readonly resource: Resource; readonly reason: 'forbidden' | 'absent' }[];
  /** There are more of these than were read. */
  readonly truncated: readonly Resource[];
}

/** Objects of one resource over all namespaces; a look at the fleet needs no more to tell what is wrong. */
const itemsMax: Partial<Record<Resource, number>> = { pods: 5_000, replicasets: 3_000, events: 3_000, endpoints: 3_000, services: 3_000 };
const otherItemsMax = 2_000;
const secretNamespacesMax = 50;
const atOnce = 6;

/**
 * Throws SessionFailure when the server can't be reached, or refuses the first of the resources: the one that the look is about. The others
 * may be missing, and the view says so.
 */
export async function readCluster(client: KubernetesClient, resources: readonly Resource[], limit: SessionLimit): Promise<ClusterView> {
  const casebook = new Casebook();
  const blind: ClusterView['blind'][number][] = [];
  const truncated: Resource[] = [];
  const waiting = [...resources];
  const readOn = async (): Promise<void> => {
    for (let resource = waiting.shift(); resource !== undefined; resource = waiting.shift()) {
      try {
        const answer = await readResource(client, resource, limit);
        casebook.add(callOf(resource, client.namespaces), answer);
        if (answer.complete?.length === 0) truncated.push(resource);
      } catch (error) {
        const reason = reasonOf(error);
        if (reason === null || resource === resources[0]) throw error;
        blind.push({ resource, reason });
      }
    }
  };
  await Promise.all(Array.from({ length: Math.min(atOnce, resources.length) }, readOn));
  return { casebook, blind, truncated };
}

function reasonOf(error: unknown): 'forbidden' | 'absent' | null {
  if (!(error instanceof SessionFailure)) return null;
  return error.code === '403' ? 'forbidden' : error.code === '404' ? 'absent' : null;
}

/** All of a resource within our namespaces; `complete` names it when there are no more. Throws SessionFailure. */
export async function readResource(client: KubernetesClient, resource: Resource, limit: SessionLimit): Promise<Answer> {
  if (resource === 'secrets') return await readSecretNames(client, limit);
  const scopes = resourcePlaces[resource].isNamespaced && client.namespaces !== null ? client.namespaces : [null];
  const max = itemsMax[resource] ?? otherItemsMax;
  const listings = await Promise.all(scopes.map((namespace) => client.listShared(pathOf(resource, namespace), limit, max)));
  const objects = listings.flatMap(({ items }) => items.flatMap((item) => parseObject(resource, item) ?? []));
  return { objects, complete: listings.some(({ isTruncated }) => isTruncated) ? [] : [resource] };
}

async function readSecretNames(client: KubernetesClient, limit: SessionLimit): Promise<Answer> {
  const all = client.namespaces ?? (await namesOf(client, limit));
  const namespaces = all.slice(0, secretNamespacesMax);
  const found = await Promise.all(
    namespaces.map(async (namespace) => (await client.secretNames(namespace, limit)).map((each) => ({ namespace, ...each }))),
  );
  const objects = found
    .flat()
    .flatMap(({ namespace, name, type }) => parseObject('secrets', { metadata: { name, namespace }, type }) ?? []);
  return { objects, complete: namespaces.length === all.length ? ['secrets'] : [] };
}

async function namesOf(client: KubernetesClient, limit: SessionLimit): Promise<readonly string[]> {
  const { items } = await client.listShared(pathOf('namespaces', null), limit, otherItemsMax);
  return items
    .flatMap((item) => parseObject('namespaces', item)?.object ?? [])
    .map((object) => ('metadata' in object ? object.metadata.name : ''));
}

/** As a person would type it. */
function callOf(resource: Resource, namespaces: readonly string[] | null): string {
  if (!resourcePlaces[resource].isNamespaced) return `kubectl get ${resource}`;
  return namespaces?.length === 1 ? `kubectl get ${resource} -n ${namespaces[0] ?? ''}` : `kubectl get ${resource} -A`;
}

/** The investigator's looks at a live cluster: lists are shared with the other looks, and what can't be looked at is null. */

import { z } from 'zod';

import type { KubeCall, KubeSource } from '../../analysis/kubernetes/calls.ts';
import { type Answer, Casebook } from '../../analysis/kubernetes/casebook.ts';
import { parseObject } from '../../analysis/kubernetes/parse-api.ts';
import { appNameOf } from '../../analysis/kubernetes/view.ts';
import { SessionFailure, type SessionLimit } from '../session/failure.ts';
import type { KubernetesClient } from './client.ts';
import { readResource } from './read-cluster.ts';
import { readPodLogs } from './read-logs.ts';
import { pathOf } from './resources.ts';

const anything = z.unknown();
const lease = z.looseObject({ spec: z.looseObject({ renewTime: z.string().default('') }) });

const eventsMax = 200;
const podsReadMax = 2;
const linesMax = 60;
/** A kubelet renews its lease every ten seconds; the cluster gives it up after forty. */
const silentMs = 60_000;

export function createLiveSource(client: KubernetesClient, limit: SessionLimit): KubeSource {
  async function answer(call: KubeCall): Promise<Answer | null> {
    if (call.verb === 'list') return within(await readResource(client, call.resource, limit), call.namespace);
    if (call.verb === 'describe') return await describe(client, call, limit);
    if (call.verb === 'logs') return await logs(client, call, limit);
    if (call.verb === 'nodeService') return await kubelet(client, call, limit);
    // Nobody is connected to from here, and manifests, calls between apps and measurements are kept elsewhere.
    return null;
  }
  return {
    async ask(call) {
      try {
        return await answer(call);
      } catch (error) {
        if (error instanceof SessionFailure) return null;
        throw error;
      }
    },
  };
}

/** What lies in the namespace, and what is of the whole cluster. */
function within(answer: Answer, namespace: string): Answer {
  if (namespace === '') return answer;
  const placeOf = ({ object }: Answer['objects'][number]): string | undefined =>
    'involvedObject' in object ? object.involvedObject.namespace : object.metadata.namespace;
  return { ...answer, objects: answer.objects.filter((each) => (placeOf(each) ?? namespace) === namespace) };
}

async function describe(
  client: KubernetesClient,
  { resource, namespace, name }: Extract<KubeCall, { verb: 'describe' }>,
  limit: SessionLimit,
): Promise<Answer | null> {
  const selector = encodeURIComponent(`involvedObject.name=${name}`);
  const path = `${pathOf('events', namespace === '' ? null : namespace)}?fieldSelector=${selector}`;
  const { items } = await client.list(path, limit, eventsMax);
  const events = items.flatMap((item) => parseObject('events', item) ?? []);
  if (resource === 'secrets') return { objects: events };
  const object = parseObject(resource, await client.read(pathOf(resource, namespace, name), anything, limit));
  return { objects: [...(object === null ? [] : [object]), ...events] };
}

async function logs(
  client: KubernetesClient,
  { namespace, app }: Extract<KubeCall, { verb: 'logs' }>,
  limit: SessionLimit,
): Promise<Answer | null> {
  const book = new Casebook();
  for (const resource of ['pods', 'deployments', 'statefulsets', 'daemonsets', 'jobs'] as const) {
    book.add(resource, within(await readResource(client, resource, limit), namespace));
  }
  const workloads = (['deployments', 'statefulsets', 'daemonsets', 'jobs'] as const).flatMap((resource) => book.all(resource));
  const names = new Set(workloads.map(({ metadata }) => metadata.name));
  const pods = book.all('pods').filter((pod) => appNameOf(pod, names) === app && pod.spec?.nodeName !== undefined);
  const restarts = (pod: (typeof pods)[number]): number =>
    Math.max(0, ...(pod.status?.containerStatuses ?? []).map(({ restartCount = 0 }) => restartCount));
  const chosen = [...pods].sort((one, other) => restarts(other) - restarts(one)).slice(0, podsReadMax);
  const read = (await Promise.all(chosen.map((pod) => readPodLogs(client, pod, { tailLines: linesMax }, limit)))).flat();
  const lines = read.flatMap(({ text }) => text.split('\n').filter((line) => line !== ''));
  return lines.length === 0 ? null : { objects: [], logs: [{ app, lines: lines.slice(-linesMax * podsReadMax) }] };
}

/** Of a node's own services only the kubelet speaks to the cluster, by its lease. */
async function kubelet(
  client: KubernetesClient,
  { node, service }: Extract<KubeCall, { verb: 'nodeService' }>,
  limit: SessionLimit,
): Promise<Answer | null> {
  if (service !== 'kubelet') return null;
  const path = `/apis/coordination.k8s.io/v1/namespaces/kube-node-lease/leases/${encodeURIComponent(node)}`;
  const { spec } = await client.read(path, lease, limit);
  const agoMs = client.now() - Date.parse(spec.renewTime);
  if (Number.isNaN(agoMs)) return null;
  const detail = `renewed its lease ${String(Math.max(0, Math.round(agoMs / 1_000)))} s ago`;
  return { objects: [], nodeServices: [{ node, service, isActive: agoMs < silentMs, detail }] };
}

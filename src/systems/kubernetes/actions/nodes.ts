/** Closes a node to new pods, opens it again, and empties it within a budget. */

import { z } from 'zod';
import { SystemError } from '../../../domain/errors.ts';
import { sessionAction } from '../../session/actions/session-action.ts';
import { SessionFailure, type SessionLimit } from '../../session/failure.ts';
import type { KubernetesClient } from '../client.ts';
import { isNotFound } from '../failure.ts';
import { pathOf } from '../resources.ts';
import { fieldAction } from './field-action.ts';
import { blocked, despiteConflicts, type ObjectPlace, objectName, patchObject, readObject } from './object.ts';

const placeOf = ({ node }: { node: string }): ObjectPlace => ({ resource: 'nodes', namespace: null, name: node });
const onNode = z.strictObject({ node: objectName });

const closing = (name: 'cordon' | 'uncordon', isClosed: boolean) =>
  fieldAction<{ node: string }>({
    name,
    risk: 'low',
    arguments: onNode,
    rollsOut: false,
    placeOf,
    field: () => ({ 'zh-CN': '停止调度状态（unschedulable）', en: 'unschedulable' }),
    wanted: () => isClosed,
    read: (object) => object.spec.unschedulable === true,
    patch: (_given, value) => ({ spec: { unschedulable: value === true ? true : null } }),
    effect: () =>
      isClosed
        ? { 'zh-CN': '新 Pod 不再调度到该节点；已有的 Pod 照常运行', en: 'no new pods come to the node; those that run there go on' }
        : { 'zh-CN': '新 Pod 可以再调度到该节点', en: 'new pods may come to the node again' },
  });

export const cordon = closing('cordon', true);
export const uncordon = closing('uncordon', false);

const podItem = z.looseObject({
  metadata: z.looseObject({
    name: z.string(),
    namespace: z.string(),
    uid: z.string(),
    annotations: z.record(z.string(), z.string()).nullish(),
    deletionTimestamp: z.string().nullish(),
    ownerReferences: z.array(z.looseObject({ kind: z.string(), controller: z.boolean().optional() })).nullish(),
  }),
  spec: z.looseObject({ volumes: z.array(z.looseObject({ emptyDir: z.unknown().optional() })).nullish() }).optional(),
  status: z.looseObject({ phase: z.string().optional() }).optional(),
});
type PodItem = z.infer<typeof podItem>;

const drainMs = 540_000;
/** How long until a budget is asked again: kubectl waits as long. */
const againMs = 5_000;

export const drain = sessionAction<KubernetesClient, { node: string; podsMax: number }>({
  name: 'drain',
  risk: 'high',
  arguments: z.strictObject({
    node: objectName,
    /** More pods than this on the node, and nothing is done. */
    podsMax: z.number().int().min(1).max(500).default(50),
  }),
  verifyWithinMs: 120_000,
  timeoutMs: drainMs,
  summary: ({ node, podsMax }) => ({
    'zh-CN': `腾空节点 ${node}（最多驱逐 ${String(podsMax)} 个 Pod，遵守 PodDisruptionBudget）`,
    en: `drain node ${node} (at most ${String(podsMax)} pods, within their disruption budgets)`,
  }),
  effect: () => ({
    'zh-CN': '节点停止调度，其上的 Pod 被驱逐并在别处重建；emptyDir 里的数据丢失；DaemonSet 与静态 Pod 不动',
    en: 'the node is closed, its pods are evicted and made anew elsewhere; data in emptyDir volumes is lost; daemon sets and static pods stay',
  }),
  verification: () => ({ 'zh-CN': '节点上没有可驱逐的 Pod', en: 'no pod that can be evicted is left on the node' }),
  async precheck(client, { node, podsMax }, limit) {
    const object = await readObject(client, placeOf({ node }), limit);
    if (client.namespaces !== null)
      return blocked('只管部分命名空间，不能腾空节点', 'only some namespaces are ours, and a node holds pods of others');
    const pods = await evictable(client, node, limit);
    const orphan = pods.find(({ metadata }) => (metadata.ownerReferences ?? []).length === 0);
    if (orphan !== undefined)
      return blocked(`${nameOf(orphan)} 没有控制器，驱逐后不会重建`, `${nameOf(orphan)} has no controller: nothing would bring it back`);
    if (pods.length > podsMax)
      return blocked(`有 ${String(pods.length)} 个 Pod，超过上限`, `${String(pods.length)} pods are on it, more than the limit`);
    const isClosed = object.spec.unschedulable === true;
    if (isClosed && pods.length === 0) return { state: 'already', note: { 'zh-CN': '节点已经腾空', en: 'the node is empty already' } };
    return { state: 'ready', before: { wasClosed: isClosed, pods: pods.map(nameOf) } };
  },
  async isApplied(client, { node }, _before, limit) {
    const object = await readObject(client, placeOf({ node }), limit);
    return object.spec.unschedulable === true && (await evictable(client, node, limit)).length === 0;
  },
  async apply(client, { node, podsMax }, _before, limit) {
    await despiteConflicts(async () => {
      const object = await readObject(client, placeOf({ node }), limit);
      if (object.spec.unschedulable !== true)
        await patchObject(client, placeOf({ node }), object, { spec: { unschedulable: true } }, limit);
    });
    const moved = await evictAll(client, node, podsMax, { ...limit, timeoutMs: 15_000 });
    return { 'zh-CN': `已驱逐 ${String(moved)} 个 Pod`, en: `${String(moved)} pods were evicted` };
  },
  async verify(client, { node }, _before, limit) {
    const left = await evictable(client, node, { ...limit, timeoutMs: 15_000 });
    const names = left.slice(0, 5).map(nameOf).join(', ');
    return {
      isMet: left.length === 0,
      note:
        left.length === 0 ? { 'zh-CN': '节点已腾空', en: 'the node is empty' } : { 'zh-CN': `还有：${names}`, en: `still there: ${names}` },
    };
  },
  undo: {
    summary: ({ node }) => ({
      'zh-CN': `恢复节点 ${node} 的调度（已迁走的 Pod 不会自己回来）`,
      en: `open node ${node} to pods again; those that were moved do not come back by themselves`,
    }),
    async apply(client, { node }, before, limit) {
      await despiteConflicts(async () => {
        const object = await readObject(client, placeOf({ node }), limit);
        const isOurs = before.wasClosed !== true && object.spec.unschedulable === true;
        if (isOurs) await patchObject(client, placeOf({ node }), object, { spec: { unschedulable: null } }, limit);
      });
      return before.wasClosed === true
        ? { 'zh-CN': '节点此前就停止调度，保持不变', en: 'the node was closed before, and stays so' }
        : { 'zh-CN': '节点恢复调度', en: 'the node takes pods again' };
    },
  },
});

/** A budget that allows no disruption now (429) may allow one when the pod before has come up elsewhere. */
async function evictAll(client: KubernetesClient, node: string, podsMax: number, limit: SessionLimit): Promise<number> {
  const untilMs = client.now() + drainMs - 60_000;
  const moved = new Set<string>();
  for (;;) {
    const left = (await evictable(client, node, limit)).filter(({ metadata }) => metadata.deletionTimestamp == null);
    if (left.length === 0) return moved.size;
    let refused = '';
    for (const pod of left) {
      if (moved.size >= podsMax)
        throw new SystemError(`More than ${String(podsMax)} pods came to node ${node} meanwhile`, { retry: 'never' });
      const why = await evict(client, pod, limit);
      if (why === null) moved.add(pod.metadata.uid);
      else refused = `${nameOf(pod)}: ${why}`;
    }
    if (client.now() > untilMs) throw new SystemError(`Node ${node} could not be emptied in time: ${refused}`, { retry: 'later' });
    if (refused !== '') await client.sleep(againMs, limit.signal);
  }
}

/** Null once it is on its way; else why the budget says no. */
async function evict(client: KubernetesClient, { metadata }: PodItem, limit: SessionLimit): Promise<string | null> {
  const { name, namespace, uid } = metadata;
  const body = {
    apiVersion: 'policy/v1',
    kind: 'Eviction',
    metadata: { name, namespace },
    deleteOptions: { preconditions: { uid } },
  };
  try {
    await client.send('POST', `${pathOf('pods', namespace, name)}/eviction`, body, z.unknown(), limit);
    return null;
  } catch (error) {
    if (isNotFound(error)) return null;
    if (error instanceof SessionFailure && error.code === '429') return error.message;
    throw error;
  }
}

/** What kubectl would evict: not what a daemon set puts back at once, not static pods, not what has ended. */
async function evictable(client: KubernetesClient, node: string, limit: SessionLimit): Promise<readonly PodItem[]> {
  const { items } = await client.list(`${pathOf('pods', null)}?fieldSelector=${encodeURIComponent(`spec.nodeName=${node}`)}`, limit, 2_000);
  return items
    .flatMap((item) => podItem.safeParse(item).data ?? [])
    .filter(({ metadata, status }) => {
      const isStatic = metadata.annotations?.['kubernetes.io/config.mirror'] !== undefined;
      const isDaemon = (metadata.ownerReferences ?? []).some(({ kind }) => kind === 'DaemonSet');
      return !isStatic && !isDaemon && !/^(Succeeded|Failed)$/.test(status?.phase ?? '');
    });
}

function nameOf({ metadata }: PodItem): string {
  return `${metadata.namespace}/${metadata.name}`;
}

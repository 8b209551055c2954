/** Deletes one pod, so that its controller makes another. */

import { z } from 'zod';
import { sessionAction } from '../../session/actions/session-action.ts';
import { SessionFailure, type SessionLimit } from '../../session/failure.ts';
import type { KubernetesClient } from '../client.ts';
import { namespaceName } from '../entry.ts';
import { isNotFound } from '../failure.ts';
import { pathOf } from '../resources.ts';
import { blocked, objectName, readObject } from './object.ts';

type OfPod = {
  namespace: string;
  pod: string;
};

export const deletePod = sessionAction<KubernetesClient, OfPod>({
  name: 'delete-pod',
  risk: 'medium',
  arguments: z.strictObject({ namespace: namespaceName, pod: objectName }),
  verifyWithinMs: 120_000,
  timeoutMs: 20_000,
  summary: ({ namespace, pod }) => ({
    'zh-CN': `删除 Pod ${namespace}/${pod}，由控制器重建`,
    en: `delete pod ${namespace}/${pod}, so that its controller makes another`,
  }),
  effect: () => ({
    'zh-CN': '该 Pod 被停掉：其中的请求、内存与 emptyDir 数据丢失，容量短时减少一个 Pod',
    en: 'the pod is stopped: its requests, memory and emptyDir volumes are lost, and there is one pod less for a while',
  }),
  verification: () => ({ 'zh-CN': '原来的 Pod 已消失', en: 'that pod is gone' }),
  async precheck(client, { namespace, pod }, limit) {
    try {
      const { metadata } = await readObject(client, { resource: 'pods', namespace, name: pod }, limit);
      const owner = metadata.ownerReferences?.find(({ controller }) => controller === true);
      if (owner === undefined)
        return blocked('该 Pod 没有控制器，删除后不会重建', 'the pod has no controller: nothing would bring it back');
      return { state: 'ready', before: { uid: metadata.uid, owner: `${owner.kind}/${owner.name}` } };
    } catch (error) {
      if (isNotFound(error)) return { state: 'already', note: { 'zh-CN': '该 Pod 已不存在', en: 'there is no such pod any more' } };
      throw error;
    }
  },
  isApplied: async (client, given, before, limit) => (await uidOf(client, given, limit)) !== before.uid,
  async apply(client, { namespace, pod }, before, limit) {
    // One of the same name (a stateful set's) that came meanwhile is another pod.
    const body = { apiVersion: 'v1', kind: 'DeleteOptions', preconditions: { uid: String(before.uid) } };
    try {
      await client.send('DELETE', pathOf('pods', namespace, pod), body, z.unknown(), limit);
    } catch (error) {
      const isOther = error instanceof SessionFailure && error.code === '409';
      if (!isNotFound(error) && !isOther) throw error;
    }
    return { 'zh-CN': `已删除，由 ${String(before.owner)} 重建`, en: `deleted; ${String(before.owner)} makes another` };
  },
  async verify(client, given, before, limit) {
    const isGone = (await uidOf(client, given, limit)) !== before.uid;
    return {
      isMet: isGone,
      note: isGone ? { 'zh-CN': '原来的 Pod 已消失', en: 'that pod is gone' } : { 'zh-CN': '还在停止', en: 'it is still stopping' },
    };
  },
  undo: {
    impossible: {
      'zh-CN': '被删除的 Pod 不能恢复；它的控制器会建一个新的',
      en: 'a deleted pod cannot be brought back; its controller makes a new one',
    },
  },
});

async function uidOf(client: KubernetesClient, { namespace, pod }: OfPod, limit: SessionLimit): Promise<string | null> {
  try {
    return (await readObject(client, { resource: 'pods', namespace, name: pod }, limit)).metadata.uid;
  } catch (error) {
    if (isNotFound(error)) return null;
    throw error;
  }
}

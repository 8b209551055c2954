/** Restarts a workload as `kubectl rollout restart` does, and takes a deployment back to an earlier revision. */

import { z } from 'zod';
import { SystemError } from '../../../domain/errors.ts';
import type { Verification } from '../../contract.ts';
import { sessionAction } from '../../session/actions/session-action.ts';
import type { SessionLimit } from '../../session/failure.ts';
import type { KubernetesClient } from '../client.ts';
import { namespaceName } from '../entry.ts';
import { pathOf } from '../resources.ts';
import {
  blocked,
  changedMeanwhile,
  despiteConflicts,
  objectName,
  patchObject,
  placeText,
  type RawObject,
  rawObject,
  readObject,
  rolloutOf,
} from './object.ts';

/** The annotation that kubectl itself sets. */
const restartedAt = 'kubectl.kubernetes.io/restartedAt';

interface Restart {
  readonly resource: 'deployments' | 'statefulsets' | 'daemonsets';
  readonly namespace: string;
  readonly name: string;
}

const stampOf = ({ spec }: RawObject): string | null => spec.template?.metadata?.annotations?.[restartedAt] ?? null;

export const restartRollout = sessionAction<KubernetesClient, { resource: Restart['resource']; namespace: string; name: string }>({
  name: 'rollout-restart',
  risk: 'medium',
  arguments: z.strictObject({
    resource: z.enum(['deployments', 'statefulsets', 'daemonsets']),
    namespace: namespaceName,
    name: objectName,
  }),
  verifyWithinMs: 300_000,
  timeoutMs: 20_000,
  summary: (given) => ({ 'zh-CN': `滚动重启 ${placeText(given)}`, en: `restart ${placeText(given)}, pod by pod` }),
  effect: () => ({
    'zh-CN': 'Pod 按更新策略逐批替换；内存中的状态与进行中的请求会丢失',
    en: 'pods are replaced batch by batch as the update strategy says; what they hold in memory and requests in flight are lost',
  }),
  verification: () => ({ 'zh-CN': '新 Pod 全部可用', en: 'all new pods are available' }),
  async precheck(client, given, limit) {
    const object = await readObject(client, given, limit);
    if (object.spec.paused === true)
      return blocked('发布处于暂停状态，重启不会生效', 'its rollout is paused, and a restart would not take place');
    // Made now, so that a second attempt after a crash is the same restart.
    return { state: 'ready', before: { stamp: new Date(client.now()).toISOString(), stampBefore: stampOf(object) } };
  },
  isApplied: async (client, given, before, limit) => stampOf(await readObject(client, given, limit)) === before.stamp,
  async apply(client, given, before, limit) {
    await despiteConflicts(async () => {
      const object = await readObject(client, given, limit);
      if (stampOf(object) === before.stamp) return;
      const annotations = { [restartedAt]: String(before.stamp) };
      await patchObject(client, given, object, { spec: { template: { metadata: { annotations } } } }, limit);
    });
    return { 'zh-CN': `已开始滚动重启 ${placeText(given)}`, en: `the restart of ${placeText(given)} has begun` };
  },
  async verify(client, given, before, limit) {
    const object = await readObject(client, given, limit);
    const { isDone, note } = rolloutOf(object);
    return { isMet: isDone && stampOf(object) === before.stamp, note };
  },
  undo: {
    impossible: {
      'zh-CN': '重启没有逆操作：旧 Pod 已被替换，模板除重启时间外没有变化',
      en: 'a restart has no inverse: the old pods are replaced, and nothing of the template but the time of the restart has changed',
    },
  },
});

type Back = {
  namespace: string;
  name: string;
  revision: number;
};

export const undoRollout = sessionAction<KubernetesClient, Back>({
  name: 'rollout-undo',
  risk: 'medium',
  arguments: z.strictObject({
    namespace: namespaceName,
    name: objectName,
    /** As `kubectl rollout history` counts; 0: the one before the present. */
    revision: z.number().int().min(0).max(1_000_000).default(0),
  }),
  verifyWithinMs: 300_000,
  timeoutMs: 20_000,
  summary: ({ namespace, name, revision }) => ({
    'zh-CN': `把 deployment ${namespace}/${name} 回退到${revision === 0 ? '上一个版本' : `版本 ${String(revision)}`}`,
    en: `take deployment ${namespace}/${name} back to ${revision === 0 ? 'the revision before this' : `revision ${String(revision)}`}`,
  }),
  effect: () => ({
    'zh-CN': 'Pod 模板（镜像、环境变量、资源等）整体回到那个版本，触发滚动更新；ConfigMap 与 Secret 的内容不回退',
    en: 'the whole pod template (image, environment, resources) goes back, and pods are replaced; what config maps and secrets hold does not',
  }),
  verification: () => ({
    'zh-CN': '模板为目标版本，且新 Pod 全部可用',
    en: 'the template is that of the revision, and all its pods are available',
  }),
  async precheck(client, given, limit) {
    const { deployment, sets } = await historyOf(client, given, limit);
    if (deployment.spec.paused === true) return blocked('发布处于暂停状态，不能回退', 'its rollout is paused and cannot be taken back');
    const current = currentOf(deployment, sets);
    const others = sets.filter((each) => each !== current);
    const target = given.revision === 0 ? others[0] : sets.find((each) => revisionOf(each) === given.revision);
    if (target === undefined) return blocked('没有可回退的版本', 'there is no such revision to go back to');
    if (target === current) return { state: 'already', note: { 'zh-CN': '已经是该版本', en: 'it is that revision already' } };
    if (current === undefined)
      return blocked('当前版本尚未由控制器登记，稍后再试', 'the controller has not recorded the present revision yet');
    return { state: 'ready', before: { from: current.metadata.name, to: target.metadata.name } };
  },
  async isApplied(client, given, before, limit) {
    const { deployment, sets } = await historyOf(client, given, limit);
    return currentOf(deployment, sets)?.metadata.name === before.to;
  },
  async apply(client, given, before, limit) {
    await despiteConflicts(() => goTo(client, given, { from: String(before.from), to: String(before.to) }, limit));
    return {
      'zh-CN': `模板：${String(before.from)} → ${String(before.to)}`,
      en: `the template goes from ${String(before.from)} to ${String(before.to)}`,
    };
  },
  async verify(client, given, before, limit): Promise<Verification> {
    const { deployment, sets } = await historyOf(client, given, limit);
    const { isDone, note } = rolloutOf(deployment);
    return { isMet: isDone && currentOf(deployment, sets)?.metadata.name === before.to, note };
  },
  undo: {
    summary: ({ namespace, name }) => ({
      'zh-CN': `把 deployment ${namespace}/${name} 的模板恢复到回退前（仅当其间没有新发布）`,
      en: `bring back the template that deployment ${namespace}/${name} had before, unless there was a release meanwhile`,
    }),
    async present(client, given, _before, limit) {
      const { deployment, sets } = await historyOf(client, given, limit);
      return { from: currentOf(deployment, sets)?.metadata.name ?? null };
    },
    async apply(client, given, before, limit) {
      await despiteConflicts(() => goTo(client, given, { from: String(before.to), to: String(before.from) }, limit));
      return { 'zh-CN': `模板已恢复为 ${String(before.from)}`, en: `the template of ${String(before.from)} is back` };
    },
  },
});

const revisionAnnotation = 'deployment.kubernetes.io/revision';

function revisionOf({ metadata }: RawObject): number {
  return Number(metadata.annotations?.[revisionAnnotation] ?? 0);
}

interface History {
  readonly deployment: RawObject;
  /** The newest revision first. */
  readonly sets: readonly RawObject[];
}

async function historyOf(client: KubernetesClient, { namespace, name }: Back, limit: SessionLimit): Promise<History> {
  const deployment = await readObject(client, { resource: 'deployments', namespace, name }, limit);
  const { items } = await client.list(pathOf('replicasets', namespace), limit, 2_000);
  const sets = items
    .flatMap((item) => rawObject.safeParse(item).data ?? [])
    .filter(({ metadata }) => metadata.ownerReferences?.some(({ uid }) => uid === deployment.metadata.uid) === true)
    .sort((one, other) => revisionOf(other) - revisionOf(one));
  return { deployment, sets };
}

/** By its template, as the controller does it: the annotation of the deployment comes later. */
function currentOf(deployment: RawObject, sets: readonly RawObject[]): RawObject | undefined {
  const wanted = JSON.stringify(sorted(deployment.spec.template));
  return sets.find((each) => JSON.stringify(sorted(templateOf(each))) === wanted);
}

/** Without the label that tells the sets of one deployment apart. */
function templateOf({ spec }: RawObject): unknown {
  const { metadata, ...rest } = spec.template ?? {};
  const { 'pod-template-hash': _hash, ...labels } = metadata?.labels ?? {};
  return { ...rest, metadata: { ...metadata, labels } };
}

function sorted(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(sorted);
  if (typeof value !== 'object' || value === null) return value;
  const entries = Object.entries(value).sort(([one], [other]) => one.localeCompare(other));
  return Object.fromEntries(entries.map(([key, item]) => [key, sorted(item)]));
}

async function goTo(client: KubernetesClient, given: Back, way: { from: string; to: string }, limit: SessionLimit): Promise<void> {
  const { deployment, sets } = await historyOf(client, given, limit);
  const current = currentOf(deployment, sets)?.metadata.name;
  if (current === way.to) return;
  if (current !== way.from)
    throw changedMeanwhile(`Deployment ${given.namespace}/${given.name}`, current ?? 'a template of no known revision');
  const target = sets.find(({ metadata }) => metadata.name === way.to);
  if (target === undefined)
    throw new SystemError(`The replica set ${way.to} is gone, and its template with it (revisionHistoryLimit)`, { retry: 'never' });
  const patch = [
    { op: 'test', path: '/metadata/resourceVersion', value: deployment.metadata.resourceVersion },
    { op: 'replace', path: '/spec/template', value: templateOf(target) },
  ];
  const path = pathOf('deployments', given.namespace, given.name);
  await client.send('PATCH', path, patch, z.unknown(), limit, 'application/json-patch+json');
}

/** Changes of one setting: replicas, image, resources, probes, environment, selector, pause, suspension. */

import { z } from 'zod';
import { isSecretName } from '../../../domain/secret-names.ts';
import type { LocalText } from '../../../domain/text.ts';
import { namespaceName } from '../entry.ts';
import { isForbidden, isNotFound } from '../failure.ts';
import { pathOf } from '../resources.ts';
import { fieldAction } from './field-action.ts';
import { blocked, containerName, type ObjectPlace, objectName, type RawContainer, type RawObject } from './object.ts';

const workload = z.enum(['deployments', 'statefulsets', 'daemonsets']);
const inContainer = { resource: workload, namespace: namespaceName, name: objectName, container: containerName } as const;

type InContainer = {
  readonly resource: 'deployments' | 'statefulsets' | 'daemonsets';
  readonly namespace: string;
  readonly name: string;
  readonly container: string;
};

const rollsOutEffect = (): LocalText => ({
  'zh-CN': '触发滚动更新：Pod 按更新策略逐批替换，期间容量略减',
  en: 'starts a rollout: pods are replaced batch by batch as the update strategy says, with slightly less capacity meanwhile',
});

function placeOf({ resource, namespace, name }: Pick<ObjectPlace, 'resource' | 'namespace' | 'name'>): ObjectPlace {
  return { resource, namespace, name };
}

function containerOf(object: RawObject, name: string): RawContainer | undefined {
  const { containers = [], initContainers } = object.spec.template?.spec ?? {};
  return [...containers, ...(initContainers ?? [])].find((each) => each.name === name);
}

/** A patch of one container, in whichever of the two lists it is. */
function inTemplate(object: RawObject, name: string, change: Readonly<Record<string, unknown>>): Readonly<Record<string, unknown>> {
  const isInit = (object.spec.template?.spec?.initContainers ?? []).some((each) => each.name === name);
  return { spec: { template: { spec: { [isInit ? 'initContainers' : 'containers']: [{ name, ...change }] } } } };
}

function needsContainer(object: RawObject, { container, name }: InContainer) {
  return containerOf(object, container) === undefined
    ? blocked(`${name} 没有容器 ${container}`, `${name} has no container ${container}`)
    : null;
}

export const setImage = fieldAction<InContainer & { image: string }>({
  name: 'set-image',
  risk: 'medium',
  arguments: z.strictObject({
    ...inContainer,
    image: z
      .string()
      .max(500)
      .regex(/^(?!.*\.\.)\w[\w./:@-]*$/, 'expected a reference of an image, as registry/name:tag'),
  }),
  rollsOut: true,
  placeOf,
  field: ({ container }) => ({ 'zh-CN': `容器 ${container} 的镜像`, en: `image of container ${container}` }),
  wanted: ({ image }) => image,
  read: (object, { container }) => containerOf(object, container)?.image ?? null,
  patch: ({ container }, value, object) => inTemplate(object, container, { image: value }),
  effect: rollsOutEffect,
  refuse: needsContainer,
});

export const setResources = fieldAction<InContainer & { part: 'requests' | 'limits'; of: 'cpu' | 'memory'; value: string }>({
  name: 'set-resources',
  risk: 'medium',
  arguments: z.strictObject({
    ...inContainer,
    part: z.enum(['requests', 'limits']),
    of: z.enum(['cpu', 'memory']),
    value: z.string().regex(/^\d+(\.\d+)?(m|k|M|G|T|Ki|Mi|Gi|Ti)?$/, 'expected a quantity, as 500m or 512Mi'),
  }),
  rollsOut: true,
  placeOf,
  field: ({ container, part, of }) => ({ 'zh-CN': `容器 ${container} 的 ${part}.${of}`, en: `${part}.${of} of container ${container}` }),
  wanted: ({ value }) => value,
  read: (object, { container, part, of }) => containerOf(object, container)?.resources?.[part]?.[of] ?? null,
  patch: ({ container, part, of }, value, object) => inTemplate(object, container, { resources: { [part]: { [of]: value } } }),
  effect: rollsOutEffect,
  refuse: needsContainer,
});

const probeFields = [
  'initialDelaySeconds',
  'timeoutSeconds',
  'periodSeconds',
  'failureThreshold',
  'successThreshold',
  'port',
  'path',
] as const;

type ProbeChange = InContainer & {
  readonly probe: 'readinessProbe' | 'livenessProbe' | 'startupProbe';
  readonly field: (typeof probeFields)[number];
  readonly value: string | number;
};

const handlers = ['httpGet', 'tcpSocket', 'grpc'] as const;

function probeOf(object: RawObject, { container, probe }: ProbeChange): Readonly<Record<string, unknown>> | null {
  const found = z.record(z.string(), z.unknown()).safeParse(containerOf(object, container)?.[probe]);
  return found.success ? found.data : null;
}

/** Port and path lie in the handler that the probe has. */
function handlerOf(probe: Readonly<Record<string, unknown>>): (typeof handlers)[number] | null {
  return handlers.find((name) => typeof probe[name] === 'object' && probe[name] !== null) ?? null;
}

function readProbe(object: RawObject, given: ProbeChange): string | number | null {
  const probe = probeOf(object, given);
  if (probe === null) return null;
  const handler = given.field === 'port' || given.field === 'path' ? handlerOf(probe) : null;
  const holder = handler === null ? probe : z.record(z.string(), z.unknown()).parse(probe[handler]);
  const value = holder[given.field];
  return typeof value === 'string' || typeof value === 'number' ? value : null;
}

export const setProbe = fieldAction<ProbeChange>({
  name: 'set-probe',
  risk: 'medium',
  arguments: z.strictObject({
    ...inContainer,
    probe: z.enum(['readinessProbe', 'livenessProbe', 'startupProbe']),
    field: z.enum(probeFields),
    value: z.union([
      z.number().int().min(0).max(65_535),
      z
        .string()
        .max(300)
        .regex(/^[\w/.?=&%-]+$/),
    ]),
  }),
  rollsOut: true,
  placeOf,
  field: ({ container, probe, field }) => ({
    'zh-CN': `容器 ${container} 的 ${probe}.${field}`,
    en: `${probe}.${field} of container ${container}`,
  }),
  wanted: ({ value }) => value,
  read: readProbe,
  patch(given, value, object) {
    const probe = probeOf(object, given) ?? {};
    const handler = given.field === 'port' || given.field === 'path' ? handlerOf(probe) : null;
    const change = handler === null ? { [given.field]: value } : { [handler]: { [given.field]: value } };
    return inTemplate(object, given.container, { [given.probe]: change });
  },
  effect: rollsOutEffect,
  refuse(object, given) {
    const probe = probeOf(object, given);
    if (probe === null) return blocked(`容器没有 ${given.probe}`, `the container has no ${given.probe}`);
    const isOfHandler = given.field === 'port' || given.field === 'path';
    return isOfHandler && handlerOf(probe) === null
      ? blocked('该探针执行命令，没有端口和路径', 'that probe runs a command and has no port or path')
      : null;
  },
});

export const setEnvironment = fieldAction<InContainer & { variable: string; value: string }>({
  name: 'set-env',
  risk: 'medium',
  arguments: z.strictObject({
    ...inContainer,
    variable: z
      .string()
      .max(200)
      .regex(/^[A-Za-z_][A-Za-z0-9_.-]*$/, 'expected the name of a variable'),
    value: z.string().max(2_000),
  }),
  rollsOut: true,
  placeOf,
  field: ({ container, variable }) => ({
    'zh-CN': `容器 ${container} 的环境变量 ${variable}`,
    en: `variable ${variable} of container ${container}`,
  }),
  wanted: ({ value }) => value,
  read: (object, { container, variable }) => containerOf(object, container)?.env?.find(({ name }) => name === variable)?.value ?? null,
  patch: ({ container, variable }, value, object) =>
    inTemplate(object, container, { env: [value === null ? { name: variable, $patch: 'delete' } : { name: variable, value }] }),
  effect: rollsOutEffect,
  refuse(object, given) {
    if (isSecretName(given.variable))
      return blocked(
        '该变量名像是密钥：密钥应放在 Secret 里，不写进方案',
        'the name speaks of a secret: that belongs into a Secret, not into a plan',
      );
    const found = containerOf(object, given.container)?.env?.find(({ name }) => name === given.variable);
    if (found?.valueFrom !== undefined && found.valueFrom !== null)
      return blocked('该变量取自 ConfigMap 或 Secret，应在那里修改', 'the variable comes from a config map or a secret: change it there');
    return needsContainer(object, given);
  },
});

export const setSelector = fieldAction<{ namespace: string; name: string; label: string; value: string }>({
  name: 'set-selector',
  risk: 'medium',
  arguments: z.strictObject({
    namespace: namespaceName,
    name: objectName,
    label: z
      .string()
      .max(317)
      .regex(/^[\w./-]+$/, 'expected the name of a label'),
    value: z
      .string()
      .max(63)
      .regex(/^[\w.-]*$/, 'expected the value of a label'),
  }),
  rollsOut: false,
  placeOf: ({ namespace, name }) => ({ resource: 'services', namespace, name }),
  field: ({ label }) => ({ 'zh-CN': `选择器标签 ${label}`, en: `selector label ${label}` }),
  wanted: ({ value }) => value,
  read: (object, { label }) => z.record(z.string(), z.string()).safeParse(object.spec.selector).data?.[label] ?? null,
  patch: ({ label }, value) => ({ spec: { selector: { [label]: value } } }),
  effect: () => ({
    'zh-CN': '服务的流量立即改到新选中的 Pod；Pod 本身不变',
    en: 'traffic of the service goes to the newly selected pods at once; the pods themselves are not touched',
  }),
});

export const scale = fieldAction<{ resource: 'deployments' | 'statefulsets'; namespace: string; name: string; replicas: number }>({
  name: 'scale',
  risk: 'medium',
  arguments: z.strictObject({
    resource: z.enum(['deployments', 'statefulsets']),
    namespace: namespaceName,
    name: objectName,
    replicas: z.number().int().min(0).max(1_000),
  }),
  rollsOut: true,
  placeOf,
  field: () => ({ 'zh-CN': '副本数', en: 'replicas' }),
  wanted: ({ replicas }) => replicas,
  read: (object) => object.spec.replicas ?? 1,
  patch: (_given, value) => ({ spec: { replicas: value } }),
  effect: ({ replicas }) =>
    replicas === 0
      ? { 'zh-CN': '全部 Pod 被停掉：该工作负载不再提供服务', en: 'every pod is stopped: the workload serves nobody any more' }
      : { 'zh-CN': 'Pod 数量改变；新 Pod 占用节点资源与配额', en: 'the number of pods changes; new ones take room on nodes and in quotas' },
  async refuse(_object, { resource, namespace, name }, client, limit) {
    const path = pathOf('horizontalpodautoscalers', namespace);
    const { items } = await client.list(path, limit, 500).catch((error: unknown) => {
      if (isForbidden(error) || isNotFound(error)) return { items: [] };
      throw error;
    });
    const kind = resource === 'deployments' ? 'Deployment' : 'StatefulSet';
    const owner = items
      .map((item) => scaler.safeParse(item).data)
      .find((each) => each?.spec.scaleTargetRef.name === name && each.spec.scaleTargetRef.kind === kind);
    return owner === undefined
      ? null
      : blocked(
          `HPA ${owner.metadata.name} 管理其副本数，会立刻改回：请调整 HPA 的上下限`,
          `the autoscaler ${owner.metadata.name} sets its replicas and would set them back: change its bounds instead`,
        );
  },
});

const scaler = z.looseObject({
  metadata: z.looseObject({ name: z.string() }),
  spec: z.looseObject({ scaleTargetRef: z.looseObject({ kind: z.string(), name: z.string() }) }),
});

const pausing = (name: 'rollout-pause' | 'rollout-resume', isPaused: boolean) =>
  fieldAction<{ namespace: string; name: string }>({
    name,
    risk: 'low',
    arguments: z.strictObject({ namespace: namespaceName, name: objectName }),
    rollsOut: false,
    placeOf: (given) => ({ resource: 'deployments', namespace: given.namespace, name: given.name }),
    field: () => ({ 'zh-CN': '发布暂停状态（paused）', en: 'paused' }),
    wanted: () => isPaused,
    read: (object) => object.spec.paused === true,
    patch: (_given, value) => ({ spec: { paused: value === true } }),
    effect: () =>
      isPaused
        ? { 'zh-CN': '发布停在当前一步；已有的 Pod 不变', en: 'the rollout stays where it is; pods that are there are not touched' }
        : { 'zh-CN': '暂停的发布继续，Pod 按更新策略替换', en: 'the paused rollout goes on, and pods are replaced as the strategy says' },
  });

export const pauseRollout = pausing('rollout-pause', true);
export const resumeRollout = pausing('rollout-resume', false);

export const resumeJob = fieldAction<{ resource: 'jobs' | 'cronjobs'; namespace: string; name: string }>({
  name: 'resume-job',
  risk: 'medium',
  arguments: z.strictObject({ resource: z.enum(['jobs', 'cronjobs']), namespace: namespaceName, name: objectName }),
  rollsOut: false,
  placeOf,
  field: () => ({ 'zh-CN': '挂起状态（suspend）', en: 'suspend' }),
  wanted: () => false,
  read: (object) => object.spec.suspend === true,
  patch: (_given, value) => ({ spec: { suspend: value === true } }),
  effect: () => ({ 'zh-CN': '任务开始（或按计划）运行', en: 'the job starts to run, or runs again as scheduled' }),
});

/** Who leads among schedulers and controller managers and whether they still say so, aggregated APIs, and webhooks that nobody answers. */

import { z } from 'zod';
import type { Facts } from '../../../domain/evidence.ts';
import { SessionFailure, type SessionLimit } from '../../session/failure.ts';
import type { KubernetesClient } from '../client.ts';
import { readCluster } from '../read-cluster.ts';
import { kubernetesProbe } from './kubernetes-probe.ts';

const lease = z.looseObject({
  metadata: z.looseObject({ name: z.string() }),
  spec: z
    .looseObject({ holderIdentity: z.string().nullish(), renewTime: z.string().nullish(), leaseDurationSeconds: z.number().nullish() })
    .default({}),
});
const apiService = z.looseObject({
  metadata: z.looseObject({ name: z.string() }),
  status: z
    .looseObject({
      conditions: z.array(z.looseObject({ type: z.string(), status: z.string(), message: z.string().default('') })).default([]),
    })
    .optional(),
});
const webhooks = z.looseObject({
  metadata: z.looseObject({ name: z.string() }),
  webhooks: z
    .array(
      z.looseObject({
        name: z.string(),
        failurePolicy: z.string().default('Fail'),
        clientConfig: z.looseObject({ service: z.looseObject({ namespace: z.string(), name: z.string() }).optional() }),
      }),
    )
    .default([]),
});

export type Lease = z.infer<typeof lease>;
type ApiService = z.infer<typeof apiService>;
type Webhooks = z.infer<typeof webhooks>;

export const controlPlaneProbe = kubernetesProbe({
  name: 'control-plane',
  summary: {
    'zh-CN': '控制面：scheduler 与 controller-manager 的租约、节点心跳、聚合 API、准入 webhook',
    en: 'control plane: leases of scheduler and controller manager, heartbeats of nodes, aggregated APIs, admission webhooks',
  },
  parameters: z.strictObject({}),
  cost: 'moderate',
  hints: 'control ?plane|scheduler|controller|leases?|webhooks?|admission|apiservices?|metrics api|控制面|调度器|控制器|租约|准入',
  query:
    'kubectl get leases -n kube-system; kubectl get leases -n kube-node-lease; kubectl get apiservices; kubectl get validatingwebhookconfigurations,mutatingwebhookconfigurations',
  facts: [
    ...[
      'controlPlane.schedulerAgeSeconds',
      'controlPlane.controllerAgeSeconds',
      'controlPlane.schedulerHolder',
      'controlPlane.controllerHolder',
    ],
    ...['controlPlane.silentNodes', 'controlPlane.silentNode', 'controlPlane.apisUnavailable', 'controlPlane.apiUnavailable'],
    ...['controlPlane.apiUnavailableMessage', 'controlPlane.webhooksDead', 'controlPlane.webhookDead', 'controlPlane.webhookDeadService'],
    'controlPlane.blindTo',
  ],
  async see(client, _given, limit, context) {
    const blind: string[] = [];
    const system = await listOf(client, '/apis/coordination.k8s.io/v1/namespaces/kube-system/leases', lease, limit, blind);
    const nodes = await listOf(client, '/apis/coordination.k8s.io/v1/namespaces/kube-node-lease/leases', lease, limit, blind);
    const apis = await listOf(client, '/apis/apiregistration.k8s.io/v1/apiservices', apiService, limit, blind);
    const hooks = [
      ...(await listOf(client, '/apis/admissionregistration.k8s.io/v1/validatingwebhookconfigurations', webhooks, limit, blind)),
      ...(await listOf(client, '/apis/admissionregistration.k8s.io/v1/mutatingwebhookconfigurations', webhooks, limit, blind)),
    ];
    const ready = hooks.length === 0 ? new Set<string>() : await readyServices(client, limit);
    const facts: Facts = {
      ...controlPlaneFacts({ system, nodes, apis, hooks, ready }, context.clock.now()),
      'controlPlane.blindTo': blind.join(', '),
    };
    const [scheduler, controller] = [facts['controlPlane.schedulerAgeSeconds'], facts['controlPlane.controllerAgeSeconds']];
    const shown = (value: unknown): string => (value === null || value === undefined ? '?' : `${String(value)} s`);
    return {
      headline: {
        'zh-CN': `scheduler 上次续租 ${shown(scheduler)} 前，controller-manager ${shown(controller)} 前；不可用的 API ${String(facts['controlPlane.apisUnavailable'])} 个`,
        en: `scheduler renewed ${shown(scheduler)} ago, controller manager ${shown(controller)} ago; ${String(facts['controlPlane.apisUnavailable'])} APIs are unavailable`,
      },
      facts,
      text: [...system, ...nodes]
        .map(({ metadata, spec }) => `${metadata.name} holder=${spec.holderIdentity ?? '-'} renewed=${spec.renewTime ?? '-'}`)
        .join('\n'),
    };
  },
});

const itemsMax = 2_000;

/** The first must be readable by no one in particular: what is forbidden is named, and an unreachable server ends the look. */
async function listOf<Item>(
  client: KubernetesClient,
  path: string,
  schema: z.ZodType<Item>,
  limit: SessionLimit,
  blind: string[],
): Promise<readonly Item[]> {
  try {
    const { items } = await client.listShared(path, limit, itemsMax);
    return items.flatMap((item) => schema.safeParse(item).data ?? []);
  } catch (error) {
    if (!(error instanceof SessionFailure) || (error.code !== '403' && error.code !== '404')) throw error;
    blind.push(path.replace(/^.*\//, ''));
    return [];
  }
}

async function readyServices(client: KubernetesClient, limit: SessionLimit): Promise<ReadonlySet<string> | null> {
  try {
    const { casebook } = await readCluster(client, ['endpoints'], limit);
    const ready = casebook.all('endpoints').filter((each) => (each.ready ?? []).length > 0);
    return new Set(ready.map(({ metadata }) => `${metadata.namespace ?? ''}/${metadata.name}`));
  } catch (error) {
    if (error instanceof SessionFailure && error.code === '403') return null;
    throw error;
  }
}

export interface ControlPlane {
  readonly system: readonly Lease[];
  readonly nodes: readonly Lease[];
  readonly apis: readonly ApiService[];
  readonly hooks: readonly Webhooks[];
  /** Services with a ready endpoint; null when that is not known. */
  readonly ready: ReadonlySet<string> | null;
}

/** A kubelet renews every ten seconds, and is given up after forty. */
const silentSeconds = 60;

/** Pure. Managed clusters keep their scheduler elsewhere, and then there is no lease. */
export function controlPlaneFacts({ system, nodes, apis, hooks, ready }: ControlPlane, nowMs: number): Facts {
  const find = (name: string): Lease | undefined => system.find(({ metadata }) => metadata.name === name);
  const silent = nodes.filter((each) => (ageOf(each, nowMs) ?? 0) > silentSeconds);
  const unavailable = apis.flatMap(({ metadata, status }) => {
    const told = status?.conditions.find(({ type, status: value }) => type === 'Available' && value === 'False');
    return told === undefined ? [] : [{ name: metadata.name, message: told.message }];
  });
  const dead = hooks.flatMap(({ metadata, webhooks: all }) =>
    all.flatMap(({ failurePolicy, clientConfig: { service } }) => {
      const place = service === undefined ? '' : `${service.namespace}/${service.name}`;
      return place === '' || failurePolicy !== 'Fail' || ready === null || ready.has(place) ? [] : [{ name: metadata.name, place }];
    }),
  );
  return {
    'controlPlane.schedulerAgeSeconds': ageOf(find('kube-scheduler'), nowMs),
    'controlPlane.controllerAgeSeconds': ageOf(find('kube-controller-manager'), nowMs),
    'controlPlane.schedulerHolder': find('kube-scheduler')?.spec.holderIdentity ?? '',
    'controlPlane.controllerHolder': find('kube-controller-manager')?.spec.holderIdentity ?? '',
    'controlPlane.silentNodes': silent.length,
    'controlPlane.silentNode': silent[0]?.metadata.name ?? '',
    'controlPlane.apisUnavailable': unavailable.length,
    'controlPlane.apiUnavailable': unavailable[0]?.name ?? '',
    'controlPlane.apiUnavailableMessage': unavailable[0]?.message.slice(0, 300) ?? '',
    'controlPlane.webhooksDead': dead.length,
    'controlPlane.webhookDead': dead[0]?.name ?? '',
    'controlPlane.webhookDeadService': dead[0]?.place ?? '',
  };
}

function ageOf(given: Lease | undefined, nowMs: number): number | null {
  const ageMs = nowMs - Date.parse(given?.spec.renewTime ?? '');
  return Number.isNaN(ageMs) ? null : Math.max(0, Math.round(ageMs / 1_000));
}

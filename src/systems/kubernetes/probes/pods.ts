/** Which pods do not run, why the kubelet or the scheduler says so, and which keep coming back. */

import type { Casebook } from '../../../analysis/kubernetes/casebook.ts';
import type { ContainerStatus, Pod } from '../../../analysis/kubernetes/objects.ts';
import { readQuantity } from '../../../analysis/kubernetes/quantity.ts';
import type { Facts } from '../../../domain/evidence.ts';
import { isOfNewRevision, ownerOf } from '../owner-of.ts';
import { ageOf, clusterProbe, type InNamespace, isIn, refOf, refsOf, table } from './kubernetes-probe.ts';

export const podsProbe = clusterProbe({
  name: 'pods',
  summary: {
    'zh-CN': 'Pod：状态、就绪、等待原因、重启、OOM、无法调度',
    en: 'pods: state, readiness, why they wait, restarts, OOM kills, unschedulable',
  },
  cost: 'cheap',
  hints: 'pods?|containers?|crash|restart|oom|image|pending|evict|容器|重启|镜像|崩溃|驱逐|调度',
  query: 'kubectl get pods -A -o wide',
  resources: ['pods', 'replicasets'],
  facts: [
    ...[
      'pods.count',
      'pods.running',
      'pods.pending',
      'pods.failed',
      'pods.notReady',
      'pods.notReadyNames',
      'pods.evicted',
      'pods.troubled',
    ],
    ...['pods.waiting', 'pods.waitingPod', 'pods.waitingReason', 'pods.waitingReason.*', 'pods.restarts', 'pods.restartingPod'],
    ...['pods.restartsMax', 'pods.image.*', 'pods.config.*', 'pods.crash.*', 'pods.oom.*', 'pods.unschedulable', 'pods.unschedulablePod'],
    ...['pods.unschedulableMessage', 'pods.stuckTerminating', 'pods.stuckTerminatingName'],
  ],
  see({ casebook }, given, context) {
    const nowMs = context.clock.now();
    const facts = podFacts(casebook, given, nowMs);
    const troubled = Number(facts['pods.troubled']);
    const worst = String(facts['pods.waitingReason']);
    return {
      headline: {
        'zh-CN': `${String(facts['pods.count'])} 个 Pod，${String(facts['pods.running'])} 个运行中${troubled === 0 ? '，没有异常' : `，${String(troubled)} 个异常`}${worst === '' ? '' : `（${worst}：${String(facts['pods.waitingPod'])}）`}`,
        en: `${String(facts['pods.count'])} pods, ${String(facts['pods.running'])} running${troubled === 0 ? ', none in trouble' : `, ${String(troubled)} in trouble`}${worst === '' ? '' : ` (${worst}: ${String(facts['pods.waitingPod'])})`}`,
      },
      facts,
      text: podTable(isIn(casebook.all('pods'), given), nowMs),
    };
  },
});

const stuckAfterMs = 300_000;

/** Pure. */
export function podFacts(casebook: Casebook, given: InNamespace, nowMs: number): Facts {
  const pods = isIn(casebook.all('pods'), given);
  const phase = (wanted: string): number => pods.filter(({ status }) => status?.phase === wanted).length;
  const notReady = pods.filter((pod) => pod.status?.phase === 'Running' && !isReady(pod) && pod.metadata.deletionTimestamp === undefined);
  const evicted = pods.filter(({ status }) => status?.reason === 'Evicted');
  const stuck = pods.filter(({ metadata }) => nowMs - Date.parse(metadata.deletionTimestamp ?? '') > stuckAfterMs);
  return {
    'pods.count': pods.length,
    'pods.running': phase('Running'),
    'pods.pending': phase('Pending'),
    'pods.failed': phase('Failed'),
    'pods.notReady': notReady.length,
    'pods.notReadyNames': refsOf(notReady),
    'pods.evicted': evicted.length,
    'pods.troubled': pods.filter((pod) => isTroubled(pod, nowMs)).length,
    'pods.stuckTerminating': stuck.length,
    'pods.stuckTerminatingName': refOf(stuck[0]),
    ...waitingFacts(casebook, pods),
    ...restartFacts(casebook, pods),
    ...schedulingFacts(pods),
  };
}

/** Reasons that pass by themselves in a moment. */
const passing = new Set(['ContainerCreating', 'PodInitializing', '']);

/** Why a container does not come up, by what mends it. */
const troubles = {
  image: /^(ErrImagePull|ImagePullBackOff|InvalidImageName|ErrImageNeverPull|ImageInspectError|RegistryUnavailable)$/,
  config: /^(CreateContainerConfigError|CreateContainerError|RunContainerError)$/,
  crash: /^CrashLoopBackOff$/,
} as const;

interface Wait {
  readonly pod: Pod;
  readonly status: ContainerStatus;
  readonly reason: string;
  readonly message: string;
}

function waitingFacts(casebook: Casebook, pods: readonly Pod[]): Facts {
  const waits = pods.flatMap((pod) =>
    statusesOf(pod).flatMap((status) => {
      const { reason = '', message = '' } = status.state?.waiting ?? {};
      return passing.has(reason) ? [] : [{ pod, status, reason, message }];
    }),
  );
  const counts = new Map<string, number>();
  for (const { reason } of waits) counts.set(reason, (counts.get(reason) ?? 0) + 1);
  const [most] = [...counts].sort((one, other) => other[1] - one[1]);
  return {
    'pods.waiting': waits.length,
    'pods.waitingPod': refOf(waits.find(({ reason }) => reason === most?.[0])?.pod),
    'pods.waitingReason': most?.[0] ?? '',
    ...Object.fromEntries(
      [...counts].slice(0, 20).map(([reason, count]) => [`pods.waitingReason.${reason.replace(/[^\w-]/g, '')}`, count]),
    ),
    ...Object.assign(
      {},
      ...Object.entries(troubles).map(([name, pattern]) =>
        troubleFacts(
          casebook,
          name,
          waits.filter(({ reason }) => pattern.test(reason)),
        ),
      ),
    ),
  };
}

/** Of the first of them, with what an action needs to mend it. */
function troubleFacts(casebook: Casebook, name: string, waits: readonly Wait[]): Facts {
  const [first] = waits;
  const owner = first === undefined ? null : ownerOf(casebook, first.pod);
  const last = first?.status.lastState?.terminated;
  return {
    [`pods.${name}.count`]: waits.length,
    [`pods.${name}.pods`]: refsOf(waits.map(({ pod }) => pod)),
    [`pods.${name}.namespace`]: first?.pod.metadata.namespace ?? '',
    [`pods.${name}.owner`]: owner === null ? '' : `${owner.resource.replace(/s$/, '')} ${owner.namespace}/${owner.name}`,
    [`pods.${name}.deployment`]: owner?.resource === 'deployments' ? owner.name : '',
    [`pods.${name}.canUndo`]: first !== undefined && isOfNewRevision(casebook, first.pod),
    [`pods.${name}.container`]: first?.status.name ?? '',
    [`pods.${name}.image`]: first === undefined ? '' : imageOf(first),
    [`pods.${name}.message`]: (first?.message ?? '').slice(0, 400),
    [`pods.${name}.exitCode`]: last?.exitCode ?? null,
    [`pods.${name}.exitReason`]: last?.reason ?? '',
  };
}

function imageOf({ pod, status }: Wait): string {
  const all = [...(pod.spec?.initContainers ?? []), ...(pod.spec?.containers ?? [])];
  return all.find(({ name }) => name === status.name)?.image ?? '';
}

function restartFacts(casebook: Casebook, pods: readonly Pod[]): Facts {
  const all = pods.flatMap((pod) => statusesOf(pod).map((status) => ({ pod, status, restarts: status.restartCount ?? 0 })));
  const most = [...all].sort((one, other) => other.restarts - one.restarts)[0];
  const killed = all.filter(({ status }) => [status.lastState, status.state].some((state) => state?.terminated?.reason === 'OOMKilled'));
  const [first] = killed;
  const owner = first === undefined ? null : ownerOf(casebook, first.pod);
  const limit = first?.pod.spec?.containers?.find(({ name }) => name === first.status.name)?.resources?.limits?.memory;
  const bytes = readQuantity(limit);
  return {
    'pods.restarts': all.reduce((sum, { restarts }) => sum + restarts, 0),
    'pods.restartingPod': most === undefined || most.restarts === 0 ? '' : refOf(most.pod),
    'pods.restartsMax': most?.restarts ?? 0,
    'pods.oom.count': killed.length,
    'pods.oom.pod': refOf(first?.pod),
    'pods.oom.namespace': first?.pod.metadata.namespace ?? '',
    'pods.oom.resource': owner?.resource ?? '',
    'pods.oom.name': owner?.name ?? '',
    'pods.oom.container': first?.status.name ?? '',
    'pods.oom.limit': limit ?? '',
    'pods.oom.suggested': bytes === null ? '' : `${String(Math.ceil((bytes * 2) / 1_048_576))}Mi`,
  };
}

function schedulingFacts(pods: readonly Pod[]): Facts {
  const told = pods.flatMap((pod) => {
    const condition = pod.status?.conditions?.find(({ type, status }) => type === 'PodScheduled' && status === 'False');
    return condition === undefined ? [] : [{ pod, message: condition.message ?? condition.reason ?? '' }];
  });
  return {
    'pods.unschedulable': told.length,
    'pods.unschedulablePod': refOf(told[0]?.pod),
    'pods.unschedulableMessage': told[0]?.message.slice(0, 400) ?? '',
  };
}

export function isReady(pod: Pod): boolean {
  return pod.status?.conditions?.some(({ type, status }) => type === 'Ready' && status === 'True') === true;
}

/** In trouble, or a finished one that failed; one that is just starting is not. */
export function isTroubled(pod: Pod, nowMs: number): boolean {
  const { status, metadata } = pod;
  if (status?.phase === 'Succeeded') return false;
  if (status?.phase === 'Failed') return true;
  const isYoung = nowMs - Date.parse(metadata.creationTimestamp ?? '') < 30_000;
  const waits = statusesOf(pod).some(({ state }) => !passing.has(state?.waiting?.reason ?? ''));
  return waits || (!isReady(pod) && !isYoung);
}

function statusesOf({ status }: Pod): readonly ContainerStatus[] {
  return [...(status?.initContainerStatuses ?? []), ...(status?.containerStatuses ?? [])];
}

/** The troubled first: a cluster has more pods than a look may show. */
function podTable(pods: readonly Pod[], nowMs: number): string {
  const sorted = [...pods].sort((one, other) => Number(isTroubled(other, nowMs)) - Number(isTroubled(one, nowMs)));
  const rows = sorted.map((pod) => {
    const statuses = pod.status?.containerStatuses ?? [];
    const restarts = statuses.reduce((sum, { restartCount = 0 }) => sum + restartCount, 0);
    const ready = `${String(statuses.filter(({ ready: isUp }) => isUp === true).length)}/${String(pod.spec?.containers?.length ?? statuses.length)}`;
    return [refOf(pod), ready, stateOf(pod), String(restarts), ageOf(pod.metadata.creationTimestamp, nowMs), pod.spec?.nodeName ?? '-'];
  });
  return table(['POD', 'READY', 'STATUS', 'RESTARTS', 'AGE', 'NODE'], rows);
}

/** As kubectl shows it: the reason of a container says more than the phase. */
function stateOf(pod: Pod): string {
  if (pod.metadata.deletionTimestamp !== undefined) return 'Terminating';
  const told = statusesOf(pod).map(
    ({ state }) => state?.waiting?.reason ?? (state?.terminated === undefined ? '' : (state.terminated.reason ?? 'Error')),
  );
  return told.find((reason) => reason !== '' && reason !== 'Completed') ?? pod.status?.reason ?? pod.status?.phase ?? '?';
}

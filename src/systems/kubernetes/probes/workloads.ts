/** Deployments, sets and jobs against what was asked of them: missing replicas, rollouts that are stuck or paused, jobs that failed. */

import type { Casebook } from '../../../analysis/kubernetes/casebook.ts';
import type { KubeObject, Workload } from '../../../analysis/kubernetes/objects.ts';
import type { Facts } from '../../../domain/evidence.ts';
import { ageOf, clusterProbe, type InNamespace, isIn, refOf, refsOf, table } from './kubernetes-probe.ts';

export const workloadsProbe = clusterProbe({
  name: 'workloads',
  summary: {
    'zh-CN': '工作负载：Deployment、StatefulSet、DaemonSet、Job、HPA 的副本与发布状态',
    en: 'workloads: replicas and rollouts of deployments, stateful and daemon sets, jobs, autoscalers',
  },
  cost: 'cheap',
  hints:
    'deploy(ment)?s?|rollout|replicas?|statefulsets?|daemonsets?|jobs?|cronjobs?|hpa|autoscal|release|发布|副本|上线|扩容|缩容|任务|工作负载',
  query: 'kubectl get deployments,statefulsets,daemonsets,jobs,cronjobs,hpa -A',
  resources: ['deployments', 'statefulsets', 'daemonsets', 'jobs', 'cronjobs', 'horizontalpodautoscalers'],
  facts: [
    ...['workloads.count', 'workloads.short', 'workloads.shortNames', 'workloads.worst', 'workloads.worstNamespace', 'workloads.worstName'],
    ...[
      'workloads.worstWanted',
      'workloads.worstAvailable',
      'workloads.none',
      'workloads.noneName',
      'workloads.stuck',
      'workloads.stuckName',
    ],
    ...['workloads.stuckNamespace', 'workloads.stuckMessage', 'workloads.refused', 'workloads.refusedName', 'workloads.refusedMessage'],
    ...[
      'workloads.paused',
      'workloads.pausedName',
      'workloads.zero',
      'workloads.zeroNames',
      'workloads.jobsFailed',
      'workloads.jobsFailedName',
    ],
    ...['workloads.jobsSuspended', 'workloads.jobsSuspendedName', 'workloads.autoscalersAtMax', 'workloads.autoscalersAtMaxName'],
    ...['workloads.autoscalersBlind', 'workloads.autoscalersBlindName', 'workloads.autoscalersBlindMessage'],
  ],
  see({ casebook }, given, context) {
    const facts = workloadFacts(casebook, given);
    const short = Number(facts['workloads.short']);
    return {
      headline: {
        'zh-CN': `${String(facts['workloads.count'])} 个工作负载，${short === 0 ? '副本齐全' : `${String(short)} 个副本不足：${String(facts['workloads.shortNames'])}`}`,
        en: `${String(facts['workloads.count'])} workloads, ${short === 0 ? 'all replicas are available' : `${String(short)} short of replicas: ${String(facts['workloads.shortNames'])}`}`,
      },
      facts,
      text: workloadTable(casebook, given, context.clock.now()),
    };
  },
});

interface Counted {
  readonly resource: 'deployments' | 'statefulsets' | 'daemonsets';
  readonly metadata: Workload['metadata'];
  readonly workload: Workload;
  readonly wanted: number;
  readonly available: number;
}

/** Pure. */
export function workloadFacts(casebook: Casebook, given: InNamespace): Facts {
  const counted = countedOf(casebook, given);
  const short = counted.filter(({ wanted, available }) => available < wanted).sort((one, other) => missing(other) - missing(one));
  const none = short.filter(({ available }) => available === 0);
  const paused = counted.filter(({ workload }) => workload.spec?.paused === true);
  const zero = counted.filter(({ resource, wanted }) => resource !== 'daemonsets' && wanted === 0);
  const [worst] = short;
  return {
    'workloads.count': counted.length,
    'workloads.short': short.length,
    'workloads.shortNames': refsOf(short),
    'workloads.worst': worst === undefined ? '' : `${worst.resource}/${worst.metadata.name}`,
    'workloads.worstNamespace': worst?.metadata.namespace ?? '',
    'workloads.worstName': worst?.metadata.name ?? '',
    'workloads.worstWanted': worst?.wanted ?? null,
    'workloads.worstAvailable': worst?.available ?? null,
    'workloads.none': none.length,
    'workloads.noneName': refOf(none[0]),
    'workloads.paused': paused.length,
    'workloads.pausedName': refOf(paused[0]),
    'workloads.zero': zero.length,
    'workloads.zeroNames': refsOf(zero),
    ...rolloutFacts(counted),
    ...jobFacts(casebook, given),
    ...autoscalerFacts(casebook, given),
  };
}

function countedOf(casebook: Casebook, given: InNamespace): readonly Counted[] {
  return (['deployments', 'statefulsets', 'daemonsets'] as const).flatMap((resource) =>
    isIn(casebook.all(resource), given).map((workload) => {
      const { spec, status, metadata } = workload;
      const isDaemon = resource === 'daemonsets';
      const wanted = isDaemon ? (status?.desiredNumberScheduled ?? 0) : (spec?.replicas ?? 1);
      const available = isDaemon ? (status?.numberReady ?? 0) : (status?.availableReplicas ?? status?.readyReplicas ?? 0);
      return { resource, metadata, workload, wanted, available };
    }),
  );
}

function missing({ wanted, available }: Counted): number {
  return (wanted - available) / Math.max(1, wanted);
}

function conditionOf(workload: Workload, type: string, status: string): string | null {
  const found = workload.status?.conditions?.find((each) => each.type === type && each.status === status);
  return found === undefined ? null : (found.message ?? found.reason ?? type);
}

function rolloutFacts(counted: readonly Counted[]): Facts {
  const stuck = counted.filter(({ workload }) => conditionOf(workload, 'Progressing', 'False') !== null);
  const refused = counted.filter(({ workload }) => conditionOf(workload, 'ReplicaFailure', 'True') !== null);
  const [first] = stuck;
  return {
    'workloads.stuck': stuck.length,
    'workloads.stuckName': first?.metadata.name ?? '',
    'workloads.stuckNamespace': first?.metadata.namespace ?? '',
    'workloads.stuckMessage': first === undefined ? '' : (conditionOf(first.workload, 'Progressing', 'False') ?? '').slice(0, 300),
    'workloads.refused': refused.length,
    'workloads.refusedName': refOf(refused[0]),
    'workloads.refusedMessage':
      refused[0] === undefined ? '' : (conditionOf(refused[0].workload, 'ReplicaFailure', 'True') ?? '').slice(0, 300),
  };
}

function jobFacts(casebook: Casebook, given: InNamespace): Facts {
  const jobs = isIn(casebook.all('jobs'), given);
  const failed = jobs.filter((job) => conditionOf(job, 'Failed', 'True') !== null);
  const suspended = [...jobs, ...isIn(casebook.all('cronjobs'), given)].filter(({ spec }) => spec?.suspend === true);
  return {
    'workloads.jobsFailed': failed.length,
    'workloads.jobsFailedName': refOf(failed[0]),
    'workloads.jobsSuspended': suspended.length,
    'workloads.jobsSuspendedName': refOf(suspended[0]),
  };
}

function autoscalerFacts(casebook: Casebook, given: InNamespace): Facts {
  const scalers = isIn(casebook.all('horizontalpodautoscalers'), given);
  const told = (scaler: KubeObject<'horizontalpodautoscalers'>, type: string, status: string): string | null =>
    scaler.status?.conditions?.find((each) => each.type === type && each.status === status)?.message ?? null;
  const atMax = scalers.filter(({ spec, status }) => spec?.maxReplicas !== undefined && (status?.desiredReplicas ?? 0) >= spec.maxReplicas);
  const blind = scalers.filter((scaler) => told(scaler, 'ScalingActive', 'False') !== null);
  return {
    'workloads.autoscalersAtMax': atMax.length,
    'workloads.autoscalersAtMaxName': refOf(atMax[0]),
    'workloads.autoscalersBlind': blind.length,
    'workloads.autoscalersBlindName': refOf(blind[0]),
    'workloads.autoscalersBlindMessage': blind[0] === undefined ? '' : (told(blind[0], 'ScalingActive', 'False') ?? '').slice(0, 300),
  };
}

function workloadTable(casebook: Casebook, given: InNamespace, nowMs: number): string {
  const rows = [...countedOf(casebook, given)]
    .sort((one, other) => missing(other) - missing(one))
    .map(({ resource, metadata, workload, wanted, available }) => {
      const why = conditionOf(workload, 'Progressing', 'False') ?? conditionOf(workload, 'ReplicaFailure', 'True') ?? '';
      const images = (workload.spec?.template?.spec?.containers ?? []).map(({ image }) => image ?? '').join(',');
      const state = workload.spec?.paused === true ? 'paused' : why.slice(0, 60);
      return [
        `${resource}/${refOf({ metadata })}`,
        `${String(available)}/${String(wanted)}`,
        ageOf(metadata.creationTimestamp, nowMs),
        images,
        state,
      ];
    });
  return table(['WORKLOAD', 'AVAILABLE', 'AGE', 'IMAGES', 'STATE'], rows);
}

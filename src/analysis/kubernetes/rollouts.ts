/** What was rolled out of deployments and when, by the revisions that their replica sets keep. Pure. */

import type { Casebook } from './casebook.ts';
import type { Workload } from './objects.ts';

export interface Rollout {
  readonly namespace: string;
  readonly name: string;
  readonly revision: number;
  readonly atMs: number;
  /** What differs from the revision before, by name; values only of images. Empty where nothing that is read differs: a restart. */
  readonly what: readonly string[];
  /** As `kubernetes.io/change-cause` has it. */
  readonly cause: string;
  /** It took an older template up again. */
  readonly isBack: boolean;
}

const revisionAnnotation = 'deployment.kubernetes.io/revision';
const causeAnnotation = 'kubernetes.io/change-cause';
type ReplicaSet = Workload;
type Container = NonNullable<NonNullable<NonNullable<NonNullable<Workload['spec']>['template']>['spec']>['containers']>[number];

/** The newest of each deployment, if it has been since then; newest first. A first revision counts too: what is new may be at fault. */
export function rolloutsOf(casebook: Casebook, sinceMs: number): readonly Rollout[] {
  const sets = casebook.all('replicasets').filter((set) => deploymentOf(set) !== undefined);
  const byOwner = Map.groupBy(sets, (set) => `${set.metadata.namespace ?? ''}/${deploymentOf(set) ?? ''}`);
  return [...byOwner.values()]
    .flatMap((own) => newestOf(own, casebook))
    .filter(({ atMs }) => atMs >= sinceMs)
    .sort((one, other) => other.atMs - one.atMs || compareText(one.name, other.name));
}

function newestOf(own: readonly ReplicaSet[], casebook: Casebook): readonly Rollout[] {
  const sorted = own.toSorted((one, other) => revisionOf(other) - revisionOf(one));
  const [newest, before] = sorted;
  if (newest === undefined || revisionOf(newest) === 0) return [];
  const createdMs = madeMs(newest);
  const isBack = sorted.some((set) => madeMs(set) > createdMs);
  const atMs = isBack ? scaledUpMs(newest, casebook) : createdMs;
  if (!Number.isFinite(atMs)) return [];
  const { namespace = '', annotations } = newest.metadata;
  return [
    {
      ...{ namespace, name: deploymentOf(newest) ?? '', revision: revisionOf(newest), atMs, isBack },
      what: before === undefined ? ['new'] : differences(before, newest),
      cause: (annotations?.[causeAnnotation] ?? '').slice(0, 120),
    },
  ];
}

/** A set that is taken up again keeps the time at which it was made; only the events tell of its return. */
function scaledUpMs({ metadata }: ReplicaSet, casebook: Casebook): number {
  const told = casebook.all('events').filter(({ reason, message, involvedObject }) => {
    const isOwn = involvedObject.kind === 'Deployment' && involvedObject.namespace === metadata.namespace;
    return isOwn && reason === 'ScalingReplicaSet' && message?.startsWith(`Scaled up replica set ${metadata.name} `) === true;
  });
  return Math.max(
    ...told.map(({ firstTimestamp, lastTimestamp }) => Date.parse(lastTimestamp ?? firstTimestamp ?? '')).filter(Number.isFinite),
  );
}

function differences(before: ReplicaSet, after: ReplicaSet): readonly string[] {
  const [old, now] = [before, after].map(({ spec }) => spec?.template?.spec);
  const [oldContainers, containers] = [old, now].map((spec) => [...(spec?.initContainers ?? []), ...(spec?.containers ?? [])]);
  const names = new Set([...(oldContainers ?? []), ...(containers ?? [])].map(({ name }) => name));
  const inside = [...names].sort(compareText).flatMap((name) => {
    const [one, other] = [oldContainers, containers].map((all) => all?.find((each) => each.name === name));
    if (one === undefined) return [`container ${name} added`];
    return other === undefined ? [`container ${name} removed`] : containerDifferences(one, other);
  });
  const around = (['volumes', 'serviceAccountName', 'nodeSelector', 'tolerations', 'affinity'] as const).filter(
    (part) => !isSame(old?.[part], now?.[part]),
  );
  return [...inside, ...around];
}

/** Values of variables stay where they are: some of them are secrets under innocent names. */
function containerDifferences(before: Container, after: Container): readonly string[] {
  const image = before.image === after.image ? [] : [`image ${before.image ?? '?'} → ${after.image ?? '?'}`];
  const [old, now] = [before, after].map(({ env = [] }) => new Map(env.map((each) => [each.name, JSON.stringify(each)])));
  const variables = [...new Set([...(old?.keys() ?? []), ...(now?.keys() ?? [])])].filter((name) => old?.get(name) !== now?.get(name));
  const parts = [
    'command',
    'args',
    'ports',
    'envFrom',
    'resources',
    'livenessProbe',
    'readinessProbe',
    'startupProbe',
    'volumeMounts',
  ] as const;
  return [
    ...image,
    ...variables.sort(compareText).map((name) => `env ${name}`),
    ...parts.filter((part) => !isSame(before[part], after[part])),
  ];
}

function isSame(one: unknown, other: unknown): boolean {
  return JSON.stringify(one ?? null) === JSON.stringify(other ?? null);
}

function deploymentOf({ metadata }: ReplicaSet): string | undefined {
  return metadata.ownerReferences?.find(({ kind }) => kind === 'Deployment')?.name;
}

function revisionOf({ metadata }: ReplicaSet): number {
  return Number(metadata.annotations?.[revisionAnnotation] ?? 0) || 0;
}

function madeMs({ metadata }: ReplicaSet): number {
  return Date.parse(metadata.creationTimestamp ?? '');
}

function compareText(one: string, other: string): number {
  return one === other ? 0 : one < other ? -1 : 1;
}

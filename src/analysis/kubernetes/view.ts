/** The cluster as an operator thinks of it: apps with their pods, what state these are in, which events speak of what. */

import { type Casebook, type Citation, merge } from './casebook.ts';
import type { CauseId } from './causes.ts';
import type { ContainerStatus, KubeEvent, Pod, Resource, Workload } from './objects.ts';
import { resourceOf } from './parse-api.ts';
import type { PodSpec } from './pod-schemas.ts';

/** A workload with its pods; `name` is what people call it. */
export interface App {
  readonly name: string;
  readonly namespace: string;
  readonly resource: Resource;
  readonly workload: Workload | undefined;
  readonly pods: readonly PodView[];
  /** The template, filled by what a pod of it says. */
  readonly spec: PodSpec;
}

export interface PodView {
  readonly pod: Pod;
  readonly status: string;
  readonly isReady: boolean;
  readonly isScheduled: boolean;
  readonly isDone: boolean;
  readonly restarts: number;
  readonly containers: readonly ContainerStatus[];
}

export interface View {
  readonly book: Casebook;
  readonly apps: readonly App[];
  /** The namespace that the investigation is about; '' for all. */
  readonly namespace: string;
}

/** A cause that was found, on what, how sure, and on which looks it rests. */
export interface Finding {
  readonly cause: CauseId;
  readonly on: { readonly kind: 'app' | 'node' | 'namespace' | 'cluster'; readonly name: string; readonly namespace: string };
  /** 0 to 1: how much the evidence decides. */
  readonly score: number;
  readonly values: Readonly<Record<string, string | number>>;
  readonly evidence: readonly Citation[];
}

export type Rule = (view: View) => readonly Finding[];

const workloadKinds = ['deployments', 'statefulsets', 'daemonsets', 'jobs', 'cronjobs'] as const;

export function viewOf(book: Casebook, namespace: string): View {
  const isInside = (object: { readonly metadata: { readonly namespace?: string | undefined } }): boolean =>
    namespace === '' || (object.metadata.namespace ?? namespace) === namespace;
  const workloads = workloadKinds.flatMap((resource) =>
    book
      .all(resource)
      .filter(isInside)
      .map((workload) => ({ resource: resource as Resource, workload })),
  );
  const names = new Set(workloads.map(({ workload }) => workload.metadata.name));
  const groups = new Map<string, Pod[]>();
  for (const pod of book.all('pods').filter(isInside)) {
    const key = `${pod.metadata.namespace ?? ''}/${appNameOf(pod, names)}`;
    groups.set(key, [...(groups.get(key) ?? []), pod]);
  }
  const apps: App[] = [];
  for (const { resource, workload } of workloads) {
    const key = `${workload.metadata.namespace ?? ''}/${workload.metadata.name}`;
    apps.push(appOf(workload.metadata.name, resource, workload, groups.get(key) ?? []));
    groups.delete(key);
  }
  for (const [key, pods] of groups) apps.push(appOf(key.slice(key.indexOf('/') + 1), 'pods', undefined, pods));
  return { book, namespace, apps };
}

function appOf(name: string, resource: Resource, workload: Workload | undefined, pods: readonly Pod[]): App {
  const described = pods.find((pod) => (pod.spec?.containers?.length ?? 0) > 0);
  const spec = merge<PodSpec>(workload?.spec?.template?.spec ?? {}, described?.spec ?? {});
  const namespace = workload?.metadata.namespace ?? pods[0]?.metadata.namespace ?? '';
  return { name, namespace, resource, workload, pods: pods.map(podView), spec };
}

/** The name of the workload that a pod belongs to, by its owner, its labels, or how its name is made. */
export function appNameOf(pod: Pod, workloads: ReadonlySet<string>): string {
  const { name, labels = {}, ownerReferences = [] } = pod.metadata;
  const owner = ownerReferences[0];
  const hash = labels['pod-template-hash'];
  const owned =
    owner?.kind === 'ReplicaSet' && hash === undefined
      ? owner.name.replace(/-[a-z0-9]{6,10}$/, '')
      : owner?.kind === 'ReplicaSet' && hash !== undefined
        ? owner.name.replace(new RegExp(`-${quoted(hash)}$`), '')
        : owner?.name;
  if (owned !== undefined && owned !== '' && owner?.kind !== 'Node') return owner?.kind === 'Job' ? owned.replace(/-\d{6,}$/, '') : owned;
  let made = name;
  while (made.includes('-')) {
    made = made.slice(0, made.lastIndexOf('-'));
    if (workloads.has(made)) return made;
  }
  return name.replace(/-[a-z0-9]{8,10}-[a-z0-9]{5}$|-[a-f0-9]{6,10}-[a-z0-9]{5}$|-\d{1,4}$/, '');
}

function podView(pod: Pod): PodView {
  const containers = pod.status?.containerStatuses ?? [];
  const init = pod.status?.initContainerStatuses ?? [];
  const isKnown = containers.some(({ state, ready }) => state !== undefined || ready !== undefined);
  const status = isKnown || pod.shown === undefined ? statusOf(pod, init, containers) : pod.shown.status;
  const counted = Math.max(0, ...containers.map(({ restartCount = 0 }) => restartCount));
  const isDone = /^(?:Completed|Succeeded)$/.test(status);
  const { shown } = pod;
  const shownReady = shown !== undefined && shown.ready === shown.containers && shown.containers > 0;
  const isReady = isKnown ? containers.length > 0 && containers.every(({ ready }) => ready === true) : shownReady;
  return {
    pod,
    status,
    isReady,
    isDone,
    isScheduled: isScheduled(pod, status),
    restarts: Math.max(counted, shown?.restarts ?? 0),
    containers: [...init, ...containers],
  };
}

function isScheduled(pod: Pod, status: string): boolean {
  if (pod.spec?.nodeName !== undefined || pod.status?.podIP !== undefined) return true;
  const condition = pod.status?.conditions?.find(({ type }) => type === 'PodScheduled');
  return condition === undefined ? status !== 'Pending' : condition.status === 'True';
}

/** What the column STATUS of `kubectl get pods` says. */
function statusOf(pod: Pod, init: readonly ContainerStatus[], containers: readonly ContainerStatus[]): string {
  if (pod.metadata.deletionTimestamp !== undefined) return 'Terminating';
  if (pod.status?.reason !== undefined) return pod.status.reason;
  for (const [index, each] of init.entries()) {
    const { terminated, waiting } = each.state ?? {};
    if (terminated !== undefined && terminated.exitCode === 0) continue;
    if (terminated !== undefined) return `Init:${terminated.reason ?? 'Error'}`;
    if (waiting?.reason !== undefined && waiting.reason !== 'PodInitializing') return `Init:${waiting.reason}`;
    if (each.state !== undefined && each.ready !== true) return `Init:${index}/${init.length}`;
  }
  for (const { state } of containers) if (state?.waiting?.reason !== undefined) return state.waiting.reason;
  for (const { state } of containers) if (state?.terminated !== undefined) return state.terminated.reason ?? 'Error';
  return pod.status?.phase ?? 'Unknown';
}

/** Events about an object, warnings first. */
export function eventsOf(book: Casebook, resource: Resource, name: string, namespace: string): readonly KubeEvent[] {
  const isAbout = ({ involvedObject }: KubeEvent): boolean =>
    (involvedObject.namespace ?? namespace) === namespace && resourceOf(involvedObject.kind ?? '') === resource;
  const found = book.eventsAbout(name).filter(isAbout);
  return [...found.filter(({ type }) => type === 'Warning'), ...found.filter(({ type }) => type !== 'Warning')];
}

export function citeEvent(view: View, event: KubeEvent): Citation {
  return view.book.cite('events', event, `${event.reason}: ${event.message ?? ''}`);
}

export function eventsOfPods(view: View, app: App): readonly KubeEvent[] {
  return app.pods.flatMap(({ pod }) => eventsOf(view.book, 'pods', pod.metadata.name, pod.metadata.namespace ?? ''));
}

/** True while something of the app does not run as it should. */
export function isTroubled(app: App): boolean {
  return isShort(app) || app.pods.some((pod) => !pod.isDone && (!pod.isReady || pod.restarts > 0));
}

/** Fewer pods are ready than are wanted. */
export function isShort({ workload, pods, resource }: App): boolean {
  if (resource === 'jobs' || resource === 'cronjobs') return false;
  if (pods.some((pod) => !pod.isDone && !pod.isReady)) return true;
  const wanted = workload?.spec?.replicas ?? workload?.status?.desiredNumberScheduled;
  return wanted !== undefined && wanted > pods.filter((pod) => pod.isReady).length && wanted > (workload?.status?.readyReplicas ?? 0);
}

export function onApp(app: App): Finding['on'] {
  return { kind: 'app', name: app.name, namespace: app.namespace };
}

/** Whether labels are what a selector asks for; an empty selector asks for nothing. */
export function matches(
  selector: Readonly<Record<string, string>> | undefined,
  labels: Readonly<Record<string, string>> | undefined,
): boolean {
  return selector !== undefined && Object.entries(selector).every(([key, value]) => labels?.[key] === value);
}

/** Labels of an app's pods, from a pod or from the template. */
export function labelsOf(app: App): Readonly<Record<string, string>> | undefined {
  return (
    app.pods.find(({ pod }) => pod.metadata.labels !== undefined)?.pod.metadata.labels ?? app.workload?.spec?.template?.metadata?.labels
  );
}

function quoted(text: string): string {
  return text.replace(/[.*+?^${}()|[\]\\]/g, '\\$&');
}

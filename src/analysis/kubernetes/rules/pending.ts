/** Pods that no node takes: what the scheduler counted, checked against the labels, taints and marks of the nodes. */

import type { CauseId } from '../causes.ts';
import type { KubeEvent, KubeNode } from '../objects.ts';
import type { PodSpec } from '../pod-schemas.ts';
import { type App, citeEvent, eventsOf, type Finding, onApp, type PodView, type View } from '../view.ts';

/** What the scheduler says of nodes, and what it means. */
const refusals: readonly { readonly pattern: RegExp; readonly cause: CauseId }[] = [
  { pattern: /Insufficient cpu/, cause: 'cpu-capacity-mismatch' },
  { pattern: /Insufficient memory/, cause: 'memory-capacity-mismatch' },
  { pattern: /Insufficient (?!cpu|memory)\S+/, cause: 'extended-resource-missing' },
  { pattern: /Too many pods/, cause: 'node-pod-limit' },
  { pattern: /didn't match pod anti-affinity rules|didn't satisfy existing pods anti-affinity rules/, cause: 'pod-anti-affinity-conflict' },
  { pattern: /didn't match pod affinity rules/, cause: 'pod-affinity-unsatisfied' },
  { pattern: /didn't match pod topology spread constraints/, cause: 'topology-spread-unsatisfied' },
  { pattern: /didn't have free ports/, cause: 'host-port-conflict' },
  { pattern: /volume node affinity conflict/, cause: 'volume-node-affinity-conflict' },
  { pattern: /exceed max volume count/, cause: 'node-volume-limit' },
  {
    pattern: /didn't match Pod's node affinity\/selector|didn't match Pod's node affinity|didn't match node selector/,
    cause: 'node-selector-mismatch',
  },
  { pattern: /had untolerated taint|had taint/, cause: 'taint-toleration-mismatch' },
  { pattern: /were unschedulable/, cause: 'node-cordon-mismatch' },
];

export function findPendingCauses(view: View): readonly Finding[] {
  const waiting = view.apps.map((app) => ({ app, pod: app.pods.find((each) => !each.isScheduled && !each.isDone) }));
  const pending = waiting.filter((each): each is { app: App; pod: PodView } => each.pod !== undefined);
  return pending.flatMap(({ app, pod }) => judge(view, app, pod));
}

function judge(view: View, app: App, { pod }: PodView): readonly Finding[] {
  const { name, namespace = '' } = pod.metadata;
  const events = eventsOf(view.book, 'pods', name, namespace).filter(({ reason }) => reason === 'FailedScheduling');
  const condition = pod.status?.conditions?.find(({ type, message }) => type === 'PodScheduled' && message !== undefined);
  const event: KubeEvent | undefined =
    events.at(-1) ??
    (condition === undefined
      ? undefined
      : { reason: 'PodScheduled', message: condition.message, involvedObject: { kind: 'Pod', name, namespace } });
  if (event === undefined) return [];
  const counted = countRefusals(event.message ?? '');
  const evidence = [events.length > 0 ? citeEvent(view, event) : view.book.cite('pods', pod, event.message ?? '')];
  const findings = counted.flatMap(({ cause, count, text }) => {
    const weight = weigh(view, app.spec, cause, count, text);
    return weight <= 0 ? [] : [{ cause: refine(view, app.spec, cause, text), weight, text }];
  });
  const total = Math.max(1, ...findings.map(({ weight }) => weight));
  return findings.map(({ cause, weight, text }) => ({
    cause,
    on: onApp(app),
    score: 0.6 + 0.35 * (weight / total),
    values: { pod: name, detail: text },
    evidence: [...evidence, ...specEvidence(view, app, cause)],
  }));
}

interface Refusal {
  readonly cause: CauseId;
  readonly count: number;
  readonly text: string;
}

/** `0/4 nodes are available: 1 node(s) were unschedulable, 3 Insufficient memory. preemption: …` */
function countRefusals(message: string): readonly Refusal[] {
  const [, body = message] = /nodes are available: ([\s\S]*?)(?:\.\s*(?:preemption|no new claims)[\s\S]*)?$/.exec(message) ?? [];
  const parts = body.split(/,\s+(?=\d)|\.\s+(?=\d)/);
  return parts.flatMap((part) => {
    const found = refusals.find(({ pattern }) => pattern.test(part));
    const count = Number(/^\s*(\d+)/.exec(part)?.[1] ?? 1);
    return found === undefined ? [] : [{ cause: found.cause, count, text: part.trim().replace(/\.$/, '') }];
  });
}

/**
 * Nodes that nobody runs on anyhow, because they are cordoned or belong to the control plane, refuse every pod: they count only where
 * the pod asks for just these.
 */
function weigh(view: View, spec: PodSpec, cause: CauseId, count: number, text: string): number {
  if (cause === 'node-cordon-mismatch' || /node\.kubernetes\.io\/unschedulable|node-role\.kubernetes\.io/.test(text)) {
    const wanted = view.book.all('nodes').filter((node) => mayRunOn(spec, node));
    const isOnlyCordoned = wanted.length > 0 && wanted.every((node) => node.spec?.unschedulable === true);
    const isWish = asksForNodes(spec);
    if (isOnlyCordoned && isWish) return count + 100;
    const ordinary = view.book.all('nodes').filter((node) => !isControlPlane(node)).length;
    return isOnlyCordoned || (ordinary > 0 && count > view.book.all('nodes').length - ordinary) ? count : count * 0.2;
  }
  // A wish that some node meets is no fault: why these nodes refuse decides.
  if (cause === 'node-selector-mismatch' && asksForNodes(spec) && view.book.all('nodes').some((node) => mayRunOn(spec, node)))
    return count * 0.1;
  // Taints that the cluster itself sets are the state of the node, not a wish of the pod.
  if (
    cause === 'taint-toleration-mismatch' &&
    /node\.kubernetes\.io\/(?:not-ready|unreachable|[a-z]+-pressure|network-unavailable)/.test(text)
  )
    return count * 0.5;
  return count;
}

function refine(view: View, spec: PodSpec, cause: CauseId, text: string): CauseId {
  if (/node\.kubernetes\.io\/unschedulable/.test(text)) return 'node-cordon-mismatch';
  if (/node\.kubernetes\.io\/(?:not-ready|unreachable)/.test(text)) return 'node-not-ready';
  if (/node\.kubernetes\.io\/(?:disk|memory|pid)-pressure/.test(text)) return 'node-pressure';
  if (cause !== 'node-selector-mismatch') return cause;
  const nodes = view.book.all('nodes').filter((node) => node.metadata.labels !== undefined);
  const hasSelector = Object.keys(spec.nodeSelector ?? {}).length > 0;
  if (!hasSelector) return requiredTerms(spec) === null ? cause : 'node-affinity-mismatch';
  const isSelectorMet = nodes.length > 0 && nodes.some((node) => matchesLabels(spec, node));
  return isSelectorMet && requiredTerms(spec) !== null ? 'node-affinity-mismatch' : cause;
}

function specEvidence(view: View, app: App, cause: CauseId): Finding['evidence'] {
  const { spec, workload } = app;
  const wish =
    cause === 'node-selector-mismatch'
      ? JSON.stringify(spec.nodeSelector ?? {})
      : cause === 'node-affinity-mismatch'
        ? JSON.stringify(requiredTerms(spec) ?? [])
        : null;
  if (wish === null) return [];
  const pod = app.pods[0]?.pod;
  if (workload !== undefined && app.resource !== 'pods') return [view.book.cite(app.resource, workload, wish)];
  return pod === undefined ? [] : [view.book.cite('pods', pod, wish)];
}

type Terms = NonNullable<NonNullable<NonNullable<PodSpec['affinity']>['nodeAffinity']>['requiredDuringSchedulingIgnoredDuringExecution']>;

function requiredTerms(spec: PodSpec): Terms['nodeSelectorTerms'] | null {
  return spec.affinity?.nodeAffinity?.requiredDuringSchedulingIgnoredDuringExecution?.nodeSelectorTerms ?? null;
}

function asksForNodes(spec: PodSpec): boolean {
  return Object.keys(spec.nodeSelector ?? {}).length > 0 || requiredTerms(spec) !== null;
}

function matchesLabels(spec: PodSpec, node: KubeNode): boolean {
  return Object.entries(spec.nodeSelector ?? {}).every(([key, value]) => node.metadata.labels?.[key] === value);
}

/** Whether the selector and the required affinity of the pod allow the node. */
function mayRunOn(spec: PodSpec, node: KubeNode): boolean {
  const terms = requiredTerms(spec);
  const labels = node.metadata.labels ?? {};
  const isAllowed = (term: Terms['nodeSelectorTerms'][number]): boolean =>
    (term.matchExpressions ?? []).every(({ key, operator, values = [] }) => {
      const value = labels[key];
      if (operator === 'In') return value !== undefined && values.includes(value);
      if (operator === 'NotIn') return value === undefined || !values.includes(value);
      if (operator === 'Exists') return value !== undefined;
      if (operator === 'DoesNotExist') return value === undefined;
      return true;
    });
  return matchesLabels(spec, node) && (terms === null || terms.some(isAllowed));
}

export function isControlPlane(node: KubeNode): boolean {
  const labels = node.metadata.labels ?? {};
  return (
    'node-role.kubernetes.io/control-plane' in labels ||
    'node-role.kubernetes.io/master' in labels ||
    labels['kubernetes.io/role'] === 'master' ||
    /(?:^|-)(?:master|control-plane|controlplane)(?:-|$)/.test(node.metadata.name)
  );
}

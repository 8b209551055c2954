/** What else stops an app: policies that let nothing through, ingress to nowhere, autoscalers and jobs that gave up, things that won't go. */

import type { KubeObject } from '../objects.ts';
import type { Selector } from '../pod-schemas.ts';
import { type App, type Finding, isShort, labelsOf, matches, onApp, type View } from '../view.ts';
import { findGatewayCauses } from './gateway.ts';

export function findOtherCauses(view: View): readonly Finding[] {
  return [
    ...view.book.all('networkpolicies').flatMap((policy) => judgePolicy(view, policy)),
    ...view.book.all('ingresses').flatMap((ingress) => judgeIngress(view, ingress)),
    ...view.book.all('horizontalpodautoscalers').flatMap((scaler) => judgeScaler(view, scaler)),
    ...view.apps.flatMap((app) => [...judgeJob(view, app), ...judgeTerminating(view, app)]),
    ...findGatewayCauses(view),
    ...judgeNamespaces(view),
    ...judgeBudgets(view),
  ];
}

function isSelected(selector: Selector | undefined, app: App): boolean {
  if ((selector?.matchExpressions?.length ?? 0) > 0) return false;
  return matches(selector?.matchLabels ?? {}, labelsOf(app));
}

/** A policy that isolates an app and lets nobody in (or it nowhere out). */
function judgePolicy(view: View, policy: KubeObject<'networkpolicies'>): readonly Finding[] {
  const { spec, metadata } = policy;
  if (spec === undefined) return [];
  const types = spec.policyTypes ?? ['Ingress'];
  const closed = types.filter((type) => (type === 'Ingress' ? (spec.ingress ?? []).length === 0 : (spec.egress ?? []).length === 0));
  if (closed.length === 0) return [];
  const apps = view.apps.filter((app) => app.namespace === (metadata.namespace ?? app.namespace) && isSelected(spec.podSelector, app));
  const isRefused = (app: App): boolean => view.book.connections.some(({ service, isOpen }) => service === app.name && !isOpen);
  return apps.map((app) => ({
    cause: 'network-policy-blocks',
    on: onApp(app),
    score: isRefused(app) ? 0.9 : apps.length > 3 ? 0.5 : 0.7,
    values: { policy: metadata.name, direction: closed.join(',') },
    evidence: [view.book.cite('networkpolicies', policy, `${metadata.name}: ${closed.join(',')} allows nothing`)],
  }));
}

function judgeIngress(view: View, ingress: KubeObject<'ingresses'>): readonly Finding[] {
  const { name, namespace = '' } = ingress.metadata;
  const on = { kind: 'app', name, namespace } as const;
  const cite = (excerpt: string): Finding['evidence'] => [view.book.cite('ingresses', ingress, excerpt)];
  const findings: Finding[] = [];
  const wanted = ingress.spec?.ingressClassName;
  if (wanted !== undefined && view.book.listedBy('ingressclasses') !== null && view.book.get('ingressclasses', wanted) === undefined)
    findings.push({
      cause: 'ingress-class-missing',
      on,
      score: 0.85,
      values: { ingress: name, class: wanted },
      evidence: cite(`ingressClassName ${wanted}`),
    });
  if (view.book.listedBy('services') === null) return findings;
  const paths = (ingress.spec?.rules ?? []).flatMap(({ http }) => http?.paths ?? []);
  for (const { backend, path = '/' } of [
    ...paths,
    ...(ingress.spec?.defaultBackend === undefined ? [] : [{ backend: ingress.spec.defaultBackend, path: '*' }]),
  ]) {
    const target = backend.service;
    if (target === undefined) continue;
    const service = view.book.get('services', target.name, namespace);
    const ports = service?.spec?.ports ?? [];
    const isOffered = ports.length === 0 || target.port?.number === undefined || ports.some(({ port }) => port === target.port?.number);
    if (service !== undefined && isOffered) continue;
    const values = { ingress: name, path, service: target.name, port: target.port?.number ?? '' };
    const app = view.apps.find((each) => each.name === target.name && each.namespace === namespace);
    findings.push({
      cause: 'gateway-misroute',
      on: app === undefined ? on : onApp(app),
      score: 0.85,
      values,
      evidence: cite(`${path} → ${target.name}:${values.port}`),
    });
  }
  return findings;
}

function judgeScaler(view: View, scaler: KubeObject<'horizontalpodautoscalers'>): readonly Finding[] {
  const { name, namespace = '' } = scaler.metadata;
  const target = scaler.spec?.scaleTargetRef?.name ?? name;
  const on = { kind: 'app', name: target, namespace } as const;
  const find = (type: string, status: string) => scaler.status?.conditions?.find((each) => each.type === type && each.status === status);
  const inactive = find('ScalingActive', 'False') ?? find('AbleToScale', 'False');
  const values = { scaler: name, detail: inactive?.message ?? '', max: scaler.spec?.maxReplicas ?? '' };
  const evidence = [view.book.cite('horizontalpodautoscalers', scaler, inactive?.message ?? `${name}: at ${values.max}`)];
  if (inactive !== undefined && inactive.reason !== 'ScalingDisabled')
    return [{ cause: 'autoscaler-without-metrics', on, score: 0.6, values, evidence }];
  const limited = find('ScalingLimited', 'True');
  return limited?.reason === 'TooManyReplicas' ? [{ cause: 'autoscaler-at-limit', on, score: 0.6, values, evidence }] : [];
}

function judgeJob(view: View, app: App): readonly Finding[] {
  const { workload, resource } = app;
  if (workload === undefined) return [];
  const failed = workload.status?.conditions?.find(({ type, status }) => type === 'Failed' && status === 'True');
  const evidence = [view.book.cite(resource, workload, failed?.message ?? `${app.name}: suspend true`)];
  if (resource === 'jobs' && failed !== undefined)
    return [
      {
        cause: 'job-failed',
        on: onApp(app),
        score: 0.6,
        values: { job: app.name, detail: `${failed.reason ?? ''} ${failed.message ?? ''}`.trim() },
        evidence,
      },
    ];
  if (workload.spec?.suspend === true && (resource === 'cronjobs' || resource === 'jobs'))
    return [{ cause: 'job-suspended', on: onApp(app), score: 0.45, values: { job: app.name, detail: '' }, evidence }];
  const stuck = workload.status?.conditions?.find(({ type, status }) => type === 'ReplicaFailure' && status === 'True');
  if (stuck === undefined || !isShort(app)) return [];
  return [
    {
      cause: 'pods-refused',
      on: onApp(app),
      score: 0.5,
      values: { detail: stuck.message ?? '' },
      evidence: [view.book.cite(resource, workload, stuck.message ?? '')],
    },
  ];
}

function judgeTerminating(view: View, app: App): readonly Finding[] {
  return app.pods.flatMap(({ pod, status }) => {
    const finalizers = pod.metadata.finalizers ?? [];
    if (status !== 'Terminating' || finalizers.length === 0) return [];
    const values = { pod: pod.metadata.name, finalizers: finalizers.join(', ') };
    return [
      {
        cause: 'deletion-held-by-finalizer' as const,
        on: onApp(app),
        score: 0.7,
        values,
        evidence: [view.book.cite('pods', pod, `finalizers ${values.finalizers}`)],
      },
    ];
  });
}

function judgeNamespaces(view: View): readonly Finding[] {
  return view.book.all('namespaces').flatMap((namespace) => {
    if (namespace.status?.phase !== 'Terminating') return [];
    const { name } = namespace.metadata;
    const isAsked = view.namespace === '' || view.namespace === name;
    return [
      {
        cause: 'namespace-terminating' as const,
        on: { kind: 'namespace', name, namespace: name } as const,
        score: isAsked ? 0.8 : 0.3,
        values: { namespace: name },
        evidence: [view.book.cite('namespaces', namespace, 'Terminating')],
      },
    ];
  });
}

/** A budget that allows no disruption holds up a drain; it hurts nobody else. */
function judgeBudgets(view: View): readonly Finding[] {
  const isDraining = view.book
    .all('events')
    .some(({ reason, message = '' }) => /Drain|Evict/i.test(reason ?? '') || /disruption budget/i.test(message));
  if (!isDraining) return [];
  return view.book.all('poddisruptionbudgets').flatMap((budget) => {
    if (budget.status?.disruptionsAllowed !== 0) return [];
    const { name, namespace = '' } = budget.metadata;
    return [
      {
        cause: 'disruption-budget-blocks' as const,
        on: { kind: 'app', name, namespace } as const,
        score: 0.6,
        values: { budget: name },
        evidence: [view.book.cite('poddisruptionbudgets', budget, 'allowed disruptions 0')],
      },
    ];
  });
}

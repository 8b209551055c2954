/** Services behind which nobody answers, and why: the selector means no pod, the pods are not ready, or the port is another. */

import type { Casebook } from '../../../analysis/kubernetes/casebook.ts';
import type { Pod, Service } from '../../../analysis/kubernetes/objects.ts';
import type { Facts } from '../../../domain/evidence.ts';
import { selectsLabels, selectsObject } from '../selects.ts';
import { clusterProbe, type InNamespace, isIn, refOf, refsOf, table } from './kubernetes-probe.ts';

export const servicesProbe = clusterProbe({
  name: 'services',
  summary: {
    'zh-CN': 'Service 与 Endpoints：选择器、就绪的后端、目标端口、网络策略',
    en: 'services and endpoints: selectors, ready backends, target ports, network policies',
  },
  cost: 'cheap',
  hints: 'services?|endpoints?|selector|no endpoints|network ?polic|connect|unreachable|503|服务|端点|选择器|后端|网络策略|连不上|不通',
  query: 'kubectl get services,endpoints,networkpolicies -A',
  resources: ['services', 'endpoints', 'pods', 'networkpolicies', 'deployments', 'statefulsets'],
  facts: [
    ...['services.count', 'services.withoutEndpoints', 'services.withoutEndpointsNames', 'services.selectorMatchesNone'],
    ...['services.selectorMatchesNoneName', 'services.selectorMatchesNoneNamespace', 'services.selector', 'services.nearestLabels'],
    ...[
      'services.mismatchLabel',
      'services.mismatchValue',
      'services.mismatchWanted',
      'services.scaledToZero',
      'services.scaledToZeroName',
    ],
    ...['services.scaledToZeroNamespace', 'services.scaledToZeroResource', 'services.scaledToZeroWorkload'],
    ...['services.nearestPod', 'services.notReadyOnly', 'services.notReadyOnlyName', 'services.portMissing', 'services.portMissingName'],
    ...['services.portMissingTarget', 'services.portMissingPorts', 'services.balancersPending', 'services.balancersPendingName'],
    ...['services.policies', 'services.closed', 'services.closedName', 'services.closedPolicy'],
  ],
  see({ casebook }, given) {
    const facts = serviceFacts(casebook, given);
    const empty = Number(facts['services.withoutEndpoints']);
    return {
      headline: {
        'zh-CN': `${String(facts['services.count'])} 个 Service，${empty === 0 ? '都有就绪的后端' : `${String(empty)} 个没有就绪的后端：${String(facts['services.withoutEndpointsNames'])}`}`,
        en: `${String(facts['services.count'])} services, ${empty === 0 ? 'all have ready endpoints' : `${String(empty)} without a ready endpoint: ${String(facts['services.withoutEndpointsNames'])}`}`,
      },
      facts,
      text: table(
        ['SERVICE', 'TYPE', 'PORTS', 'READY', 'NOT READY', 'SELECTOR'],
        judge(casebook, given)
          .sort((one, other) => one.ready - other.ready)
          .map(({ service, ready, notReady }) => [
            ...[refOf(service), service.spec?.type ?? '', portsOf(service), String(ready), String(notReady)],
            labelsText(service.spec?.selector),
          ]),
      ),
    };
  },
});

interface Judged {
  readonly service: Service;
  readonly selected: readonly Pod[];
  readonly ready: number;
  readonly notReady: number;
}

/** Those that select pods: a service without a selector has its endpoints from elsewhere. */
function judge(casebook: Casebook, given: InNamespace): Judged[] {
  return isIn(casebook.all('services'), given)
    .filter(({ spec }) => spec?.type !== 'ExternalName' && Object.keys(spec?.selector ?? {}).length > 0)
    .map((service) => {
      const { name, namespace = '' } = service.metadata;
      const endpoints = casebook.get('endpoints', name, namespace);
      const selected = podsOf(casebook, namespace).filter(({ metadata }) => selectsLabels(service.spec?.selector, metadata.labels));
      return { service, selected, ready: endpoints?.ready?.length ?? 0, notReady: endpoints?.notReady?.length ?? 0 };
    });
}

function podsOf(casebook: Casebook, namespace: string): readonly Pod[] {
  return casebook
    .all('pods')
    .filter(({ metadata, status }) => metadata.namespace === namespace && !/^(Succeeded|Failed)$/.test(status?.phase ?? ''));
}

/** Pure. */
export function serviceFacts(casebook: Casebook, given: InNamespace): Facts {
  const judged = judge(casebook, given);
  const empty = judged.filter(({ ready }) => ready === 0);
  const atZero = empty.flatMap((each) => (each.selected.length > 0 ? [] : (stoppedBehind(casebook, each.service) ?? [])));
  const unmatched = empty.filter(({ selected, service }) => selected.length === 0 && stoppedBehind(casebook, service) === null);
  const notReady = empty.filter(({ selected }) => selected.length > 0);
  const pending = isIn(casebook.all('services'), given).filter(
    ({ spec, status }) => spec?.type === 'LoadBalancer' && (status?.loadBalancer?.ingress ?? []).length === 0,
  );
  return {
    'services.count': isIn(casebook.all('services'), given).length,
    'services.withoutEndpoints': empty.length,
    'services.withoutEndpointsNames': refsOf(empty.map(({ service }) => service)),
    'services.notReadyOnly': notReady.length,
    'services.notReadyOnlyName': refOf(notReady[0]?.service),
    'services.balancersPending': pending.length,
    'services.balancersPendingName': refOf(pending[0]),
    'services.scaledToZero': atZero.length,
    'services.scaledToZeroName': refOf(atZero[0]?.service),
    'services.scaledToZeroNamespace': atZero[0]?.service.metadata.namespace ?? '',
    'services.scaledToZeroResource': atZero[0]?.resource ?? '',
    'services.scaledToZeroWorkload': atZero[0]?.name ?? '',
    ...unmatchedFacts(casebook, unmatched),
    ...portFacts(judged),
    ...policyFacts(casebook, judged),
  };
}

interface Stopped {
  readonly service: Service;
  readonly resource: 'deployments' | 'statefulsets';
  readonly name: string;
}

/** The workload whose pods the service means, when it is scaled to zero. */
function stoppedBehind(casebook: Casebook, service: Service): Stopped | null {
  for (const resource of ['deployments', 'statefulsets'] as const)
    for (const { metadata, spec } of casebook.all(resource)) {
      const isSame = metadata.namespace === service.metadata.namespace && spec?.replicas === 0;
      if (isSame && selectsLabels(service.spec?.selector, spec?.template?.metadata?.labels))
        return { service, resource, name: metadata.name };
    }
  return null;
}

/** The pods that are nearest to what the selector asks for tell how it should read. */
function unmatchedFacts(casebook: Casebook, unmatched: readonly Judged[]): Facts {
  // A service of a workload that is scaled to zero finds nothing either; the one with a near miss tells more.
  const near = unmatched
    .map(({ service }) => ({ service, pod: nearestPod(service, podsOf(casebook, service.metadata.namespace ?? '')) }))
    .sort((one, other) => Number(other.pod !== null) - Number(one.pod !== null))[0];
  const keys = Object.keys(near?.service.spec?.selector ?? {});
  const labels: Readonly<Record<string, string | undefined>> = Object.fromEntries(
    keys.map((key) => [key, near?.pod?.metadata.labels?.[key]]),
  );
  const wrong = keys.find((key) => near?.service.spec?.selector?.[key] !== labels[key]);
  return {
    'services.selectorMatchesNone': unmatched.length,
    'services.selectorMatchesNoneName': near?.service.metadata.name ?? '',
    'services.selectorMatchesNoneNamespace': near?.service.metadata.namespace ?? '',
    'services.selector': labelsText(near?.service.spec?.selector),
    'services.nearestPod': near?.pod == null ? '' : refOf(near.pod),
    'services.nearestLabels': near?.pod == null ? '' : labelsText(labels),
    'services.mismatchLabel': near?.pod == null ? '' : (wrong ?? ''),
    'services.mismatchWanted': near?.service.spec?.selector?.[wrong ?? ''] ?? '',
    // Null where the pod has no such label at all: then no value of the selector would find it.
    'services.mismatchValue': labels[wrong ?? ''] ?? null,
  };
}

/** Shares a label with the selector, or is called as the service is. */
function nearestPod({ metadata, spec }: Service, pods: readonly Pod[]): Pod | null {
  const scored = pods.map((pod) => {
    const shared = Object.entries(spec?.selector ?? {}).filter(([key, value]) => pod.metadata.labels?.[key] === value).length;
    const isNamed = pod.metadata.name.startsWith(`${metadata.name}-`) || Object.values(pod.metadata.labels ?? {}).includes(metadata.name);
    return { pod, score: shared + (isNamed ? 1 : 0) };
  });
  const best = scored.sort((one, other) => other.score - one.score)[0];
  return best === undefined || best.score === 0 ? null : best.pod;
}

/** A target by name must be named by a container; one by number that no container declares may still be open, and is only told. */
function portFacts(judged: readonly Judged[]): Facts {
  const missing = judged.flatMap(({ service, selected }) => {
    const [pod] = selected;
    if (pod === undefined) return [];
    const ports = (pod.spec?.containers ?? []).flatMap((container) => container.ports ?? []);
    if (ports.length === 0) return [];
    const absent = (service.spec?.ports ?? []).find(({ port, targetPort = port }) =>
      typeof targetPort === 'string' && !/^\d+$/.test(targetPort)
        ? !ports.some(({ name }) => name === targetPort)
        : !ports.some(({ containerPort }) => containerPort === Number(targetPort)),
    );
    return absent === undefined ? [] : [{ service, target: String(absent.targetPort ?? absent.port), ports }];
  });
  const [first] = missing;
  return {
    'services.portMissing': missing.length,
    'services.portMissingName': refOf(first?.service),
    'services.portMissingTarget': first?.target ?? '',
    'services.portMissingPorts': (first?.ports ?? []).map(({ containerPort }) => String(containerPort)).join(', '),
  };
}

/** Pods behind a service that a policy lets nobody in to. */
function policyFacts(casebook: Casebook, judged: readonly Judged[]): Facts {
  const policies = casebook.all('networkpolicies');
  const closed = judged.flatMap(({ service, selected }) => {
    const [pod] = selected;
    if (pod === undefined) return [];
    const own = policies.filter(
      ({ metadata, spec }) =>
        metadata.namespace === service.metadata.namespace &&
        (spec?.policyTypes ?? ['Ingress']).includes('Ingress') &&
        selectsObject(spec?.podSelector, pod.metadata.labels),
    );
    const isClosed = own.length > 0 && own.every(({ spec }) => (spec?.ingress ?? []).length === 0);
    return isClosed ? [{ service, policy: own[0] }] : [];
  });
  return {
    'services.policies': policies.length,
    'services.closed': closed.length,
    'services.closedName': refOf(closed[0]?.service),
    'services.closedPolicy': refOf(closed[0]?.policy),
  };
}

function portsOf({ spec }: Service): string {
  return (spec?.ports ?? []).map(({ port, targetPort = port }) => `${String(port)}→${String(targetPort)}`).join(',');
}

function labelsText(labels: Readonly<Record<string, string | undefined>> | undefined): string {
  return Object.entries(labels ?? {})
    .map(([key, value]) => `${key}=${value ?? '(none)'}`)
    .join(',')
    .slice(0, 300);
}

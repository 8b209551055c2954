/** Objects as the Kubernetes API gives them (`kubectl get -o json`, a list, one object): known kinds are kept, the rest is counted. */

import type { Answer } from './casebook.ts';
import { type KubeObject, objectSchemas, type Resource } from './objects.ts';

export interface ParsedObjects {
  readonly objects: Answer['objects'];
  /** Kinds that are not looked at, and objects that are not in the form of their kind. */
  readonly skipped: number;
  /** Kinds that came as a list, which may have been empty. */
  readonly listed: readonly Resource[];
}

const resourceOfKind: Readonly<Record<string, Resource>> = {
  Pod: 'pods',
  Deployment: 'deployments',
  ReplicaSet: 'replicasets',
  ReplicationController: 'replicasets',
  StatefulSet: 'statefulsets',
  DaemonSet: 'daemonsets',
  Job: 'jobs',
  CronJob: 'cronjobs',
  PodDisruptionBudget: 'poddisruptionbudgets',
  Service: 'services',
  Endpoints: 'endpoints',
  EndpointSlice: 'endpoints',
  Event: 'events',
  Node: 'nodes',
  Namespace: 'namespaces',
  ConfigMap: 'configmaps',
  Secret: 'secrets',
  ServiceAccount: 'serviceaccounts',
  StorageClass: 'storageclasses',
  IngressClass: 'ingressclasses',
  PriorityClass: 'priorityclasses',
  ResourceQuota: 'resourcequotas',
  LimitRange: 'limitranges',
  PersistentVolumeClaim: 'persistentvolumeclaims',
  PersistentVolume: 'persistentvolumes',
  NetworkPolicy: 'networkpolicies',
  Ingress: 'ingresses',
  HorizontalPodAutoscaler: 'horizontalpodautoscalers',
};

const objectsMax = 50_000;

/** Never throws. */
export function parseApiObjects(given: unknown): ParsedObjects {
  const objects: Answer['objects'][number][] = [];
  const listed = new Set<Resource>();
  let skipped = 0;
  const waiting: { readonly value: unknown; readonly kind: string }[] = [{ value: given, kind: '' }];
  while (waiting.length > 0) {
    const { value, kind: ofList } = waiting.pop() ?? { value: null, kind: '' };
    if (Array.isArray(value)) {
      for (const item of value.slice(0, objectsMax).reverse()) waiting.push({ value: item, kind: ofList });
      continue;
    }
    if (!isRecord(value)) continue;
    const kind = typeof value.kind === 'string' ? value.kind : ofList;
    if ('items' in value && (kind === '' || kind.endsWith('List'))) {
      const itemKind = kind.replace(/List$/, '');
      for (const each of [itemKind, ...kindsOf(value.items)])
        if (Object.hasOwn(resourceOfKind, each)) listed.add(resourceOfKind[each] ?? 'pods');
      waiting.push({ value: value.items, kind: itemKind });
      continue;
    }
    const parsed = objects.length < objectsMax ? parseApiObject(kind, value) : null;
    if (parsed === null) skipped += 1;
    else objects.push(parsed);
  }
  return { objects, skipped, listed: [...listed] };
}

function kindsOf(items: unknown): readonly string[] {
  return Array.isArray(items) ? items.flatMap((item) => (isRecord(item) && typeof item.kind === 'string' ? [item.kind] : [])) : [];
}

/** One object of a known kind; null when the kind is not looked at or the object has not its form. */
function parseApiObject(kind: string, value: Readonly<Record<string, unknown>>): Answer['objects'][number] | null {
  const resource = Object.hasOwn(resourceOfKind, kind) ? resourceOfKind[kind] : undefined;
  return resource === undefined ? null : parseObject(resource, value);
}

/** The same for a resource that is known by its plural. */
export function parseObject(resource: Resource, value: unknown): Answer['objects'][number] | null {
  const parsed = objectSchemas[resource].safeParse(reshape(resource, withoutNulls(value, 0)));
  return parsed.success ? { resource, object: parsed.data as KubeObject<Resource> } : null;
}

/** Names as people and kubectl write them: `po`, `pod`, `pods`, `deployment.apps`. */
export function resourceOf(name: string): Resource | null {
  return resourceOfWord.get(name.toLowerCase().split('.')[0] ?? '') ?? null;
}

const shortNames: Readonly<Record<string, Resource>> = {
  po: 'pods',
  deploy: 'deployments',
  rs: 'replicasets',
  sts: 'statefulsets',
  ds: 'daemonsets',
  cj: 'cronjobs',
  pdb: 'poddisruptionbudgets',
  svc: 'services',
  ep: 'endpoints',
  endpointslices: 'endpoints',
  ev: 'events',
  no: 'nodes',
  ns: 'namespaces',
  cm: 'configmaps',
  sa: 'serviceaccounts',
  sc: 'storageclasses',
  quota: 'resourcequotas',
  pvc: 'persistentvolumeclaims',
  pv: 'persistentvolumes',
  netpol: 'networkpolicies',
  ing: 'ingresses',
  hpa: 'horizontalpodautoscalers',
};

const resourceOfWord: ReadonlyMap<string, Resource> = new Map([
  ...Object.values(resourceOfKind).map((resource) => [resource as string, resource] as const),
  ...Object.entries(resourceOfKind).map(([kind, resource]) => [kind.toLowerCase(), resource] as const),
  ...Object.entries(shortNames),
]);

/** What differs from kind to kind and does not for us: values of secrets go, addresses become lists, old event forms become one. */
function reshape(resource: Resource, value: unknown): unknown {
  if (!isRecord(value)) return value;
  if (resource === 'secrets' || resource === 'configmaps') {
    const { data, stringData, binaryData } = value;
    const keys = [data, stringData, binaryData].flatMap((entries) => (isRecord(entries) ? Object.keys(entries) : []));
    return { metadata: withoutApplied(value.metadata), ...(isRecord(data) || isRecord(stringData) ? { keys } : {}), type: value.type };
  }
  if (resource === 'endpoints') return reshapeEndpoints(value);
  if (resource === 'events' && !('involvedObject' in value)) return { ...value, involvedObject: value.regarding, message: value.note };
  if (resource === 'cronjobs' && isRecord(value.spec) && isRecord(value.spec.jobTemplate) && isRecord(value.spec.jobTemplate.spec))
    return { ...value, spec: { ...value.spec.jobTemplate.spec, ...value.spec } };
  return { ...value, metadata: withoutApplied(value.metadata) };
}

/** What was last applied repeats the whole object, secrets and all. */
function withoutApplied(metadata: unknown): unknown {
  if (!isRecord(metadata) || !isRecord(metadata.annotations)) return metadata;
  const { 'kubectl.kubernetes.io/last-applied-configuration': _applied, ...annotations } = metadata.annotations;
  return { ...metadata, annotations };
}

function reshapeEndpoints(value: Readonly<Record<string, unknown>>): unknown {
  const ready: string[] = [];
  const notReady: string[] = [];
  const put = (addresses: unknown, ports: unknown, into: string[]): void => {
    for (const address of Array.isArray(addresses) ? addresses : []) {
      const ip = isRecord(address) ? String(address.ip ?? '') : String(address);
      const numbers = (Array.isArray(ports) ? ports : []).flatMap((each) =>
        isRecord(each) && each.port !== undefined ? [String(each.port)] : [],
      );
      into.push(...(numbers.length === 0 ? [ip] : numbers.map((number) => `${ip}:${number}`)));
    }
  };
  if (Array.isArray(value.endpoints)) {
    for (const each of value.endpoints) {
      if (!isRecord(each)) continue;
      const isReady = !isRecord(each.conditions) || each.conditions.ready !== false;
      put(each.addresses, value.ports, isReady ? ready : notReady);
    }
    return { metadata: sliceMetadata(value.metadata), ready, notReady };
  }
  if (Array.isArray(value.ready)) return value;
  for (const subset of Array.isArray(value.subsets) ? value.subsets : []) {
    if (!isRecord(subset)) continue;
    put(subset.addresses, subset.ports, ready);
    put(subset.notReadyAddresses, subset.ports, notReady);
  }
  return { metadata: value.metadata, ready, notReady };
}

/** A slice is filed under the service that it belongs to. */
function sliceMetadata(metadata: unknown): unknown {
  if (!isRecord(metadata) || !isRecord(metadata.labels)) return metadata;
  const service = metadata.labels['kubernetes.io/service-name'];
  return typeof service === 'string' ? { ...metadata, name: service } : metadata;
}

/** The API writes null for what is absent. */
function withoutNulls(value: unknown, depth: number): unknown {
  if (depth > 40) return undefined;
  if (Array.isArray(value)) return value.filter((item) => item !== null).map((item) => withoutNulls(item, depth + 1));
  if (!isRecord(value)) return value;
  return Object.fromEntries(
    Object.entries(value).flatMap(([key, item]) => (item === null ? [] : [[key, withoutNulls(item, depth + 1)] as const])),
  );
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

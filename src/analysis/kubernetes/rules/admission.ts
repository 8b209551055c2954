/** Pods and other objects that were never made: quotas, limits, accounts, admission. */

import type { Citation } from '../casebook.ts';
import type { CauseId } from '../causes.ts';
import type { KubeEvent, KubeObject, Resource } from '../objects.ts';
import { resourceOf } from '../parse-api.ts';
import { readQuantity } from '../quantity.ts';
import { type App, citeEvent, type Finding, isShort, onApp, type View } from '../view.ts';

export function findAdmissionCauses(view: View): readonly Finding[] {
  return [...refusedPods(view), ...undeclaredObjects(view), ...fullQuotas(view)];
}

/** Words of the refusal, and what they mean; the quota is told by the resource that it names. */
const refusals: readonly { readonly pattern: RegExp; readonly cause: CauseId }[] = [
  { pattern: /serviceaccount "?[^"\s]+"? not found|error looking up service account/, cause: 'missing-service-account' },
  { pattern: /failed quota: .* must specify/, cause: 'quota-needs-limits' },
  { pattern: /(?:maximum|minimum) \S+ usage per (?:Container|Pod)/, cause: 'limit-range-violated' },
  { pattern: /violates PodSecurity|PodSecurityPolicy/, cause: 'pod-security-violated' },
  { pattern: /failed calling webhook/, cause: 'admission-webhook-unavailable' },
  { pattern: /admission webhook .* denied/, cause: 'admission-webhook-denied' },
  { pattern: /no PriorityClass with name/, cause: 'priority-class-missing' },
  { pattern: /is forbidden: User .* cannot|cannot (?:create|get|list) resource/, cause: 'rbac-forbidden' },
];

function refusedPods(view: View): readonly Finding[] {
  const refused = view.book
    .all('events')
    .filter(({ reason, message = '' }) => reason === 'FailedCreate' && /forbidden|denied|failed|not found/.test(message));
  return refused.flatMap((event) => {
    const app = view.apps.find((each) => isMakerOf(event, each));
    if (app === undefined || !isShort(app) || app.pods.length >= (app.workload?.spec?.replicas ?? 1)) return [];
    const quota = /exceeded quota: ([^,]+), requested: ([^,]+)/.exec(event.message ?? '');
    if (quota !== null) return [quotaFinding(view, app.namespace, quota[1] ?? '', quota[2] ?? '', 0.95, [citeEvent(view, event)])];
    const found = refusals.find(({ pattern }) => pattern.test(event.message ?? ''));
    if (found === undefined || (found.cause === 'missing-service-account' && hasAccount(view, app))) return [];
    return [
      { cause: found.cause, on: onApp(app), score: 0.93, values: { detail: event.message ?? '' }, evidence: [citeEvent(view, event)] },
    ];
  });
}

/** A ReplicaSet bears the name of its deployment and a hash. */
function isMakerOf({ involvedObject }: KubeEvent, app: App): boolean {
  const name = involvedObject.name ?? '';
  if ((involvedObject.namespace ?? app.namespace) !== app.namespace) return false;
  if (resourceOf(involvedObject.kind ?? '') !== 'replicasets') return name === app.name;
  return name.replace(/-[a-z0-9]{5,12}$/, '') === app.name;
}

/** Just after a rollout the account comes a moment later than the first pod. */
function hasAccount(view: View, app: App): boolean {
  const wanted = app.spec.serviceAccountName;
  return wanted !== undefined && view.book.get('serviceaccounts', wanted, app.namespace) !== undefined;
}

function quotaFinding(
  view: View,
  namespace: string,
  quota: string,
  requested: string,
  score: number,
  evidence: readonly Citation[],
): Finding {
  const resource = requested.split('=')[0] ?? '';
  const known = view.book.get('resourcequotas', quota, namespace);
  const { used = {}, hard = {} } = known?.status ?? {};
  const more = known === undefined ? [] : [view.book.cite('resourcequotas', known, `${resource}: ${used[resource]}/${hard[resource]}`)];
  return {
    cause: quotaCause(resource),
    on: { kind: 'namespace', name: namespace, namespace },
    score,
    values: { quota, resource, requested: requested.split('=')[1] ?? '', used: used[resource] ?? '', hard: hard[resource] ?? '' },
    evidence: [...evidence, ...more],
  };
}

function quotaCause(resource: string): CauseId {
  if (/(?:^|\.)cpu$/.test(resource)) return 'namespace-cpu-quota-exceeded';
  if (/storage|persistentvolumeclaims/.test(resource)) return 'namespace-storage-quota-exceeded';
  if (/(?:^|\.)memory$/.test(resource)) return 'namespace-memory-quota-exceeded';
  if (/^(?:count\/)?pods$/.test(resource)) return 'namespace-pod-quota-exceeded';
  if (/services/.test(resource)) return 'namespace-service-quota-exceeded';
  return 'namespace-object-quota-exceeded';
}

const declarable = ['services', 'persistentvolumeclaims', 'serviceaccounts', 'configmaps', 'secrets'] as const;

/** What a manifest wants and the list has not: a quota that it would exceed is the reason, else its absence is. */
function undeclaredObjects(view: View): readonly Finding[] {
  return declarable.flatMap((resource) => {
    const listed = view.book.listedBy(resource);
    if (listed === null) return [];
    const absent = view.book
      .declared(resource)
      .filter(({ metadata }) => view.book.get(resource, metadata.name, metadata.namespace ?? '') === undefined);
    return absent.flatMap((object) => {
      const namespace = object.metadata.namespace ?? view.namespace;
      const evidence = [{ call: listed, excerpt: `no ${object.metadata.name}` }];
      const quota = view.book
        .all('resourcequotas')
        .find((each) => (each.metadata.namespace ?? namespace) === namespace && exceededBy(each, resource, object) !== null);
      const hit = quota === undefined ? null : exceededBy(quota, resource, object);
      if (quota !== undefined && hit !== null) return [quotaFinding(view, namespace, quota.metadata.name, hit, 0.94, evidence)];
      return resource === 'services' ? missingService(view, object.metadata.name, namespace, evidence) : [];
    });
  });
}

function missingService(view: View, name: string, namespace: string, evidence: readonly Citation[]): readonly Finding[] {
  const app = view.apps.find((each) => each.name === name && each.namespace === namespace);
  return app === undefined ? [] : [{ cause: 'service-missing', on: onApp(app), score: 0.8, values: { service: name }, evidence }];
}

/** The resource of the quota that one more object would exceed, with what it asks for. */
function exceededBy(quota: KubeObject<'resourcequotas'>, resource: Resource, object: unknown): string | null {
  const { used = {}, hard = {} } = quota.status ?? {};
  const asked = (object as KubeObject<'persistentvolumeclaims'>).spec?.resources?.requests?.storage;
  const amounts: Readonly<Record<string, string>> = {
    [resource]: '1',
    [`count/${resource}`]: '1',
    ...(resource === 'persistentvolumeclaims' && asked !== undefined ? { 'requests.storage': asked } : {}),
  };
  for (const [name, amount] of Object.entries(amounts)) {
    const limit = readQuantity(hard[name]);
    const now = readQuantity(used[name]);
    if (limit !== null && now !== null && now + (readQuantity(amount) ?? 0) > limit) return `${name}=${amount}`;
  }
  return null;
}

/** A full quota beside an app that lacks pods, where nobody kept the refusal. */
function fullQuotas(view: View): readonly Finding[] {
  const short = view.apps.filter((app) => isShort(app) && app.pods.length === 0);
  return view.book.all('resourcequotas').flatMap((quota) => {
    const { used = {}, hard = {} } = quota.status ?? {};
    return Object.keys(hard).flatMap((resource) => {
      const isFull = (readQuantity(used[resource]) ?? 0) >= (readQuantity(hard[resource]) ?? Number.POSITIVE_INFINITY);
      const isCount =
        quotaCause(resource) === 'namespace-service-quota-exceeded' || quotaCause(resource) === 'namespace-object-quota-exceeded';
      if (!isFull || (short.length === 0 && !isCount)) return [];
      const namespace = quota.metadata.namespace ?? view.namespace;
      return [quotaFinding(view, namespace, quota.metadata.name, resource, short.length > 0 && !isCount ? 0.7 : 0.45, [])];
    });
  });
}

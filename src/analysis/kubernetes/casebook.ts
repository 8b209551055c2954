/**
 * What is known of a cluster at one moment, and from which looks: objects by kind, logs, connection trials, services of nodes and
 * measured anomalies. Looks add to it in any order; the same object seen twice becomes one, and what is said later fills what was missing.
 */

import type { KubeObject, Resource } from './objects.ts';

/** Lines of the log of an app (a workload or a pod), the newest last. */
export interface AppLog {
  readonly app: string;
  readonly lines: readonly string[];
}

/** One trial to connect to a service, from a node when that is known. */
export interface Connection {
  readonly service: string;
  readonly port: number;
  readonly from: string | null;
  readonly isOpen: boolean;
}

export interface NodeService {
  readonly node: string;
  readonly service: string;
  readonly isActive: boolean;
  readonly detail: string;
}

/** Something measured that is not as usual. `object` is the name of an app or a node. */
export interface Anomaly {
  readonly on: 'app' | 'node';
  readonly object: string;
  readonly signal: 'latency' | 'errors' | 'traffic' | 'cpu' | 'memory' | 'retransmission' | 'network-delay' | 'other';
  /** Now by usual; infinite when there was none before. */
  readonly ratio: number;
  readonly current: number;
  readonly text: string;
}

export interface Citation {
  /** What was asked, as a person would type it. */
  readonly call: string;
  /** What in its answer counts. */
  readonly excerpt: string;
}

/** What one look brought. */
export interface Answer {
  readonly objects: readonly { readonly resource: Resource; readonly object: KubeObject<Resource> }[];
  readonly logs?: readonly AppLog[];
  readonly connections?: readonly Connection[];
  readonly nodeServices?: readonly NodeService[];
  readonly anomalies?: readonly Anomaly[];
  /** Who calls whom, by the names of apps. */
  readonly dependencies?: readonly { readonly from: string; readonly to: string }[];
  /** Kinds of which this answer lists all that there are in its namespace. */
  readonly complete?: readonly Resource[];
  /** True for a manifest: it says what somebody wanted, not what is there. */
  readonly isDeclared?: boolean;
}

export class Casebook {
  readonly logs: (AppLog & { readonly call: string })[] = [];
  readonly connections: (Connection & { readonly call: string })[] = [];
  readonly nodeServices: (NodeService & { readonly call: string })[] = [];
  readonly anomalies: (Anomaly & { readonly call: string })[] = [];
  readonly dependencies: { readonly from: string; readonly to: string }[] = [];
  readonly #objects = new Map<Resource, Map<string, KubeObject<Resource>>>();
  readonly #declared = new Map<Resource, Map<string, KubeObject<Resource>>>();
  readonly #calls = new Map<string, string[]>();
  readonly #complete = new Map<Resource, string>();
  /** What was asked since the last look; a judgement asks for the same lists many times. */
  readonly #lists = new Map<Resource, readonly KubeObject<Resource>[]>();
  #eventsByName: ReadonlyMap<string, readonly KubeObject<'events'>[]> | null = null;

  add(call: string, answer: Answer): void {
    this.#lists.clear();
    this.#eventsByName = null;
    const into = answer.isDeclared === true ? this.#declared : this.#objects;
    for (const { resource, object } of answer.objects) this.#put(into, call, resource, object);
    for (const resource of answer.complete ?? []) this.#complete.set(resource, call);
    this.logs.push(...(answer.logs ?? []).map((each) => ({ ...each, call })));
    this.connections.push(...(answer.connections ?? []).map((each) => ({ ...each, call })));
    this.nodeServices.push(...(answer.nodeServices ?? []).map((each) => ({ ...each, call })));
    this.anomalies.push(...(answer.anomalies ?? []).map((each) => ({ ...each, call })));
    this.dependencies.push(...(answer.dependencies ?? []));
  }

  /** All that are known to be there; what a manifest says of one of them fills what the looks left open. */
  all<Kind extends Resource>(resource: Kind): readonly KubeObject<Kind>[] {
    const known = this.#lists.get(resource);
    const found = known ?? [...(this.#objects.get(resource)?.entries() ?? [])].map(([key, object]) => this.#filled(resource, key, object));
    this.#lists.set(resource, found);
    return found as readonly KubeObject<Kind>[];
  }

  get<Kind extends Resource>(resource: Kind, name: string, namespace = ''): KubeObject<Kind> | undefined {
    const key = `${namespace}/${name}`;
    const object = this.#objects.get(resource)?.get(key);
    return (object === undefined ? undefined : this.#filled(resource, key, object)) as KubeObject<Kind> | undefined;
  }

  /** Events about objects of this name, of whatever kind. */
  eventsAbout(name: string): readonly KubeObject<'events'>[] {
    this.#eventsByName ??= Map.groupBy(this.all('events'), ({ involvedObject }) => involvedObject.name ?? '');
    return this.#eventsByName.get(name) ?? [];
  }

  /** What manifests want, whether it is there or not. */
  declared<Kind extends Resource>(resource: Kind): readonly KubeObject<Kind>[] {
    return [...(this.#declared.get(resource)?.values() ?? [])] as KubeObject<Kind>[];
  }

  /** The look that listed all objects of the kind, so that one that is not there is missing; null when nobody listed them. */
  listedBy(resource: Resource): string | null {
    return this.#complete.get(resource) ?? null;
  }

  /** Cites what an object says: the last look that told of it. */
  cite<Kind extends Resource>(resource: Kind, object: KubeObject<Kind>, excerpt: string): Citation {
    const calls = this.#calls.get(`${resource}/${keyOf(resource, object)}`);
    return { call: calls?.at(-1) ?? `kubectl get ${resource}`, excerpt };
  }

  #filled(resource: Resource, key: string, object: KubeObject<Resource>): KubeObject<Resource> {
    const wanted = this.#declared.get(resource)?.get(key);
    return wanted === undefined ? object : merge(wanted, object);
  }

  #put(into: Map<Resource, Map<string, KubeObject<Resource>>>, call: string, resource: Resource, object: KubeObject<Resource>): void {
    const key = keyOf(resource, object);
    const known = into.get(resource) ?? new Map<string, KubeObject<Resource>>();
    into.set(resource, known);
    const before = known.get(key);
    known.set(key, before === undefined ? object : merge(before, object));
    const calls = this.#calls.get(`${resource}/${key}`) ?? [];
    if (!calls.includes(call)) calls.push(call);
    this.#calls.set(`${resource}/${key}`, calls);
  }
}

/** Events have no name that lasts: the same words about the same object are the same event. */
function keyOf(resource: Resource, object: KubeObject<Resource>): string {
  if (resource === 'events') {
    const { involvedObject, reason = '', message = '' } = object as KubeObject<'events'>;
    return `${involvedObject.namespace ?? ''}/${involvedObject.kind}/${involvedObject.name}/${reason}/${message}`;
  }
  const { namespace = '', name } = (object as KubeObject<'pods'>).metadata;
  return `${namespace}/${name}`;
}

/** What is said later wins where it says something; lists of named things are merged by name, other lists replaced. */
export function merge<Value>(before: Value, after: Value): Value;
export function merge(before: unknown, after: unknown): unknown {
  if (after === undefined || after === '') return before;
  if (Array.isArray(before) && Array.isArray(after)) return mergeLists(before, after);
  if (!isRecord(before) || !isRecord(after)) return after;
  const merged: Record<string, unknown> = { ...before };
  for (const [key, value] of Object.entries(after)) merged[key] = merge(before[key], value);
  return merged;
}

function mergeLists(before: readonly unknown[], after: readonly unknown[]): unknown {
  const nameOf = (item: unknown): unknown => (isRecord(item) ? item.name : undefined);
  const isNamed = [...before, ...after].every((item) => typeof nameOf(item) === 'string');
  if (!isNamed || after.length === 0) return after.length === 0 ? before : after;
  const earlier = new Map(before.map((item) => [nameOf(item), item]));
  return after.map((item) => merge(earlier.get(nameOf(item)), item));
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

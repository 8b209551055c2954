/** One object as the server has it, and a change of it that fails when somebody else was faster. */

import { z } from 'zod';
import { SystemError } from '../../../domain/errors.ts';
import type { LocalText } from '../../../domain/text.ts';
import type { Precheck } from '../../contract.ts';
import { SessionFailure, type SessionLimit } from '../../session/failure.ts';
import type { KubernetesClient } from '../client.ts';
import { pathOf } from '../resources.ts';

export const objectName = z
  .string()
  .max(253)
  .regex(/^[a-z0-9]([a-z0-9.-]*[a-z0-9])?$/, 'expected the name of an object: small letters, digits, dashes and dots');
export const containerName = z
  .string()
  .max(63)
  .regex(/^[a-z0-9]([a-z0-9-]*[a-z0-9])?$/, 'expected the name of a container');

const labels = z.record(z.string(), z.string()).nullish();
const container = z.looseObject({
  name: z.string(),
  image: z.string().optional(),
  env: z.array(z.looseObject({ name: z.string(), value: z.string().optional(), valueFrom: z.unknown().optional() })).nullish(),
  resources: z
    .looseObject({ requests: z.record(z.string(), z.string()).nullish(), limits: z.record(z.string(), z.string()).nullish() })
    .nullish(),
});
export type RawContainer = z.infer<typeof container>;

export const rawObject = z.looseObject({
  metadata: z.looseObject({
    name: z.string(),
    namespace: z.string().optional(),
    uid: z.string().default(''),
    resourceVersion: z.string().default(''),
    generation: z.number().optional(),
    annotations: labels,
    labels,
    ownerReferences: z
      .array(z.looseObject({ kind: z.string(), name: z.string(), uid: z.string(), controller: z.boolean().optional() }))
      .nullish(),
  }),
  spec: z
    .looseObject({
      replicas: z.number().optional(),
      paused: z.boolean().optional(),
      suspend: z.boolean().optional(),
      unschedulable: z.boolean().optional(),
      selector: z.unknown().optional(),
      template: z
        .looseObject({
          metadata: z.looseObject({ annotations: labels, labels }).nullish(),
          spec: z.looseObject({ containers: z.array(container).default([]), initContainers: z.array(container).nullish() }).optional(),
        })
        .optional(),
    })
    .default({}),
  status: z
    .looseObject({
      observedGeneration: z.number().optional(),
      replicas: z.number().optional(),
      updatedReplicas: z.number().optional(),
      availableReplicas: z.number().optional(),
      readyReplicas: z.number().optional(),
      desiredNumberScheduled: z.number().optional(),
      updatedNumberScheduled: z.number().optional(),
      numberAvailable: z.number().optional(),
    })
    .optional(),
});
export type RawObject = z.infer<typeof rawObject>;

/** What actions change; the plural, as the API's paths have it. */
export type Changeable =
  | 'deployments'
  | 'statefulsets'
  | 'daemonsets'
  | 'jobs'
  | 'cronjobs'
  | 'services'
  | 'nodes'
  | 'pods'
  | 'replicasets';

export interface ObjectPlace {
  readonly resource: Changeable;
  /** Null for nodes. */
  readonly namespace: string | null;
  readonly name: string;
}

/** Throws SessionFailure, also (404) when it is not there, and for a namespace that the entry does not give to us. */
export async function readObject(client: KubernetesClient, place: ObjectPlace, limit: SessionLimit): Promise<RawObject> {
  if (place.namespace !== null && client.namespaces !== null && !client.namespaces.includes(place.namespace))
    throw new SystemError(`The namespace '${place.namespace}' is not among those of this entry`, { retry: 'never' });
  return await client.read(pathOf(place.resource, place.namespace, place.name), rawObject, limit);
}

/** A strategic merge: lists of named things are merged by name. Refused (409) when the object has changed since it was read. */
export async function patchObject(
  client: KubernetesClient,
  place: ObjectPlace,
  seen: RawObject,
  patch: Readonly<Record<string, unknown>>,
  limit: SessionLimit,
): Promise<void> {
  const metadata = typeof patch.metadata === 'object' && patch.metadata !== null ? patch.metadata : {};
  const whole = { ...patch, metadata: { ...metadata, resourceVersion: seen.metadata.resourceVersion } };
  const path = pathOf(place.resource, place.namespace, place.name);
  await client.send('PATCH', path, whole, z.unknown(), limit, 'application/strategic-merge-patch+json');
}

const attemptsMax = 6;

/** Controllers write the state of an object all the time: whoever was slower reads it anew, judges it anew, and tries again. */
export async function despiteConflicts<Result>(readJudgeAndWrite: () => Promise<Result>): Promise<Result> {
  for (let attempt = 1; ; attempt += 1) {
    try {
      return await readJudgeAndWrite();
    } catch (error) {
      const isConflict = error instanceof SessionFailure && error.code === '409';
      if (!isConflict || attempt === attemptsMax) throw error;
    }
  }
}

export interface Rollout {
  readonly isDone: boolean;
  readonly note: LocalText;
}

/** By generations, never by the condition of the rollout before it. */
export function rolloutOf({ metadata, spec, status }: RawObject): Rollout {
  const isSeen = (status?.observedGeneration ?? 0) >= (metadata.generation ?? 0);
  const wanted = status?.desiredNumberScheduled ?? spec.replicas ?? 1;
  const updated = status?.updatedReplicas ?? status?.updatedNumberScheduled ?? 0;
  const available = status?.numberAvailable ?? status?.availableReplicas ?? 0;
  const isDone = isSeen && updated >= wanted && available >= wanted && (status?.replicas ?? wanted) <= wanted;
  const numbers = `${String(updated)}/${String(wanted)}`;
  return {
    isDone,
    note: {
      'zh-CN': `已更新 ${numbers}，可用 ${String(available)}/${String(wanted)}`,
      en: `${numbers} updated, ${String(available)}/${String(wanted)} available`,
    },
  };
}

export function blocked(chinese: string, english: string): Precheck {
  return { state: 'blocked', reason: { 'zh-CN': chinese, en: english } };
}

export function changedMeanwhile(what: string, now: unknown): SystemError {
  return new SystemError(`${what} has been changed by somebody else meanwhile (now ${String(now)}): it is left as it is`, {
    retry: 'never',
  });
}

/** `deployment shop/web` */
export function placeText({ resource, namespace, name }: ObjectPlace): string {
  return `${resource.replace(/s$/, '')} ${namespace === null ? name : `${namespace}/${name}`}`;
}

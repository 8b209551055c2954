/** An entry, a client for it, a diagnosis, and casebooks of objects as the API writes them. */

import { Casebook } from '../../../src/analysis/kubernetes/casebook.ts';
import type { Resource } from '../../../src/analysis/kubernetes/objects.ts';
import { parseObject } from '../../../src/analysis/kubernetes/parse-api.ts';
import type { KubernetesClient } from '../../../src/systems/kubernetes/client.ts';
import type { KubernetesEntry } from '../../../src/systems/kubernetes/entry.ts';
import { kubernetesKind } from '../../../src/systems/kubernetes/system.ts';
import { type DiagnoseOptions, type Diagnosis, diagnoseSystem } from '../../support/diagnose.ts';
import { systemClock } from '../../support/system-clock.ts';

export function entryOf(more: Readonly<Record<string, unknown>>): KubernetesEntry {
  return kubernetesKind.entry.parse({ id: 'shop-cluster', kind: 'kubernetes', ...more });
}

export function clientOf(entry: KubernetesEntry, token = ''): KubernetesClient {
  return kubernetesKind.connect(entry, { clock: systemClock, resolveSecret: () => token });
}

export function lookAt(entry: KubernetesEntry, token: string, options: DiagnoseOptions = {}): Promise<Diagnosis> {
  return diagnoseSystem(kubernetesKind, clientOf(entry, token), entry, options);
}

/** Each list is complete, as if the server had given it. */
export function bookOf(objects: Partial<Record<Resource, readonly object[]>>): Casebook {
  const book = new Casebook();
  for (const resource of resourcesOf(objects)) {
    const parsed = (objects[resource] ?? []).map((object) => {
      const one = parseObject(resource, object);
      if (one === null) throw new Error(`Not in the form of ${resource}: ${JSON.stringify(object)}`);
      return one;
    });
    book.add(`kubectl get ${resource}`, { objects: parsed, complete: [resource] });
  }
  return book;
}

function resourcesOf(objects: Partial<Record<Resource, unknown>>): readonly Resource[] {
  return Object.keys(objects) as Resource[];
}

export const limit = (timeoutMs = 5_000) => ({ timeoutMs, signal: AbortSignal.timeout(30_000) });

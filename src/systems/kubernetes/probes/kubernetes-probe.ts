/** Makes a probe of the resources that it reads and what it makes of them; what the account may not see is named, never passed over. */

import { z } from 'zod';
import type { Resource } from '../../../analysis/kubernetes/objects.ts';
import type { Facts } from '../../../domain/evidence.ts';
import type { LocalText } from '../../../domain/text.ts';
import type { LookContext, Probe } from '../../contract.ts';
import { type SessionProbe, sessionProbe } from '../../session/probe.ts';
import type { KubernetesClient } from '../client.ts';
import { namespaceName } from '../entry.ts';
import { type ClusterView, readCluster } from '../read-cluster.ts';

/** A cluster of thousands of pods takes its time, page after page. */
const probeMs = 25_000;
const requestMs = 8_000;

export function kubernetesProbe<Given extends Readonly<Record<string, unknown>>>(
  given: SessionProbe<KubernetesClient, Given> & { readonly facts: readonly string[] },
): Probe<KubernetesClient> {
  const made = sessionProbe<KubernetesClient, Given>({
    ...given,
    see: (client, parameters, limit, context) => given.see(client, parameters, { ...limit, timeoutMs: requestMs }, context),
  });
  return { ...made, timeoutMs: probeMs, facts: [...given.facts, ...reachFacts] };
}

const reachFacts: readonly string[] = ['reach.isOk', 'reach.problem', 'reach.stage', 'reach.code', 'reach.reason'];

export const inNamespace = z.strictObject({ namespace: namespaceName.optional() });
export type InNamespace = z.infer<typeof inNamespace>;

interface ClusterLook {
  readonly name: string;
  readonly summary: LocalText;
  readonly cost: Probe<KubernetesClient>['cost'];
  readonly hints: string;
  readonly query: string;
  /** The first is what the look is about; it must be readable. */
  readonly resources: readonly [Resource, ...Resource[]];
  readonly facts: readonly string[];
  see(
    view: ClusterView,
    given: InNamespace,
    context: LookContext,
  ): { readonly headline: LocalText; readonly facts: Facts; readonly text: string };
}

/** A look that lists objects and judges them; `blind` of it are the resources that could not be read. */
export function clusterProbe(look: ClusterLook): Probe<KubernetesClient> {
  const { resources, see, ...rest } = look;
  return kubernetesProbe({
    ...rest,
    parameters: inNamespace,
    facts: [...look.facts, `${look.name}.blindTo`, `${look.name}.isTruncated`],
    async see(client, given, limit, context) {
      const view = await readCluster(client, resources, limit);
      const seen = see(view, given, context);
      const blindTo = view.blind.map(({ resource, reason }) => `${resource} (${reason})`).join(', ');
      return {
        headline: seen.headline,
        facts: { ...seen.facts, [`${look.name}.blindTo`]: blindTo, [`${look.name}.isTruncated`]: view.truncated.length > 0 },
        text: [
          ...(blindTo === '' ? [] : [`not readable: ${blindTo}`]),
          ...(view.truncated.length === 0 ? [] : [`more than is read: ${view.truncated.join(', ')}`]),
          seen.text,
        ].join('\n'),
      };
    },
  });
}

/** `shop/web`, as kubectl would write it in a path. */
export function refOf(
  object: { readonly metadata: { readonly name: string; readonly namespace?: string | undefined } } | undefined,
): string {
  if (object === undefined) return '';
  const { name, namespace } = object.metadata;
  return namespace === undefined ? name : `${namespace}/${name}`;
}

/** Names of the first few, for a fact that a person reads. */
export function refsOf(
  objects: readonly { readonly metadata: { readonly name: string; readonly namespace?: string | undefined } }[],
): string {
  const shown = objects.slice(0, 8).map(refOf).join(', ');
  return objects.length > 8 ? `${shown}, … (${String(objects.length)})` : shown;
}

export function isIn<Item extends { readonly metadata: { readonly name: string; readonly namespace?: string | undefined } }>(
  objects: readonly Item[],
  { namespace }: InNamespace,
): readonly Item[] {
  return namespace === undefined ? objects : objects.filter(({ metadata }) => metadata.namespace === namespace);
}

/** Columns of equal width, at most so many rows. */
export function table(head: readonly string[], rows: readonly (readonly string[])[], rowsMax = 80): string {
  const shown = rows.slice(0, rowsMax);
  const widths = head.map((cell, at) => Math.min(60, Math.max(cell.length, ...shown.map((row) => (row[at] ?? '').length))));
  const line = (cells: readonly string[]): string =>
    cells
      .map((cell, at) => cell.padEnd(widths[at] ?? 0))
      .join('  ')
      .trimEnd();
  const rest = rows.length > shown.length ? [`… ${String(rows.length - shown.length)} more`] : [];
  return [line(head), ...shown.map(line), ...rest].join('\n');
}

/** How long ago, as kubectl writes ages. */
export function ageOf(iso: string | undefined, nowMs: number): string {
  const seconds = Math.max(0, Math.round((nowMs - Date.parse(iso ?? '')) / 1_000));
  if (Number.isNaN(seconds)) return '?';
  if (seconds < 120) return `${String(seconds)}s`;
  if (seconds < 7_200) return `${String(Math.floor(seconds / 60))}m`;
  return seconds < 172_800 ? `${String(Math.floor(seconds / 3_600))}h` : `${String(Math.floor(seconds / 86_400))}d`;
}

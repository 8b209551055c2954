/** Puts findings in order: the same cause found twice is one, the surer the evidence, and what another finding explains steps back. */

import type { CauseId } from './causes.ts';
import type { Finding, View } from './view.ts';

/** What hurts apps from outside of them: a symptom of an app that it explains loses weight. */
const outer: ReadonlySet<CauseId> = new Set<CauseId>([
  'containerd-unavailable',
  'kubelet-unavailable',
  'kube-proxy-unavailable',
  'kube-scheduler-unavailable',
  'cluster-dns-unavailable',
  'network-plugin-unavailable',
  'db-connection-exhaustion',
  'db-read-only',
]);

export function rankFindings(view: View, findings: readonly Finding[], words: string): readonly Finding[] {
  const merged = new Map<string, Finding>();
  for (const finding of findings) {
    const key = `${finding.cause} ${finding.on.kind}/${finding.on.namespace}/${finding.on.name}`;
    const known = merged.get(key);
    merged.set(key, known === undefined ? finding : join(known, finding));
  }
  const all = [...merged.values()];
  return all
    .map((finding) => ({ ...finding, score: weigh(view, finding, all, words) }))
    .filter(({ score }) => score > 0)
    .sort((one, other) => other.score - one.score || compare(one, other));
}

function join(one: Finding, other: Finding): Finding {
  const [first, second] = one.score >= other.score ? [one, other] : [other, one];
  const seen = new Set(first.evidence.map(({ call, excerpt }) => `${call} ${excerpt}`));
  return {
    ...first,
    evidence: [...first.evidence, ...second.evidence.filter(({ call, excerpt }) => !seen.has(`${call} ${excerpt}`))].slice(0, 6),
  };
}

function weigh(view: View, finding: Finding, all: readonly Finding[], words: string): number {
  const { name, kind } = finding.on;
  let { score } = finding;
  if (kind === 'app' && words.includes(name)) score += 0.02;
  if (kind !== 'app') return Math.min(0.99, score);
  const above = all.find((other) => outer.has(other.cause) && other.score >= 0.85 && explains(view, other, finding));
  if (above !== undefined) score -= 0.15;
  // Of an app that a better finding tells about, the weaker ones are alternatives.
  return Math.min(0.99, score);
}

function explains(view: View, above: Finding, below: Finding): boolean {
  if (above === below || above.on.kind === 'app')
    return above !== below && below.cause !== above.cause && above.on.name !== below.on.name && isCrash(below.cause);
  if (above.on.kind === 'cluster' || above.cause === 'kube-scheduler-unavailable') return false;
  const app = view.apps.find(({ name, namespace }) => name === below.on.name && namespace === below.on.namespace);
  return app?.pods.some(({ pod }) => pod.spec?.nodeName === above.on.name) === true;
}

function isCrash(cause: CauseId): boolean {
  return /^(?:container-crashes|dependency-refused|mysql-invalid-port|probe-app-unhealthy|liveness-probe-incorrect-timing)$/.test(cause);
}

function compare(one: Finding, other: Finding): number {
  const text = ({ cause, on }: Finding): string => `${on.name} ${cause}`;
  return text(one) < text(other) ? -1 : 1;
}

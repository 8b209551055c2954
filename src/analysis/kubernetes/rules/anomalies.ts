/** What the metrics say where every object looks well: which node or app the slowness has in common. */

import type { Anomaly } from '../casebook.ts';
import type { CauseId } from '../causes.ts';
import type { App, Finding, View } from '../view.ts';

type Seen = Anomaly & { readonly call: string };

export function findAnomalyCauses(view: View): readonly Finding[] {
  const seen = view.book.anomalies;
  if (seen.length === 0) return [];
  return [...judgeNodes(seen), ...judgeApps(view, seen), ...judgeCallee(view, seen), ...judgeCommonNode(view, seen)];
}

const nodeCauses: Partial<Record<Anomaly['signal'], CauseId>> = {
  retransmission: 'node-network-packet-loss',
  'network-delay': 'node-network-delay',
  latency: 'node-network-delay',
  cpu: 'node-cpu-saturated',
  memory: 'node-pressure',
};

/** Of several nodes the one that suffers most; its neighbours retransmit because they speak with it. */
function judgeNodes(seen: readonly Seen[]): readonly Finding[] {
  const onNodes = seen.filter(({ on, signal }) => on === 'node' && nodeCauses[signal] !== undefined);
  const most = Math.max(0, ...onNodes.map(({ current }) => current));
  return onNodes.flatMap(({ object, signal, current, text, call }) => {
    const cause = nodeCauses[signal];
    if (cause === undefined) return [];
    const score = 0.55 + 0.37 * (most === 0 ? 1 : current / most);
    return [
      {
        cause,
        on: { kind: 'node', name: object, namespace: '' } as const,
        score,
        values: { node: object, detail: text },
        evidence: [{ call, excerpt: text }],
      },
    ];
  });
}

const appCauses: Partial<Record<Anomaly['signal'], CauseId>> = {
  cpu: 'pod-cpu-overload',
  memory: 'pod-memory-high',
  'network-delay': 'pod-network-delay',
};

/** What is unusual about the app itself, and not only about its answers. */
function judgeApps(view: View, seen: readonly Seen[]): readonly Finding[] {
  return seen.flatMap(({ on, object, signal, text, call, ratio }) => {
    const app = view.apps.find(({ name }) => name === object);
    if (on !== 'app' || app === undefined) return [];
    const known = appCauses[signal];
    const finding = (cause: CauseId, score: number): Finding => ({
      cause,
      on: { kind: 'app', name: object, namespace: app.namespace },
      score,
      values: { detail: text },
      evidence: [{ call, excerpt: text }],
    });
    if (known !== undefined && ratio > 1)
      return [finding(known, signal === 'memory' ? 0.6 : Math.min(0.9, 0.78 + Math.min(ratio, 100) / 1_000))];
    return [];
  });
}

/**
 * Slow apps without a busy one: the callee that all of them wait for, directly or through others, and whose other callers are slow too.
 * What is unusual about the callee itself decides among equals.
 */
function judgeCallee(view: View, seen: readonly Seen[]): readonly Finding[] {
  const slow = [...new Set(seen.filter(({ on, signal }) => on === 'app' && signal === 'latency').map(({ object }) => object))];
  const first = seen.find(({ signal }) => signal === 'latency');
  if (slow.length === 0 || first === undefined) return [];
  const callers = callersOf(view);
  // An app that is busy by itself is slow for that, and its callers with it.
  const isBusy = seen.some(({ on, signal, ratio }) => on === 'app' && signal === 'cpu' && ratio > 1.5);
  return view.apps.flatMap((app) => {
    const reaching = reach(app.name, callers);
    const covered = slow.filter((name) => reaching.has(name)).length / slow.length;
    const direct = callers.get(app.name) ?? [];
    const content = direct.filter((name) => !slow.includes(name)).length / Math.max(1, direct.length);
    // One callee that explains all of it is simpler than a node that happens to carry them.
    const score = (isBusy ? 0.1 : 0.3) + 0.25 * covered - 0.15 * content + 0.15 * ownShare(seen, app.name) + (covered === 1 ? 0.15 : 0);
    if (covered < 0.6) return [];
    const evidence = seen
      .filter(({ on }) => on === 'app')
      .slice(0, 3)
      .map(({ call, text }) => ({ call, excerpt: text }));
    return [
      {
        cause: 'pod-network-delay' as const,
        on: { kind: 'app', name: app.name, namespace: app.namespace } as const,
        score,
        values: { detail: slow.join(', ') },
        evidence,
      },
    ];
  });
}

/** How much is unusual about the app itself: slow counts whole, starved of traffic by how much. */
function ownShare(seen: readonly Seen[], name: string): number {
  const own = seen.filter(({ on, object }) => on === 'app' && object === name);
  if (own.some(({ signal }) => signal === 'latency')) return 1;
  return Math.max(0, ...own.filter(({ signal, ratio }) => signal === 'traffic' && ratio < 1).map(({ ratio }) => 0.8 * (1 - ratio)));
}

function callersOf(view: View): ReadonlyMap<string, readonly string[]> {
  const callers = new Map<string, string[]>();
  for (const { from, to } of view.book.dependencies) callers.set(to, [...new Set([...(callers.get(to) ?? []), from])]);
  return callers;
}

/** The app and all that wait for it. */
function reach(name: string, callers: ReadonlyMap<string, readonly string[]>): ReadonlySet<string> {
  const found = new Set([name]);
  for (const each of found) for (const caller of callers.get(each) ?? []) found.add(caller);
  return found;
}

/**
 * Slow apps of which no single callee is the reason stand on one node more than on the others: its network is what they share. Each votes
 * for its node by how much slower it is, and what runs there and is hurt at all counts with it.
 */
function judgeCommonNode(view: View, seen: readonly Seen[]): readonly Finding[] {
  if (seen.some(({ on }) => on === 'node')) return [];
  const slow = seen.filter(({ on, signal }) => on === 'app' && signal === 'latency');
  const hurt = new Set(seen.filter(({ on }) => on === 'app').map(({ object }) => object));
  const votes = new Map<string, number>();
  let total = 0;
  for (const { object, ratio } of slow) {
    const vote = Math.log10(Math.min(Math.max(ratio, 1), 1e6));
    total += vote;
    for (const node of nodesOf(view.apps.find(({ name }) => name === object))) votes.set(node, (votes.get(node) ?? 0) + vote);
  }
  const [node, vote] = [...votes].sort((one, other) => other[1] - one[1])[0] ?? [];
  if (node === undefined || vote === undefined || total === 0 || hurt.size < 3) return [];
  const tenants = view.apps.filter((app) => nodesOf(app).includes(node));
  const share = vote / total;
  const hurtTenants = tenants.filter(({ name }) => hurt.has(name)).length / Math.max(1, tenants.length);
  const isOneCallee = judgeCallee(view, seen).some(({ score: other }) => other >= 0.7);
  const score = Math.min(
    0.88,
    (isOneCallee ? 0.25 : 0.35) + 0.3 * share + 0.3 * hurtTenants * Math.min(1, new Set(slow.map(({ object }) => object)).size / 4),
  );
  const evidence = seen.slice(0, 3).map(({ call, text }) => ({ call, excerpt: text }));
  return [
    {
      cause: 'node-network-delay',
      on: { kind: 'node', name: node, namespace: '' },
      score,
      values: { node, detail: [...hurt].join(', ') },
      evidence,
    },
  ];
}

function nodesOf(app: App | undefined): readonly string[] {
  const node = app?.pods[0]?.pod.spec?.nodeName;
  return node === undefined ? [] : [node];
}

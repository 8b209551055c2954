/** What the rules over objects make of the cluster: the walk from a symptom to its cause, within a budget of looks. */

import { type ExplainedFinding, explainFinding } from '../../../analysis/kubernetes/explain.ts';
import { investigate } from '../../../analysis/kubernetes/investigate.ts';
import type { Facts } from '../../../domain/evidence.ts';
import { createLiveSource } from '../live-source.ts';
import { readCluster } from '../read-cluster.ts';
import { inNamespace, kubernetesProbe } from './kubernetes-probe.ts';

export const causesProbe = kubernetesProbe({
  name: 'causes',
  summary: {
    'zh-CN': '对照对象逐步排查：Pod、事件、节点、服务、配额、存储、探针与日志，给出原因和依据',
    en: 'walks from what is wrong to why: pods, events, nodes, services, quotas, storage, probes and logs held against each other',
  },
  parameters: inNamespace,
  cost: 'cheap',
  hints: 'why|cause|diagnos|wrong|broken|为什么|原因|排查|故障',
  query: 'kubectl get pods,events,deployments,services,endpoints,nodes,resourcequotas -A; kubectl describe …; kubectl logs …',
  facts: ['causes.count', 'causes.calls', 'causes.blind', 'cause.*'],
  async see(client, given, limit) {
    // Tells whether the server can be reached at all: the walk itself takes what it cannot see for a blind spot.
    await readCluster(client, ['pods'], limit);
    const namespace = given.namespace ?? (client.namespaces?.length === 1 ? (client.namespaces[0] ?? '') : '');
    const { findings, calls, blind } = await investigate(createLiveSource(client, limit), { namespace, words: '', callsMax });
    const explained = findings
      .filter(({ score }) => score >= scoreMin)
      .slice(0, shownMax)
      .map(explainFinding);
    const [first] = explained;
    return {
      headline: {
        'zh-CN':
          first === undefined
            ? `看了 ${String(calls.length)} 处，没有发现异常`
            : `${first.title['zh-CN']}${explained.length > 1 ? `，另有 ${String(explained.length - 1)} 项` : ''}`,
        en:
          first === undefined
            ? `${String(calls.length)} looks, nothing wrong`
            : `${first.title.en}${explained.length > 1 ? `, and ${String(explained.length - 1)} more` : ''}`,
      },
      facts: { ...causeFacts(explained), 'causes.calls': calls.length, 'causes.blind': blind.length },
      text: [...explained.map(print), ...(blind.length === 0 ? [] : [`not looked at: ${blind.slice(0, 20).join('; ')}`])].join('\n\n'),
    };
  },
});

const callsMax = 40;
const shownMax = 12;
const scoreMin = 0.5;

/** Pure. Of each cause the surest: what it is on, and what it rests on. */
export function causeFacts(explained: readonly ExplainedFinding[]): Facts {
  const facts: Record<string, string | number> = { 'causes.count': explained.length };
  for (const { cause, on, namespace, score, evidence } of [...explained].reverse()) {
    facts[`cause.${cause}.score`] = score;
    facts[`cause.${cause}.on`] = on.slice(on.indexOf('/') + 1).slice(0, 250);
    facts[`cause.${cause}.namespace`] = namespace;
    facts[`cause.${cause}.seen`] = evidence
      .map(({ call, excerpt }) => `${call}: ${excerpt}`)
      .join('; ')
      .slice(0, 400);
  }
  return facts;
}

function print({ title, score, namespace, advice, evidence }: ExplainedFinding): string {
  const place = namespace === '' ? '' : ` [${namespace}]`;
  return [
    `${score.toFixed(2)} ${title.en}${place}`,
    `  ${advice.en}`,
    ...evidence.map(({ call, excerpt }) => `  - ${call}: ${excerpt}`),
  ].join('\n');
}

/**
 * What the rules over objects find, as signatures: each cause that they know becomes one, so that it is ranked, explained and mended like any
 * other. Those that a signature of our own tells with what an action needs are left out.
 */

import { type CauseId, causes } from '../../../analysis/kubernetes/causes.ts';
import type { Remedy, Signature } from '../../../domain/signature.ts';
import type { LocalText } from '../../../domain/text.ts';

/** The same fault, told by the signature of that name beside this file. */
const toldElsewhere: Partial<Record<CauseId, string>> = {
  'incorrect-image-reference': 'image-not-pulled',
  'image-pull-failed': 'image-not-pulled',
  'missing-config-map': 'config-missing',
  'missing-config-key': 'config-missing',
  'container-crashes': 'crash-loop',
  'oom-killed': 'memory-limit-too-small',
  'service-selector-mismatch': 'selector-matches-no-pod',
  'deployment-zero-replicas': 'scaled-to-zero',
  'network-policy-blocks': 'closed-by-policy',
  'namespace-cpu-quota-exceeded': 'quota-exhausted',
  'namespace-memory-quota-exceeded': 'quota-exhausted',
  'namespace-pod-quota-exceeded': 'quota-exhausted',
  'namespace-object-quota-exceeded': 'quota-exhausted',
  'node-cordon-mismatch': 'node-cordoned-no-room',
  'cpu-capacity-mismatch': 'no-room',
  'memory-capacity-mismatch': 'no-room',
  'node-pod-limit': 'no-room',
  'node-not-ready': 'node-not-ready',
  'cluster-dns-unavailable': 'dns-down',
  'kube-scheduler-unavailable': 'scheduler-silent',
  'kube-controller-manager-unavailable': 'controllers-silent',
};

/** What shows and has another reason, where one of the others is known. */
const symptoms: ReadonlySet<CauseId> = new Set<CauseId>([
  'service-without-pods',
  'pods-refused',
  'container-start-failed',
  'scheduler-unknown',
  'probe-app-unhealthy',
  'dependency-refused',
]);

const remedies: Partial<Record<CauseId, (of: (part: string) => string) => Remedy>> = {
  'rollout-paused': (of) => ({ action: 'rollout-resume', arguments: { namespace: of('namespace'), name: of('on') } }),
  'job-suspended': (of) => ({ action: 'resume-job', arguments: { resource: 'jobs', namespace: of('namespace'), name: of('on') } }),
};

/** Where the API server has a fault of the same name. */
const otherNames: Partial<Record<CauseId, string>> = { 'certificate-expired': 'app-certificate-expired' };

/** By the scores of the rules: what is as sure as this was the cause in the recorded incidents that they are measured on. */
const confirmedFrom = 0.8;
const likelyFrom = 0.6;

export const causeSignatures: readonly Signature[] = idsOf(causes)
  .filter((id) => toldElsewhere[id] === undefined)
  .map(signatureOf);

function idsOf(table: typeof causes): readonly CauseId[] {
  return Object.keys(table).filter((id): id is CauseId => id in table);
}

function signatureOf(id: CauseId): Signature {
  const { title, advice } = causes[id];
  const fact = (part: string): string => `cause.${id}.${part}`;
  const remedy = remedies[id]?.((part) => `{${fact(part)}}`);
  const named = (text: string): string => text.replaceAll('{object}', `{${fact('on')}}`);
  const seen: LocalText = { 'zh-CN': `依据：{${fact('seen')}}`, en: `Seen: {${fact('seen')}}` };
  return {
    id: `kubernetes.${otherNames[id] ?? id}`,
    kind: 'kubernetes',
    title: { 'zh-CN': named(title['zh-CN']), en: named(title.en) },
    explanation: seen,
    severity: 'critical',
    role: symptoms.has(id) ? 'symptom' : 'cause',
    hints:
      id
        .split('-')
        .filter((word) => word.length > 4)
        .join('|') || id,
    probes: ['causes'],
    confirm: [fact('score'), '>=', confirmedFrom],
    likely: [fact('score'), '>=', likelyFrom],
    advice: { 'zh-CN': named(advice['zh-CN']), en: named(advice.en) },
    remedies: remedy === undefined ? [] : [remedy],
    source: 'docs/decisions/0011: rules over objects, measured on recorded incidents (bench, kubernetes)',
  };
}

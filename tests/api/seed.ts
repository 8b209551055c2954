import { newId } from '../../src/domain/ids.ts';
import type { PlanStep } from '../../src/domain/plan.ts';
import { planDigest } from '../../src/domain/plan-digest.ts';
import { sameText } from '../../src/domain/text.ts';
import type { Store } from '../../src/store/contract.ts';
import { tenantId } from './harness.ts';

export interface Seed {
  readonly incidentId: string;
  readonly code: string;
  readonly evidenceId: string;
  readonly planId: string;
  readonly digest: string;
}

/** An incident as it is after an investigation: evidence, verdict, hypotheses, a pending plan. */
export async function seedIncident(store: Store, options: { readonly title?: string } = {}): Promise<Seed> {
  const now = Date.now();
  const at = new Date(now).toISOString();
  const incidentId = newId('inc', now);
  const evidenceId = newId('ev', now);
  const planId = newId('plan', now);
  const tenant = store.forTenant(tenantId);
  const budget = { probesMax: 60, secondsMax: 120, llmCallsMax: 12, tokensMax: 120_000 };
  const { code } = await tenant.incidents.create({
    id: incidentId,
    title: options.title ?? 'orders-cache: memory is full',
    status: 'triggered',
    phase: 'waiting',
    severity: 'critical',
    origin: 'alert',
    question: null,
    groupKey: `group-${incidentId}`,
    previousIncidentId: null,
    requestedBy: 'admin',
    locale: 'en',
    systemIds: ['orders-cache'],
    startedAt: at,
    acknowledgedAt: null,
    acknowledgedBy: null,
    resolvedAt: null,
    alertsFiring: 1,
    alertsTotal: 1,
    hypotheses: [
      {
        id: newId('hyp', now),
        systemId: 'orders-cache',
        signatureId: 'redis.maxmemory-noeviction',
        state: 'confirmed',
        confidence: 0.97,
        title: sameText('maxmemory is reached'),
        explanation: sameText('used 100 %'),
        advice: sameText('raise it'),
        evidenceFor: [evidenceId],
        evidenceAgainst: [],
        refutedBy: sameText('usage below 90 %'),
        missingProbes: [],
        author: 'offline',
      },
    ],
    verdict: null,
    planId: null,
    budget,
    spent: { probes: 3, llmCalls: 0, tokens: 0, seconds: 1.4 },
    looks: { done: 3, planned: 3 },
  });
  await tenant.evidence.add({
    id: evidenceId,
    incidentId,
    systemId: 'orders-cache',
    probe: 'memory',
    parameters: { samples: 3 },
    round: 1,
    startedAt: at,
    durationMs: 12,
    isTruncated: false,
    status: 'ok',
    headline: { en: 'memory 100 % used', 'zh-CN': '内存已用 100%' },
    facts: { 'memory.usedRatio': 1, 'memory.policy': 'noeviction' },
    query: 'INFO memory',
    text: 'used_memory:1048576',
    series: [{ name: 'used', unit: 'bytes', times: [now - 1_000, now], values: [1, 2] }],
  });
  const steps: readonly PlanStep[] = [
    {
      systemId: 'orders-cache',
      kind: 'redis',
      action: 'config-set',
      arguments: { parameter: 'maxmemory', value: '64mb' },
      risk: 'medium',
      summary: { en: 'set maxmemory to 64mb', 'zh-CN': '将 maxmemory 设为 64mb' },
      why: sameText('it is full'),
      evidenceIds: [evidenceId],
      effect: sameText('writes work again'),
      verification: sameText('usage below 90 %'),
      undo: { isPossible: true, summary: sameText('set it back') },
      state: 'waiting',
      note: null,
    },
  ];
  const digest = planDigest(incidentId, steps);
  await tenant.plans.create({
    id: planId,
    incidentId,
    digest,
    state: 'pending',
    risk: 'medium',
    title: { en: 'Raise maxmemory', 'zh-CN': '提高 maxmemory' },
    steps,
    requestedBy: 'zhiban',
    createdAt: at,
    expiresAt: new Date(now + 3_600_000).toISOString(),
    approvalsNeeded: 1,
  });
  await tenant.incidents.change(incidentId, {
    planId,
    verdict: {
      state: 'confirmed',
      summary: { en: 'orders-cache is full.', 'zh-CN': 'orders-cache 内存已满。' },
      causes: [
        {
          systemId: 'orders-cache',
          signatureId: 'redis.maxmemory-noeviction',
          state: 'confirmed',
          confidence: 0.97,
          title: { en: 'maxmemory is reached', 'zh-CN': '达到 maxmemory 上限' },
          explanation: sameText('100 % of 1 MiB is used and the policy is noeviction.'),
          advice: null,
          evidenceIds: [evidenceId],
          refutedBy: null,
        },
      ],
      refuted: [
        {
          systemId: 'orders-cache',
          signatureId: 'redis.fork',
          title: sameText('slow fork'),
          reason: sameText('no fork ran'),
          evidenceIds: [evidenceId],
        },
      ],
      blindSpots: [{ systemId: 'web-1', probe: 'disk', status: 'unreachable', reason: 'connection refused' }],
      analyst: 'offline',
      at,
      isPartial: false,
    },
  });
  await tenant.timeline.add({
    incidentId,
    at,
    kind: 'verdict',
    text: sameText('Root cause confirmed.'),
    actor: 'zhiban',
    evidenceIds: [evidenceId],
  });
  return { incidentId, code, evidenceId, planId, digest };
}

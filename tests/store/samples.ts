/** Records for the store's tests: complete, small, and different where a test says so. */

import type { IncomingAlert } from '../../src/domain/alert.ts';
import type { Evidence } from '../../src/domain/evidence.ts';
import type { LadderRecord } from '../../src/domain/ladder.ts';
import type { Approval, Plan, PlanStep } from '../../src/domain/plan.ts';
import { usualRuleBook } from '../../src/domain/rule-book.ts';
import type { Silence } from '../../src/domain/silence.ts';
import type { SuppressedAlert } from '../../src/domain/suppression.ts';
import { sameText } from '../../src/domain/text.ts';
import { nothingSpent } from '../../src/domain/verdict.ts';
import type { NewAuditEntry, NewIncident, TenantStore } from '../../src/store/contract.ts';
import type { NewPage } from '../../src/store/ladder-contract.ts';

export function sampleIncident(change: Partial<NewIncident> = {}): NewIncident {
  return {
    id: 'inc_1',
    title: 'orders-db: connections exhausted',
    status: 'triggered',
    phase: 'received',
    severity: 'critical',
    origin: 'alert',
    question: null,
    groupKey: null,
    previousIncidentId: null,
    requestedBy: 'zhiban',
    locale: 'zh-CN',
    systemIds: ['orders-db'],
    startedAt: '2026-11-21T01:00:00.000Z',
    acknowledgedAt: null,
    acknowledgedBy: null,
    resolvedAt: null,
    alertsFiring: 0,
    alertsTotal: 0,
    hypotheses: [],
    verdict: null,
    planId: null,
    budget: { probesMax: 60, secondsMax: 120, llmCallsMax: 12, tokensMax: 120_000 },
    spent: nothingSpent,
    looks: { done: 0, planned: 0 },
    ...change,
  };
}

export function sampleAlert(change: Partial<IncomingAlert> = {}): IncomingAlert {
  return {
    source: 'alertmanager',
    fingerprint: 'f1',
    groupKey: 'group-1',
    status: 'firing',
    labels: { alertname: 'TooManyConnections', instance: 'orders-db:5432' },
    annotations: { summary: 'connections exhausted' },
    startsAt: '2026-11-21T01:00:00.000Z',
    endsAt: null,
    generatorUrl: null,
    ...change,
  };
}

export function sampleEvidence(change: Partial<Evidence> = {}): Evidence {
  return {
    id: 'ev_1',
    incidentId: 'inc_1',
    systemId: 'orders-db',
    probe: 'connections',
    parameters: { limit: 20 },
    round: 1,
    startedAt: '2026-11-21T01:00:05.250Z',
    durationMs: 12.5,
    status: 'ok',
    headline: { 'zh-CN': '连接已用 100/100', en: '100 of 100 connections used' },
    facts: { 'connections.used': 100, 'connections.ratio': 1, version: '15.4', isPrimary: true, lag: null },
    query: 'select count(*) from pg_stat_activity',
    text: 'count\n-----\n  100',
    isTruncated: false,
    ...change,
  };
}

export function sampleStep(change: Partial<PlanStep> = {}): PlanStep {
  return {
    systemId: 'orders-db',
    kind: 'postgresql',
    action: 'terminate-session',
    arguments: { pid: 4711, force: false, note: null },
    risk: 'medium',
    summary: sameText('terminate session 4711'),
    why: sameText('it blocks 30 others'),
    evidenceIds: ['ev_1'],
    effect: sameText('its transaction is rolled back'),
    verification: sameText('nothing waits for it'),
    undo: { isPossible: false, summary: sameText('a session that was ended does not come back') },
    state: 'waiting',
    note: null,
    ...change,
  };
}

export function samplePlan(change: Partial<Plan> = {}): Plan {
  return {
    id: 'plan_1',
    incidentId: 'inc_1',
    digest: 'd'.repeat(64),
    state: 'pending',
    risk: 'medium',
    title: sameText('End the blocking session'),
    steps: [sampleStep(), sampleStep({ action: 'set-limit', arguments: { max: 200 } })],
    requestedBy: 'zhiban',
    createdAt: '2026-11-21T01:01:00.000Z',
    expiresAt: '2026-11-21T02:01:00.000Z',
    approvalsNeeded: 1,
    ...change,
  };
}

export function sampleApproval(change: Partial<Approval> = {}): Approval {
  return {
    planId: 'plan_1',
    digest: 'd'.repeat(64),
    decision: 'approve',
    personId: 'li',
    personName: '李雷',
    door: 'console',
    at: '2026-11-21T01:02:00.000Z',
    reason: null,
    ...change,
  };
}

export function sampleAudit(change: Partial<NewAuditEntry> = {}): NewAuditEntry {
  return {
    at: '2026-11-21T01:02:00.000Z',
    actor: 'li',
    door: 'console',
    action: 'plan.approve',
    incidentId: 'inc_1',
    target: 'plan_1',
    outcome: 'ok',
    details: { digest: 'd'.repeat(64) },
    ...change,
  };
}

export function sampleSilence(change: Partial<Silence> = {}): Silence {
  return {
    id: '4c7f2c3e-0000-4000-8000-000000000001',
    matchers: [{ name: 'alertname', operator: '=~', value: 'Redis.*' }],
    startsAt: '2026-11-21T01:00:00.000Z',
    endsAt: '2026-11-21T09:00:00.000Z',
    comment: 'moving it',
    createdBy: 'Li',
    createdAt: '2026-11-21T01:00:00.000Z',
    updatedAt: '2026-11-21T01:00:00.000Z',
    incidentId: null,
    ...change,
  };
}

export function sampleSuppressed(change: Partial<SuppressedAlert> = {}): SuppressedAlert {
  return {
    ...sampleAlert(),
    id: 'sup_1',
    state: 'held',
    reasons: [{ kind: 'silence', id: 's1', name: 'moving it', by: 'Li', until: '2026-11-21T09:00:00.000Z' }],
    since: '2026-11-21T02:00:00.000Z',
    receivedAt: '2026-11-21T02:00:00.000Z',
    repeats: 0,
    recheckAt: '2026-11-21T09:00:00.000Z',
    closedAt: null,
    ...change,
  };
}

/** One record in everything that keeps alerts quiet. */
export async function fillNoise(tenant: TenantStore): Promise<void> {
  await tenant.silences.save(sampleSilence());
  await tenant.suppressions.save([sampleSuppressed()]);
  await tenant.ruleBooks.save({ book: usualRuleBook, comment: '', savedBy: 'Li', savedAt: '2026-11-21T01:00:00.000Z' }, 0);
  const name = { groupKey: 'group-1', source: 'alertmanager', fingerprint: 'f1' };
  await tenant.alertMemory.saveChanges([
    { ...name, status: 'firing', startsAt: '2026-11-21T01:00:00.000Z', changes: [1], flappingSince: null },
  ]);
  await tenant.alertMemory.addInhibitors([{ ...name, ruleId: 'r', key: 'k', isTarget: false, title: 't', endsAt: null }]);
}

export function sampleLadder(change: Partial<LadderRecord> = {}): LadderRecord {
  return {
    ...{ incidentId: 'inc_1', run: 1, ladder: 'critical', state: 'climbing', end: null, beganAt: '2026-11-21T01:00:00.000Z', step: 0 },
    ...{ nextAt: '2026-11-21T02:00:00.000Z', snoozedUntil: null, snoozedBy: null, takenAtStep: null, askedAt: null },
    ...{ heldUntil: null, heldBy: null },
    ...change,
  };
}

export function samplePage(change: Partial<NewPage> = {}): NewPage {
  return {
    ...{ incidentId: 'inc_1', run: 1, kind: 'call', step: 0, level: 0, way: 'mention', personId: 'li', slot: 'call-1-0' },
    ...{ state: 'chat', reason: null, detail: null, at: '2026-11-21T01:00:00.000Z' },
    ...change,
  };
}

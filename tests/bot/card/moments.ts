/** One incident in every state that its card can show. */

import type { CardInput } from '../../../src/bot/card/card-input.ts';
import type { Incident } from '../../../src/domain/incident.ts';
import type { Approval, Plan, PlanState } from '../../../src/domain/plan.ts';
import type { Verdict } from '../../../src/domain/verdict.ts';
import { valveStep } from '../../operations/desk.ts';
import { sampleApproval, sampleIncident, samplePlan } from '../../store/samples.ts';

const confirmed: Verdict = {
  state: 'confirmed',
  summary: { 'zh-CN': 'main-valve 的阀门关闭。', en: 'The valve of main-valve is closed.' },
  causes: [
    {
      systemId: 'main-valve',
      signatureId: 'valve.closed',
      state: 'confirmed',
      confidence: 0.97,
      title: { 'zh-CN': '阀门关闭', en: 'The valve is closed' },
      explanation: { 'zh-CN': '开度为 0，没有流量。', en: 'The level is 0: nothing flows.' },
      advice: { 'zh-CN': '打开阀门。', en: 'Open the valve.' },
      evidenceIds: ['ev_1'],
      refutedBy: null,
    },
  ],
  refuted: [],
  blindSpots: [
    { systemId: 'edge', probe: 'level', status: 'unreachable', reason: 'connection refused' },
    { systemId: 'edge', probe: 'flow', status: 'unreachable', reason: 'connection refused' },
    { systemId: 'pump', probe: 'load', status: 'denied', reason: 'may not read' },
  ],
  analyst: 'offline',
  at: '2026-11-21T01:03:00.000Z',
  isPartial: false,
};

const unknown: Verdict = {
  ...confirmed,
  state: 'unknown',
  causes: [],
  blindSpots: [],
  summary: { 'zh-CN': '现有检查没有发现异常。', en: 'Nothing that was looked at is out of order.' },
};

function incident(change: Partial<Incident>): Incident {
  const base = sampleIncident({ title: 'ValvePressureHigh', systemIds: ['main-valve'], alertsFiring: 2, alertsTotal: 3 });
  return { ...base, tenantId: 't', code: 'ZB-42', revision: 7, planId: 'plan_1', ...change };
}

const investigated = incident({
  phase: 'waiting',
  verdict: confirmed,
  spent: { probes: 18, llmCalls: 0, tokens: 0, seconds: 4.2 },
});

function plan(state: PlanState, change: Partial<Plan> = {}): Plan {
  const title = { 'zh-CN': '打开阀门', en: 'Open the valve' };
  const words = {
    summary: { 'zh-CN': '把开度设为 80', en: 'set the level to 80' },
    why: { 'zh-CN': '开度为 0（ev_1）', en: 'the level is 0 (ev_1)' },
    effect: { 'zh-CN': '压力下降', en: 'the pressure drops' },
    verification: { 'zh-CN': '读回开度', en: 'the level reads back' },
  };
  const step = valveStep('medium', { ...words, state: state === 'verified' ? 'verified' : state === 'running' ? 'applying' : 'waiting' });
  return { ...samplePlan(), digest: '0123456789abcdef'.repeat(4), title, steps: [step], ...change, state };
}

const byAnna: Approval = sampleApproval({ personId: 'anna', personName: 'Anna' });

export type Moment = Pick<CardInput, 'incident' | 'plan' | 'approvals' | 'calls'>;

const none: readonly Approval[] = [];

export const moments: Readonly<Record<string, Moment>> = {
  received: { incident: incident({ planId: null }), plan: null, approvals: none },
  asked: {
    incident: incident({
      origin: 'question',
      question: 'why is it slow?',
      title: 'why is it slow?',
      alertsFiring: 0,
      alertsTotal: 0,
      phase: 'received',
      severity: 'info',
    }),
    plan: null,
    approvals: none,
  },
  investigating: {
    incident: incident({
      phase: 'investigating',
      looks: { done: 5, planned: 18 },
      spent: { probes: 5, llmCalls: 2, tokens: 60_000, seconds: 2 },
      hypotheses: [
        {
          id: 'h',
          systemId: 'main-valve',
          signatureId: 'valve.closed',
          state: 'strengthened',
          confidence: 0.6,
          title: confirmed.causes[0]?.title ?? { 'zh-CN': '', en: '' },
          explanation: { 'zh-CN': '', en: '' },
          advice: null,
          evidenceFor: [],
          evidenceAgainst: [],
          refutedBy: null,
          missingProbes: [],
          author: 'offline',
        },
      ],
    }),
    plan: null,
    approvals: none,
  },
  waiting: { incident: investigated, plan: plan('pending'), approvals: none },
  'waiting-for-a-second': { incident: investigated, plan: plan('pending', { risk: 'critical', approvalsNeeded: 2 }), approvals: [byAnna] },
  approved: { incident: { ...investigated, phase: 'running' }, plan: plan('approved'), approvals: [byAnna] },
  running: {
    incident: { ...investigated, phase: 'running', status: 'acknowledged', acknowledgedBy: 'Rita' },
    plan: plan('running'),
    approvals: [byAnna],
  },
  verified: { incident: { ...investigated, phase: 'watching', status: 'mitigated' }, plan: plan('verified'), approvals: [byAnna] },
  'rolled-back': { incident: { ...investigated, phase: 'watching' }, plan: plan('rolled_back'), approvals: [byAnna] },
  failed: { incident: { ...investigated, phase: 'watching' }, plan: plan('failed'), approvals: [byAnna] },
  stopped: { incident: { ...investigated, phase: 'watching' }, plan: plan('stopped'), approvals: [byAnna] },
  undone: { incident: { ...investigated, phase: 'watching' }, plan: plan('undone'), approvals: [byAnna] },
  rejected: {
    incident: { ...investigated, phase: 'watching' },
    plan: plan('rejected'),
    approvals: [{ ...byAnna, decision: 'reject', reason: 'peak' }],
  },
  expired: { incident: { ...investigated, phase: 'watching' }, plan: plan('expired'), approvals: none },
  void: { incident: { ...investigated, phase: 'watching' }, plan: plan('void'), approvals: none },
  unknown: { incident: { ...investigated, phase: 'watching', planId: null, verdict: unknown }, plan: null, approvals: none },
  partial: {
    incident: { ...investigated, phase: 'watching', planId: null, verdict: { ...unknown, isPartial: true } },
    plan: null,
    approvals: none,
  },
  called: {
    incident: { ...investigated, phase: 'watching', planId: null, verdict: unknown },
    plan: null,
    approvals: none,
    calls: { snoozed: null },
  },
  snoozed: {
    incident: { ...investigated, phase: 'watching', planId: null, verdict: unknown },
    plan: null,
    approvals: none,
    calls: { snoozed: { until: '2026-11-21T03:00:00.000Z', by: 'Rita' } },
  },
  healthy: {
    incident: {
      ...investigated,
      origin: 'question',
      question: 'all well?',
      alertsFiring: 0,
      alertsTotal: 0,
      phase: 'watching',
      planId: null,
      verdict: { ...unknown, state: 'healthy' },
    },
    plan: null,
    approvals: none,
  },
  resolved: {
    incident: { ...investigated, status: 'resolved', phase: 'closed', alertsFiring: 0, resolvedAt: '2026-11-21T03:05:00.000Z' },
    plan: plan('verified'),
    approvals: [byAnna],
  },
};

/** Records as people and programs see them, in one language. */

import { parseMarkdown } from '../adapters/rich/parse-markdown.ts';
import { shownConfidence } from '../analysis/rca/calibrate.ts';
import type { Alert } from '../domain/alert.ts';
import type { Evidence } from '../domain/evidence.ts';
import type { Incident, TimelineEntry } from '../domain/incident.ts';
import type { Approval, Plan } from '../domain/plan.ts';
import type { Hypothesis } from '../domain/signature.ts';
import type { StormSummary } from '../domain/storm.ts';
import type { Locale } from '../domain/text.ts';
import type { Verdict } from '../domain/verdict.ts';
import type {
  AlertView,
  EvidenceView,
  HypothesisView,
  IncidentSummaryView,
  IncidentView,
  PlanView,
  RefutedView,
  RunbookView,
  SystemView,
  ThreadView,
  TimelineView,
  VerdictView,
} from '../domain/view.ts';
import type { FollowedRunbook } from '../knowledge/followed-runbooks.ts';
import type { Thread } from '../store/contract.ts';
import type { PooledSystem } from '../systems/pool.ts';
import { probesFor } from '../systems/probes-for.ts';
import { stormView } from '../text/storm.ts';

export function summaryView(incident: Incident, planState: Plan['state'] | null, locale: Locale): IncidentSummaryView {
  return {
    id: incident.id,
    code: incident.code,
    status: incident.status,
    phase: incident.phase,
    severity: incident.severity,
    title: incident.title,
    origin: incident.origin,
    startedAt: incident.startedAt,
    resolvedAt: incident.resolvedAt,
    mergedInto: incident.mergedInto ?? null,
    acknowledgedBy: incident.acknowledgedBy,
    alertsFiring: incident.alertsFiring,
    alertsTotal: incident.alertsTotal,
    verdictState: incident.verdict?.state ?? null,
    verdictSummary: incident.verdict?.summary[locale] ?? null,
    planState,
    revision: incident.revision,
  };
}

export interface IncidentParts {
  readonly incident: Incident;
  readonly previous: Incident | null;
  readonly alerts: readonly Alert[];
  readonly threads: readonly Thread[];
  readonly plans: readonly { readonly plan: Plan; readonly approvals: readonly Approval[] }[];
  readonly timeline: readonly TimelineEntry[];
  readonly runbooks?: readonly FollowedRunbook[];
  readonly storm?: StormSummary | null;
}

export function incidentView(parts: IncidentParts, locale: Locale): IncidentView {
  const { incident, previous, plans, runbooks = [] } = parts;
  const current = plans.find(({ plan }) => plan.id === incident.planId) ?? null;
  return {
    ...summaryView(incident, current?.plan.state ?? null, locale),
    ...(parts.storm ? { storm: stormView(parts.storm, locale) } : {}),
    question: incident.question,
    systemIds: incident.systemIds,
    previousIncident: previous === null ? null : { id: previous.id, code: previous.code },
    acknowledgedAt: incident.acknowledgedAt,
    alerts: parts.alerts.map(alertView),
    threads: parts.threads.map(threadView),
    verdict: incident.verdict === null ? null : verdictView(incident.verdict, locale),
    hypotheses: incident.hypotheses.map((each) => hypothesisView(each, locale)),
    ...(runbooks.length === 0 ? {} : { runbooks: runbooks.map((each) => runbookView(each, locale)) }),
    refuted: refutedViews(incident.verdict, locale),
    blindSpots: incident.verdict?.blindSpots ?? [],
    plan: current === null ? null : planView(current.plan, current.approvals, locale),
    earlierPlans: plans.filter(({ plan }) => plan.id !== incident.planId).map(({ plan, approvals }) => planView(plan, approvals, locale)),
    spent: incident.spent,
    budget: incident.budget,
    timeline: parts.timeline.map((each) => timelineView(each, locale)),
  };
}

export function planView(plan: Plan, approvals: readonly Approval[], locale: Locale): PlanView {
  return {
    id: plan.id,
    incidentId: plan.incidentId,
    digest: plan.digest,
    state: plan.state,
    risk: plan.risk,
    title: plan.title[locale],
    createdAt: plan.createdAt,
    expiresAt: plan.expiresAt,
    requestedBy: plan.requestedBy,
    approvalsNeeded: plan.approvalsNeeded,
    approvals: approvals.map(({ decision, personId, personName, door, at, reason }) => ({
      decision,
      personId,
      personName,
      door,
      at,
      reason,
    })),
    steps: plan.steps.map((step) => ({
      systemId: step.systemId,
      action: step.action,
      arguments: step.arguments,
      risk: step.risk,
      summary: step.summary[locale],
      why: step.why[locale],
      effect: step.effect[locale],
      verification: step.verification[locale],
      undo: { isPossible: step.undo.isPossible, summary: step.undo.summary[locale] },
      evidenceIds: step.evidenceIds,
      state: step.state,
      note: step.note?.[locale] ?? null,
    })),
  };
}

export function evidenceView(evidence: Evidence, locale: Locale): EvidenceView {
  const { headline, reason, series, problem: _problem, ...rest } = evidence;
  return { ...rest, headline: headline[locale], reason: reason ?? null, series: series ?? [] };
}

export function systemView(system: PooledSystem, locale: Locale): SystemView {
  const { entry, kind } = system;
  return {
    id: entry.id,
    kind: entry.kind,
    title: kind.title[locale],
    runsOn: entry.runsOn ?? null,
    dependsOn: entry.dependsOn,
    labels: entry.labels,
    actionsEnabled: entry.actionsEnabled,
    probes: probesFor(system).map((probe) => ({ name: probe.name, summary: probe.summary[locale] })),
    actions: kind.actions.map((action) => ({ name: action.name, risk: action.risk })),
    commands: kind.commands?.forms ?? [],
  };
}

function verdictView(verdict: Verdict, locale: Locale): VerdictView {
  return {
    state: verdict.state,
    summary: verdict.summary[locale],
    causes: verdict.causes.map((cause) => ({
      ...cause,
      confidence: shownConfidence(cause.confidence),
      title: cause.title[locale],
      explanation: cause.explanation[locale],
      advice: cause.advice?.[locale] ?? null,
      refutedBy: cause.refutedBy?.[locale] ?? null,
    })),
    refuted: refutedViews(verdict, locale),
    blindSpots: verdict.blindSpots,
    analyst: verdict.analyst,
    at: verdict.at,
    isPartial: verdict.isPartial,
    suspects: verdict.suspects ?? [],
    course: (verdict.course ?? []).map((entry) => ({ ...entry, text: entry.text[locale] })),
  };
}

function refutedViews(verdict: Verdict | null, locale: Locale): readonly RefutedView[] {
  return (verdict?.refuted ?? []).map((each) => ({ ...each, title: each.title[locale], reason: each.reason[locale] }));
}

function hypothesisView(hypothesis: Hypothesis, locale: Locale): HypothesisView {
  const { title, explanation, refutedBy, advice: _advice, missingProbes: _missing, ...rest } = hypothesis;
  return { ...rest, title: title[locale], explanation: explanation[locale], refutedBy: refutedBy?.[locale] ?? null };
}

function runbookView({ id, version, title, body }: FollowedRunbook, locale: Locale): RunbookView {
  return { id, version, title: title[locale], body: body[locale], rich: parseMarkdown(body[locale]) };
}

function alertView({ incidentId: _incident, groupKey: _group, receivedAt: _received, ...alert }: Alert): AlertView {
  return alert;
}

function threadView(thread: Thread): ThreadView {
  return {
    adapter: thread.place.adapter,
    channel: thread.place.channel,
    thread: thread.place.thread ?? thread.root?.id ?? null,
    link: null,
  };
}

function timelineView(entry: TimelineEntry, locale: Locale): TimelineView {
  return { id: entry.id, at: entry.at, kind: entry.kind, text: entry.text[locale], actor: entry.actor, evidenceIds: entry.evidenceIds };
}

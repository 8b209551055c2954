/** The API as functions; types are the server's own. */

import type { Form, Notice } from '../../adapters/contract.ts';
import type { RetryView, SourceView, Trial, UnreadView } from '../../domain/alert-source.ts';
import type { CalendarImportView } from '../../domain/calendar-import-view.ts';
import type { CallView, LadderView } from '../../domain/calls-view.ts';
import type { DeliveryState, DeliveryView } from '../../domain/delivery.ts';
import type { InsightGroup, InsightReport } from '../../domain/insight.ts';
import type { OverrideView, ScheduleView } from '../../domain/oncall-view.ts';
import type { IdentityView, LinkView, PersonView } from '../../domain/people-view.ts';
import type { PluginMarketView, PluginView } from '../../domain/plugin-view.ts';
import type { Role } from '../../domain/policy.ts';
import type { SilenceView } from '../../domain/silence.ts';
import type { SuppressedView } from '../../domain/suppression.ts';
import type { Locale } from '../../domain/text.ts';
import type {
  EvidenceView,
  IncidentSummaryView,
  IncidentView,
  MoveView,
  PlanView,
  SystemGraphView,
  SystemView,
} from '../../domain/view.ts';
import type { DemoView } from '../../operations/contract.ts';
import type { DryRunView, RuleBookView, RuleVersionView } from '../../operations/noise/rules-contract.ts';
import type { WhyAnswer } from '../../operations/noise-contract.ts';
import type { ConsoleMessage } from '../../store/chat-contract.ts';
import type { AuditEntry } from '../../store/contract.ts';
import { alertCalls } from './alert-calls.ts';
import { detectionCalls } from './detection-calls.ts';
import type { Requests } from './request.ts';

export interface Session {
  readonly person: { readonly id: string; readonly name: string; readonly roles: readonly Role[] };
  readonly locale: Locale;
  readonly tenantId: string;
  readonly version: string;
  readonly publicUrl: string;
}

export interface ClickAnswer {
  readonly notice: Notice | null;
  readonly form: Form | null;
}

export interface MoveAnswer {
  readonly move: MoveView;
  readonly incident: IncidentView;
}

export interface PlanAnswer {
  readonly plan: PlanView;
  readonly isChanged: boolean;
  readonly approvalsMissing: number;
}

export interface AuditCheck {
  readonly entries: number;
  readonly brokenAt: number | null;
  readonly reason: string | null;
}

export type SteerKind = 'fact' | 'rule-out' | 'question' | 'investigate-again' | 'what-changed' | 'resume';

interface Items<T> {
  readonly items: readonly T[];
}

export type Calls = ReturnType<typeof createCalls>;

export function createCalls(requests: Requests) {
  const { get, post, remove } = requests;
  return {
    ...alertCalls(requests),
    ...createSourceCalls(requests),
    ...createMoveCalls(requests),
    login: (token: string) => post<void>('/login', { token }),
    logout: () => post<void>('/logout'),
    session: () => get<Session>('/session'),

    messages: (before: string | null, limit: number) => get<Items<ConsoleMessage>>('/chat/messages', { channel: 'ops', before, limit }),
    thread: (id: string) =>
      get<{ readonly root: ConsoleMessage; readonly items: readonly ConsoleMessage[] }>(`/chat/messages/${seg(id)}/thread`),
    say: (text: string, threadId: string | null) => post<ConsoleMessage>('/chat/messages', { text, threadId }),
    click: (messageId: string, actionId: string, value: string) => post<ClickAnswer>('/chat/click', { messageId, actionId, value }),
    submitForm: (formId: string, fields: Readonly<Record<string, string>>) =>
      post<{ readonly notice: Notice | null }>('/chat/form', { formId, fields }),

    incidents: (filter: { readonly status: string; readonly q: string; readonly systemId: string; readonly cursor: string | null }) =>
      get<Items<IncidentSummaryView> & { readonly nextCursor: string | null }>('/incidents', { ...filter, limit: 50 }),
    incident: (id: string) => get<IncidentView>(`/incidents/${seg(id)}`),
    evidenceOf: (incidentId: string) => get<Items<EvidenceView>>(`/incidents/${seg(incidentId)}/evidence`),
    evidence: (id: string) => get<EvidenceView>(`/evidence/${seg(id)}`),

    approve: (planId: string, digest: string) => post<PlanAnswer>(`/plans/${seg(planId)}/approve`, { digest }),
    reject: (planId: string, reason: string) => post<PlanAnswer>(`/plans/${seg(planId)}/reject`, { reason }),
    stop: (planId: string) => post<PlanAnswer>(`/plans/${seg(planId)}/stop`),
    undo: (planId: string) => post<PlanAnswer>(`/plans/${seg(planId)}/undo`),
    stopAll: () => post<{ readonly stopped: readonly string[] }>('/stop-all'),
    acknowledge: (id: string) => post<IncidentView>(`/incidents/${seg(id)}/acknowledge`),
    resolve: (id: string, note: string) => post<IncidentView>(`/incidents/${seg(id)}/resolve`, { note }),
    steer: (id: string, kind: SteerKind, text: string) => post<unknown>(`/incidents/${seg(id)}/steer`, { kind, text }),

    ...detectionCalls(requests),
    ...oncallCalls({ get, post }),
    ...silenceCalls({ get, post }),
    rules: () => get<RuleBookView>('/rules'),
    ruleVersions: () => get<Items<RuleVersionView>>('/rules/versions'),
    tryRules: (text: string) => post<DryRunView>('/rules/try', { text }),
    saveRules: (change: { readonly text: string; readonly comment: string; readonly after: number }) =>
      post<RuleBookView>('/rules', change),
    revertRules: (version: number) => post<RuleBookView>('/rules/revert', { version }),

    audit: (incidentId: string | null, beforeSeq: number | null, limit: number) =>
      get<Items<AuditEntry>>('/audit', { incidentId, beforeSeq, limit }),
    verifyAudit: () => get<AuditCheck>('/audit/verify'),
    insights: (span: { readonly since: string; readonly group: InsightGroup; readonly timeZone: string }) =>
      get<InsightReport>('/insights', span),
    deliveries: (state: DeliveryState, limit: number) => get<Items<DeliveryView>>('/deliveries', { state, limit }),
    replay: (id: string) => post<{ readonly replayed: readonly string[] }>(`/deliveries/${seg(id)}/replay`),
    replayAll: () => post<{ readonly replayed: readonly string[] }>('/deliveries/replay'),
    people: () => get<Items<PersonView>>('/people'),
    previewLink: (code: string) => post<LinkView>('/identities/preview', { code }),
    linkByCode: (code: string) => post<PersonView>('/identities/link', { code }),
    unlink: ({ adapter, userId, workspace }: IdentityView) =>
      remove<{ readonly removed: readonly IdentityView[] }>(`/identities/${seg(adapter)}/${seg(userId)}`, { workspace }),
    systems: () => get<Items<SystemView>>('/systems'),
    systemGraph: () => get<SystemGraphView>('/systems/graph'),
    plugins: () => get<Items<PluginView>>('/plugins'),
    pluginMarket: (q: string) => get<PluginMarketView>('/plugins/market', { q }),
    ...demoCalls({ get, post }),
  };
}

function silenceCalls({ get, post }: Pick<Requests, 'get' | 'post'>) {
  return {
    silences: () => get<Items<SilenceView>>('/silences'),
    addSilence: (silence: {
      readonly target?: string;
      readonly matchers?: readonly string[];
      readonly duration: string;
      readonly comment: string;
    }) => post<{ readonly silence: SilenceView; readonly matching: number }>('/silences', silence),
    expireSilence: (id: string) => post<unknown>(`/silences/${seg(id)}/expire`),
    suppressed: () => get<Items<SuppressedView>>('/suppressed'),
    why: (q: string) => get<WhyAnswer>('/why', { q, limit: 100 }),
  };
}

function oncallCalls({ get, post }: Pick<Requests, 'get' | 'post'>) {
  return {
    schedules: (from: string, to: string) => get<Items<ScheduleView>>('/oncall/schedules', { from, to }),
    importCalendar: (given: { readonly schedule: string; readonly calendar: string; readonly days: number; readonly apply: boolean }) =>
      post<CalendarImportView>('/oncall/calendar/import', given),
    ladders: () => get<Items<LadderView>>('/oncall/ladders'),
    recentCalls: (limit: number) => get<Items<CallView>>('/oncall/calls', { limit }),
    takeShift: (shift: {
      readonly schedule: string;
      readonly person: string;
      readonly insteadOf?: string;
      readonly from: string;
      readonly to: string;
    }) => post<OverrideView>('/oncall/overrides', shift),
  };
}

function demoCalls({ get, post }: Pick<Requests, 'get' | 'post'>) {
  return {
    demos: () => get<Items<DemoView>>('/demos'),
    startDemo: (scenario: string) => post<{ readonly scenario: string; readonly text: string }>(`/demos/${seg(scenario)}/start`),
    endDemo: () => post<{ readonly removed: readonly string[] }>('/demos/end'),
  };
}

/** Of incidents that are merged and split. */
function createMoveCalls({ get, post }: Requests) {
  return {
    moves: (id: string) => get<Items<MoveView>>(`/incidents/${seg(id)}/moves`),
    merge: (id: string, into: string) => post<MoveAnswer>(`/incidents/${seg(id)}/merge`, { into }),
    split: (id: string, alertIds: readonly string[]) => post<MoveAnswer>(`/incidents/${seg(id)}/split`, { alertIds }),
    undoMove: (id: string) => post<MoveAnswer>(`/moves/${seg(id)}/undo`),
  };
}

/** Of the alert sources. */
function createSourceCalls({ get, post }: Requests) {
  return {
    alertSources: () => get<Items<SourceView>>('/alert-sources'),
    hookToken: (name: string) => post<{ readonly token: string }>(`/alert-sources/${seg(name)}/token`),
    trySource: (trial: { readonly source: string; readonly payload: unknown; readonly mappingText?: string }) =>
      post<Trial>('/alert-sources/try', trial),
    unread: (name: string) => get<Items<UnreadView>>(`/alert-sources/${seg(name)}/unread`),
    retryUnread: (name: string) => post<RetryView>(`/alert-sources/${seg(name)}/unread/retry`),
    forgetUnread: (name: string) => post<{ readonly forgotten: number }>(`/alert-sources/${seg(name)}/unread/forget`),
  };
}

function seg(id: string): string {
  return encodeURIComponent(id);
}

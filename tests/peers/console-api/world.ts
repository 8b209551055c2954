/** The state behind the console's peer: a small incident that can be approved, watched, rejected and talked about. */

import { EventEmitter } from 'node:events';
import type { Notice } from '../../../src/adapters/contract.ts';
import type { Locale } from '../../../src/domain/text.ts';
import type { EvidenceView, IncidentView, PlanView, StepView, SystemGraphView, SystemView } from '../../../src/domain/view.ts';
import type { DemoView } from '../../../src/operations/contract.ts';
import type { ConsoleMessage } from '../../../src/store/chat-contract.ts';
import type { AuditEntry } from '../../../src/store/contract.ts';
import type { EventKind } from '../../../src/store/event-contract.ts';
import { cardOf } from './cards.ts';
import { sampleEvidence } from './evidence.ts';
import { minutesAgo } from './findings.ts';
import { otherIncidents, waitingIncident } from './incidents.ts';
import { sampleAudit, sampleDemos, sampleSystems } from './records.ts';

export interface PeerEvent {
  readonly seq: number;
  readonly kind: EventKind;
  readonly incidentId: string | null;
  readonly payload: Readonly<Record<string, unknown>>;
}

interface PlanProgress {
  state: PlanView['state'];
  approvals: PlanView['approvals'];
  steps: StepView['state'][];
}

export class PeerWorld {
  readonly events = new EventEmitter<{ event: [PeerEvent] }>();
  readonly messages: ConsoleMessage[] = [];
  readonly steers: { readonly kind: string; readonly text: string }[] = [];
  readonly progress: PlanProgress = { state: 'pending', approvals: [], steps: ['waiting', 'waiting'] };
  /** What was linked by the code; null until then. */
  linkedName: string | null = null;
  /** Messages that were sent again. */
  readonly replayed = new Set<string>();
  runningDemo: string | null = null;
  acknowledgedBy: string | null = null;
  readonly nowMs: number;
  private readonly stepMs: number;
  /** The language of the channel; the reader's own decides the rest. */
  readonly channelLocale: Locale;
  private seq = 0;
  private next = 1;

  constructor(options: { readonly nowMs: number; readonly stepMs: number; readonly channelLocale: Locale; readonly isEmpty?: boolean }) {
    this.nowMs = options.nowMs;
    this.stepMs = options.stepMs;
    this.channelLocale = options.channelLocale;
    if (!options.isEmpty) this.fill();
  }

  incident(locale: Locale): IncidentView {
    const incident = waitingIncident(this.nowMs, locale);
    const plan = incident.plan;
    if (plan === null) return incident;
    const { state, approvals, steps } = this.progress;
    const phase = state === 'pending' ? 'waiting' : state === 'verified' ? 'watching' : state === 'rejected' ? 'waiting' : 'running';
    return {
      ...incident,
      phase,
      planState: state,
      acknowledgedBy: this.acknowledgedBy,
      plan: { ...plan, state, approvals, steps: plan.steps.map((step, index) => ({ ...step, state: steps[index] ?? step.state })) },
    };
  }

  incidents(locale: Locale): IncidentView[] {
    return [this.incident(locale), ...otherIncidents(this.nowMs, locale)];
  }

  evidence(locale: Locale): EvidenceView[] {
    return sampleEvidence('inc_42', this.nowMs, locale);
  }

  systems(locale: Locale): SystemView[] {
    return sampleSystems(locale);
  }

  /** What the sample declares, and one link that a look has found. */
  systemGraph(locale: Locale): SystemGraphView {
    const systems = sampleSystems(locale);
    const declared = systems.flatMap(({ id, runsOn, dependsOn }) => [
      ...(runsOn === null ? [] : [{ from: id, to: runsOn, how: 'runsOn', seen: null } as const]),
      ...dependsOn.map((to) => ({ from: id, to, how: 'dependsOn', seen: null }) as const),
    ]);
    const [one, other] = systems;
    const at = new Date(this.nowMs).toISOString();
    const seen = { systemId: one?.id ?? '', probe: 'connections', evidenceId: 'ev_1', incidentId: 'inc_42', firstAt: at, lastAt: at };
    const found = { from: other?.id ?? '', to: one?.id ?? '', how: 'discovered', seen } as const;
    return { systems: systems.map(({ id, kind, title }) => ({ id, kind, title })), links: [...declared, found] };
  }

  demos(locale: Locale): DemoView[] {
    return sampleDemos(locale).map((demo) => ({ ...demo, isRunning: demo.scenario === this.runningDemo }));
  }

  audit(): AuditEntry[] {
    return sampleAudit(this.nowMs);
  }

  emit(kind: EventKind, incidentId: string | null, payload: Readonly<Record<string, unknown>> = {}): void {
    this.seq += 1;
    this.events.emit('event', { seq: this.seq, kind, incidentId, payload });
  }

  post(text: string, threadId: string | null, authorName = 'Han Meimei'): ConsoleMessage {
    const message = this.add({ threadId, author: 'han.meimei', authorName, isBot: false, body: { text }, incidentId: null, minutes: 0 });
    if (/@zhiban/i.test(text)) setTimeout(() => this.answer(threadId ?? message.id), this.stepMs);
    return message;
  }

  /** Brings the card up to the incident, in place. */
  editCard(): void {
    const index = this.messages.findIndex((message) => message.id === 'msg_card42');
    const found = this.messages[index];
    if (!found) return;
    const at = new Date().toISOString();
    this.messages[index] = { ...found, editedAt: at, body: { card: cardOf(this.incident(this.channelLocale), this.channelLocale) } };
    this.emit('message', 'inc_42', { messageId: found.id, channel: 'ops' });
  }

  approve(personName: string): 'done' | 'already' {
    if (this.progress.state !== 'pending') return 'already';
    const approval = {
      decision: 'approve' as const,
      personId: 'han.meimei',
      personName,
      door: 'console',
      at: new Date().toISOString(),
      reason: null,
    };
    this.change({ state: 'running', approvals: [approval] });
    this.walk([
      ['checking', 'waiting'],
      ['applying', 'waiting'],
      ['verifying', 'waiting'],
      ['verified', 'checking'],
      ['verified', 'verifying'],
      ['verified', 'verified'],
    ]);
    return 'done';
  }

  reject(personName: string, reason: string): void {
    const at = new Date().toISOString();
    this.change({
      state: 'rejected',
      approvals: [{ decision: 'reject', personId: 'han.meimei', personName, door: 'console', at, reason }],
    });
  }

  stop(): void {
    this.change({ state: 'stopped', steps: ['verified', 'skipped'] });
  }

  notice(level: Notice['level'], zh: string, en: string, locale: Locale): Notice {
    return { level, text: locale === 'zh-CN' ? zh : en };
  }

  private change(change: Partial<PlanProgress>): void {
    Object.assign(this.progress, change);
    this.emit('plan', 'inc_42', { planId: 'plan_1' });
    this.emit('incident', 'inc_42');
    this.editCard();
  }

  private walk(rounds: readonly (readonly StepView['state'][])[]): void {
    const [round, ...rest] = rounds;
    if (!round) {
      this.change({ state: 'verified' });
      return;
    }
    setTimeout(() => {
      if (this.progress.state !== 'running') return;
      this.progress.steps = [...round];
      this.emit('step', 'inc_42', { planId: 'plan_1' });
      this.editCard();
      this.walk(rest);
    }, this.stepMs).unref();
  }

  private answer(threadId: string): void {
    const zh = this.channelLocale === 'zh-CN';
    const text = zh ? '收到，正在查看 web-1。' : 'On it, looking at web-1.';
    const spans = [{ type: 'text', text }];
    this.add({
      threadId,
      author: 'zhiban',
      authorName: zh ? '值班' : 'Zhiban',
      isBot: true,
      body: { rich: [{ type: 'paragraph', spans }] },
      incidentId: 'inc_43',
      minutes: 0,
    });
  }

  private add(given: {
    readonly threadId: string | null;
    readonly author: string;
    readonly authorName: string;
    readonly isBot: boolean;
    readonly body: Readonly<Record<string, unknown>>;
    readonly incidentId: string | null;
    readonly minutes: number;
    readonly id?: string;
  }): ConsoleMessage {
    const { minutes, id, ...rest } = given;
    const at = minutes === 0 ? new Date().toISOString() : minutesAgo(this.nowMs, minutes);
    const message: ConsoleMessage = {
      id: id ?? `msg_${String(this.next++).padStart(8, '0')}`,
      channel: 'ops',
      at,
      editedAt: null,
      replies: 0,
      ...rest,
    };
    this.messages.push(message);
    const root = this.messages.findIndex((one) => one.id === message.threadId);
    const found = this.messages[root];
    if (found) this.messages[root] = { ...found, replies: found.replies + 1 };
    this.emit('message', message.incidentId, { messageId: message.id, threadId: message.threadId, channel: 'ops' });
    return message;
  }

  private fill(): void {
    const zh = this.channelLocale === 'zh-CN';
    const bot = { author: 'zhiban', authorName: zh ? '值班' : 'Zhiban', isBot: true };
    const person = { author: 'li.lei', authorName: zh ? '李雷' : 'Li Lei', isBot: false };
    const say = (text: string) => ({ rich: [{ type: 'paragraph', spans: [{ type: 'text', text }] }] });
    const resolved = otherIncidents(this.nowMs, this.channelLocale).find((one) => one.code === 'ZB-31');
    if (resolved)
      this.add({
        ...bot,
        id: 'msg_card31',
        threadId: null,
        body: { card: cardOf(resolved, this.channelLocale) },
        incidentId: 'inc_31',
        minutes: 4_400,
      });
    this.add({
      ...person,
      id: 'msg_hello',
      threadId: null,
      body: { text: zh ? '今天我值班，有事叫我。' : 'I am on call today, shout if you need me.' },
      incidentId: null,
      minutes: 95,
    });
    this.add({
      ...bot,
      id: 'msg_card42',
      threadId: null,
      body: { card: cardOf(this.incident(this.channelLocale), this.channelLocale) },
      incidentId: 'inc_42',
      minutes: 7,
    });
    const lines = zh
      ? ['怀疑 · 内存写满且不淘汰（redis.memory，99.98%）', '排除 · 磁盘写满（根分区 41%）', '已确认 · orders-cache 内存写满，写入被拒绝']
      : [
          'Suspected · memory is full and nothing is evicted (redis.memory, 99.98%)',
          'Refuted · the disk is full (root 41%)',
          'Confirmed · orders-cache is out of memory and refuses writes',
        ];
    for (const [index, line] of lines.entries())
      this.add({ ...bot, threadId: 'msg_card42', body: say(line), incidentId: 'inc_42', minutes: 6.9 - index / 4 });
    this.add({
      ...person,
      threadId: 'msg_card42',
      body: { text: zh ? '@zhiban 14:00 上线过新的邮件模板' : '@zhiban a new mail template went out at 14:00' },
      incidentId: 'inc_42',
      minutes: 4,
    });
    this.add({
      ...person,
      id: 'msg_ask',
      threadId: null,
      body: { text: zh ? '@zhiban 这台机器为什么慢？' : '@zhiban why is this machine slow?' },
      incidentId: null,
      minutes: 1,
    });
    const looking = otherIncidents(this.nowMs, this.channelLocale).find((one) => one.code === 'ZB-43');
    if (looking)
      this.add({
        ...bot,
        id: 'msg_card43',
        threadId: 'msg_ask',
        body: { card: cardOf(looking, this.channelLocale) },
        incidentId: 'inc_43',
        minutes: 0.9,
      });
  }
}

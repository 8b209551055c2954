/** The state of one incident and its moves. Looking, changing and answering go on side by side; of changes there is one at a time. */

import { getExternalWorkflowHandle, log, workflowInfo } from '@temporalio/workflow';
import type { IncidentScope, PlanBrief, WorkFailure } from '../activities/contract.ts';
import type { Steer } from '../domain/incident.ts';
import { recordsFor } from './at-hand.ts';
import type { IncidentState } from './incident.ts';
import { nextPlanDeadlineMs, planDuty } from './plan-deadlines.ts';
import { proposals, type Records, steers } from './proxies.ts';
import { reasonOf } from './reason.ts';
import { type Change, remediationId, runChange, runInvestigation, runInvestigationWithin } from './run-child.ts';
import { showStatus } from './show-status.ts';
import { halt, type IncidentMessage } from './signals.ts';

/** Keys of messages remembered for telling repeats; the relay repeats within seconds. */
const seenKeysMax = 500;
/** While work is going on, its end wakes us; this is only a limit. */
const workPatienceMs = 600_000;

/** Something that was going on has come to its end; `failure` is why it didn't get through. */
type Ended =
  | { readonly kind: 'investigation'; readonly failure: string | null }
  | { readonly kind: 'change'; readonly change: Change; readonly failure: string | null }
  | { readonly kind: 'answer' };

export class IncidentLife {
  readonly #scope: IncidentScope;
  readonly #quietAfterMs: number;
  /** False in a history from before; it goes on as it began. */
  readonly #isAtHand: boolean;
  readonly #records: Records;
  readonly #queue: IncidentMessage[];
  readonly #seenKeys: Set<string>;
  readonly #changes: Change[] = [];
  readonly #ended: Ended[] = [];
  readonly #halted = new Set<string>();
  #run: number;
  #plan: PlanBrief | null;
  #remindersSent: number;
  #wantsInvestigation: boolean;
  #isLooking = false;
  #changing: Change | null = null;
  #answering = 0;
  #lastAnswer: Promise<void> = Promise.resolve();
  #isClosed = false;
  #lastHeardMs = Date.now();

  constructor(scope: IncidentScope, carried: IncidentState | null, quietAfterMs: number, isAtHand: boolean) {
    this.#scope = scope;
    this.#quietAfterMs = quietAfterMs;
    this.#isAtHand = isAtHand;
    this.#records = recordsFor(isAtHand);
    this.#queue = [...(carried?.queue ?? [])];
    this.#seenKeys = new Set(carried?.seenKeys ?? []);
    this.#run = carried?.run ?? 0;
    this.#plan = carried?.plan ?? null;
    this.#remindersSent = carried?.remindersSent ?? 0;
    this.#wantsInvestigation = carried === null;
  }

  /** Called by the signal itself. A stop is passed on at once: it must not wait behind what is being done. */
  hear(message: IncidentMessage): void {
    if (this.#seenKeys.has(message.key)) return;
    this.#seenKeys.add(message.key);
    this.#lastHeardMs = Date.now();
    if (message.kind === 'stop') this.#halt(message.planId);
    else this.#queue.push(message);
  }

  phase(): string {
    if (this.#changing !== null) return this.#changing.kind;
    if (this.#isLooking) return 'investigation';
    return this.#plan?.state === 'pending' ? 'waiting' : 'watching';
  }

  isOver(): boolean {
    return this.#isClosed && this.isIdle() && this.#queue.length === 0;
  }

  isIdle(): boolean {
    const isQuiet = this.#ended.length === 0 && this.#changes.length === 0 && !this.#wantsInvestigation;
    return isQuiet && !this.#isLooking && this.#changing === null && this.#answering === 0;
  }

  hasSomethingToDo(): boolean {
    return this.#queue.length > 0 || this.#ended.length > 0 || this.#canLook() || this.#canChange();
  }

  patienceMs(): number {
    return this.isIdle() ? Math.max(1_000, this.#nextDeadlineMs() - Date.now()) : workPatienceMs;
  }

  carry(): IncidentState {
    const seenKeys = [...this.#seenKeys].slice(-seenKeysMax);
    return { run: this.#run, seenKeys, plan: this.#plan, remindersSent: this.#remindersSent, queue: [...this.#queue] };
  }

  async step(): Promise<void> {
    const finished = this.#ended.shift();
    if (finished?.kind === 'investigation') return this.#afterInvestigation(finished.failure);
    if (finished?.kind === 'change') return this.#afterChange(finished.change, finished.failure);
    if (finished?.kind === 'answer') return this.#closeIfResolved();
    if (this.#canChange()) return this.#beginChange();
    const message = this.#queue.shift();
    if (message !== undefined) return this.#take(message);
    if (this.#canLook()) return this.#beginInvestigation();
    if (this.isIdle() && Date.now() >= this.#nextDeadlineMs()) await this.#takeDeadline();
  }

  #canLook(): boolean {
    return this.#wantsInvestigation && !this.#isLooking;
  }

  #canChange(): boolean {
    return this.#changing === null && this.#changes.length > 0;
  }

  async #take(message: IncidentMessage): Promise<void> {
    if (message.kind === 'decision') return this.#takeDecision(message);
    if (message.kind === 'undo') this.#changes.push({ kind: 'undo', planId: message.planId, key: message.key });
    if (message.kind === 'steer') this.#answer(message.steer);
    if (message.kind === 'plan') await this.#takePlan(message.planId);
    if (message.kind === 'resolved') await this.#closeIfResolved();
  }

  async #takePlan(planId: string): Promise<void> {
    this.#adopt(await this.#records.readPlan(this.#scope, planId));
    await this.#showPhase();
  }

  async #takeDecision(message: Extract<IncidentMessage, { kind: 'decision' }>): Promise<void> {
    const isCurrent = this.#plan?.planId === message.planId;
    if (this.#plan !== null && isCurrent) this.#plan = { ...this.#plan, state: message.decision === 'approve' ? 'approved' : 'rejected' };
    if (message.decision === 'approve') this.#changes.push({ kind: 'remediation', planId: message.planId, digest: message.digest });
    else if (isCurrent) await this.#showPhase();
  }

  // Looking.

  #beginInvestigation(): void {
    this.#run += 1;
    this.#wantsInvestigation = false;
    this.#isLooking = true;
    if (this.#changing === null) showStatus('investigating');
    const runIt = this.#isAtHand ? runInvestigationWithin(this.#scope, this.#run, this.#records) : runInvestigation(this.#scope, this.#run);
    void runIt.then((failure) => this.#ended.push({ kind: 'investigation', failure }));
  }

  async #afterInvestigation(failure: string | null): Promise<void> {
    this.#isLooking = false;
    if (failure !== null) await this.#report(`investigation-${this.#run}`, 'investigation', failure, null);
    if (this.#wantsInvestigation) return;
    this.#adopt(await this.#propose());
    await this.#showPhase();
    await this.#closeIfResolved();
  }

  /** A proposal that can't be made leaves the verdict standing: people read it and act by hand. */
  async #propose(): Promise<PlanBrief | null> {
    try {
      return await proposals.proposePlan({ ...this.#scope, run: this.#run, startedAtMs: workflowInfo().startTime.getTime() });
    } catch (error) {
      log.warn('No plan could be proposed', { reason: reasonOf(error).text });
      return null;
    }
  }

  #adopt(plan: PlanBrief | null): void {
    if (plan?.planId !== this.#plan?.planId) this.#remindersSent = 0;
    this.#plan = plan;
  }

  // Changing.

  async #beginChange(): Promise<void> {
    const change = this.#changes.shift();
    if (change === undefined) return;
    this.#changing = change;
    showStatus('running');
    if (change.kind === 'undo') await this.#showPhase();
    const onStarted = (): void => {
      if (this.#halted.has(change.planId)) this.#halt(change.planId);
    };
    void runChange(this.#scope, change, this.#records, onStarted).then((failure) => this.#ended.push({ kind: 'change', change, failure }));
  }

  /** The plan's record says what came of it; only a change that broke off in the middle is reported here. */
  async #afterChange(change: Change, failure: string | null): Promise<void> {
    this.#changing = null;
    if (failure !== null)
      await this.#report(`${change.kind}-${change.kind === 'undo' ? change.key : change.planId}`, change.kind, failure, change.planId);
    const now = await this.#records.readPlan(this.#scope, change.planId);
    if (this.#plan === null || this.#plan.planId === now.planId) this.#plan = now;
    if (change.kind === 'remediation' && now.state === 'verified') await this.#settleFixed();
    else await this.#showPhase();
    await this.#closeIfResolved();
  }

  async #settleFixed(): Promise<void> {
    showStatus(this.#isLooking ? 'investigating' : 'watching');
    await this.#records.settleIncident(this.#scope, 'fixed');
  }

  #halt(planId: string): void {
    this.#halted.add(planId);
    if (this.#changing?.kind !== 'remediation' || this.#changing.planId !== planId) return;
    getExternalWorkflowHandle(remediationId(planId))
      .signal(halt)
      .catch((error: unknown) => log.info('There is nothing left to stop', { planId, reason: reasonOf(error).text }));
  }

  // Answering.

  /** In their order, but beside everything else: an answer may take as long as a model does. */
  #answer(steer: Steer): void {
    this.#answering += 1;
    const before = this.#lastAnswer;
    this.#lastAnswer = (async () => {
      await before;
      try {
        const { investigateAgain } = await steers.applySteer(this.#scope, steer);
        if (investigateAgain) this.#wantsInvestigation = true;
      } catch (error) {
        const reason = reasonOf(error).text;
        await this.#report(`steer-${steer.key}`, 'steer', reason, null).catch(() => log.error('A failure could not be told', { reason }));
      } finally {
        this.#answering -= 1;
        this.#ended.push({ kind: 'answer' });
      }
    })();
  }

  // Waiting.

  /** The next moment at which something is due without anybody saying a word. */
  #nextDeadlineMs(): number {
    if (this.#plan?.state !== 'pending') return this.#lastHeardMs + this.#quietAfterMs;
    return nextPlanDeadlineMs(this.#plan, this.#remindersSent);
  }

  async #takeDeadline(): Promise<void> {
    if (this.#plan?.state !== 'pending') {
      this.#lastHeardMs = Date.now();
      await this.#records.settleIncident(this.#scope, 'quiet');
      return this.#closeIfResolved();
    }
    const { planId } = this.#plan;
    const duty = planDuty(this.#plan, Date.now());
    if (duty !== 'expire') {
      this.#remindersSent = duty === 'half' ? 1 : 2;
      return this.#records.remindApprovers(this.#scope, planId, duty);
    }
    const state = await this.#records.expirePlan(this.#scope, planId);
    if (this.#plan?.planId === planId) this.#plan = { ...this.#plan, state };
    if (state === 'expired') await this.#showPhase();
  }

  /** Nothing may be left to approve on an incident that is over. */
  async #closeIfResolved(): Promise<void> {
    if (!this.isIdle()) return;
    const { isResolved } = await this.#records.readIncidentState(this.#scope);
    if (!isResolved || !this.isIdle()) return;
    if (this.#plan?.state === 'pending') this.#adopt(await this.#propose());
    if (this.#plan?.state === 'approved') return;
    await this.#records.setPhase(this.#scope, 'closed');
    showStatus('closed');
    this.#isClosed = true;
  }

  #report(key: string, what: WorkFailure['what'], reason: string, planId: string | null): Promise<void> {
    return this.#records.reportFailure(this.#scope, { key, what, reason, planId });
  }

  async #showPhase(): Promise<void> {
    const isWaiting = this.#plan?.state === 'pending';
    const phase = this.#changing !== null ? 'running' : this.#isLooking ? 'investigating' : isWaiting ? 'waiting' : 'watching';
    showStatus(phase);
    await this.#records.setPhase(this.#scope, phase);
  }
}

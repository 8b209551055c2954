/**
 * What an analyst with a model is given and what it gives back. It does no looks and no changes itself: it names them.
 * Everything that comes back has been checked against the catalogue and the evidence; text of the model is plain text.
 */

import type { z } from 'zod';
import type { Alert } from '../domain/alert.ts';
import type { Evidence } from '../domain/evidence.ts';
import type { Incident } from '../domain/incident.ts';
import type { ActionArguments, Risk } from '../domain/plan.ts';
import type { Hypothesis } from '../domain/signature.ts';
import type { LocalText } from '../domain/text.ts';

/** A probe of the catalogue; the probes of a system kind fit as they are. */
export interface CaseProbe {
  readonly name: string;
  readonly summary: LocalText;
  readonly parameters: z.ZodType<Readonly<Record<string, unknown>>>;
  readonly cost: 'cheap' | 'moderate' | 'heavy';
}

/** An action of the catalogue; the actions of a system kind fit as they are. */
export interface CaseAction {
  readonly name: string;
  readonly risk: Risk;
  readonly arguments: z.ZodType<ActionArguments>;
}

/** What the grammar of commands says of a wish; the grammar of a system kind fits as it is. */
export interface CaseCommands {
  readonly forms: readonly string[];
  read(text: string): CaseCommandReading | Promise<CaseCommandReading>;
}

export type CaseCommandReading =
  | { readonly command: { readonly kind: 'reads'; readonly text: string } | CaseChangingCommand }
  | { readonly refusal: CaseCommandRefusal };

interface CaseChangingCommand {
  readonly kind: 'changes';
  readonly text: string;
  readonly action: Pick<CaseAction, 'name' | 'risk'> & { readonly undo: object };
}

export interface CaseCommandRefusal {
  readonly what: string;
  readonly why: LocalText;
  readonly near: readonly string[];
}

export interface CaseSystem {
  readonly id: string;
  readonly kind: string;
  readonly runsOn?: string | undefined;
  readonly dependsOn: readonly string[];
  readonly labels: Readonly<Record<string, string>>;
  readonly actionsEnabled: boolean;
  readonly probes: readonly CaseProbe[];
  readonly actions: readonly CaseAction[];
  /** Absent: the kind takes no commands. */
  readonly commands?: CaseCommands | undefined;
}

/** A fix that signatures support by themselves, with its arguments filled in. */
export interface CaseRemedy {
  readonly systemId: string;
  readonly action: string;
  readonly arguments: ActionArguments;
}

/** One incident as the analyst sees it. Only what stands here exists for the model: other systems can't be named. */
export interface AnalystCase {
  readonly incident: Pick<Incident, 'id' | 'code' | 'title' | 'severity' | 'question' | 'locale' | 'startedAt' | 'systemIds' | 'budget'>;
  readonly alerts: readonly Pick<Alert, 'status' | 'labels' | 'annotations' | 'startsAt'>[];
  /** The systems within reach of the incident, nearest first. */
  readonly systems: readonly CaseSystem[];
  /** The looks of this run. */
  readonly evidence: readonly Evidence[];
  /** What the offline analyst makes of the evidence. */
  readonly hypotheses: readonly Hypothesis[];
  /** Remedies of hypotheses that are strengthened or confirmed. A proposal that equals one of them is `matched`. */
  readonly remedies: readonly CaseRemedy[];
  /** Facts that people added, and what they ruled out. */
  readonly notes: { readonly facts: readonly string[]; readonly ruledOut: readonly string[] };
}

/** One look that the model asked for: on a system of the case, by a probe of its catalogue, with parameters that its schema took. */
export interface AskedLook {
  readonly systemId: string;
  readonly probe: string;
  readonly parameters: Readonly<Record<string, unknown>>;
  /** In the model's words, made plain; never an instruction. */
  readonly why: string;
}

/** What the model wrote, parsed and restored, but not yet checked against the evidence. */
export interface ModelReport {
  readonly summary: string;
  readonly causes: readonly {
    readonly systemId: string;
    readonly title: string;
    readonly explanation: string;
    readonly state: 'likely' | 'confirmed';
    readonly confidence: number;
    readonly evidenceIds: readonly string[];
    readonly refutedBy: string;
  }[];
  readonly refuted: readonly {
    readonly systemId: string;
    readonly title: string;
    readonly reason: string;
    readonly evidenceIds: readonly string[];
  }[];
  readonly unknowns: readonly string[];
  readonly proposals: readonly {
    readonly systemId: string;
    readonly action: string;
    readonly arguments: Readonly<Record<string, unknown>>;
    readonly why: string;
    readonly evidenceIds: readonly string[];
  }[];
}

export interface GroundedCause {
  readonly systemId: string;
  readonly title: LocalText;
  readonly explanation: LocalText;
  /** `confirmed` only where a signature has confirmed a fault of the same system by evidence that the model cites too. */
  readonly state: 'likely' | 'confirmed';
  readonly confidence: number;
  readonly evidenceIds: readonly string[];
  readonly refutedBy: LocalText | null;
}

export interface GroundedProposal {
  readonly systemId: string;
  readonly action: string;
  readonly arguments: ActionArguments;
  /** The action's own. */
  readonly risk: Risk;
  readonly why: LocalText;
  readonly evidenceIds: readonly string[];
  readonly author: 'llm';
  /**
   * `matched`: equal to a remedy that a signature supports, so text in the evidence can't have brought it about.
   * `suggested`: valid and grounded, but the model alone says so: show it as advice, never put it into a plan unasked.
   */
  readonly standing: 'matched' | 'suggested';
}

/** A free command that the grammar has taken. It is shown to people as it would be run; only a person can ask for it. */
export interface ProposedCommand {
  readonly systemId: string;
  /** Exactly what would be run. */
  readonly text: string;
  /** Null when it only reads. */
  readonly change: { readonly action: string; readonly risk: Risk; readonly hasUndo: boolean } | null;
  readonly why: LocalText;
  readonly evidenceIds: readonly string[];
}

/** What is left of a report once every claim had to show its evidence. */
export interface GroundedReport {
  readonly summary: LocalText;
  readonly causes: readonly GroundedCause[];
  readonly refuted: readonly {
    readonly systemId: string;
    readonly title: LocalText;
    readonly reason: LocalText;
    readonly evidenceIds: readonly string[];
  }[];
  readonly unknowns: readonly LocalText[];
  readonly proposals: readonly GroundedProposal[];
  /** Those of the whole run, newest last. */
  readonly commands: readonly ProposedCommand[];
  /** What was taken out and why, for the record. */
  readonly dropped: readonly { readonly what: string; readonly why: string }[];
}

export type ThinkResult =
  | { readonly kind: 'looks'; readonly looks: readonly AskedLook[]; readonly tokens: number }
  | { readonly kind: 'report'; readonly report: ModelReport; readonly tokens: number }
  | { readonly kind: 'unavailable'; readonly reason: string; readonly tokens: number };

export interface ThinkTurn {
  /** The investigation of the incident, from 1. */
  readonly run: number;
  /** The model's turn within it, from 1. */
  readonly turn: number;
  readonly tokensLeft: number;
}

export interface ModelAnswer {
  readonly text: LocalText;
  readonly evidenceIds: readonly string[];
  readonly profile: string;
}

export interface LlmAnalyst {
  /**
   * One turn: at most one answered call of a model. The same turn again gives the stored outcome without a call.
   * Looks may be empty: the model only read evidence or made a mistake that the next turn tells it. Never throws for the model's sake.
   */
  think(given: AnalystCase, turn: ThinkTurn): Promise<ThinkResult>;
  /** The report of the run, held against the evidence as it stands now; null when the model never reported. */
  conclude(given: AnalystCase, run: number): Promise<(GroundedReport & { readonly profile: string }) | null>;
  /**
   * A follow-up from the evidence alone; null when no model answers or nothing of the answer is grounded. `key` makes it answer once.
   * `onText` is told at most once a second what is written so far: whole sentences, grounded as the answer will be, at most 4 KB.
   */
  answer(
    given: AnalystCase,
    question: string,
    key: string,
    tokensLeft: number,
    onText?: (text: string) => void,
  ): Promise<ModelAnswer | null>;
}

export type CallOutcome = 'ok' | 'garbage' | 'empty' | 'timeout' | 'rate-limited' | 'refused' | 'error' | 'over-budget' | 'resting';

/** One attempt with one profile, for metrics: no text of prompt or answer. */
export interface CallReport {
  readonly profile: string;
  readonly tokens: number;
  readonly ms: number;
  readonly outcome: CallOutcome;
}

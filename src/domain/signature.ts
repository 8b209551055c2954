/**
 * A signature is a known fault as data: what would confirm it, what would refute it, what it is called, what fixes it.
 * Conditions speak of facts by name, so that each match can cite the evidence that a fact came from.
 */

import type { Severity } from './alert.ts';
import type { FactValue } from './evidence.ts';
import type { LocalText } from './text.ts';

export type Comparison = '>' | '>=' | '<' | '<=' | '==' | '!=' | 'matches' | 'exists';

/** The right side: a literal, or another fact of the same system times a factor, so that limits are the system's own. */
export type Operand = FactValue | { readonly fact: string; readonly times?: number };

/** `['memory.usedRatio', '>', 0.95]`; `matches` takes a regular expression (case-insensitive); `exists` takes true or false. */
export type Test = readonly [fact: string, comparison: Comparison, operand: Operand];

/**
 * Three-valued: a fact that no probe brought makes its test unknown, not false.
 * `on` evaluates the inner condition against related systems: the host it runs on, or any system it depends on.
 */
export type Condition =
  | Test
  | { readonly all: readonly Condition[] }
  | { readonly any: readonly Condition[] }
  | { readonly not: Condition }
  | { readonly on: 'runsOn' | 'dependsOn'; readonly where: Condition };

/** A step of the proposed fix; `{fact}` in an argument is replaced, and keeps its type when it is the whole argument. */
export interface Remedy {
  readonly action: string;
  readonly arguments: Readonly<Record<string, FactValue>>;
  /** Only proposed when this holds; absent means always. */
  readonly when?: Condition;
  /** Which system the action is done on; by default the one the signature matched. */
  readonly on?: 'self' | 'runsOn';
}

/**
 * How a fault looks to those who only see it from outside. `waiting`: a service, or who passes requests on to it, that waits for what it
 * depends on or can't reach it would look the same. `slow`: answers come late, or not in time. `ended`: whatever it looks after has ended or
 * hangs, and takes nothing away any more. `outside`: it has ended, or comes and goes: its log says why. `emptied`: a cache that holds nothing
 * any more. `asked-more`: so does a store look that is asked instead of a cache.
 */
export type Appearance = 'waiting' | 'slow' | 'ended' | 'outside' | 'emptied' | 'asked-more';

export interface Signature {
  /** `kind.fault-name`, stable: it is cited by incidents, cases and the API. */
  readonly id: string;
  readonly kind: string;
  readonly title: LocalText;
  /** One or two sentences, with `{fact}` placeholders: what is going on and how we know. */
  readonly explanation: LocalText;
  readonly severity: Severity;
  /**
   * `cause`: fixing this ends the incident. `symptom`: a real and visible state that something else brought about
   * (memory full because a list grows). A confirmed cause that `explains` a symptom takes its place in the verdict.
   */
  readonly role: 'cause' | 'symptom';
  /** What may be behind it, or what it may be behind, besides what is listed in `explains`. */
  readonly looksLike?: readonly Appearance[];
  /** Ids, or `*.fault-name` for the fault of that name of any kind. */
  readonly explains?: readonly string[];
  /**
   * Facts that say which process or service the fault is about (a name, a command, a port). On another system than its own it only
   * `explains` what these point to: a kill of some process says nothing of a Redis beside it.
   */
  readonly about?: readonly string[];
  /**
   * A fact that names, with commas between them, the well parts of the same system (containers, queues, groups) to which this fault can make no
   * difference. Where the alert or the question names one of these and not what the fault is about, the finding is beside the point.
   */
  readonly apart?: string;
  /**
   * A fact with the address (`host:port`) of the one of several systems behind this one that the fault is about: what is found at another of
   * them is not why.
   */
  readonly peer?: string;
  /** A fact that names the mount which this fault is about: every system is hit that keeps files on it. */
  readonly volume?: string;
  /** What piles up is taken away by systems that depend on this one: that one of them has ended explains it. */
  readonly isEmptiedByOthers?: boolean;
  /** What the system's own log says at the time names the reason: it is told with the finding, as with every symptom. */
  readonly isToldInLog?: boolean;
  /**
   * A fact that quotes the reason which a program itself gives. A cause that is found below it and that the reason speaks of (by that one's
   * `hints`) explains the finding; one that it does not speak of is another fault, and comes after it.
   */
  readonly reason?: string;
  /** Words in an alert or a question that make this fault more probable; regular expression, case-insensitive. */
  readonly hints?: string;
  /**
   * Words that say this very state and ask for its reason; regular expression, case-insensitive. It is no answer to who says so himself: without
   * another the verdict is that the reason is not known.
   */
  readonly restates?: string;
  /** Names of the probes that bring the facts below. */
  readonly probes: readonly string[];
  /** When true: confirmed. */
  readonly confirm: Condition;
  /**
   * Like `confirm`, but only counts when `hints` match the alert or the question: that a container beside it was killed is true, and no cause
   * of what somebody asks about, unless it is about something that crashes or runs out of memory.
   */
  readonly confirmWhenHinted?: Condition;
  /** When true and `confirm` is not: likely. */
  readonly likely?: Condition;
  /**
   * Like `likely`, but only counts when `hints` match the alert or the question: a busy machine is a finding when somebody says that it is
   * slow, and no finding when somebody asks about its disk.
   */
  readonly likelyWhenHinted?: Condition;
  /**
   * The error by which this fault and no other is told to those whom it hits; regular expression, case-insensitive. Where the alert or the
   * question repeats it of this system, and nothing that was seen refutes it, the fault is likely, also where it can't be looked at: somebody
   * was given that answer.
   */
  readonly quoted?: string;
  /** When true: refuted, whatever else holds. */
  readonly refute?: Condition;
  /** What a person should do, also when no action is offered. */
  readonly advice: LocalText;
  /** The first remedy whose `when` holds (or all of them in order, when `remedyMode` is `sequence`). Empty: advice only. */
  readonly remedies: readonly Remedy[];
  readonly remedyMode?: 'first' | 'sequence';
  /** Where the knowledge comes from: a manual, a mixin, a post-mortem. */
  readonly source: string;
}

export type HypothesisState = 'suspected' | 'strengthened' | 'weakened' | 'refuted' | 'confirmed';

/** A candidate cause on one system, with the evidence for and against it. */
export interface Hypothesis {
  readonly id: string;
  readonly systemId: string;
  readonly signatureId: string | null;
  readonly state: HypothesisState;
  /** 0..1 */
  readonly confidence: number;
  readonly title: LocalText;
  readonly explanation: LocalText;
  readonly advice: LocalText | null;
  readonly evidenceFor: readonly string[];
  readonly evidenceAgainst: readonly string[];
  /** In words: what would refute it. */
  readonly refutedBy: LocalText | null;
  /** Probes that would separate it from its rivals and have not been run. */
  readonly missingProbes: readonly string[];
  readonly author: 'offline' | 'llm' | 'person';
  /**
   * How it bears on what the incident is about. `direct`: on a system that is named (or none is); `linked`: elsewhere, and it explains what
   * is seen there; `aside`: true, but nothing ties it to this incident. Absent means direct.
   */
  readonly relation?: 'direct' | 'linked' | 'aside';
}

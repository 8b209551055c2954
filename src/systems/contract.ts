/**
 * What a kind of system must offer: a connection form, probes that look, signatures of known faults, actions that change.
 * One folder per kind; the contract suite in tests/contracts/system.ts is called by each.
 */

import type { z } from 'zod';
import type { Labels } from '../domain/alert.ts';
import type { Clock } from '../domain/clock.ts';
import type { Look } from '../domain/evidence.ts';
import type { ActionArguments, Risk } from '../domain/plan.ts';
import type { ResolveSecret } from '../domain/secret.ts';
import type { Signature } from '../domain/signature.ts';
import type { LocalText } from '../domain/text.ts';
import type { AssumedLogs, LogFiles, LogSource, LogStore } from './logs/contract.ts';
import type { MetricStore } from './metric-store.ts';

/** What every entry under `systems:` has, whatever its kind. */
export interface SystemEntry {
  readonly id: string;
  readonly kind: string;
  /** The id of the host system that it runs on. */
  readonly runsOn?: string | undefined;
  readonly dependsOn: readonly string[];
  /** Where its logs are: files of the host that it runs on, or what a query or its name finds in a log system. */
  readonly logs?: readonly LogSource[] | undefined;
  readonly labels: Readonly<Record<string, string>>;
  /** Whether plans may change it; false makes it read-only. */
  readonly actionsEnabled: boolean;
}

/** What probes and actions are given besides the client. */
export interface LookContext {
  readonly clock: Clock;
  /** Aborted when the probe's time is up; every wait must end with it. */
  readonly signal: AbortSignal;
  /** The moment the incident is about (epoch ms): ranges are looked at around it. */
  readonly aboutMs: number;
  readonly entry: SystemEntry;
  /** The client of the system that this one `runsOn`, where the configuration names one: its files and processes are seen through it. */
  readonly host?: SystemClient | undefined;
  /** Another configured system, for a look that leads there, as to the logs of this one; null for an id that there isn't. */
  readonly neighbour?: (systemId: string) => Neighbour | null;
  /** Where the logs of this system may be found by its name, when its entry declares none. */
  readonly assumedLogs?: readonly AssumedLogs[];
}

/** What a look may use of another system. */
export interface Neighbour {
  readonly client: SystemClient;
  readonly kind: Pick<SystemKind, 'logStore' | 'logFiles'>;
}

/** One bounded, read-only look. Never throws for an unreachable system: that is an answer. */
export interface Probe<Client> {
  readonly name: string;
  readonly summary: LocalText;
  /** Parameters with defaults for all: `parse({})` must succeed, so that every probe can be run without thinking. */
  readonly parameters: z.ZodType<Readonly<Record<string, unknown>>>;
  readonly timeoutMs: number;
  /** `cheap` probes are the first pass; `heavy` ones need a reason (a hint, a signature that lacks their facts). */
  readonly cost: 'cheap' | 'moderate' | 'heavy';
  /** Words in an alert or question that ask for this probe; regular expression, case-insensitive, both languages. */
  readonly hints?: string;
  /**
   * Names of all facts that it may bring, `*` for one varying part: `['cpu.busyRatio', 'service.*.isRunning']`. Signatures are
   * checked against them, and a look that brings another fact fails the contract suite.
   */
  readonly facts?: readonly string[];
  /** Parameters that aim it at what the alert or the question names; absent: it has nothing to aim. */
  aimedAt?(words: string, labels: readonly Labels[]): Readonly<Record<string, unknown>>;
  /**
   * Whether there is anything to look at for this entry; absent: always. Where not, the probe is neither run nor offered. The second is
   * where logs may be found that the entry doesn't declare.
   */
  isFor?(entry: SystemEntry, assumedLogs?: readonly AssumedLogs[]): boolean;
  look(client: Client, parameters: Readonly<Record<string, unknown>>, context: LookContext): Promise<Look>;
}

/** The state before a change, as JSON: recorded before apply, given to verify and undo. */
export type Before = Readonly<Record<string, unknown>>;

export type Precheck =
  | { readonly state: 'ready'; readonly before: Before; readonly note?: LocalText }
  /** The wanted state is already there: nothing to do, which counts as success. */
  | { readonly state: 'already'; readonly note: LocalText }
  /** It must not be done now: the world has moved on since the plan was made. */
  | { readonly state: 'blocked'; readonly reason: LocalText };

export interface Verification {
  readonly isMet: boolean;
  readonly note: LocalText;
}

export type Undo<Client> =
  | { readonly impossible: LocalText }
  | {
      summary(given: ActionArguments): LocalText;
      /** Brings back what `before` recorded; safe to call again after a crash. */
      apply(client: Client, given: ActionArguments, before: Before, context: LookContext): Promise<LocalText>;
      /**
       * What `apply` brings back, as it is now, in the words of `before`. With it, the step is only carried out while that is what it was when
       * the plan was proposed, and only taken back while it is what the step left: what somebody else has set meanwhile is told, not
       * overwritten. Absent where nobody else can set it, or where `apply` itself looks.
       */
      present?(client: Client, given: ActionArguments, before: Before, context: LookContext): Promise<Before>;
    };

/** What a person reads of an action with its arguments; `undo` is how, or why there is none. */
export interface ActionWords {
  readonly summary: LocalText;
  readonly effect: LocalText;
  readonly verification: LocalText;
  readonly undo: LocalText;
}

/**
 * One typed change. Apply may be attempted again after a crash: `isApplied` decides from the system itself,
 * never from our own record, whether the change has already happened.
 */
export interface Action<Client> {
  readonly name: string;
  readonly risk: Risk;
  readonly arguments: z.ZodType<ActionArguments>;
  /** How long verify may keep polling before the step has failed. */
  readonly verifyWithinMs: number;
  readonly timeoutMs: number;
  summary(given: ActionArguments): LocalText;
  effect(given: ActionArguments): LocalText;
  verification(given: ActionArguments): LocalText;
  /** All the words at once, for an action that lives elsewhere and must be asked for them; it takes the place of the functions above. */
  describe?(given: ActionArguments): Promise<ActionWords>;
  precheck(client: Client, given: ActionArguments, context: LookContext): Promise<Precheck>;
  isApplied(client: Client, given: ActionArguments, before: Before, context: LookContext): Promise<boolean>;
  apply(client: Client, given: ActionArguments, before: Before, context: LookContext): Promise<LocalText>;
  verify(client: Client, given: ActionArguments, before: Before, context: LookContext): Promise<Verification>;
  readonly undo: Undo<Client>;
  /** Changes nothing, and so may be run on a system whose `actionsEnabled` is false. */
  readonly isReadOnly?: boolean;
  /** For an action whose point is what it prints: does what `apply` does and returns the output, which is kept as evidence. */
  answer?(client: Client, context: LookContext): Promise<string>;
}

export interface ConnectContext {
  readonly resolveSecret: ResolveSecret;
  readonly clock: Clock;
}

/** Connections open on first use and are closed with the client; constructing one does no I/O. */
export interface SystemClient {
  /**
   * Opens the connection ahead of need and keeps it, for systems that lock newcomers out in the very incident that they should be
   * looked at in (a limit of clients is reached). Never throws.
   */
  warm?(): Promise<void>;
  close(): Promise<void>;
}

export interface SystemKind<Client extends SystemClient = SystemClient, Entry extends SystemEntry = SystemEntry> {
  readonly kind: string;
  readonly title: LocalText;
  /** The whole entry under `systems:`, strict: an unknown key is refused. */
  readonly entry: z.ZodType<Entry>;
  connect(entry: Entry, context: ConnectContext): Client;
  readonly probes: readonly Probe<Client>[];
  readonly signatures: readonly Signature[];
  readonly actions: readonly Action<Client>[];
  /** What people may ask to have run beyond the actions; absent: nothing. */
  readonly commands?: CommandGrammar<Client> | undefined;
  /** For kinds that keep the logs of others. */
  readonly logStore?: LogStore<Client> | undefined;
  /** For kinds that keep numbers over time. */
  readonly metricStore?: MetricStore<Client> | undefined;
  /** For kinds on which log files lie. */
  readonly logFiles?: LogFiles<Client> | undefined;
  /** For doctor: least privilege, reachability, what could be narrowed. */
  check?(client: Client, context: LookContext): Promise<readonly SystemCheck[]>;
}

export interface SystemCheck {
  readonly level: 'ok' | 'warn' | 'fail';
  readonly text: LocalText;
}

/**
 * A free command: what a person may ask to have run on a system though no finding proposes it. It is read by the kind's grammar, which
 * lists what is allowed; everything else is refused with what is allowed near it. A command that changes something is carried out by
 * an action of the kind, with that action's precheck, verification and undo.
 */
export interface CommandGrammar<Client> {
  /** What it takes, as people type it: `CONFIG SET <parameter> <value>`. */
  readonly forms: readonly string[];
  /**
   * Pure. The text of a command that was read reads as the same command again. A promise where the grammar lives
   * elsewhere and must be asked: it throws SystemError when that can't be done.
   */
  read(text: string): CommandReading<Client> | Promise<CommandReading<Client>>;
}

/** A grammar that answers at once, as every built-in one does. */
export interface GrammarAtHand<Client> extends CommandGrammar<Client> {
  read(text: string): CommandReading<Client>;
}

export type CommandReading<Client> = { readonly command: Command<Client> } | { readonly refusal: CommandRefusal };

export interface CommandRefusal {
  /** The part that is not allowed. */
  readonly what: string;
  readonly why: LocalText;
  /** What is allowed near it. */
  readonly near: readonly string[];
}

export type Command<Client> = ReadingCommand<Client> | ChangingCommand<Client>;

/** Only looks, as far as the grammar and the session can make sure of. */
export interface ReadingCommand<Client> {
  readonly kind: 'reads';
  /** Exactly what is run. */
  readonly text: string;
  /** What it printed, bounded by the client's own limits. Throws SystemError. */
  run(client: Client, context: LookContext): Promise<string>;
  /** Whether it could be run now, asked of the system without running it. Throws SystemError. */
  check?(client: Client, context: LookContext): Promise<void>;
}

export interface ChangingCommand<Client> {
  readonly kind: 'changes';
  readonly text: string;
  readonly action: Action<Client>;
  /**
   * The action's arguments: what the words say, and where a number alone would not do (a pid may pass to another), whom it means now.
   * They are bound by the plan's digest. Throws SystemError.
   */
  bind(client: Client, context: LookContext): Promise<ActionArguments | { readonly refused: LocalText }>;
}

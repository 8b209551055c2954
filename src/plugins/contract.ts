/**
 * What a plugin is, for those who write one: the same contract that the built-in systems keep, and a manifest beside it.
 * Everything here is exported as `zhiban/plugin`.
 */

import type { z } from 'zod';
import type { AdapterMemory, ChatAdapter } from '../adapters/contract.ts';
import type { Voice } from '../adapters/voice/contract.ts';
import type { IncomingAlert } from '../domain/alert.ts';
import type { Clock } from '../domain/clock.ts';
import type { Evidence } from '../domain/evidence.ts';
import type { ResolveSecret } from '../domain/secret.ts';
import type { LocalText } from '../domain/text.ts';
import type { SystemClient, SystemEntry, SystemKind } from '../systems/contract.ts';

/** What the module that the manifest names as `main` exports under the name `plugin`. */
export interface Plugin<Config = unknown> {
  /** The schema of `plugins[].config`, strict; secrets only by `secretRef`. Without it the plugin takes no configuration. */
  readonly config?: z.ZodType<Config>;
  /** Called once, with the configuration that its schema has parsed. What it returns is all that the plugin offers. */
  load(config: Config, context: PluginContext): PluginParts | Promise<PluginParts>;
}

export interface PluginContext {
  readonly clock: Clock;
  /** Only for references of the plugin's own configuration. */
  readonly resolveSecret: ResolveSecret;
  /** What the chat adapter keeps beyond its process: 50 keys, 64 KiB each. Refused to plugins that bring no chat. */
  readonly memory: AdapterMemory;
}

/** Each part must be named in the manifest's `capabilities`, and each name there must be offered. */
export interface PluginParts {
  readonly systems?: readonly PluginSystemKind[];
  /** Says an incident's moments. Routes name it as `adapter: plugin:NAME`. */
  readonly notifier?: Omit<Voice, 'name'>;
  /** Reads what is posted to `/hooks/plugin/SOURCE`. */
  readonly alertSources?: readonly AlertSourcePart[];
  readonly analysers?: readonly AnalyserPart[];
  /** A platform where people talk. Routes and identities name it as `chat:NAME`. */
  readonly chat?: ChatPart;
  /** Asked every half minute: an answer is health, an exception is none. Its message is shown. */
  health?(): Promise<void> | void;
  /** The last call. What isn't done within a second is cut off. */
  unload?(): Promise<void> | void;
}

/** A kind of system whose client and entry types are its own business. */
// biome-ignore lint/suspicious/noExplicitAny: a list of kinds holds each with types of its own, and only the kind itself ever uses them.
export type PluginSystemKind = SystemKind<any, any>;

/**
 * The adapter contract of the built-in platforms. Whoever it says has spoken or clicked has done so, and nothing else vouches for it. The
 * names of adapters in what it hands over are set by Zhiban. Rooms and answers that are shown while they are written stay with built-in ones.
 */
export type ChatPart = Omit<ChatAdapter, 'name' | 'rooms' | 'streaming'>;

export interface AlertSourcePart {
  readonly name: string;
  /** Parses one posted body; throws with the field and what was expected. `now` is ISO 8601. */
  parse(body: unknown, now: string): readonly IncomingAlert[] | Promise<readonly IncomingAlert[]>;
}

/** Looks at the evidence of an investigation before its verdict is drawn. */
export interface AnalyserPart {
  readonly name: string;
  readonly title: LocalText;
  analyse(given: AnalyserInput): readonly AnalyserFinding[] | Promise<readonly AnalyserFinding[]>;
}

export interface AnalyserInput {
  readonly title: string;
  /** The systems that the incident names. */
  readonly systemIds: readonly string[];
  /** What was looked at, with secrets masked. */
  readonly evidence: readonly Evidence[];
}

/** A likely cause: never a confirmed one, and never without evidence. */
export interface AnalyserFinding {
  readonly systemId: string;
  readonly title: LocalText;
  readonly explanation: LocalText;
  readonly advice: LocalText | null;
  /** 0..1; at most 0.8 counts. */
  readonly confidence: number;
  /** Of the evidence given; a finding that cites none is left out. */
  readonly evidenceIds: readonly string[];
}

/** Gives the plugin its types. */
export function definePlugin<Config>(plugin: Plugin<Config>): Plugin<Config> {
  return plugin;
}

/** Gives a kind its types. */
export function defineSystem<Client extends SystemClient, Entry extends SystemEntry>(
  kind: SystemKind<Client, Entry>,
): SystemKind<Client, Entry> {
  return kind;
}

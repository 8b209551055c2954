/** What the API is built from: everything behind it is an argument, so that a test can stand it up with whatever it likes. */

import type { ConsoleDoor } from '../adapters/console/door.ts';
import type { AdapterHealth } from '../adapters/contract.ts';
import type { Directory } from '../config/directory.ts';
import type { Card } from '../domain/card.ts';
import type { Clock } from '../domain/clock.ts';
import type { PluginMarketView, PluginView } from '../domain/plugin-view.ts';
import type { Locale, LocalText } from '../domain/text.ts';
import type { HookSource, Intake, SourceDesk, SourceDoor } from '../intake/contract.ts';
import type { Operations } from '../operations/contract.ts';
import type { Store } from '../store/contract.ts';

export interface ApiLog {
  debug(fields: Readonly<Record<string, unknown>>, message: string): void;
  info(fields: Readonly<Record<string, unknown>>, message: string): void;
  warn(fields: Readonly<Record<string, unknown>>, message: string): void;
  error(fields: Readonly<Record<string, unknown>>, message: string): void;
}

/** One part of the process: the store, Temporal, the worker, an adapter, the configuration. */
export interface PartHealth {
  readonly name: string;
  /** `degraded` works in part and doesn't make the whole unready. */
  readonly state: 'up' | 'degraded' | 'down';
  /** Why it isn't up, in one sentence without a secret. */
  readonly reason: string | null;
}

/** A chat adapter in its own words; `parts` says what it means for the whole. */
export interface AdapterReport {
  readonly name: string;
  readonly state: AdapterHealth['state'];
  readonly since: string;
  readonly reason: string | null;
}

export interface HealthReport {
  readonly isReady: boolean;
  readonly adapters: readonly AdapterReport[];
  readonly parts: readonly PartHealth[];
}

export interface DoctorCheck {
  /** `node`, `database`, `system:orders-cache`, `adapter:slack`. */
  readonly id: string;
  readonly level: 'ok' | 'warn' | 'fail';
  readonly text: LocalText;
  /** What to do about it; null when nothing needs to be done. */
  readonly advice: LocalText | null;
}

/** What the API counts; the registry is shared with the rest of the process. */
export interface ApiMetrics {
  readonly contentType: string;
  text(): Promise<string>;
  httpAnswered(request: { readonly method: string; readonly route: string; readonly status: number; readonly seconds: number }): void;
  /** `accepted`, or the kind of the refusal. */
  hookAnswered(source: string, outcome: string): void;
  loginFailed(): void;
  liveConnections(count: number): void;
}

/** Requests that belong to an adapter, such as Slack's events over HTTP; it checks their signature by itself. */
export interface Mount {
  readonly method: 'GET' | 'POST';
  readonly path: string;
  readonly bodyBytesMax: number;
  handle(rawBody: Buffer, headers: Readonly<Record<string, string | readonly string[] | undefined>>): Promise<MountAnswer>;
}

export interface MountAnswer {
  readonly status: number;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string;
}

export interface ApiDeps {
  readonly tenantId: string;
  readonly version: string;
  /** When the reader has no preference. */
  readonly locale: () => Locale;
  /** Without a slash at the end. */
  readonly publicUrl: () => string;
  readonly operations: Operations;
  readonly consoleDoor: ConsoleDoor;
  readonly intake: Pick<Intake, 'accept' | 'take'>;
  /** What is served below /hooks. */
  readonly sources: readonly HookSource[];
  /** Names of alert sources that plugins bring. */
  readonly foreignSources?: readonly string[];
  /** How senders that sign are known, by the name of their source. */
  readonly doors?: ReadonlyMap<string, SourceDoor>;
  readonly alertSources: SourceDesk;
  readonly store: Store;
  readonly directory: () => Directory;
  readonly hookToken: () => string;
  readonly hookBodyBytesMax: number;
  /** The status card as a channel of this language shows it; null when there is no such incident. */
  readonly renderCard: (incidentId: string, locale: Locale) => Promise<Card | null>;
  readonly health: () => Promise<HealthReport>;
  /** Answers at once, whatever else is away. */
  readonly adapterStates: () => readonly AdapterReport[];
  readonly plugins: () => readonly PluginView[];
  /** What the markets offer that has all the words; asks them, within some seconds. */
  readonly pluginMarket: (words: readonly string[]) => Promise<PluginMarketView>;
  readonly doctor: () => Promise<readonly DoctorCheck[]>;
  readonly metrics: ApiMetrics;
  readonly log: ApiLog;
  readonly clock: Clock;
  /** The built console; null when there is none, then a page says how to build it. */
  readonly consoleDirectory: string | null;
  readonly mounts: readonly Mount[];
}

/** What the operations are given. */

import type { CallRules } from '../activities/escalate/call-rules.ts';
import type { ChatAdapter } from '../adapters/contract.ts';
import type { Directory } from '../config/directory.ts';
import type { Clock } from '../domain/clock.ts';
import type { DetectionSpec } from '../domain/detection.ts';
import type { Person, Policy } from '../domain/policy.ts';
import type { Locale } from '../domain/text.ts';
import type { Budget } from '../domain/verdict.ts';
import type { Schedule } from '../oncall/schedule.ts';
import type { Store } from '../store/contract.ts';
import type { SystemPool } from '../systems/pool.ts';
import type { DemoView } from './contract.ts';
import type { RoomRule } from './rooms.ts';
import type { RouteRule } from './routes.ts';
import type { Vouch } from './vouch.ts';

export interface DemoControl {
  list(locale: Locale): readonly DemoView[] | Promise<readonly DemoView[]>;
  start(scenario: string): Promise<string>;
  end(): Promise<readonly string[]>;
}

export interface OperationsLog {
  info(fields: Readonly<Record<string, unknown>>, message: string): void;
  warn(fields: Readonly<Record<string, unknown>>, message: string): void;
}

export interface OperationsDeps {
  readonly store: Store;
  readonly pool: SystemPool;
  readonly clock: Clock;
  readonly log: OperationsLog;
  readonly policy: () => Policy;
  readonly people: () => readonly Person[];
  readonly directory: () => Pick<Directory, 'byId' | 'byIdentity' | 'byContact'>;
  readonly adapters: () => ReadonlyMap<string, Pick<ChatAdapter, 'workspace'>>;
  /** What a platform vouches for about an account. */
  readonly vouch: Vouch;
  readonly routes: () => readonly RouteRule[];
  /** Names of the chat platforms that are configured, the console's channel among them. */
  readonly chats: () => readonly string[];
  /** Those of them that can open rooms. */
  readonly roomChats: () => readonly string[];
  /** Which incidents get a room by themselves, and how. */
  readonly rooms: () => readonly RoomRule[];
  /** Who is on duty when, before what people took over. */
  readonly schedules: () => readonly Schedule[];
  /** Who is called for what nobody takes over. */
  readonly calls: CallRules;
  readonly budget: () => Budget;
  readonly locale: () => Locale;
  /** Something was committed that the workflows or the channels should hear of at once. */
  readonly wake: () => void;
  readonly demo: () => DemoControl | null;
  /** What is watched by itself; absent where nothing is. */
  readonly detections?: () => readonly DetectionSpec[];
  /** Returns when the run is over. Throws while Temporal is away. */
  readonly runDetection?: (detectionId: string) => Promise<unknown>;
  readonly countDecision: (decision: string, outcome: string) => void;
}

/** `zhiban/plugin`: everything that a plugin is written with, under one name. */

export { z } from 'zod';
export {
  type Actor,
  type AdapterHealth,
  type AdapterMemory,
  type Capabilities,
  ChatError,
  type ChatErrorKind,
  type Form,
  type Inbound,
  type Notice,
  type Outgoing,
  type OutgoingFile,
  type PostOptions,
  type Profile,
  type Responder,
} from '../adapters/contract.ts';
export { backoffMs } from '../adapters/rich/backoff.ts';
export { createKept, type Kept } from '../adapters/rich/kept.ts';
export { richToPlainText, spansToPlainText } from '../adapters/rich/plain-text.ts';
export { createRecentKeys, type RecentKeys } from '../adapters/rich/recent-keys.ts';
export { SendQueue } from '../adapters/rich/send-queue.ts';
export { shorten } from '../adapters/rich/shorten.ts';
export { splitRich } from '../adapters/rich/split-rich.ts';
export type { Voice, VoiceHabits } from '../adapters/voice/contract.ts';
export type { IncomingAlert } from '../domain/alert.ts';
export type { Announcement, IncidentNotice, IncidentRecord } from '../domain/announcement.ts';
export type { Card, CardButton, CardTone, Rich, Span } from '../domain/card.ts';
export type { Clock } from '../domain/clock.ts';
export { SystemError } from '../domain/errors.ts';
export type { Evidence, Facts, FactValue, Look, LookStatus, ReachProblem, Series } from '../domain/evidence.ts';
export { maskSecrets } from '../domain/mask-secrets.ts';
export type { MessageRef, Place } from '../domain/place.ts';
export type { ActionArguments, Risk } from '../domain/plan.ts';
export { type ResolveSecret, type SecretRef, secretRef } from '../domain/secret.ts';
export type { Condition, Remedy, Signature } from '../domain/signature.ts';
export { fillText, type Locale, type LocalText, sameText } from '../domain/text.ts';
export { type ChangeForm, type FormTable, formGrammar, type ReadForm, type Slots } from '../systems/commands/forms.ts';
export { shownBy } from '../systems/commands/shown-by.ts';
export type {
  Action,
  Before,
  ChangingCommand,
  Command,
  CommandGrammar,
  CommandReading,
  CommandRefusal,
  ConnectContext,
  LookContext,
  Neighbour,
  Precheck,
  Probe,
  ReadingCommand,
  SystemCheck,
  SystemClient,
  SystemEntry,
  SystemKind,
  Undo,
  Verification,
} from '../systems/contract.ts';
export { entryShape } from '../systems/entry.ts';
export type {
  LogAnswer,
  LogFiles,
  LogLimit,
  LogLine,
  LogRequest,
  LogSource,
  LogStore,
  LogTail,
  ServiceRequest,
} from '../systems/logs/contract.ts';
export type { LogReading } from '../systems/logs/read-sources.ts';
export type { MetricAnswer, MetricRequest, MetricSeries, MetricStore } from '../systems/metric-store.ts';
export type {
  AlertSourcePart,
  AnalyserFinding,
  AnalyserInput,
  AnalyserPart,
  ChatPart,
  Plugin,
  PluginContext,
  PluginParts,
  PluginSystemKind,
} from './contract.ts';
export { definePlugin, defineSystem } from './contract.ts';
export { readDeclaredLogs } from './read-declared-logs.ts';

/** Which voices tell a moment to whom, when: the same routes as for channels, asked anew at each moment. */

import { isVoice, type VoiceHabits } from '../adapters/voice/contract.ts';
import { type Labels, type Severity, severities } from '../domain/alert.ts';
import type { VoiceTarget } from '../domain/announcement.ts';
import { type Hours, nextWithin } from '../domain/hours.ts';
import { isWaitingForPeople, type Moment } from '../domain/moment.ts';
import type { Locale } from '../domain/text.ts';
import type { RouteRule, RouteTarget } from './routes.ts';
import { matchingTargets } from './routes.ts';

/** What a route may say of a voice beside where it is. */
export interface VoiceRule {
  readonly name?: string | undefined;
  readonly to?: readonly string[] | undefined;
  readonly severities?: readonly Severity[] | undefined;
  readonly moments?: readonly Moment[] | undefined;
  readonly hours?: (Hours & { readonly outside: 'hold' | 'drop' }) | undefined;
}

export interface VoiceRouting {
  readonly rules: readonly RouteRule[];
  readonly locale: Locale;
  /** Names of the destinations of an adapter. */
  readonly destinations: (adapter: string) => readonly string[];
  readonly habits: (adapter: string, destination: string) => VoiceHabits;
}

export interface RoutedMoment {
  readonly moment: Moment;
  /** As they were when the incident opened, with its severity then. */
  readonly labels: Labels;
  /** As it is now. */
  readonly severity: Severity;
  readonly nowMs: number;
}

export interface VoiceOrder {
  readonly target: VoiceTarget;
  readonly dueAtMs: number;
  /** Goes into one message with whatever else is due then. */
  readonly isDigest: boolean;
}

/**
 * An incident that grew worse may match other routes than when it opened: those who heard of it then hear of it to the end, and the
 * others from now on.
 */
export function voiceOrders(routing: VoiceRouting, routed: RoutedMoment): readonly VoiceOrder[] {
  const atOpening = matchingTargets(routed.labels, routing.rules);
  const now = matchingTargets({ ...routed.labels, severity: routed.severity }, routing.rules);
  const orders = [...new Set([...atOpening, ...now])].flatMap((target) => orderFor(routing, target, routed));
  const keyOf = ({ target }: VoiceOrder): string => JSON.stringify(target);
  return orders.filter((order, index) => orders.findIndex((other) => keyOf(other) === keyOf(order)) === index);
}

function orderFor(routing: VoiceRouting, target: RouteTarget, routed: RoutedMoment): readonly VoiceOrder[] {
  if (!isVoice(target.adapter)) return [];
  const { moments, hours } = target;
  if (moments !== undefined && !moments.includes(routed.moment)) return [];
  if (!(target.severities ?? severities).includes(routed.severity)) return [];
  const name = target.name ?? routing.destinations(target.adapter)[0] ?? target.adapter;
  const locale = target.locale ?? routing.locale;
  const meant = { adapter: target.adapter, name, to: target.to ?? [], locale };
  const heldUntil = hours === undefined || routed.severity === 'critical' ? routed.nowMs : nextWithin(hours, routed.nowMs);
  if (heldUntil > routed.nowMs) {
    return hours?.outside === 'drop' ? [] : [{ target: meant, dueAtMs: heldUntil, isDigest: true }];
  }
  const { digestMinutes } = routing.habits(target.adapter, name);
  const isUrgent = routed.severity === 'critical' || isWaitingForPeople(routed.moment);
  if (digestMinutes === 0 || isUrgent) return [{ target: meant, dueAtMs: routed.nowMs, isDigest: false }];
  const windowMs = digestMinutes * 60_000;
  return [{ target: meant, dueAtMs: Math.ceil((routed.nowMs + 1) / windowMs) * windowMs, isDigest: true }];
}

/** Where an incident is told: the first route that matches, and later ones when it says so. */

import { isVoice } from '../adapters/voice/contract.ts';
import { routeLabel } from '../analysis/noise/rules.ts';
import type { Labels } from '../domain/alert.ts';
import type { Place } from '../domain/place.ts';
import type { Locale } from '../domain/text.ts';
import type { VoiceRule } from './voice-routes.ts';

export interface RouteTarget extends VoiceRule {
  readonly adapter: string;
  readonly channel?: string | undefined;
  /** The same under the name that the platform gives it. */
  readonly chatId?: string | undefined;
  readonly conversationId?: string | undefined;
  readonly locale?: Locale | undefined;
}

export interface RouteRule {
  readonly match: Labels;
  readonly to: readonly RouteTarget[];
  readonly continue: boolean;
}

/** The console's own channel: where everything goes that no route sends elsewhere. */
export const consolePlace: Place = { adapter: 'console', workspace: 'zhiban', channel: 'ops' };

export function routeIncident(
  labels: Labels,
  rules: readonly RouteRule[],
  locale: Locale,
): readonly { readonly place: Place; readonly locale: Locale }[] {
  // A voice can't be answered: it gets no thread, and where nothing else is routed the console has it.
  const targets = matchingTargets(labels, rules)
    .filter((target) => !isVoice(target.adapter))
    .map((target) => ({ place: placeOf(target), locale: target.locale ?? locale }));
  const ruled = placeOfRule(labels);
  if (ruled !== null) return [{ place: ruled, locale }];
  const chosen = targets.length > 0 ? targets : [{ place: consolePlace, locale }];
  const keyOf = (place: Place): string => `${place.adapter}/${place.channel}`;
  return chosen.filter((each, index) => chosen.findIndex((other) => keyOf(other.place) === keyOf(each.place)) === index);
}

/** Those of the first route that matches, and of later ones where it says so. */
export function matchingTargets(labels: Labels, rules: readonly RouteRule[]): readonly RouteTarget[] {
  const targets: RouteTarget[] = [];
  for (const rule of rules) {
    const isMatch = Object.entries(rule.match).every(([name, value]) => labels[name] === value);
    if (!isMatch) continue;
    targets.push(...rule.to);
    if (!rule.continue) break;
  }
  return targets;
}

/** What a rule says goes before what the routes say. */
function placeOfRule(labels: Labels): Place | null {
  const [, adapter, channel] = /^([a-z]{1,30})\/(\S+)$/.exec(labels[routeLabel] ?? '') ?? [];
  return adapter === undefined ? null : placeOf({ adapter, channel });
}

function placeOf(target: RouteTarget): Place {
  const channel = target.channel ?? target.chatId ?? target.conversationId;
  if (target.adapter === 'console') return { ...consolePlace, channel: channel ?? consolePlace.channel };
  return { adapter: target.adapter, workspace: '', channel: channel ?? '' };
}

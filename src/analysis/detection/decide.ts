/** Of what a run saw, what becomes an incident, what is withheld and why, and what is over. Pure: what is given decides. */

import type { DetectionEvent, EventOutcome } from '../../domain/detection.ts';
import type { LocalText } from '../../domain/text.ts';
import type { Onset } from './observe-anomaly.ts';

export interface Sighting {
  readonly key: string;
  readonly name: string;
  /** Null while nothing unusual goes on. */
  readonly onset: Onset | null;
  readonly thresholdOdds: number;
}

export interface Room {
  /** Incidents that may still be opened now, by the detection's budget and by the tenant's. */
  readonly left: number;
  /** The group has an incident that is open: what joins it costs nothing. */
  readonly hasOpenIncident: boolean;
}

export type Change =
  | {
      readonly kind: 'begin';
      readonly sighting: Sighting & { readonly onset: Onset };
      readonly outcome: EventOutcome;
      readonly isLead: boolean;
    }
  /** A withheld event that has grown, or for which there is room now. */
  | { readonly kind: 'open'; readonly event: DetectionEvent; readonly onset: Onset; readonly isLead: boolean }
  | { readonly kind: 'grow'; readonly event: DetectionEvent; readonly odds: number; readonly reason: LocalText }
  | { readonly kind: 'end'; readonly event: DetectionEvent };

export interface Decided {
  readonly changes: readonly Change[];
  /** Events that came above their threshold, whether the budget had room or not: what the controller counts. */
  readonly exceeded: number;
}

/** The surest first, so that room goes to it. `going` are the events that were not over, at most one a series. */
export function decide(sightings: readonly Sighting[], going: readonly DetectionEvent[], room: Room): Decided {
  const bySeries = new Map(going.map((event) => [event.seriesKey, event]));
  const changes: Change[] = [];
  let exceeded = 0;
  let { left, hasOpenIncident } = room;
  const enter = (): { readonly outcome: EventOutcome; readonly isLead: boolean } => {
    if (hasOpenIncident) return { outcome: 'opened', isLead: false };
    if (left <= 0) return { outcome: 'budget', isLead: false };
    left -= 1;
    hasOpenIncident = true;
    return { outcome: 'opened', isLead: true };
  };
  const sorted = sightings.toSorted((one, other) => (other.onset?.odds ?? 0) - (one.onset?.odds ?? 0));
  for (const sighting of sorted) {
    const { key, onset, thresholdOdds } = sighting;
    const event = bySeries.get(key);
    if (onset === null) {
      if (event !== undefined) changes.push({ kind: 'end', event });
      continue;
    }
    const isAbove = onset.odds >= thresholdOdds;
    if (event === undefined) {
      if (isAbove) exceeded += 1;
      const entered = isAbove ? enter() : { outcome: 'threshold' as const, isLead: false };
      changes.push({ kind: 'begin', sighting: { ...sighting, onset }, ...entered });
      continue;
    }
    if (event.outcome !== 'opened' && isAbove) {
      if (event.outcome === 'threshold') exceeded += 1;
      const entered = enter();
      if (entered.outcome === 'opened') {
        changes.push({ kind: 'open', event, onset, isLead: entered.isLead });
        continue;
      }
    }
    if (onset.odds > event.odds) changes.push({ kind: 'grow', event, odds: onset.odds, reason: onset.reason });
  }
  return { changes, exceeded };
}

/** A storm: many groups that began within a short time, told as one incident. */

import type { Incident } from './incident.ts';

/** When a storm begins, and when it is over. */
export interface StormLimits {
  /** So many groups may open an incident of their own within the window; the next one begins a storm. */
  readonly groupsMax: number;
  readonly windowSeconds: number;
  /** It is over when no group and no alert was new for so long. */
  readonly quietSeconds: number;
  /** So many groups that still fire then get incidents of their own; when there are more they stay where they are and are named. */
  readonly releaseMax: number;
}

/** As configured: for all, and what is different for one tenant. */
export interface StormConfig extends StormLimits {
  readonly tenants: Readonly<Record<string, { readonly [Name in keyof StormLimits]?: number | undefined }>>;
}

export function stormLimitsOf(config: StormConfig, tenantId: string): StormLimits {
  const own = config.tenants[tenantId] ?? {};
  return {
    groupsMax: own.groupsMax ?? config.groupsMax,
    windowSeconds: own.windowSeconds ?? config.windowSeconds,
    quietSeconds: own.quietSeconds ?? config.quietSeconds,
    releaseMax: own.releaseMax ?? config.releaseMax,
  };
}

export interface Storm {
  readonly incidentId: string;
  readonly beganAt: string;
  /** When something was new for the last time. */
  readonly lastAt: string;
  readonly endedAt: string | null;
  /** New alerts in the minute that runs or ran last, and in the one before. */
  readonly minuteAdded: number;
  readonly previousAdded: number;
}

export interface StormGroup {
  readonly groupKey: string;
  /** What all of its first alerts agree in. */
  readonly labels: Readonly<Record<string, string>>;
  readonly firing: number;
  readonly total: number;
}

/** What the card and the console show of it. */
export interface StormSummary extends Storm {
  readonly groups: number;
  readonly groupsFiring: number;
  /** Where: the labels that most of what fires agrees in. */
  readonly top: readonly { readonly name: string; readonly value: string; readonly firing: number }[];
}

export interface StormView extends Pick<StormSummary, 'beganAt' | 'endedAt' | 'groups' | 'groupsFiring' | 'top'> {
  /** New alerts a minute. */
  readonly perMinute: number;
  readonly trend: StormTrend;
  /** The same in words, and why its groups were not told one by one. */
  readonly lines: readonly string[];
}

export type StormTrend = 'growing' | 'steady' | 'waning' | 'over';

/** The storm's incident is of this group; no source makes such a key. */
export function stormKey(id: string): string {
  return `storm:${id}`;
}

export function isStorm(incident: Pick<Incident, 'groupKey'>): boolean {
  return incident.groupKey?.startsWith('storm:') === true;
}

/** New alerts a minute: of the minute that runs where it has more than the one before, else of that. */
export function stormRate(storm: Storm): number {
  return Math.max(storm.minuteAdded, storm.previousAdded);
}

export function stormTrend(storm: Storm, nowMs: number): StormTrend {
  if (storm.endedAt !== null) return 'over';
  if (nowMs - Date.parse(storm.lastAt) > 60_000) return 'waning';
  if (storm.minuteAdded > storm.previousAdded) return 'growing';
  return storm.minuteAdded * 2 < storm.previousAdded ? 'waning' : 'steady';
}

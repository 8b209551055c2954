/** What the card is made from, and how its parts speak. */

import type { Incident } from '../../domain/incident.ts';
import type { Approval, Plan } from '../../domain/plan.ts';
import type { StormSummary } from '../../domain/storm.ts';
import { fill, type Locale, type TextValue } from '../../domain/text.ts';
import { cardText } from '../../text/card.ts';

export interface CardInput {
  readonly incident: Incident;
  readonly plan: Plan | null;
  readonly approvals: readonly Approval[];
  /** Names of those who may approve the plan. */
  readonly approvers: readonly string[];
  readonly locale: Locale;
  /** Where the console is, without a trailing slash; null when nobody outside can reach it. */
  readonly consoleUrl: string | null;
  /** IANA name of the zone in which times are written. */
  readonly timeZone: string;
  /** A room can be opened from where this card is, and there is none yet. */
  readonly canOpenRoom?: boolean;
  /** It was merged away, and that can be taken back. */
  readonly canUnmerge?: boolean;
  /** There where people are called for it as long as nobody takes it over, and asked whether they still are on it. */
  readonly calls?: {
    readonly snoozed: { readonly until: string; readonly by: string } | null;
    /** “Still on it?” waits for an answer. */
    readonly isAsked?: boolean;
  };
  /** Where the incident is a storm. */
  readonly storm?: StormSummary;
  /** Rooms that are open. */
  readonly rooms?: readonly { readonly name: string; readonly link: string | null }[];
}

export function say(locale: Locale, key: keyof typeof cardText, values: Readonly<Record<string, TextValue>> = {}): string {
  return fill(cardText[key][locale], values);
}

/** Names in a row, as the language punctuates. */
export function listed(locale: Locale, names: readonly string[]): string {
  return names.join(locale === 'en' ? ', ' : '、');
}

/** What belongs to a name: `cache: full`, `cache：已满`. */
export function labelled(locale: Locale, name: string, words: string): string {
  return locale === 'en' ? `${name}: ${words}` : `${name}：${words}`;
}

export function aside(locale: Locale, words: string): string {
  return locale === 'en' ? ` (${words})` : `（${words}）`;
}

/** Statements in a row. */
export function sequence(locale: Locale, statements: readonly string[]): string {
  return statements.join(locale === 'en' ? '; ' : '；');
}

/** `09-21 14:03` in the channel's zone; the year says nothing at night. */
export function timeIn(zone: string, iso: string): string {
  const parts = new Intl.DateTimeFormat('en-GB', {
    timeZone: zone,
    month: '2-digit',
    day: '2-digit',
    hour: '2-digit',
    minute: '2-digit',
    hour12: false,
  }).formatToParts(new Date(iso));
  const part = (type: string): string => parts.find((each) => each.type === type)?.value ?? '';
  return `${part('month')}-${part('day')} ${part('hour')}:${part('minute')}`;
}

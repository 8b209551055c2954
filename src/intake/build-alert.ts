/** One way from what a source tells to an alert: bounded, masked, with an identity that its end shares. */

import { createHash } from 'node:crypto';
import type { IncomingAlert, Severity } from '../domain/alert.ts';
import { maskSecrets } from '../domain/mask-secrets.ts';
import { canonicalJson } from '../domain/plan-digest.ts';
import { webAddress } from './shapes.ts';

/** What isn't there (missing, null, empty) is left out. */
type Words = Readonly<Record<string, string | number | boolean | null | undefined>>;

export interface Told {
  readonly source: string;
  /** The source's own identity of the alert: the end has the same as the beginning. */
  readonly identity: readonly (string | number | null | undefined | Words)[];
  /** Alerts of one rule belong together; without one each is its own group. */
  readonly group: string | null | undefined;
  readonly isResolved: boolean;
  readonly name: string;
  readonly severity: Severity;
  readonly labels: Words;
  readonly annotations: Words;
  /** ISO 8601 in UTC; null is now, or the end for one that is over. */
  readonly startsAt: string | null;
  readonly endsAt: string | null;
  readonly url: string | null | undefined;
}

const wordsMax = 100;
const nameLengthMax = 300;
const valueLengthMax = 4_000;
const groupLengthMax = 2_000;

export function buildAlert(told: Told, now: string): IncomingAlert {
  const fingerprint = createHash('sha256').update(canonicalJson(told.identity)).digest('hex').slice(0, 16);
  // Before the others, so that no number of them cuts it off; and after them, so that none of them takes its place.
  const own = { alertname: told.name, severity: told.severity };
  const endsAt = told.isResolved ? (told.endsAt ?? now) : null;
  return {
    source: told.source,
    fingerprint,
    groupKey: `${told.source}:${maskSecrets(told.group || fingerprint).slice(0, groupLengthMax)}`,
    status: told.isResolved ? 'resolved' : 'firing',
    labels: kept({ ...own, ...told.labels, ...own }),
    annotations: kept(told.annotations),
    startsAt: told.startsAt ?? endsAt ?? now,
    endsAt,
    generatorUrl: webAddress(told.url),
  };
}

function kept(words: Words): Readonly<Record<string, string>> {
  return Object.fromEntries(
    Object.entries(words)
      .filter(([, value]) => value !== undefined && value !== null && value !== '')
      .slice(0, wordsMax)
      .map(([name, value]) => [name.slice(0, nameLengthMax), maskSecrets(String(value)).slice(0, valueLengthMax)]),
  );
}

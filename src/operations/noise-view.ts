/** Silences and alerts that were kept back, as people and programs see them. */

import { titleOf } from '../domain/alert.ts';
import { type Silence, type SilenceView, silenceState } from '../domain/silence.ts';
import type { SuppressedAlert, SuppressedView, SuppressionReason } from '../domain/suppression.ts';
import { fill, type Locale } from '../domain/text.ts';
import { noiseText } from '../text/noise.ts';

export function silenceView(silence: Silence, nowMs: number, held: number): SilenceView {
  return { ...silence, state: silenceState(silence, nowMs), held };
}

export function suppressedView(alert: SuppressedAlert, locale: Locale): SuppressedView {
  const { id, source, fingerprint, status, state, labels, startsAt, since, closedAt, repeats } = alert;
  return {
    ...{ id, source, fingerprint, status, state, labels, startsAt, since, closedAt, repeats },
    title: titleOf(alert),
    reasons: alert.reasons.map((reason) => ({ ...reason, text: reasonText(reason, locale) })),
  };
}

export function reasonText(reason: SuppressionReason, locale: Locale): string {
  const until = reason.until === null ? '—' : momentText(reason.until, locale);
  return fill(noiseText[`reason.${reason.kind}`][locale], { name: reason.name, by: reason.by, until });
}

/** In the zone of the server, which it names: `11/29, 14:00 GMT+8`. */
export function momentText(at: string, locale: Locale): string {
  return new Intl.DateTimeFormat(locale, {
    ...{ month: '2-digit', day: '2-digit', hour: '2-digit', minute: '2-digit', hourCycle: 'h23', timeZoneName: 'shortOffset' },
  }).format(Date.parse(at));
}

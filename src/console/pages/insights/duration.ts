/** Durations as the page shows them. */

import type { Locale } from '../../../domain/text.ts';
import { durationText } from '../../parts/time-text.ts';

/** Of seconds, which may be negative; a dash for none. */
export function secondsText(seconds: number | null, locale: Locale): string {
  if (seconds === null) return '–';
  return `${seconds < 0 ? '−' : ''}${durationText(locale, Math.abs(seconds) * 1_000)}`;
}

/** Every word of the console, in both languages; one file per part of the page under `text/`. */

import { fill, type Locale } from '../domain/text.ts';
import { alertText } from './text/alerts.ts';
import { auditText } from './text/audit.ts';
import { calendarImportText } from './text/calendar-import.ts';
import { channelText } from './text/channel.ts';
import { deliveryText } from './text/deliveries.ts';
import { detectionText } from './text/detections.ts';
import { incidentText } from './text/incident.ts';
import { insightText } from './text/insights.ts';
import { noiseText } from './text/noise.ts';
import { oncallText } from './text/oncall.ts';
import { peopleText } from './text/people.ts';
import { planText } from './text/plan.ts';
import { pluginText } from './text/plugins.ts';
import { shellText } from './text/shell.ts';
import { sourceText } from './text/sources.ts';
import { stateText } from './text/states.ts';

export const catalogue = {
  ...shellText,
  ...stateText,
  ...channelText,
  ...incidentText,
  ...planText,
  ...alertText,
  ...auditText,
  ...deliveryText,
  ...noiseText,
  ...oncallText,
  ...calendarImportText,
  ...sourceText,
  ...peopleText,
  ...pluginText,
  ...insightText,
  ...detectionText,
} as const;

export type TextKey = keyof typeof catalogue;
export type TextValues = Readonly<Record<string, string | number>>;

/** The text of a key with its placeholders filled. */
export function say(locale: Locale, key: TextKey, values: TextValues = {}): string {
  return fill(catalogue[key][locale], values);
}

/** The text of a key that is put together from a word of the server; the word itself where we have none for it. */
export function sayWord(locale: Locale, group: string, word: string): string {
  const key = `${group}.${word}`;
  return isTextKey(key) ? say(locale, key) : word;
}

function isTextKey(key: string): key is TextKey {
  return Object.hasOwn(catalogue, key);
}

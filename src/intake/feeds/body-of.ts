/** What the text of a message is to forms and mappings, by the kind of its source. */

import type { AlertSource } from '../../config/alert-sources.ts';
import type { FeedMessage } from './contract.ts';
import { parseSyslog } from './parse-syslog.ts';
import { readJson } from './read-json.ts';

export async function bodyOf(source: AlertSource, text: string, now: string): Promise<Pick<FeedMessage, 'body' | 'problem'>> {
  if (source.kind === 'email' && !text.startsWith('{'))
    return { body: await (await import('./read-mail.ts')).readMail(Buffer.from(text)), problem: null };
  if (source.kind !== 'syslog' || text.startsWith('{')) return readJson(Buffer.from(text), {}, null);
  return { body: { ...parseSyslog(text, now, source.utcOffset), peer: null }, problem: null };
}

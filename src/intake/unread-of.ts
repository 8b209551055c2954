/** What is kept of a message that can't be read: bounded, with its secrets masked. */

import type { AlertSource } from '../config/alert-sources.ts';
import { maskSecrets } from '../domain/mask-secrets.ts';
import type { LocalText } from '../domain/text.ts';
import type { NewUnread } from '../store/unread-contract.ts';
import type { FeedMessage } from './feeds/contract.ts';

const keptLengthMax = 65_536;
const metaLengthMax = 4_000;

/** The kind and the name of a source, as everything counts it. */
export function keyOf({ kind, name }: Pick<AlertSource, 'kind' | 'name'>): string {
  // As it stands in the path below /hooks.
  return `${kind === 'http' ? 'generic' : kind}/${name}`;
}

export function unreadOf(source: AlertSource, { raw, meta }: Pick<FeedMessage, 'raw' | 'meta'>, reason: LocalText, at: string): NewUnread {
  const told = JSON.stringify(meta);
  return {
    source: keyOf(source),
    ...{ at, reason },
    meta: told.length > metaLengthMax ? { cut: maskSecrets(told.slice(0, metaLengthMax)) } : JSON.parse(maskSecrets(told)),
    body: maskSecrets(raw.slice(0, keptLengthMax)),
    isCut: raw.length > keptLengthMax,
  };
}

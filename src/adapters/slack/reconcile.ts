/** Slack knows no idempotency key: our messages carry one as metadata, and this finds them again. */

import { z } from 'zod';
import { shortHash } from '../rich/short-hash.ts';
import type { SlackClient } from './client.ts';
import type { SlackIdentity } from './identity.ts';

export const messageEventType = 'zhiban_message';

export interface SentMessage {
  readonly channel: string;
  readonly ts: string;
}

export interface SearchPlace {
  readonly channel: string;
  readonly thread: string | undefined;
}

/** How far back is looked: longer than any outbox keeps trying. */
const lookBackSeconds = 2 * 24 * 3_600;
const pageSize = 200;
const pagesMax = 5;

export function messageMetadata(key: string): { readonly event_type: string; readonly event_payload: { readonly key: string } } {
  return { event_type: messageEventType, event_payload: { key } };
}

/** The name of the file that belongs to the key: files carry no metadata. */
export function fileNameOf(key: string): string {
  return `zhiban-${shortHash(key)}.md`;
}

/** The message with the key that we posted; null when it isn't there. Reads at most 1,000 messages. Throws ChatError. */
export function findMessage(client: SlackClient, identity: SlackIdentity | null, place: SearchPlace, key: string, nowMs: number) {
  const isIt = (message: Message): boolean =>
    message.metadata?.event_type === messageEventType && message.metadata.event_payload.key === key && isOurs(message, identity);
  return search(client, place, nowMs, isIt);
}

/** Whether the key's file already hangs in the thread. */
export async function hasFile(client: SlackClient, identity: SlackIdentity | null, place: SearchPlace, key: string, nowMs: number) {
  const name = fileNameOf(key);
  const found = await search(client, place, nowMs, (message) => {
    const names = message.files?.map((file) => file.name) ?? [];
    return names.includes(name) && isOurs(message, identity);
  });
  return found !== null;
}

const message = z.object({
  ts: z.string(),
  user: z.string().optional(),
  bot_id: z.string().optional(),
  metadata: z
    .object({ event_type: z.string(), event_payload: z.record(z.string(), z.unknown()) })
    .optional()
    .catch(undefined),
  files: z
    .array(z.object({ name: z.string().nullish() }))
    .optional()
    .catch(undefined),
});
type Message = z.infer<typeof message>;

const page = z.object({
  messages: z.array(message).default([]),
  response_metadata: z.object({ next_cursor: z.string().optional() }).optional(),
});

async function search(
  client: SlackClient,
  place: SearchPlace,
  nowMs: number,
  isIt: (message: Message) => boolean,
): Promise<SentMessage | null> {
  const method = place.thread === undefined ? 'conversations.history' : 'conversations.replies';
  const since = (nowMs / 1_000 - lookBackSeconds).toFixed(6);
  let cursor: string | undefined;
  for (let turn = 0; turn < pagesMax; turn += 1) {
    const parameters = { channel: place.channel, ts: place.thread, oldest: since, limit: pageSize, cursor, include_all_metadata: true };
    const answer = await client.call(method, parameters, page);
    const found = answer.messages.find(isIt);
    if (found !== undefined) return { channel: place.channel, ts: found.ts };
    cursor = answer.response_metadata?.next_cursor;
    if (cursor === undefined || cursor === '') return null;
  }
  return null;
}

/** Metadata can be written by any app of the workspace: only our own messages count. */
function isOurs(found: Message, identity: SlackIdentity | null): boolean {
  if (identity === null) return true;
  return found.user === identity.botUserId || (found.bot_id !== undefined && found.bot_id === identity.botId);
}

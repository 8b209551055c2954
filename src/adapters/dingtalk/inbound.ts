/** What DingTalk sends becomes Inbound; what isn't a person's words to us becomes nothing. Who speaks is read from the envelope only. */

import { z } from 'zod';
import type { Place } from '../../domain/place.ts';
import type { Actor, Inbound, Responder } from '../contract.ts';
import { personChannel } from './target.ts';

export interface HeardMessage {
  readonly event: Extract<Inbound, { type: 'message' }>;
  readonly corpId: string;
  readonly webhook: { readonly url: string; readonly expiresAtMs: number } | null;
}

export interface InboundContext {
  readonly nowMs: number;
  makeResponder(route: { readonly place: Place; readonly userId: string; readonly messageId: string }): Responder;
}

const words = z.string().max(40_000);
const id = z.string().max(400);
const optionalId = id.nullish().catch(undefined);

const messageData = z.object({
  conversationId: id.min(1),
  conversationType: z.union([z.literal('1'), z.literal('2')]),
  msgId: id.min(1),
  senderStaffId: optionalId,
  senderCorpId: optionalId,
  chatbotCorpId: optionalId,
  chatbotUserId: optionalId,
  senderId: optionalId,
  senderNick: z.string().max(200).nullish().catch(undefined),
  sessionWebhook: z.string().max(2_000).nullish().catch(undefined),
  sessionWebhookExpiredTime: z.number().nullish().catch(undefined),
  createAt: z.number().nullish().catch(undefined),
  msgtype: z.string().max(40),
  text: z
    .looseObject({ content: words.default(''), repliedMsg: z.unknown().optional() })
    .nullish()
    .catch(undefined),
  content: z.unknown().optional(),
  originalMsgId: optionalId,
  originalProcessQueryKey: optionalId,
});

type MessageData = z.infer<typeof messageData>;

/** Null for what we don't understand, and for what the bot itself has said. */
export function readMessage(data: unknown, context: InboundContext): HeardMessage | null {
  const parsed = messageData.safeParse(data);
  if (!parsed.success) return null;
  const said = parsed.data;
  if (said.senderId && said.senderId === said.chatbotUserId) return null;
  const text = textOf(said);
  if (text === null) return null;
  const actor = actorOf(said);
  const isPrivate = said.conversationType === '1';
  // One-to-one messages go out by the person's id; without one nobody can be answered, and nobody is.
  const channel = isPrivate ? personChannel(actor.userId) : said.conversationId;
  const place = { adapter: 'dingtalk', workspace: said.chatbotCorpId ?? '', channel };
  const url = said.sessionWebhook ?? '';
  return {
    corpId: said.chatbotCorpId ?? '',
    webhook: url === '' ? null : { url, expiresAtMs: said.sessionWebhookExpiredTime ?? context.nowMs + 3_600_000 },
    event: {
      type: 'message',
      key: `dingtalk:message:${said.conversationId}:${said.msgId}`,
      at: new Date(said.createAt ?? context.nowMs).toISOString(),
      place,
      actor,
      text,
      // In a group only what mentions the bot comes at all.
      isAddressed: true,
      messageId: said.msgId,
      ...quoteOf(said),
      responder: context.makeResponder({ place, userId: actor.userId, messageId: said.msgId }),
    },
  };
}

/** Whoever has no staff id, or belongs to another organisation, is a guest of the group and no colleague. */
function actorOf(said: MessageData): Actor {
  const userId = said.senderStaffId ?? '';
  const corpId = said.senderCorpId ?? said.chatbotCorpId ?? '';
  const isExternal = userId === '' || corpId !== (said.chatbotCorpId ?? corpId);
  const actor = { adapter: 'dingtalk', workspace: corpId, userId, isBot: false, isExternal };
  return said.senderNick ? { ...actor, name: said.senderNick } : actor;
}

const richText = z.object({ richText: z.array(z.looseObject({ text: words.optional() })).max(200) });
const recognized = z.object({ recognition: words });

/** The mention is taken out by DingTalk already, but its space stays. Null for pictures and files. */
function textOf(said: MessageData): string | null {
  if (said.msgtype === 'text') return (said.text?.content ?? '').replace(/\u00a0/g, ' ').trim();
  if (said.msgtype === 'richText') {
    const parsed = richText.safeParse(said.content);
    return parsed.success
      ? parsed.data.richText
          .map((part) => part.text ?? '')
          .join('')
          .trim()
      : null;
  }
  if (said.msgtype === 'audio') {
    const parsed = recognized.safeParse(said.content);
    return parsed.success ? parsed.data.recognition.trim() : null;
  }
  return null;
}

const quoted = z.looseObject({
  msgId: optionalId,
  content: z
    .union([z.string(), z.looseObject({ text: z.string().optional(), richText: z.unknown().optional() })])
    .nullish()
    .catch(undefined),
});

/** Messages of ours are known by the key that sending them gave; people's by their own id. */
function quoteOf(said: MessageData): { readonly quotedId?: string; readonly quotedText?: string } {
  const replied = quoted.safeParse(said.text?.repliedMsg ?? null);
  const message = replied.success ? replied.data : null;
  const quotedId = said.originalProcessQueryKey ?? message?.msgId ?? said.originalMsgId ?? undefined;
  const content = message?.content;
  const quotedText = typeof content === 'string' ? content : content?.text;
  return {
    ...(quotedId ? { quotedId } : {}),
    ...(quotedText ? { quotedText: quotedText.slice(0, 4_000) } : {}),
  };
}

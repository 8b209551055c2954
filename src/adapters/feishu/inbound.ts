/** Feishu's events become Inbound. Who and where come from the authenticated envelope alone, never from a button's value. */

import { z } from 'zod';
import type { Place } from '../../domain/place.ts';
import type { Actor, Inbound, Responder } from '../contract.ts';
import { readClicked } from './card-actions.ts';
import type { FeishuIdentity } from './identity.ts';
import { readText } from './message-text.ts';

export interface ReplyRoute {
  readonly place: Place;
  readonly openId: string;
  /** Null where the event doesn't say. */
  readonly isDirect: boolean | null;
}

export interface InboundContext {
  readonly identity: FeishuIdentity;
  readonly nowMs: number;
  makeResponder(route: ReplyRoute): Responder;
}

export const eventEnvelope = z.object({
  header: z.object({
    event_id: z.string().min(1),
    event_type: z.string(),
    create_time: z.string().optional(),
    tenant_key: z.string().default(''),
    app_id: z.string().optional(),
  }),
  event: z.unknown(),
});
export type EventEnvelope = z.infer<typeof eventEnvelope>;

const messageEvent = z.object({
  sender: z.object({
    sender_id: z.object({ open_id: z.string().min(1) }),
    sender_type: z.string(),
    tenant_key: z.string().optional(),
  }),
  message: z.object({
    message_id: z.string().min(1),
    root_id: z.string().optional(),
    create_time: z.string().optional(),
    chat_id: z.string().min(1),
    chat_type: z.string(),
    message_type: z.string(),
    content: z.string().max(1_000_000),
    mentions: z
      .array(z.object({ key: z.string(), name: z.string().default(''), id: z.object({ open_id: z.string().nullish() }).nullish() }))
      .default([]),
  }),
});

/**
 * Null for what no person said: bots, ourselves first. Talk that doesn't mention us is passed on as that. The key is the message's id:
 * Feishu delivers a message again under another event id.
 */
export function readMessage({ header, event }: EventEnvelope, context: InboundContext): Inbound | null {
  const parsed = messageEvent.safeParse(event);
  if (!parsed.success) return null;
  const { sender, message } = parsed.data;
  if (sender.sender_type !== 'user') return null;
  const { botOpenId } = context.identity;
  const mentions = message.mentions.map(({ key, name, id }) => ({ key, name, openId: id?.open_id ?? null }));
  const isDirect = message.chat_type === 'p2p';
  const isAddressed = isDirect || mentions.some((mention) => mention.openId === botOpenId);
  const thread = message.root_id === undefined || message.root_id === '' ? undefined : message.root_id;
  const text = readText(message.message_type, message.content, mentions, botOpenId);
  if (text === '' && !isAddressed) return null;
  const openId = sender.sender_id.open_id;
  const place = placeOf(header.tenant_key, message.chat_id, thread);
  return {
    type: 'message',
    key: `feishu:message:${message.message_id}`,
    at: isoOf(message.create_time ?? header.create_time, context.nowMs),
    place,
    actor: actorOf(header.tenant_key, openId, sender.tenant_key),
    text,
    isAddressed,
    messageId: message.message_id,
    responder: context.makeResponder({ place: { ...place, thread: thread ?? message.message_id }, openId, isDirect }),
  };
}

const clickEvent = z.object({
  operator: z.object({ open_id: z.string().min(1), tenant_key: z.string().optional() }),
  action: z.object({
    value: z.unknown().optional(),
    option: z.string().optional(),
    form_value: z.record(z.string(), z.unknown()).nullish(),
  }),
  context: z.object({ open_message_id: z.string().min(1), open_chat_id: z.string().min(1) }),
});

/** A button, a choice of a menu, or a form that was sent; null for what isn't ours. `respond` answers exactly this event. */
export function readClick({ header, event }: EventEnvelope, context: InboundContext): Inbound | null {
  const parsed = clickEvent.safeParse(event);
  if (!parsed.success) return null;
  const { operator, action, context: where } = parsed.data;
  const clicked = readClicked(action);
  if (clicked === null) return null;
  const id = where.open_message_id;
  const place = placeOf(header.tenant_key, where.open_chat_id, id);
  const actor = actorOf(header.tenant_key, operator.open_id, operator.tenant_key);
  const at = isoOf(header.create_time, context.nowMs);
  const responder = context.makeResponder({ place, openId: operator.open_id, isDirect: null });
  const key = `feishu:click:${header.event_id}`;
  if ('formId' in clicked) return { type: 'form', key, at, actor, ...clicked, responder };
  return { type: 'click', key, at, place, actor, card: { place, id }, ...clicked, responder };
}

function placeOf(tenantKey: string, channel: string, thread: string | undefined): Place {
  const place = { adapter: 'feishu', workspace: tenantKey, channel };
  return thread === undefined ? place : { ...place, thread };
}

/** People of other companies (external groups) are external; who doesn't say where from is taken to be one of ours. */
function actorOf(tenantKey: string, openId: string, ownTenant: string | undefined): Actor {
  const workspace = ownTenant ?? tenantKey;
  return { adapter: 'feishu', workspace, userId: openId, isBot: false, isExternal: workspace !== tenantKey };
}

/** Milliseconds in messages; some events count in microseconds. */
function isoOf(time: string | undefined, nowMs: number): string {
  const raw = Number(time);
  const ms = raw > 1e14 ? raw / 1_000 : raw;
  return new Date(Number.isFinite(ms) && ms > 0 && ms < 8e15 ? ms : nowMs).toISOString();
}

/** Tells the kinds of event apart, hands each on once, and answers in time whatever happens behind. */

import type { Clock } from '../../domain/clock.ts';
import type { AdapterLog, Inbound, Notice } from '../contract.ts';
import type { RecentKeys } from '../rich/recent-keys.ts';
import type { FeishuIdentity } from './identity.ts';
import { type EventEnvelope, eventEnvelope, type InboundContext, type ReplyRoute, readClick, readMessage } from './inbound.ts';
import { createResponder, createToastSlot, type ToastSlot } from './responder.ts';
import type { HandlePayload } from './socket.ts';

export interface ListenerContext {
  readonly appId: string;
  readonly identity: FeishuIdentity;
  readonly clock: Clock;
  readonly log: AdapterLog;
  readonly toastWithinMs: number;
  /** Keys of what was handed on: Feishu comes again after 15 s, 5 min, 1 h and 6 h, sometimes also after success. */
  readonly seen: RecentKeys<true>;
  sink(event: Inbound): void;
  /** To the person alone, outside of the answer. */
  tell(route: ReplyRoute, notice: Notice): Promise<void>;
  /** Told of each chat's kind, which clicks don't carry. */
  onChat(chatId: string, isDirect: boolean): void;
}

/** Everything is acknowledged, also what isn't ours: it would only come again. Never rejects. */
export function createHandlePayload(context: ListenerContext): HandlePayload {
  return async (payload) => {
    const parsed = eventEnvelope.safeParse(payload);
    if (!parsed.success) return undefined;
    const { header } = parsed.data;
    if (header.app_id !== undefined && header.app_id !== context.appId) {
      context.log.warn({ app: header.app_id }, 'An event of another app came and was left alone');
      return undefined;
    }
    if (header.event_type === 'im.message.receive_v1') return hearMessage(context, parsed.data);
    if (header.event_type === 'card.action.trigger') return hearClick(context, parsed.data);
    return undefined;
  };
}

function hearMessage(context: ListenerContext, envelope: EventEnvelope): undefined {
  const event = readMessage(envelope, inboundContext(context, null));
  if (event !== null) deliver(context, event, null);
}

function hearClick(context: ListenerContext, envelope: EventEnvelope): Promise<unknown> | Record<string, never> {
  const slot = createToastSlot(context.clock, context.toastWithinMs);
  const event = readClick(envelope, inboundContext(context, slot));
  if (event === null || !deliver(context, event, slot)) return {};
  return slot.answer();
}

function inboundContext(context: ListenerContext, slot: ToastSlot | null): InboundContext {
  return {
    identity: context.identity,
    nowMs: context.clock.now(),
    makeResponder(route) {
      if (route.isDirect !== null) context.onChat(route.place.channel, route.isDirect);
      return createResponder(slot, (notice) => context.tell(route, notice));
    },
  };
}

/** In a later turn: whatever the sink does, it can't hold the answer up. False for what came before. */
function deliver(context: ListenerContext, event: Inbound, slot: ToastSlot | null): boolean {
  if (context.seen.get(event.key)) return false;
  context.seen.set(event.key, true);
  setImmediate(() => {
    try {
      context.sink(event);
    } catch (error) {
      slot?.close();
      context.log.error({ key: event.key, reason: error instanceof Error ? error.message : '' }, 'The listener of Feishu failed');
    }
  });
  return true;
}

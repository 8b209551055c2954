/** Frames become events: acknowledged first, handed on once, with what the platform forgot to say filled in from what was shown. */

import type { Clock } from '../../domain/clock.ts';
import type { Place } from '../../domain/place.ts';
import type { AdapterLog, AdapterMemory, Inbound, Responder } from '../contract.ts';
import type { Kept } from '../rich/kept.ts';
import { createRecentKeys, type RecentKeys } from '../rich/recent-keys.ts';
import { type CardClick, callbackAnswer, readCardClick } from './card-callback.ts';
import type { CardInstances, ShownCard } from './card-instances.ts';
import { createCardReply } from './card-reply.ts';
import { type Frame, topics } from './frames.ts';
import { type HeardMessage, readMessage } from './inbound.ts';
import type { DingtalkPace } from './limits.ts';
import type { Link } from './link.ts';
import type { DingtalkOutbound } from './outbound.ts';
import { personChannel } from './target.ts';
import type { Webhooks } from './webhooks.ts';

export interface HearingContext {
  readonly outbound: DingtalkOutbound;
  readonly cards: CardInstances | null;
  readonly shown: Kept<ShownCard>;
  readonly webhooks: Webhooks;
  readonly corp: OwnCorp;
  readonly clock: Clock;
  readonly log: AdapterLog;
  readonly pace: DingtalkPace;
  sink(event: Inbound): void;
  onRefused(reason: string): void;
}

export interface Hearing {
  onFrame(frame: Frame, link: Link): void;
  /** How many frames were refused: forged, of strangers, or not understood. */
  refused(): number;
}

export function createHearing(context: HearingContext): Hearing {
  const seen: RecentKeys<true> = createRecentKeys(context.clock, { entriesMax: 20_000, keepMs: 3_600_000 });
  let refused = 0;

  function isNew(key: string): boolean {
    if (seen.get(key)) return false;
    seen.set(key, true);
    return true;
  }

  function refuse(why: string): void {
    refused += 1;
    context.onRefused(why);
    context.log.warn({ why, refused }, 'Something from DingTalk was refused');
  }

  function hearMessage(frame: Frame, link: Link): void {
    link.answer(frame.messageId, { response: null });
    const makeResponder = (route: Route): Responder => responderOf(context, route);
    const heard = readMessage(frame.data, { nowMs: context.clock.now(), makeResponder });
    if (heard === null) {
      refuse('not a message of a person');
      return;
    }
    if (!isNew(heard.event.key) || !isNew(`frame:${frame.messageId || heard.event.key}`)) return;
    if (heard.corpId !== '') context.corp.learn(heard.corpId);
    keepWebhook(context, heard, refuse);
    const { channel } = heard.event.place;
    // The one place where an operator can read a group's id, which routes need.
    if (isNew(`channel:${channel}`)) context.log.info({ conversationId: channel }, 'Somebody spoke to the robot in this conversation');
    if (heard.event.actor.isExternal) refuse('somebody from outside of the organisation');
    handOn(context, heard.event);
  }

  function hearClick(frame: Frame, link: Link): void {
    const click = readCardClick(frame.data);
    if (click === null || !isNew(`click:${frame.messageId}`)) {
      link.answer(frame.messageId, callbackAnswer({}));
      if (click === null) refuse('a click on nothing of ours');
      return;
    }
    handleClick(context, frame, click, link).catch((error: unknown) => {
      context.log.error({ reason: error instanceof Error ? error.message : '' }, 'A click could not be handled');
    });
  }

  return {
    refused: () => refused,
    onFrame(frame, link) {
      if (frame.topic === topics.message) return hearMessage(frame, link);
      if (frame.topic === topics.card) return hearClick(frame, link);
      // Whatever else the app is subscribed to: acknowledged, or it comes again.
      link.answer(frame.messageId, frame.type === 'EVENT' ? { status: 'SUCCESS' } : { response: null });
    },
  };
}

/** Our organisation: as configured, else as the robot's own messages tell, else as the first click does. */
export interface OwnCorp {
  id(): string;
  learn(corpId: string): void;
  /** True when the id is surely another organisation's. A first one is taken for ours. */
  isForeign(corpId: string): boolean;
}

const corpKey = 'dingtalk:corp';

export async function createOwnCorp(configured: string | undefined, memory: AdapterMemory | null): Promise<OwnCorp> {
  const stored: unknown = configured ?? (await memory?.get(corpKey).catch(() => null));
  let own = typeof stored === 'string' ? stored : '';
  return {
    id: () => own,
    learn(corpId) {
      if (configured !== undefined || corpId === own) return;
      own = corpId;
      memory?.set(corpKey, corpId).catch(() => undefined);
    },
    isForeign(corpId) {
      if (own === '' && corpId !== '') own = corpId;
      return own !== '' && corpId !== own;
    },
  };
}

interface Route {
  readonly place: Place;
  readonly userId: string;
  readonly messageId: string;
}

/** In private first; where the robot can't, at the message's own address, with the person called. */
function responderOf({ outbound }: HearingContext, { place, userId, messageId }: Route): Responder {
  return {
    async whisper(notice) {
      if (await outbound.whisper(userId, notice)) return;
      await outbound.answerInPlace(place, userId, messageId, notice);
    },
    openForm: async () => false,
  };
}

function keepWebhook({ webhooks }: HearingContext, { event, webhook }: HeardMessage, refuse: (why: string) => void): void {
  if (webhook === null) return;
  const isKept = webhooks.keep({ channel: event.place.channel, messageId: event.messageId, ...webhook });
  if (!isKept) refuse('a reply address that leads elsewhere');
}

async function handleClick(context: HearingContext, frame: Frame, click: CardClick, link: Link): Promise<void> {
  const { clock, log, corp } = context;
  const at = new Date(clock.now()).toISOString();
  const shared = { adapter: 'dingtalk', workspace: click.corpId, userId: click.userId, isBot: false };
  const actor = { ...shared, isExternal: corp.isForeign(click.corpId) };
  const key = `dingtalk:click:${click.outTrackId}:${frame.messageId}`;
  const reply = createCardReply({
    ...{ click, clock, log, cards: context.cards, outbound: context.outbound, answerWithinMs: context.pace.answerWithinMs },
    answer: (data) => void link.answer(frame.messageId, data),
    submitForm: (formId, fields) =>
      handOn(context, { type: 'form', key: `${key}:form`, at, actor, formId, fields, responder: reply.responder }),
  });
  const shown = await context.shown.get(click.outTrackId);
  const value = click.value || shown?.values[click.actionId];
  if (value === undefined || value === '') {
    log.warn({ card: click.outTrackId, action: click.actionId }, 'A click names nothing that it could mean');
    return reply.responder.whisper({ level: 'warn', text: outdated });
  }
  const place: Place = {
    adapter: 'dingtalk',
    workspace: click.corpId,
    channel: shown?.channel ?? (click.spaceId.startsWith('cid') ? click.spaceId : personChannel(click.userId)),
    thread: click.outTrackId,
  };
  const isHeard = handOn(context, {
    ...{ type: 'click', key, at, place, actor, card: { place, id: click.outTrackId } },
    ...{ actionId: click.actionId, value, responder: reply.responder },
  });
  if (!isHeard || actor.isExternal) reply.acknowledge();
}

const outdated = '此卡片已过期，请使用最新的卡片。 · This card is out of date: please use the newest one.';

/** Whatever the listener does, it does not end the socket; false when it failed. */
function handOn({ sink, log }: HearingContext, event: Inbound): boolean {
  try {
    sink(event);
    return true;
  } catch (error) {
    log.error({ key: event.key, reason: error instanceof Error ? error.message : '' }, 'The listener of DingTalk failed');
    return false;
  }
}

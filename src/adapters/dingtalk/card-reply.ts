/** Answers one click: within the platform's two seconds on the socket, and again as an update that every gateway applies. */

import type { Clock } from '../../domain/clock.ts';
import type { AdapterLog, Form, Inbound, Notice, Responder } from '../contract.ts';
import { ChatError } from '../contract.ts';
import { byteLength } from '../rich/shorten.ts';
import { shortenBytes } from './card.ts';
import { type CardClick, callbackAnswer } from './card-callback.ts';
import type { CardInstances } from './card-instances.ts';
import { dingtalkLimits } from './limits.ts';
import { type DingtalkOutbound, noticeText } from './outbound.ts';

export interface CardReply {
  readonly responder: Responder;
  /** Answers with nothing to say, unless it has been answered; every click is answered once. */
  acknowledge(): void;
}

type FormEvent = Extract<Inbound, { type: 'form' }>;

export function createCardReply(setting: {
  readonly click: CardClick;
  readonly cards: CardInstances | null;
  readonly outbound: DingtalkOutbound;
  readonly clock: Clock;
  readonly log: AdapterLog;
  readonly answerWithinMs: number;
  /** Answers on the socket that the click came by. */
  answer(data: unknown): void;
  /** What was written into the card comes with the click: it is handed on as the form's submission. */
  submitForm(formId: string, fields: FormEvent['fields']): void;
}): CardReply {
  const { click, cards, outbound, clock, log } = setting;
  const answered = new AbortController();

  function answerOnce(personal: Readonly<Record<string, string>>): void {
    if (answered.signal.aborted) return;
    answered.abort();
    setting.answer(callbackAnswer(personal));
  }

  clock
    .sleep(setting.answerWithinMs, answered.signal)
    .catch(() => undefined)
    .then(() => answerOnce({}));

  /** On the card where it fits, for the clicker's eyes; else in private. */
  async function whisper(notice: Notice): Promise<void> {
    const text = noticeText(notice);
    if (cards === null || byteLength(text) > dingtalkLimits.cardValueBytesMax) {
      answerOnce({});
      await outbound.whisper(click.userId, notice);
      return;
    }
    answerOnce({ notice: text });
    try {
      await cards.tell(click.outTrackId, click.userId, shortenBytes(text, dingtalkLimits.cardValueBytesMax));
    } catch (error) {
      log.warn({ code: error instanceof ChatError ? error.platformCode : null }, 'A notice could not be shown on a card: sent in private');
      await outbound.whisper(click.userId, notice);
    }
  }

  async function openForm(form: Form): Promise<boolean> {
    const [field] = form.fields;
    if (click.reason === null || field === undefined || form.fields.length > 1) return false;
    const text = click.reason.trim();
    if (text === '' && field.isRequired) {
      await whisper({ level: 'warn', text: `${field.label}：${pleaseFill}` });
      return true;
    }
    setting.submitForm(form.id, { [field.id]: text });
    return true;
  }

  return { responder: { whisper, openForm }, acknowledge: () => answerOnce({}) };
}

const pleaseFill = '请在卡片中填写后再点击 · fill it in on the card, then click again';

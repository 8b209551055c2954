/** A click on a card: read from the envelope, answered on the socket, never believed beyond what it says. */

import { z } from 'zod';
import { buttonPrefix } from './card.ts';
import { parseJson } from './frames.ts';
import { dingtalkLimits } from './limits.ts';

export interface CardClick {
  readonly outTrackId: string;
  readonly userId: string;
  readonly corpId: string;
  /** `IM_GROUP` and the conversation's id, where it says so. */
  readonly spaceId: string;
  readonly actionId: string;
  /** What the template bound to the button; null when it bound nothing. */
  readonly value: string | null;
  /** What was written into the card beside the button; null when the button has no input. */
  readonly reason: string | null;
}

const id = z.string().max(400);
const callback = z.object({
  outTrackId: id.min(1),
  userId: id.min(1),
  corpId: id.default(''),
  spaceId: id.nullish().catch(undefined),
  content: z.unknown().optional(),
  value: z.unknown().optional(),
});

const action = z.object({
  cardPrivateData: z.object({
    actionIds: z.array(z.string().max(200)).min(1).max(20),
    params: z.record(z.string(), z.unknown()).nullish(),
  }),
});

/** Null for what names no card, no person or no button of ours: then nothing happens. */
export function readCardClick(data: unknown): CardClick | null {
  const parsed = callback.safeParse(data);
  if (!parsed.success) return null;
  const { outTrackId, userId, corpId, spaceId, content, value } = parsed.data;
  // Older cards have it in one of the two, newer ones in both.
  const clicked = readAction(content) ?? readAction(value);
  if (clicked === null) return null;
  const actionId = actionIdOf(clicked.actionIds[0] ?? '');
  if (actionId === null) return null;
  const { params } = clicked;
  return {
    ...{ outTrackId, userId, corpId, actionId },
    spaceId: (spaceId ?? '').replace(/^dtv1\.card\/\/IM_\w+\./, ''),
    value: textOf(params.value, dingtalkLimits.cardValueBytesMax),
    reason: textOf(params.reason ?? formOf(params.form).reason, dingtalkLimits.reasonCharsMax * 4),
  };
}

function readAction(raw: unknown): { readonly actionIds: readonly string[]; readonly params: Readonly<Record<string, unknown>> } | null {
  const parsed = action.safeParse(typeof raw === 'string' ? parseJson(raw) : raw);
  if (!parsed.success) return null;
  const { actionIds, params } = parsed.data.cardPrivateData;
  return { actionIds, params: params ?? {} };
}

function actionIdOf(raw: string): string | null {
  if (raw === 'approve' || raw === 'reject') return raw;
  const name = raw.startsWith(buttonPrefix) ? raw.slice(buttonPrefix.length) : '';
  return /^[a-z][a-z-]{0,40}$/.test(name) ? name : null;
}

function formOf(value: unknown): { readonly reason?: unknown } {
  return typeof value === 'object' && value !== null ? value : {};
}

/** A form's field may come as text or as an object around it. */
function textOf(value: unknown, charsMax: number): string | null {
  if (typeof value === 'string') return value.slice(0, charsMax);
  if (typeof value === 'object' && value !== null && 'value' in value) return textOf(value.value, charsMax);
  return null;
}

/**
 * The answer to a callback. Some gateways read it bare and some within `response`: it is said both ways, and the same goes out as an
 * update besides, since shared data in an answer reaches the clicker alone.
 */
export function callbackAnswer(personal: Readonly<Record<string, string>>): unknown {
  const answer = {
    cardUpdateOptions: { updateCardDataByKey: true, updatePrivateDataByKey: true },
    cardData: { cardParamMap: {} },
    userPrivateData: { cardParamMap: personal },
  };
  return { ...answer, response: answer };
}

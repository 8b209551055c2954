/** Puts a card of a template into a conversation, under an id of ours: the same id twice shows one card. */

import { z } from 'zod';
import type { Place } from '../../domain/place.ts';
import { ChatError } from '../contract.ts';
import { shorten } from '../rich/shorten.ts';
import { type DingtalkClient, isAmbiguous } from './client.ts';
import { isStaffId, openSpaceId, targetOf } from './target.ts';

export interface CardDelivery {
  readonly templateId: string;
  readonly robotCode: string;
  readonly outTrackId: string;
  readonly values: Readonly<Record<string, string>>;
  /** Values for the eyes of one person. */
  readonly privateData?: Readonly<Record<string, unknown>>;
  /** What the list of conversations shows. */
  readonly preview: string;
  readonly mention?: readonly string[] | undefined;
}

const created = z.object({
  result: z
    .object({
      deliverResults: z
        .array(z.object({ success: z.boolean().optional(), carrierId: z.string().nullish(), errorMsg: z.string().nullish() }))
        .nullish(),
    })
    .nullish()
    .catch(undefined),
});

/** The id by which quotes name the card; its own when the platform tells none. Throws ChatError. */
export async function deliverCard(client: DingtalkClient, place: Place, delivery: CardDelivery): Promise<string> {
  const { templateId, robotCode, outTrackId, values, privateData, preview, mention = [] } = delivery;
  const target = targetOf(place);
  const space = { supportForward: false, lastMessageI18n: { ZH_CN: shorten(preview, 100) } };
  const call = Object.fromEntries(mention.filter(isStaffId).map((userId) => [userId, userId]));
  const deliverTo = { robotCode, ...(Object.keys(call).length === 0 ? {} : { atUserIds: call }) };
  const body = {
    ...{ cardTemplateId: templateId, outTrackId, callbackType: 'STREAM', userIdType: 1, openSpaceId: openSpaceId(target) },
    cardData: { cardParamMap: values },
    ...(privateData === undefined ? {} : { privateData }),
    ...(target.kind === 'group'
      ? { imGroupOpenSpaceModel: space, imGroupOpenDeliverModel: deliverTo }
      : { imRobotOpenSpaceModel: space, imRobotOpenDeliverModel: { spaceType: 'IM_ROBOT', robotCode } }),
  };
  try {
    return (await send(client, body)) ?? outTrackId;
  } catch (error) {
    if (!isAmbiguous(error)) throw error;
    return (await send(client, body)) ?? outTrackId;
  }
}

async function send(client: DingtalkClient, body: unknown): Promise<string | null> {
  const answer = await client.call('POST', '/v1.0/card/instances/createAndDeliver', body, created);
  const [delivery] = answer.result?.deliverResults ?? [];
  if (delivery?.success === false) {
    throw new ChatError('forbidden', 'DingTalk made a card but did not deliver it: the robot may not be in the group', {
      platformCode: 'not_delivered',
    });
  }
  return delivery?.carrierId ?? null;
}

/** Cards on the template: created under an id of ours, which is what makes a second try harmless, and updated by key. */

import { z } from 'zod';
import type { Card } from '../../domain/card.ts';
import type { Place } from '../../domain/place.ts';
import type { PostOptions } from '../contract.ts';
import type { Kept } from '../rich/kept.ts';
import { shortHash } from '../rich/short-hash.ts';
import { cardToData } from './card.ts';
import type { DingtalkClient } from './client.ts';
import { deliverCard } from './deliver-card.ts';

/** What a click is read against, and what the next update has to take back. */
export interface ShownCard {
  readonly channel: string;
  readonly workspace: string;
  /** The incident's. */
  readonly code: string;
  /** Button to value, as last shown. */
  readonly values: Readonly<Record<string, string>>;
  readonly deciders: readonly string[];
}

const shownCard = z.object({
  channel: z.string(),
  workspace: z.string(),
  code: z.string(),
  values: z.record(z.string(), z.string()),
  deciders: z.array(z.string()),
});

export function readShownCard(value: unknown): ShownCard | null {
  const parsed = shownCard.safeParse(value);
  return parsed.success ? parsed.data : null;
}

export interface CardInstances {
  /** The id by which quotes name the card; its own when the platform tells none. Throws ChatError. */
  create(place: Place, outTrackId: string, card: Card, options: PostOptions): Promise<string>;
  update(outTrackId: string, place: Place, card: Card, options: PostOptions): Promise<void>;
  /** For one person's eyes. Throws ChatError. */
  tell(outTrackId: string, userId: string, notice: string): Promise<void>;
}

const prefix = 'zb-';

export function outTrackIdOf(idempotencyKey: string): string {
  return `${prefix}${shortHash(idempotencyKey)}`;
}

export function isOutTrackId(id: string): boolean {
  return id.startsWith(prefix);
}

const done = z.object({});
/** Both: what is left out of an update stays as it is; the default is to forget it. */
const byKey = { updateCardDataByKey: true, updatePrivateDataByKey: true };

export function createCardInstances(setting: {
  readonly client: DingtalkClient;
  readonly templateId: string;
  readonly robotCode: string;
  readonly shown: Kept<ShownCard>;
}): CardInstances {
  const { client, templateId, robotCode, shown } = setting;

  return {
    async create(place, outTrackId, card, options) {
      const data = cardToData(card, options.locale);
      // Before it is sent: a click may come sooner than the answer.
      await shown.set(outTrackId, shownOf(place, card));
      return deliverCard(client, place, {
        ...{ templateId, robotCode, outTrackId, values: data.shared, preview: card.fallbackText, mention: options.mention },
        privateData: personalOf(data.personal),
      });
    },
    async update(outTrackId, place, card, options) {
      const { shared, personal } = cardToData(card, options.locale);
      const before = (await shown.get(outTrackId))?.deciders ?? [];
      const taken = Object.fromEntries(before.filter((id) => personal[id] === undefined).map((id) => [id, { may_decide: 'no' }]));
      const body = {
        outTrackId,
        cardData: { cardParamMap: shared },
        privateData: personalOf({ ...taken, ...personal }),
        userIdType: 1,
        cardUpdateOptions: byKey,
      };
      await client.call('PUT', '/v1.0/card/instances', body, done);
      await shown.set(outTrackId, shownOf(place, card));
    },
    async tell(outTrackId, userId, notice) {
      const body = { outTrackId, privateData: personalOf({ [userId]: { notice } }), userIdType: 1, cardUpdateOptions: byKey };
      await client.call('PUT', '/v1.0/card/instances', body, done);
    },
  };
}

function personalOf(personal: Readonly<Record<string, Readonly<Record<string, string>>>>): Record<string, unknown> {
  return Object.fromEntries(Object.entries(personal).map(([userId, values]) => [userId, { cardParamMap: values }]));
}

function shownOf(place: Place, card: Card): ShownCard {
  const buttons = [...card.buttons, ...card.overflow];
  return {
    channel: place.channel,
    workspace: place.workspace,
    code: card.code,
    values: Object.fromEntries(buttons.map(({ id, value }) => [id, value])),
    deciders: card.deciders ?? [],
  };
}

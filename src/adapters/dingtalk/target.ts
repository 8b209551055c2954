/** Whom a place means: a group's conversation, or one person. */

import type { Place } from '../../domain/place.ts';

export type Target = { readonly kind: 'group'; readonly conversationId: string } | { readonly kind: 'person'; readonly userId: string };

const personPrefix = 'user:';

/** Messages to one person go by the person's id and not by a conversation's: the place of a one-to-one chat is named after it. */
export function targetOf(place: Pick<Place, 'channel'>): Target {
  if (place.channel.startsWith(personPrefix)) return { kind: 'person', userId: place.channel.slice(personPrefix.length) };
  return { kind: 'group', conversationId: place.channel };
}

export function personChannel(userId: string): string {
  return `${personPrefix}${userId}`;
}

/** Where a card is delivered to. */
export function openSpaceId(target: Target): string {
  return target.kind === 'group' ? `dtv1.card//IM_GROUP.${target.conversationId}` : `dtv1.card//IM_ROBOT.${target.userId}`;
}

/** Staff ids are words; anything else can't be called. */
export function isStaffId(id: string): boolean {
  return /^[\w.$:@-]{1,64}$/.test(id);
}

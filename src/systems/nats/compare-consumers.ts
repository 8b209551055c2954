/** What consumers did between two looks. */

import { rounded } from '../session/rows.ts';
import { type Consumer, secondsBetween } from './answers.ts';
import type { SeenStream, SeenStreams } from './read-streams.ts';

export interface Progress {
  readonly seen: SeenStream;
  readonly consumer: Consumer;
  /** `orders/mailer` */
  readonly title: string;
  readonly deliveredPerSecond: number;
  readonly ackedPerSecond: number;
  /** Negative when the backlog gets shorter. */
  readonly growthPerSecond: number;
  /** Since the last delivery, or since it was made when there was none. */
  readonly idleSeconds: number;
}

/** Pure. A consumer that was not there before has done nothing yet. */
export function compareConsumers(before: SeenStreams, after: SeenStreams): readonly Progress[] {
  const old = new Map(
    before.streams.flatMap((stream) =>
      stream.consumer_detail.map((each) => [`${stream.account} ${stream.name} ${each.name}`, each] as const),
    ),
  );
  const seconds = Math.max(0.05, (Date.parse(after.now) - Date.parse(before.now)) / 1_000 || 1);
  return after.streams.flatMap((seen) =>
    seen.consumer_detail.map((consumer) => {
      const earlier = old.get(`${seen.account} ${seen.name} ${consumer.name}`) ?? consumer;
      const perSecond = (of: (each: Consumer) => number): number => rounded((of(consumer) - of(earlier)) / seconds);
      return {
        seen,
        consumer,
        title: `${seen.title}/${consumer.name}`,
        deliveredPerSecond: Math.max(
          0,
          perSecond(({ delivered }) => delivered.consumer_seq),
        ),
        ackedPerSecond: Math.max(
          0,
          perSecond(({ delivered, num_ack_pending }) => delivered.consumer_seq - num_ack_pending),
          perSecond(({ ack_floor }) => ack_floor.consumer_seq),
        ),
        growthPerSecond: perSecond(({ num_pending }) => num_pending),
        idleSeconds: secondsBetween(consumer.delivered.last_active ?? consumer.created, after.now),
      };
    }),
  );
}

/** The one consumer of each kind of trouble that has most messages waiting. */

import type { Facts } from '../../domain/evidence.ts';
import { ratioOf } from '../session/rows.ts';
import type { Progress } from './compare-consumers.ts';

/** Pure. */
export function consumerFacts(progress: readonly Progress[]): Facts {
  const waiting = progress.filter(({ consumer }) => consumer.num_pending > 0);
  const worst = most(waiting);
  const paused = waiting.filter(({ consumer }) => consumer.paused);
  const running = waiting.filter(({ consumer }) => !consumer.paused);
  const held = running.filter(isHeld);
  const unbound = running.filter(({ consumer }) => isPush(consumer) && !consumer.push_bound);
  const unfetched = running.filter(
    (each) => !isPush(each.consumer) && each.consumer.num_waiting === 0 && !isHeld(each) && each.deliveredPerSecond === 0,
  );
  const leaderless = progress.filter(({ consumer }) => consumer.cluster?.leader === '' && consumer.cluster.replicas.length > 0);
  return {
    'consumers.count': progress.length,
    'consumers.backlogs': waiting.length,
    'consumers.worst.name': worst?.title ?? '',
    'consumers.worst.pending': worst?.consumer.num_pending ?? 0,
    'consumers.leaderless.count': leaderless.length,
    'consumers.leaderless.names': leaderless
      .slice(0, 5)
      .map(({ title }) => title)
      .join(', '),
    ...pausedFacts(most(paused)),
    ...heldFacts(most(held)),
    ...unattendedFacts('unbound', most(unbound)),
    ...unattendedFacts('unfetched', most(unfetched)),
    ...slowFacts(running.filter((each) => !isHeld(each) && each.deliveredPerSecond > 0 && each.growthPerSecond > 0)),
    ...redeliveredFacts(progress),
    ...givenUpFacts(progress),
    ...unmatchedFacts(progress),
  };
}

function isPush(consumer: Progress['consumer']): boolean {
  return (consumer.config?.deliver_subject ?? '') !== '';
}

/** It may get no more before it acknowledges. */
function isHeld({ consumer }: Progress): boolean {
  const max = consumer.config?.max_ack_pending ?? -1;
  return max > 0 && consumer.num_ack_pending >= max;
}

function pausedFacts(found: Progress | undefined): Facts {
  return {
    'consumers.paused.name': found?.title ?? '',
    'consumers.paused.stream': found?.seen.name ?? '',
    'consumers.paused.consumer': found?.consumer.name ?? '',
    'consumers.paused.pending': found?.consumer.num_pending ?? 0,
    'consumers.paused.remainingSeconds': Math.round((found?.consumer.pause_remaining ?? 0) / 1e9),
  };
}

function heldFacts(found: Progress | undefined): Facts {
  const max = found?.consumer.config?.max_ack_pending ?? 0;
  return {
    'consumers.held.name': found?.title ?? '',
    'consumers.held.stream': found?.seen.name ?? '',
    'consumers.held.consumer': found?.consumer.name ?? '',
    'consumers.held.pending': found?.consumer.num_pending ?? 0,
    'consumers.held.unacked': found?.consumer.num_ack_pending ?? 0,
    'consumers.held.max': max,
    'consumers.held.suggestedMax': Math.max(0, max * 4),
    'consumers.held.ackedPerSecond': found?.ackedPerSecond ?? 0,
    'consumers.held.idleSeconds': found?.idleSeconds ?? 0,
    'consumers.held.redelivered': found?.consumer.num_redelivered ?? 0,
  };
}

function unattendedFacts(name: 'unbound' | 'unfetched', found: Progress | undefined): Facts {
  return {
    [`consumers.${name}.name`]: found?.title ?? '',
    [`consumers.${name}.pending`]: found?.consumer.num_pending ?? 0,
    [`consumers.${name}.unacked`]: found?.consumer.num_ack_pending ?? 0,
    [`consumers.${name}.growthPerSecond`]: found?.growthPerSecond ?? 0,
    [`consumers.${name}.idleSeconds`]: found?.idleSeconds ?? 0,
  };
}

function slowFacts(slow: readonly Progress[]): Facts {
  const found = most(slow);
  return {
    'consumers.slow.name': found?.title ?? '',
    'consumers.slow.pending': found?.consumer.num_pending ?? 0,
    'consumers.slow.deliveredPerSecond': found?.deliveredPerSecond ?? 0,
    'consumers.slow.growthPerSecond': found?.growthPerSecond ?? 0,
  };
}

function redeliveredFacts(progress: readonly Progress[]): Facts {
  const [found] = progress
    .filter(({ consumer }) => consumer.num_redelivered > 0)
    .toSorted((one, other) => other.consumer.num_redelivered - one.consumer.num_redelivered);
  return {
    'consumers.redelivered.name': found?.title ?? '',
    'consumers.redelivered.count': found?.consumer.num_redelivered ?? 0,
    'consumers.redelivered.ratio': ratioOf(found?.consumer.num_redelivered ?? 0, found?.consumer.num_ack_pending ?? 0),
    'consumers.redelivered.ackWaitSeconds': Math.round((found?.consumer.config?.ack_wait ?? 0) / 1e9),
    'consumers.redelivered.ackedPerSecond': found?.ackedPerSecond ?? 0,
    'consumers.redelivered.isHeld': found !== undefined && isHeld(found),
  };
}

/** What was delivered as often as it may be stays counted as redelivered, and is not waited for any more. */
function givenUpFacts(progress: readonly Progress[]): Facts {
  const countOf = ({ consumer }: Progress): number =>
    (consumer.config?.max_deliver ?? -1) > 0 ? Math.max(0, consumer.num_redelivered - consumer.num_ack_pending) : 0;
  const [found] = progress.toSorted((one, other) => countOf(other) - countOf(one));
  const count = found === undefined ? 0 : countOf(found);
  return {
    'consumers.givenUp.name': count > 0 ? (found?.title ?? '') : '',
    'consumers.givenUp.count': count,
    'consumers.givenUp.maxDeliver': count > 0 ? (found?.consumer.config?.max_deliver ?? 0) : 0,
  };
}

/** Somebody asks for messages, and none of those in the stream has a subject that the filter lets through. */
function unmatchedFacts(progress: readonly Progress[]): Facts {
  const [found] = progress
    .filter(({ seen, consumer }) => {
      const isNew = consumer.delivered.consumer_seq === 0 && consumer.num_pending === 0;
      const isAsked = consumer.num_waiting > 0 || consumer.push_bound;
      return (consumer.config?.filter_subject ?? '') !== '' && isNew && isAsked && seen.state.messages > 0;
    })
    .toSorted((one, other) => other.seen.state.messages - one.seen.state.messages);
  return {
    'consumers.unmatched.name': found?.title ?? '',
    'consumers.unmatched.filter': found?.consumer.config?.filter_subject ?? '',
    'consumers.unmatched.messages': found?.seen.state.messages ?? 0,
  };
}

function most(all: readonly Progress[]): Progress | undefined {
  return all.toSorted((one, other) => other.consumer.num_pending - one.consumer.num_pending)[0];
}

/** The queue that is nearest to a limit of its length: which limit, where it comes from, and the policy that could raise it. */

import type { Facts } from '../../../domain/evidence.ts';
import { numberOf, ratioOf } from '../../session/rows.ts';
import type { Policy } from './policies.ts';
import { named } from './rabbit-probe.ts';
import type { Queue } from './read-queues.ts';

/** Only ready messages count for the limit. */
export function fillOf(queue: Queue): number {
  return Math.max(fillByCount(queue), fillByBytes(queue));
}

function fillByCount(queue: Queue): number {
  return ratioOf(queue.ready, numberOf(queue.setting('max-length')));
}

function fillByBytes(queue: Queue): number {
  return queue.ready === 0 ? 0 : ratioOf(queue.bytes, numberOf(queue.setting('max-length-bytes')));
}

/** `policy` is that which applies to the queue; null where it has none or it can't be read. */
export function lengthFacts(queue: Queue | undefined, policy: Policy | null): Facts {
  const overflow = queue?.setting('overflow');
  return {
    'queues.full.name': queue === undefined ? '' : named(queue.name, queue.vhost),
    'queues.full.ratio': queue === undefined ? 0 : fillOf(queue),
    'queues.full.ready': queue?.ready ?? 0,
    'queues.full.maxLength': queue === undefined ? 0 : numberOf(queue.setting('max-length')),
    'queues.full.maxBytes': queue === undefined ? 0 : numberOf(queue.setting('max-length-bytes')),
    'queues.full.overflow': typeof overflow === 'string' ? overflow : 'drop-head',
    'queues.full.policy': queue?.policy ?? '',
    'queues.full.publishedPerSecond': queue?.publishedPerSecond ?? 0,
    'queues.full.consumers': queue?.consumers ?? 0,
    ...policyLimitFacts(queue, policy),
  };
}

/** Of the queues that throw away their oldest messages for good once they are full, the one with the lowest limit, however full it is now. */
export function cappedFacts(queues: readonly Queue[]): Facts {
  const capped = queues.filter(
    (queue) =>
      !queue.isExclusive &&
      numberOf(queue.setting('max-length')) > 0 &&
      (queue.setting('overflow') ?? 'drop-head') === 'drop-head' &&
      typeof queue.setting('dead-letter-exchange') !== 'string',
  );
  const [lowest] = capped.toSorted((one, other) => numberOf(one.setting('max-length')) - numberOf(other.setting('max-length')));
  return {
    'queues.capped.name': lowest === undefined ? '' : named(lowest.name, lowest.vhost),
    'queues.capped.maxLength': lowest === undefined ? 0 : numberOf(lowest.setting('max-length')),
    'queues.capped.policy': lowest?.policy || null,
    'queues.capped.count': capped.length,
  };
}

/** Null where no policy sets the limit that counts: one of the queue's own or of an operator's policy may be the lower one, and stays. */
function policyLimitFacts(queue: Queue | undefined, policy: Policy | null): Facts {
  const limit = queue !== undefined && fillByBytes(queue) > fillByCount(queue) ? 'max-length-bytes' : 'max-length';
  const own = policy?.definition[limit];
  const raisable = policy !== null && typeof own === 'number' && own === queue?.setting(limit) ? policy : null;
  return {
    'queues.full.policyVhost': raisable?.vhost ?? null,
    'queues.full.policyPattern': raisable?.pattern ?? null,
    'queues.full.policyApplyTo': raisable?.['apply-to'] ?? null,
    'queues.full.policyPriority': raisable?.priority ?? null,
    'queues.full.limit': raisable === null ? null : limit,
    'queues.full.suggestedLimit': raisable === null || typeof own !== 'number' ? null : own * 2,
  };
}

/** What was set for one topic alone and makes it refuse or drop messages that all other topics take. */

import type { Facts } from '../../../domain/evidence.ts';
import { numberOf } from '../../session/rows.ts';
import type { TopicSettings } from './configs.ts';
import { spokenOf } from './names-in.ts';

/** Before 3.6, and after. */
const timestampKeys = ['message.timestamp.after.max.ms', 'message.timestamp.before.max.ms', 'message.timestamp.difference.max.ms'] as const;

/** What is set for this topic alone; null where it has the broker's. */
export function ownOf({ own }: TopicSettings, name: string): string | null {
  return own.find((each) => each.startsWith(`${name}=`))?.slice(name.length + 1) ?? null;
}

/** The topic with a size of its own that is spoken of, else the smallest. */
export function withOwnSize(settings: readonly TopicSettings[], names: readonly string[]): TopicSettings | undefined {
  const sized = settings.filter((each) => ownOf(each, 'max.message.bytes') !== null);
  const smallest = sized.toSorted((one, other) => one.maxMessageBytes - other.maxMessageBytes)[0];
  return spokenOf(sized, ({ topic }) => topic, names) ?? smallest;
}

/** The topic that keeps the least bytes of a partition by a limit of its own, or that which is spoken of. */
export function withOwnBytes(settings: readonly TopicSettings[], names: readonly string[]): TopicSettings | undefined {
  const bound = settings.filter((each) => bytesOf(each) > 0);
  return spokenOf(bound, ({ topic }) => topic, names) ?? bound.toSorted((one, other) => bytesOf(one) - bytesOf(other))[0];
}

function bytesOf(settings: TopicSettings): number {
  return numberOf(ownOf(settings, 'retention.bytes') ?? '-1', -1);
}

/** Pure. */
export function ownFacts(settings: readonly TopicSettings[], names: readonly string[]): Facts {
  const size = withOwnSize(settings, names);
  const bytes = withOwnBytes(settings, names);
  return {
    'configs.ownSize.topic': size?.topic ?? '',
    'configs.ownSize.bytes': size?.maxMessageBytes ?? null,
    'configs.ownSize.isNamed': isNamed(size, names),
    'configs.ownBytes.topic': bytes?.topic ?? '',
    'configs.ownBytes.bytes': bytes === undefined ? null : bytesOf(bytes),
    ...compactedFacts(settings, names),
    ...timestampFacts(settings, names),
  };
}

function isNamed(given: TopicSettings | undefined, names: readonly string[]): boolean {
  return given !== undefined && spokenOf([given], ({ topic }) => topic, names) !== undefined;
}

/** One topic is meant where it is spoken of, or is the only one. */
function compactedFacts(settings: readonly TopicSettings[], names: readonly string[]): Facts {
  const compacted = settings.filter((each) => each.cleanup.includes('compact') && ownOf(each, 'cleanup.policy') !== null);
  const meant = spokenOf(compacted, ({ topic }) => topic, names) ?? (compacted.length === 1 ? compacted[0] : undefined);
  return { 'configs.compactedTopic': meant?.topic ?? '' };
}

/** The narrowest window of timestamps that a topic has of its own. */
function timestampFacts(settings: readonly TopicSettings[], names: readonly string[]): Facts {
  const windows = settings.flatMap((each) =>
    timestampKeys.flatMap((name) => {
      const own = ownOf(each, name);
      return own === null ? [] : [{ topic: each.topic, name, ms: numberOf(own) }];
    }),
  );
  const spoken = windows.filter(({ topic }) => spokenOf([topic], String, names) !== undefined);
  const [narrowest] = (spoken.length > 0 ? spoken : windows).toSorted((one, other) => one.ms - other.ms);
  return {
    'configs.ownTimestamp.topic': narrowest?.topic ?? '',
    'configs.ownTimestamp.setting': narrowest?.name ?? '',
    'configs.ownTimestamp.seconds': narrowest === undefined ? null : Math.round(narrowest.ms / 1_000),
  };
}

/** Streams: which refuse messages, which drop what nobody has read, which have no leader, whose replicas are behind. */

import { z } from 'zod';
import type { Facts } from '../../../domain/evidence.ts';
import { sessionProbe } from '../../session/probe.ts';
import { printRows, ratioOf } from '../../session/rows.ts';
import type { NatsClient } from '../client.ts';
import { readStreams, type SeenStream } from '../read-streams.ts';

export const streamsProbe = sessionProbe({
  name: 'streams',
  summary: {
    'zh-CN': '流：拒收消息的、丢弃未读消息的、没有 leader 的、副本落后的',
    en: 'streams: refusing messages, dropping what nobody has read, without a leader, with replicas behind',
  },
  parameters: z.strictObject({}),
  cost: 'cheap',
  hints: 'stream|full|maximum (messages|bytes) exceeded|discard|replica|leader|lost|流|写满|拒收|丢弃|丢失|副本',
  query: 'GET /jsz?accounts=true&streams=true&config=true',
  async see(client: NatsClient, _given, limit) {
    const { streams } = await readStreams(client, limit);
    const facts = streamFacts(streams);
    const refusing = String(facts['streams.refusing.name']);
    const leaderless = String(facts['streams.leaderless.names']);
    return {
      headline: {
        'zh-CN': `${String(streams.length)} 个流${refusing === '' ? '' : `；${refusing} 已满并拒收`}${leaderless === '' ? '' : `；没有 leader：${leaderless}`}`,
        en: `${String(streams.length)} streams${refusing === '' ? '' : `; ${refusing} is full and refuses`}${leaderless === '' ? '' : `; without a leader: ${leaderless}`}`,
      },
      facts,
      text: printRows(streams.slice(0, 60).map(printed)),
    };
  },
});

interface Fullness {
  readonly stream: SeenStream;
  readonly limit: 'max_msgs' | 'max_bytes';
  readonly used: number;
  readonly max: number;
}

/** Pure. */
export function streamFacts(streams: readonly SeenStream[]): Facts {
  const leaderless = streams.filter(({ cluster }) => cluster !== undefined && cluster !== null && cluster.leader === '');
  const offline = streams.filter(({ cluster }) => cluster?.replicas.some((replica) => replica.offline) === true);
  const behind = streams.filter(({ cluster }) =>
    cluster?.replicas.some((replica) => !replica.offline && !replica.current && replica.lag > 0),
  );
  const late = behind[0]?.cluster?.replicas.find((replica) => !replica.offline && !replica.current);
  return {
    'streams.count': streams.length,
    ...refusingFacts(streams),
    ...losingFacts(streams),
    ...unworkedFacts(streams),
    ...largestFacts(streams),
    'streams.leaderless.count': leaderless.length,
    'streams.leaderless.names': names(leaderless),
    'streams.offlineReplicas.count': offline.length,
    'streams.offlineReplicas.names': names(offline),
    'streams.behind.count': behind.length,
    'streams.behind.name': behind[0]?.title ?? '',
    'streams.behind.replica': late?.name ?? '',
    'streams.behind.lag': late?.lag ?? 0,
  };
}

function refusingFacts(streams: readonly SeenStream[]): Facts {
  const full = streams.filter(({ config }) => config?.discard === 'new').flatMap(fullnessOf);
  const [worst] = full.toSorted((one, other) => pendingOf(other.stream) - pendingOf(one.stream));
  const used = worst?.stream;
  return {
    'streams.refusing.count': full.length,
    'streams.refusing.name': used?.title ?? '',
    'streams.refusing.stream': used?.name ?? '',
    'streams.refusing.limit': worst?.limit ?? '',
    'streams.refusing.used': worst?.used ?? 0,
    'streams.refusing.max': worst?.max ?? 0,
    'streams.refusing.suggested': worst === undefined ? 0 : Math.ceil(worst.max * 1.5),
    'streams.refusing.retention': used?.config?.retention ?? '',
    'streams.refusing.consumers': used?.consumer_detail.length ?? 0,
    'streams.refusing.pending': used === undefined ? 0 : pendingOf(used),
  };
}

/** Full when one more message of the usual size does not fit. */
function fullnessOf(stream: SeenStream): readonly Fullness[] {
  const { messages, bytes } = stream.state;
  const [maxMessages, maxBytes] = [stream.config?.max_msgs ?? -1, stream.config?.max_bytes ?? -1];
  if (maxMessages > 0 && messages >= maxMessages) return [{ stream, limit: 'max_msgs', used: messages, max: maxMessages }];
  const usual = messages === 0 ? 0 : bytes / messages;
  return maxBytes > 0 && messages > 0 && bytes + usual > maxBytes ? [{ stream, limit: 'max_bytes', used: bytes, max: maxBytes }] : [];
}

/** Old messages that make room for new ones before a consumer got them. */
function losingFacts(streams: readonly SeenStream[]): Facts {
  const losing = streams
    .filter(({ config }) => config?.discard === 'old')
    .flatMap((stream) =>
      stream.consumer_detail.flatMap((consumer) => {
        const missed = stream.state.first_seq - 1 - consumer.delivered.stream_seq;
        const isFull = ratioOf(stream.state.messages, stream.config?.max_msgs ?? -1) >= 0.98 || bytesRatio(stream) >= 0.95;
        return missed > 0 && isFull && consumer.num_pending > 0 ? [{ stream, consumer, missed }] : [];
      }),
    );
  const [worst] = losing.toSorted((one, other) => other.missed - one.missed);
  return {
    'streams.losing.count': losing.length,
    'streams.losing.name': worst?.stream.title ?? '',
    'streams.losing.consumer': worst?.consumer.name ?? '',
    'streams.losing.missed': worst?.missed ?? 0,
    'streams.losing.pending': worst?.consumer.num_pending ?? 0,
  };
}

/** A work queue keeps each message until somebody has worked it off; one without any consumer only grows. */
function unworkedFacts(streams: readonly SeenStream[]): Facts {
  const [worst] = streams
    .filter(({ config, consumer_detail, state }) => config?.retention === 'workqueue' && consumer_detail.length === 0 && state.messages > 0)
    .toSorted((one, other) => other.state.messages - one.state.messages);
  return {
    'streams.unworked.name': worst?.title ?? '',
    'streams.unworked.messages': worst?.state.messages ?? 0,
    'streams.unworked.bytes': worst?.state.bytes ?? 0,
  };
}

function largestFacts(streams: readonly SeenStream[]): Facts {
  const [largest] = streams.toSorted((one, other) => other.state.bytes - one.state.bytes);
  const config = largest?.config;
  return {
    'streams.largest.name': largest?.title ?? '',
    'streams.largest.bytes': largest?.state.bytes ?? 0,
    'streams.largest.isUnlimited': largest !== undefined && [config?.max_msgs, config?.max_bytes].every((limit) => (limit ?? -1) <= 0),
  };
}

function bytesRatio({ state, config }: SeenStream): number {
  return ratioOf(state.bytes, config?.max_bytes ?? -1);
}

function pendingOf({ consumer_detail }: SeenStream): number {
  return Math.max(0, ...consumer_detail.map(({ num_pending }) => num_pending));
}

function names(streams: readonly SeenStream[]): string {
  return streams
    .slice(0, 5)
    .map(({ title }) => title)
    .join(', ');
}

function printed(stream: SeenStream): Readonly<Record<string, unknown>> {
  const { state, config, cluster } = stream;
  return {
    stream: stream.title,
    messages: state.messages,
    max: config?.max_msgs,
    bytes: state.bytes,
    maxBytes: config?.max_bytes,
    discard: config?.discard,
    retention: config?.retention,
    consumers: stream.consumer_detail.length,
    leader: cluster?.leader,
    replicas: cluster?.replicas.map((each) => `${each.name}${each.offline ? '(offline)' : each.current ? '' : '(behind)'}`).join(','),
  };
}

/** Every stream with its consumers, as the server that leads it tells it; what no server that answers has is not seen. */

import type { SessionLimit } from '../session/failure.ts';
import { SessionFailure } from '../session/failure.ts';
import { type Consumer, jszForm, type Stream } from './answers.ts';
import type { NatsClient } from './client.ts';

export interface SeenStream extends Stream {
  readonly account: string;
  /** `orders`, or `orders in SHOP` where the account is not the default one. */
  readonly title: string;
}

export interface SeenStreams {
  readonly streams: readonly SeenStream[];
  /** The time of the server that was asked. */
  readonly now: string;
}

const path = '/jsz?accounts=true&streams=true&consumers=true&config=true';
const streamsMax = 2_000;

/** Throws SessionFailure when the entry's own server cannot be asked; the others are left out then. */
export async function readStreams(client: NatsClient, limit: SessionLimit): Promise<SeenStreams> {
  const [first = '', ...others] = client.addresses;
  const [own, ...rest] = await Promise.all([
    client.page(path, jszForm, limit, first),
    ...others.map((at) =>
      client.page(path, jszForm, limit, at).catch((error: unknown) => {
        if (error instanceof SessionFailure) return null;
        throw error;
      }),
    ),
  ]);
  const found = new Map<string, SeenStream>();
  for (const page of [own, ...rest]) {
    for (const { name: account, stream_detail } of page?.account_details ?? []) {
      for (const stream of stream_detail) {
        const key = `${account} ${stream.name}`;
        const title = account === '$G' ? stream.name : `${stream.name} in ${account}`;
        const known = found.get(key);
        found.set(key, known === undefined ? { ...stream, account, title } : { ...merged(known, stream), account, title });
      }
    }
  }
  return { streams: [...found.values()].slice(0, streamsMax), now: own.now };
}

/** Only the leader of a stream knows how far its replicas are; only the leader of a consumer knows who waits there. */
function merged(one: Stream, other: Stream): Stream {
  const [better, worse] = isOfLeader(one.cluster) || !isOfLeader(other.cluster) ? [one, other] : [other, one];
  const consumers = new Map<string, Consumer>(worse.consumer_detail.map((consumer) => [consumer.name, consumer]));
  for (const consumer of better.consumer_detail) {
    const known = consumers.get(consumer.name);
    if (known === undefined || isOfLeader(consumer.cluster) || !isOfLeader(known.cluster)) consumers.set(consumer.name, consumer);
  }
  return { ...better, consumer_detail: [...consumers.values()] };
}

/** A server leaves itself out of the replicas that it tells of. */
function isOfLeader(cluster: Stream['cluster']): boolean {
  if (cluster === undefined || cluster === null) return true;
  return cluster.leader !== '' && !cluster.replicas.some(({ name }) => name === cluster.leader);
}

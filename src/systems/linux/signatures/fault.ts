/** A fault as it is written here: for any Linux machine, without the kind. */

import type { Remedy, Signature } from '../../../domain/signature.ts';

/**
 * `fault` becomes the id behind the kind. Names in `explains` without a dot are faults of this list; with one they are
 * ids of other kinds, which run on the machine.
 */
export interface LinuxFault extends Omit<Signature, 'id' | 'kind'> {
  readonly fault: string;
}

export function signatureOf(fault: LinuxFault, kind: string): Signature {
  const { fault: name, explains, ...rest } = fault;
  const ids = explains?.map((id) => (id.includes('.') ? id : `${kind}.${id}`));
  return { ...rest, id: `${kind}.${name}`, kind, ...(ids === undefined ? {} : { explains: ids }) };
}

/** What its systems look like where another program has its port and answers in its stead. */
export const foreignAnswers = [
  ...['http.not-found', 'http.wrong-body', 'http.unauthorized', 'http.not-http', 'http.unexpected-status'],
  ...['tcp.wrong-service', 'redis.credentials-refused'],
] as const;

/** What a program that is no longer there looks like from the systems that it served. */
export const goneNeighbours = [
  '*.process-gone',
  '*.unreachable',
  '*.refused',
  '*.bad-gateway',
  '*.unavailable',
  'redis.primary-gone',
  'redis.replica-link-down',
] as const;

/** What a starved machine looks like from the systems that run on it. */
export const slowNeighbours = [
  'redis.simple-commands-slow',
  'redis.slow-network',
  'redis.fork-slow',
  '*.not-answering',
  '*.slow-answer',
  '*.slow-connect',
  '*.no-answer',
  '*.gateway-timeout',
] as const;

/** Words for it in an alert. */
export const fullness = 'disk|space|filesystem|full|no space|enospc|磁盘|空间|写满|满了|文件系统';
/** What lies in a declared directory for cleaning, where it is enough to make a difference. */
export const cleanEnough: Remedy = {
  action: 'clean-path',
  arguments: { path: '{usage.cleanable.path}', minAgeMinutes: 10, filesMax: 100 },
  when: ['usage.cleanable.bytes', '>=', { fact: 'disk.worst.sizeBytes', times: 0.03 }],
};

/** What a full volume looks like from the systems that write to it. */
export const fullNeighbours = [
  'redis.bgsave-failing',
  'redis.bgsave-refuses-writes',
  'redis.aof-write-failing',
  'redis.aof-rewrite-failing',
  'http.server-error',
  '*.down-on-full-disk',
  '*.no-space',
  '*.log-no-space',
  'postgresql.starting-up',
  'kafka.disk-full',
  'kafka.log-directory-offline',
  'rabbitmq.disk-alarm',
  'rabbitmq.disk-near-limit',
  'prometheus.storage-failing',
  'loki.wal-disk-full',
  'victorialogs.read-only',
  'victorialogs.disk-nearly-full',
  'nginx.disk-full',
  'zookeeper.snapshots-fill-the-disk',
  'clickhouse.disk-full',
  'clickhouse.inserts-rejected',
  'elasticsearch.flood-stage',
  'elasticsearch.disk-past-flood-stage',
  'elasticsearch.disk-past-high-watermark',
  'elasticsearch.disk-past-low-watermark',
] as const;

/** A fault as it is written here: for any Linux machine, without the kind. */

import type { Signature } from '../../../domain/signature.ts';

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

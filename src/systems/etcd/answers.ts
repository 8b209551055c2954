/** What etcd's JSON gateway answers, only the fields that are used. Numbers of 64 bits come as text, and zero is left out. */

import { z } from 'zod';

const count = z.coerce.number().default(0);
const id = z.string().default('0');
const header = z.looseObject({ member_id: id, revision: count, raft_term: count });

export const statusAnswer = z.looseObject({
  header: header.optional(),
  version: z.string().default(''),
  dbSize: count,
  dbSizeInUse: count,
  leader: id,
  raftIndex: count,
  raftAppliedIndex: count,
  raftTerm: count,
  isLearner: z.boolean().default(false),
  /** `memberID:123 alarm:NOSPACE`, `etcdserver: no leader` */
  errors: z.array(z.string()).default([]),
});

export type Status = z.infer<typeof statusAnswer>;

export const membersAnswer = z.looseObject({
  members: z
    .array(
      z.looseObject({
        ID: id,
        name: z.string().default(''),
        clientURLs: z.array(z.string()).default([]),
        isLearner: z.boolean().default(false),
      }),
    )
    .default([]),
});

export type Member = z.infer<typeof membersAnswer>['members'][number];

export const rangeAnswer = z.looseObject({
  header: header.optional(),
  kvs: z.array(z.looseObject({ key: z.string().default('') })).default([]),
  count: count,
});

export const anyAnswer = z.looseObject({});

/** As `etcdctl` writes it. */
export function hexOf(decimal: string): string {
  return /^\d+$/.test(decimal) ? BigInt(decimal).toString(16) : decimal;
}

export function decimalOf(hex: string): string {
  return BigInt(`0x${hex}`).toString();
}

export interface Alarm {
  /** Decimal. */
  readonly memberId: string;
  readonly name: string;
}

export function alarmsOf(status: Status): readonly Alarm[] {
  return status.errors.flatMap((error) => {
    const match = /memberID:(\d+)\s+alarm:(\w+)/.exec(error);
    return match === null ? [] : [{ memberId: match[1] ?? '', name: match[2] ?? '' }];
  });
}

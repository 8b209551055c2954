/** The known faults of etcd, as data. */

import type { Signature } from '../../domain/signature.ts';
import { certificateSignaturesOf } from '../tcp/certificate.ts';
import { clientSignatures } from './signatures/clients.ts';
import { clusterSignatures } from './signatures/cluster.ts';
import { consensusSignatures } from './signatures/consensus.ts';
import { diskSignatures } from './signatures/disk.ts';
import { etcdLargeReadSignatures } from './signatures/large-reads.ts';
import { etcdReachSignatures } from './signatures/reach.ts';
import { refusedSignatures } from './signatures/refused.ts';
import { spaceSignatures } from './signatures/space.ts';

export const etcdSignatures: readonly Signature[] = [
  ...etcdReachSignatures,
  ...clusterSignatures,
  ...spaceSignatures,
  ...diskSignatures,
  ...consensusSignatures,
  ...clientSignatures,
  ...etcdLargeReadSignatures,
  ...certificateSignaturesOf('etcd'),
  ...refusedSignatures,
];

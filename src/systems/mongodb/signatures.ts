/** The known faults of MongoDB. */

import type { Signature } from '../../domain/signature.ts';
import { reachSignatures } from '../session/reach-signatures.ts';
import { mongodbLoadSignatures } from './signatures/load.ts';
import { refusedOperationSignatures } from './signatures/refused-operations.ts';
import { refusedSessionSignatures } from './signatures/refused-sessions.ts';
import { mongodbReplicationSignatures } from './signatures/replication.ts';
import { mongodbServerSignatures } from './signatures/server.ts';

export const mongodbSignatures: readonly Signature[] = [
  ...reachSignatures({
    kind: 'mongodb',
    name: 'MongoDB',
    probe: 'server',
    downHints: 'MongodbDown|mongo.*down|27017',
    loginSource: 'mongodb.com/docs/manual: Authentication; error 18',
    knocksAnew: false,
  }),
  ...mongodbServerSignatures,
  ...mongodbLoadSignatures,
  ...mongodbReplicationSignatures,
  ...refusedOperationSignatures,
  ...refusedSessionSignatures,
];

/** The known faults of NATS. */

import type { Signature } from '../../domain/signature.ts';
import { natsClientSignatures } from './signatures/clients.ts';
import { natsClusterSignatures } from './signatures/cluster.ts';
import { natsConsumerSignatures } from './signatures/consumers.ts';
import { natsLoginSignatures } from './signatures/logins.ts';
import { natsReachSignatures } from './signatures/reach.ts';
import { natsRefusedSignatures } from './signatures/refused.ts';
import { natsServerSignatures } from './signatures/server.ts';
import { natsStreamSignatures } from './signatures/streams.ts';
import { natsSubjectSignatures } from './signatures/subjects.ts';
import { natsViolationSignatures } from './signatures/violations.ts';

export const natsSignatures: readonly Signature[] = [
  ...natsReachSignatures,
  ...natsServerSignatures,
  ...natsClientSignatures,
  ...natsLoginSignatures,
  ...natsStreamSignatures,
  ...natsSubjectSignatures,
  ...natsConsumerSignatures,
  ...natsClusterSignatures,
  ...natsRefusedSignatures,
  ...natsViolationSignatures,
];

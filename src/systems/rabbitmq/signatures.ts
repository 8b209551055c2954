/** The known faults of RabbitMQ. */

import type { Signature } from '../../domain/signature.ts';
import { rabbitmqClientSignatures } from './signatures/clients.ts';
import { rabbitmqClusterSignatures } from './signatures/cluster.ts';
import { rabbitmqConsumerSignatures } from './signatures/consumers.ts';
import { rabbitmqLossSignatures } from './signatures/losses.ts';
import { rabbitmqReachSignatures } from './signatures/reach.ts';
import { rabbitmqRefusedSignatures } from './signatures/refused.ts';
import { rabbitmqResourceSignatures } from './signatures/resources.ts';
import { rabbitmqSingleActiveSignatures } from './signatures/single-active.ts';

export const rabbitmqSignatures: readonly Signature[] = [
  ...rabbitmqReachSignatures,
  ...rabbitmqResourceSignatures,
  ...rabbitmqConsumerSignatures,
  ...rabbitmqSingleActiveSignatures,
  ...rabbitmqLossSignatures,
  ...rabbitmqClientSignatures,
  ...rabbitmqClusterSignatures,
  ...rabbitmqRefusedSignatures,
];

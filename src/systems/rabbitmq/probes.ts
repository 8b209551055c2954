/** Every look at a RabbitMQ; the cheap ones first. */

import type { Probe } from '../contract.ts';
import type { RabbitmqClient } from './client.ts';
import { activityProbe } from './probes/activity.ts';
import { connectionsProbe } from './probes/connections.ts';
import { consumersProbe } from './probes/consumers.ts';
import { deadLettersProbe } from './probes/dead-letters.ts';
import { nodesProbe } from './probes/nodes.ts';
import { policiesProbe } from './probes/policies.ts';
import { queuesProbe } from './probes/queues.ts';
import { routingProbe } from './probes/routing.ts';
import { serverProbe } from './probes/server.ts';

export const rabbitmqProbes: readonly Probe<RabbitmqClient>[] = [
  serverProbe,
  nodesProbe,
  queuesProbe,
  consumersProbe,
  connectionsProbe,
  activityProbe,
  deadLettersProbe,
  routingProbe,
  policiesProbe,
];

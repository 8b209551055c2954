/** Every look at a NATS. */

import type { Probe } from '../contract.ts';
import type { NatsClient } from './client.ts';
import { activityProbe } from './probes/activity.ts';
import { closedProbe } from './probes/closed.ts';
import { clusterProbe } from './probes/cluster.ts';
import { connectionsProbe } from './probes/connections.ts';
import { consumersProbe } from './probes/consumers.ts';
import { jetstreamProbe } from './probes/jetstream.ts';
import { namedSubjectProbe } from './probes/named-subject.ts';
import { serverProbe } from './probes/server.ts';
import { streamsProbe } from './probes/streams.ts';
import { subjectsProbe } from './probes/subjects.ts';

export const natsProbes: readonly Probe<NatsClient>[] = [
  serverProbe,
  connectionsProbe,
  closedProbe,
  activityProbe,
  jetstreamProbe,
  streamsProbe,
  consumersProbe,
  clusterProbe,
  subjectsProbe,
  namedSubjectProbe,
];

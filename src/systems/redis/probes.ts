/** Every look at a Redis; the cheap ones first. */

import type { Probe } from '../contract.ts';
import type { RedisClient } from './client.ts';
import { aclProbe } from './probes/acl.ts';
import { activityProbe } from './probes/activity.ts';
import { bigkeysProbe } from './probes/bigkeys.ts';
import { clientsProbe } from './probes/clients.ts';
import { clusterProbe } from './probes/cluster.ts';
import { commandsProbe } from './probes/commands.ts';
import { configProbe } from './probes/config.ts';
import { errorsProbe } from './probes/errors.ts';
import { hotkeysProbe } from './probes/hotkeys.ts';
import { keyspaceProbe } from './probes/keyspace.ts';
import { latencyProbe } from './probes/latency.ts';
import { locksProbe } from './probes/locks.ts';
import { membersProbe } from './probes/members.ts';
import { memoryProbe } from './probes/memory.ts';
import { persistenceProbe } from './probes/persistence.ts';
import { pubsubProbe } from './probes/pubsub.ts';
import { replicationProbe } from './probes/replication.ts';
import { sentinelsProbe } from './probes/sentinels.ts';
import { serverProbe } from './probes/server.ts';
import { slowlogProbe } from './probes/slowlog.ts';
import { streamsProbe } from './probes/streams.ts';

export const redisProbes: readonly Probe<RedisClient>[] = [
  serverProbe,
  memoryProbe,
  clientsProbe,
  errorsProbe,
  slowlogProbe,
  activityProbe,
  commandsProbe,
  keyspaceProbe,
  latencyProbe,
  persistenceProbe,
  replicationProbe,
  configProbe,
  aclProbe,
  clusterProbe,
  sentinelsProbe,
  membersProbe,
  pubsubProbe,
  bigkeysProbe,
  streamsProbe,
  locksProbe,
  hotkeysProbe,
];

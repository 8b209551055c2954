/** Every look at a ZooKeeper. */

import type { Probe } from '../contract.ts';
import type { ZookeeperClient } from './client.ts';
import { activityProbe } from './probes/activity.ts';
import { connectionsProbe } from './probes/connections.ts';
import { serverProbe } from './probes/server.ts';
import { storageProbe } from './probes/storage.ts';

export const zookeeperProbes: readonly Probe<ZookeeperClient>[] = [serverProbe, activityProbe, connectionsProbe, storageProbe];

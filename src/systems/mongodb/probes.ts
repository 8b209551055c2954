/** Every look at a MongoDB. */

import type { Probe } from '../contract.ts';
import type { MongodbClient } from './client.ts';
import { activityProbe } from './probes/activity.ts';
import { databasesProbe } from './probes/databases.ts';
import { operationsProbe } from './probes/operations.ts';
import { replicationProbe } from './probes/replication.ts';
import { serverProbe } from './probes/server.ts';
import { warningsProbe } from './probes/warnings.ts';

export const mongodbProbes: readonly Probe<MongodbClient>[] = [
  serverProbe,
  operationsProbe,
  replicationProbe,
  activityProbe,
  databasesProbe,
  warningsProbe,
];

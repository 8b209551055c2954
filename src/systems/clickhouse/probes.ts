/** Every look at a ClickHouse; the cheap ones first. */

import type { Probe } from '../contract.ts';
import type { ClickhouseClient } from './client.ts';
import { activityProbe } from './probes/activity.ts';
import { mergesProbe, mutationsProbe } from './probes/background.ts';
import { partsProbe } from './probes/parts.ts';
import { queriesProbe } from './probes/queries.ts';
import { queryLogProbe } from './probes/query-log.ts';
import { replicationProbe } from './probes/replication.ts';
import { serverProbe } from './probes/server.ts';
import { storageProbe } from './probes/storage.ts';
import { viewsProbe } from './probes/views.ts';

export const clickhouseProbes: readonly Probe<ClickhouseClient>[] = [
  serverProbe,
  queriesProbe,
  partsProbe,
  mergesProbe,
  mutationsProbe,
  replicationProbe,
  storageProbe,
  viewsProbe,
  activityProbe,
  queryLogProbe,
];

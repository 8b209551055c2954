/** Every look at an Elasticsearch or OpenSearch; the cheap ones first. */

import type { Probe } from '../contract.ts';
import type { ElasticsearchClient } from './client.ts';
import { accessProbe } from './probes/access.ts';
import { certificatesProbe } from './probes/certificates.ts';
import { clusterProbe } from './probes/cluster.ts';
import { hotThreadsProbe } from './probes/hot-threads.ts';
import { indicesProbe } from './probes/indices.ts';
import { lifecycleProbe } from './probes/lifecycle.ts';
import { mappingsProbe } from './probes/mappings.ts';
import { nodesProbe } from './probes/nodes.ts';
import { settingsProbe } from './probes/settings.ts';
import { shardsProbe } from './probes/shards.ts';
import { snapshotsProbe } from './probes/snapshots.ts';
import { tasksProbe } from './probes/tasks.ts';
import { writesProbe } from './probes/writes.ts';

export const elasticsearchProbes: readonly Probe<ElasticsearchClient>[] = [
  clusterProbe,
  nodesProbe,
  shardsProbe,
  indicesProbe,
  settingsProbe,
  accessProbe,
  tasksProbe,
  mappingsProbe,
  snapshotsProbe,
  lifecycleProbe,
  certificatesProbe,
  writesProbe,
  hotThreadsProbe,
];

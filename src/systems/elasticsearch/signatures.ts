/** The known faults of Elasticsearch and OpenSearch, as data. */

import type { Signature } from '../../domain/signature.ts';
import { accessSignatures } from './signatures/access.ts';
import { allocationSignatures } from './signatures/allocation.ts';
import { clusterSignatures } from './signatures/cluster.ts';
import { diskSignatures } from './signatures/disk.ts';
import { emptyAliasSignatures } from './signatures/empty-alias.ts';
import { indexSignatures } from './signatures/indices.ts';
import { loadSignatures } from './signatures/load.ts';
import { maintenanceSignatures } from './signatures/maintenance.ts';
import { memorySignatures } from './signatures/memory.ts';
import { pressureSignatures } from './signatures/pressure.ts';
import { elasticsearchReachSignatures } from './signatures/reach.ts';
import { refusedSignatures } from './signatures/refused.ts';
import { shardSignatures } from './signatures/shards.ts';
import { writeSignatures } from './signatures/writes.ts';

export const elasticsearchSignatures: readonly Signature[] = [
  ...elasticsearchReachSignatures,
  ...clusterSignatures,
  ...allocationSignatures,
  ...shardSignatures,
  ...diskSignatures,
  ...memorySignatures,
  ...loadSignatures,
  ...pressureSignatures,
  ...indexSignatures,
  ...accessSignatures,
  ...emptyAliasSignatures,
  ...writeSignatures,
  ...maintenanceSignatures,
  ...refusedSignatures,
];

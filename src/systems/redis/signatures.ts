/** The known faults of Redis, as data. */

import type { Signature } from '../../domain/signature.ts';
import { accessSignatures } from './signatures/access.ts';
import { bufferSignatures } from './signatures/buffers.ts';
import { clientSignatures } from './signatures/clients.ts';
import { clusterSignatures } from './signatures/cluster.ts';
import { databaseSignatures } from './signatures/databases.ts';
import { evictionSignatures } from './signatures/eviction.ts';
import { expirySignatures } from './signatures/expiry.ts';
import { lockSignatures } from './signatures/locks.ts';
import { lostDataSignatures } from './signatures/lost-data.ts';
import { memberSignatures } from './signatures/members.ts';
import { memorySignatures } from './signatures/memory.ts';
import { notificationSignatures } from './signatures/notifications.ts';
import { persistenceSignatures } from './signatures/persistence.ts';
import { reachSignatures } from './signatures/reach.ts';
import { refusedSignatures } from './signatures/refused.ts';
import { replicationSignatures } from './signatures/replication.ts';
import { resyncSignatures } from './signatures/resync.ts';
import { sentinelSignatures } from './signatures/sentinels.ts';
import { slowCommandSignatures } from './signatures/slow-commands.ts';
import { slownessSignatures } from './signatures/slowness.ts';
import { streamSignatures } from './signatures/streams.ts';
import { surroundingSignatures } from './signatures/surroundings.ts';

export const redisSignatures: readonly Signature[] = [
  ...reachSignatures,
  ...memorySignatures,
  ...bufferSignatures,
  ...evictionSignatures,
  ...expirySignatures,
  ...databaseSignatures,
  ...clientSignatures,
  ...slowCommandSignatures,
  ...slownessSignatures,
  ...persistenceSignatures,
  ...replicationSignatures,
  ...resyncSignatures,
  ...accessSignatures,
  ...refusedSignatures,
  ...sentinelSignatures,
  ...memberSignatures,
  ...clusterSignatures,
  ...streamSignatures,
  ...lockSignatures,
  ...lostDataSignatures,
  ...notificationSignatures,
  ...surroundingSignatures,
];

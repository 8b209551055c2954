/** Everything that can change a Redis. */

import type { Action } from '../contract.ts';
import { killClient, killIdleClients, unpause } from './actions/clients.ts';
import { slotStable } from './actions/cluster.ts';
import { aclRestrictCommand, scriptKill } from './actions/commands.ts';
import { configSet, configSetDurability } from './actions/config-set.ts';
import { expireKey, moveKeyAside, trimList } from './actions/keys.ts';
import { bgsave, memoryPurge, replicaof } from './actions/server.ts';
import type { RedisClient } from './client.ts';

export const redisActions: readonly Action<RedisClient>[] = [
  configSet,
  configSetDurability,
  killClient,
  killIdleClients,
  unpause,
  scriptKill,
  aclRestrictCommand,
  moveKeyAside,
  expireKey,
  trimList,
  bgsave,
  memoryPurge,
  replicaof,
  slotStable,
];

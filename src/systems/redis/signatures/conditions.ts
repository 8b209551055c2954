/** Conditions that several signatures share, so that they agree on what "full" or "refusing" means. */

import type { Condition } from '../../../domain/signature.ts';

/** At the limit, or so near that writes have been refused for it; a refusal of long ago alone is not enough. */
export const isMemoryFull: Condition = {
  any: [
    ['memory.usedRatio', '>=', 0.95],
    {
      all: [
        ['memory.usedRatio', '>=', 0.85],
        ['errors.OOM', '>', 0],
      ],
    },
    ['activity.errors.OOM', '>', 0],
  ],
};

/** Nothing can be evicted: by policy, or because the policy only looks at keys that expire and there are none. */
export const cannotEvict: Condition = {
  any: [
    ['memory.policy', '==', 'noeviction'],
    {
      all: [
        ['memory.policy', 'matches', '^volatile'],
        ['keyspace.expiringRatio', '<', 0.02],
      ],
    },
  ],
};

/** What is evicted is not missed: a full cache that is as large as it needs to be. */
export const findsNearlyAll: Condition = {
  any: [
    ['activity.hitRatio', '>=', 0.97],
    {
      all: [
        ['activity.hitRatio', 'exists', false],
        ['keyspace.hitRatio', '>=', 0.97],
      ],
    },
  ],
};

/** Connections hold a good part of the memory, and it is not just a small Redis with a few clients. */
export const areBuffersLarge: Condition = {
  any: [
    {
      all: [
        ['memory.clientsShare', '>=', 0.25],
        ['memory.clientsBytes', '>=', 16_777_216],
      ],
    },
    {
      all: [
        ['memory.clientsToMaxRatio', '>=', 0.25],
        ['memory.isLimited', '==', true],
        ['memory.clientsBytes', '>=', 2_097_152],
      ],
    },
  ],
};

/** More was held before than the limit now allows, and settings were changed at run time. */
export const isLimitLowered: Condition = {
  all: [
    ['memory.isLimited', '==', true],
    ['memory.usedRatio', '>=', 0.9],
    ['commands.configSetCalls', '>', 0],
    {
      any: [
        ['memory.peakToMaxRatio', '>=', 1.25],
        ['memory.datasetToMaxRatio', '>=', 1.1],
      ],
    },
    { not: areBuffersLarge },
  ],
};

/** One collection holds a large part of the memory and never expires. */
export const isOneCollectionLarge: Condition = {
  all: [
    ['bigkeys.isTopCollection', '==', true],
    ['bigkeys.topShare', '>=', 0.3],
    ['bigkeys.topLength', '>=', 500],
    ['bigkeys.topExpires', '==', false],
  ],
};

export const isMaxclientsNear: Condition = {
  any: [
    ['clients.usedRatio', '>=', 0.9],
    ['activity.rejectedPerSecond', '>', 0],
  ],
};

export const isLinkDown: Condition = {
  all: [
    ['replication.isMaster', '==', false],
    ['replication.linkStatus', '!=', 'up'],
  ],
};

/** Words for anything that shows as full memory. */
export const memoryHints =
  'memory|oom|maxmemory|command not allowed|refus\\w* +writ|writes? (are |is )?(refus|reject|fail)|内存|打满|写入失败|拒绝写';

/** Every look at a Kafka; the cheap ones first. */

import type { Probe } from '../contract.ts';
import type { KafkaClient } from './client.ts';
import { clusterProbe } from './probes/cluster.ts';
import { configsProbe } from './probes/configs.ts';
import { groupsProbe } from './probes/groups.ts';
import { namedTopicProbe } from './probes/named-topic.ts';
import { partitionsProbe } from './probes/partitions.ts';
import { quorumProbe } from './probes/quorum.ts';
import { quotasProbe } from './probes/quotas.ts';
import { rebalancesProbe } from './probes/rebalances.ts';
import { storageProbe } from './probes/storage.ts';

export const kafkaProbes: readonly Probe<KafkaClient>[] = [
  clusterProbe,
  partitionsProbe,
  groupsProbe,
  storageProbe,
  quorumProbe,
  configsProbe,
  quotasProbe,
  namedTopicProbe,
  rebalancesProbe,
];

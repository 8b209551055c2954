/** The known faults of Kafka. */

import type { Signature } from '../../domain/signature.ts';
import { downOnFullDisk } from '../down-on-full-disk.ts';
import { kafkaClientSignatures } from './signatures/clients.ts';
import { kafkaClusterSignatures } from './signatures/cluster.ts';
import { kafkaGroupSignatures } from './signatures/groups.ts';
import { kafkaHotPartitionSignature } from './signatures/hot-partition.ts';
import { kafkaMemberSignatures } from './signatures/members.ts';
import { kafkaPartitionSignatures } from './signatures/partitions.ts';
import { kafkaReachSignatures } from './signatures/reach.ts';
import { kafkaRebalanceSignatures } from './signatures/rebalances.ts';
import { kafkaRefusedConsumerSignatures } from './signatures/refused-consumers.ts';
import { kafkaRefusedProducerSignatures } from './signatures/refused-producers.ts';
import { kafkaStorageSignatures } from './signatures/storage.ts';
import { kafkaTopicLimitSignatures } from './signatures/topic-limits.ts';

export const kafkaSignatures: readonly Signature[] = [
  ...kafkaReachSignatures,
  downOnFullDisk({
    kind: 'kafka',
    product: 'Kafka',
    probe: 'cluster',
    why: {
      'zh-CN': '所有日志目录都写失败时，Broker 会自行停止',
      en: 'a broker stops once it can write to none of its log directories',
    },
    source: 'kafka.apache.org: Operations, log.dirs; KIP-112',
  }),
  ...kafkaClusterSignatures,
  ...kafkaPartitionSignatures,
  ...kafkaGroupSignatures,
  kafkaHotPartitionSignature,
  ...kafkaMemberSignatures,
  ...kafkaRebalanceSignatures,
  ...kafkaStorageSignatures,
  ...kafkaTopicLimitSignatures,
  ...kafkaClientSignatures,
  ...kafkaRefusedProducerSignatures,
  ...kafkaRefusedConsumerSignatures,
];

/** Every change of a Kafka. Nothing here deletes a topic, a group or a record. */

import type { Action } from '../contract.ts';
import { alterTopicConfig } from './actions/configs.ts';
import { resetGroupOffsets } from './actions/groups.ts';
import { electPreferredLeaders } from './actions/leaders.ts';
import type { KafkaClient } from './client.ts';

export const kafkaActions: readonly Action<KafkaClient>[] = [alterTopicConfig, electPreferredLeaders, resetGroupOffsets];

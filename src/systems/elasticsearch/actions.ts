/** Everything that can change an Elasticsearch or OpenSearch. */

import type { Action } from '../contract.ts';
import { setClusterSetting } from './actions/cluster-settings.ts';
import { clearReadOnlyBlock, setIndexSetting, setReplicas } from './actions/index-settings.ts';
import { cancelTask, retryFailedAllocation } from './actions/work.ts';
import type { ElasticsearchClient } from './client.ts';

export const elasticsearchActions: readonly Action<ElasticsearchClient>[] = [
  setClusterSetting,
  clearReadOnlyBlock,
  setReplicas,
  setIndexSetting,
  cancelTask,
  retryFailedAllocation,
];

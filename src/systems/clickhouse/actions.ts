/** Everything that can change a ClickHouse. */

import type { Action } from '../contract.ts';
import { killMutation, killQuery } from './actions/kill.ts';
import { startMerges } from './actions/merges.ts';
import { restartReplica } from './actions/replica.ts';
import type { ClickhouseClient } from './client.ts';

export const clickhouseActions: readonly Action<ClickhouseClient>[] = [killQuery, killMutation, restartReplica, startMerges];

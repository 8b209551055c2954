/** Everything that can change an etcd. Keys are never written or deleted. */

import type { Action } from '../contract.ts';
import { disarmAlarm } from './actions/alarm.ts';
import { moveLeader } from './actions/leader.ts';
import { compact, defragment } from './actions/space.ts';
import type { EtcdClient } from './client.ts';

export const etcdActions: readonly Action<EtcdClient>[] = [compact, defragment, disarmAlarm, moveLeader];

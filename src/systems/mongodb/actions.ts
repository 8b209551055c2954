/** Everything that can change a MongoDB. */

import type { Action } from '../contract.ts';
import { killOperation } from './actions/kill-operation.ts';
import { setProfiling } from './actions/profiling.ts';
import { stepDown } from './actions/step-down.ts';
import type { MongodbClient } from './client.ts';

export const mongodbActions: readonly Action<MongodbClient>[] = [killOperation, setProfiling, stepDown];

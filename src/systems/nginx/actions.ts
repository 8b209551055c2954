/** Everything that can change nginx. */

import type { Action } from '../contract.ts';
import { reload } from './actions/reload.ts';
import type { NginxClient } from './client.ts';

export const nginxActions: readonly Action<NginxClient>[] = [reload];

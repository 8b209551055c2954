/** Everything that can change Alertmanager. */

import type { Action } from '../contract.ts';
import { createSilence } from './actions/create-silence.ts';
import { expireSilence } from './actions/expire-silence.ts';
import type { AlertmanagerClient } from './client.ts';

export const alertmanagerActions: readonly Action<AlertmanagerClient>[] = [createSilence, expireSilence];

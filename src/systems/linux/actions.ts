/** Everything that Zhiban may change on a Linux machine. */

import type { Action } from '../contract.ts';
import { cleanPath } from './actions/clean-path.ts';
import { reniceProcess } from './actions/renice-process.ts';
import { restartService } from './actions/restart-service.ts';
import { killProcess, pauseProcess, resumeProcess, terminateProcess } from './actions/signal-process.ts';
import { truncateDeleted } from './actions/truncate-deleted.ts';
import type { LinuxClient } from './client.ts';

export const linuxActions: readonly Action<LinuxClient>[] = [
  restartService,
  pauseProcess,
  resumeProcess,
  terminateProcess,
  killProcess,
  reniceProcess,
  cleanPath,
  truncateDeleted,
];

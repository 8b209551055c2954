/** One tick of a detection's schedule. What it saw is in the store; a tick that fails is followed by the next one. */

import { proxyActivities } from '@temporalio/workflow';
import type { Activities, DetectionScope } from '../activities/contract.ts';

const { runDetection } = proxyActivities<Pick<Activities, 'runDetection'>>({
  // Learning a week anew after a start takes the longest.
  startToCloseTimeout: '3 minutes',
  heartbeatTimeout: '15 seconds',
  retry: { initialInterval: '1 second', maximumInterval: '10 seconds', maximumAttempts: 3 },
});

export async function detect(scope: DetectionScope): ReturnType<Activities['runDetection']> {
  return runDetection(scope);
}

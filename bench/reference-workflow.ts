/** The least that a workflow can do: one activity. */

import { proxyActivities } from '@temporalio/workflow';

const { nothing } = proxyActivities<{ nothing(): Promise<void> }>({ startToCloseTimeout: '5 seconds' });

export async function once(): Promise<void> {
  await nothing();
}

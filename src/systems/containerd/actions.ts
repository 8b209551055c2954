/** Everything that can change a containerd: a frozen task goes on. Nothing is started, ended or removed. */

import type { Action } from '../contract.ts';
import { resumeTask } from './actions/resume-task.ts';
import type { ContainerdClient } from './client.ts';

export const containerdActions: readonly Action<ContainerdClient>[] = [resumeTask];

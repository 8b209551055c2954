/** Everything that can change a Docker Engine. No container and no volume is ever removed. */

import type { Action } from '../contract.ts';
import { setCpuLimit, setMemoryLimit, setRestartPolicy } from './actions/limits.ts';
import { pruneDanglingImages } from './actions/prune.ts';
import { restartContainer, startContainer, stopContainer, unpauseContainer } from './actions/run.ts';
import type { DockerClient } from './client.ts';

export const dockerActions: readonly Action<DockerClient>[] = [
  startContainer,
  restartContainer,
  unpauseContainer,
  stopContainer,
  setMemoryLimit,
  setCpuLimit,
  setRestartPolicy,
  pruneDanglingImages,
];

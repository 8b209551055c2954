/** Everything that can change a cluster. Nothing is created, and nothing but single pods is deleted. */

import type { Action } from '../contract.ts';
import { cordon, drain, uncordon } from './actions/nodes.ts';
import { deletePod } from './actions/pods.ts';
import { restartRollout, undoRollout } from './actions/rollout.ts';
import {
  pauseRollout,
  resumeJob,
  resumeRollout,
  scale,
  setEnvironment,
  setImage,
  setProbe,
  setResources,
  setSelector,
} from './actions/settings.ts';
import type { KubernetesClient } from './client.ts';

export const kubernetesActions: readonly Action<KubernetesClient>[] = [
  restartRollout,
  undoRollout,
  pauseRollout,
  resumeRollout,
  scale,
  setImage,
  setResources,
  setProbe,
  setEnvironment,
  setSelector,
  resumeJob,
  deletePod,
  cordon,
  uncordon,
  drain,
];

/** Every cause that the investigator can name, with its words. */

import type { CauseText } from './cause-text.ts';
import { admissionCauses } from './causes/admission.ts';
import { clusterCauses } from './causes/cluster.ts';
import { networkCauses } from './causes/network.ts';
import { placementCauses } from './causes/placement.ts';
import { runtimeCauses } from './causes/runtime.ts';
import { startupCauses } from './causes/startup.ts';

export const causes = {
  ...placementCauses,
  ...admissionCauses,
  ...startupCauses,
  ...runtimeCauses,
  ...networkCauses,
  ...clusterCauses,
} as const satisfies Readonly<Record<string, CauseText>>;

export type CauseId = keyof typeof causes;

/** What is watched by itself, as the server needs it: the schedules, and what people may do about it. */

import type { OperationsDeps } from '../../operations/deps.ts';
import { createDetectionSchedules, runNow } from '../../operations/detection-schedules.ts';
import type { Regular } from '../../operations/look-regularly.ts';
import { readPauses } from '../../store/detection-pauses.ts';
import type { KnownDetections } from '../doctor/examine-detections.ts';
import { type Ground, tenantId } from './ground.ts';

export function openSchedules(ground: Ground): Regular {
  const { detections: specs, clock, log } = ground;
  const held = async () => new Set((await readPauses(ground.store.forTenant(tenantId))).keys());
  return createDetectionSchedules({ ...reach(ground), specs, held, clock, log });
}

export function watchedBy(ground: Ground): Pick<OperationsDeps, 'detections' | 'runDetection'> {
  return { detections: ground.detections, runDetection: (id) => runNow({ ...reach(ground), clock: ground.clock }, id) };
}

/** For the doctor. */
export async function readKnown(ground: Ground): Promise<KnownDetections> {
  const store = ground.store.forTenant(tenantId);
  const [runs, pauses] = await Promise.all([store.detections.runs(), readPauses(store)]);
  return { specs: ground.detections(), runs, pauses };
}

function reach({ link, initial }: Ground) {
  return { client: () => link.client(), taskQueue: initial.config.temporal.taskQueue, tenantId };
}

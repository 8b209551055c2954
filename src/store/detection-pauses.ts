/** Which detections people hold, by id. */

import type { Pause } from '../domain/detection.ts';
import type { TenantStore } from './contract.ts';

const key = 'detections.paused';

type Inside = Pick<TenantStore, 'settings'>;

export async function readPauses({ settings }: Inside): Promise<ReadonlyMap<string, Pause>> {
  const kept = await settings.get(key);
  if (kept === null || typeof kept !== 'object') return new Map();
  return new Map(Object.entries(kept).flatMap(([id, pause]) => (isPause(pause) ? [[id, pause] as const] : [])));
}

/** Null takes it back. Within a transaction that holds the lock of detections. */
export async function writePause(inside: Inside, detectionId: string, pause: Pause | null): Promise<void> {
  const kept = new Map(await readPauses(inside));
  if (pause === null) kept.delete(detectionId);
  else kept.set(detectionId, pause);
  await inside.settings.set(key, Object.fromEntries(kept));
}

function isPause(value: unknown): value is Pause {
  return value !== null && typeof value === 'object' && 'personId' in value && 'personName' in value && 'at' in value;
}

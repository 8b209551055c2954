/** What a worker tells of an answer that it is writing. */

import { z } from 'zod';
import type { LiveEvent } from '../../store/event-contract.ts';

export interface Partial {
  readonly incidentId: string;
  /** Of the line that the answer will be. */
  readonly slot: string;
  readonly text: string;
}

const payload = z.object({ slot: z.string().startsWith('answer-').max(300), text: z.string().min(1).max(4_096) });

export function readPartial(event: LiveEvent): Partial | null {
  if (event.kind !== 'answer' || event.incidentId === null) return null;
  const parsed = payload.safeParse(event.payload);
  return parsed.success ? { incidentId: event.incidentId, ...parsed.data } : null;
}

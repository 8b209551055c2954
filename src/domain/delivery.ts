/** A message on its way out, as people see it: a line of a thread, or what a voice is to say. */

import type { Priority } from './place.ts';

export const deliveryStates = ['waiting', 'sent', 'skipped', 'dead'] as const;
/** `skipped` was overtaken by events before it could be said; `dead` was given up and can be replayed. */
export type DeliveryState = (typeof deliveryStates)[number];

export interface DeliveryView {
  readonly id: string;
  readonly kind: 'line' | 'announcement';
  readonly state: DeliveryState;
  readonly incidentId: string;
  readonly code: string;
  readonly adapter: string;
  /** The channel, the name of the destination, the addresses. */
  readonly destination: string;
  /** The moment, or the words of the line. */
  readonly what: string;
  readonly priority: Priority;
  readonly attempts: number;
  /** Why the last attempt failed, without secrets. */
  readonly error: string | null;
  readonly at: string;
  readonly dueAt: string;
}

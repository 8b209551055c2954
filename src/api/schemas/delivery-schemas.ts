/** Messages on their way out as the API shows them. */

import { z } from 'zod';
import { type DeliveryView, deliveryStates } from '../../domain/delivery.ts';
import { priorities } from '../../domain/place.ts';
import { ofView } from './of-view.ts';

const text = z.string();

export const deliverySchema = ofView<DeliveryView>()(
  z.object({
    id: text,
    kind: z.enum(['line', 'announcement']),
    state: z.enum(deliveryStates),
    incidentId: text,
    code: text,
    adapter: text,
    destination: text.describe('The channel, the name of the destination, or the addresses'),
    what: text,
    priority: z.enum(priorities),
    attempts: z.number(),
    error: text.nullable(),
    at: text,
    dueAt: text,
  }),
);

export const replaySchema = z.object({ replayed: z.array(z.string()).readonly() });

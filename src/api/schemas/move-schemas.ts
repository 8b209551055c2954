/** Merges and splits as the API shows them. */

import { z } from 'zod';
import type { MoveView } from '../../domain/view.ts';
import type { MoveResult } from '../../operations/moves/moves-contract.ts';
import { incidentSchema } from './incident-schemas.ts';
import { ofView } from './of-view.ts';

const text = z.string();
const named = z.object({ id: text, code: text });

export const moveSchema = ofView<MoveView>()(
  z.object({
    id: text,
    kind: z.enum(['merge', 'split']),
    from: named.describe('Whose alerts they were'),
    to: named.describe('Where they went'),
    alerts: z.number(),
    at: text,
    by: text,
    undoneAt: text.nullable(),
    undoneBy: text.nullable(),
  }),
);

export const moveResultSchema = ofView<MoveResult>()(
  z.object({ move: moveSchema, incident: incidentSchema.describe('The one that has the alerts now') }),
);

/** Changes as the API shows them. */

import { z } from 'zod';
import { type Change, changeKinds } from '../../domain/change.ts';
import { listOf, ofView } from './of-view.ts';

const text = z.string();

export const changeSchema = ofView<Change>()(
  z.object({
    id: text,
    at: text,
    kind: z.enum(changeKinds),
    systemIds: listOf(text),
    title: text,
    version: text.nullable(),
    author: text.nullable(),
    url: text.nullable(),
    source: text.describe('Through which door it was told'),
  }),
);

/** People and their chat accounts as the API shows them. */

import { z } from 'zod';
import type { IdentityView, LinkView, PersonView } from '../../domain/people-view.ts';
import { roles } from '../../domain/policy.ts';
import { listOf, ofView } from './of-view.ts';

const text = z.string();

export const identitySchema = ofView<IdentityView>()(
  z.object({
    adapter: text,
    workspace: text.nullable().describe('Null for an account that the configuration gives'),
    userId: text,
    name: text.nullable().describe('What the platform called them when it was linked'),
    how: z.enum(['config', 'code', 'profile', 'admin']),
    at: text.nullable(),
  }),
);

export const personSchema = ofView<PersonView>()(
  z.object({
    id: text,
    name: text,
    roles: listOf(z.enum(roles)),
    email: text.nullable().describe('In full for administrators and oneself'),
    phone: text.nullable().describe('In full for administrators and oneself'),
    identities: listOf(identitySchema),
  }),
);

export const linkSchema = ofView<LinkView>()(
  z.object({
    adapter: text,
    workspace: text,
    userId: text,
    name: text.nullable(),
    email: text.nullable().describe('What the platform vouches for, with its middle hidden'),
    expiresAt: text,
    person: z.object({ id: text, name: text }),
    isLinked: z.boolean(),
  }),
);

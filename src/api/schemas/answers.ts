/** The forms that routes share: errors, lists, the language of the answer. */

import { z } from 'zod';
import { locales } from '../../domain/text.ts';

export const errorSchema = z.object({
  error: z.object({
    kind: z.string().describe('invalid, unauthenticated, forbidden, not-found, conflict, too-large, too-many, unavailable or internal'),
    message: z.string().describe('For people, in the language of the request'),
    details: z.record(z.string(), z.unknown()),
  }),
});

/** What every route may answer besides its own. */
export const refusals = { '4xx': errorSchema, '5xx': errorSchema } as const;

/** Every route takes `?locale=`; without it Accept-Language decides. */
export const localeQuery = z.strictObject({ locale: z.enum(locales).optional() });

/** Ids and codes: bounded, so that nothing long reaches the store or a log. */
export const idText = z.string().min(1).max(64);
export const idParams = z.strictObject({ id: idText });

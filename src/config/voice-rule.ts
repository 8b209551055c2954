/** What a route may say of a voice: which destination, who, what, and when. */

import { z } from 'zod';
import { severities } from '../domain/alert.ts';
import { moments } from '../domain/moment.ts';
import { hoursShape, ownTimeZone } from './hours.ts';

const hours = z.strictObject({
  ...hoursShape('09:00'),
  timeZone: ownTimeZone,
  /** What isn't critical waits for the next hours and comes as one digest, or is never said. */
  outside: z.enum(['hold', 'drop']).default('hold'),
});

export const voiceRuleShape = {
  /** One of several destinations of the adapter. */
  name: z.string().min(1).optional(),
  /** Addresses, for e-mail. */
  to: z.array(z.email()).min(1).optional(),
  severities: z.array(z.enum(severities)).min(1).optional(),
  moments: z.array(z.enum(moments)).min(1).optional(),
  hours: hours.optional(),
};

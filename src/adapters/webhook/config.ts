/** The configuration of generic webhooks: each has a name of your own. */

import { z } from 'zod';
import { secretRef } from '../../domain/secret.ts';

const endpoint = z.strictObject({
  /** An address that is no secret; else `address`. */
  url: z.url({ protocol: /^https?$/ }).optional(),
  address: secretRef.optional(),
  /** Signs each request: `whsec_…` in base64, or any text. */
  secret: secretRef.optional(),
});

export const webhookConfig = z.record(
  z.string().min(1),
  endpoint.refine((given) => (given.url === undefined) !== (given.address === undefined), 'expected either url, or address as a reference'),
);

export type WebhookConfig = z.infer<typeof webhookConfig>;

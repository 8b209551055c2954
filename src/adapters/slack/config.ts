/** The configuration of the Slack adapter. */

import { z } from 'zod';
import { secretRef } from '../../domain/secret.ts';

export const slackConfig = z.strictObject({
  botToken: secretRef,
  /** For Socket Mode, the default: no public address is needed. */
  appToken: secretRef.optional(),
  /** For HTTP mode: requests are checked against it. */
  signingSecret: secretRef.optional(),
  mode: z.enum(['socket', 'http']).default('socket'),
  /** Rooms of incidents are private channels; needs the scopes groups:write and groups:read as well. */
  privateRooms: z.boolean().default(false),
  /** Ends in `/api/`; a gateway, a proxy or a test peer may stand in. */
  apiUrl: z.url().default('https://slack.com/api/'),
});

export type SlackConfig = z.infer<typeof slackConfig>;

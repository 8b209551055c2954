/** Who we are in the workspace, as Slack says it. */

import { z } from 'zod';
import type { SlackClient } from './client.ts';

export interface SlackIdentity {
  readonly teamId: string;
  readonly botUserId: string;
  readonly botId: string | null;
  readonly enterpriseId: string | null;
}

const authTest = z.object({
  team_id: z.string(),
  user_id: z.string(),
  bot_id: z.string().optional(),
  enterprise_id: z.string().nullish(),
});

/** Throws ChatError; kind `auth` when the token is not good any more. */
export async function fetchIdentity(client: SlackClient): Promise<SlackIdentity> {
  const answer = await client.call('auth.test', {}, authTest);
  return {
    teamId: answer.team_id,
    botUserId: answer.user_id,
    botId: answer.bot_id ?? null,
    enterpriseId: answer.enterprise_id ?? null,
  };
}

/** Who we are, as Feishu says it. */

import { z } from 'zod';
import type { FeishuClient } from './client.ts';

export interface FeishuIdentity {
  readonly botOpenId: string;
  readonly name: string;
}

const botInfo = z.object({ bot: z.object({ open_id: z.string().min(1), app_name: z.string().default('') }) });

/** Throws ChatError; kind `auth` when the secret is not good any more, `forbidden` when the app has no bot. */
export async function fetchIdentity(client: FeishuClient): Promise<FeishuIdentity> {
  const answer = await client.call({ name: 'bot.info', method: 'GET', path: '/open-apis/bot/v3/info' }, botInfo);
  return { botOpenId: answer.bot.open_id, name: answer.bot.app_name };
}

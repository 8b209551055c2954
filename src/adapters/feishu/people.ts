/** What Feishu knows of a member, and its louder ways to reach one. */

import { z } from 'zod';
import { ChatError, type Profile, type Urgency } from '../contract.ts';
import type { FeishuClient } from './client.ts';
import { isOpenId } from './dialect.ts';

const userAnswer = z.object({
  data: z.object({
    user: z.object({
      name: z.string().nullish(),
      email: z.string().nullish(),
      enterprise_email: z.string().nullish(),
      mobile: z.string().nullish(),
    }),
  }),
});

/** Fields that the app may not read stay empty; null when it may not read the person at all. Throws ChatError for anything else. */
export async function fetchProfile(client: FeishuClient, openId: string): Promise<Profile | null> {
  if (!isOpenId(openId)) return null;
  const path = `/open-apis/contact/v3/users/${openId}`;
  try {
    const answer = await client.call({ name: 'contact.user.get', method: 'GET', path, params: { user_id_type: 'open_id' } }, userAnswer);
    const { name, email, enterprise_email, mobile } = answer.data.user;
    return { name: name || null, email: enterprise_email || email || null, phone: phoneOf(mobile ?? '') };
  } catch (error) {
    if (error instanceof ChatError && (error.kind === 'forbidden' || error.kind === 'gone')) return null;
    throw error;
  }
}

/** Mainland numbers come with or without their country code. */
function phoneOf(mobile: string): string | null {
  const digits = mobile.replace(/[^\d+]/g, '');
  if (/^\+\d{6,15}$/.test(digits)) return digits;
  return /^1\d{10}$/.test(digits) ? `+86${digits}` : null;
}

const urgedAnswer = z.object({ data: z.object({ invalid_user_id_list: z.array(z.string()).nullish() }).nullish() });

/** On a message of our own, at most 200 people. Throws ChatError; `forbidden` when Feishu reaches nobody of them. */
export async function urge(client: FeishuClient, messageId: string, openIds: readonly string[], means: Urgency): Promise<void> {
  const asked = [...new Set(openIds.filter(isOpenId))].slice(0, 200);
  if (asked.length === 0) return;
  const path = `/open-apis/im/v1/messages/${encodeURIComponent(messageId)}/urgent_${means}`;
  const request = { name: `im.message.urgent_${means}`, method: 'PATCH', path, params: { user_id_type: 'open_id' } } as const;
  const answer = await client.call({ ...request, body: { user_id_list: asked } }, urgedAnswer);
  const unreached = answer.data?.invalid_user_id_list ?? [];
  if (unreached.length >= asked.length) throw new ChatError('forbidden', 'Feishu could urge none of those who were asked for');
}

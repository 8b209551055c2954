/** What DingTalk tells about a person, and how it calls people beyond a mention. */

import { z } from 'zod';
import { ChatError, type Profile, type Urgency } from '../contract.ts';
import type { DingtalkClient } from './client.ts';
import { dingtalkLimits } from './limits.ts';
import { isStaffId } from './target.ts';

const text = z.string().max(400).nullish().catch(undefined);
const userAnswer = z.object({
  result: z.object({ name: text, email: text, org_email: text, mobile: text, state_code: text }).nullish().catch(undefined),
});

/** Null for who isn't there, and for what the app may not see. Throws ChatError for everything else. */
export async function fetchProfile(client: DingtalkClient, userId: string): Promise<Profile | null> {
  if (!isStaffId(userId)) return null;
  try {
    const { result } = await client.callOld('/topapi/v2/user/get', { userid: userId, language: 'zh_CN' }, userAnswer);
    if (!result) return null;
    const email = result.org_email || result.email || null;
    return { name: result.name || null, email, phone: phoneOf(result.mobile, result.state_code) };
  } catch (error) {
    if (error instanceof ChatError && (error.kind === 'gone' || error.kind === 'forbidden')) return null;
    throw error;
  }
}

function phoneOf(mobile: string | null | undefined, stateCode: string | null | undefined): string | null {
  const digits = (mobile ?? '').replace(/\D/g, '');
  if (digits.length < 5) return null;
  const country = (stateCode ?? '').replace(/\D/g, '') || '86';
  return `+${country}${digits}`;
}

const remindTypes: Readonly<Record<Urgency, number>> = { app: 1, sms: 2, phone: 3 };
const dingAnswer = z.object({ failedList: z.record(z.string(), z.array(z.string())).nullish().catch(undefined) });

/** A DING: needs a paid edition, and by text message or telephone a quota of its own. Throws ChatError. */
export async function sendDing(
  client: DingtalkClient,
  ding: { readonly robotCode: string; readonly userIds: readonly string[]; readonly means: Urgency; readonly content: string },
): Promise<void> {
  const userIds = [...new Set(ding.userIds)].filter(isStaffId);
  const receiversMax = dingtalkLimits.urgeReceiversMax[ding.means];
  for (let at = 0; at < userIds.length; at += receiversMax) {
    const receiverUserIdList = userIds.slice(at, at + receiversMax);
    const body = { robotCode: ding.robotCode, remindType: remindTypes[ding.means], receiverUserIdList, content: ding.content };
    const { failedList } = await client.call('POST', '/v1.0/robot/ding/send', body, dingAnswer);
    const [code] = Object.keys(failedList ?? {});
    if (code !== undefined) {
      const failed = Object.values(failedList ?? {}).flat().length;
      throw new ChatError('forbidden', `DingTalk did not reach ${failed} of ${receiverUserIdList.length} by DING`, {
        platformCode: 'failed',
      });
    }
  }
}

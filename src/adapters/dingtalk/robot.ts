/** Messages of the robot: to a group, to one person, or at the reply address of a message. */

import { z } from 'zod';
import { ChatError } from '../contract.ts';
import type { RobotMessage } from './action-card.ts';
import type { DingtalkClient } from './client.ts';
import type { MarkdownMessage } from './parts.ts';
import type { Target } from './target.ts';

export interface Robot {
  /** The key by which a quote of the message names it. Throws ChatError. */
  send(target: Target, message: RobotMessage): Promise<string>;
  /** `call` are staff ids: they stand in the text already. Throws ChatError. */
  answerAt(url: string, message: MarkdownMessage, call: readonly string[]): Promise<void>;
}

const sent = z.object({
  processQueryKey: z.string().min(1),
  flowControlledStaffIdList: z.array(z.string()).nullish().catch(undefined),
  invalidStaffIdList: z.array(z.string()).nullish().catch(undefined),
});

export function createRobot(client: DingtalkClient, robotCode: string): Robot {
  return {
    async send(target, { msgKey, msgParam }) {
      const message = { robotCode, msgKey, msgParam: JSON.stringify(msgParam) };
      if (target.kind === 'group') {
        const body = { ...message, openConversationId: target.conversationId };
        return (await client.call('POST', '/v1.0/robot/groupMessages/send', body, sent)).processQueryKey;
      }
      const body = { ...message, userIds: [target.userId] };
      const answer = await client.call('POST', '/v1.0/robot/oToMessages/batchSend', body, sent);
      // Taken with a 200 and not delivered: said only in these lists.
      if (answer.flowControlledStaffIdList?.includes(target.userId)) {
        throw new ChatError('rate', 'DingTalk limits messages to this person', { platformCode: 'flowControlled' });
      }
      if (answer.invalidStaffIdList?.includes(target.userId)) {
        throw new ChatError('gone', 'DingTalk knows no such person', { platformCode: 'invalidStaffId' });
      }
      return answer.processQueryKey;
    },
    async answerAt(url, markdown, call) {
      await client.answerAt(url, { msgtype: 'markdown', markdown, at: { atUserIds: call, isAtAll: false } });
    },
  };
}

export function markdownOf({ title, text }: MarkdownMessage): RobotMessage {
  return { msgKey: 'sampleMarkdown', msgParam: { title, text } };
}

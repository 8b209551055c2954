/** Calls people to a message of ours by a direct message each: Slack rings for those when a mention in a channel is muted. */

import { z } from 'zod';
import type { Rich } from '../../domain/card.ts';
import type { MessageRef } from '../../domain/place.ts';
import { type AdapterLog, ChatError } from '../contract.ts';
import type { SlackClient } from './client.ts';
import type { SlackOutbound } from './outbound.ts';

const opened = z.object({ channel: z.object({ id: z.string() }) });
const calledMax = 20;

/** Once for each message and person, also after a crash. Who can't be reached keeps nobody else from being called. */
export async function urgeByMessage(
  { client, outbound, log }: { readonly client: SlackClient; readonly outbound: SlackOutbound; readonly log: AdapterLog },
  message: MessageRef,
  userIds: readonly string[],
): Promise<void> {
  const link = await outbound.linkTo(message);
  const rich: readonly Rich[] = [
    {
      type: 'paragraph',
      spans: [
        { type: 'text', text: '🔔 值班需要您处理 · Zhiban needs you: ' },
        link === null ? { type: 'text', text: message.place.channel } : { type: 'link', url: link, text: '打开 · open' },
      ],
    },
  ];
  for (const userId of userIds.slice(0, calledMax)) {
    try {
      const { channel } = await client.call('conversations.open', { users: userId }, opened);
      const place = { adapter: 'slack', workspace: message.place.workspace, channel: channel.id };
      const options = {
        idempotencyKey: `urge-${message.place.channel}-${message.id}-${userId}`,
        locale: 'zh-CN',
        priority: 'critical',
      } as const;
      await outbound.post(place, { rich }, options);
    } catch (error) {
      if (!(error instanceof ChatError) || error.kind === 'transient' || error.kind === 'rate' || error.kind === 'auth') throw error;
      log.warn({ userId, code: error.platformCode }, 'A person could not be called by a direct message');
    }
  }
}

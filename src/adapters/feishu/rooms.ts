/** Groups of an incident's own. */

import { z } from 'zod';
import type { Place } from '../../domain/place.ts';
import { ChatError, type Rooms } from '../contract.ts';
import { shorten } from '../rich/shorten.ts';
import type { FeishuClient } from './client.ts';
import { isOpenId } from './dialect.ts';
import { feishuLimits } from './limits.ts';
import { uuidOf } from './messages.ts';

const created = z.object({ data: z.object({ chat_id: z.string().min(1) }) });
const nothing = z.object({});

/** Feishu's answer for a group that was dissolved already. */
const dissolvedCodes = new Set(['232009', '232006']);

/** `ready` waits for the client; Feishu opens one group for a key within ten hours. */
export function createRooms(ready: () => Promise<FeishuClient>): Rooms {
  async function invite(room: Place, memberIds: readonly string[]): Promise<void> {
    const client = await ready();
    const people = [...new Set(memberIds.filter(isOpenId))];
    for (let start = 0; start < people.length; start += feishuLimits.membersPerCallMax) {
      await client.call(
        {
          name: 'im.chat.members.create',
          method: 'POST',
          path: `${pathOf(room)}/members`,
          // Whoever can be invited is; one who left the company must not keep the others out.
          params: { member_id_type: 'open_id', succeed_type: 1 },
          body: { id_list: people.slice(start, start + feishuLimits.membersPerCallMax) },
        },
        nothing,
      );
    }
  }

  return {
    async open(room) {
      const client = await ready();
      const people = [...new Set(room.memberIds.filter(isOpenId))];
      const first = people.slice(0, feishuLimits.membersPerCallMax);
      const answer = await client.call(
        {
          name: 'im.chat.create',
          method: 'POST',
          path: '/open-apis/im/v1/chats',
          params: { user_id_type: 'open_id', set_bot_manager: true, uuid: uuidOf(room.key) },
          body: {
            name: shorten(room.name, feishuLimits.roomNameCharsMax),
            description: shorten(room.topic, feishuLimits.roomTopicCharsMax),
            user_id_list: first,
            ...{ chat_mode: 'group', chat_type: 'private' },
          },
        },
        created,
      );
      const place = { adapter: 'feishu', workspace: '', channel: answer.data.chat_id };
      await invite(place, people.slice(first.length));
      return place;
    },
    invite,
    async setTopic(room, topic) {
      const body = { description: shorten(topic, feishuLimits.roomTopicCharsMax) };
      await (await ready()).call({ name: 'im.chat.update', method: 'PUT', path: pathOf(room), body }, nothing);
    },
    async close(room) {
      try {
        await (await ready()).call({ name: 'im.chat.delete', method: 'DELETE', path: pathOf(room) }, nothing);
      } catch (error) {
        if (!(error instanceof ChatError) || !dissolvedCodes.has(error.platformCode ?? '')) throw error;
      }
    },
  };
}

function pathOf(room: Place): string {
  return `/open-apis/im/v1/chats/${encodeURIComponent(room.channel)}`;
}

/**
 * Groups of an incident's own, from a group template of the organisation. DingTalk lets an app make, name and fill such groups, but not
 * dissolve them: a closed one says so in its name. There is no topic either: it is told in the group.
 */

import { z } from 'zod';
import { paragraph } from '../../domain/card.ts';
import type { Place } from '../../domain/place.ts';
import { ChatError, type Rooms } from '../contract.ts';
import { shortHash } from '../rich/short-hash.ts';
import { shorten } from '../rich/shorten.ts';
import type { DingtalkClient } from './client.ts';
import { dingtalkLimits } from './limits.ts';
import { richToParts } from './parts.ts';
import { markdownOf, type Robot } from './robot.ts';
import { isStaffId, targetOf } from './target.ts';

const opened = z.object({ open_conversation_id: z.string().min(1) });
const done = z.object({});
const group = z.object({ title: z.string().nullish() });
const closedMark = '✅ ';

export function createRooms(setting: {
  readonly client: DingtalkClient;
  readonly robot: Robot;
  readonly templateId: string;
  /** Null: the first member owns the group. */
  readonly ownerId: string | null;
  corpId(): string;
}): Rooms {
  const { client, robot, templateId, ownerId } = setting;

  async function invite(room: Place, memberIds: readonly string[]): Promise<void> {
    const user_ids = memberIds.filter(isStaffId);
    if (user_ids.length === 0) return;
    await client.call('POST', '/v1.0/im/sceneGroup/member/add', { open_conversation_id: room.channel, user_ids }, done);
  }

  async function tell(room: Place, text: string): Promise<void> {
    const [part] = richToParts([paragraph(text)], 'zh-CN').parts;
    if (part !== undefined) await robot.send(targetOf(room), markdownOf(part));
  }

  return {
    async open({ key, name, topic, memberIds }) {
      const user_ids = memberIds.filter(isStaffId);
      const owner = ownerId ?? user_ids[0];
      if (owner === undefined) throw new ChatError('format', 'A DingTalk group needs an owner: set groupOwnerId, or name a member');
      const title = shorten(name, dingtalkLimits.groupNameCharsMax);
      // The uuid is DingTalk's own key against a second group for the same thing.
      const body = { title, template_id: templateId, owner_user_id: owner, user_ids, uuid: shortHash(key) };
      const { open_conversation_id } = await client.call('POST', '/v1.0/im/sceneGroup/create', body, opened);
      const room = { adapter: 'dingtalk', workspace: setting.corpId(), channel: open_conversation_id };
      if (topic !== '') await tell(room, topic);
      return room;
    },
    invite,
    setTopic: tell,
    async close(room) {
      const { title } = await client.call('POST', '/v1.0/im/sceneGroups/query', { openConversationId: room.channel }, group);
      const name = title ?? '';
      if (name.startsWith(closedMark)) return;
      const closed = shorten(`${closedMark}${name}`, dingtalkLimits.groupNameCharsMax);
      await client.call('POST', '/v1.0/im/sceneGroup/update', { open_conversation_id: room.channel, title: closed }, done);
    },
  };
}

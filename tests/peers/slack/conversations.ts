/** Channels that the bot makes for itself: create, invite, topic, archive, as Slack answers them. */

import type { Answer, Parameters, WebApiContext } from './web-api.ts';
import type { PeerChannel } from './workspace.ts';

type Method = (context: WebApiContext, parameters: Parameters) => Answer;

export const conversationMethods: Readonly<Record<string, Method>> = {
  'conversations.create': ({ workspace }, { name = '', is_private }) => {
    if (name.length > 80) return refuse('invalid_name_maxlength');
    if (!/^[\p{Ll}\p{Lo}\p{N}_-]+$/u.test(name)) return refuse('invalid_name_specials');
    if ([...workspace.made.values()].some((each) => each.name === name)) return refuse('name_taken');
    const id = workspace.nextId('C');
    const members = new Set([workspace.botUserId]);
    const channel: PeerChannel = { id, name, isPrivate: is_private === 'true', members, topic: '', purpose: '', isArchived: false };
    workspace.made.set(id, channel);
    workspace.channels.add(id);
    return { ok: true, channel: { id, name, creator: workspace.botUserId, is_archived: false } };
  },
  'conversations.invite': ({ workspace }, { channel: id = '', users = '' }) => {
    const channel = workspace.made.get(id);
    if (channel === undefined) return refuse('channel_not_found');
    if (channel.isArchived) return refuse('is_archived');
    const ids = users.split(',');
    if (ids.includes(workspace.botUserId)) return refuse('cant_invite_self');
    if (ids.some((user) => workspace.strangers.has(user))) return refuse('user_not_found');
    if (ids.some((user) => channel.members.has(user))) return refuse('already_in_channel');
    for (const user of ids) channel.members.add(user);
    return { ok: true, channel: { id } };
  },
  'conversations.open': ({ workspace }, { users = '' }) => {
    if (workspace.strangers.has(users)) return refuse('user_not_found');
    const id = `D${users}`;
    workspace.channels.add(id);
    return { ok: true, channel: { id } };
  },
  'conversations.setTopic': (context, { channel = '', topic = '' }) =>
    change(context, channel, (each) => void Object.assign(each, { topic }), topic),
  'conversations.setPurpose': (context, { channel = '', purpose = '' }) =>
    change(context, channel, (each) => void Object.assign(each, { purpose }), purpose),
  'conversations.archive': ({ workspace }, { channel: id = '' }) => {
    const channel = workspace.made.get(id);
    if (channel === undefined) return refuse('channel_not_found');
    if (channel.isArchived) return refuse('already_archived');
    channel.isArchived = true;
    return { ok: true };
  },
  'conversations.list': ({ workspace }, { types = 'public_channel', limit = '100', cursor = '0' }) => {
    const isAsked = (each: PeerChannel): boolean => types.split(',').includes(each.isPrivate ? 'private_channel' : 'public_channel');
    const all = [...workspace.made.values()].filter(isAsked);
    const start = Number(cursor);
    const channels = all.slice(start, start + Number(limit)).map(({ id, name, purpose, isArchived }) => ({
      ...{ id, name, creator: workspace.botUserId, is_archived: isArchived },
      purpose: { value: purpose, creator: '', last_set: 0 },
    }));
    const next = start + Number(limit) < all.length ? String(start + Number(limit)) : '';
    return { ok: true, channels, response_metadata: { next_cursor: next } };
  },
};

function change({ workspace }: WebApiContext, id: string, write: (channel: PeerChannel) => void, value: string): Answer {
  const channel = workspace.made.get(id);
  if (channel === undefined) return refuse('channel_not_found');
  if (channel.isArchived) return refuse('is_archived');
  if (value.length > 250) return refuse('too_long');
  write(channel);
  return { ok: true, channel: { id } };
}

function refuse(error: string): Answer {
  return { ok: false, error };
}

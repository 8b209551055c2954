/** Channels of incidents' own in Slack: created, found again after a crash, kept up, archived. */

import { z } from 'zod';
import type { Place } from '../../domain/place.ts';
import { type AdapterLog, ChatError, type Rooms } from '../contract.ts';
import type { SlackClient } from './client.ts';
import type { SlackIdentity } from './identity.ts';

export interface SlackRoomsContext {
  client(): Promise<SlackClient>;
  identity(): SlackIdentity | null;
  readonly log: AdapterLog;
  readonly isPrivate: boolean;
  onAuthFailure(client: SlackClient, error: ChatError): void;
}

type Opening = Parameters<Rooms['open']>[0];

const nameLengthMax = 80;
/** `orders-db`, `orders-db-2`, …: names of other rooms are left alone. */
const namesMax = 5;
const topicLengthMax = 250;
const inviteesMax = 100;
/** 20,000 channels; Slack allows about twenty such calls a minute. */
const listPagesMax = 20;

const nothing = z.object({});
const created = z.object({ channel: z.object({ id: z.string() }) });
const listed = z.object({
  channels: z.array(
    z.object({
      id: z.string(),
      name: z.string(),
      creator: z.string().optional(),
      is_archived: z.boolean().default(false),
      purpose: z.object({ value: z.string() }).optional(),
    }),
  ),
  response_metadata: z.object({ next_cursor: z.string().optional() }).optional(),
});

export function createSlackRooms(context: SlackRoomsContext): Rooms {
  async function withClient<T>(work: (client: SlackClient) => Promise<T>): Promise<T> {
    const client = await context.client();
    try {
      return await work(client);
    } catch (error) {
      if (error instanceof ChatError && error.kind === 'auth') context.onAuthFailure(client, error);
      throw error;
    }
  }
  return {
    open: (room) => withClient((client) => openRoom(context, client, room)),
    invite: (room, memberIds) => withClient((client) => invite(context, client, room.channel, memberIds)),
    setTopic: (room, topic) => withClient((client) => setTopic(client, room.channel, topic)),
    close: (room) => withClient((client) => archive(client, room.channel)),
  };
}

/** A name can't be given twice, so it tells after a crash whether the channel was made; the purpose tells whose it is. */
async function openRoom(context: SlackRoomsContext, client: SlackClient, room: Opening): Promise<Place> {
  const channel = await createOrFind(context, client, room);
  await client.call('conversations.setPurpose', { channel, purpose: purposeOf(room.key) }, nothing);
  await setTopic(client, channel, room.topic);
  await invite(context, client, channel, room.memberIds);
  return { adapter: 'slack', workspace: context.identity()?.teamId ?? '', channel };
}

async function createOrFind(context: SlackRoomsContext, client: SlackClient, room: Opening): Promise<string> {
  const wanted = channelName(room.name);
  for (const name of candidates(wanted)) {
    try {
      return (await client.call('conversations.create', { name, is_private: context.isPrivate }, created)).channel.id;
    } catch (error) {
      if (!isCode(error, /^name_taken$|^invalid_name/)) throw error;
      const own = isCode(error, /^name_taken$/) ? await findOwn(context, client, name, room.key) : null;
      if (own !== null) return own;
    }
  }
  throw new ChatError('format', `Slack has no free name like '${wanted}' for a channel`, { platformCode: 'name_taken' });
}

/** Numbered when the name is taken; without other letters where Slack wants only the plain ones. */
function candidates(name: string): readonly string[] {
  const plain = name.replace(/[^a-z0-9_-]/g, '').replace(/^-+|-+$/g, '');
  const numbered = Array.from({ length: namesMax - 1 }, (_, index) => `${name.slice(0, nameLengthMax - 2)}-${index + 2}`);
  return plain === name || plain === '' ? [name, ...numbered] : [name, plain, ...numbered];
}

/** Lower case, letters, digits, hyphens and underscores, at most eighty characters. */
export function channelName(name: string): string {
  const slug = name
    .toLowerCase()
    .replace(/[^\p{L}\p{N}_-]+/gu, '-')
    .replace(/-{2,}/g, '-')
    .slice(0, nameLengthMax)
    .replace(/^-+|-+$/g, '');
  return slug === '' ? 'zhiban-room' : slug;
}

function purposeOf(key: string): string {
  return `Zhiban 值班 · ${key}`;
}

/** Ours are those that we made for this key; one without a purpose is left from a crash right after its creation. */
async function findOwn(context: SlackRoomsContext, client: SlackClient, name: string, key: string): Promise<string | null> {
  const types = context.isPrivate ? 'private_channel' : 'public_channel';
  let cursor: string | undefined;
  for (let page = 0; page < listPagesMax; page += 1) {
    const answer = await client.call('conversations.list', { types, limit: 1_000, cursor }, listed);
    const found = answer.channels.find((channel) => channel.name === name);
    if (found !== undefined) {
      const purpose = found.purpose?.value ?? '';
      const isOurs = found.creator === context.identity()?.botUserId && (purpose === '' || purpose === purposeOf(key));
      return isOurs && !found.is_archived ? found.id : null;
    }
    cursor = answer.response_metadata?.next_cursor;
    if (cursor === undefined || cursor === '') return null;
  }
  return null;
}

async function setTopic(client: SlackClient, channel: string, topic: string): Promise<void> {
  await client.call('conversations.setTopic', { channel, topic: topic.slice(0, topicLengthMax) }, nothing);
}

/** Who can't be invited keeps nobody else out: a call that was refused is made again for each person. */
async function invite(context: SlackRoomsContext, client: SlackClient, channel: string, memberIds: readonly string[]): Promise<void> {
  const own = context.identity()?.botUserId;
  const users = [...new Set(memberIds)].filter((id) => id !== own).slice(0, inviteesMax);
  if (users.length === 0) return;
  try {
    await client.call('conversations.invite', { channel, users: users.join(',') }, nothing);
  } catch (error) {
    if (isCode(error, /^already_in_channel$/) && users.length === 1) return;
    if (!isCode(error, personal)) throw error;
    if (users.length > 1) {
      for (const user of users) await invite(context, client, channel, [user]);
      return;
    }
    const code = error instanceof ChatError ? error.platformCode : null;
    context.log.warn({ channel, userId: users[0], code }, 'A person could not be invited into a room');
  }
}

/** Refusals that are about one of the people. */
const personal =
  /^(already_in_channel|cant_invite_self|cant_invite|user_not_found|user_is_restricted|ura_max_channels|user_team_not_in_channel|user_disabled|no_user)$/;

async function archive(client: SlackClient, channel: string): Promise<void> {
  try {
    await client.call('conversations.archive', { channel }, nothing);
  } catch (error) {
    if (!isCode(error, /^(already_archived|is_archived|channel_not_found)$/)) throw error;
  }
}

function isCode(error: unknown, codes: RegExp): boolean {
  return error instanceof ChatError && codes.test(error.platformCode ?? '');
}

/** The Open API's calls, as far as the adapter makes them: what they check, what they do, what they answer. */

import { z } from 'zod';
import { bindCard, cardKitApis, entityOf } from './card-kit.ts';
import { checkCard, checkPost } from './check-card.ts';
import type { PeerChat, PeerMessage, World } from './world.ts';

export type Answer = Readonly<Record<string, unknown>>;

export interface ApiRequest {
  readonly id: string;
  readonly query: URLSearchParams;
  readonly body: unknown;
  readonly bytes: number;
  readonly parts: FormData | null;
}

export interface Api {
  readonly name: string;
  readonly method: string;
  /** The first group is the id in the path. */
  readonly path: RegExp;
  answer(world: World, request: ApiRequest): Answer | Promise<Answer>;
}

const message = { name: 'im.message', base: '^/open-apis/im/v1/messages' };

export const apis: readonly Api[] = [
  { name: 'bot.info', method: 'GET', path: /^\/open-apis\/bot\/v3\/info$/, answer: botInfo },
  { name: `${message.name}.create`, method: 'POST', path: new RegExp(`${message.base}$`), answer: createMessage },
  { name: `${message.name}.reply`, method: 'POST', path: new RegExp(`${message.base}/([^/]+)/reply$`), answer: replyMessage },
  { name: `${message.name}.patch`, method: 'PATCH', path: new RegExp(`${message.base}/([^/]+)$`), answer: patchMessage },
  { name: `${message.name}.update`, method: 'PUT', path: new RegExp(`${message.base}/([^/]+)$`), answer: updateMessage },
  { name: `${message.name}.get`, method: 'GET', path: new RegExp(`${message.base}/([^/]+)$`), answer: getMessage },
  ...['app', 'sms', 'phone'].map((means) => ({
    name: `${message.name}.urgent_${means}`,
    method: 'PATCH',
    path: new RegExp(`${message.base}/([^/]+)/urgent_${means}$`),
    answer: (world: World, request: ApiRequest) => urge(world, request, means),
  })),
  { name: 'application.scope.list', method: 'GET', path: /^\/open-apis\/application\/v6\/scopes$/, answer: listScopes },
  { name: 'ephemeral.send', method: 'POST', path: /^\/open-apis\/ephemeral\/v1\/send$/, answer: showTo },
  {
    name: 'im.file.create',
    method: 'POST',
    path: /^\/open-apis\/im\/v1\/files$/,
    answer: (world, request) => upload(world, request, 'file'),
  },
  {
    name: 'im.image.create',
    method: 'POST',
    path: /^\/open-apis\/im\/v1\/images$/,
    answer: (world, request) => upload(world, request, 'image'),
  },
  { name: 'im.chat.create', method: 'POST', path: /^\/open-apis\/im\/v1\/chats$/, answer: createChat },
  { name: 'im.chat.update', method: 'PUT', path: /^\/open-apis\/im\/v1\/chats\/([^/]+)$/, answer: updateChat },
  { name: 'im.chat.delete', method: 'DELETE', path: /^\/open-apis\/im\/v1\/chats\/([^/]+)$/, answer: deleteChat },
  { name: 'im.chat.members.create', method: 'POST', path: /^\/open-apis\/im\/v1\/chats\/([^/]+)\/members$/, answer: addMembers },
  ...cardKitApis,
  { name: 'contact.user.get', method: 'GET', path: /^\/open-apis\/contact\/v3\/users\/([^/]+)$/, answer: getUser },
];

export function refuse(code: number, msg = 'refused'): Answer {
  return { code, msg };
}

function done(data: Readonly<Record<string, unknown>> = {}): Answer {
  return { code: 0, msg: 'success', data };
}

function botInfo(world: World): Answer {
  return { code: 0, msg: 'ok', bot: { activate_status: 2, app_name: '值班', open_id: world.botOpenId } };
}

function listScopes(world: World): Answer {
  return done({ scopes: world.scopes.map((scope_name) => ({ scope_name, grant_status: 1 })) });
}

const uuid = z.string().max(50).optional();
const contentFields = { msg_type: z.enum(['post', 'interactive', 'file', 'text']), content: z.string() };
const creation = z.strictObject({ receive_id: z.string(), ...contentFields, uuid });
const reply = z.strictObject({ ...contentFields, reply_in_thread: z.boolean().optional(), uuid });

function createMessage(world: World, { body, query, bytes }: ApiRequest): Answer {
  const parsed = creation.safeParse(body);
  if (!parsed.success || query.get('receive_id_type') !== 'chat_id') return refuse(230001, 'invalid request');
  const chat = world.chats.get(parsed.data.receive_id);
  if (chat === undefined || chat.isDissolved) return refuse(230002, 'Bot/User can NOT be out of the chat.');
  return put(world, chat, parsed.data, bytes, undefined, true);
}

function replyMessage(world: World, { id, body, bytes }: ApiRequest): Answer {
  const parsed = reply.safeParse(body);
  if (!parsed.success) return refuse(230001, 'invalid request');
  const parent = world.find(id);
  if (parent === undefined) return refuse(231003, 'The message is not found');
  if (parent.isRecalled) return refuse(230011, 'The message was recalled');
  const chat = world.chats.get(parent.chatId);
  if (chat === undefined) return refuse(230002, 'Bot/User can NOT be out of the chat.');
  const isInTopic = parsed.data.reply_in_thread === true || parent.threadId !== undefined;
  if (parsed.data.reply_in_thread === true && !chat.knowsTopics) return refuse(230071, 'The chat does not support reply in thread');
  return put(world, chat, parsed.data, bytes, parent, isInTopic);
}

interface Posting {
  readonly msg_type: string;
  readonly content: string;
  readonly uuid?: string | undefined;
}

/** At most one message for a key within an hour: asked again, the first one is told. */
function put(world: World, chat: PeerChat, posting: Posting, bytes: number, parent: PeerMessage | undefined, isInTopic: boolean): Answer {
  const known = posting.uuid === undefined ? undefined : world.byUuid.get(posting.uuid);
  const before = known !== undefined && Date.now() - known.atMs < 3_600_000 ? world.find(known.messageId) : undefined;
  if (before !== undefined) return done(told(before));
  const entity = entityOf(world, posting.content);
  const problem = entity === null ? checkContent(posting, bytes) : null;
  if (problem !== null) return problem;
  const content = entity?.json ?? posting.content;
  const said = { chatId: chat.id, senderId: world.botOpenId, isOurs: true, type: posting.msg_type, content };
  const message = world.add(said, parent, isInTopic);
  if (entity !== null) bindCard(entity, message);
  if (posting.uuid !== undefined) world.byUuid.set(posting.uuid, { messageId: message.id, atMs: Date.now() });
  return done(told(message));
}

function checkContent({ msg_type, content }: Posting, bytes: number): Answer | null {
  if (msg_type === 'interactive') return checkCard(content, bytes) as Answer | null;
  if (msg_type === 'post') return checkPost(content, bytes) as Answer | null;
  return null;
}

function told(message: PeerMessage): Answer {
  const { id, rootId, parentId, threadId, chatId, type, content, createdMs } = message;
  return {
    ...{ message_id: id, chat_id: chatId, msg_type: type, body: { content }, create_time: String(createdMs), deleted: message.isRecalled },
    ...(rootId === undefined ? {} : { root_id: rootId, parent_id: parentId }),
    ...(threadId === undefined ? {} : { thread_id: threadId }),
  };
}

const editDays = 14;

function patchMessage(world: World, { id, body, bytes }: ApiRequest): Answer {
  const parsed = z.strictObject({ content: z.string() }).safeParse(body);
  const found = world.find(id);
  if (!parsed.success) return refuse(230001, 'invalid request');
  if (found === undefined) return refuse(231003, 'The message is not found');
  if (found.isRecalled) return refuse(230011, 'The message was recalled');
  if (found.type !== 'interactive' || !found.isOurs) return refuse(230001, 'This message is NOT a card.');
  if (Date.now() - found.createdMs > editDays * 24 * 3_600_000) return refuse(230031, 'The message was sent too long ago');
  const problem = checkCard(parsed.data.content, bytes);
  if (problem !== null) return refuse(problem.code, problem.msg);
  found.content = parsed.data.content;
  found.edits += 1;
  return done();
}

const postEditsMax = 20;

function updateMessage(world: World, { id, body, bytes }: ApiRequest): Answer {
  const parsed = z.strictObject(contentFields).safeParse(body);
  const found = world.find(id);
  if (!parsed.success) return refuse(230001, 'invalid request');
  if (found === undefined) return refuse(231003, 'The message is not found');
  if (found.type !== 'post' && found.type !== 'text') return refuse(230001, 'This message can NOT be edited.');
  if (found.edits >= postEditsMax) return refuse(230072, 'The message has reached the number of times it can be edited.');
  const problem = checkContent(parsed.data, bytes);
  if (problem !== null) return problem;
  found.content = parsed.data.content;
  found.edits += 1;
  return done(told(found));
}

function getMessage(world: World, { id }: ApiRequest): Answer {
  const found = world.find(id);
  return found === undefined ? refuse(231003, 'The message is not found') : done({ items: [told(found)] });
}

function urge(world: World, { id, body, query }: ApiRequest, means: string): Answer {
  const parsed = z.strictObject({ user_id_list: z.array(z.string()).min(1).max(200) }).safeParse(body);
  const found = world.find(id);
  if (!parsed.success || query.get('user_id_type') !== 'open_id') return refuse(230001, 'invalid request');
  if (found === undefined || !found.isOurs) return refuse(230012, 'The bot is not the sender of the message');
  const members = world.chats.get(found.chatId)?.members;
  const valid = parsed.data.user_id_list.filter((openId) => members?.has(openId));
  world.urged.push({ messageId: id, means, openIds: valid });
  return done({ invalid_user_id_list: parsed.data.user_id_list.filter((openId) => !valid.includes(openId)) });
}

const ephemeral = z.strictObject({
  chat_id: z.string(),
  open_id: z.string(),
  msg_type: z.literal('interactive'),
  card: z.strictObject({
    config: z.strictObject({ wide_screen_mode: z.boolean() }).optional(),
    elements: z.array(
      z.strictObject({ tag: z.literal('div'), text: z.strictObject({ tag: z.literal('plain_text'), content: z.string() }) }),
    ),
  }),
});

/** Only in groups, as documented. */
function showTo(world: World, { body }: ApiRequest): Answer {
  const parsed = ephemeral.safeParse(body);
  if (!parsed.success) return refuse(10002, 'invalid request');
  const { chat_id: chatId, open_id: openId, card } = parsed.data;
  const chat = world.chats.get(chatId);
  if (chat?.kind !== 'group' || !chat.members.has(openId)) return refuse(18053, 'the chat is not a group, or the user is not in it');
  world.ephemerals.push({ chatId, openId, text: card.elements.map((element) => element.text.content).join('\n') });
  return done({ message_id: world.nextId('om') });
}

async function upload(world: World, { parts }: ApiRequest, kind: 'file' | 'image'): Promise<Answer> {
  const content = parts?.get(kind);
  const type = parts?.get(kind === 'file' ? 'file_type' : 'image_type');
  if (!(content instanceof File) || type !== (kind === 'file' ? 'stream' : 'message')) return refuse(234001, 'Invalid request param.');
  const bytes = Buffer.from(await content.arrayBuffer());
  if (bytes.length === 0) return refuse(234010, 'File size can not be 0');
  const name = kind === 'file' ? String(parts?.get('file_name')) : content.name;
  const key = world.nextId(kind === 'file' ? 'file_v3' : 'img_v3');
  world.files.set(key, { name, bytes, isImage: kind === 'image' });
  return done({ [`${kind}_key`]: key });
}

const creationOfChat = z.strictObject({
  name: z.string().max(60),
  description: z.string().max(100),
  user_id_list: z.array(z.string()).max(50),
  chat_mode: z.literal('group'),
  chat_type: z.enum(['private', 'public']),
});

function createChat(world: World, { body, query }: ApiRequest): Answer {
  const parsed = creationOfChat.safeParse(body);
  if (!parsed.success) return refuse(232001, 'invalid request');
  const key = query.get('uuid') ?? '';
  const known = world.chats.get(`by-uuid:${key}`);
  if (known !== undefined) return done({ chat_id: known.id });
  const chat = world.addChat(world.nextId('oc'), 'group', parsed.data.name, parsed.data.description);
  chat.members.clear();
  for (const openId of parsed.data.user_id_list) chat.members.add(openId);
  world.chats.set(`by-uuid:${key}`, chat);
  return done({ chat_id: chat.id, name: chat.name });
}

function updateChat(world: World, { id, body }: ApiRequest): Answer {
  const parsed = z.strictObject({ name: z.string().optional(), description: z.string().max(100).optional() }).safeParse(body);
  const chat = world.chats.get(id);
  if (!parsed.success) return refuse(232001, 'invalid request');
  if (chat === undefined || chat.isDissolved) return refuse(232009, 'The chat has been dissolved');
  chat.description = parsed.data.description ?? chat.description;
  return done();
}

function deleteChat(world: World, { id }: ApiRequest): Answer {
  const chat = world.chats.get(id);
  if (chat === undefined || chat.isDissolved) return refuse(232009, 'The chat has been dissolved');
  chat.isDissolved = true;
  return done();
}

function addMembers(world: World, { id, body, query }: ApiRequest): Answer {
  const parsed = z.strictObject({ id_list: z.array(z.string()).min(1).max(50) }).safeParse(body);
  const chat = world.chats.get(id);
  if (!parsed.success || query.get('member_id_type') !== 'open_id') return refuse(232001, 'invalid request');
  if (chat === undefined || chat.isDissolved) return refuse(232009, 'The chat has been dissolved');
  const known = new Set(world.users.map(({ openId }) => openId));
  for (const openId of parsed.data.id_list) if (known.has(openId)) chat.members.add(openId);
  return done({ invalid_id_list: parsed.data.id_list.filter((openId) => !known.has(openId)) });
}

function getUser(world: World, { id }: ApiRequest): Answer {
  const user = world.users.find(({ openId }) => openId === id);
  if (user === undefined) return refuse(41050, 'no user authority error');
  return done({ user: { open_id: user.openId, name: user.name, email: user.email ?? '', mobile: user.mobile ?? '' } });
}

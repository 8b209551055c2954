/** The methods of the Web API that a bot uses, over a workspace. */

import { z } from 'zod';
import { checkBlocks, checkView } from './check-blocks.ts';
import { conversationMethods } from './conversations.ts';
import type { PeerMessage, Workspace } from './workspace.ts';

export type Answer = Readonly<Record<string, unknown>> & { readonly ok: boolean };
export type Parameters = Readonly<Record<string, string>>;

export interface WebApiContext {
  readonly workspace: Workspace;
  /** Where this server is reached: `http://127.0.0.1:PORT`. */
  readonly origin: string;
  newTicket(): string;
  posted(message: PeerMessage): void;
  updated(message: PeerMessage): void;
  /** When a reply is to land outside of its thread. */
  isMisplaced: boolean;
}

type Method = (context: WebApiContext, parameters: Parameters) => Answer;

export function callMethod(context: WebApiContext, method: string, parameters: Parameters): Answer {
  const run = methods[method];
  return run === undefined ? refuse('unknown_method') : run(context, parameters);
}

const methods: Readonly<Record<string, Method>> = {
  'auth.test': ({ workspace }) => ({
    ok: true,
    url: 'https://zhiban.slack.com/',
    team: 'Zhiban',
    team_id: workspace.teamId,
    user: 'zhiban',
    user_id: workspace.botUserId,
    bot_id: workspace.botId,
  }),
  'apps.connections.open': ({ origin, newTicket }) => ({
    ok: true,
    url: `${origin.replace('http', 'ws')}/link/?ticket=${newTicket()}&app_id=A0ZHIBAN1`,
  }),
  'chat.postMessage': postMessage,
  'chat.update': updateMessage,
  'chat.delete': ({ workspace }, { channel = '', ts = '' }) => {
    const index = workspace.messages.findIndex((message) => message.channel === channel && message.ts === ts);
    if (index < 0) return refuse('message_not_found');
    workspace.messages.splice(index, 1);
    return { ok: true, channel, ts };
  },
  'chat.postEphemeral': ({ workspace }, { channel = '', user = '', text = '', thread_ts }) => {
    if (!workspace.channels.has(channel)) return refuse('not_in_channel');
    workspace.ephemerals.push({ channel, user, text, ...(thread_ts === undefined ? {} : { thread_ts }) });
    return { ok: true, message_ts: workspace.nextTs() };
  },
  'chat.getPermalink': ({ workspace }, { channel = '', message_ts = '' }) => {
    if (workspace.find(channel, message_ts) === undefined) return refuse('message_not_found');
    return { ok: true, channel, permalink: `https://zhiban.slack.com/archives/${channel}/p${message_ts.replace('.', '')}` };
  },
  'conversations.history': (context, parameters) => readBack(context, parameters, false),
  'conversations.replies': (context, parameters) => readBack(context, parameters, true),
  ...conversationMethods,
  'views.open': openView,
  'files.getUploadURLExternal': ({ workspace, origin }, { filename = '' }) => {
    const id = workspace.nextId('F');
    workspace.files.set(id, { name: filename, content: null });
    return { ok: true, file_id: id, upload_url: `${origin}/upload/${id}` };
  },
  'files.completeUploadExternal': completeUpload,
  'users.info': ({ workspace }, { user = '' }) => {
    if (!/^U[0-9A-Z]+$/.test(user)) return refuse('user_not_found');
    const plain = { id: user, team_id: workspace.teamId, name: user.toLowerCase(), deleted: false, is_bot: false, profile: {} };
    return { ok: true, user: { ...plain, ...workspace.users.get(user) } };
  },
};

function postMessage(context: WebApiContext, parameters: Parameters): Answer {
  const { workspace } = context;
  const { channel = '', text = '', thread_ts } = parameters;
  if (!workspace.channels.has(channel)) return refuse('not_in_channel');
  if (workspace.made.get(channel)?.isArchived === true) return refuse('is_archived');
  const content = readContent(parameters);
  if (typeof content === 'string') return refuse(content);
  if (text === '' && content.blocks.length === 0) return refuse('no_text');
  if (thread_ts !== undefined && workspace.find(channel, thread_ts) === undefined) return refuse('thread_not_found');
  const message: PeerMessage = {
    ts: workspace.nextTs(),
    channel,
    ...(thread_ts === undefined || context.isMisplaced ? {} : { thread_ts }),
    user: workspace.botUserId,
    bot_id: workspace.botId,
    text: text.slice(0, 40_000),
    ...content,
    ...(parameters.metadata === undefined ? {} : { metadata: JSON.parse(parameters.metadata) }),
    edits: 0,
  };
  workspace.messages.push(message);
  context.posted(message);
  return { ok: true, channel, ts: message.ts, message: seen(message, false) };
}

function updateMessage(context: WebApiContext, parameters: Parameters): Answer {
  const message = context.workspace.find(parameters.channel ?? '', parameters.ts ?? '');
  if (message === undefined) return refuse('message_not_found');
  if (message.user !== context.workspace.botUserId) return refuse('cant_update_message');
  const content = readContent(parameters);
  if (typeof content === 'string') return refuse(content);
  message.text = parameters.text ?? message.text;
  if (parameters.blocks !== undefined) message.blocks = content.blocks;
  if (parameters.attachments !== undefined) message.attachments = content.attachments;
  message.edits += 1;
  context.updated(message);
  return { ok: true, channel: message.channel, ts: message.ts, text: message.text };
}

function readContent(parameters: Parameters): string | { readonly blocks: unknown[]; readonly attachments: unknown[] } {
  const list = z.array(z.unknown());
  const blocks = list.parse(JSON.parse(parameters.blocks ?? '[]'));
  const attachments = list.parse(JSON.parse(parameters.attachments ?? '[]'));
  return checkBlocks(blocks, attachments) ?? { blocks, attachments };
}

function readBack({ workspace }: WebApiContext, parameters: Parameters, isThread: boolean): Answer {
  const { channel = '', ts = '', oldest = '0', cursor = '0' } = parameters;
  if (!workspace.channels.has(channel)) return refuse('channel_not_found');
  const limit = Number(parameters.limit ?? '100');
  const inChannel = workspace.messages.filter((message) => message.channel === channel && Number(message.ts) >= Number(oldest));
  const all = isThread
    ? inChannel.filter((message) => message.ts === ts || message.thread_ts === ts)
    : inChannel.filter((message) => message.thread_ts === undefined).toReversed();
  if (isThread && all.length === 0) return refuse('thread_not_found');
  const start = Number(cursor);
  const messages = all.slice(start, start + limit).map((message) => seen(message, parameters.include_all_metadata === 'true'));
  const next = start + limit < all.length ? String(start + limit) : '';
  return { ok: true, messages, has_more: next !== '', response_metadata: { next_cursor: next } };
}

function openView({ workspace }: WebApiContext, { trigger_id = '', view = '{}' }: Parameters): Answer {
  const trigger = workspace.triggers.get(trigger_id);
  if (trigger === undefined || Date.now() - trigger.at > 3_000) return refuse('expired_trigger_id');
  workspace.triggers.delete(trigger_id);
  const content = z.record(z.string(), z.unknown()).parse(JSON.parse(view));
  const problem = checkView(content);
  if (problem !== null) return refuse(problem);
  const id = workspace.nextId('V');
  workspace.views.push({ id, trigger: trigger_id, user: trigger.user, content });
  return { ok: true, view: { ...content, id, hash: `${Date.now()}.hash` } };
}

function completeUpload(context: WebApiContext, parameters: Parameters): Answer {
  const { workspace } = context;
  const { channel_id = '', thread_ts } = parameters;
  const named = z.array(z.object({ id: z.string(), title: z.string().optional() })).parse(JSON.parse(parameters.files ?? '[]'));
  const files = named.map(({ id }) => {
    const file = workspace.files.get(id);
    return { id, name: file?.name ?? '', content: file?.content?.toString('utf8') ?? '' };
  });
  const message: PeerMessage = {
    ts: workspace.nextTs(),
    channel: channel_id,
    ...(thread_ts === undefined ? {} : { thread_ts }),
    user: workspace.botUserId,
    bot_id: workspace.botId,
    text: parameters.initial_comment ?? '',
    blocks: [],
    attachments: [],
    files,
    edits: 0,
  };
  workspace.messages.push(message);
  return { ok: true, files: files.map(({ id, name }) => ({ id, name, title: name })) };
}

function seen(message: PeerMessage, withMetadata: boolean): Record<string, unknown> {
  const { channel: _, edits: __, metadata, ...rest } = message;
  return { type: 'message', ...rest, ...(withMetadata && metadata !== undefined ? { metadata } : {}) };
}

function refuse(error: string): Answer {
  return { ok: false, error };
}

/** What Slack sends when people do something. */

import { z } from 'zod';
import type { PeerMessage, PeerView, Workspace } from './workspace.ts';

export type Payload = Readonly<Record<string, unknown>>;

export function eventBody(workspace: Workspace, event: Payload): Payload {
  return {
    type: 'event_callback',
    token: 'deprecated',
    team_id: workspace.teamId,
    api_app_id: workspace.appId,
    event_id: workspace.nextId('Ev'),
    event_time: Math.floor(Date.now() / 1_000),
    authorizations: [{ team_id: workspace.teamId, user_id: workspace.botUserId, is_bot: true, enterprise_id: null }],
    event,
  };
}

/** A mention comes as two events; order is Slack's choice. */
export function messageEvents(workspace: Workspace, message: PeerMessage, team: string): Payload[] {
  const isDirect = message.channel.startsWith('D');
  const { edits: _, metadata: __, blocks: ___, attachments: ____, ...said } = message;
  const base = { ...said, team, event_ts: message.ts };
  const events: Payload[] = [{ type: 'message', channel_type: isDirect ? 'im' : 'channel', ...base }];
  if (!isDirect && message.text.includes(`<@${workspace.botUserId}>`)) events.push({ type: 'app_mention', ...base });
  return events.map((event) => eventBody(workspace, event));
}

export function changedEvent(workspace: Workspace, message: PeerMessage): Payload {
  const inner = {
    type: 'message',
    user: message.user,
    text: message.text,
    ts: message.ts,
    ...(message.bot_id ? { bot_id: message.bot_id } : {}),
  };
  const event = {
    type: 'message',
    subtype: 'message_changed',
    hidden: true,
    channel: message.channel,
    ts: workspace.nextTs(),
    message: inner,
  };
  return eventBody(workspace, event);
}

const element = z.looseObject({
  type: z.string(),
  action_id: z.string(),
  text: z.object({ text: z.string() }).optional(),
  value: z.string().optional(),
  options: z.array(z.looseObject({ text: z.object({ text: z.string() }), value: z.string() })).optional(),
});
const withElements = z.looseObject({ type: z.literal('actions'), block_id: z.string(), elements: z.array(element) });
const attachment = z.looseObject({ blocks: z.array(z.unknown()).default([]) });

export interface Clickable {
  readonly label: string;
  readonly action: Payload;
}

/** Every button and every choice of a menu that a person sees on the message. */
export function clickables(message: PeerMessage): Clickable[] {
  const attached = message.attachments.flatMap((one) => attachment.parse(one).blocks);
  return [...message.blocks, ...attached].flatMap((block): Clickable[] => {
    const parsed = withElements.safeParse(block);
    if (!parsed.success) return [];
    return parsed.data.elements.flatMap((one) => clickableOf(parsed.data.block_id, one));
  });
}

function clickableOf(blockId: string, one: z.infer<typeof element>): Clickable[] {
  const base = { type: one.type, block_id: blockId, action_id: one.action_id };
  if (one.type === 'overflow' || one.type === 'static_select') {
    return (one.options ?? []).map((option) => ({ label: option.text.text, action: { ...base, selected_option: option } }));
  }
  return [{ label: one.text?.text ?? '', action: { ...base, value: one.value, text: one.text } }];
}

export function clickBody(workspace: Workspace, message: PeerMessage, action: Payload, user: string, responseUrl: string): Payload {
  return {
    type: 'block_actions',
    user: { id: user, username: user.toLowerCase(), name: user.toLowerCase(), team_id: workspace.teamId },
    api_app_id: workspace.appId,
    token: 'deprecated',
    container: {
      type: message.attachments.length > 0 ? 'message_attachment' : 'message',
      message_ts: message.ts,
      attachment_id: 1,
      channel_id: message.channel,
      is_ephemeral: false,
      ...(message.thread_ts === undefined ? {} : { thread_ts: message.thread_ts }),
    },
    trigger_id: workspace.newTrigger(user),
    team: { id: workspace.teamId, domain: 'zhiban' },
    enterprise: null,
    is_enterprise_install: false,
    channel: { id: message.channel, name: 'ops' },
    message: { type: 'message', ts: message.ts, ...(message.thread_ts === undefined ? {} : { thread_ts: message.thread_ts }) },
    state: { values: {} },
    response_url: responseUrl,
    actions: [{ ...action, action_ts: workspace.nextTs() }],
  };
}

export function submissionBody(workspace: Workspace, view: PeerView, values: Readonly<Record<string, string>>): Payload {
  const state = Object.fromEntries(
    Object.entries(values).map(([block, value]) => [block, { value: { type: 'plain_text_input', value: value === '' ? null : value } }]),
  );
  return {
    type: 'view_submission',
    team: { id: workspace.teamId, domain: 'zhiban' },
    user: { id: view.user, username: view.user.toLowerCase(), name: view.user.toLowerCase(), team_id: workspace.teamId },
    api_app_id: workspace.appId,
    trigger_id: workspace.newTrigger(view.user),
    view: { ...view.content, id: view.id, team_id: workspace.teamId, state: { values: state }, hash: `${Date.now()}.hash` },
    response_urls: [],
  };
}

export function commandBody(workspace: Workspace, text: string, user: string, channel: string, responseUrl: string): Payload {
  return {
    token: 'deprecated',
    team_id: workspace.teamId,
    team_domain: 'zhiban',
    channel_id: channel,
    channel_name: 'ops',
    user_id: user,
    user_name: user.toLowerCase(),
    command: '/zhiban',
    text,
    api_app_id: workspace.appId,
    is_enterprise_install: 'false',
    response_url: responseUrl,
    trigger_id: workspace.newTrigger(user),
  };
}

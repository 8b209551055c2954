/** Slack's payloads become Inbound. Who and where come from the authenticated envelope alone, never from a button's value. */

import { z } from 'zod';
import type { Place } from '../../domain/place.ts';
import type { Actor, Inbound } from '../contract.ts';
import { readClicked } from './card-actions.ts';
import { mentionsUser, readText } from './entities.ts';
import { readSubmission } from './form.ts';
import type { SlackIdentity } from './identity.ts';
import type { MakeResponder } from './responder.ts';

export interface InboundContext {
  readonly identity: SlackIdentity;
  readonly nowMs: number;
  readonly makeResponder: MakeResponder;
}

const messageBody = z.object({
  team_id: z.string().optional(),
  event: z.object({
    type: z.enum(['message', 'app_mention']),
    subtype: z.string().optional(),
    hidden: z.boolean().optional(),
    channel: z.string(),
    channel_type: z.string().optional(),
    user: z.string().optional(),
    bot_id: z.string().nullish(),
    app_id: z.string().nullish(),
    user_team: z.string().optional(),
    source_team: z.string().optional(),
    team: z.string().optional(),
    text: z.string().default(''),
    ts: z.string(),
    thread_ts: z.string().optional(),
  }),
});

/** The subtypes that a person's own new words come with; edits, deletions, joins, and what bots post are not for us. */
const subtypesOfPeople = new Set(['file_share', 'thread_broadcast', 'me_message']);

/**
 * Null for what no person said: bots (ourselves first), edits, deletions. Talk that doesn't mention us is passed on as that.
 * `message` and `app_mention` of one post give the same key.
 */
export function readMessage(body: unknown, context: InboundContext): Inbound | null {
  const parsed = messageBody.safeParse(body);
  if (!parsed.success) return null;
  const { event } = parsed.data;
  const { identity } = context;
  if (event.subtype !== undefined && !subtypesOfPeople.has(event.subtype)) return null;
  if (event.hidden === true || event.user === undefined || event.user === 'USLACKBOT' || event.user === identity.botUserId) return null;
  if ((event.bot_id ?? null) !== null) return null;
  const isMention = event.type === 'app_mention' || mentionsUser(event.text, identity.botUserId);
  const isAddressed = isMention || event.channel_type === 'im';
  const text = readText(event.text, identity.botUserId);
  if (text === '' && !isAddressed) return null;
  const place = placeOf(identity, event.channel, event.thread_ts);
  const team = event.user_team ?? event.source_team ?? event.team ?? parsed.data.team_id;
  return {
    type: 'message',
    key: `slack:message:${identity.teamId}:${event.channel}:${event.ts}`,
    at: isoOf(event.ts, context.nowMs),
    place,
    actor: actorOf(identity, event.user, team),
    text,
    isAddressed,
    messageId: event.ts,
    responder: context.makeResponder({ place, userId: event.user }),
  };
}

const clickBody = z.object({
  type: z.literal('block_actions'),
  user: z.object({
    id: z.string(),
    team_id: z.string().optional(),
    name: z.string().optional(),
    username: z.string().optional(),
  }),
  team: z.object({ id: z.string() }).nullish(),
  channel: z.object({ id: z.string() }).optional(),
  container: z
    .object({ message_ts: z.string().optional(), channel_id: z.string().optional(), thread_ts: z.string().optional() })
    .optional(),
  message: z.object({ ts: z.string(), thread_ts: z.string().optional() }).optional(),
  actions: z.array(
    z.object({
      action_id: z.string(),
      action_ts: z.string().optional(),
      value: z.string().optional(),
      selected_option: z.object({ value: z.string() }).nullish(),
    }),
  ),
  trigger_id: z.string().optional(),
  response_url: z.string().optional(),
});

/** Buttons that aren't ours, and clicks that aren't on a message, give nothing. */
export function readClicks(body: unknown, context: InboundContext): Inbound[] {
  const parsed = clickBody.safeParse(body);
  if (!parsed.success) return [];
  const { user, container, message, channel, actions } = parsed.data;
  const channelId = container?.channel_id ?? channel?.id;
  const ts = container?.message_ts ?? message?.ts;
  if (channelId === undefined || ts === undefined) return [];
  const place = placeOf(context.identity, channelId, container?.thread_ts ?? message?.thread_ts ?? ts);
  const actor = actorOf(context.identity, user.id, user.team_id ?? parsed.data.team?.id, user.name ?? user.username);
  const route = { place, userId: user.id, responseUrl: parsed.data.response_url, triggerId: parsed.data.trigger_id, messageId: ts };
  return actions.flatMap((action): Inbound[] => {
    const clicked = readClicked(action);
    if (clicked === null) return [];
    const key = `slack:click:${context.identity.teamId}:${channelId}:${ts}:${user.id}:${action.action_id}:${action.action_ts ?? '0'}`;
    const at = isoOf(action.action_ts ?? '', context.nowMs);
    const responder = context.makeResponder(route);
    return [{ type: 'click', key, at, place, actor, card: { place, id: ts }, ...clicked, responder }];
  });
}

const formBody = z.object({
  type: z.literal('view_submission'),
  user: z.object({ id: z.string(), team_id: z.string().optional(), name: z.string().optional(), username: z.string().optional() }),
  team: z.object({ id: z.string() }).nullish(),
  trigger_id: z.string().optional(),
  view: z.looseObject({ id: z.string() }),
});

/** Null for a form that isn't ours. */
export function readForm(body: unknown, context: InboundContext): Inbound | null {
  const parsed = formBody.safeParse(body);
  if (!parsed.success) return null;
  const submission = readSubmission(parsed.data.view);
  if (submission === null) return null;
  const { user, view } = parsed.data;
  const place = placeOf(context.identity, submission.origin.channel, submission.origin.thread);
  const responder = context.makeResponder({ place, userId: user.id, triggerId: parsed.data.trigger_id });
  return {
    type: 'form',
    key: `slack:form:${context.identity.teamId}:${view.id}:${user.id}`,
    at: new Date(context.nowMs).toISOString(),
    actor: actorOf(context.identity, user.id, user.team_id ?? parsed.data.team?.id, user.name ?? user.username),
    formId: submission.formId,
    fields: submission.fields,
    responder,
  };
}

const commandBody = z.object({
  command: z.string(),
  text: z.string().default(''),
  team_id: z.string().optional(),
  user_id: z.string(),
  user_name: z.string().optional(),
  channel_id: z.string(),
  trigger_id: z.string(),
  response_url: z.string().optional(),
});

/** `anchor` is the message that stands for the command: a command itself leaves nothing that a thread could hang under. */
export function readCommand(body: unknown, context: InboundContext, anchor: string | null): Inbound | null {
  const parsed = commandBody.safeParse(body);
  if (!parsed.success) return null;
  const command = parsed.data;
  const place = placeOf(context.identity, command.channel_id, undefined);
  const key = commandKey(command.trigger_id, context.identity);
  return {
    type: 'message',
    key,
    at: new Date(context.nowMs).toISOString(),
    place,
    actor: actorOf(context.identity, command.user_id, command.team_id, command.user_name),
    text: readText(command.text, context.identity.botUserId),
    isAddressed: true,
    messageId: anchor ?? key,
    responder: context.makeResponder({
      place,
      userId: command.user_id,
      responseUrl: command.response_url,
      triggerId: command.trigger_id,
      isResponseUrlFirst: true,
    }),
  };
}

function commandKey(triggerId: string, identity: SlackIdentity): string {
  return `slack:command:${identity.teamId}:${triggerId}`;
}

function placeOf(identity: SlackIdentity, channel: string, thread: string | undefined): Place {
  const place = { adapter: 'slack', workspace: identity.teamId, channel };
  return thread === undefined ? place : { ...place, thread };
}

/** People of other workspaces (shared channels) are external; who doesn't say where from is taken to be one of ours. */
function actorOf(identity: SlackIdentity, userId: string, team: string | undefined, name?: string): Actor {
  const workspace = team ?? identity.teamId;
  const actor = { adapter: 'slack', workspace, userId, isBot: false, isExternal: workspace !== identity.teamId };
  return name === undefined ? actor : { ...actor, name };
}

/** `1700000001.123456` as ISO 8601. */
function isoOf(ts: string, nowMs: number): string {
  const seconds = Number.parseFloat(ts);
  return new Date(Number.isFinite(seconds) && seconds > 0 ? seconds * 1_000 : nowMs).toISOString();
}

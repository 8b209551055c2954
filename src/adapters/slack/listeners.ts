/** Bolt's listeners: the ack goes out first, always; then what was heard is handed on, once. */

import type { App, AuthorizeResult, LogLevel, Receiver } from '@slack/bolt';
import type { Clock } from '../../domain/clock.ts';
import { type AdapterLog, ChatError, type Inbound } from '../contract.ts';
import type { RecentKeys } from '../rich/recent-keys.ts';
import { readSubmission } from './form.ts';
import type { SlackIdentity } from './identity.ts';
import { type InboundContext, readClicks, readCommand, readForm, readMessage } from './inbound.ts';
import type { SlackOutbound } from './outbound.ts';
import type { MakeResponder } from './responder.ts';
import { createSdkLogger } from './sdk-logger.ts';

export interface ListenerContext {
  readonly identity: SlackIdentity;
  readonly clock: Clock;
  readonly log: AdapterLog;
  readonly makeResponder: MakeResponder;
  /** Keys of what was handed on: Slack sends some things twice, and a mention always. */
  readonly seen: RecentKeys<true>;
  sink(event: Inbound): void;
  /** Posts the message that stands for a slash command; null when the bot can't post there. */
  anchor(command: Extract<Inbound, { type: 'message' }>): Promise<string | null>;
}

/** The app has no token of its own and makes no calls: it only tells the kinds of payload apart and acknowledges them. */
export async function createBoltApp(receiver: Receiver, context: ListenerContext): Promise<App> {
  const { App, LogLevel } = await import('@slack/bolt');
  const app = new App({
    receiver,
    authorize: async (): Promise<AuthorizeResult> => ({ botUserId: context.identity.botUserId, teamId: context.identity.teamId }),
    ignoreSelf: false,
    convoStore: false,
    logger: createSdkLogger(context.log, warnLevel(LogLevel)),
    logLevel: warnLevel(LogLevel),
  });
  listenToWords(app, context);
  listenToInteractions(app, context);
  listenToTheRest(app);
  app.error(async (error) => context.log.error({ reason: error.message }, 'A Slack payload could not be handled'));
  return app;
}

function warnLevel(levels: typeof LogLevel): LogLevel {
  return levels.WARN;
}

/** Bolt acknowledges events by itself before it calls these. */
function listenToWords(app: App, context: ListenerContext): void {
  app.event('message', async ({ body }) => deliver(context, [readMessage(body, now(context))]));
  app.event('app_mention', async ({ body }) => deliver(context, [readMessage(body, now(context))]));
}

function listenToInteractions(app: App, context: ListenerContext): void {
  app.action(/.*/, async ({ ack, body }) => {
    const clicks = readClicks(body, now(context));
    await tryAck(context, ack());
    deliver(context, clicks);
  });
  app.view({ callback_id: /.*/, type: 'view_submission' }, async ({ ack, body, view }) => {
    const errors = readSubmission(view)?.errors ?? {};
    if (Object.keys(errors).length > 0) return tryAck(context, ack({ response_action: 'errors', errors }));
    const form = readForm(body, now(context));
    await tryAck(context, ack());
    deliver(context, [form]);
  });
  app.command(/.*/, async ({ ack, body }) => {
    await tryAck(context, ack());
    const draft = readCommand(body, now(context), null);
    if (draft === null || draft.type !== 'message' || context.seen.get(draft.key)) return;
    const anchor = await context.anchor(draft);
    deliver(context, [anchor === null ? draft : readCommand(body, now(context), anchor)]);
  });
}

/** Everything else is acknowledged as well: an unanswered click shows the person a warning triangle. */
function listenToTheRest(app: App): void {
  app.action({ type: 'interactive_message', callback_id: /.*/ }, async ({ ack }) => ack());
  app.action({ type: 'dialog_submission', callback_id: /.*/ }, async ({ ack }) => ack());
  app.view({ callback_id: /.*/, type: 'view_closed' }, async ({ ack }) => ack());
  app.shortcut(/.*/, async ({ ack }) => ack());
  app.options(/.*/, async ({ ack }) => ack({ options: [] }));
}

/** After the ack has left: whatever the sink does, it can't hold the ack up. */
function deliver(context: ListenerContext, events: readonly (Inbound | null)[]): void {
  for (const event of events) {
    if (event === null || context.seen.get(event.key)) continue;
    context.seen.set(event.key, true);
    setImmediate(() => {
      try {
        context.sink(event);
      } catch (error) {
        context.log.error({ key: event.key, reason: error instanceof Error ? error.message : '' }, 'The listener of Slack failed');
      }
    });
  }
}

/** A lost ack costs the person a warning sign; what was said still counts. */
async function tryAck(context: ListenerContext, ack: Promise<void>): Promise<void> {
  await ack.catch((error: unknown) => {
    context.log.warn({ reason: error instanceof Error ? error.message : '' }, 'An acknowledgement was lost with its connection');
  });
}

function now(context: ListenerContext): InboundContext {
  return { identity: context.identity, nowMs: context.clock.now(), makeResponder: context.makeResponder };
}

/** Says in the channel what was asked, so that the answer has something to hang under. */
export async function postAnchor(
  outbound: Pick<SlackOutbound, 'post'>,
  log: AdapterLog,
  command: Extract<Inbound, { type: 'message' }>,
): Promise<string | null> {
  if (command.text === '') return null;
  const { userId, name } = command.actor;
  const said = { type: 'mention', userId, name: name ?? userId } as const;
  const rich = [{ type: 'paragraph', spans: [said, { type: 'text', text: `: ${command.text}` }] } as const];
  try {
    const options = { idempotencyKey: `${command.key}:anchor`, locale: 'zh-CN', priority: 'approval', isRetry: false } as const;
    return (await outbound.post(command.place, { rich }, options)).id;
  } catch (error) {
    log.warn({ code: error instanceof ChatError ? error.platformCode : null }, 'A slash command came where the bot cannot post');
    await command.responder.whisper({ level: 'warn', text: inviteFirst });
    return null;
  }
}

const inviteFirst = '请先邀请我加入此频道：/invite @zhiban  ·  Invite me to this channel first: /invite @zhiban';

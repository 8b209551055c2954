/** How one interaction is answered: a word for the clicker alone, or a form while the trigger still lives. */

import { z } from 'zod';
import type { Clock } from '../../domain/clock.ts';
import type { Place } from '../../domain/place.ts';
import type { AdapterLog, Form, Notice, Responder } from '../contract.ts';
import { ChatError } from '../contract.ts';
import type { SlackClient } from './client.ts';
import { formToView } from './form.ts';
import { slackLimits } from './limits.ts';
import { noticeText, type SlackOutbound, threadOf } from './outbound.ts';

export interface ReplyRoute {
  readonly place: Place;
  readonly userId: string;
  readonly responseUrl?: string | undefined;
  readonly triggerId?: string | undefined;
  readonly messageId?: string;
  /** A slash command works where the bot isn't a member: only its response_url does too. */
  readonly isResponseUrlFirst?: boolean;
}

export type MakeResponder = (route: ReplyRoute) => Responder;

export function createMakeResponder(context: {
  readonly client: SlackClient;
  readonly outbound: SlackOutbound;
  readonly clock: Clock;
  readonly log: AdapterLog;
  readonly apiUrl: string;
}): MakeResponder {
  const { client, outbound, clock, log, apiUrl } = context;
  return (route) => {
    const receivedAt = clock.now();
    const byUrl = (notice: Notice) => respondByUrl(route, notice, apiUrl);
    const byCall = (notice: Notice) => outbound.whisper(route.place, route.userId, notice);
    return {
      async whisper(notice) {
        const [first, second] = route.isResponseUrlFirst ? [byUrl, byCall] : [byCall, byUrl];
        if ((await first(notice)) || (await second(notice))) return;
        log.warn({ channel: route.place.channel }, 'Nobody was told: neither way to answer in private works');
      },
      async openForm(form) {
        if (route.triggerId === undefined || clock.now() - receivedAt >= slackLimits.triggerMs) return false;
        return openForm(client, log, route.triggerId, form, route.place);
      },
    };
  };
}

async function openForm(client: SlackClient, log: AdapterLog, triggerId: string, form: Form, place: Place): Promise<boolean> {
  const view = formToView(form, { channel: place.channel, thread: threadOf(place) });
  try {
    await client.callQuickly('views.open', { trigger_id: triggerId, view }, z.object({}));
    return true;
  } catch (error) {
    log.warn({ code: error instanceof ChatError ? error.platformCode : null }, 'A form could not be opened');
    return false;
  }
}

/** False when there is no address, when it isn't Slack's, or when it has expired (five uses in 30 minutes). */
async function respondByUrl(route: ReplyRoute, notice: Notice, apiUrl: string): Promise<boolean> {
  if (route.responseUrl === undefined || !isSlackUrl(route.responseUrl, apiUrl)) return false;
  const thread = threadOf(route.place);
  const body = {
    response_type: 'ephemeral',
    replace_original: false,
    text: noticeText(notice),
    ...(thread === undefined || thread === route.messageId ? {} : { thread_ts: thread }),
  };
  try {
    const answer = await fetch(route.responseUrl, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify(body),
      redirect: 'error',
      signal: AbortSignal.timeout(5_000),
    });
    await answer.arrayBuffer();
    return answer.ok;
  } catch {
    return false;
  }
}

/** The address comes in a payload; even an authentic one must lead to Slack, or to the host that stands in for it. */
export function isSlackUrl(url: string, apiUrl: string): boolean {
  if (!URL.canParse(url)) return false;
  const target = new URL(url);
  if (target.host === new URL(apiUrl).host) return true;
  return target.protocol === 'https:' && /(^|\.)slack(-gov)?\.com$/.test(target.hostname);
}

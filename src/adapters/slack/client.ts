/** Calls to Slack's Web API: each answer is parsed, each failure becomes a ChatError that carries no secret. */

import type { WebClient, WebClientOptions } from '@slack/web-api';
import { z } from 'zod';
import { ChatError, type ChatErrorKind } from '../contract.ts';
import type { Redact } from '../rich/redact.ts';

export interface SlackClient {
  /** Throws ChatError; `isAmbiguous()` tells whether Slack may have done it nevertheless. */
  call<T>(method: string, parameters: Readonly<Record<string, unknown>>, schema: z.ZodType<T>): Promise<T>;
  /** The same with a shorter patience, for what must be done within a trigger's life. */
  callQuickly<T>(method: string, parameters: Readonly<Record<string, unknown>>, schema: z.ZodType<T>): Promise<T>;
  /** Three calls in one: asks for an address, sends the bytes there, and shares the file. */
  upload(file: SlackUpload): Promise<void>;
}

export interface SlackUpload {
  readonly channel: string;
  readonly thread: string;
  readonly name: string;
  readonly title: string;
  readonly content: Uint8Array;
}

/** No retries and no waiting in the SDK: one limited method would hold up all others of the client, and a retried post shows twice. */
export async function createSlackClient(setting: {
  readonly token: string;
  readonly apiUrl: string;
  readonly callTimeoutMs: number;
  readonly formTimeoutMs: number;
  readonly logger: NonNullable<WebClientOptions['logger']>;
  readonly redact: Redact;
}): Promise<SlackClient> {
  const { WebClient } = await import('@slack/web-api');
  const options = (timeout: number): WebClientOptions => ({
    slackApiUrl: setting.apiUrl,
    timeout,
    logger: setting.logger,
    retryConfig: { retries: 0 },
    rejectRateLimitedCalls: true,
  });
  const patient = new WebClient(setting.token, options(setting.callTimeoutMs));
  const quick = new WebClient(setting.token, options(setting.formTimeoutMs));
  return {
    call: (method, parameters, schema) => callSlack(patient, setting.redact, method, parameters, schema),
    callQuickly: (method, parameters, schema) => callSlack(quick, setting.redact, method, parameters, schema),
    upload: (file) => upload(patient, setting.redact, file),
  };
}

/** True when the request may have been accepted although no answer came: look before sending again. */
export function isAmbiguous(error: unknown): boolean {
  return error instanceof ChatError && error.kind === 'transient' && !surelyUndone.has(error.platformCode ?? '');
}

const surelyUndone = new Set(['ratelimited', 'connect_refused']);

async function callSlack<T>(
  client: WebClient,
  redact: Redact,
  method: string,
  parameters: Readonly<Record<string, unknown>>,
  schema: z.ZodType<T>,
): Promise<T> {
  let answer: unknown;
  try {
    answer = await client.apiCall(method, { ...parameters });
  } catch (error) {
    throw toChatError(method, error, redact);
  }
  const parsed = schema.safeParse(answer);
  if (parsed.success) return parsed.data;
  throw new ChatError('format', `Slack's answer to ${method} lacks what it promises: ${parsed.error.issues[0]?.path.join('.') ?? '?'}`);
}

async function upload(client: WebClient, redact: Redact, file: SlackUpload): Promise<void> {
  try {
    await client.filesUploadV2({
      channel_id: file.channel,
      thread_ts: file.thread,
      filename: file.name,
      title: file.title,
      file: Buffer.from(file.content),
    });
  } catch (error) {
    throw toChatError('files.uploadV2', error, redact);
  }
}

const failure = z.object({
  code: z.string().optional(),
  retryAfter: z.number().optional(),
  statusCode: z.number().optional(),
  data: z.object({ error: z.string(), needed: z.string().optional() }).optional().catch(undefined),
  message: z.string().default(''),
});

/** Names the method and Slack's own code; never quotes a body, a header or an address. */
export function toChatError(method: string, error: unknown, redact: Redact): ChatError {
  if (error instanceof ChatError) return error;
  const seen = failure.safeParse(error instanceof Error ? pick(error) : {}).data ?? { message: '' };
  const code = seen.data?.error;
  if (seen.retryAfter !== undefined && code === undefined) {
    const text = `Slack limits ${method}: again in ${seen.retryAfter} s`;
    return new ChatError('rate', text, { retryAfterMs: seen.retryAfter * 1_000, platformCode: 'ratelimited' });
  }
  if (code !== undefined) {
    const needed = seen.data?.needed === undefined ? '' : ` (needs the scope ${seen.data.needed})`;
    const platformCode = shortCode(code, redact);
    return new ChatError(kindOf(platformCode), `Slack refused ${method}: ${platformCode}${needed}`, { platformCode });
  }
  if (seen.statusCode !== undefined) {
    const platformCode = `http_${seen.statusCode}`;
    return new ChatError('transient', `Slack answered ${method} with HTTP ${seen.statusCode}`, { platformCode });
  }
  const isRefused = /ECONNREFUSED|ENOTFOUND|EAI_AGAIN/.test(causeText(error));
  const platformCode = isRefused ? 'connect_refused' : 'request_failed';
  return new ChatError('transient', redact(`Slack did not answer ${method}: ${reasonOf(error)}`), { platformCode });
}

function pick(error: Error): Record<string, unknown> {
  return { ...Object.fromEntries(Object.entries(error)), message: error.message };
}

/** Slack's codes are words; a proxy's HTML page in their place is not worth repeating. */
function shortCode(code: string, redact: Redact): string {
  return /^[\w.:-]{1,80}$/.test(code) ? redact(code) : 'unreadable_answer';
}

function causeText(error: unknown): string {
  const texts: string[] = [];
  for (let inner: unknown = error, depth = 0; inner instanceof Error && depth < 5; depth += 1) {
    texts.push(inner.message, 'code' in inner ? String(inner.code) : '', inner.name);
    if (inner instanceof AggregateError) texts.push(...inner.errors.map((one) => (one instanceof Error ? one.message : '')));
    inner = inner.cause;
  }
  return texts.join(' ');
}

function reasonOf(error: unknown): string {
  const texts = causeText(error);
  if (/timeout|aborted/i.test(texts)) return 'timed out';
  return (
    /ECONN\w+|ENOTFOUND|EAI_AGAIN|ETIMEDOUT|EPIPE|socket hang up|other side closed|UND_ERR_\w+/.exec(texts)?.[0] ?? 'the connection failed'
  );
}

const kinds: Readonly<Record<Exclude<ChatErrorKind, 'rate' | 'format'>, readonly string[]>> = {
  auth: [
    'invalid_auth',
    'not_authed',
    'account_inactive',
    'token_revoked',
    'token_expired',
    'not_allowed_token_type',
    'invalid_token',
    'no_app_level_token',
  ],
  gone: [
    'channel_not_found',
    'message_not_found',
    'thread_not_found',
    'is_archived',
    'user_not_found',
    'cant_update_message',
    'edit_window_closed',
    'expired_trigger_id',
    'exchanged_trigger_id',
    'trigger_expired',
    'trigger_exchanged',
    'message_deleted',
  ],
  'too-large': ['msg_too_long', 'msg_blocks_too_long', 'metadata_too_large', 'view_too_large', 'file_uploads_size_exceeded'],
  forbidden: [
    'not_in_channel',
    'missing_scope',
    'restricted_action',
    'restricted_action_thread_only_channel',
    'access_denied',
    'team_access_not_granted',
    'user_not_in_channel',
    'ekm_access_denied',
    'no_permission',
    'cannot_reply_to_message',
    'messages_tab_disabled',
  ],
  transient: [
    'internal_error',
    'fatal_error',
    'service_unavailable',
    'request_timeout',
    'team_added_to_org',
    'unreadable_answer',
    'not_ready',
  ],
};

function kindOf(code: string): ChatErrorKind {
  if (code === 'ratelimited' || code === 'rate_limited' || code === 'message_limit_exceeded') return 'rate';
  for (const [kind, codes] of Object.entries(kinds)) {
    if (codes.includes(code) && isKind(kind)) return kind;
  }
  return 'format';
}

function isKind(text: string): text is ChatErrorKind {
  return text in kinds;
}

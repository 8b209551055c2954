/** Calls to Feishu's Open API: each answer is parsed, each failure becomes a ChatError that carries no secret. */

import type { Client } from '@larksuiteoapi/node-sdk';
import { z } from 'zod';
import type { Clock } from '../../domain/clock.ts';
import { type AdapterLog, ChatError } from '../contract.ts';
import type { Redact } from '../rich/redact.ts';
import { shorten } from '../rich/shorten.ts';
import { isStaleToken, kindOf } from './codes.ts';
import { createSdkLogger } from './sdk-logger.ts';
import { createTokenSource, type FreshToken, type TokenSource } from './token.ts';

export interface FeishuRequest {
  /** For errors and logs: `im.message.create`. */
  readonly name: string;
  readonly method: 'GET' | 'POST' | 'PUT' | 'PATCH' | 'DELETE';
  readonly path: string;
  readonly params?: Readonly<Record<string, unknown>>;
  readonly body?: Readonly<Record<string, unknown>>;
  /** Sent in the body's place, with its bytes. */
  readonly form?: FormData;
}

export interface FeishuClient {
  /** The schema describes the whole answer, `code` and `msg` beside it. A refused token is renewed and tried once more. Throws ChatError. */
  call<T>(request: FeishuRequest, schema: z.ZodType<T>): Promise<T>;
  /** Throws ChatError; kind `auth` when the app's id or secret is not good. Costs nothing while a token is kept. */
  checkSecret(): Promise<void>;
}

export interface ClientSetting {
  readonly appId: string;
  readonly appSecret: string;
  readonly domain: string;
  readonly callTimeoutMs: number;
  readonly clock: Clock;
  readonly log: AdapterLog;
  readonly redact: Redact;
}

/** The SDK keeps no token for us: its cache is shared by the whole process and never renews a token that was revoked. */
export async function createFeishuClient(setting: ClientSetting): Promise<FeishuClient> {
  const { Client, DefaultCache, LoggerLevel } = await import('@larksuiteoapi/node-sdk');
  const { appId, appSecret, domain } = setting;
  const client = new Client({
    ...{ appId, appSecret, domain, disableTokenCache: true, cache: new DefaultCache() },
    ...{ logger: createSdkLogger(setting.log), loggerLevel: LoggerLevel.fatal },
  });
  const tokens = createTokenSource(setting.clock, () => fetchToken(client, setting));
  return {
    call: (request, schema) => callWithToken(client, setting, tokens, request, schema),
    async checkSecret() {
      await tokens.get();
    },
  };
}

const tokenAnswer = z.object({ tenant_access_token: z.string().min(1), expire: z.number().positive() });

async function fetchToken(client: Client, setting: ClientSetting): Promise<FreshToken> {
  const request: FeishuRequest = {
    name: 'auth.tenant_access_token',
    method: 'POST',
    path: '/open-apis/auth/v3/tenant_access_token/internal',
    body: { app_id: setting.appId, app_secret: setting.appSecret },
  };
  const answer = await send(client, setting, request, null, tokenAnswer);
  return { token: answer.tenant_access_token, lifeSeconds: answer.expire };
}

async function callWithToken<T>(
  client: Client,
  setting: ClientSetting,
  tokens: TokenSource,
  request: FeishuRequest,
  schema: z.ZodType<T>,
): Promise<T> {
  const token = await tokens.get();
  try {
    return await send(client, setting, request, token, schema);
  } catch (error) {
    if (!(error instanceof ChatError) || !isStaleToken(Number(error.platformCode))) throw error;
    tokens.forget(token);
    return send(client, setting, request, await tokens.get(), schema);
  }
}

const status = z.object({ code: z.number(), msg: z.string().optional() });

async function send<T>(
  client: Client,
  { callTimeoutMs, redact }: ClientSetting,
  request: FeishuRequest,
  token: string | null,
  schema: z.ZodType<T>,
): Promise<T> {
  const answer = await requestRaw(client, request, token, callTimeoutMs).catch((error: unknown) => {
    throw toChatError(request.name, error, redact);
  });
  const found = status.safeParse(answer.data);
  if (!found.success)
    throw new ChatError('transient', `Feishu answered ${request.name} with something else`, { platformCode: 'unreadable' });
  if (found.data.code !== 0) throw refusal(request.name, found.data, resetMs(answer.headers), redact);
  const parsed = schema.safeParse(answer.data);
  if (parsed.success) return parsed.data;
  const missing = parsed.error.issues[0]?.path.join('.') ?? '?';
  throw new ChatError('format', `Feishu's answer to ${request.name} lacks what it promises: ${missing}`);
}

const withHeaders = z.object({ data: z.unknown(), headers: z.unknown() });

async function requestRaw(client: Client, request: FeishuRequest, token: string | null, timeout: number) {
  const headers = token === null ? {} : { Authorization: `Bearer ${token}` };
  const config = {
    ...{ method: request.method, url: request.path, headers, timeout, maxRedirects: 0, $return_headers: true },
    ...(request.params === undefined ? {} : { params: request.params }),
    ...(request.body === undefined ? {} : { data: request.body }),
  };
  // The client would copy a form's fields one by one, of which it has none.
  const { form } = request;
  const answer: unknown =
    form === undefined
      ? await client.request<unknown>(config)
      : await client.httpInstance.request({ ...config, url: `${client.domain}${request.path}`, data: form });
  return withHeaders.parse(answer);
}

const failure = z.object({
  code: z.string().optional(),
  message: z.string().default(''),
  response: z.object({ status: z.number(), data: z.unknown(), headers: z.unknown() }).optional().catch(undefined),
});

/** Names the call and Feishu's own code; never quotes a request, a header or an address. */
export function toChatError(name: string, error: unknown, redact: Redact): ChatError {
  if (error instanceof ChatError) return error;
  const seen = failure.safeParse(error instanceof Error ? { ...error, message: error.message } : {}).data ?? { message: '' };
  const { response } = seen;
  if (response !== undefined) {
    const found = status.safeParse(response.data);
    if (found.success && found.data.code !== 0) return refusal(name, found.data, resetMs(response.headers), redact);
    if (response.status === 429) return refusal(name, { code: 99991400 }, resetMs(response.headers), redact);
    const platformCode = `http_${response.status}`;
    return new ChatError('transient', `Feishu answered ${name} with HTTP ${response.status}`, { platformCode });
  }
  const reason = /timeout|aborted/i.test(seen.message) ? 'timed out' : (seen.code ?? 'the connection failed');
  return new ChatError('transient', redact(`Feishu did not answer ${name}: ${reason}`), { platformCode: 'request_failed' });
}

/** Feishu says in words what a code means, often with the scope that is missing; an address in it loses its query. */
export function refusal(
  name: string,
  { code, msg }: { readonly code: number; readonly msg?: string | undefined },
  retryAfterMs: number | null,
  redact: Redact,
): ChatError {
  const kind = kindOf(code);
  const platformCode = String(code);
  if (kind === 'rate') {
    const waitMs = retryAfterMs ?? 1_000;
    return new ChatError('rate', `Feishu limits ${name}: again in ${waitMs} ms`, { retryAfterMs: waitMs, platformCode });
  }
  const words = msg === undefined || msg === '' ? '' : ` (${shorten(redact(msg.replace(/\s+/g, ' ')), 200)})`;
  return new ChatError(kind, `Feishu refused ${name}: ${code}${words}`, { platformCode });
}

/** `x-ogw-ratelimit-reset` tells in seconds when the next call is welcome. */
function resetMs(headers: unknown): number | null {
  const parsed = z
    .looseObject({ 'x-ogw-ratelimit-reset': z.coerce.number().min(0).max(3_600).optional() })
    .safeParse({ ...Object(headers) });
  const seconds = parsed.success ? parsed.data['x-ogw-ratelimit-reset'] : undefined;
  return seconds === undefined ? null : Math.max(100, Math.ceil(seconds * 1_000));
}

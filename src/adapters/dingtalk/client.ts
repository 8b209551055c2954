/** Calls to DingTalk: each answer is parsed, each failure becomes a ChatError that carries no secret. The SDK has no such client. */

import { z } from 'zod';
import type { Clock } from '../../domain/clock.ts';
import { ChatError, type OutgoingFile } from '../contract.ts';
import { connectionError, isStaleToken, type RawAnswer, refusalCode, toChatError } from './chat-error.ts';
import { mediaTypeOf } from './file-message.ts';
import type { DingtalkPace } from './limits.ts';
import type { Quota } from './quota.ts';

export interface DingtalkClient {
  /** The newer interface. Throws ChatError; `isAmbiguous()` tells whether it may have been done nevertheless. */
  call<T>(method: 'POST' | 'PUT' | 'GET', path: string, body: unknown, schema: z.ZodType<T>): Promise<T>;
  /** The older interface, which some things still need: its token travels in the address. */
  callOld<T>(path: string, body: unknown, schema: z.ZodType<T>): Promise<T>;
  /** The id under which the file can be sent. */
  upload(file: OutgoingFile): Promise<string>;
  /** To a message's own reply address; costs no call of the month. */
  answerAt(url: string, body: unknown): Promise<void>;
  /** Where to open the next socket. */
  openGateway(signal: AbortSignal): Promise<{ readonly endpoint: string; readonly ticket: string }>;
  /** Proves that the client's id and secret are good. */
  checkToken(): Promise<void>;
}

export interface ClientSetting {
  readonly clientId: string;
  readonly clientSecret: string;
  readonly apiBase: string;
  readonly oapiBase: string;
  readonly clock: Clock;
  readonly pace: Pick<DingtalkPace, 'callTimeoutMs' | 'rateWaitMs'>;
  readonly quota: Pick<Quota, 'note'>;
}

/** Own list for every connection: the SDK's default is one array that all its clients share and change. */
export const subscriptions = () => [
  { type: 'EVENT', topic: '*' },
  { type: 'CALLBACK', topic: '/v1.0/im/bot/messages/get' },
  { type: 'CALLBACK', topic: '/v1.0/card/instances/callback' },
];

/** A token is renewed this long before it ends. */
const renewBeforeMs = 5 * 60_000;
const answerBytesMax = 2_097_152;

const tokenAnswer = z.object({ accessToken: z.string().min(1), expireIn: z.number().positive() });
const gatewayAnswer = z.object({ endpoint: z.string().regex(/^wss?:\/\//), ticket: z.string().min(1) });
const uploadAnswer = z.object({ media_id: z.string().min(1) });

export function createDingtalkClient(setting: ClientSetting): DingtalkClient {
  const { apiBase, oapiBase, clientId, clientSecret } = setting;
  const tokens = createTokens(setting);

  /** Once more with a fresh token when this one turns out to be stale: it may have been revoked before its time. */
  async function withToken<T>(what: string, schema: z.ZodType<T>, send: (token: string) => Promise<RawAnswer>): Promise<T> {
    let answer = await send(await tokens.get());
    const code = refusalCode(answer);
    if (code !== null && isStaleToken(code)) {
      tokens.drop();
      answer = await send(await tokens.get());
    }
    return read(setting, what, answer, schema);
  }

  return {
    call: (method, path, body, schema) =>
      withToken(nameOf(path), schema, (token) => {
        setting.quota.note();
        const headers = { ...jsonHeaders, 'x-acs-dingtalk-access-token': token };
        return request(setting, nameOf(path), apiBase + path, {
          method,
          headers,
          ...(body === null ? {} : { body: JSON.stringify(body) }),
        });
      }),
    callOld: (path, body, schema) =>
      withToken(nameOf(path), schema, (token) => {
        setting.quota.note();
        const url = `${oapiBase}${path}?access_token=${encodeURIComponent(token)}`;
        return request(setting, nameOf(path), url, { method: 'POST', headers: jsonHeaders, body: JSON.stringify(body) });
      }),
    async upload(file) {
      const answer = await withToken('media/upload', uploadAnswer, (token) => {
        setting.quota.note();
        const form = new FormData();
        form.append('media', new Blob([new Uint8Array(file.bytes)]), file.name);
        const url = `${oapiBase}/media/upload?access_token=${encodeURIComponent(token)}&type=${mediaTypeOf(file.name)}`;
        return request(setting, 'media/upload', url, { method: 'POST', body: form });
      });
      return answer.media_id;
    },
    async answerAt(url, body) {
      const answer = await request(setting, 'sessionWebhook', url, { method: 'POST', headers: jsonHeaders, body: JSON.stringify(body) });
      read(setting, 'sessionWebhook', answer, z.object({}));
    },
    async openGateway(signal) {
      const what = 'gateway/connections/open';
      const body = JSON.stringify({ clientId, clientSecret, ua: 'zhiban', subscriptions: subscriptions() });
      const url = `${apiBase}/v1.0/gateway/connections/open`;
      return read(setting, what, await request(setting, what, url, { method: 'POST', headers: jsonHeaders, body, signal }), gatewayAnswer);
    },
    async checkToken() {
      tokens.drop();
      await tokens.get();
    },
  };
}

/** True when the request may have been accepted although no answer came. */
export function isAmbiguous(error: unknown): boolean {
  return error instanceof ChatError && error.kind === 'transient' && error.platformCode !== 'connect_refused';
}

const jsonHeaders = { 'content-type': 'application/json', accept: 'application/json' };

interface Tokens {
  get(): Promise<string>;
  drop(): void;
}

/** One token for all calls, asked for once however many wait for it. */
function createTokens(setting: ClientSetting): Tokens {
  let held: { readonly token: string; readonly untilMs: number } | null = null;
  let asking: Promise<string> | null = null;

  async function ask(): Promise<string> {
    setting.quota.note();
    const body = JSON.stringify({ appKey: setting.clientId, appSecret: setting.clientSecret });
    const url = `${setting.apiBase}/v1.0/oauth2/accessToken`;
    const answer = await request(setting, 'oauth2/accessToken', url, { method: 'POST', headers: jsonHeaders, body });
    const { accessToken, expireIn } = read(setting, 'oauth2/accessToken', answer, tokenAnswer);
    held = { token: accessToken, untilMs: setting.clock.now() + Math.max(1_000, expireIn * 1_000 - renewBeforeMs) };
    return accessToken;
  }

  return {
    async get() {
      if (held !== null && held.untilMs > setting.clock.now()) return held.token;
      asking ??= ask().finally(() => {
        asking = null;
      });
      return asking;
    },
    drop() {
      held = null;
    },
  };
}

async function request({ pace }: ClientSetting, what: string, url: string, init: RequestInit): Promise<RawAnswer> {
  const timeout = AbortSignal.timeout(pace.callTimeoutMs);
  const signal = init.signal ? AbortSignal.any([init.signal, timeout]) : timeout;
  try {
    const answer = await fetch(url, { ...init, redirect: 'error', signal });
    const text = await answer.text();
    const retryAfter = Number(answer.headers.get('retry-after') ?? Number.NaN);
    return {
      status: answer.status,
      retryAfterSeconds: Number.isFinite(retryAfter) && retryAfter >= 0 ? Math.min(retryAfter, 3_600) : null,
      body: text.length > answerBytesMax ? null : parseJson(text),
    };
  } catch (error) {
    throw connectionError(what, error);
  }
}

function read<T>(setting: ClientSetting, what: string, answer: RawAnswer, schema: z.ZodType<T>): T {
  const code = refusalCode(answer);
  if (code !== null) throw toChatError(what, answer, code, setting.pace.rateWaitMs);
  const parsed = schema.safeParse(answer.body);
  if (parsed.success) return parsed.data;
  throw new ChatError('format', `DingTalk's answer to ${what} lacks what it promises: ${parsed.error.issues[0]?.path.join('.') ?? '?'}`);
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return null;
  }
}

/** `/v1.0/robot/groupMessages/send` is told as `robot/groupMessages/send`. */
function nameOf(path: string): string {
  return (path.split('?')[0] ?? path).replace(/^\/(v\d+\.\d+\/)?/, '');
}

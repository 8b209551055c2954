/** The CLI's line to the server: HTTP with a time limit, and errors that carry their exit code. */

import { type ExitCode, exitCodeOf, exitCodes } from './exit-codes.ts';

/** A refusal of the server, or the server's absence; the message is in the reader's language. */
export class CliError extends Error {
  readonly kind: string;
  readonly exitCode: ExitCode;
  readonly details: Readonly<Record<string, unknown>>;

  constructor(
    kind: string,
    message: string,
    options: { readonly details?: Readonly<Record<string, unknown>>; readonly cause?: unknown } = {},
  ) {
    super(message, options.cause === undefined ? undefined : { cause: options.cause });
    this.name = 'CliError';
    this.kind = kind;
    this.exitCode = exitCodeOf(kind);
    this.details = options.details ?? {};
  }
}

export type Query = Readonly<Record<string, string | number | undefined>>;

export interface ApiClient {
  readonly baseUrl: string;
  /** Throws CliError. */
  get<T>(path: string, query?: Query): Promise<T>;
  /** Throws CliError. Never repeated by itself. */
  post<T>(path: string, body?: Readonly<Record<string, unknown>>, options?: { readonly idempotencyKey?: string }): Promise<T>;
  /** Throws CliError. */
  remove<T>(path: string, query?: Query): Promise<T>;
  /** Each event of the live stream until it ends or is aborted. Throws CliError when it can't be opened. */
  events(signal: AbortSignal): AsyncIterable<{ readonly incidentId: string | null }>;
}

export interface ApiClientOptions {
  readonly baseUrl: string;
  readonly token: string | null;
  readonly locale: 'zh-CN' | 'en';
  readonly timeoutMs?: number;
}

const answerBytesMax = 64 * 1_048_576;

export function createApiClient(options: ApiClientOptions): ApiClient {
  async function ask<T>(
    method: 'GET' | 'POST' | 'DELETE',
    path: string,
    query: Query,
    init: { readonly body?: string; readonly headers?: Record<string, string> },
  ): Promise<T> {
    const response = await reach(options, `${path}${queryText(query)}`, {
      method,
      headers: { ...headersOf(options), ...init.headers },
      ...(init.body === undefined ? {} : { body: init.body }),
      signal: AbortSignal.timeout(options.timeoutMs ?? 30_000),
    });
    const answer = await readJson(response);
    if (!response.ok) throw refusalOf(response.status, answer, options.locale);
    // Answers are checked by the server's own schemas before they leave it, and printed as text only.
    return answer as T;
  }
  return {
    baseUrl: options.baseUrl,
    get: (path, query = {}) => ask('GET', path, query, {}),
    post: (path, body = {}, { idempotencyKey } = {}) =>
      ask(
        'POST',
        path,
        {},
        {
          body: JSON.stringify(body),
          headers: { 'content-type': 'application/json', ...(idempotencyKey === undefined ? {} : { 'idempotency-key': idempotencyKey }) },
        },
      ),
    remove: (path, query = {}) => ask('DELETE', path, query, {}),
    events: (signal) => readEvents(options, signal),
  };
}

function headersOf(options: ApiClientOptions): Record<string, string> {
  return {
    accept: 'application/json',
    'accept-language': options.locale,
    'x-zhiban-door': 'cli',
    ...(options.token === null ? {} : { authorization: `Bearer ${options.token}` }),
  };
}

async function reach(options: ApiClientOptions, path: string, init: RequestInit): Promise<Response> {
  try {
    return await fetch(`${options.baseUrl}${path}`, { ...init, redirect: 'error' });
  } catch (cause) {
    throw new CliError('unavailable', awayText(options, cause), { cause });
  }
}

function awayText(options: ApiClientOptions, cause: unknown): string {
  const { baseUrl, locale } = options;
  if (cause instanceof Error && cause.name === 'TimeoutError') {
    return locale === 'en' ? `Zhiban at ${baseUrl} did not answer in time` : `${baseUrl} 的值班服务没有及时响应`;
  }
  const inner = cause instanceof Error && cause.cause instanceof Error && 'code' in cause.cause ? String(cause.cause.code) : '';
  const isLocal = /^https?:\/\/(127\.0\.0\.1|localhost|\[::1\])/.test(baseUrl);
  if (locale === 'en') {
    return isLocal
      ? `Zhiban is not running at ${baseUrl}; start it with: zhiban start`
      : `Cannot reach Zhiban at ${baseUrl}${inner === '' ? '' : ` (${inner})`}; ZHIBAN_URL says where it is`;
  }
  return isLocal
    ? `${baseUrl} 上没有运行值班服务，请先执行：zhiban start`
    : `无法连接 ${baseUrl} 上的值班服务${inner === '' ? '' : `（${inner}）`}，地址由 ZHIBAN_URL 指定`;
}

async function readJson(response: Response): Promise<unknown> {
  const text = await response.text();
  if (text.length > answerBytesMax) throw new CliError('too-large', 'The answer is larger than 64 MiB');
  try {
    return text === '' ? null : JSON.parse(text);
  } catch {
    return null;
  }
}

function refusalOf(status: number, answer: unknown, locale: 'zh-CN' | 'en'): CliError {
  const error = fieldOf(answer, 'error');
  const kind = fieldOf(error, 'kind');
  const message = fieldOf(error, 'message');
  const details = fieldOf(error, 'details');
  if (typeof kind === 'string' && typeof message === 'string') {
    return new CliError(kind, message, { details: isRecord(details) ? details : {} });
  }
  const text =
    locale === 'en' ? `The server answered ${status}, which is not an answer of Zhiban` : `服务返回了 ${status}，不是值班服务的应答`;
  return new CliError(status === 404 ? 'not-found' : status >= 500 ? 'unavailable' : 'invalid', text);
}

async function* readEvents(options: ApiClientOptions, signal: AbortSignal): AsyncGenerator<{ readonly incidentId: string | null }> {
  const response = await reach(options, '/api/v1/events', { headers: { ...headersOf(options), accept: 'text/event-stream' }, signal });
  if (!response.ok || response.body === null) throw refusalOf(response.status, await readJson(response), options.locale);
  const decoder = new TextDecoder();
  let rest = '';
  for await (const chunk of response.body) {
    rest += decoder.decode(chunk, { stream: true });
    const blocks = rest.split('\n\n');
    rest = blocks.pop() ?? '';
    for (const block of blocks) {
      const line = block.split('\n').find((each) => each.startsWith('data: '));
      if (line !== undefined) yield { incidentId: incidentOf(line.slice(6)) };
    }
  }
}

function incidentOf(text: string): string | null {
  try {
    const incidentId = fieldOf(JSON.parse(text), 'incidentId');
    return typeof incidentId === 'string' ? incidentId : null;
  } catch {
    return null;
  }
}

function queryText(query: Query): string {
  const given = new URLSearchParams();
  for (const [name, value] of Object.entries(query)) if (value !== undefined) given.set(name, String(value));
  return given.size === 0 ? '' : `?${given}`;
}

function fieldOf(value: unknown, name: string): unknown {
  return isRecord(value) ? value[name] : undefined;
}

function isRecord(value: unknown): value is Readonly<Record<string, unknown>> {
  return value !== null && typeof value === 'object' && !Array.isArray(value);
}

/** Nobody answers at the address: the caller may have another way. */
export function isAway(error: unknown): boolean {
  return error instanceof CliError && error.exitCode === exitCodes.unavailable;
}

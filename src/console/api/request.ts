/** One request to the API of the same origin: time limit, language, and errors that a person can read. */

import type { Locale } from '../../domain/text.ts';

/** What went wrong with a request; the message is fit to show and already in the reader's language when the server spoke. */
export class ApiError extends Error {
  readonly status: number;
  readonly kind: string;

  constructor(status: number, kind: string, message: string) {
    super(message);
    this.name = 'ApiError';
    this.status = status;
    this.kind = kind;
  }
}

export interface RequestSettings {
  readonly locale: () => Locale;
  /** Called when the session has ended. */
  readonly onUnauthorized: () => void;
  readonly fetch: typeof fetch;
}

export type Query = Readonly<Record<string, string | number | null | undefined>>;

export interface Requests {
  /** Throws ApiError. */
  get<T>(path: string, query?: Query): Promise<T>;
  /** Throws ApiError. Never repeated by itself. */
  post<T>(path: string, body?: Readonly<Record<string, unknown>>): Promise<T>;
  /** Throws ApiError. */
  remove<T>(path: string, query?: Query): Promise<T>;
}

const timeoutMs = 20_000;

export function createRequests(settings: RequestSettings): Requests {
  async function send<T>(method: 'GET' | 'POST' | 'DELETE', path: string, query: Query, body: string | null): Promise<T> {
    const headers: Record<string, string> = { accept: 'application/json', 'accept-language': settings.locale() };
    if (body !== null) headers['content-type'] = 'application/json';
    const response = await reach(settings, `/api/v1${path}${queryText(query)}`, { method, headers, body, credentials: 'same-origin' });
    if (!response.ok) throw await refusal(response, settings, path);
    if (response.status === 204) return undefined as T;
    // The answer comes from the server that this page came from, of the same version, and is rendered as text only.
    return (await response.json()) as T;
  }
  return {
    get: (path, query) => send('GET', path, { locale: settings.locale(), ...query }, null),
    remove: (path, query) => send('DELETE', path, { locale: settings.locale(), ...query }, null),
    post: (path, body) => send('POST', path, { locale: settings.locale() }, JSON.stringify(body ?? {})),
  };
}

async function reach(settings: RequestSettings, url: string, init: RequestInit): Promise<Response> {
  try {
    return await settings.fetch(url, { ...init, signal: AbortSignal.timeout(timeoutMs) });
  } catch (cause) {
    const isTimeout = cause instanceof Error && cause.name === 'TimeoutError';
    throw new ApiError(0, isTimeout ? 'timeout' : 'offline', isTimeout ? 'timeout' : 'offline');
  }
}

async function refusal(response: Response, settings: RequestSettings, path: string): Promise<ApiError> {
  if (response.status === 401 && path !== '/login' && path !== '/session') settings.onUnauthorized();
  const answer: unknown = await response.json().catch(() => null);
  const error = fieldOf(answer, 'error');
  const message = fieldOf(error, 'message');
  const kind = fieldOf(error, 'kind');
  return new ApiError(
    response.status,
    typeof kind === 'string' ? kind : 'internal',
    typeof message === 'string' ? message : `HTTP ${response.status}`,
  );
}

function fieldOf(value: unknown, name: string): unknown {
  if (typeof value !== 'object' || value === null) return undefined;
  return Object.entries(value).find(([key]) => key === name)?.[1];
}

/** `?a=1&b=2` of the values that are given. */
export function queryText(query: Query): string {
  const given = new URLSearchParams();
  for (const [name, value] of Object.entries(query)) {
    if (value !== null && value !== undefined && value !== '') given.set(name, String(value));
  }
  const text = given.toString();
  return text === '' ? '' : `?${text}`;
}

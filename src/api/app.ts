/** The type of the server that routes are added to, and what each request carries once its sender is known. */

import type { IncomingMessage, ServerResponse } from 'node:http';
// These two add `cookies` and `createRateLimit` to the types of Fastify.
import type {} from '@fastify/cookie';
import type {} from '@fastify/rate-limit';
import type { FastifyBaseLogger, FastifyInstance, RawServerDefault } from 'fastify';
import type { ZodTypeProvider } from 'fastify-type-provider-zod';
import { ZhibanError } from '../domain/errors.ts';
import { type Locale, type LocalText, locales } from '../domain/text.ts';
import type { Caller } from '../operations/contract.ts';

export type App = FastifyInstance<RawServerDefault, IncomingMessage, ServerResponse, FastifyBaseLogger, ZodTypeProvider>;

declare module 'fastify' {
  interface FastifyRequest {
    /** Who asks; null until authentication has let them in. */
    caller: Caller | null;
    /** The SHA-256 of the session cookie, for logout. */
    sessionHash: string | null;
    /** The language of answers and errors. */
    locale: Locale;
  }
  interface FastifyContextConfig {
    /** True for the few routes of the API that need no login. */
    isOpen?: boolean;
  }
}

/** The sender of a request that authentication has let in. */
export function callerOf(request: { readonly caller: Caller | null }): Caller {
  if (request.caller === null) throw refusal('unauthenticated', signInText);
  return request.caller;
}

export const signInText: LocalText = {
  en: 'Sign in first: send Authorization: Bearer TOKEN, or open a login link',
  'zh-CN': '请先登录：发送 Authorization: Bearer 令牌，或打开登录链接',
};

/** An error of the API's own, in both languages; the error handler picks the reader's. */
export function refusal(
  kind: ZhibanError['kind'],
  text: LocalText,
  options: { readonly details?: Readonly<Record<string, unknown>>; readonly cause?: unknown } = {},
): ZhibanError {
  return new ZhibanError(kind, text.en, { details: { ...options.details, text }, cause: options.cause });
}

/** What was asked for by `?locale=`, else the first known language of Accept-Language, else the fallback. */
export function localeOfRequest(
  request: { readonly query: unknown; readonly headers: { readonly 'accept-language'?: string | undefined } },
  fallback: Locale,
): Locale {
  const asked = request.query !== null && typeof request.query === 'object' ? Reflect.get(request.query, 'locale') : undefined;
  const named = locales.find((locale) => locale === asked);
  if (named !== undefined) return named;
  for (const part of (request.headers['accept-language'] ?? '').slice(0, 200).split(',')) {
    const tag = part.trim().toLowerCase();
    if (tag.startsWith('zh')) return 'zh-CN';
    if (tag.startsWith('en')) return 'en';
  }
  return fallback;
}

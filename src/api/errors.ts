/** Turns whatever was thrown into `{ error: { kind, message, details } }`. What we didn't expect is told by a number; the log has the rest. */

import { randomBytes } from 'node:crypto';
import type { FastifyError, FastifyReply, FastifyRequest } from 'fastify';
import { type ErrorKind, ZhibanError } from '../domain/errors.ts';
import type { Locale, LocalText } from '../domain/text.ts';
import { type App, refusal } from './app.ts';
import type { ApiLog } from './contract.ts';

const statuses: Readonly<Record<ErrorKind, number>> = {
  invalid: 400,
  unauthenticated: 401,
  forbidden: 403,
  'not-found': 404,
  conflict: 409,
  'too-large': 413,
  'too-many': 429,
  unavailable: 503,
};

export interface ErrorBody {
  readonly error: { readonly kind: string; readonly message: string; readonly details: Readonly<Record<string, unknown>> };
}

export function handleErrors(app: App, log: ApiLog): void {
  app.setErrorHandler((error: FastifyError | ZhibanError, request, reply) => answerError(error, request, reply, log));
}

function answerError(error: FastifyError | ZhibanError, request: FastifyRequest, reply: FastifyReply, log: ApiLog): FastifyReply {
  const known = error instanceof ZhibanError ? error : fromFastify(error);
  if (known === null) return answerUnexpected(error, request, reply, log);
  const { retryAfterSeconds, ...details } = known.details;
  if (known.kind === 'unavailable' || known.kind === 'too-many') {
    reply.header('retry-after', String(typeof retryAfterSeconds === 'number' ? retryAfterSeconds : 5));
  }
  if (known.kind === 'unavailable')
    log.warn({ route: routeOf(request), reason: known.message, cause: causeOf(known) }, 'A request was refused because a part is away');
  const status = 'statusCode' in error && error.statusCode === 415 ? 415 : statuses[known.kind];
  return reply.code(status).send(errorBody(known.kind, messageOf(known, request.locale), withoutText(details)));
}

function answerUnexpected(error: Error, request: FastifyRequest, reply: FastifyReply, log: ApiLog): FastifyReply {
  const id = randomBytes(6).toString('hex');
  log.error(
    { id, method: request.method, route: routeOf(request), error: { message: error.message, stack: error.stack, cause: causeOf(error) } },
    'A request failed unexpectedly',
  );
  const message =
    request.locale === 'en' ? `Something broke on our side; the log has it under ${id}` : `服务内部出错，详情请在日志中查找 ${id}`;
  return reply.code(500).send(errorBody('internal', message, { id }));
}

export function errorBody(kind: string, message: string, details: Readonly<Record<string, unknown>>): ErrorBody {
  return { error: { kind, message, details } };
}

/** Null for what isn't the sender's doing. */
function fromFastify(error: FastifyError): ZhibanError | null {
  switch (error.code) {
    case 'FST_ERR_CTP_BODY_TOO_LARGE':
      return refusal('too-large', { en: 'The body is larger than allowed here', 'zh-CN': '请求体超过允许的大小' }, { cause: error });
    case 'FST_ERR_CTP_INVALID_MEDIA_TYPE':
      return refusal(
        'invalid',
        { en: 'Expected the content type application/json', 'zh-CN': '内容类型应为 application/json' },
        { cause: error },
      );
    case 'FST_ERR_CTP_INVALID_CONTENT_LENGTH':
      return refusal(
        'invalid',
        { en: 'The body is shorter or longer than Content-Length says', 'zh-CN': '请求体长度与 Content-Length 不符' },
        { cause: error },
      );
    default:
      return error.statusCode !== undefined && error.statusCode >= 400 && error.statusCode < 500
        ? refusal('invalid', { en: error.message, 'zh-CN': error.message }, { cause: error })
        : null;
  }
}

function messageOf(error: ZhibanError, locale: Locale): string {
  const { text } = error.details;
  return isLocalText(text) ? text[locale] : error.message;
}

function withoutText(details: Readonly<Record<string, unknown>>): Readonly<Record<string, unknown>> {
  const { text, ...rest } = details;
  return isLocalText(text) || text === undefined ? rest : details;
}

function isLocalText(value: unknown): value is LocalText {
  return value !== null && typeof value === 'object' && 'en' in value && 'zh-CN' in value && typeof value.en === 'string';
}

function routeOf(request: FastifyRequest): string {
  return request.routeOptions.url ?? 'unknown';
}

function causeOf(error: Error): string | undefined {
  return error.cause instanceof Error ? error.cause.message : undefined;
}

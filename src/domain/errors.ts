/** The short list of errors that cross a boundary. Each says what, which and why, and whether a retry can help. */

import { type LocalText, sameText } from './text.ts';

export type ErrorKind =
  | 'invalid' // the caller's input is wrong: say which part, and what was expected
  | 'unauthenticated'
  | 'forbidden'
  | 'not-found'
  | 'conflict' // the state moved on: say to what, and who moved it
  | 'too-large'
  | 'too-many'
  | 'unavailable'; // a part that we need is away: a retry can help

/** Thrown by operations and the store; the API, the CLI and chat turn the kind into their own form. */
export class ZhibanError extends Error {
  readonly kind: ErrorKind;
  readonly details: Readonly<Record<string, unknown>>;

  constructor(
    kind: ErrorKind,
    message: string,
    options: { readonly details?: Readonly<Record<string, unknown>>; readonly cause?: unknown } = {},
  ) {
    super(message, options.cause === undefined ? undefined : { cause: options.cause });
    this.name = 'ZhibanError';
    this.kind = kind;
    this.details = options.details ?? {};
  }
}

/** Thrown by clients of systems; `retry` says whether trying again can help. */
export class SystemError extends Error {
  readonly retry: 'now' | 'later' | 'never';

  constructor(message: string, options: { readonly retry: 'now' | 'later' | 'never'; readonly cause?: unknown }) {
    super(message, options.cause === undefined ? undefined : { cause: options.cause });
    this.name = 'SystemError';
    this.retry = options.retry;
  }
}

/** The text of an error in both languages, where whoever threw it put them into `details.text`; in English alone for any other. */
export function textOfError(error: unknown): LocalText {
  const message = error instanceof Error ? error.message : String(error);
  const text: unknown = error instanceof ZhibanError ? error.details.text : undefined;
  if (text === null || typeof text !== 'object') return sameText(message);
  return { en: message, 'zh-CN': String(Reflect.get(text, 'zh-CN') ?? message) };
}

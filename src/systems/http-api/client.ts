/** Sends one request to a system that is asked over HTTP, with its login and TLS; every request opens a connection of its own. */

import { readFile } from 'node:fs/promises';
import { z } from 'zod';
import { type SecretRef, secretRef } from '../../domain/secret.ts';
import type { ConnectContext } from '../contract.ts';
import { type Exchange, exchange, HttpFailure, type HttpLimit } from '../http/exchange.ts';
import { ApiFailure } from './failure.ts';

/** The keys of an entry that such a system has besides its kind. */
export const apiEntryShape = {
  /** With its path prefix, if it has one; without login, query and fragment. */
  url: z
    .url({ protocol: /^https?$/, error: 'expected http://… or https://…' })
    .refine((url) => URL.canParse(url) && new URL(url).password === '' && new URL(url).username === '', {
      error: 'expected an address without login: give it beside the url, with secrets as { env: NAME } or { file: PATH }',
    })
    .refine((url) => URL.canParse(url) && new URL(url).search === '' && new URL(url).hash === '', {
      error: 'expected an address without a query',
    }),
  username: z.string().min(1).max(200).optional(),
  password: secretRef.optional(),
  tls: z
    .strictObject({ caFile: z.string().min(1).optional(), servername: z.string().min(1).optional(), insecure: z.boolean().default(false) })
    .optional(),
} as const;

/** For systems before which a proxy may stand that asks for a token. */
export const apiTokenShape = { ...apiEntryShape, bearer: secretRef.optional() } as const;

export interface ApiEntry {
  readonly url: string;
  readonly username?: string | undefined;
  readonly password?: SecretRef | undefined;
  readonly bearer?: SecretRef | undefined;
  readonly tls?: { readonly caFile?: string | undefined; readonly servername?: string | undefined; readonly insecure: boolean } | undefined;
}

export type ApiMethod = 'GET' | 'POST' | 'PUT' | 'DELETE';

export interface ApiRequest {
  readonly method: ApiMethod;
  /** Below the entry's address, with its query. */
  readonly path: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly body?: string;
  readonly bodyBytesMax: number;
}

/** Throws HttpFailure when it cannot be reached; every status is an answer. */
export async function askApi(entry: ApiEntry, request: ApiRequest, limit: HttpLimit): Promise<Exchange> {
  const { path, ...rest } = request;
  return exchange({ ...rest, url: new URL(path.replace(/^\//, ''), baseOf(entry)), tls: await tlsOf(entry) }, limit);
}

/** The entry's address, with the path prefix kept when something is asked below it. */
export function baseOf(entry: ApiEntry): URL {
  return new URL(entry.url.endsWith('/') ? entry.url : `${entry.url}/`);
}

/** Throws what `resolveSecret` throws. */
export function basicLogin(entry: ApiEntry, context: ConnectContext): Readonly<Record<string, string>> {
  if (entry.username === undefined) return {};
  const password = entry.password === undefined ? '' : context.resolveSecret(entry.password);
  return { authorization: `Basic ${Buffer.from(`${entry.username}:${password}`).toString('base64')}` };
}

/** The token, where there is one, else user and password. Throws what `resolveSecret` throws. */
export function loginOf(entry: ApiEntry, context: ConnectContext): Readonly<Record<string, string>> {
  if (entry.bearer !== undefined) return { authorization: `Bearer ${context.resolveSecret(entry.bearer)}` };
  return basicLogin(entry, context);
}

async function tlsOf(entry: ApiEntry): Promise<{ insecure: boolean; ca?: string; servername?: string }> {
  const { tls } = entry;
  const ca = tls?.caFile === undefined ? undefined : await readCertificate(entry, tls.caFile);
  return {
    insecure: tls?.insecure ?? false,
    ...(ca === undefined ? {} : { ca }),
    ...(tls?.servername === undefined ? {} : { servername: tls.servername }),
  };
}

/** A file that is gone is a fault of the configuration, and told as one of TLS instead of ending the look. */
async function readCertificate(entry: ApiEntry, path: string): Promise<string> {
  try {
    return await readFile(path, 'utf8');
  } catch (cause) {
    const message = `Cannot read ${new URL(entry.url).origin}: the certificate file '${path}' cannot be read`;
    throw new HttpFailure(message, { problem: 'tls', stage: 'tls', code: 'CA_FILE', cause });
  }
}

/** Throws ApiFailure when it is no JSON, was cut, or has another form than the schema. */
export function parseAnswer<Answer>(product: string, answer: Exchange, path: string, schema: z.ZodType<Answer>): Answer {
  const asked = path.replace(/\?.*$/s, '');
  if (answer.isTruncated)
    throw new ApiFailure(`The answer of ${product} to '${asked}' is larger than ${String(answer.body.length)} bytes`, {
      problem: 'reply',
      status: answer.status,
      code: 'too-large',
    });
  const parsed = schema.safeParse(jsonOf(answer.body));
  if (parsed.success) return parsed.data;
  const [issue] = parsed.error.issues;
  const where = issue === undefined ? '' : ` (${issue.path.join('.') || 'the whole'}: ${issue.message})`;
  throw new ApiFailure(`${product} answered '${asked}' in a form that is not understood${where.slice(0, 200)}`, {
    problem: 'reply',
    status: answer.status,
    code: 'form',
  });
}

export function jsonOf(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return null;
  }
}

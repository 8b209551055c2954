/** A client for systems whose whole API is JSON and text behind one address and one login; `client.ts` sends what it asks. */

import { z } from 'zod';
import type { ConnectContext, SystemClient } from '../contract.ts';
import type { Exchange, HttpLimit } from '../http/exchange.ts';
import { type ApiEntry, type ApiMethod, askApi, baseOf, jsonOf, loginOf, parseAnswer } from './client.ts';
import { refusalOf } from './failure.ts';

export interface Asked {
  readonly path: string;
  /** Sent as the address's query. */
  readonly query?: Readonly<Record<string, string>>;
  /** Sent as a form, which long expressions need. */
  readonly form?: Readonly<Record<string, string>>;
  readonly json?: unknown;
  readonly method?: ApiMethod;
  readonly bodyBytesMax?: number;
}

export interface JsonClient extends SystemClient {
  readonly url: URL;
  /** Every status is an answer. Throws HttpFailure when it cannot be reached. */
  ask(asked: Asked, limit: HttpLimit): Promise<Exchange>;
  /** JSON of a 2xx answer; throws ApiFailure for any other, and for an answer that the schema does not know. */
  json<Data>(asked: Asked, schema: z.ZodType<Data>, limit: HttpLimit): Promise<Data>;
  /** The body of a 2xx answer, cut at `bodyBytesMax`. */
  text(asked: Asked, limit: HttpLimit): Promise<{ readonly text: string; readonly isCut: boolean }>;
}

const answerBytesMax = 8_388_608;

export interface Product {
  /** As people call it: `VictoriaLogs`. */
  readonly name: string;
  /** Sent with every request, as the header of a tenant. */
  readonly headers?: Readonly<Record<string, string>>;
}

export function createJsonClient(entry: ApiEntry, context: ConnectContext, product: Product): JsonClient {
  async function ask(asked: Asked, limit: HttpLimit): Promise<Exchange> {
    const { body, type } = bodyOf(asked);
    // Not every method announces its body by itself.
    const length = body === undefined ? {} : { 'content-length': String(Buffer.byteLength(body)) };
    const headers = { ...product.headers, ...loginOf(entry, context), ...length, ...(type === undefined ? {} : { 'content-type': type }) };
    const method = asked.method ?? (body === undefined ? 'GET' : 'POST');
    const query = new URLSearchParams({ ...asked.query }).toString();
    const path = query === '' ? asked.path : `${asked.path}?${query}`;
    const request = { method, path, headers, bodyBytesMax: asked.bodyBytesMax ?? answerBytesMax };
    return askApi(entry, body === undefined ? request : { ...request, body }, limit);
  }

  async function accepted(asked: Asked, limit: HttpLimit): Promise<Exchange> {
    const answer = await ask(asked, limit);
    if (answer.status >= 200 && answer.status < 300) return answer;
    throw refusalOf(product.name, asked.path, answer.status, reasonOf(answer));
  }

  return {
    url: baseOf(entry),
    ask,
    async text(asked, limit) {
      const answer = await accepted(asked, limit);
      return { text: answer.body, isCut: answer.isTruncated };
    },
    async json(asked, schema, limit) {
      return parseAnswer(product.name, await accepted(asked, limit), asked.path, schema);
    },
    close: () => Promise.resolve(),
  };
}

function bodyOf(asked: Asked): { readonly body?: string; readonly type?: string } {
  if (asked.form !== undefined)
    return { body: new URLSearchParams({ ...asked.form }).toString(), type: 'application/x-www-form-urlencoded' };
  return asked.json === undefined ? {} : { body: JSON.stringify(asked.json), type: 'application/json' };
}

const errorBody = z.looseObject({ message: z.string().optional(), error: z.string().optional() });

function reasonOf(answer: Exchange): string {
  const told = errorBody.safeParse(jsonOf(answer.body));
  const plain = answer.body.trimStart().startsWith('<') ? '' : answer.body;
  return told.success ? (told.data.message ?? told.data.error ?? plain) : plain;
}

/** Asks the Docker Engine's API, over its socket or over TCP; changes go the same way. */

import { readFile, stat, statfs } from 'node:fs/promises';
import { z } from 'zod';
import type { ConnectContext, SystemClient } from '../contract.ts';
import { type Exchange, exchange, HttpFailure, type HttpLimit, type TlsChoice } from '../http/exchange.ts';
import { jsonOf, parseAnswer } from '../http-api/client.ts';
import { ApiFailure, refusalOf } from '../http-api/failure.ts';
import { readFrames } from './frames.ts';
import type { DockerEntry } from './system.ts';

export interface DockerClient extends SystemClient {
  /** The path of the socket, or null when it is asked over TCP. */
  readonly socketPath: string | null;
  /** Throws HttpFailure or ApiFailure. */
  json<Answer>(path: string, schema: z.ZodType<Answer>, limit: HttpLimit): Promise<Answer>;
  /** One JSON document a line. */
  lines<Answer>(path: string, schema: z.ZodType<Answer>, limit: HttpLimit): Promise<readonly Answer[]>;
  /** What a container has written, with its times. */
  output(path: string, limit: HttpLimit): Promise<{ readonly text: string; readonly isCut: boolean }>;
  /** Throws ApiFailure when it is refused; 304 (“already so”) is success. */
  post(path: string, body: unknown, limit: HttpLimit): Promise<unknown>;
  /** The status alone, whatever it is. */
  tryPost(path: string, body: unknown, limit: HttpLimit): Promise<number>;
  /** The engine's own time, by the second. */
  nowMs(limit: HttpLimit): Promise<number>;
  /** Size of a file of the daemon's; null where it is on another machine or may not be seen. */
  fileBytes(path: string): Promise<number | null>;
  /** The filesystem on which a file of the daemon's lies, as df shows it; null as above. */
  volumeOf(path: string): Promise<{ readonly bytes: number; readonly usedRatio: number } | null>;
}

const bytesMax = 8_388_608;

export function createDockerClient(entry: DockerEntry, _context: ConnectContext): DockerClient {
  const socketPath = entry.url.startsWith('unix://') ? entry.url.slice('unix://'.length) : null;
  const base = baseOf(entry, socketPath);

  async function ask(
    method: string,
    path: string,
    body: unknown,
    limit: HttpLimit,
    encoding: 'utf8' | 'latin1' = 'utf8',
  ): Promise<Exchange> {
    const text = body === undefined ? undefined : JSON.stringify(body);
    const announced = { 'content-type': 'application/json', 'content-length': String(Buffer.byteLength(text ?? '')) };
    return exchange(
      {
        url: new URL(path.replace(/^\//, ''), base),
        method,
        headers: method === 'GET' ? {} : announced,
        tls: await tlsOf(entry),
        bodyBytesMax: bytesMax,
        encoding,
        ...(text === undefined ? {} : { body: text }),
        ...(socketPath === null ? {} : { socketPath }),
      },
      limit,
    );
  }

  async function accepted(method: string, path: string, body: unknown, limit: HttpLimit, encoding?: 'latin1'): Promise<Exchange> {
    const answer = await ask(method, path, body, limit, encoding);
    if ((answer.status >= 200 && answer.status < 300) || answer.status === 304) return answer;
    const told = errorBody.safeParse(jsonOf(answer.body));
    throw refusalOf('Docker', path.replace(/\?.*$/s, ''), answer.status, told.success ? told.data.message : answer.body);
  }

  return {
    socketPath,
    async json(path, schema, limit) {
      return parseAnswer('Docker', await accepted('GET', path, undefined, limit), path, schema);
    },
    async lines(path, schema, limit) {
      const { body } = await accepted('GET', path, undefined, limit);
      return body.split('\n').flatMap((line) => {
        const parsed = schema.safeParse(jsonOf(line));
        return parsed.success ? [parsed.data] : [];
      });
    },
    async output(path, limit) {
      const { body, isTruncated } = await accepted('GET', path, undefined, limit, 'latin1');
      return { text: readFrames(Buffer.from(body, 'latin1')), isCut: isTruncated };
    },
    async post(path, body, limit) {
      return jsonOf((await accepted('POST', path, body, limit)).body);
    },
    async tryPost(path, body, limit) {
      return (await ask('POST', path, body, limit)).status;
    },
    async nowMs(limit) {
      return Date.parse((await accepted('GET', '_ping', undefined, limit)).headers.date ?? '');
    },
    fileBytes: (path) => (socketPath === null ? Promise.resolve(null) : fileBytes(path)),
    volumeOf: (path) => (socketPath === null ? Promise.resolve(null) : volumeOf(path)),
    close: () => Promise.resolve(),
  };
}

async function fileBytes(path: string): Promise<number | null> {
  if (!path.startsWith('/')) return null;
  return await stat(path).then(
    ({ size }) => size,
    () => null,
  );
}

/** As df counts it: what is kept for root is neither used nor free. */
async function volumeOf(path: string): Promise<{ readonly bytes: number; readonly usedRatio: number } | null> {
  if (!path.startsWith('/')) return null;
  return await statfs(path).then(
    ({ bsize, blocks, bfree, bavail }) => {
      const used = blocks - bfree;
      return { bytes: blocks * bsize, usedRatio: used + bavail === 0 ? 0 : used / (used + bavail) };
    },
    () => null,
  );
}

const errorBody = z.looseObject({ message: z.string() });

/** The name stands for the socket in messages. */
function baseOf(entry: DockerEntry, socketPath: string | null): URL {
  if (socketPath !== null) return new URL('http://docker/');
  const secure = entry.tls !== undefined;
  return new URL(`${entry.url.replace(/^tcp:/, secure ? 'https:' : 'http:').replace(/\/+$/, '')}/`);
}

async function tlsOf({ url, tls }: DockerEntry): Promise<TlsChoice> {
  if (tls === undefined) return { insecure: false };
  const read = async (path: string): Promise<string> => {
    try {
      return await readFile(path, 'utf8');
    } catch (cause) {
      const message = `Cannot read ${url}: the file '${path}' of its tls cannot be read`;
      throw new HttpFailure(message, { problem: 'tls', stage: 'tls', code: 'TLS_FILE', cause });
    }
  };
  return {
    insecure: tls.insecure,
    ...(tls.caFile === undefined ? {} : { ca: await read(tls.caFile) }),
    ...(tls.certFile === undefined ? {} : { cert: await read(tls.certFile) }),
    ...(tls.keyFile === undefined ? {} : { key: await read(tls.keyFile) }),
    ...(tls.servername === undefined ? {} : { servername: tls.servername }),
  };
}

/** There is no container of that name. */
export function isMissing(error: unknown): boolean {
  return error instanceof ApiFailure && error.status === 404;
}

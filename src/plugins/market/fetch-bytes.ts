/** Bytes from a web server or a file, never more than was agreed on, and never for longer. */

import { readFileSync, statSync } from 'node:fs';
import { dirname, isAbsolute, resolve } from 'node:path';
import { marketError, messageOf } from './market-error.ts';

/** Where an index or a package lies. */
export type Spot = { readonly url: string } | { readonly path: string };

export interface FetchLimits {
  readonly bytesMax: number;
  readonly withinMs: number;
  readonly signal?: AbortSignal | undefined;
}

/** Throws ZhibanError: `unavailable` when it can't be had, `too-large` beyond the limit. */
export async function fetchBytes(spot: Spot, limits: FetchLimits): Promise<Buffer> {
  return 'url' in spot ? fromServer(spot.url, limits) : fromFile(spot.path, limits.bytesMax);
}

/** An address or path as an index writes it, seen from where the index lies. */
export function spotBeside(index: Spot, given: string): Spot {
  if (/^https?:\/\//i.test(given)) return { url: given };
  if ('url' in index) return { url: new URL(given, index.url).href };
  return { path: isAbsolute(given) ? given : resolve(dirname(index.path), given) };
}

async function fromServer(url: string, { bytesMax, withinMs, signal }: FetchLimits): Promise<Buffer> {
  const late = AbortSignal.timeout(withinMs);
  try {
    const response = await fetch(url, { signal: signal === undefined ? late : AbortSignal.any([late, signal]), redirect: 'follow' });
    if (!response.ok) {
      await response.body?.cancel();
      throw away(url, `HTTP ${response.status}`);
    }
    if (Number(response.headers.get('content-length') ?? 0) > bytesMax) {
      await response.body?.cancel();
      throw tooLarge(url, bytesMax);
    }
    return await readBody(url, response, bytesMax);
  } catch (error) {
    if (error instanceof Error && 'details' in error) throw error;
    if (late.aborted) throw away(url, `no end within ${withinMs / 1_000} s`, error);
    const cause = error instanceof Error && error.cause instanceof Error ? error.cause : error;
    throw away(url, messageOf(cause), error);
  }
}

/** Whatever the server says of the length. */
async function readBody(url: string, response: Response, bytesMax: number): Promise<Buffer> {
  const parts: Uint8Array[] = [];
  let bytes = 0;
  for await (const part of response.body ?? []) {
    bytes += part.byteLength;
    // Leaving the loop cancels the body.
    if (bytes > bytesMax) throw tooLarge(url, bytesMax);
    parts.push(part);
  }
  return Buffer.concat(parts);
}

function fromFile(path: string, bytesMax: number): Buffer {
  try {
    if (statSync(path).size > bytesMax) throw tooLarge(path, bytesMax);
    return readFileSync(path);
  } catch (error) {
    if (error instanceof Error && 'details' in error) throw error;
    throw away(path, error instanceof Error && 'code' in error ? String(error.code) : messageOf(error), error);
  }
}

function away(where: string, why: string, cause?: unknown): Error {
  return marketError('unavailable', `${where} cannot be read: ${why}`, `无法读取 ${where}：${why}`, cause);
}

function tooLarge(where: string, bytesMax: number): Error {
  const limit = `${bytesMax / 1_048_576} MiB`;
  return marketError('too-large', `${where} is larger than ${limit}`, `${where} 超过 ${limit}`);
}

/** Asks one URL; every request opens a connection of its own, so that each part of the way is measured. */

import { readFile } from 'node:fs/promises';
import type { ConnectContext, SystemClient } from '../contract.ts';
import { type Exchange, exchange, HttpFailure, type HttpLimit, type TlsChoice } from './exchange.ts';
import type { HttpEntry } from './system.ts';

export interface Followed {
  readonly last: Exchange;
  readonly finalUrl: URL;
  readonly redirects: number;
  readonly isLoop: boolean;
}

export interface HttpClient extends SystemClient {
  readonly url: URL;
  /** Throws HttpFailure. Follows at most `entry.redirectsMax` redirects; secret headers stay with the first origin. */
  ask(limit: HttpLimit): Promise<Followed>;
  /** A plain GET of another path of the same origin, without the entry's headers. */
  askPath(path: string, limit: HttpLimit): Promise<Exchange>;
  tls(): Promise<TlsChoice>;
  /** Remembers the addresses seen, to tell when they change; answers those of the last time, if any. */
  rememberAddresses(addresses: readonly string[]): readonly string[] | null;
}

const bodyBytesMax = 65_536;

export function createHttpClient(entry: HttpEntry, context: ConnectContext): HttpClient {
  const url = new URL(entry.url);
  let remembered: readonly string[] | null = null;

  async function tls(): Promise<TlsChoice> {
    const ca = entry.tls?.caFile === undefined ? undefined : await readFile(entry.tls.caFile, 'utf8');
    return {
      insecure: entry.tls?.insecure ?? false,
      ...(ca === undefined ? {} : { ca }),
      ...(entry.tls?.servername === undefined ? {} : { servername: entry.tls.servername }),
    };
  }

  function headers(): Readonly<Record<string, string>> {
    return Object.fromEntries(
      Object.entries(entry.headers).map(([name, value]) => [name, typeof value === 'string' ? value : context.resolveSecret(value)]),
    );
  }

  return {
    url,
    tls,
    async ask(limit) {
      const given = { method: entry.method, tls: await tls(), bodyBytesMax, ...(entry.body === undefined ? {} : { body: entry.body }) };
      return follow(url, entry.redirectsMax, (at) =>
        exchange({ ...given, url: at, headers: at.origin === url.origin ? headers() : {} }, limit),
      );
    },
    async askPath(path, limit) {
      return exchange({ url: new URL(path, url), method: 'GET', headers: {}, tls: await tls(), bodyBytesMax }, limit);
    },
    rememberAddresses(addresses) {
      const before = remembered;
      remembered = addresses;
      return before;
    },
    close: () => Promise.resolve(),
  };
}

async function follow(first: URL, redirectsMax: number, ask: (url: URL) => Promise<Exchange>): Promise<Followed> {
  const seen = new Set<string>();
  let at = first;
  for (let redirects = 0; ; redirects += 1) {
    const last = await (redirects === 0 ? ask(at) : sentOn(at, ask));
    seen.add(at.href);
    const next = locationOf(last, at);
    if (next === null || redirectsMax === 0) return { last, finalUrl: at, redirects, isLoop: false };
    if (seen.has(next.href) || redirects >= redirectsMax) return { last, finalUrl: next, redirects: redirects + 1, isLoop: true };
    at = next;
  }
}

/** What fails there is no failure of the address that was asked. */
async function sentOn(at: URL, ask: (url: URL) => Promise<Exchange>): Promise<Exchange> {
  try {
    return await ask(at);
  } catch (error) {
    if (!(error instanceof HttpFailure)) throw error;
    const { problem, stage, code } = error;
    throw new HttpFailure(error.message, { problem, stage, code, redirectedTo: `${at.origin}${at.pathname}`.slice(0, 300), cause: error });
  }
}

function locationOf(answer: Exchange, base: URL): URL | null {
  const { location } = answer.headers;
  if (location === undefined || ![301, 302, 303, 307, 308].includes(answer.status)) return null;
  if (!URL.canParse(location, base.href))
    throw new HttpFailure(`${base.origin} redirects to a malformed address`, {
      problem: 'not-http',
      stage: 'answer',
      code: 'ERR_INVALID_URL',
    });
  const next = new URL(location, base);
  return next.protocol === 'http:' || next.protocol === 'https:' ? next : null;
}

/**
 * A server that speaks the API as the console needs it, with its built files beside it.
 * For the console's own tests and for looking at it: `node tests/peers/console-api.ts [directory]`.
 */

import { readFile } from 'node:fs/promises';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import { join, normalize } from 'node:path';
import type { Locale } from '../../src/domain/text.ts';
import { answerOf, PeerRefusal } from './console-api/routes.ts';
import { type PeerEvent, PeerWorld } from './console-api/world.ts';

export interface ConsolePeerOptions {
  /** The built console. */
  readonly directory: string;
  readonly channelLocale?: Locale;
  /** How long each step of the plan takes. */
  readonly stepMs?: number;
  readonly isEmpty?: boolean;
  readonly port?: number;
}

export interface ConsolePeer {
  readonly url: string;
  /** Opens the console logged in; each link works once. */
  readonly loginUrl: string;
  readonly world: PeerWorld;
  /** Cuts every live line, as a restart of the server would. */
  dropLive(): void;
  close(): Promise<void>;
}

export const peerToken = 'zbl_test-token';

/** The headers of the real API, so that a page that would break under them breaks here too. */
const contentSecurityPolicy =
  "default-src 'none'; script-src 'self'; style-src 'self' 'unsafe-inline'; img-src 'self' data:; font-src 'self' data:; connect-src 'self'; base-uri 'none'; form-action 'self'; frame-ancestors 'none'";

const types: Readonly<Record<string, string>> = {
  html: 'text/html; charset=utf-8',
  js: 'text/javascript',
  css: 'text/css',
  svg: 'image/svg+xml',
};

export async function startConsolePeer(options: ConsolePeerOptions): Promise<ConsolePeer> {
  const world = new PeerWorld({
    nowMs: Date.now(),
    stepMs: options.stepMs ?? 700,
    channelLocale: options.channelLocale ?? 'zh-CN',
    isEmpty: options.isEmpty ?? false,
  });
  const lines = new Set<ServerResponse>();
  const send = (event: PeerEvent): void => {
    for (const line of lines) line.write(`id: ${event.seq}\nevent: ${event.kind}\ndata: ${JSON.stringify(event)}\n\n`);
  };
  world.events.on('event', send);

  const server = createServer((request, response) => {
    serve(request, response, world, lines, options.directory).catch((error: unknown) => {
      response.writeHead(500).end(JSON.stringify({ error: { kind: 'internal', message: String(error), details: {} } }));
    });
  });
  await new Promise<void>((resolve) => server.listen(options.port ?? 0, '127.0.0.1', resolve));
  const address = server.address();
  const port = typeof address === 'object' && address !== null ? address.port : 0;
  const url = `http://127.0.0.1:${port}`;
  return {
    url,
    loginUrl: `${url}/login#token=${peerToken}`,
    world,
    dropLive: () => {
      for (const line of lines) line.destroy();
    },
    close: async () => {
      world.events.off('event', send);
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}

async function serve(
  request: IncomingMessage,
  response: ServerResponse,
  world: PeerWorld,
  lines: Set<ServerResponse>,
  directory: string,
): Promise<void> {
  const url = new URL(request.url ?? '/', 'http://peer');
  response.setHeader('content-security-policy', contentSecurityPolicy);
  if (!url.pathname.startsWith('/api/v1/')) return serveFile(url.pathname, response, directory);
  const path = url.pathname.slice('/api/v1'.length);
  const isIn = (request.headers.cookie ?? '').includes('zb=1');
  if (path === '/events' && isIn) {
    response.writeHead(200, { 'content-type': 'text/event-stream', 'cache-control': 'no-store' });
    response.write('retry: 2000\n\n: hello\n\n');
    lines.add(response);
    response.on('close', () => lines.delete(response));
    return;
  }
  const body = request.method === 'POST' ? await readBody(request) : {};
  try {
    if (path === '/login') {
      if (body.token !== peerToken) throw new PeerRefusal(401, 'unauthenticated', 'This token is wrong, used or expired');
      response.setHeader('set-cookie', 'zb=1; Path=/; HttpOnly; SameSite=Strict');
    } else if (!isIn) throw new PeerRefusal(401, 'unauthenticated', 'Log in first');
    if (path === '/logout') response.setHeader('set-cookie', 'zb=; Path=/; Max-Age=0');
    const locale: Locale = url.searchParams.get('locale') === 'en' ? 'en' : 'zh-CN';
    const answer = await answerOf({ method: request.method ?? 'GET', path, query: url.searchParams, body, locale, world });
    response.writeHead(200, { 'content-type': 'application/json', 'cache-control': 'no-store' }).end(JSON.stringify(answer));
  } catch (error) {
    if (!(error instanceof PeerRefusal)) throw error;
    const { kind, message } = error;
    response.writeHead(error.status, { 'content-type': 'application/json' }).end(JSON.stringify({ error: { kind, message, details: {} } }));
  }
}

async function serveFile(path: string, response: ServerResponse, directory: string): Promise<void> {
  const extension = /\.([a-z0-9]+)$/.exec(path)?.[1];
  const file = extension === undefined ? 'index.html' : normalize(path).replace(/^(\.\.[/\\])+/, '');
  const content = await readFile(join(directory, file)).catch(() => null);
  if (content === null) response.writeHead(404).end();
  else response.writeHead(200, { 'content-type': types[extension ?? 'html'] ?? 'application/octet-stream' }).end(content);
}

async function readBody(request: IncomingMessage): Promise<Readonly<Record<string, unknown>>> {
  const chunks: Buffer[] = [];
  for await (const chunk of request) chunks.push(Buffer.from(chunk));
  const parsed: unknown = JSON.parse(Buffer.concat(chunks).toString('utf8') || '{}');
  return typeof parsed === 'object' && parsed !== null ? Object.fromEntries(Object.entries(parsed)) : {};
}

if (import.meta.main) {
  const peer = await startConsolePeer({
    directory: process.argv[2] ?? 'dist/console',
    channelLocale: process.env.LOCALE === 'en' ? 'en' : 'zh-CN',
    isEmpty: process.env.EMPTY === '1',
    stepMs: 1_500,
  });
  console.log(peer.loginUrl);
}

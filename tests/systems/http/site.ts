/** A real HTTP or HTTPS server whose answers the test decides, and a diagnosis of it. */

import { createServer, type RequestListener, type Server } from 'node:http';
import { createServer as createSecureServer } from 'node:https';
import type { Socket } from 'node:net';
import type { HttpClient } from '../../../src/systems/http/client.ts';
import { type HttpEntry, httpKind } from '../../../src/systems/http/system.ts';
import { type DiagnoseOptions, type Diagnosis, diagnoseSystem } from '../../support/diagnose.ts';
import { systemClock } from '../../support/system-clock.ts';
import type { KeyPair } from './certificates.ts';

export interface Site {
  readonly port: number;
  readonly url: string;
  stop(): Promise<void>;
}

export async function startSite(answer: RequestListener, pair?: KeyPair): Promise<Site> {
  const sockets = new Set<Socket>();
  const server: Server = pair === undefined ? createServer(answer) : createSecureServer(pair, answer);
  server.on('connection', (socket: Socket) => {
    sockets.add(socket);
    socket.on('error', () => undefined);
    socket.on('close', () => sockets.delete(socket));
  });
  server.on('tlsClientError', () => undefined);
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const address = server.address();
  const port = typeof address === 'object' && address !== null ? address.port : 0;
  return {
    port,
    url: `${pair === undefined ? 'http' : 'https'}://127.0.0.1:${String(port)}`,
    async stop() {
      for (const socket of sockets) socket.destroy();
      await new Promise<void>((resolve) => server.close(() => resolve()));
    },
  };
}

export function httpEntry(url: string, more: Readonly<Record<string, unknown>> = {}): HttpEntry {
  return httpKind.entry.parse({ id: 'site', kind: 'http', url, ...more });
}

export function httpClient(entry: HttpEntry, secret = ''): HttpClient {
  return httpKind.connect(entry, { clock: systemClock, resolveSecret: () => secret });
}

export async function diagnoseUrl(
  url: string,
  more: Readonly<Record<string, unknown>> = {},
  options: DiagnoseOptions = {},
): Promise<Diagnosis> {
  const entry = httpEntry(url, more);
  return diagnoseSystem(httpKind, httpClient(entry), entry, options);
}

/** Serves one kind of answer, looks, and stops. */
export async function diagnoseAnswer(
  answer: RequestListener,
  more: Readonly<Record<string, unknown>> = {},
  path = '/',
): Promise<Diagnosis> {
  const site = await startSite(answer);
  try {
    return await diagnoseUrl(site.url + path, more);
  } finally {
    await site.stop();
  }
}

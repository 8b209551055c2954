/** A receiver of syslog over UDP, TCP and TLS. What its filters leave out is no alert; TCP waits while the store is slow, UDP can't and is counted. */

import { createSocket } from 'node:dgram';
import { readFile } from 'node:fs/promises';
import { createServer, type Server, type Socket } from 'node:net';
import { createServer as createTlsServer } from 'node:tls';
import type { SyslogSource } from '../../config/alert-sources.ts';
import { syslogLevels } from '../../domain/syslog.ts';
import type { FeedContext, FeedMessage } from './contract.ts';
import { type Gathered, gather } from './gather.ts';
import { createPace } from './pace.ts';
import { parseSyslog, type SyslogRecord } from './parse-syslog.ts';
import { createFrames } from './syslog-frames.ts';

const batchMax = 500;
const waitingMax = 5_000;
const connectionsMax = 500;
const idleMs = 3_600_000;

interface Received {
  readonly raw: string;
  readonly peer: string;
}

export async function runSyslog(source: SyslogSource, context: FeedContext): Promise<void> {
  const waiting = gather<Received>();
  const sockets = new Set<Socket>();
  const open: { close(): unknown }[] = [];
  try {
    if (source.udp !== undefined) open.push(await listenUdp(source.udp, waiting, context));
    if (source.tcp !== undefined) open.push(await listenTcp(createServer(), source.tcp, waiting, sockets));
    if (source.tls !== undefined) {
      const { certFile, keyFile, clientCaFile } = source.tls;
      const ca = clientCaFile === undefined ? {} : { ca: await readFile(clientCaFile), requestCert: true, rejectUnauthorized: true };
      const server = createTlsServer({ cert: await readFile(certFile), key: await readFile(keyFile), ...ca });
      open.push(await listenTcp(server, source.tls, waiting, sockets));
    }
    context.connected();
    await takeAll(source, context, waiting, sockets);
  } finally {
    for (const each of open) each.close();
    for (const socket of sockets) socket.destroy();
  }
}

async function takeAll(
  source: SyslogSource,
  context: FeedContext,
  waiting: Gathered<Received>,
  sockets: ReadonlySet<Socket>,
): Promise<void> {
  const pace = createPace(source.perMinuteMax, () => Date.now());
  while (!context.signal.aborted) {
    const batch = await waiting.next(batchMax, context.signal);
    const messages = batch.map((received) => messageOf(received, source.utcOffset));
    const wanted = messages.filter(({ body }) => isWanted(body as SyslogRecord, source.only));
    context.leftOut(batch.length - wanted.length);
    const kept = pace.allow(wanted);
    context.dropped(wanted.length - kept.length);
    if (kept.length > 0) await context.deliver(kept);
    if (waiting.size < waitingMax / 2) for (const socket of sockets) socket.resume();
  }
}

function messageOf({ raw, peer }: Received, utcOffset: string): FeedMessage {
  const record = parseSyslog(raw, new Date().toISOString(), utcOffset);
  return { raw, body: { ...record, host: record.host ?? peer, peer }, problem: null, meta: { peer }, at: record.time };
}

export function isWanted(record: SyslogRecord, only: SyslogSource['only']): boolean {
  const among = (list: readonly string[], value: string | null): boolean => list.length === 0 || (value !== null && list.includes(value));
  return (
    syslogLevels.indexOf(record.level) <= syslogLevels.indexOf(only.level) &&
    among(only.facilities, record.facility) &&
    among(only.apps, record.app) &&
    among(only.hosts, record.host)
  );
}

async function listenUdp(at: { readonly host: string; readonly port: number }, waiting: Gathered<Received>, context: FeedContext) {
  const socket = createSocket({ type: at.host.includes(':') ? 'udp6' : 'udp4', recvBufferSize: 1_048_576 });
  socket.on('message', (data, { address }) => {
    if (waiting.size >= waitingMax) context.dropped(1);
    else waiting.push({ raw: data.toString('utf8'), peer: address });
  });
  await new Promise<void>((resolve, reject) => {
    socket.once('error', reject);
    socket.bind(at.port, at.host, resolve);
  });
  socket.on('error', (error) => waiting.fail(error));
  return socket;
}

async function listenTcp(
  server: Server,
  at: { readonly host: string; readonly port: number },
  waiting: Gathered<Received>,
  sockets: Set<Socket>,
): Promise<Server> {
  server.maxConnections = connectionsMax;
  const onSocket = (socket: Socket): void => {
    const frames = createFrames();
    const peer = socket.remoteAddress ?? '';
    sockets.add(socket);
    socket.setTimeout(idleMs, () => socket.destroy());
    socket.on('data', (data: Buffer) => {
      for (const raw of frames.push(data)) waiting.push({ raw, peer });
      if (waiting.size >= waitingMax) socket.pause();
    });
    socket.on('end', () => {
      for (const raw of frames.end()) waiting.push({ raw, peer });
    });
    // A sender that hangs up is its own business.
    socket.on('error', () => socket.destroy());
    socket.on('close', () => sockets.delete(socket));
  };
  server.on('setSecureContext' in server ? 'secureConnection' : 'connection', onSocket);
  server.on('tlsClientError', () => undefined);
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject);
    server.listen(at.port, at.host, resolve);
  });
  server.on('error', (error) => waiting.fail(error));
  return server;
}

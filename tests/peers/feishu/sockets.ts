/** The long connection's side: tickets, fragments in any order, acks, pongs, redelivery, and everything that can go wrong with a socket. */

import type { IncomingMessage, Server } from 'node:http';
import type { Duplex } from 'node:stream';
import { type WebSocket, WebSocketServer } from 'ws';
import { z } from 'zod';
import { decodeFrame, encodeFrame } from './frames.ts';

export interface Ack {
  readonly afterMs: number;
  readonly code: number;
  /** What the handler answered; undefined when it answered nothing. */
  readonly answer: unknown;
}

/** One event on its way; `ack` is null when none came within the platform's 3 s. */
export interface Delivery {
  readonly payload: Readonly<Record<string, unknown>>;
  readonly ack: Promise<Ack | null>;
}

const ackPayload = z.object({ code: z.number(), data: z.string().optional() });

export class Sockets {
  readonly #server = new WebSocketServer({ noServer: true });
  readonly #open = new Set<WebSocket>();
  readonly #tickets = new Set<string>();
  readonly #waiting = new Map<string, { readonly socket: WebSocket; readonly heard: (ack: Ack) => void; readonly again: () => void }>();
  readonly #undelivered: (() => void)[] = [];
  readonly #hanging: Duplex[] = [];
  #refusals = 0;
  #silences = 0;
  #deafUpgrades = 0;
  #count = 0;
  /** How many sockets were ever opened. */
  opened = 0;
  /** Seconds between the client's pings, told with the address and with every pong. */
  pingSeconds = 90;
  /** Larger events come in several frames, the last one first. */
  fragmentBytes = 400;

  attach(server: Server): void {
    server.on('upgrade', (request: IncomingMessage, socket: Duplex, head: Buffer) => this.#upgrade(request, socket, head));
  }

  newTicket(): string {
    this.#count += 1;
    const ticket = `ticket-${this.#count}-secret`;
    this.#tickets.add(ticket);
    return ticket;
  }

  /** As the endpoint and every pong tell it. */
  get clientConfig() {
    return { PingInterval: this.pingSeconds, ReconnectInterval: 120, ReconnectNonce: 30, ReconnectCount: -1 };
  }

  get count(): number {
    return this.#open.size;
  }

  /** The next upgrades are answered with 503. */
  refuse(times: number): void {
    this.#refusals = times;
  }

  /** The next upgrades are never answered. */
  leaveHanging(times: number): void {
    this.#deafUpgrades = times;
  }

  /** The next sockets never answer a ping. */
  keepSilent(times: number): void {
    this.#silences = times;
  }

  /** The connection is gone without a goodbye. */
  drop(): void {
    for (const socket of this.#open) socket.terminate();
  }

  /** The socket stays open and nothing comes any more: no pong, no close. */
  freeze(): void {
    for (const socket of this.#open) socket.pause();
  }

  sendRaw(bytes: Uint8Array): void {
    for (const socket of this.#open) socket.send(bytes);
  }

  /** To one socket, as Feishu does; kept until there is one. What is not acknowledged in time comes again, here sooner than there. */
  deliver(payload: Readonly<Record<string, unknown>>): Delivery {
    this.#count += 1;
    const messageId = `frame-${this.#count}`;
    const ack = new Promise<Ack | null>((resolve) => {
      let times = 0;
      const send = (): void => {
        const socket = [...this.#open].at(-1);
        if (socket === undefined) return void this.#undelivered.push(send);
        times += 1;
        const sentAt = performance.now();
        const timer = setTimeout(() => {
          resolve(null);
          if (times < 4 && this.#waiting.has(messageId)) send();
        }, 3_000);
        const heard = (found: Ack): void => {
          clearTimeout(timer);
          resolve({ ...found, afterMs: performance.now() - sentAt });
        };
        const again = (): void => {
          clearTimeout(timer);
          send();
        };
        this.#waiting.set(messageId, { socket, heard, again });
        for (const frame of this.#fragments(messageId, payload)) socket.send(frame);
      };
      send();
    });
    return { payload, ack };
  }

  close(): void {
    for (const socket of this.#server.clients) socket.terminate();
    for (const socket of this.#hanging) socket.destroy();
    this.#server.close();
  }

  #fragments(messageId: string, payload: Readonly<Record<string, unknown>>): Uint8Array[] {
    const bytes = Buffer.from(JSON.stringify(payload));
    const sum = Math.max(1, Math.ceil(bytes.length / this.fragmentBytes));
    const frames = Array.from({ length: sum }, (_, seq) => {
      const headers = { type: 'event', message_id: messageId, sum: String(sum), seq: String(seq), trace_id: `trace-${messageId}` };
      const part = bytes.subarray(seq * this.fragmentBytes, (seq + 1) * this.fragmentBytes);
      return encodeFrame('data', { ...headers, timestamp: String(Date.now()) }, part);
    });
    return frames.toReversed();
  }

  #upgrade(request: IncomingMessage, socket: Duplex, head: Buffer): void {
    // Who gives up on us resets it, at a time of its own.
    socket.on('error', () => undefined);
    const url = new URL(request.url ?? '/', 'http://peer');
    if (this.#deafUpgrades > 0) {
      this.#deafUpgrades -= 1;
      this.#hanging.push(socket);
      return;
    }
    if (this.#refusals > 0 || !this.#tickets.delete(url.searchParams.get('access_key') ?? '')) {
      this.#refusals = Math.max(0, this.#refusals - 1);
      socket.end('HTTP/1.1 503 Service Unavailable\r\nconnection: close\r\ncontent-length: 0\r\n\r\n');
      return;
    }
    this.#server.handleUpgrade(request, socket, head, (client) => this.#welcome(client));
  }

  #welcome(client: WebSocket): void {
    const isSilent = this.#silences > 0;
    this.#silences = Math.max(0, this.#silences - 1);
    client.on('message', (bytes: Buffer) => this.#hear(client, bytes, isSilent));
    client.on('error', () => undefined);
    client.on('close', () => this.#forget(client));
    this.#open.add(client);
    this.opened += 1;
    setTimeout(() => {
      for (const send of this.#undelivered.splice(0)) send();
    }, 20);
  }

  /** What this socket never acknowledged comes again over the next one. */
  #forget(client: WebSocket): void {
    this.#open.delete(client);
    for (const [messageId, waiting] of this.#waiting) {
      if (waiting.socket !== client) continue;
      this.#waiting.delete(messageId);
      waiting.again();
    }
  }

  #hear(client: WebSocket, bytes: Buffer, isSilent: boolean): void {
    const frame = decodeFrame(bytes);
    if (frame.method === 'control') {
      if (frame.headers.type !== 'ping' || isSilent) return;
      client.send(encodeFrame('control', { type: 'pong' }, Buffer.from(JSON.stringify(this.clientConfig))));
      return;
    }
    const { message_id = '', biz_rt } = frame.headers;
    const parsed = ackPayload.safeParse(JSON.parse(frame.payload));
    if (!parsed.success || biz_rt === undefined) return;
    const { code, data } = parsed.data;
    const answer: unknown = data === undefined ? undefined : JSON.parse(Buffer.from(data, 'base64').toString('utf8'));
    this.#waiting.get(message_id)?.heard({ afterMs: 0, code, answer });
    this.#waiting.delete(message_id);
  }
}

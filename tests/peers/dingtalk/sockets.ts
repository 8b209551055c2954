/** The Stream gateway's side: tickets, sockets, JSON frames and their answers, and everything that can go wrong with them. */

import type { IncomingMessage, Server } from 'node:http';
import type { Duplex } from 'node:stream';
import { type WebSocket, WebSocketServer } from 'ws';
import { z } from 'zod';

/** One frame on its way; `answer` is null when none came in the platform's time. */
export interface Delivery {
  readonly topic: string;
  readonly data: unknown;
  readonly messageId: string;
  readonly answer: Promise<{ readonly afterMs: number; readonly data: unknown } | null>;
}

const answerFrame = z.object({ code: z.number(), headers: z.object({ messageId: z.string() }), data: z.string() });
const cardAnswerWithinMs = 2_000;

export class Sockets {
  readonly #server = new WebSocketServer({ noServer: true });
  readonly #open = new Set<WebSocket>();
  /** Asked to go: nothing new is sent to them. */
  readonly #leaving = new Set<WebSocket>();
  readonly #tickets = new Set<string>();
  readonly #waiting = new Map<
    string,
    { readonly socket: WebSocket; readonly heard: (data: unknown) => void; readonly again: () => void }
  >();
  readonly #undelivered: (() => void)[] = [];
  readonly #hanging: Duplex[] = [];
  #refusals = 0;
  #silences = 0;
  #count = 0;
  opened = 0;
  pongs = 0;

  attach(server: Server): void {
    server.on('upgrade', (request: IncomingMessage, socket: Duplex, head: Buffer) => this.#upgrade(request, socket, head));
  }

  newTicket(): string {
    this.#count += 1;
    const ticket = `ticket-of-${this.#count}`;
    this.#tickets.add(ticket);
    return ticket;
  }

  get count(): number {
    return this.#open.size;
  }

  /** The next upgrades are answered with 503. */
  refuse(times: number): void {
    this.#refusals = times;
  }

  /** The next upgrades are never answered. */
  hang(times: number): void {
    this.#silences = times;
  }

  drop(): void {
    for (const socket of this.#open) socket.terminate();
  }

  /** Half-open: neither reads nor says anything any more. */
  freeze(): void {
    for (const socket of this.#open) {
      socket.pause();
      this.#leaving.add(socket);
    }
  }

  ping(): void {
    for (const socket of this.#open) this.#system(socket, 'ping', { opaque: 'o-1' });
  }

  /** Stops delivering at once, and closes after a while. */
  askToGo(closeAfterMs: number): void {
    for (const socket of this.#open) {
      this.#leaving.add(socket);
      this.#system(socket, 'disconnect', { reason: 'persistent connection is timeout' });
      setTimeout(() => socket.close(), closeAfterMs).unref();
    }
  }

  sendRaw(text: string): void {
    for (const socket of this.#open) socket.send(text);
  }

  deliver(topic: string, data: unknown, messageId = `frame-${++this.#count}`, type = 'CALLBACK'): Delivery {
    const answer = new Promise<{ afterMs: number; data: unknown } | null>((resolve) => {
      const send = (): void => {
        const socket = [...this.#open].findLast((one) => !this.#leaving.has(one));
        if (socket === undefined) return void this.#undelivered.push(send);
        const sentAt = performance.now();
        const timer = setTimeout(() => resolve(null), cardAnswerWithinMs);
        timer.unref();
        const heard = (found: unknown): void => {
          clearTimeout(timer);
          resolve({ afterMs: performance.now() - sentAt, data: found });
        };
        const again = (): void => {
          clearTimeout(timer);
          send();
        };
        this.#waiting.set(messageId, { socket, heard, again });
        socket.send(JSON.stringify({ specVersion: '1.0', type, headers: this.#headers(topic, messageId), data: JSON.stringify(data) }));
      };
      send();
    });
    return { topic, data, messageId, answer };
  }

  close(): void {
    for (const socket of this.#server.clients) socket.terminate();
    for (const socket of this.#hanging) socket.destroy();
    this.#server.close();
  }

  #headers(topic: string, messageId: string): Record<string, string> {
    return { topic, messageId, contentType: 'application/json', time: String(Date.now()), appId: 'app', connectionId: 'c' };
  }

  #system(socket: WebSocket, topic: string, data: unknown): void {
    const headers = this.#headers(topic, `system-${++this.#count}`);
    socket.send(JSON.stringify({ specVersion: '1.0', type: 'SYSTEM', headers, data: JSON.stringify(data) }));
  }

  #upgrade(request: IncomingMessage, socket: Duplex, head: Buffer): void {
    // Who gives up on us resets it, at a time of its own.
    socket.on('error', () => undefined);
    const ticket = new URL(request.url ?? '/', 'http://peer').searchParams.get('ticket') ?? '';
    if (this.#silences > 0) {
      this.#silences -= 1;
      this.#hanging.push(socket);
      return;
    }
    if (this.#refusals > 0 || !this.#tickets.delete(ticket)) {
      this.#refusals = Math.max(0, this.#refusals - 1);
      socket.end('HTTP/1.1 503 Service Unavailable\r\nconnection: close\r\ncontent-length: 0\r\n\r\n');
      return;
    }
    this.#server.handleUpgrade(request, socket, head, (client) => this.#welcome(client));
  }

  #welcome(client: WebSocket): void {
    client.on('message', (data) => this.#hear(String(data)));
    client.on('error', () => undefined);
    client.on('close', () => this.#forget(client));
    this.#open.add(client);
    this.opened += 1;
    this.#system(client, 'CONNECTED', {});
    this.#system(client, 'REGISTERED', {});
    setTimeout(() => {
      for (const send of this.#undelivered.splice(0)) send();
    }, 20);
  }

  /** What this socket never acknowledged comes again over the next one. */
  #forget(client: WebSocket): void {
    this.#open.delete(client);
    this.#leaving.delete(client);
    for (const [messageId, { socket, again }] of this.#waiting) {
      if (socket !== client) continue;
      this.#waiting.delete(messageId);
      again();
    }
  }

  #hear(text: string): void {
    const parsed = answerFrame.safeParse(JSON.parse(text));
    if (!parsed.success) return;
    const { headers, data } = parsed.data;
    if (headers.messageId.startsWith('system-')) this.pongs += 1;
    this.#waiting.get(headers.messageId)?.heard(JSON.parse(data));
    this.#waiting.delete(headers.messageId);
  }
}

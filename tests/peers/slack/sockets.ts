/** The Socket Mode side: tickets, hello, envelopes and their acks, and everything that can go wrong with a socket. */

import type { IncomingMessage, Server } from 'node:http';
import type { Duplex } from 'node:stream';
import { type WebSocket, WebSocketServer } from 'ws';
import { z } from 'zod';

export interface Ack {
  readonly afterMs: number;
  readonly payload: unknown;
}

/** One envelope on its way; `ack` is null when none came within the platform's 3 s. */
export interface Delivery {
  readonly type: 'events_api' | 'interactive' | 'slash_commands';
  readonly payload: Readonly<Record<string, unknown>>;
  readonly ack: Promise<Ack | null>;
}

const frame = z.object({ envelope_id: z.string(), payload: z.unknown() });

export class Sockets {
  readonly #server = new WebSocketServer({ noServer: true });
  readonly #open = new Set<WebSocket>();
  readonly #tickets = new Set<string>();
  readonly #waiting = new Map<string, { readonly socket: WebSocket; readonly heard: (ack: Ack) => void; readonly again: () => void }>();
  readonly #undelivered: (() => void)[] = [];
  #refusals = 0;
  #silences = 0;
  #count = 0;
  /** How many sockets ever said hello. */
  opened = 0;

  attach(server: Server): void {
    server.on('upgrade', (request: IncomingMessage, socket: Duplex, head: Buffer) => this.#upgrade(request, socket, head));
  }

  newTicket(): string {
    this.#count += 1;
    const ticket = `ticket-${this.#count}`;
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

  /** The next sockets never say hello. */
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

  /** As Slack does before it recycles a host. */
  askToReconnect(reason: 'warning' | 'refresh_requested' | 'link_disabled'): void {
    for (const socket of this.#open) socket.send(JSON.stringify({ type: 'disconnect', reason, debug_info: { host: 'peer' } }));
  }

  sendRaw(text: string): void {
    for (const socket of this.#open) socket.send(text);
  }

  /** To one socket, as Slack does; kept until there is one, and then marked as a retry. */
  deliver(type: Delivery['type'], payload: Readonly<Record<string, unknown>>, retry = 0): Delivery {
    this.#count += 1;
    const envelopeId = `envelope-${this.#count}`;
    const ack = new Promise<Ack | null>((resolve) => {
      const send = (retryNow: number): void => {
        const socket = [...this.#open].at(-1);
        if (socket === undefined) {
          this.#undelivered.push(() => send(retryNow + 1));
          return;
        }
        const sentAt = performance.now();
        const timer = setTimeout(() => resolve(null), 3_000);
        const heard = (found: Ack): void => {
          clearTimeout(timer);
          resolve({ ...found, afterMs: performance.now() - sentAt });
        };
        const again = (): void => {
          clearTimeout(timer);
          send(retryNow + 1);
        };
        this.#waiting.set(envelopeId, { socket, heard, again });
        const retries = retryNow > 0 ? { retry_attempt: retryNow, retry_reason: 'timeout' } : {};
        const envelope = { envelope_id: envelopeId, type, accepts_response_payload: type !== 'events_api', payload, ...retries };
        socket.send(JSON.stringify(envelope));
      };
      send(retry);
    });
    return { type, payload, ack };
  }

  close(): void {
    for (const socket of this.#server.clients) socket.terminate();
    this.#server.close();
  }

  #upgrade(request: IncomingMessage, socket: Duplex, head: Buffer): void {
    // Who gives up on us resets it, at a time of its own.
    socket.on('error', () => undefined);
    const url = new URL(request.url ?? '/', 'http://peer');
    const ticket = url.searchParams.get('ticket') ?? '';
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
    if (this.#silences > 0) {
      this.#silences -= 1;
      return;
    }
    this.#open.add(client);
    this.opened += 1;
    client.send(
      JSON.stringify({ type: 'hello', num_connections: this.#open.size, debug_info: {}, connection_info: { app_id: 'A0ZHIBAN1' } }),
    );
    setTimeout(() => {
      for (const send of this.#undelivered.splice(0)) send();
    }, 20);
  }

  /** What this socket never acknowledged comes again over the next one. */
  #forget(client: WebSocket): void {
    this.#open.delete(client);
    for (const [envelopeId, waiting] of this.#waiting) {
      if (waiting.socket !== client) continue;
      this.#waiting.delete(envelopeId);
      waiting.again();
    }
  }

  #hear(text: string): void {
    const parsed = frame.safeParse(JSON.parse(text));
    if (!parsed.success) return;
    this.#waiting.get(parsed.data.envelope_id)?.heard({ afterMs: 0, payload: parsed.data.payload });
    this.#waiting.delete(parsed.data.envelope_id);
  }
}

/** A local HTTP server that stands in for a vendor: keeps what it accepted and fails the way it's told to. */

import { once } from 'node:events';
import { createServer, type IncomingMessage, type Server } from 'node:http';

export interface PeerRequest {
  readonly url: URL;
  readonly headers: IncomingMessage['headers'];
  readonly body: string;
}

export interface PeerAnswer {
  readonly status: number;
  readonly body: string;
  readonly headers?: Readonly<Record<string, string>>;
}

/** `lost`: taken in, and the line is cut before the answer. `silent`: never answered. */
export type PeerFault = PeerAnswer | 'lost' | 'silent';

export class HttpPeer {
  readonly accepted: PeerRequest[] = [];
  /** Also those that were refused or failed. */
  readonly asked: PeerRequest[] = [];
  /** Used up one a request. */
  readonly faults: PeerFault[] = [];
  readonly #judge: (request: PeerRequest) => PeerAnswer;
  readonly #isAccepted: (answer: PeerAnswer) => boolean;
  #server: Server | null = null;

  constructor(judge: (request: PeerRequest) => PeerAnswer, isAccepted: (answer: PeerAnswer) => boolean) {
    this.#judge = judge;
    this.#isAccepted = isAccepted;
  }

  async start(port = 0): Promise<string> {
    const server = createServer((request, response) => {
      const chunks: Buffer[] = [];
      request.on('data', (chunk: Buffer) => chunks.push(chunk));
      request.on('end', () => {
        const asked = {
          url: new URL(request.url ?? '/', 'http://peer'),
          headers: request.headers,
          body: Buffer.concat(chunks).toString('utf8'),
        };
        this.asked.push(asked);
        const fault = this.faults.shift();
        if (fault === 'silent') return;
        const answer = fault === undefined || fault === 'lost' ? this.#judge(asked) : fault;
        if (fault === undefined || fault === 'lost') {
          if (this.#isAccepted(answer)) this.accepted.push(asked);
        }
        if (fault === 'lost') return void request.socket.destroy();
        response.writeHead(answer.status, { 'content-type': 'application/json', ...answer.headers }).end(answer.body);
      });
    });
    server.listen(port, '127.0.0.1');
    await once(server, 'listening');
    this.#server = server;
    const address = server.address();
    if (typeof address !== 'object' || address === null) throw new Error('No port');
    return `http://127.0.0.1:${address.port}`;
  }

  async stop(): Promise<void> {
    const server = this.#server;
    this.#server = null;
    if (server === null) return;
    server.closeAllConnections();
    server.close();
    await once(server, 'close');
  }
}

/** A local endpoint that speaks OpenAI's chat completions, well or as badly as a test asks it to. */

import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';

export interface PeerCall {
  readonly name: string;
  readonly arguments: unknown;
}

/** One way to answer one request. */
export type PeerAnswer =
  | { readonly kind: 'calls'; readonly calls: readonly PeerCall[]; readonly text?: string; readonly tokens?: number }
  | { readonly kind: 'text'; readonly text: string; readonly tokens?: number }
  | { readonly kind: 'status'; readonly status: number; readonly headers?: Readonly<Record<string, string>>; readonly body?: string }
  /** Server-Sent Events, one for each chunk, sent when it comes. */
  | { readonly kind: 'stream'; readonly chunks: AsyncIterable<unknown> | Iterable<unknown> }
  /** The body as it stands, with 200. */
  | { readonly kind: 'raw'; readonly body: string; readonly contentType?: string }
  /** Promises more than it sends, then closes the connection. */
  | { readonly kind: 'cut'; readonly body: string }
  /** Headers, then nothing. */
  | { readonly kind: 'trickle' }
  /** Takes the request and says nothing at all. */
  | { readonly kind: 'hang' }
  /** Sends without end. */
  | { readonly kind: 'flood' }
  | { readonly kind: 'slow'; readonly ms: number; readonly then: PeerAnswer };

export interface PeerRequest {
  readonly path: string;
  readonly headers: IncomingMessage['headers'];
  readonly body: string;
  readonly json: PeerRequestBody;
}

export interface PeerRequestBody {
  readonly model?: string;
  readonly messages?: readonly {
    readonly role: string;
    readonly content?: string | null;
    readonly tool_call_id?: string;
    readonly tool_calls?: readonly { readonly id: string; readonly function: { readonly name: string; readonly arguments: string } }[];
  }[];
  readonly tools?: readonly { readonly function: { readonly name: string; readonly parameters: unknown } }[];
  readonly [name: string]: unknown;
}

export interface LlmPeer {
  /** To be used as `baseUrl`. */
  readonly url: string;
  readonly requests: readonly PeerRequest[];
  close(): Promise<void>;
}

/** `answer` decides for each request; the index counts from 0. */
export async function startLlmPeer(answer: (request: PeerRequest, index: number) => PeerAnswer): Promise<LlmPeer> {
  const requests: PeerRequest[] = [];
  const server = createServer((incoming, outgoing) => {
    const chunks: Buffer[] = [];
    incoming.on('data', (chunk: Buffer) => chunks.push(chunk));
    incoming.on('end', () => {
      const body = Buffer.concat(chunks).toString('utf8');
      const request = { path: incoming.url ?? '', headers: incoming.headers, body, json: JSON.parse(body) as PeerRequestBody };
      requests.push(request);
      send(outgoing, answer(request, requests.length - 1));
    });
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const address = server.address();
  const port = typeof address === 'object' && address !== null ? address.port : 0;
  return {
    url: `http://127.0.0.1:${port}/v1`,
    requests,
    close: async () => {
      server.closeAllConnections();
      await new Promise<void>((resolve) => server.close(() => resolve()));
    },
  };
}

function send(outgoing: ServerResponse, answer: PeerAnswer): void {
  switch (answer.kind) {
    case 'calls':
      sendJson(outgoing, completion(answer.text ?? null, answer.calls, answer.tokens ?? 100));
      break;
    case 'text':
      sendJson(outgoing, completion(answer.text, [], answer.tokens ?? 100));
      break;
    case 'status':
      outgoing.writeHead(answer.status, { 'content-type': 'application/json', ...answer.headers });
      outgoing.end(answer.body ?? '{"error":{"message":"as asked"}}');
      break;
    case 'stream':
      void sendStream(outgoing, answer.chunks);
      break;
    case 'raw':
      outgoing.writeHead(200, { 'content-type': answer.contentType ?? 'application/json' });
      outgoing.end(answer.body);
      break;
    case 'cut':
      outgoing.writeHead(200, { 'content-type': 'application/json', 'content-length': String(answer.body.length + 500) });
      outgoing.write(answer.body, () => outgoing.destroy());
      break;
    case 'trickle':
      outgoing.writeHead(200, { 'content-type': 'application/json' });
      outgoing.write('{');
      break;
    case 'flood':
      outgoing.writeHead(200, { 'content-type': 'application/json' });
      flood(outgoing);
      break;
    case 'slow':
      setTimeout(() => send(outgoing, answer.then), answer.ms).unref();
      break;
    case 'hang':
      break;
  }
}

async function sendStream(outgoing: ServerResponse, chunks: AsyncIterable<unknown> | Iterable<unknown>): Promise<void> {
  outgoing.writeHead(200, { 'content-type': 'text/event-stream; charset=utf-8' });
  for await (const chunk of chunks) outgoing.write(`data: ${JSON.stringify(chunk)}\n\n`);
  outgoing.end('data: [DONE]\n\n');
}

/** A chunk of a streamed completion. */
export function chunkOf(delta: unknown): unknown {
  return { id: 'chatcmpl-peer', object: 'chat.completion.chunk', created: 0, model: 'peer', choices: [{ index: 0, delta }] };
}

/** The chunks of one streamed call, as servers cut them: its name first, then its arguments piece by piece, the tokens at the end. */
export async function* callChunks(name: string, pieces: AsyncIterable<string> | Iterable<string>, tokens = 100): AsyncIterable<unknown> {
  yield chunkOf({ role: 'assistant', tool_calls: [{ index: 0, id: 'peer_0', type: 'function', function: { name, arguments: '' } }] });
  for await (const piece of pieces) yield chunkOf({ tool_calls: [{ index: 0, function: { arguments: piece } }] });
  yield { id: 'chatcmpl-peer', object: 'chat.completion.chunk', created: 0, model: 'peer', choices: [], usage: { total_tokens: tokens } };
}

function flood(outgoing: ServerResponse): void {
  const block = ' '.repeat(65_536);
  const more = (): void => {
    if (outgoing.destroyed) return;
    outgoing.write(block, (error) => {
      if (error === undefined || error === null) setImmediate(more);
    });
  };
  more();
}

function sendJson(outgoing: ServerResponse, value: unknown): void {
  outgoing.writeHead(200, { 'content-type': 'application/json' });
  outgoing.end(JSON.stringify(value));
}

/** A chat completion as servers answer it. */
export function completion(text: string | null, calls: readonly PeerCall[], tokens: number): unknown {
  const toolCalls = calls.map((call, index) => ({
    id: `peer_${index}`,
    type: 'function',
    function: { name: call.name, arguments: typeof call.arguments === 'string' ? call.arguments : JSON.stringify(call.arguments) },
  }));
  return {
    id: 'chatcmpl-peer',
    object: 'chat.completion',
    created: 0,
    model: 'peer',
    choices: [
      {
        index: 0,
        finish_reason: toolCalls.length > 0 ? 'tool_calls' : 'stop',
        message: { role: 'assistant', content: text, ...(toolCalls.length > 0 ? { tool_calls: toolCalls } : {}) },
      },
    ],
    usage: { prompt_tokens: tokens - 10, completion_tokens: 10, total_tokens: tokens },
  };
}

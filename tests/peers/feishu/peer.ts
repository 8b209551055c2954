/**
 * A Feishu of our own on the loopback: the Open API, the long connection and encrypted callbacks, with people who can talk and click,
 * and with every fault that the adapter must survive. It speaks the protocol; it shares no code with the adapter.
 */

import { randomBytes } from 'node:crypto';
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import { z } from 'zod';
import { Faults } from './faults.ts';
import { type Answer, type ApiRequest, apis, refuse } from './open-api.ts';
import { type Clickable, clickables, clickEvent, messageEvent, type Payload, type Said } from './payloads.ts';
import { encryptBody, signBody } from './seal.ts';
import { type Ack, type Delivery, Sockets } from './sockets.ts';
import { type PeerMessage, World } from './world.ts';

export interface Call {
  readonly api: string;
  readonly chatId: string | undefined;
  readonly body: unknown;
}

export type HttpTarget = (
  rawBody: string,
  headers: Readonly<Record<string, string>>,
) => Promise<{ readonly status: number; readonly body: string }>;

export class FeishuPeer {
  appSecret = 'kWf3peerpeersecretsecretpeerpeer';
  readonly encryptKey = 'peer-encrypt-key-0123456789';
  readonly verificationToken = 'peerVerificationToken0123456789';
  readonly world = new World();
  readonly faults = new Faults();
  readonly sockets = new Sockets();
  readonly calls: Call[] = [];
  readonly deliveries: Delivery[] = [];
  /** Where events go in HTTP mode; null for the long connection. */
  httpTarget: HttpTarget | null = null;
  tokenLifeSeconds = 7_200;
  /** Every request that carried no token or a bad one. */
  badTokens = 0;
  #server: Server = createServer();
  #origin = '';
  #token = '';
  #tokenCount = 0;

  async start(): Promise<void> {
    this.#server = createServer((request, response) => {
      this.#answer(request, response).catch(() => response.destroy());
    });
    this.sockets.attach(this.#server);
    await new Promise<void>((resolve) => this.#server.listen(0, '127.0.0.1', resolve));
    const address = this.#server.address();
    if (typeof address !== 'object' || address === null) throw new Error('The peer has no port');
    this.#origin = `http://127.0.0.1:${address.port}`;
    this.revokeToken();
  }

  async stop(): Promise<void> {
    this.sockets.close();
    this.#server.closeAllConnections();
    await new Promise((resolve) => this.#server.close(resolve));
  }

  get domain(): string {
    return this.#origin;
  }

  /** All tokens given out so far are worthless. */
  revokeToken(): void {
    this.#tokenCount += 1;
    this.#token = `t-g104peertoken${String(this.#tokenCount).padStart(8, '0')}`;
  }

  get token(): string {
    return this.#token;
  }

  callsOf(api: string, chatId?: string): readonly Call[] {
    return this.calls.filter((call) => call.api === api && (chatId === undefined || call.chatId === chatId));
  }

  /** What the bot has posted. */
  botMessages(chatId = 'oc_ops1'): readonly PeerMessage[] {
    return this.world.messages.filter((message) => message.isOurs && message.chatId === chatId);
  }

  /** A person writes; the event follows. `@bot` in the text is a mention. */
  say(said: {
    text: string;
    user?: string;
    chatId?: string;
    replyTo?: string;
    type?: string;
    content?: string;
    createdMs?: number;
    said?: Said;
  }): PeerMessage {
    const { world } = this;
    const isMention = said.text.includes('@bot');
    const content = said.content ?? JSON.stringify({ text: said.text.replace('@bot', '@_user_1') });
    const parent = said.replyTo === undefined ? undefined : world.find(said.replyTo);
    const senderId = said.user ?? world.users[0]?.openId ?? '';
    const message = world.add({ chatId: said.chatId ?? 'oc_ops1', senderId, isOurs: false, type: said.type ?? 'text', content }, parent);
    message.createdMs = said.createdMs ?? message.createdMs;
    const mentions = isMention ? [{ key: '@_user_1', openId: world.botOpenId, name: '值班' }] : [];
    this.deliver(messageEvent(world, message, { mentions, ...said.said }, this.verificationToken));
    return message;
  }

  /** Presses the button, or chooses from the menu, by its label; fields are what was filled in beside it. */
  click(message: PeerMessage, label: string, fields: Readonly<Record<string, string>> = {}, user?: string): Delivery {
    const found: Clickable | undefined = clickables(message).find((one) => one.label === label);
    if (found === undefined) throw new Error(`No button '${label}' on ${message.id}`);
    const filled = Object.fromEntries(found.fields.map((name) => [name, fields[name] ?? '']));
    return this.clickAction(message, found.fields.length > 0 ? { ...found.action, form_value: filled } : found.action, user);
  }

  /** A click with any action, as a hostile or outdated client may send it. */
  clickAction(message: PeerMessage, action: Payload, user = this.world.users[0]?.openId ?? ''): Delivery {
    return this.deliver(clickEvent(this.world, message, action, user, this.verificationToken));
  }

  deliver(payload: Payload): Delivery {
    const { httpTarget } = this;
    const delivery = httpTarget === null ? this.sockets.deliver(payload) : this.#deliverHttp(httpTarget, payload);
    this.deliveries.push(delivery);
    return delivery;
  }

  sign(rawBody: string, timestampSeconds = Math.floor(Date.now() / 1_000), nonce = randomBytes(8).toString('hex')): Record<string, string> {
    return signBody(rawBody, this.encryptKey, timestampSeconds, nonce);
  }

  encrypt(payload: unknown, key = this.encryptKey): string {
    return encryptBody(payload, key);
  }

  #deliverHttp(target: HttpTarget, payload: Payload): Delivery {
    const rawBody = this.encrypt(payload);
    const sentAt = performance.now();
    const ack = target(rawBody, this.sign(rawBody)).then((answer): Ack | null => {
      if (answer.status !== 200) return null;
      return { afterMs: performance.now() - sentAt, code: 200, answer: JSON.parse(answer.body) };
    });
    return { payload, ack };
  }

  async #answer(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const bytes = await readBody(request);
    const url = new URL(request.url ?? '/', this.#origin);
    if (url.pathname === '/callback/ws/endpoint')
      return this.#call('ws.endpoint', undefined, bytes, request, response, (body) => this.#endpoint(body));
    if (url.pathname === '/open-apis/auth/v3/tenant_access_token/internal') {
      return this.#call('auth.tenant_access_token', undefined, bytes, request, response, (body) => this.#giveToken(body));
    }
    const api = apis.find((one) => one.method === request.method && one.path.test(url.pathname));
    if (api === undefined) return void response.writeHead(404).end('404 page not found');
    const id = decodeURIComponent(api.path.exec(url.pathname)?.[1] ?? '');
    const parts = await readParts(request, bytes);
    const chatId = chatOf(this.world, id, parts === null ? parseJson(bytes) : {});
    await this.#call(api.name, chatId, bytes, request, response, (body) => {
      if (request.headers.authorization !== `Bearer ${this.#token}`) {
        this.badTokens += 1;
        return refuse(99991663, 'Invalid access token for authorization. Please make a test attempt');
      }
      const asked: ApiRequest = { id, query: url.searchParams, body, bytes: bytes.length, parts };
      return api.answer(this.world, asked);
    });
  }

  async #call(
    api: string,
    chatId: string | undefined,
    bytes: Buffer,
    request: IncomingMessage,
    response: ServerResponse,
    work: (body: unknown) => Answer | Promise<Answer>,
  ): Promise<void> {
    const body = parseJson(bytes);
    this.calls.push({ api, chatId, body });
    const fault = this.faults.take(api, chatId);
    if (fault?.kind === 'rate') return sendRate(response, fault.resetSeconds ?? 1);
    if (fault?.kind === 'drop-before') return void request.socket.destroy();
    if (fault?.kind === 'http-before') return void response.writeHead(503, { 'content-type': 'text/html' }).end('<html>busy</html>');
    if (fault?.kind === 'code') return sendJson(response, { code: fault.code ?? 1, msg: 'a fault', data: {} });
    if (fault?.kind === 'code-without-data') return sendJson(response, { code: fault.code ?? 1, msg: 'a fault' });
    const answer = await work(body);
    if (fault?.kind === 'drop-after') return void request.socket.destroy();
    if (fault?.kind === 'hang-after') return;
    if (fault?.kind === 'http-after') return void response.writeHead(502).end('bad gateway');
    // The platform answers most refusals with HTTP 400, some with 200.
    sendJson(response, answer, answer.code === 0 || api === 'ws.endpoint' || api.startsWith('auth') ? 200 : 400);
  }

  #endpoint(body: unknown): Answer {
    const parsed = z.strictObject({ AppID: z.string(), AppSecret: z.string() }).safeParse(body);
    if (!parsed.success || parsed.data.AppSecret !== this.appSecret) return refuse(514, 'auth failed');
    const query = new URLSearchParams({
      fpid: '493',
      aid: '552564',
      device_id: '7420',
      access_key: this.sockets.newTicket(),
      service_id: '33554678',
    });
    return {
      code: 0,
      msg: '',
      data: { URL: `${this.#origin.replace('http', 'ws')}/ws/v2?${query}`, ClientConfig: this.sockets.clientConfig },
    };
  }

  #giveToken(body: unknown): Answer {
    const parsed = z.strictObject({ app_id: z.string(), app_secret: z.string() }).safeParse(body);
    if (!parsed.success || parsed.data.app_id !== this.world.appId) return refuse(10003, 'invalid param');
    if (parsed.data.app_secret !== this.appSecret) return refuse(10014, 'app secret invalid');
    return { code: 0, msg: 'ok', tenant_access_token: this.#token, expire: this.tokenLifeSeconds };
  }
}

function chatOf(world: World, id: string, body: unknown): string | undefined {
  const found = world.find(id)?.chatId;
  if (found !== undefined) return found;
  const parsed = z.object({ receive_id: z.string() }).safeParse(body);
  return parsed.success ? parsed.data.receive_id : undefined;
}

async function readParts(request: IncomingMessage, bytes: Buffer): Promise<FormData | null> {
  const type = request.headers['content-type'] ?? '';
  if (!type.startsWith('multipart/form-data')) return null;
  return new Response(Uint8Array.from(bytes), { headers: { 'content-type': type } }).formData();
}

async function readBody(request: IncomingMessage): Promise<Buffer> {
  const chunks: Buffer[] = [];
  for await (const chunk of request) chunks.push(Buffer.from(chunk));
  return Buffer.concat(chunks);
}

function parseJson(bytes: Buffer): unknown {
  try {
    return JSON.parse(bytes.toString('utf8'));
  } catch {
    return null;
  }
}

function sendJson(response: ServerResponse, answer: Answer, status = 200): void {
  response.writeHead(status, { 'content-type': 'application/json; charset=utf-8' }).end(JSON.stringify(answer));
}

function sendRate(response: ServerResponse, seconds: number): void {
  response
    .writeHead(429, { 'x-ogw-ratelimit-limit': '5', 'x-ogw-ratelimit-reset': String(seconds), 'content-type': 'application/json' })
    .end('{"code":99991400,"msg":"request trigger frequency limit"}');
}

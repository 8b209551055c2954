/**
 * A Slack of our own on the loopback: the Web API, Socket Mode and the Events API, with people who can talk and click, and with
 * every fault that the adapter must survive. It speaks the protocol; it shares no code with the adapter.
 */

import { createHmac } from 'node:crypto';
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import { Faults } from './faults.ts';
import { changedEvent, clickables, clickBody, commandBody, messageEvents, type Payload, submissionBody } from './payloads.ts';
import { type Ack, type Delivery, Sockets } from './sockets.ts';
import { type Answer, callMethod, type Parameters, type WebApiContext } from './web-api.ts';
import { type PeerMessage, Workspace } from './workspace.ts';

export interface Call {
  readonly method: string;
  readonly parameters: Parameters;
  readonly at: number;
}

export type HttpTarget = (
  rawBody: string,
  headers: Readonly<Record<string, string>>,
) => Promise<{ readonly status: number; readonly body: string }>;

export class SlackPeer {
  readonly botToken = 'xoxb-111111111111-222222222222-peerbottokenpeerbottoken';
  readonly appToken = 'xapp-1-A0ZHIBAN1-333333333333-peerapptokenpeerapptoken';
  readonly signingSecret = '8f742231b10e8888abcd99yyyzzz85a5';
  readonly workspace = new Workspace();
  readonly faults = new Faults();
  readonly sockets = new Sockets();
  readonly calls: Call[] = [];
  /** What the bot token carries, as the head of every answer tells. */
  scopes: readonly string[] = [];
  readonly deliveries: Delivery[] = [];
  /** Posts a second and channel beyond which 429 is answered; null for no limit. */
  postsPerSecondMax: number | null = null;
  /** Where events go in HTTP mode; null for Socket Mode. */
  httpTarget: HttpTarget | null = null;
  #server: Server = createServer();
  #origin = '';
  #isBotTokenGood = true;

  async start(): Promise<void> {
    this.#server = createServer((request, response) => {
      this.#answer(request, response).catch(() => response.destroy());
    });
    this.sockets.attach(this.#server);
    await new Promise<void>((resolve) => this.#server.listen(0, '127.0.0.1', resolve));
    const address = this.#server.address();
    if (typeof address !== 'object' || address === null) throw new Error('The peer has no port');
    this.#origin = `http://127.0.0.1:${address.port}`;
  }

  async stop(): Promise<void> {
    this.sockets.close();
    this.#server.closeAllConnections();
    await new Promise((resolve) => this.#server.close(resolve));
  }

  get apiUrl(): string {
    return `${this.#origin}/api/`;
  }

  revokeBotToken(): void {
    this.#isBotTokenGood = false;
  }

  restoreBotToken(): void {
    this.#isBotTokenGood = true;
  }

  messages(channel = 'C0OPS0001'): readonly PeerMessage[] {
    return this.workspace.messages.filter((message) => message.channel === channel);
  }

  /** What the bot has posted. */
  botMessages(channel = 'C0OPS0001'): readonly PeerMessage[] {
    return this.messages(channel).filter((message) => message.user === this.workspace.botUserId);
  }

  callsOf(method: string): readonly Call[] {
    return this.calls.filter((call) => call.method === method);
  }

  /** A person writes; events follow. */
  say(said: { text: string; user?: string; channel?: string; thread?: string; team?: string; extra?: Partial<PeerMessage> }): PeerMessage {
    const message: PeerMessage = {
      ts: this.workspace.nextTs(),
      channel: said.channel ?? 'C0OPS0001',
      ...(said.thread === undefined ? {} : { thread_ts: said.thread }),
      user: said.user ?? 'U0ALICE01',
      text: said.text,
      blocks: [],
      attachments: [],
      edits: 0,
      ...said.extra,
    };
    this.workspace.messages.push(message);
    for (const body of messageEvents(this.workspace, message, said.team ?? this.workspace.teamId)) this.deliver('events_api', body);
    return message;
  }

  /** Clicks the button, or chooses from the menu, by its label. */
  click(message: PeerMessage, label: string, user = 'U0ALICE01'): Delivery {
    const found = clickables(message).find((one) => one.label === label);
    if (found === undefined) throw new Error(`No button '${label}' on ${message.ts}`);
    return this.deliver('interactive', clickBody(this.workspace, message, found.action, user, this.#responseUrl(message.channel, user)));
  }

  /** A click with any action, as a hostile or outdated client may send it. */
  clickAction(message: PeerMessage, action: Payload, user = 'U0ALICE01'): Delivery {
    return this.deliver('interactive', clickBody(this.workspace, message, action, user, this.#responseUrl(message.channel, user)));
  }

  /** Submits the form that was opened last. */
  submit(values: Readonly<Record<string, string>>): Delivery {
    const view = this.workspace.views.at(-1);
    if (view === undefined) throw new Error('No form is open');
    return this.deliver('interactive', submissionBody(this.workspace, view, values));
  }

  command(text: string, user = 'U0ALICE01', channel = 'C0OPS0001'): Delivery {
    return this.deliver('slash_commands', commandBody(this.workspace, text, user, channel, this.#responseUrl(channel, user)));
  }

  deliver(type: Delivery['type'], payload: Payload, retry = 0): Delivery {
    const { httpTarget } = this;
    const delivery = httpTarget === null ? this.sockets.deliver(type, payload, retry) : this.#deliverHttp(httpTarget, type, payload, retry);
    this.deliveries.push(delivery);
    return delivery;
  }

  /** The same again, as after a lost ack. */
  redeliver(delivery: Delivery): Delivery {
    return this.deliver(delivery.type, delivery.payload, 1);
  }

  sign(rawBody: string, timestampSeconds: number, secret = this.signingSecret): Record<string, string> {
    const signature = `v0=${createHmac('sha256', secret).update(`v0:${timestampSeconds}:${rawBody}`).digest('hex')}`;
    return { 'x-slack-request-timestamp': String(timestampSeconds), 'x-slack-signature': signature };
  }

  #deliverHttp(target: HttpTarget, type: Delivery['type'], payload: Payload, retry: number): Delivery {
    const isEvent = type === 'events_api';
    const fields = type === 'interactive' ? { payload: JSON.stringify(payload) } : payload;
    const form = Object.entries(fields).map(([name, value]): [string, string] => [name, String(value)]);
    const rawBody = isEvent ? JSON.stringify(payload) : new URLSearchParams(form).toString();
    const headers = {
      ...this.sign(rawBody, Math.floor(Date.now() / 1_000)),
      'content-type': isEvent ? 'application/json' : 'application/x-www-form-urlencoded',
      ...(retry > 0 ? { 'x-slack-retry-num': String(retry), 'x-slack-retry-reason': 'http_timeout' } : {}),
    };
    const sentAt = performance.now();
    const ack = target(rawBody, headers).then((answer): Ack | null => {
      if (answer.status !== 200) return null;
      const isJson = answer.body.startsWith('{');
      return { afterMs: performance.now() - sentAt, payload: isJson ? JSON.parse(answer.body) : answer.body };
    });
    return { type, payload, ack };
  }

  #responseUrl(channel: string, user: string): string {
    return `${this.#origin}/response/${channel}/${user}`;
  }

  async #answer(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const body = await readBody(request);
    const path = new URL(request.url ?? '/', this.#origin).pathname;
    if (path.startsWith('/api/')) return this.#answerApi(path.slice(5), request, body, response);
    if (path.startsWith('/upload/')) return this.#answerUpload(path.slice(8), body, response);
    if (path.startsWith('/response/')) return this.#answerResponse(path, body, response);
    response.writeHead(404).end();
  }

  async #answerApi(method: string, request: IncomingMessage, body: Buffer, response: ServerResponse): Promise<void> {
    const parameters = Object.fromEntries(new URLSearchParams(body.toString('utf8')));
    this.calls.push({ method, parameters, at: performance.now() });
    const fault = this.faults.take(method, parameters.channel);
    if (fault?.kind === 'rate') return sendRate(response, fault.retryAfterSeconds ?? 1);
    if (fault?.kind === 'drop-before') return void request.socket.destroy();
    if (fault?.kind === 'http-before') return void response.writeHead(503, { 'content-type': 'text/html' }).end('<html>busy</html>');
    if (fault?.kind === 'error') return sendJson(response, { ok: false, error: fault.code ?? 'internal_error' });
    if (fault?.kind === 'slow') await new Promise((resolve) => setTimeout(resolve, fault.ms ?? 100));
    if (!this.#isAuthentic(method, request)) return sendJson(response, { ok: false, error: 'invalid_auth' });
    if (this.#isOverPace(method, parameters)) return sendRate(response, 1);
    const answer = callMethod(this.#context(fault?.kind === 'misplace'), method, parameters);
    if (fault?.kind === 'drop-after') return void request.socket.destroy();
    if (fault?.kind === 'hang-after') return;
    if (fault?.kind === 'http-after') return void response.writeHead(502).end('bad gateway');
    response.setHeader('x-oauth-scopes', this.scopes.join(','));
    sendJson(response, answer);
  }

  #isAuthentic(method: string, request: IncomingMessage): boolean {
    const token = (request.headers.authorization ?? '').replace('Bearer ', '');
    return method === 'apps.connections.open' ? token === this.appToken : token === this.botToken && this.#isBotTokenGood;
  }

  #isOverPace(method: string, parameters: Parameters): boolean {
    if (method !== 'chat.postMessage' || this.postsPerSecondMax === null) return false;
    const since = performance.now() - 1_000;
    const recent = this.callsOf(method).filter((call) => call.at > since && call.parameters.channel === parameters.channel);
    return recent.length > this.postsPerSecondMax;
  }

  #context(isMisplaced: boolean): WebApiContext {
    return {
      workspace: this.workspace,
      origin: this.#origin,
      newTicket: () => this.sockets.newTicket(),
      isMisplaced,
      // Slack tells a bot what the bot itself has written.
      posted: (message) => {
        for (const body of messageEvents(this.workspace, message, this.workspace.teamId)) this.deliver('events_api', body);
      },
      updated: (message) => void this.deliver('events_api', changedEvent(this.workspace, message)),
    };
  }

  #answerUpload(id: string, body: Buffer, response: ServerResponse): void {
    const file = this.workspace.files.get(id);
    if (file === undefined) return void response.writeHead(404).end();
    const start = body.indexOf('\r\n\r\n') + 4;
    file.content = body.subarray(start, body.lastIndexOf('\r\n--'));
    response.writeHead(200).end(`OK - ${body.length}`);
  }

  #answerResponse(path: string, body: Buffer, response: ServerResponse): void {
    const [, , channel = '', user = ''] = path.split('/');
    const said: { text?: string; thread_ts?: string } = JSON.parse(body.toString('utf8'));
    this.workspace.ephemerals.push({
      channel,
      user,
      text: said.text ?? '',
      ...(said.thread_ts === undefined ? {} : { thread_ts: said.thread_ts }),
    });
    response.writeHead(200).end('ok');
  }
}

async function readBody(request: IncomingMessage): Promise<Buffer> {
  const chunks: Buffer[] = [];
  for await (const chunk of request) chunks.push(Buffer.from(chunk));
  return Buffer.concat(chunks);
}

function sendJson(response: ServerResponse, answer: Answer): void {
  response.writeHead(200, { 'content-type': 'application/json; charset=utf-8' }).end(JSON.stringify(answer));
}

function sendRate(response: ServerResponse, seconds: number): void {
  response.writeHead(429, { 'retry-after': String(seconds), 'content-type': 'application/json' }).end('{"ok":false,"error":"ratelimited"}');
}

/**
 * A DingTalk of our own on the loopback: the Stream gateway, the OpenAPI, the older interface and reply addresses, with people who can
 * talk and click, and with every fault that the adapter must survive. It speaks the protocol; it shares no code with the adapter.
 */

import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import { Corp } from './corp.ts';
import { type Fault, type FaultKind, spoil } from './faults.ts';
import {
  type ApiAnswer,
  applyAnswer,
  changeRoom,
  createCard,
  openRoom,
  sayByWebhook,
  sendRobot,
  streamCard,
  updateCard,
} from './open-api.ts';
import { type Delivery, Sockets } from './sockets.ts';
import { buttonsOf, type TemplateButton } from './template.ts';

export interface Call {
  readonly method: string;
  readonly path: string;
  readonly body: unknown;
  readonly at: number;
}

export interface SaidMessage {
  readonly text: string;
  readonly user?: string;
  readonly channel?: string;
  readonly isPrivate?: boolean;
  readonly quote?: string;
  readonly extra?: Readonly<Record<string, unknown>>;
}

export class DingtalkPeer {
  readonly clientId = 'dingclient0001';
  readonly clientSecret = 'peer-secret-peer-secret-peer-secret-0001';
  readonly corp = new Corp();
  readonly sockets = new Sockets();
  readonly calls: Call[] = [];
  readonly deliveries: Delivery[] = [];
  /** From when on the gateway and the token's issuer say that the secret is wrong. */
  isSecretGood = true;
  webhookLifeMs = 5_400_000;
  #faults: Fault[] = [];
  #server: Server = createServer();
  #origin = '';
  #token = '';
  #tokens = 0;

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

  get url(): string {
    return this.#origin;
  }

  get token(): string {
    return this.#token;
  }

  callsOf(path: string): readonly Call[] {
    return this.calls.filter((call) => call.path === path);
  }

  fail(path: string, kind: FaultKind, times = 1, only: { readonly channel?: string; readonly code?: string } = {}): void {
    this.#faults.push({ path, kind, times, ...only });
  }

  clearFaults(): void {
    this.#faults = [];
  }

  /** As an administrator may at any time. */
  revokeToken(): void {
    this.#token = '';
  }

  webhookOf(channel: string): string {
    return `${this.#origin}/robot/sendBySession?session=${encodeURIComponent(channel)}`;
  }

  /** A person mentions the robot in a group, or writes to it. */
  say(said: SaidMessage): { readonly msgId: string; readonly delivery: Delivery } {
    const data = this.messageData(said);
    const delivery = this.deliver('/v1.0/im/bot/messages/get', data);
    return { msgId: String(data.msgId), delivery };
  }

  messageData({
    text,
    user = 'staff-alice',
    channel = 'cidOPS0001==',
    isPrivate = false,
    quote,
    extra = {},
  }: SaidMessage): Record<string, unknown> {
    const reply = isPrivate ? `user:${user}` : channel;
    const quoted = quote === undefined ? {} : { isReplyMsg: true, repliedMsg: { msgId: 'msg-of-robot', msgType: 'interactiveCard' } };
    return {
      conversationId: isPrivate ? 'cidPRIVATE==' : channel,
      conversationType: isPrivate ? '1' : '2',
      msgId: this.corp.nextId('msg-'),
      ...{ senderStaffId: user, senderNick: 'Alice', senderId: `$:LWCP_v1:$${user}`, senderCorpId: this.corp.corpId },
      ...{ chatbotCorpId: this.corp.corpId, chatbotUserId: this.corp.botUserId, robotCode: this.corp.robotCode },
      ...{ isInAtList: !isPrivate, atUsers: [{ dingtalkId: this.corp.botUserId }], createAt: Date.now(), msgtype: 'text' },
      ...{ sessionWebhook: this.webhookOf(reply), sessionWebhookExpiredTime: Date.now() + this.webhookLifeMs },
      // The mention is taken out; the space before the words stays.
      text: { content: ` ${text}`, ...quoted },
      ...(quote === undefined ? {} : { originalProcessQueryKey: quote }),
      ...extra,
    };
  }

  /** Clicks what the person sees on the card, by its label; the reason is what was written beside it. */
  click(outTrackId: string, label: string, user = 'staff-alice', reason = ''): Delivery {
    const card = this.corp.card(outTrackId);
    const button = card === undefined ? undefined : buttonsOf(card, user).find((one) => one.label === label);
    if (button === undefined) throw new Error(`No button '${label}' on ${outTrackId} for ${user}`);
    return this.clickButton(outTrackId, button, user, reason);
  }

  clickButton(outTrackId: string, button: TemplateButton, user = 'staff-alice', reason = ''): Delivery {
    const params = { value: button.value, ...(button.hasReason ? { form: { reason } } : {}) };
    const content = JSON.stringify({ cardPrivateData: { actionIds: [button.actionId], params } });
    return this.clickRaw(outTrackId, { content, value: content }, user);
  }

  clickRaw(outTrackId: string, fields: Readonly<Record<string, unknown>>, user = 'staff-alice'): Delivery {
    const card = this.corp.card(outTrackId);
    const spaceId = card?.channel ?? 'cidOPS0001==';
    const envelope = {
      type: 'actionCallback',
      outTrackId,
      corpId: this.corp.corpId,
      userId: user,
      userIdType: 1,
      spaceType: 'IM',
      spaceId,
    };
    const delivery = this.deliver('/v1.0/card/instances/callback', { ...envelope, ...fields });
    delivery.answer
      .then((answer) => {
        if (card !== undefined && answer !== null) applyAnswer(card, user, answer.data);
      })
      .catch(() => undefined);
    return delivery;
  }

  deliver(topic: string, data: unknown, messageId?: string): Delivery {
    const delivery = this.sockets.deliver(topic, data, messageId);
    this.deliveries.push(delivery);
    return delivery;
  }

  /** The same again, under the same id, as after a lost answer. */
  redeliver(delivery: Delivery): Delivery {
    return this.deliver(delivery.topic, delivery.data, delivery.messageId);
  }

  async #answer(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const raw = await readBody(request);
    const url = new URL(request.url ?? '/', this.#origin);
    const body = request.headers['content-type']?.includes('json') ? JSON.parse(raw.toString('utf8')) : null;
    this.calls.push({ method: request.method ?? '', path: url.pathname, body, at: performance.now() });
    const fault = this.#take(url.pathname, channelOf(body));
    if (fault !== null && spoil(fault.kind, fault.code, request, response)) return;
    const answer = this.#route(request, url, body, raw);
    if (fault?.kind === 'lost-answer') return void request.socket.destroy();
    send(response, answer);
  }

  #take(path: string, channel: string): Fault | null {
    const found = this.#faults.find((fault) => fault.path === path && fault.times > 0 && (fault.channel ?? channel) === channel);
    if (found !== undefined) found.times -= 1;
    return found ?? null;
  }

  #route(request: IncomingMessage, url: URL, body: unknown, raw: Buffer): ApiAnswer {
    const { pathname: path } = url;
    if (path === '/v1.0/oauth2/accessToken') return this.#issueToken(body);
    if (path === '/v1.0/gateway/connections/open') return this.#openGateway(request, body);
    if (path === '/robot/sendBySession') return sayByWebhook(this.corp, url.searchParams.get('session') ?? '', body);
    const given = request.headers['x-acs-dingtalk-access-token'] ?? url.searchParams.get('access_token');
    const isOld = path.startsWith('/topapi/') || path.startsWith('/media/');
    if (given !== this.#token || this.#token === '') {
      return isOld
        ? { status: 200, body: { errcode: 40014, errmsg: 'invalid token' } }
        : { status: 400, body: { code: 'InvalidAuthentication', message: 'no' } };
    }
    switch (path) {
      case '/v1.0/card/instances/createAndDeliver':
        return createCard(this.corp, body);
      case '/v1.0/card/streaming':
        return request.method === 'PUT' ? streamCard(this.corp, body) : { status: 405, body: {} };
      case '/v1.0/card/instances':
        return request.method === 'PUT' ? updateCard(this.corp, body) : { status: 405, body: {} };
      case '/v1.0/robot/groupMessages/send':
        return sendRobot(this.corp, body, 'group');
      case '/v1.0/robot/oToMessages/batchSend':
        return sendRobot(this.corp, body, 'person');
      case '/v1.0/robot/ding/send':
        return this.#ding(body);
      case '/media/upload':
        return this.#upload(raw, url.searchParams.get('type') ?? '');
      case '/topapi/v2/user/get':
        return this.#user(body);
      case '/v1.0/im/sceneGroup/create':
        return openRoom(this.corp, body);
      default:
        return path.startsWith('/v1.0/im/sceneGroup')
          ? changeRoom(this.corp, path, body)
          : { status: 404, body: { code: 'InvalidAction.NotFound' } };
    }
  }

  #issueToken(body: unknown): ApiAnswer {
    if (!this.#isAuthentic(body, 'appKey', 'appSecret')) return { status: 400, body: { code: 'invalidClientIdOrSecret', message: 'no' } };
    this.#tokens += 1;
    this.#token = `peer-token-${this.#tokens}-peer-token`;
    return { status: 200, body: { accessToken: this.#token, expireIn: 7_200 } };
  }

  #openGateway(request: IncomingMessage, body: unknown): ApiAnswer {
    if (!this.#isAuthentic(body, 'clientId', 'clientSecret')) return { status: 401, body: { code: 'authFailed', message: 'no' } };
    // Without it the real one answers in XML.
    if (!request.headers.accept?.includes('application/json')) return { status: 200, body: '<xml/>' };
    return { status: 200, body: { endpoint: `${this.#origin.replace('http', 'ws')}/connect`, ticket: this.sockets.newTicket() } };
  }

  #isAuthentic(body: unknown, id: string, secret: string): boolean {
    const given: object = typeof body === 'object' && body !== null ? body : {};
    return this.isSecretGood && Reflect.get(given, id) === this.clientId && Reflect.get(given, secret) === this.clientSecret;
  }

  #ding(body: unknown): ApiAnswer {
    const given: object = typeof body === 'object' && body !== null ? body : {};
    const userIds: readonly string[] = Reflect.get(given, 'receiverUserIdList') ?? [];
    this.corp.dings.push({ remindType: Number(Reflect.get(given, 'remindType')), userIds, content: String(Reflect.get(given, 'content')) });
    const failed = userIds.filter((userId) => !this.corp.users.has(userId));
    return { status: 200, body: { openDingId: 'd1', failedList: failed.length === 0 ? {} : { 'miss.staffId': failed } } };
  }

  #upload(raw: Buffer, type: string): ApiAnswer {
    const head = raw.subarray(0, raw.indexOf('\r\n\r\n')).toString('utf8');
    const content = raw.subarray(raw.indexOf('\r\n\r\n') + 4, raw.lastIndexOf('\r\n--')).toString('utf8');
    const id = this.corp.nextId('@media');
    this.corp.media.set(id, { name: /filename="([^"]+)"/.exec(head)?.[1] ?? '', content, type });
    return { status: 200, body: { errcode: 0, errmsg: 'ok', media_id: id, type } };
  }

  #user(body: unknown): ApiAnswer {
    const userid: unknown = typeof body === 'object' && body !== null ? Reflect.get(body, 'userid') : null;
    const user = this.corp.users.get(String(userid));
    return {
      status: 200,
      body: user === undefined ? { errcode: 60121, errmsg: 'no such user' } : { errcode: 0, errmsg: 'ok', result: { ...user, userid } },
    };
  }
}

function channelOf(body: unknown): string {
  if (typeof body !== 'object' || body === null) return '';
  const space: unknown = Reflect.get(body, 'openSpaceId');
  return typeof space === 'string' ? space.replace(/^dtv1\.card\/\/IM_GROUP\./, '') : String(Reflect.get(body, 'openConversationId') ?? '');
}

async function readBody(request: IncomingMessage): Promise<Buffer> {
  const chunks: Buffer[] = [];
  for await (const chunk of request) chunks.push(Buffer.from(chunk));
  return Buffer.concat(chunks);
}

function send(response: ServerResponse, { status, body }: ApiAnswer): void {
  response.writeHead(status, { 'content-type': 'application/json; charset=utf-8' }).end(JSON.stringify(body));
}

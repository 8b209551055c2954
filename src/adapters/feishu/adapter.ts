/** Feishu and Lark: the long connection or HTTP callbacks in, the Open API out. The SDK is loaded only when this is started. */

import type { MessageRef, Place } from '../../domain/place.ts';
import type { ResolveSecret } from '../../domain/secret.ts';
import {
  type Actor,
  type AdapterContext,
  type AdapterHealth,
  type AdapterLog,
  type AdapterState,
  type ChatAdapter,
  ChatError,
  type Inbound,
  type Notice,
  type Outgoing,
  type OutgoingFile,
  type PostOptions,
  type Profile,
  type Rooms,
  type Streaming,
  type Urgency,
} from '../contract.ts';
import { backoffMs } from '../rich/backoff.ts';
import type { HttpAnswer, HttpHeaders } from '../rich/http-answer.ts';
import { createRecentKeys, type RecentKeys } from '../rich/recent-keys.ts';
import { createRedact, type Redact, redactLog } from '../rich/redact.ts';
import { feishuCapabilities } from './capabilities.ts';
import { createFeishuClient, type FeishuClient } from './client.ts';
import type { FeishuConfig } from './config.ts';
import { answerHttp, clockSkewSecondsMax } from './http.ts';
import { type FeishuIdentity, fetchIdentity } from './identity.ts';
import { defaultFeishuPace, type FeishuPace } from './limits.ts';
import { chatLink } from './link.ts';
import { createHandlePayload } from './listeners.ts';
import { FeishuOutbound } from './outbound.ts';
import { fetchProfile, urge } from './people.ts';
import { createRooms } from './rooms.ts';
import { fatalReason, type HandlePayload, keepSocketOpen } from './socket.ts';
import { createStreaming } from './streaming.ts';

export interface FeishuSecrets {
  readonly appSecret: string;
  readonly encryptKey?: string | undefined;
  readonly verificationToken?: string | undefined;
}

export interface FeishuAdapter extends ChatAdapter {
  /** For HTTP mode: the raw body as it came, unparsed. Never throws; answers within 3 s. 404 with the long connection. */
  handleHttp(rawBody: string | Uint8Array, headers: HttpHeaders): Promise<HttpAnswer>;
}

/** Throws ZhibanError `invalid` for a reference that can't be resolved. */
export function resolveFeishuSecrets(config: FeishuConfig, resolve: ResolveSecret): FeishuSecrets {
  return {
    appSecret: resolve(config.appSecret),
    encryptKey: config.encryptKey === undefined ? undefined : resolve(config.encryptKey),
    verificationToken: config.verificationToken === undefined ? undefined : resolve(config.verificationToken),
  };
}

/** Opens nothing yet. `pace` is for tests. */
export function createFeishuAdapter(
  config: FeishuConfig,
  secrets: FeishuSecrets,
  context: AdapterContext,
  pace: Partial<FeishuPace> = {},
): FeishuAdapter {
  return new Adapter(config, secrets, context, { ...defaultFeishuPace, ...pace });
}

class Adapter implements FeishuAdapter {
  readonly name = 'feishu';
  readonly capabilities = feishuCapabilities;
  readonly rooms: Rooms;
  readonly streaming: Streaming;
  readonly #config: FeishuConfig;
  readonly #secrets: FeishuSecrets;
  readonly #context: AdapterContext;
  readonly #pace: FeishuPace;
  readonly #redact: Redact;
  readonly #log: AdapterLog;
  readonly #seen: RecentKeys<true>;
  readonly #nonces: RecentKeys<true>;
  readonly #stop = new AbortController();
  #transport: AdapterHealth;
  #secretProblem: AdapterHealth | null = null;
  #client: Promise<FeishuClient> | null = null;
  #outbound: Promise<FeishuOutbound> | null = null;
  #running: Promise<void> | null = null;
  #handle: HandlePayload | null = null;

  constructor(config: FeishuConfig, secrets: FeishuSecrets, context: AdapterContext, pace: FeishuPace) {
    this.#config = config;
    this.#secrets = secrets;
    this.#context = context;
    this.#pace = pace;
    this.#redact = createRedact([secrets.appSecret, secrets.encryptKey, secrets.verificationToken]);
    this.#log = redactLog(context.log, this.#redact);
    // Feishu comes again for up to six hours.
    this.#seen = createRecentKeys(context.clock, { entriesMax: 20_000, keepMs: 8 * 3_600_000 });
    this.#nonces = createRecentKeys(context.clock, { entriesMax: 50_000, keepMs: 2 * clockSkewSecondsMax * 1_000 });
    this.#transport = this.#stateNow('down', 'not started');
    this.rooms = createRooms(() => this.#readyClient());
    this.streaming = createStreaming({ client: () => this.#readyClient(), outbound: () => this.#ready(), clock: context.clock });
  }

  /** Throws ChatError when HTTP mode lacks a secret: without both, anybody could speak for Feishu. */
  async start(sink: (event: Inbound) => void): Promise<void> {
    const { encryptKey, verificationToken } = this.#secrets;
    if (this.#config.mode === 'http' && (!encryptKey || !verificationToken)) {
      this.#setTransport('fatal', 'HTTP mode needs encryptKey and verificationToken');
      throw new ChatError('auth', 'Feishu in HTTP mode needs encryptKey and verificationToken');
    }
    this.#setTransport('connecting');
    const { clock } = this.#context;
    const { appId, domain } = this.#config;
    const setting = { appId, appSecret: this.#secrets.appSecret, domain, callTimeoutMs: this.#pace.callTimeoutMs };
    const client = createFeishuClient({ ...setting, clock, log: this.#log, redact: this.#redact });
    this.#client = client;
    this.#outbound = client.then((ready) => this.#createOutbound(ready));
    this.#running = this.#run(client, sink).catch((error: unknown) => {
      this.#setTransport('down', `stopped working: ${error instanceof Error ? error.message : 'unknown'}`);
      this.#log.error({ reason: error instanceof Error ? error.message : '' }, 'The Feishu adapter stopped working');
    });
  }

  async stop(): Promise<void> {
    if (this.#stop.signal.aborted) return;
    if (this.#running !== null) this.#setTransport('draining');
    this.#stop.abort();
    const drained = Promise.all([this.#outbound?.then((outbound) => outbound.stop()), this.#running]);
    const patience = new AbortController();
    await Promise.race([drained, this.#context.clock.sleep(this.#pace.drainMs, patience.signal).catch(() => undefined)]);
    patience.abort();
    this.#handle = null;
    this.#setTransport('down', 'stopped');
  }

  health(): AdapterHealth {
    if (this.#secretProblem !== null && !this.#stop.signal.aborted) return this.#secretProblem;
    return this.#transport;
  }

  async post(place: Place, outgoing: Outgoing, options: PostOptions): Promise<MessageRef> {
    return (await this.#ready()).post(place, outgoing, options);
  }

  async edit(message: MessageRef, outgoing: Outgoing, options: PostOptions): Promise<MessageRef> {
    return (await this.#ready()).edit(message, outgoing, options);
  }

  async whisper(place: Place, actor: Actor, notice: Notice): Promise<void> {
    await (await this.#ready()).tell({ place, openId: actor.userId, isDirect: null }, notice);
  }

  async upload(place: Place, file: OutgoingFile, options: PostOptions): Promise<MessageRef> {
    return (await this.#ready()).upload(place, file, options);
  }

  async linkTo(message: MessageRef): Promise<string | null> {
    return chatLink(this.#config.domain, message.place.channel);
  }

  async profileOf(userId: string): Promise<Profile | null> {
    return fetchProfile(await this.#readyClient(), userId);
  }

  async urge(message: MessageRef, userIds: readonly string[], means: Urgency): Promise<void> {
    await urge(await this.#readyClient(), message.id, userIds, means);
  }

  handleHttp(rawBody: string | Uint8Array, headers: HttpHeaders): Promise<HttpAnswer> {
    const { encryptKey = '', verificationToken = '' } = this.#secrets;
    if (this.#config.mode !== 'http' || encryptKey === '' || verificationToken === '') {
      return Promise.resolve({ status: 404, headers: { 'content-type': 'text/plain' }, body: 'Feishu is not in HTTP mode' });
    }
    const door = {
      encryptKey,
      verificationToken,
      clock: this.#context.clock,
      log: this.#log,
      nonces: this.#nonces,
      onRefused: (reason: string): void => this.#context.onRefused?.({ adapter: this.name, reason }),
    };
    return answerHttp({ ...door, answerWithinMs: this.#pace.answerWithinMs, handler: () => this.#handle }, rawBody, headers);
  }

  async #run(client: Promise<FeishuClient>, sink: (event: Inbound) => void): Promise<void> {
    const ready = await client;
    const identity = await this.#learnIdentity(ready);
    if (this.#stop.signal.aborted || identity === null) return;
    const handle = await this.#createHandle(identity, sink);
    this.#handle = handle;
    if (this.#config.mode === 'http') return this.#setTransport('up');
    const { appId, domain } = this.#config;
    await keepSocketOpen(
      handle,
      {
        ...{ appId, appSecret: this.#secrets.appSecret, domain, clock: this.#context.clock, log: this.#log, pace: this.#pace },
        redact: this.#redact,
        checkSecret: () => ready.checkSecret(),
        onUp: () => this.#setTransport('up'),
        onDown: (reason) => this.#setTransport('down', reason),
        onFatal: (reason) => this.#setTransport('fatal', reason),
      },
      this.#stop.signal,
    );
  }

  async #createHandle(identity: FeishuIdentity, sink: (event: Inbound) => void): Promise<HandlePayload> {
    const outbound = await this.#ready();
    return createHandlePayload({
      ...{ appId: this.#config.appId, identity, clock: this.#context.clock, log: this.#log, seen: this.#seen },
      toastWithinMs: this.#pace.toastWithinMs,
      sink: (event) => {
        if (!this.#stop.signal.aborted) sink(event);
      },
      tell: (route, notice) => outbound.tell(route, notice),
      onChat: (chatId, isDirect) => outbound.noteChat(chatId, isDirect),
    });
  }

  /** Asks who we are until Feishu says so; without it a mention of us could not be told from one of others. */
  async #learnIdentity(client: FeishuClient): Promise<FeishuIdentity | null> {
    for (let failures = 1; !this.#stop.signal.aborted; failures += 1) {
      try {
        const identity = await fetchIdentity(client);
        this.#secretProblem = null;
        return identity;
      } catch (error) {
        if (!(error instanceof ChatError)) throw error;
        const waitMs = this.#noteIdentityFailure(error, failures);
        await this.#context.clock.sleep(waitMs, this.#stop.signal).catch(() => undefined);
      }
    }
    return null;
  }

  #noteIdentityFailure(error: ChatError, failures: number): number {
    if (error.kind === 'auth' || error.kind === 'forbidden') {
      this.#setTransport('fatal', fatalReason(error));
      return this.#pace.fatalRetryMs;
    }
    this.#setTransport('down', error.message);
    return Math.max(error.retryAfterMs ?? 0, backoffMs(failures, this.#pace));
  }

  /** A secret that was good may be reset at any time: from then on we ask until it works again. */
  #onAuthFailure(client: FeishuClient, error: ChatError): void {
    if (this.#secretProblem !== null || this.#handle === null || this.#stop.signal.aborted) return;
    this.#secretProblem = this.#stateNow('fatal', fatalReason(error));
    this.#log.error({ code: error.platformCode }, 'Feishu refuses the app secret');
    const recheck = async (): Promise<void> => {
      await this.#context.clock.sleep(this.#pace.fatalRetryMs, this.#stop.signal).catch(() => undefined);
      if (this.#stop.signal.aborted) return;
      const isGood = await fetchIdentity(client).then(
        () => true,
        () => false,
      );
      if (isGood) this.#secretProblem = null;
      else await recheck();
    };
    recheck().catch(() => undefined);
  }

  #createOutbound(client: FeishuClient): FeishuOutbound {
    const { clock } = this.#context;
    const onAuthFailure = (error: ChatError): void => this.#onAuthFailure(client, error);
    return new FeishuOutbound({ client, clock, log: this.#log, pace: this.#pace, onAuthFailure });
  }

  async #ready(): Promise<FeishuOutbound> {
    if (this.#outbound === null) throw new ChatError('transient', 'The Feishu adapter is not started');
    return this.#outbound;
  }

  async #readyClient(): Promise<FeishuClient> {
    if (this.#client === null || this.#stop.signal.aborted) throw new ChatError('transient', 'The Feishu adapter is not started');
    return this.#client;
  }

  #setTransport(state: AdapterState, reason?: string): void {
    if (this.#transport.state === state && this.#transport.reason === reason) return;
    const isWorse = state === 'down' || state === 'fatal';
    if (isWorse && !this.#stop.signal.aborted) this.#log.warn({ state, reason }, 'Feishu is not connected');
    this.#transport = this.#stateNow(state, reason);
  }

  #stateNow(state: AdapterState, reason?: string): AdapterHealth {
    const since = new Date(this.#context.clock.now()).toISOString();
    return reason === undefined ? { state, since } : { state, since, reason: this.#redact(reason) };
  }
}

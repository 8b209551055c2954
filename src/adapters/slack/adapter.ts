/** Slack: Socket Mode or HTTP in, the Web API out. Bolt is loaded only when this is started. */

import type { App, Receiver } from '@slack/bolt';
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
  type PostOptions,
  type Profile,
  type Rooms,
} from '../contract.ts';
import { backoffMs } from '../rich/backoff.ts';
import type { HttpAnswer, HttpHeaders } from '../rich/http-answer.ts';
import { createRecentKeys, type RecentKeys } from '../rich/recent-keys.ts';
import { createRedact, type Redact, redactLog } from '../rich/redact.ts';
import { streamByEdit } from '../rich/stream-by-edit.ts';
import { slackCapabilities } from './capabilities.ts';
import { createSlackClient, type SlackClient } from './client.ts';
import type { SlackConfig } from './config.ts';
import { answerHttp } from './http.ts';
import { fetchIdentity, type SlackIdentity } from './identity.ts';
import { defaultSlackPace, type SlackPace } from './limits.ts';
import { createBoltApp, postAnchor } from './listeners.ts';
import { SlackOutbound } from './outbound.ts';
import { fetchProfile } from './profile.ts';
import { createMakeResponder } from './responder.ts';
import { createSlackRooms } from './rooms.ts';
import { createSdkLogger } from './sdk-logger.ts';
import { keepSocketOpen } from './socket.ts';
import { urgeByMessage } from './urge.ts';

export interface SlackSecrets {
  readonly botToken: string;
  readonly appToken?: string | undefined;
  readonly signingSecret?: string | undefined;
}

export interface SlackAdapter extends ChatAdapter {
  /** For HTTP mode: the raw body as it came, unparsed. Never throws; answers within 3 s. 404 in Socket Mode. */
  handleHttp(rawBody: string | Uint8Array, headers: HttpHeaders): Promise<HttpAnswer>;
}

/** Throws ZhibanError `invalid` for a reference that can't be resolved. */
export function resolveSlackSecrets(config: SlackConfig, resolve: ResolveSecret): SlackSecrets {
  return {
    botToken: resolve(config.botToken),
    appToken: config.appToken === undefined ? undefined : resolve(config.appToken),
    signingSecret: config.signingSecret === undefined ? undefined : resolve(config.signingSecret),
  };
}

/** Opens nothing yet. `pace` is for tests. */
export function createSlackAdapter(
  config: SlackConfig,
  secrets: SlackSecrets,
  context: AdapterContext,
  pace: Partial<SlackPace> = {},
): SlackAdapter {
  return new Adapter(config, secrets, context, { ...defaultSlackPace, ...pace });
}

class Adapter implements SlackAdapter {
  readonly name = 'slack';
  readonly capabilities = slackCapabilities;
  readonly rooms: Rooms;
  readonly streaming = streamByEdit(this, () => this.#context.clock.now());
  readonly workspace = (): string | null => this.#identity?.teamId ?? null;
  readonly #config: SlackConfig;
  readonly #secrets: SlackSecrets;
  readonly #context: AdapterContext;
  readonly #pace: SlackPace;
  readonly #redact: Redact;
  readonly #log: AdapterLog;
  readonly #seen: RecentKeys<true>;
  readonly #stop = new AbortController();
  #transport: AdapterHealth;
  #tokenProblem: AdapterHealth | null = null;
  #identity: SlackIdentity | null = null;
  #client: Promise<SlackClient> | null = null;
  #outbound: Promise<SlackOutbound> | null = null;
  #running: Promise<void> | null = null;
  #app: App | null = null;

  constructor(config: SlackConfig, secrets: SlackSecrets, context: AdapterContext, pace: SlackPace) {
    this.#config = config;
    this.#secrets = secrets;
    this.#context = context;
    this.#pace = pace;
    this.#redact = createRedact([secrets.botToken, secrets.appToken, secrets.signingSecret]);
    this.#log = redactLog(context.log, this.#redact);
    this.#seen = createRecentKeys(context.clock, { entriesMax: 20_000, keepMs: 3_600_000 });
    this.#transport = this.#stateNow('down', 'not started');
    this.rooms = createSlackRooms({
      client: () => this.#connected(),
      identity: () => this.#identity,
      log: this.#log,
      isPrivate: config.privateRooms,
      onAuthFailure: (client, error) => this.#onAuthFailure(client, error),
    });
  }

  /** Throws ChatError when the mode's secret is missing: no retry would help. */
  async start(sink: (event: Inbound) => void): Promise<void> {
    const { mode } = this.#config;
    if (mode === 'socket' && this.#secrets.appToken === undefined) throw new ChatError('auth', 'Slack in socket mode needs appToken');
    if (mode === 'http' && this.#secrets.signingSecret === undefined) throw new ChatError('auth', 'Slack in HTTP mode needs signingSecret');
    this.#setTransport('connecting');
    const client = this.#createClient();
    this.#client = client;
    this.#outbound = client.then((ready) => this.#createOutbound(ready));
    this.#running = this.#run(client, sink).catch((error: unknown) => {
      this.#setTransport('down', `stopped working: ${error instanceof Error ? error.message : 'unknown'}`);
      this.#log.error({ reason: error instanceof Error ? error.message : '' }, 'The Slack adapter stopped working');
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
    this.#app = null;
    this.#setTransport('down', 'stopped');
  }

  health(): AdapterHealth {
    if (this.#tokenProblem !== null && !this.#stop.signal.aborted) return this.#tokenProblem;
    return this.#transport;
  }

  async post(place: Place, outgoing: Outgoing, options: PostOptions): Promise<MessageRef> {
    return (await this.#ready()).post(place, outgoing, options);
  }

  async edit(message: MessageRef, outgoing: Outgoing, options: PostOptions): Promise<MessageRef> {
    return (await this.#ready()).edit(message, outgoing, options);
  }

  async whisper(place: Place, actor: Actor, notice: Notice): Promise<void> {
    await (await this.#ready()).whisper(place, actor.userId, notice);
  }

  async linkTo(message: MessageRef): Promise<string | null> {
    return (await this.#ready()).linkTo(message);
  }

  async profileOf(userId: string): Promise<Profile | null> {
    if (this.#client === null || this.#identity === null) throw new ChatError('transient', 'The Slack adapter is not connected');
    return fetchProfile(await this.#client, this.#identity, userId);
  }

  /** Whatever the means: a direct message is the loudest that Slack has. */
  async urge(message: MessageRef, userIds: readonly string[]): Promise<void> {
    await urgeByMessage({ client: await this.#connected(), outbound: await this.#ready(), log: this.#log }, message, userIds);
  }

  handleHttp(rawBody: string | Uint8Array, headers: HttpHeaders): Promise<HttpAnswer> {
    const { signingSecret } = this.#secrets;
    if (this.#config.mode !== 'http' || signingSecret === undefined) {
      return Promise.resolve({ status: 404, headers: { 'content-type': 'text/plain' }, body: 'Slack is not in HTTP mode' });
    }
    const processor = () => this.#app?.processEvent.bind(this.#app) ?? null;
    const onRefused = (reason: string): void => this.#context.onRefused?.({ adapter: this.name, reason });
    const door = { signingSecret, clock: this.#context.clock, log: this.#log, answerWithinMs: this.#pace.answerWithinMs };
    return answerHttp({ ...door, processor, onRefused }, rawBody, headers);
  }

  async #run(client: Promise<SlackClient>, sink: (event: Inbound) => void): Promise<void> {
    const ready = await client;
    await this.#learnIdentity(ready);
    if (this.#stop.signal.aborted || this.#identity === null) return;
    this.#app = await this.#createApp(ready, this.#identity, sink);
    if (this.#config.mode === 'http') return this.#setTransport('up');
    const { clock } = this.#context;
    const setting = { appToken: this.#secrets.appToken ?? '', apiUrl: this.#config.apiUrl, clock, log: this.#log, pace: this.#pace };
    const tell = {
      redact: this.#redact,
      onUp: () => this.#setTransport('up'),
      onDown: (reason: string) => this.#setTransport('down', reason),
      onFatal: (reason: string) => this.#setTransport('fatal', reason),
    };
    await keepSocketOpen(this.#app, { ...setting, ...tell }, this.#stop.signal);
  }

  /** Asks who we are until Slack says so; without it our own words could not be told from others'. */
  async #learnIdentity(client: SlackClient): Promise<void> {
    for (let failures = 1; !this.#stop.signal.aborted; failures += 1) {
      try {
        this.#identity = await fetchIdentity(client);
        this.#tokenProblem = null;
        return;
      } catch (error) {
        if (!(error instanceof ChatError)) throw error;
        const waitMs = this.#noteIdentityFailure(error, failures);
        await this.#context.clock.sleep(waitMs, this.#stop.signal).catch(() => undefined);
      }
    }
  }

  #noteIdentityFailure(error: ChatError, failures: number): number {
    if (error.kind === 'auth') {
      this.#setTransport('fatal', `needs a new token: ${error.platformCode ?? 'refused'}`);
      return this.#pace.fatalRetryMs;
    }
    this.#setTransport('down', error.message);
    return Math.max(error.retryAfterMs ?? 0, backoffMs(failures, this.#pace));
  }

  /** A token that was good may be revoked at any time: from then on we ask until it works again. */
  #onAuthFailure(client: SlackClient, error: ChatError): void {
    if (this.#tokenProblem !== null || this.#identity === null || this.#stop.signal.aborted) return;
    this.#tokenProblem = this.#stateNow('fatal', `needs a new token: ${error.platformCode ?? 'refused'}`);
    this.#log.error({ code: error.platformCode }, 'Slack refuses the bot token');
    const recheck = async (): Promise<void> => {
      await this.#context.clock.sleep(this.#pace.fatalRetryMs, this.#stop.signal).catch(() => undefined);
      if (this.#stop.signal.aborted) return;
      const isGood = (await fetchIdentity(client).catch(() => null)) !== null;
      if (isGood) this.#tokenProblem = null;
      else await recheck();
    };
    recheck().catch(() => undefined);
  }

  async #createClient(): Promise<SlackClient> {
    const { LogLevel } = await import('@slack/bolt');
    return createSlackClient({
      token: this.#secrets.botToken,
      apiUrl: this.#config.apiUrl,
      callTimeoutMs: this.#pace.callTimeoutMs,
      formTimeoutMs: this.#pace.formTimeoutMs,
      logger: createSdkLogger(this.#log, LogLevel.WARN),
      redact: this.#redact,
    });
  }

  #createOutbound(client: SlackClient): SlackOutbound {
    return new SlackOutbound({
      client,
      clock: this.#context.clock,
      log: this.#log,
      pace: this.#pace,
      identity: () => this.#identity,
      onAuthFailure: (error) => this.#onAuthFailure(client, error),
    });
  }

  async #createApp(client: SlackClient, identity: SlackIdentity, sink: (event: Inbound) => void): Promise<App> {
    const { clock } = this.#context;
    const outbound = await this.#ready();
    const makeResponder = createMakeResponder({ client, outbound, clock, log: this.#log, apiUrl: this.#config.apiUrl });
    return createBoltApp(noReceiver, {
      identity,
      clock,
      log: this.#log,
      makeResponder,
      seen: this.#seen,
      sink: (event) => {
        if (!this.#stop.signal.aborted) sink(event);
      },
      anchor: (command) => postAnchor(outbound, this.#log, command),
    });
  }

  #connected(): Promise<SlackClient> {
    return this.#client ?? Promise.reject(new ChatError('transient', 'The Slack adapter is not started'));
  }

  #ready(): Promise<SlackOutbound> {
    return this.#outbound ?? Promise.reject(new ChatError('transient', 'The Slack adapter is not started'));
  }

  #setTransport(state: AdapterState, reason?: string): void {
    if (this.#transport.state === state && this.#transport.reason === reason) return;
    const isWorse = state === 'down' || state === 'fatal';
    if (isWorse && !this.#stop.signal.aborted) this.#log.warn({ state, reason }, 'Slack is not connected');
    this.#transport = this.#stateNow(state, reason);
  }

  #stateNow(state: AdapterState, reason?: string): AdapterHealth {
    const since = new Date(this.#context.clock.now()).toISOString();
    return reason === undefined ? { state, since } : { state, since, reason: this.#redact(reason) };
  }
}

/** Payloads reach the app by processEvent(): from the supervised socket, or from the API server. */
const noReceiver: Receiver = { init: () => undefined, start: async () => undefined, stop: async () => undefined };

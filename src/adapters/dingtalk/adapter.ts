/** DingTalk: Stream mode in, the OpenAPI out. The SDK is loaded only when this is started. */

import type { MessageRef, Place } from '../../domain/place.ts';
import type { ResolveSecret } from '../../domain/secret.ts';
import {
  type Actor,
  type AdapterContext,
  type AdapterHealth,
  type AdapterLog,
  type AdapterMemory,
  type AdapterState,
  type Capabilities,
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
import { createKept, type Kept } from '../rich/kept.ts';
import { createRedact, type Redact, redactLog } from '../rich/redact.ts';
import { dingtalkCapabilities } from './capabilities.ts';
import { type CardInstances, createCardInstances, readShownCard, type ShownCard } from './card-instances.ts';
import { createDingtalkClient, type DingtalkClient } from './client.ts';
import type { DingtalkConfig } from './config.ts';
import { createHearing, createOwnCorp, type Hearing, type OwnCorp } from './hearing.ts';
import { type DingtalkPace, defaultDingtalkPace } from './limits.ts';
import { DingtalkOutbound } from './outbound.ts';
import { fetchProfile, sendDing } from './people.ts';
import { createQuota, type Quota } from './quota.ts';
import { createRobot, type Robot } from './robot.ts';
import { createRooms } from './rooms.ts';
import { keepSocketOpen } from './socket.ts';
import { createStreaming } from './streaming.ts';
import { createIsAllowed, createWebhooks, type Webhooks } from './webhooks.ts';

/** Throws ZhibanError `invalid` for a reference that can't be resolved. */
export function resolveDingtalkSecret(config: DingtalkConfig, resolve: ResolveSecret): string {
  return resolve(config.clientSecret);
}

/** Opens nothing yet. Without a memory the month's calls are counted from the start of the process. `pace` is for tests. */
export function createDingtalkAdapter(
  config: DingtalkConfig,
  clientSecret: string,
  context: AdapterContext & { readonly memory: AdapterMemory | null },
  pace: Partial<DingtalkPace> = {},
): ChatAdapter {
  return new Adapter(config, clientSecret, context, { ...defaultDingtalkPace, ...pace });
}

const shownCardsMax = 300;
const statesMax = 300;

class Adapter implements ChatAdapter {
  readonly name = 'dingtalk';
  readonly capabilities: Capabilities;
  readonly rooms?: Rooms;
  readonly streaming?: Streaming;
  readonly #config: DingtalkConfig;
  readonly #clientSecret: string;
  readonly #context: AdapterContext & { readonly memory: AdapterMemory | null };
  readonly #pace: DingtalkPace;
  readonly #redact: Redact;
  readonly #log: AdapterLog;
  readonly #quota: Quota;
  readonly #client: DingtalkClient;
  readonly #robot: Robot;
  readonly #robotCode: string;
  readonly #cards: CardInstances | null;
  readonly #shown: Kept<ShownCard>;
  readonly #webhooks: Webhooks;
  readonly #outbound: DingtalkOutbound;
  readonly #stop = new AbortController();
  #corp: OwnCorp | null = null;
  #health: AdapterHealth;
  #credentialProblem: AdapterHealth | null = null;
  #running: Promise<void> | null = null;

  constructor(
    config: DingtalkConfig,
    clientSecret: string,
    context: AdapterContext & { readonly memory: AdapterMemory | null },
    pace: DingtalkPace,
  ) {
    const { clock, memory } = context;
    const { clientId, apiBase, oapiBase, cardTemplateId, aiCardTemplateId, groupTemplateId } = config;
    this.#config = config;
    this.#clientSecret = clientSecret;
    this.#context = context;
    this.#pace = pace;
    this.#redact = createRedact([clientSecret]);
    this.#log = redactLog(context.log, this.#redact);
    this.capabilities = dingtalkCapabilities(cardTemplateId !== undefined);
    this.#quota = createQuota(clock, memory, config.callsPerMonth);
    this.#client = createDingtalkClient({ clientId, clientSecret, apiBase, oapiBase, clock, pace, quota: this.#quota });
    this.#robotCode = config.robotCode ?? clientId;
    this.#robot = createRobot(this.#client, this.#robotCode);
    this.#shown = createKept(memory, 'dingtalk:cards', shownCardsMax, readShownCard);
    this.#cards =
      cardTemplateId === undefined
        ? null
        : createCardInstances({ client: this.#client, templateId: cardTemplateId, robotCode: this.#robotCode, shown: this.#shown });
    this.#webhooks = createWebhooks(clock, createIsAllowed(config));
    this.#outbound = this.#createOutbound();
    const corpId = (): string => this.#corp?.id() ?? '';
    if (groupTemplateId !== undefined) {
      const ownerId = config.groupOwnerId ?? null;
      this.rooms = createRooms({ client: this.#client, robot: this.#robot, templateId: groupTemplateId, ownerId, corpId });
    }
    if (aiCardTemplateId !== undefined) {
      const calls = { client: this.#client, outbound: this.#outbound, quota: this.#quota };
      this.streaming = createStreaming({ ...calls, clock, templateId: aiCardTemplateId, robotCode: this.#robotCode });
    }
    this.#health = this.#stateNow('down', 'not started');
  }

  async start(sink: (event: Inbound) => void): Promise<void> {
    this.#setHealth('connecting');
    this.#running = this.#run(sink).catch((error: unknown) => {
      const reason = error instanceof Error ? error.message : 'unknown';
      this.#setHealth('down', `stopped working: ${reason}`);
      this.#log.error({ reason }, 'The DingTalk adapter stopped working');
    });
  }

  async stop(): Promise<void> {
    if (this.#stop.signal.aborted) return;
    if (this.#running !== null) this.#setHealth('draining');
    this.#stop.abort();
    const drained = Promise.all([this.#outbound.stop(), this.#running, this.#quota.settled()]);
    const patience = new AbortController();
    await Promise.race([drained, this.#context.clock.sleep(this.#pace.drainMs, patience.signal).catch(() => undefined)]);
    patience.abort();
    this.#setHealth('down', 'stopped');
  }

  health(): AdapterHealth {
    if (this.#credentialProblem !== null && !this.#stop.signal.aborted) return this.#credentialProblem;
    const calls = this.#quota.inWords();
    return this.#health.state === 'up' && calls !== null ? { ...this.#health, reason: calls } : this.#health;
  }

  post(place: Place, outgoing: Outgoing, options: PostOptions): Promise<MessageRef> {
    return this.#refuseWhenIdle() ?? this.#outbound.post(place, outgoing, options);
  }

  edit(message: MessageRef, outgoing: Outgoing, options: PostOptions): Promise<MessageRef> {
    return this.#refuseWhenIdle() ?? this.#outbound.edit(message, outgoing, options);
  }

  upload(place: Place, file: OutgoingFile, options: PostOptions): Promise<MessageRef> {
    return this.#refuseWhenIdle() ?? this.#outbound.upload(place, file, options);
  }

  async whisper(_place: Place, actor: Actor, notice: Notice): Promise<void> {
    await this.#outbound.whisper(actor.userId, notice);
  }

  profileOf(userId: string): Promise<Profile | null> {
    return fetchProfile(this.#client, userId);
  }

  /** DINGs say words of their own: the message itself can't be pointed at. */
  async urge(message: MessageRef, userIds: readonly string[], means: Urgency): Promise<void> {
    const code = (await this.#shown.get(message.id))?.code ?? '';
    const content = `值班 Zhiban ${code}：请查看群消息 · please look at the group`;
    await sendDing(this.#client, { robotCode: this.#robotCode, userIds, means, content });
  }

  workspace(): string | null {
    return this.#corp?.id() || null;
  }

  #refuseWhenIdle(): Promise<never> | null {
    return this.#running === null ? Promise.reject(new ChatError('transient', 'The DingTalk adapter is not started')) : null;
  }

  async #run(sink: (event: Inbound) => void): Promise<void> {
    await this.#quota.load();
    const corp = await createOwnCorp(this.#config.corpId, this.#context.memory);
    this.#corp = corp;
    const hearing = this.#createHearing(corp, sink);
    const { clock } = this.#context;
    await keepSocketOpen(
      {
        ...{ clientId: this.#config.clientId, clientSecret: this.#clientSecret, clock, log: this.#log, pace: this.#pace },
        openGateway: (signal) => this.#client.openGateway(signal),
        onFrame: hearing.onFrame,
        onUp: () => this.#setHealth('up'),
        onDraining: () => this.#setHealth('draining', 'the gateway asked for a new socket'),
        onDown: (reason) => this.#setHealth('down', reason),
        onFatal: (reason) => this.#setHealth('fatal', reason),
      },
      this.#stop.signal,
    );
  }

  #createHearing(corp: OwnCorp, sink: (event: Inbound) => void): Hearing {
    return createHearing({
      ...{ outbound: this.#outbound, cards: this.#cards, shown: this.#shown, webhooks: this.#webhooks, corp },
      ...{ clock: this.#context.clock, log: this.#log, pace: this.#pace },
      onRefused: (reason) => this.#context.onRefused?.({ adapter: this.name, reason }),
      sink: (event) => {
        if (!this.#stop.signal.aborted) sink(event);
      },
    });
  }

  #createOutbound(): DingtalkOutbound {
    const { clock, memory } = this.#context;
    return new DingtalkOutbound({
      ...{ client: this.#client, robot: this.#robot, cards: this.#cards, webhooks: this.#webhooks, quota: this.#quota },
      states: createKept(memory, 'dingtalk:states', statesMax, (value) => (typeof value === 'string' ? value : null)),
      ...{ clock, log: this.#log, pace: this.#pace },
      corpId: () => this.#corp?.id() ?? '',
      onAuthFailure: (error) => this.#onAuthFailure(error),
    });
  }

  /** A secret that was good may be changed at any time: from then on we ask until it works again. */
  #onAuthFailure(error: ChatError): void {
    if (this.#credentialProblem !== null || this.#stop.signal.aborted) return;
    this.#credentialProblem = this.#stateNow('fatal', `needs another clientId or clientSecret: ${error.platformCode ?? 'refused'}`);
    this.#log.error({ code: error.platformCode }, 'DingTalk refuses the credentials');
    const recheck = async (): Promise<void> => {
      await this.#context.clock.sleep(this.#pace.fatalRetryMs, this.#stop.signal).catch(() => undefined);
      if (this.#stop.signal.aborted) return;
      const isGood = await this.#client.checkToken().then(
        () => true,
        () => false,
      );
      if (isGood) this.#credentialProblem = null;
      else await recheck();
    };
    recheck().catch(() => undefined);
  }

  #setHealth(state: AdapterState, reason?: string): void {
    if (this.#health.state === state && this.#health.reason === reason) return;
    const isWorse = state === 'down' || state === 'fatal';
    if (isWorse && !this.#stop.signal.aborted) this.#log.warn({ state, reason }, 'DingTalk is not connected');
    this.#health = this.#stateNow(state, reason);
  }

  #stateNow(state: AdapterState, reason?: string): AdapterHealth {
    const since = new Date(this.#context.clock.now()).toISOString();
    return reason === undefined ? { state, since } : { state, since, reason: this.#redact(reason) };
  }
}

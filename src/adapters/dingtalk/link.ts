/**
 * One socket through DingTalk's SDK, from dialling to its end. The SDK's own life-keeping is off, since it storms the gateway when
 * upgrades are refused, leaks timers, loses what comes between two sockets and dies of bad JSON: a client here connects once.
 */

import type { DWClient, DWClientDownStream } from 'dingtalk-stream';
import type { Clock } from '../../domain/clock.ts';
import { subscriptions } from './client.ts';
import { type Frame, parseJson, readFrame } from './frames.ts';
import { dingtalkLimits } from './limits.ts';

export interface LinkContext {
  readonly clientId: string;
  readonly clientSecret: string;
  readonly clock: Clock;
  openGateway(signal: AbortSignal): Promise<{ readonly endpoint: string; readonly ticket: string }>;
  /** Must not throw; whatever it does, the frame counts as heard. */
  onFrame(frame: Frame, link: Link): void;
  /** What came down was no frame. */
  onNoise(): void;
}

export interface Link {
  /** Ends with the socket open; rejects when it can't be opened, and then nothing is left of it. */
  open(signal: AbortSignal): Promise<void>;
  /** Answers a frame; false when the socket is gone. */
  answer(messageId: string, data: unknown): boolean;
  /** Resolves when the socket is closed, by whoever. */
  readonly closed: Promise<void>;
  /** Resolves when the gateway asks us to come by another one. */
  readonly askedToGo: Promise<void>;
  readonly lastFrameAt: number;
  close(): void;
}

/** The part of a WebSocket that we use; the SDK keeps its own private. */
interface Socket {
  readonly readyState: number;
  send(text: string): void;
  terminate(): void;
  on(event: 'open' | 'close' | 'error', heard: (error?: Error) => void): Socket;
  removeAllListeners(event: 'open' | 'error'): Socket;
}

export function createLink(Client: typeof DWClient, context: LinkContext): Link {
  return new StreamLink(Client, context);
}

class StreamLink implements Link {
  readonly closed: Promise<void>;
  readonly askedToGo: Promise<void>;
  lastFrameAt: number;
  readonly #context: LinkContext;
  readonly #client: InstanceType<ReturnType<typeof streamClient>>;
  readonly #abort = new AbortController();
  #tellClosed: () => void = () => undefined;
  #tellAsked: () => void = () => undefined;

  constructor(Client: typeof DWClient, context: LinkContext) {
    this.#context = context;
    this.#client = new (streamClient(Client))(context, {
      openGateway: () => context.openGateway(this.#abort.signal),
      onText: (text) => this.#hear(text),
    });
    this.lastFrameAt = context.clock.now();
    this.closed = new Promise((resolve) => {
      this.#tellClosed = resolve;
    });
    this.askedToGo = new Promise((resolve) => {
      this.#tellAsked = resolve;
    });
  }

  async open(signal: AbortSignal): Promise<void> {
    const onAbort = (): void => this.close();
    signal.addEventListener('abort', onAbort, { once: true });
    try {
      await this.#client.getEndpoint();
      if (signal.aborted) throw new Error('aborted');
      await this.#dial();
      this.lastFrameAt = this.#context.clock.now();
    } catch (error) {
      this.close();
      throw error;
    } finally {
      signal.removeEventListener('abort', onAbort);
    }
  }

  /** The SDK tells of openings and errors on the console, where nobody reads it and a stack is noise: its listeners for them are ours. */
  #dial(): Promise<void> {
    return new Promise((resolve, reject) => {
      this.#client._connect().then(resolve, reject);
      const socket = this.#socket();
      if (socket === null) return reject(new Error('the SDK opened no socket'));
      socket.removeAllListeners('open').on('open', () => resolve());
      socket.removeAllListeners('error').on('error', (error) => {
        socket.terminate();
        reject(error ?? new Error('the connection failed'));
      });
      socket.on('close', () => this.#tellClosed());
    });
  }

  answer(messageId: string, data: unknown): boolean {
    if (messageId === '' || this.#socket()?.readyState !== openState) return false;
    this.#client.send(messageId, data);
    return true;
  }

  close(): void {
    this.#abort.abort();
    const socket = this.#socket();
    if (socket === null) this.#tellClosed();
    else socket.terminate();
  }

  /** Whatever comes, nothing is thrown into the socket's event: that would end the process. */
  #hear(text: string): void {
    this.lastFrameAt = this.#context.clock.now();
    const raw = text.length > dingtalkLimits.frameBytesMax ? null : parseJson(text);
    const frame = readFrame(raw);
    if (frame === null) this.#context.onNoise();
    else if (frame.type !== 'SYSTEM') this.#context.onFrame(frame, this);
    else if (frame.topic === 'disconnect') this.#tellAsked();
    else if (isDownStream(raw) && this.#socket()?.readyState === openState) this.#client.onSystem(raw);
  }

  #socket(): Socket | null {
    const socket: unknown = Reflect.get(this.#client, 'socket');
    return isSocket(socket) ? socket : null;
  }
}

const openState = 1;

interface Ways {
  openGateway(): Promise<{ readonly endpoint: string; readonly ticket: string }>;
  onText(text: string): void;
}

/** The SDK's client with its ways in and out led to ours: where it finds the gateway, and what it does with what comes down. */
function streamClient(Client: typeof DWClient) {
  return class StreamClient extends Client {
    readonly #ways: Ways;

    constructor({ clientId, clientSecret }: Pick<LinkContext, 'clientId' | 'clientSecret'>, ways: Ways) {
      const options = { clientId, clientSecret, autoReconnect: false, keepAlive: false, debug: false, subscriptions: subscriptions() };
      super(options);
      this.#ways = ways;
    }

    override async getEndpoint(): Promise<this> {
      const { endpoint, ticket } = await this.#ways.openGateway();
      Reflect.set(this, 'dw_url', `${endpoint}?ticket=${encodeURIComponent(ticket)}`);
      return this;
    }

    override onDownStream(data: string): void {
      this.#ways.onText(String(data));
    }
  };
}

function isDownStream(raw: unknown): raw is DWClientDownStream {
  return readFrame(raw) !== null;
}

function isSocket(value: unknown): value is Socket {
  return typeof value === 'object' && value !== null && 'readyState' in value && 'terminate' in value;
}

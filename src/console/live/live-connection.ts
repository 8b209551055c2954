/**
 * The live line to the server. Not EventSource: that gives up for good on an HTTP error and cannot send `Last-Event-ID` when we reconnect.
 * Limits: a silent line is dropped after 60 s; retries wait 0.5 s doubling to 15 s, with jitter so that many pages don't return at once.
 */

import { createSseParser } from './sse-parser.ts';

export type LiveState = 'connecting' | 'live' | 'retrying' | 'closed';

export interface LiveMessage {
  readonly kind: string;
  readonly incidentId: string | null;
  /** Every other text of the payload: ids of messages, threads and plans that the event speaks of. */
  readonly mentions: readonly string[];
}

export interface LiveSettings {
  readonly url: string;
  readonly fetch: typeof fetch;
  readonly onMessage: (message: LiveMessage) => void;
  /** The line was away and is back: anything may have changed. */
  readonly onReturn: () => void;
  readonly onState: (state: LiveState) => void;
  readonly onUnauthorized: () => void;
}

const silenceMs = 60_000;
const retryFirstMs = 500;
const retryMaxMs = 15_000;

export class LiveConnection {
  private readonly settings: LiveSettings;
  private state: LiveState = 'closed';
  private lastId: string | null = null;
  private failures = 0;
  private hasBeenLive = false;
  private abort: AbortController | null = null;
  private timer: ReturnType<typeof setTimeout> | null = null;

  constructor(settings: LiveSettings) {
    this.settings = settings;
  }

  /** Opens the line and keeps it open until `close()`. */
  open(): void {
    if (this.state !== 'closed') return;
    this.failures = 0;
    void this.connect();
  }

  /** Tries at once when it was waiting to: the browser says that the network is back. */
  hurry(): void {
    if (this.state !== 'retrying') return;
    void this.connect();
  }

  close(): void {
    this.move('closed');
    this.clearTimer();
    this.abort?.abort();
    this.abort = null;
  }

  private async connect(): Promise<void> {
    this.clearTimer();
    this.move(this.failures > 0 || this.hasBeenLive ? 'retrying' : 'connecting');
    const abort = new AbortController();
    this.abort = abort;
    try {
      await this.read(abort);
    } catch {
      // Refused, reset, or silent: all of them mean try again.
    }
    if (this.abort !== abort) return;
    this.abort = null;
    this.scheduleRetry();
  }

  private async read(abort: AbortController): Promise<void> {
    const headers: Record<string, string> = { accept: 'text/event-stream' };
    if (this.lastId !== null) headers['last-event-id'] = this.lastId;
    const response = await this.settings.fetch(this.settings.url, { headers, signal: abort.signal, credentials: 'same-origin' });
    if (response.status === 401) {
      this.close();
      this.settings.onUnauthorized();
      return;
    }
    if (!response.ok || response.body === null) throw new Error(`HTTP ${response.status}`);
    this.arrived();
    const parse = createSseParser((event) => this.hear(event.id, event.name, event.text));
    const decoder = new TextDecoder();
    const reader = response.body.getReader();
    abort.signal.addEventListener('abort', () => void reader.cancel().catch(() => {}));
    for (;;) {
      const silence = setTimeout(() => abort.abort(), silenceMs);
      const { done, value } = await reader.read().finally(() => clearTimeout(silence));
      if (done) return;
      parse(decoder.decode(value, { stream: true }));
    }
  }

  private arrived(): void {
    const isReturn = this.hasBeenLive;
    this.failures = 0;
    this.hasBeenLive = true;
    this.move('live');
    if (isReturn) this.settings.onReturn();
  }

  private hear(id: string | null, name: string, text: string): void {
    if (id !== null) this.lastId = id;
    const message = readLiveMessage(name, text);
    if (message !== null) this.settings.onMessage(message);
  }

  private scheduleRetry(): void {
    this.failures += 1;
    this.move('retrying');
    const waitMs = Math.min(retryMaxMs, retryFirstMs * 2 ** (this.failures - 1)) * (0.5 + Math.random() / 2);
    this.timer = setTimeout(() => void this.connect(), waitMs);
  }

  private clearTimer(): void {
    if (this.timer !== null) clearTimeout(this.timer);
    this.timer = null;
  }

  private move(state: LiveState): void {
    if (this.state === state) return;
    this.state = state;
    this.settings.onState(state);
  }
}

/** Null for what is not JSON of an object: the line goes on. */
export function readLiveMessage(name: string, text: string): LiveMessage | null {
  let payload: unknown;
  try {
    payload = JSON.parse(text);
  } catch {
    return null;
  }
  if (typeof payload !== 'object' || payload === null) return null;
  const mentions = new Set<string>();
  collectTexts(payload, mentions, 0);
  const incidentId = 'incidentId' in payload && typeof payload.incidentId === 'string' ? payload.incidentId : null;
  return { kind: name, incidentId, mentions: [...mentions] };
}

const mentionsMax = 50;

function collectTexts(value: unknown, into: Set<string>, depth: number): void {
  if (into.size >= mentionsMax || depth > 3) return;
  if (typeof value === 'string') {
    if (value.length <= 64) into.add(value);
    return;
  }
  if (typeof value !== 'object' || value === null) return;
  for (const item of Object.values(value)) collectTexts(item, into, depth + 1);
}

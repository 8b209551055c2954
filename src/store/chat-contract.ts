/** Messages of the console's own channel. */
export interface ConsoleMessage {
  readonly id: string;
  readonly channel: string;
  /** The id of the root message that it hangs under; null for a root. */
  readonly threadId: string | null;
  readonly author: string;
  readonly authorName: string;
  readonly isBot: boolean;
  readonly at: string;
  readonly editedAt: string | null;
  readonly body: Readonly<Record<string, unknown>>;
  readonly incidentId: string | null;
  readonly replies: number;
}

export interface ConsoleChatStore {
  /** The same idempotency key gives the same message back. */
  post(message: {
    readonly channel: string;
    readonly threadId: string | null;
    readonly author: string;
    readonly authorName: string;
    readonly isBot: boolean;
    readonly body: Readonly<Record<string, unknown>>;
    readonly incidentId: string | null;
    readonly idempotencyKey: string;
    readonly at: string;
  }): Promise<ConsoleMessage>;
  edit(id: string, body: Readonly<Record<string, unknown>>, at: string): Promise<void>;
  get(id: string): Promise<ConsoleMessage | null>;
  /** The last ones (before the given one), oldest first. */
  roots(channel: string, limit: number, beforeId?: string): Promise<readonly ConsoleMessage[]>;
  /** The last replies without the root, oldest first. */
  thread(rootId: string, limit: number): Promise<readonly ConsoleMessage[]>;
}

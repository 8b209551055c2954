/** The state of one Slack workspace: channels, messages, files and views. */

export interface PeerMessage {
  readonly ts: string;
  readonly channel: string;
  readonly thread_ts?: string;
  readonly user: string;
  readonly bot_id?: string;
  text: string;
  blocks: readonly unknown[];
  attachments: readonly unknown[];
  readonly metadata?: unknown;
  readonly files?: readonly { readonly id: string; readonly name: string; readonly content: string }[];
  edits: number;
}

/** A channel that the bot has made. */
export interface PeerChannel {
  readonly id: string;
  readonly name: string;
  readonly isPrivate: boolean;
  readonly members: Set<string>;
  topic: string;
  purpose: string;
  isArchived: boolean;
}

export interface PeerView {
  readonly id: string;
  readonly trigger: string;
  readonly user: string;
  readonly content: Readonly<Record<string, unknown>>;
}

/** As `users.info` gives it; ids that nobody described are plain members without an address. */
export type PeerUser = Readonly<Record<string, unknown>>;

export class Workspace {
  readonly teamId = 'T0ZHIBAN1';
  readonly botUserId = 'U0BOTBOT1';
  readonly botId = 'B0BOTBOT1';
  readonly appId = 'A0ZHIBAN1';
  readonly messages: PeerMessage[] = [];
  readonly ephemerals: { channel: string; user: string; text: string; thread_ts?: string }[] = [];
  readonly views: PeerView[] = [];
  readonly files = new Map<string, { readonly name: string; content: Buffer | null }>();
  /** What is known of members beyond the plain. */
  readonly users = new Map<string, PeerUser>();
  /** Trigger ids to when they were made, and by whom. */
  readonly triggers = new Map<string, { readonly at: number; readonly user: string }>();
  /** Channels that the bot is a member of. */
  readonly channels = new Set(['C0OPS0001', 'C0OPS0002', 'D0DIRECT1']);
  readonly made = new Map<string, PeerChannel>();
  /** User ids that the workspace doesn't know. */
  readonly strangers = new Set<string>();
  #count = 0;
  readonly #start = Math.floor(Date.now() / 1_000);

  nextTs(): string {
    this.#count += 1;
    return `${this.#start + Math.floor(this.#count / 1_000)}.${String(this.#count).padStart(6, '0')}`;
  }

  nextId(prefix: string): string {
    this.#count += 1;
    return `${prefix}${String(this.#count).padStart(8, '0')}`;
  }

  find(channel: string, ts: string): PeerMessage | undefined {
    return this.messages.find((message) => message.channel === channel && message.ts === ts);
  }

  /** A member whose address is confirmed; `change` says what else is so. */
  addUser(id: string, email: string, change: PeerUser = {}): void {
    this.users.set(id, { is_email_confirmed: true, profile: { email, real_name: `Name of ${id}`, phone: '+8613800000000' }, ...change });
  }

  newTrigger(user: string): string {
    const id = `${this.nextId('')}.trigger`;
    this.triggers.set(id, { at: Date.now(), user });
    return id;
  }
}

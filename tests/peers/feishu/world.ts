/** The state of one Feishu tenant: chats, messages, files, people. */

export interface PeerMessage {
  readonly id: string;
  readonly chatId: string;
  readonly rootId?: string;
  readonly parentId?: string;
  readonly threadId?: string;
  readonly senderId: string;
  readonly isOurs: boolean;
  readonly type: string;
  content: string;
  createdMs: number;
  edits: number;
  isRecalled: boolean;
}

export interface PeerChat {
  readonly id: string;
  readonly kind: 'group' | 'p2p';
  /** False for aggregated chats: there a reply in a topic is refused. */
  knowsTopics: boolean;
  name: string;
  description: string;
  readonly members: Set<string>;
  isDissolved: boolean;
}

export interface PeerUser {
  readonly openId: string;
  readonly name: string;
  readonly email?: string;
  readonly mobile?: string;
}

export interface CardEntity {
  json: string;
  isStreaming: boolean;
  /** Of the last change: each must be higher. */
  sequence: number;
  /** Every text that it has had. */
  readonly texts: string[];
  message: PeerMessage | null;
}

export class World {
  readonly tenantKey = '2ed263bf32cf1651';
  readonly appId = 'cli_a1b2c3d4e5f60718';
  readonly botOpenId = 'ou_b0b0b0b0b0b0b0b0b0b0b0b0b0b0b0b0';
  readonly users: readonly PeerUser[] = [
    { openId: 'ou_a11ce00000000000000000000000000a', name: 'Alice', email: 'alice@example.com', mobile: '+8613800000001' },
    { openId: 'ou_b0b00000000000000000000000000000', name: '王芳', mobile: '13800000002' },
  ];
  readonly messages: PeerMessage[] = [];
  /** What the organisation has granted the app. */
  scopes: readonly string[] = [];
  readonly chats = new Map<string, PeerChat>();
  readonly files = new Map<string, { readonly name: string; readonly bytes: Buffer; readonly isImage: boolean }>();
  /** Cards of CardKit, by id. */
  readonly cardKit = new Map<string, CardEntity>();
  readonly ephemerals: { readonly chatId: string; readonly openId: string; readonly text: string }[] = [];
  readonly urged: { readonly messageId: string; readonly means: string; readonly openIds: readonly string[] }[] = [];
  /** What was sent under a key, for an hour. */
  readonly byUuid = new Map<string, { readonly messageId: string; readonly atMs: number }>();
  #count = 0;

  constructor() {
    for (const id of ['oc_ops1', 'oc_ops2', 'oc_topics'] as const) this.addChat(id, 'group');
    this.addChat('oc_direct1', 'p2p');
  }

  addChat(id: string, kind: PeerChat['kind'], name = id, description = ''): PeerChat {
    const members = new Set(this.users.map(({ openId }) => openId));
    const chat = { id, kind, knowsTopics: true, name, description, members, isDissolved: false };
    this.chats.set(id, chat);
    return chat;
  }

  nextId(prefix: string): string {
    this.#count += 1;
    return `${prefix}_${this.#count.toString(16).padStart(12, '0')}`;
  }

  find(id: string): PeerMessage | undefined {
    return this.messages.find((message) => message.id === id);
  }

  /** A reply's root is its thread's first message, however deep it was replied. */
  add(said: Pick<PeerMessage, 'chatId' | 'senderId' | 'isOurs' | 'type' | 'content'>, parent?: PeerMessage, isInTopic = true): PeerMessage {
    const placed =
      parent === undefined
        ? {}
        : {
            rootId: parent.rootId ?? parent.id,
            parentId: parent.id,
            ...(isInTopic ? { threadId: parent.threadId ?? `omt_${(parent.rootId ?? parent.id).slice(3)}` } : {}),
          };
    const message = { id: this.nextId('om'), ...said, ...placed, createdMs: Date.now(), edits: 0, isRecalled: false };
    this.messages.push(message);
    return message;
  }
}

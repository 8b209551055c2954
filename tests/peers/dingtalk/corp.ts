/** What a DingTalk organisation holds: people, conversations, messages and card instances, with the platform's limits. */

export interface PeerLine {
  readonly id: string;
  readonly channel: string;
  readonly msgKey: string;
  readonly title: string;
  readonly text: string;
  /** Label to address, for ActionCards. */
  readonly links: Readonly<Record<string, string>>;
  /** Whom it really pings: the at-field and the text must both say so. */
  readonly pings: readonly string[];
  readonly way: 'group' | 'person' | 'webhook';
  file: { readonly name: string; readonly content: string } | null;
}

export interface PeerCard {
  readonly outTrackId: string;
  readonly carrierId: string;
  readonly channel: string;
  readonly templateId: string;
  readonly pings: readonly string[];
  shared: Record<string, string>;
  personal: Record<string, Record<string, string>>;
  edits: number;
  /** Of an AI card: every text that it has had, and whether the last one was said to be the last. */
  readonly texts: string[];
  isFinal: boolean;
}

/** In the order in which a person sees them. */
export type Shown = { readonly kind: 'line'; readonly line: PeerLine } | { readonly kind: 'card'; readonly card: PeerCard };

export class Corp {
  readonly corpId = 'dingcorp0001';
  readonly robotCode = 'dingrobot0001';
  readonly templateId = 'b0a1c2d3-zhiban.schema';
  readonly aiTemplateId = 'c4d5e6f7-answer.schema';
  readonly botUserId = '$:LWCP_v1:$bot';
  readonly groups = new Map<string, { title: string; members: string[] }>([
    ['cidOPS0001==', { title: 'ops', members: ['staff-alice', 'staff-bob'] }],
    ['cidOPS0002==', { title: 'dba', members: ['staff-alice'] }],
  ]);
  readonly users = new Map<string, Record<string, string>>([
    ['staff-alice', { name: '王芳', mobile: '13800000001', state_code: '86', org_email: 'wangfang@example.com' }],
    ['staff-bob', { name: '李雷', mobile: '13800000002' }],
  ]);
  readonly media = new Map<string, { readonly name: string; readonly content: string; readonly type: string }>();
  readonly shown: Shown[] = [];
  readonly dings: { readonly remindType: number; readonly userIds: readonly string[]; readonly content: string }[] = [];
  readonly rooms = new Map<string, string>();
  #count = 0;

  nextId(prefix: string): string {
    this.#count += 1;
    return `${prefix}${this.#count}`;
  }

  card(outTrackId: string): PeerCard | undefined {
    return this.cards().find((card) => card.outTrackId === outTrackId);
  }

  cards(): readonly PeerCard[] {
    return this.shown.flatMap((one) => (one.kind === 'card' ? [one.card] : []));
  }

  lines(channel?: string): readonly PeerLine[] {
    return this.shown.flatMap((one) => (one.kind === 'line' && (channel ?? one.line.channel) === one.line.channel ? [one.line] : []));
  }
}

/** What one person sees of a card's variables: their own lie over everybody's. */
export function seenBy(card: PeerCard, userId: string): Readonly<Record<string, string>> {
  return { ...card.shared, ...card.personal[userId] };
}

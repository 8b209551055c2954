/** The DingTalk adapter before its peer, in the platform-neutral words of the contract suite. */

import type { AdapterMemory, ChatAdapter } from '../../../src/adapters/contract.ts';
import { createDingtalkAdapter } from '../../../src/adapters/dingtalk/adapter.ts';
import { type DingtalkConfig, dingtalkConfig } from '../../../src/adapters/dingtalk/config.ts';
import type { DingtalkPace } from '../../../src/adapters/dingtalk/limits.ts';
import type { Place } from '../../../src/domain/place.ts';
import type { AdapterHarness, AdapterPeer, StartedAdapter, VisibleMessage } from '../../contracts/adapter-peer.ts';
import type { PeerCard } from '../../peers/dingtalk/corp.ts';
import type { FaultKind } from '../../peers/dingtalk/faults.ts';
import { DingtalkPeer } from '../../peers/dingtalk/peer.ts';
import { buttonsOf, textsOf } from '../../peers/dingtalk/template.ts';
import { createLog, realClock } from '../slack/slack-harness.ts';

export const quickPace: Partial<DingtalkPace> = {
  callTimeoutMs: 2_000,
  reconnectMinMs: 10,
  reconnectMaxMs: 60,
  openWithinMs: 1_000,
  fatalRetryMs: 100,
  idleMs: 30_000,
  healthyAfterMs: 1_000,
  drainSocketMs: 500,
  answerWithinMs: 150,
  burst: 5,
  everyMs: 50,
  waitMsMax: 8_000,
  rateWaitMs: 50,
  drainMs: 1_000,
};

/** Outlives adapters, as a store does. */
export function createMemory(): AdapterMemory & { readonly values: Map<string, unknown> } {
  const values = new Map<string, unknown>();
  return {
    values,
    get: async (key) => values.get(key) ?? null,
    set: async (key, value) => void values.set(key, structuredClone(value)),
  };
}

export function configFor(peer: DingtalkPeer, change: Partial<DingtalkConfig> = {}): DingtalkConfig {
  const { clientId, url, corp } = peer;
  const parsed = dingtalkConfig.parse({
    ...{ clientId, clientSecret: { env: 'UNUSED' }, robotCode: corp.robotCode, cardTemplateId: corp.templateId },
    ...{ apiBase: url, oapiBase: url },
  });
  return { ...parsed, ...change };
}

export interface Made {
  readonly change?: Partial<DingtalkConfig>;
  readonly pace?: Partial<DingtalkPace>;
  readonly memory?: AdapterMemory | null;
  readonly logs?: string[];
}

export function createAdapter(peer: DingtalkPeer, { change = {}, pace = {}, memory = null, logs = [] }: Made = {}): ChatAdapter {
  const context = { clock: realClock, log: createLog(logs), memory };
  return createDingtalkAdapter(configFor(peer, change), peer.clientSecret, context, { ...quickPace, ...pace });
}

export function dingtalkHarness(): AdapterHarness {
  return {
    name: 'dingtalk',
    async prepare(): Promise<StartedAdapter> {
      const dingtalk = new DingtalkPeer();
      await dingtalk.start();
      const logs: string[] = [];
      const memory = createMemory();
      const create = (): ChatAdapter => createAdapter(dingtalk, { memory, logs });
      return { adapter: create(), logs, peer: new DingtalkAdapterPeer(dingtalk), another: create };
    },
  };
}

/** How people see text: the invisible marks that part a character from its meaning are not seen. */
export function seen(text: string): string {
  return text.replaceAll('\u200b', '');
}

const sends = {
  post: ['/v1.0/robot/groupMessages/send', '/v1.0/card/instances/createAndDeliver'],
  edit: ['/v1.0/card/instances'],
} as const;

class DingtalkAdapterPeer implements AdapterPeer {
  readonly place: Place;
  readonly otherPlace: Place;
  readonly connection: AdapterPeer['connection'];
  readonly #dingtalk: DingtalkPeer;

  constructor(dingtalk: DingtalkPeer) {
    this.#dingtalk = dingtalk;
    this.place = { adapter: 'dingtalk', workspace: dingtalk.corp.corpId, channel: 'cidOPS0001==' };
    this.otherPlace = { ...this.place, channel: 'cidOPS0002==' };
    const { sockets } = dingtalk;
    this.connection = {
      count: () => sockets.count,
      opened: () => sockets.opened,
      drop: () => sockets.drop(),
      refuse: (times) => sockets.refuse(times),
    };
  }

  get secrets(): readonly string[] {
    return [this.#dingtalk.clientSecret, 'peer-token-', 'ticket-of-'];
  }

  mention(text: string): string {
    return this.#dingtalk.say({ text }).msgId;
  }

  /** People quote; what doesn't mention the robot never comes. */
  reply(thread: string, text: string, isAddressed: boolean): string {
    return isAddressed ? this.#dingtalk.say({ text, quote: thread }).msgId : '';
  }

  directMessage(text: string): string {
    return this.#dingtalk.say({ text, isPrivate: true }).msgId;
  }

  /** Robots hear no robots; all that could come is an echo of ourselves. */
  mentionByBot(text: string): void {
    this.#dingtalk.say({ text, extra: { senderId: this.#dingtalk.corp.botUserId } });
  }

  async click(messageId: string, label: string): Promise<unknown> {
    return this.#dingtalk.click(messageId, label, 'staff-alice', 'a reason').answer;
  }

  async clickUnknown(messageId: string): Promise<unknown> {
    return this.#dingtalk.clickButton(messageId, { label: '', actionId: 'of-yesterday', value: 'x', hasReason: false }).answer;
  }

  /** The form is part of the card: what is missing is told to the clicker alone. */
  async submit(fields: Readonly<Record<string, string>>): Promise<Readonly<Record<string, string>>> {
    const card = this.#dingtalk.corp.cards().at(-1);
    const before = this.whispers().length;
    await this.#dingtalk.click(card?.outTrackId ?? '', 'Reject', 'staff-alice', fields.reason).answer;
    await new Promise((resolve) => setTimeout(resolve, 60));
    const complaint = this.whispers().slice(before).join();
    return complaint.includes('fill it in') ? { reason: complaint } : {};
  }

  openForms(): number {
    return 0;
  }

  visible(place: Place = this.place): readonly VisibleMessage[] {
    return this.#dingtalk.corp.shown.flatMap((one): VisibleMessage[] => {
      if (one.kind === 'line') {
        const { id, channel, text, file, links } = one.line;
        const all = [text, file?.content ?? ''].join('\n');
        return channel === place.channel ? [{ id, thread: null, text: seen(all), edits: 0, buttons: Object.keys(links) }] : [];
      }
      const { outTrackId, channel, edits } = one.card;
      if (channel !== place.channel) return [];
      const buttons = buttonsOf(one.card, 'staff-alice').map(({ label }) => label);
      return [{ id: outTrackId, thread: null, text: seen(textsOf(one.card, 'staff-bob').join('\n')), edits, buttons }];
    });
  }

  whispers(): readonly string[] {
    const { corp } = this.#dingtalk;
    const notices = corp.cards().flatMap((card) => Object.values(card.personal).map((values) => values.notice ?? ''));
    const said = corp.lines().filter(({ way }) => way === 'person');
    return [...notices.filter((text) => text !== ''), ...said.map(({ text }) => seen(text))];
  }

  failSends(fault: 'rate' | 'lost-answer' | 'unavailable', times: number, place?: Place): void {
    if (times === 0) this.#dingtalk.clearFaults();
    const kind: FaultKind = fault;
    for (const path of sends.post) this.#dingtalk.fail(path, kind, times, place === undefined ? {} : { channel: place.channel });
  }

  sendCalls(kind: 'post' | 'edit', place: Place = this.place): number {
    const calls = sends[kind].flatMap((path) => this.#dingtalk.callsOf(path));
    return calls.filter(({ body }) => kind === 'edit' || JSON.stringify(body).includes(place.channel)).length;
  }

  async redeliverLast(): Promise<void> {
    const last = this.#dingtalk.deliveries.at(-1);
    if (last !== undefined) await this.#dingtalk.redeliver(last).answer;
  }

  /** Nobody can send to us but the gateway: all that an attacker has is a frame that makes no sense. */
  async forge(): Promise<boolean> {
    const { sockets } = this.#dingtalk;
    sockets.sendRaw('not even JSON');
    sockets.sendRaw('{"type":"CALLBACK","headers":{"topic":"/v1.0/im/bot/messages/get","messageId":"x"},"data":"{\\"text\\":1}"}');
    sockets.sendRaw('{"type":"CALLBACK","headers":{"topic":"/v1.0/card/instances/callback","messageId":"y"},"data":"oops"}');
    sockets.sendRaw('{"type":"SYSTEM"}');
    sockets.sendRaw('[]');
    return true;
  }

  /** Judged as DingTalk reads Markdown: outside of code, whatever still has its meaning. */
  live(messageId: string): readonly string[] {
    const found: string[] = [];
    for (const text of this.#markdownOf(messageId)) {
      const outside = text.replaceAll(/```[\s\S]*?```/g, '').replaceAll(/\[[^\]]*\]\(http:\/\/127\.0\.0\.1:7420\/[^)]*\)/g, '');
      found.push(...(outside.match(/\[[^\]\u200b][^\]]*\]\([^)]*\)|<[a-z/!@][^>]*>|https?:\/\/\S+|@all|\[[\p{L}]+\]/giu) ?? []));
    }
    return found;
  }

  stop(): Promise<void> {
    return this.#dingtalk.stop();
  }

  #markdownOf(id: string): readonly string[] {
    const { corp } = this.#dingtalk;
    const card: PeerCard | undefined = corp.card(id);
    if (card !== undefined) return textsOf(card, 'staff-bob').filter((text) => text !== card.shared.title && text !== card.shared.subtitle);
    return corp.lines().flatMap((line) => (line.id === id ? [line.text] : []));
  }
}

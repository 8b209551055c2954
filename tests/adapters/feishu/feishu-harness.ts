/** The Feishu adapter before its peer, in the platform-neutral words of the contract suite. */

import { z } from 'zod';
import type { AdapterLog } from '../../../src/adapters/contract.ts';
import { createFeishuAdapter, type FeishuAdapter } from '../../../src/adapters/feishu/adapter.ts';
import type { FeishuPace } from '../../../src/adapters/feishu/limits.ts';
import type { Clock } from '../../../src/domain/clock.ts';
import type { Place } from '../../../src/domain/place.ts';
import type { AdapterHarness, AdapterPeer, StartedAdapter, VisibleMessage } from '../../contracts/adapter-peer.ts';
import { readPost } from '../../peers/feishu/check-card.ts';
import { clickables } from '../../peers/feishu/payloads.ts';
import { FeishuPeer } from '../../peers/feishu/peer.ts';
import type { PeerMessage } from '../../peers/feishu/world.ts';
import { createLog, realClock } from '../slack/slack-harness.ts';

export const quickPace: Partial<FeishuPace> = {
  callTimeoutMs: 2_000,
  retryAfterMs: 20,
  reconnectMinMs: 10,
  reconnectMaxMs: 60,
  handshakeMs: 1_000,
  readyWithinMs: 1_500,
  watchEveryMs: 50,
  healthyAfterMs: 1_000,
  fatalRetryMs: 100,
  toastWithinMs: 150,
  burst: 5,
  everyMs: 50,
  waitMsMax: 8_000,
  drainMs: 1_000,
};

export function createAdapter(
  peer: FeishuPeer,
  mode: 'socket' | 'http',
  log: AdapterLog,
  { pace = {}, clock = realClock }: { readonly pace?: Partial<FeishuPace>; readonly clock?: Clock } = {},
): FeishuAdapter {
  const unused = { env: 'UNUSED' };
  return createFeishuAdapter(
    { mode, domain: peer.domain, appId: peer.world.appId, appSecret: unused },
    { appSecret: peer.appSecret, encryptKey: peer.encryptKey, verificationToken: peer.verificationToken },
    { clock, log },
    { ...quickPace, ...pace },
  );
}

export function feishuHarness(mode: 'socket' | 'http'): AdapterHarness {
  return {
    name: `feishu (${mode})`,
    async prepare(): Promise<StartedAdapter> {
      const feishu = new FeishuPeer();
      await feishu.start();
      const logs: string[] = [];
      const create = () => createAdapter(feishu, mode, createLog(logs));
      const adapter = create();
      if (mode === 'http') feishu.httpTarget = (rawBody, headers) => adapter.handleHttp(rawBody, headers);
      return { adapter, logs, peer: new FeishuAdapterPeer(feishu, mode), another: create };
    },
  };
}

const toastAnswer = z.object({ toast: z.object({ type: z.string(), content: z.string() }) });
const sends = ['im.message.create', 'im.message.reply'];

class FeishuAdapterPeer implements AdapterPeer {
  readonly place: Place;
  readonly otherPlace: Place;
  readonly secrets: readonly string[];
  readonly connection: AdapterPeer['connection'];
  readonly #feishu: FeishuPeer;
  readonly #toasts: string[] = [];

  constructor(feishu: FeishuPeer, mode: 'socket' | 'http') {
    this.#feishu = feishu;
    this.place = { adapter: 'feishu', workspace: feishu.world.tenantKey, channel: 'oc_ops1' };
    this.otherPlace = { ...this.place, channel: 'oc_ops2' };
    this.secrets = [feishu.appSecret, feishu.encryptKey, feishu.verificationToken, feishu.token, 'access_key='];
    const { sockets } = feishu;
    this.connection =
      mode === 'http'
        ? null
        : {
            count: () => sockets.count,
            opened: () => sockets.opened,
            drop: () => sockets.drop(),
            refuse: (times) => sockets.refuse(times),
          };
  }

  mention(text: string): string {
    return this.#feishu.say({ text: `@bot ${text}` }).id;
  }

  reply(thread: string, text: string, isAddressed: boolean): string {
    return this.#feishu.say({ replyTo: thread, text: isAddressed ? `@bot ${text}` : text }).id;
  }

  directMessage(text: string): string {
    return this.#feishu.say({ text, chatId: 'oc_direct1' }).id;
  }

  mentionByBot(text: string): void {
    this.#feishu.say({ text: `@bot ${text}`, user: 'cli_aaaaaaaaaaaaaaaa' });
  }

  click(messageId: string, label: string): Promise<unknown> {
    return this.#pressed(this.#feishu.click(this.#find(messageId), label).ack);
  }

  fill(messageId: string, label: string, fields: Readonly<Record<string, string>>): Promise<unknown> {
    return this.#pressed(this.#feishu.click(this.#find(messageId), label, fields).ack);
  }

  clickUnknown(messageId: string): Promise<unknown> {
    const message = this.#find(messageId);
    return this.#feishu.clickAction(message, { tag: 'button', value: { action: 'of-yesterday' } }).ack;
  }

  async submit(): Promise<Readonly<Record<string, string>>> {
    throw new Error('Forms stand in the card');
  }

  openForms(): number {
    return 0;
  }

  visible(place: Place = this.place): readonly VisibleMessage[] {
    return this.#feishu.botMessages(place.channel).map((message) => ({
      id: message.id,
      thread: message.rootId ?? null,
      text: this.#shownText(message),
      edits: message.edits,
      buttons: clickables(message).map((one) => one.label),
    }));
  }

  /** Toasts and cards for one person alone. */
  whispers(): readonly string[] {
    return [...this.#toasts, ...this.#feishu.world.ephemerals.map((one) => one.text)];
  }

  failSends(fault: 'rate' | 'lost-answer' | 'unavailable', times: number, place?: Place): void {
    if (times === 0) this.#feishu.faults.clear();
    const kinds = { rate: 'rate', 'lost-answer': 'drop-after', unavailable: 'http-before' } as const;
    const where = place === undefined ? {} : { chatId: place.channel };
    this.#feishu.faults.add({ api: sends.join('|'), kind: kinds[fault], times, ...where, resetSeconds: 1 });
  }

  sendCalls(kind: 'post' | 'edit', place: Place = this.place): number {
    const apis = kind === 'post' ? sends : ['im.message.patch'];
    return apis.reduce((sum, api) => sum + this.#feishu.callsOf(api, place.channel).length, 0);
  }

  async redeliverLast(): Promise<void> {
    const last = this.#feishu.deliveries.at(-1);
    if (last !== undefined) await this.#feishu.deliver(last.payload).ack;
  }

  /** Nobody can reach the long connection but Feishu: all that an attacker has is a frame that makes no sense. */
  async forge(): Promise<boolean> {
    const feishu = this.#feishu;
    const target = feishu.httpTarget;
    if (target === null) {
      feishu.sockets.sendRaw(Buffer.from('not a frame at all'));
      return true;
    }
    const payload = feishu.deliveries.at(-1)?.payload ?? feishuMention(feishu);
    const rawBody = feishu.encrypt(payload);
    const otherToken = feishu.encrypt({ ...payload, header: { ...Object(payload.header), token: 'guessed' } });
    const nowSeconds = Math.floor(Date.now() / 1_000);
    const attempts: (readonly [string, Record<string, string>])[] = [
      [JSON.stringify(payload), feishu.sign(JSON.stringify(payload))],
      [rawBody, {}],
      [rawBody, { ...feishu.sign(rawBody), 'x-lark-signature': 'f'.repeat(64) }],
      [rawBody, feishu.sign(rawBody, nowSeconds - 301)],
      [rawBody, feishu.sign(rawBody, nowSeconds + 320)],
      [`${rawBody} `, feishu.sign(rawBody)],
      [otherToken, feishu.sign(otherToken)],
      [feishu.encrypt(payload, 'another key'), feishu.sign(rawBody)],
      ['{"encrypt":"AAAA"}', {}],
      ['not even JSON', {}],
    ];
    const answers = await Promise.all(attempts.map(([body, headers]) => target(body, headers)));
    return answers.every((answer) => answer.status === 401);
  }

  /** Judged as Feishu reads Markdown and posts: tags wherever they stand, links and emoji outside of code. */
  live(messageId: string): readonly string[] {
    const message = this.#find(messageId);
    if (message.type === 'post') {
      const nodes = readPost(message.content).content.flat();
      return nodes.filter(({ tag }) => tag === 'at' || tag === 'a').map((node) => JSON.stringify(node));
    }
    const found: string[] = [];
    for (const text of markdownIn(JSON.parse(message.content))) {
      const ours = text.replaceAll(/\[[^\]]*\]\(http:\/\/127\.0\.0\.1:7420\/[^)]*\)/g, '');
      found.push(...(ours.match(/<\/?[a-z_]+[^<>]*>/gi) ?? []));
      const outsideCode = ours.replaceAll(/```[\s\S]*?```|`[^`]*`/g, '');
      found.push(...(outsideCode.match(/:[A-Za-z_+-]+:|\[[^\]]*\]\([^)]*\)/g) ?? []));
    }
    return found;
  }

  stop(): Promise<void> {
    return this.#feishu.stop();
  }

  async #pressed(ack: Promise<{ readonly answer: unknown } | null>): Promise<unknown> {
    const found = await ack;
    const toast = toastAnswer.safeParse(found?.answer);
    if (toast.success) this.#toasts.push(toast.data.toast.content);
    return found;
  }

  #find(id: string): PeerMessage {
    const message = this.#feishu.world.find(id);
    if (message === undefined) throw new Error(`No message ${id}`);
    return message;
  }

  #shownText(message: PeerMessage): string {
    const content: unknown = JSON.parse(message.content);
    if (message.type === 'file') {
      const key = z.object({ file_key: z.string() }).parse(content).file_key;
      return this.#feishu.world.files.get(key)?.bytes.toString('utf8') ?? '';
    }
    return textsIn(content)
      .join('\n')
      .replaceAll(/&#(\d+);/g, (_, code: string) => String.fromCodePoint(Number(code)));
  }
}

function feishuMention(feishu: FeishuPeer): Readonly<Record<string, unknown>> {
  const header = {
    event_id: 'ev_forged',
    event_type: 'im.message.receive_v1',
    token: feishu.verificationToken,
    app_id: feishu.world.appId,
  };
  return { schema: '2.0', header, event: {} };
}

function textsIn(value: unknown): string[] {
  if (Array.isArray(value)) return value.flatMap(textsIn);
  if (typeof value !== 'object' || value === null) return [];
  return Object.entries(value).flatMap(([name, inner]) =>
    (name === 'content' || name === 'text') && typeof inner === 'string' ? [inner] : textsIn(inner),
  );
}

function markdownIn(value: unknown): string[] {
  if (Array.isArray(value)) return value.flatMap(markdownIn);
  if (typeof value !== 'object' || value === null) return [];
  if ('tag' in value && value.tag === 'markdown' && 'content' in value && typeof value.content === 'string') return [value.content];
  return Object.values(value).flatMap(markdownIn);
}

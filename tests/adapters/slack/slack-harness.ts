/** The Slack adapter before its peer, in the platform-neutral words of the contract suite. */

import type { AdapterLog } from '../../../src/adapters/contract.ts';
import { createSlackAdapter, type SlackAdapter } from '../../../src/adapters/slack/adapter.ts';
import type { SlackPace } from '../../../src/adapters/slack/limits.ts';
import type { Clock } from '../../../src/domain/clock.ts';
import type { Place } from '../../../src/domain/place.ts';
import type { AdapterHarness, AdapterPeer, StartedAdapter, VisibleMessage } from '../../contracts/adapter-peer.ts';
import { clickables } from '../../peers/slack/payloads.ts';
import { SlackPeer } from '../../peers/slack/peer.ts';
import type { PeerMessage } from '../../peers/slack/workspace.ts';

export const quickPace: Partial<SlackPace> = {
  callTimeoutMs: 2_000,
  reconnectMinMs: 10,
  reconnectMaxMs: 60,
  helloWithinMs: 1_000,
  watchEveryMs: 50,
  healthyAfterMs: 1_000,
  fatalRetryMs: 100,
  lookAfterMs: [20, 60],
  burst: 5,
  everyMs: 50,
  waitMsMax: 8_000,
  drainMs: 1_000,
};

export const realClock: Clock = {
  now: () => Date.now(),
  sleep: (ms, signal) =>
    new Promise((resolve) => {
      if (signal?.aborted) return resolve();
      const done = (): void => {
        clearTimeout(timer);
        signal?.removeEventListener('abort', done);
        resolve();
      };
      const timer = setTimeout(done, ms);
      signal?.addEventListener('abort', done, { once: true });
    }),
};

export function createLog(lines: string[]): AdapterLog {
  const write = (level: string) => (fields: Readonly<Record<string, unknown>>, message: string) =>
    void lines.push(JSON.stringify({ level, ...fields, message }));
  return { info: write('info'), warn: write('warn'), error: write('error') };
}

export function createAdapter(peer: SlackPeer, mode: 'socket' | 'http', log: AdapterLog, pace: Partial<SlackPace> = {}): SlackAdapter {
  const unused = { env: 'UNUSED' };
  return createSlackAdapter(
    { mode, apiUrl: peer.apiUrl, botToken: unused, privateRooms: false },
    { botToken: peer.botToken, appToken: peer.appToken, signingSecret: peer.signingSecret },
    { clock: realClock, log },
    { ...quickPace, ...pace },
  );
}

export function slackHarness(mode: 'socket' | 'http'): AdapterHarness {
  return {
    name: `slack (${mode})`,
    async prepare(): Promise<StartedAdapter> {
      const slack = new SlackPeer();
      await slack.start();
      const logs: string[] = [];
      const create = () => createAdapter(slack, mode, createLog(logs));
      const adapter = create();
      if (mode === 'http') slack.httpTarget = (rawBody, headers) => adapter.handleHttp(rawBody, headers);
      return { adapter, logs, peer: new SlackAdapterPeer(slack, mode), another: create };
    },
  };
}

class SlackAdapterPeer implements AdapterPeer {
  readonly place: Place;
  readonly otherPlace: Place;
  readonly secrets: readonly string[];
  readonly connection: AdapterPeer['connection'];
  readonly #slack: SlackPeer;

  constructor(slack: SlackPeer, mode: 'socket' | 'http') {
    this.#slack = slack;
    this.place = { adapter: 'slack', workspace: slack.workspace.teamId, channel: 'C0OPS0001' };
    this.otherPlace = { ...this.place, channel: 'C0OPS0002' };
    this.secrets = [slack.botToken, slack.appToken, slack.signingSecret, 'ticket='];
    const { sockets } = slack;
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
    return this.#slack.say({ text: `<@${this.#slack.workspace.botUserId}> ${text}` }).ts;
  }

  reply(thread: string, text: string, isAddressed: boolean): string {
    return this.#slack.say({ thread, text: isAddressed ? `<@${this.#slack.workspace.botUserId}> ${text}` : text }).ts;
  }

  directMessage(text: string): string {
    return this.#slack.say({ text, channel: 'D0DIRECT1' }).ts;
  }

  mentionByBot(text: string): void {
    const { botUserId } = this.#slack.workspace;
    this.#slack.say({ text: `<@${botUserId}> ${text}`, user: 'U0ROBOT01', extra: { bot_id: 'B0ROBOT01' } });
  }

  click(messageId: string, label: string): Promise<unknown> {
    return this.#slack.click(this.#find(messageId), label).ack;
  }

  clickUnknown(messageId: string): Promise<unknown> {
    return this.#slack.clickAction(this.#find(messageId), { type: 'button', action_id: 'of-yesterday', block_id: 'b', value: 'x' }).ack;
  }

  async submit(fields: Readonly<Record<string, string>>): Promise<Readonly<Record<string, string>>> {
    const payload = (await this.#slack.submit(fields).ack)?.payload;
    if (typeof payload !== 'object' || payload === null || !('errors' in payload)) return {};
    const { errors } = payload;
    return typeof errors === 'object' && errors !== null ? Object.fromEntries(Object.entries(errors)) : {};
  }

  openForms(): number {
    return this.#slack.workspace.views.length;
  }

  visible(place: Place = this.place): readonly VisibleMessage[] {
    return this.#slack.botMessages(place.channel).map((message) => ({
      id: message.ts,
      thread: message.thread_ts ?? null,
      text: shownText(message),
      edits: message.edits,
      buttons: clickables(message).map((one) => one.label),
    }));
  }

  whispers(): readonly string[] {
    return this.#slack.workspace.ephemerals.map((one) => one.text);
  }

  failSends(fault: 'rate' | 'lost-answer' | 'unavailable', times: number, place?: Place): void {
    if (times === 0) this.#slack.faults.clear();
    const kinds = { rate: 'rate', 'lost-answer': 'drop-after', unavailable: 'http-before' } as const;
    const where = place === undefined ? {} : { channel: place.channel };
    this.#slack.faults.add({ method: 'chat.postMessage', kind: kinds[fault], times, ...where, retryAfterSeconds: 1 });
  }

  sendCalls(kind: 'post' | 'edit', place: Place = this.place): number {
    const calls = this.#slack.callsOf(kind === 'post' ? 'chat.postMessage' : 'chat.update');
    return calls.filter((call) => call.parameters.channel === place.channel).length;
  }

  async redeliverLast(): Promise<void> {
    const last = this.#slack.deliveries.at(-1);
    if (last !== undefined) await this.#slack.redeliver(last).ack;
  }

  /** In Socket Mode nobody can send to us but Slack: all that an attacker has is a frame that makes no sense. */
  async forge(): Promise<boolean> {
    const rawBody = JSON.stringify({
      type: 'event_callback',
      event: { type: 'app_mention', user: 'U1', channel: 'C1', ts: '1.1', text: 'x' },
    });
    if (this.#slack.httpTarget === null) {
      this.#slack.sockets.sendRaw('{"type":"events_api","envelope_id":"x","payload":{"event":{"type":"app_mention"}}}');
      this.#slack.sockets.sendRaw('not even JSON');
      return true;
    }
    const nowSeconds = Math.floor(Date.now() / 1_000);
    const headers = { 'content-type': 'application/json' };
    const attempts = [
      headers,
      { ...headers, ...this.#slack.sign(rawBody, nowSeconds, 'another secret') },
      { ...headers, ...this.#slack.sign(rawBody, nowSeconds - 301) },
      { ...headers, ...this.#slack.sign(rawBody, nowSeconds + 320) },
      { ...headers, ...this.#slack.sign(`${rawBody} `, nowSeconds) },
    ];
    const answers = await Promise.all(attempts.map((attempt) => this.#slack.httpTarget?.(rawBody, attempt)));
    return answers.every((answer) => answer?.status === 401);
  }

  /** Judged as Slack reads mrkdwn: `<…>` is an entity wherever it stands, `:name:` an emoji outside of code. */
  live(messageId: string): readonly string[] {
    const found: string[] = [];
    for (const text of mrkdwnOf(this.#find(messageId))) {
      const ours = text.replaceAll(/<http:\/\/127\.0\.0\.1:7420\/[^|>]*\|[^>]*>/g, '');
      found.push(...(ours.match(/<[^<>]*>/g) ?? []));
      found.push(...(ours.replaceAll(/```[\s\S]*?```|`[^`]*`/g, '').match(/:[a-z_+-]+:/g) ?? []));
    }
    return found;
  }

  stop(): Promise<void> {
    return this.#slack.stop();
  }

  #find(id: string): PeerMessage {
    const message = this.#slack.workspace.messages.find((one) => one.ts === id);
    if (message === undefined) throw new Error(`No message ${id}`);
    return message;
  }
}

function shownText(message: PeerMessage): string {
  const texts = message.blocks.length + message.attachments.length > 0 ? textsOf([message.blocks, message.attachments]) : [message.text];
  const files = message.files?.map((file) => file.content) ?? [];
  return [...texts, ...files].join('\n').replaceAll('&lt;', '<').replaceAll('&gt;', '>').replaceAll('&amp;', '&');
}

function textsOf(value: unknown): string[] {
  if (Array.isArray(value)) return value.flatMap(textsOf);
  if (typeof value !== 'object' || value === null) return [];
  return Object.entries(value).flatMap(([name, inner]) => (name === 'text' && typeof inner === 'string' ? [inner] : textsOf(inner)));
}

function mrkdwnOf(message: PeerMessage): string[] {
  return [message.text, ...mrkdwnIn([message.blocks, message.attachments])];
}

function mrkdwnIn(value: unknown): string[] {
  if (Array.isArray(value)) return value.flatMap(mrkdwnIn);
  if (typeof value !== 'object' || value === null) return [];
  if ('type' in value && value.type === 'mrkdwn' && 'text' in value && typeof value.text === 'string') return [value.text];
  return Object.values(value).flatMap(mrkdwnIn);
}

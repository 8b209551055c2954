/** IRC in the words of the contract suite: two channels on a real server, Alice at a client, and the bot behind a valve. */

import { connect } from 'node:net';
import type { AdapterPeer, PreparedChat, VisibleMessage } from 'zhiban/plugin/testing';
import { type Ngircd, Person } from './ngircd.ts';
import { openValve, type Valve } from './valve.ts';

interface Shown {
  readonly id: string;
  readonly channel: string;
  readonly lines: string[];
}

let peers = 0;

export async function prepareIrc(
  server: Ngircd,
  change: Readonly<Record<string, unknown>> = {},
): Promise<PreparedChat & { readonly alice: Person }> {
  peers += 1;
  const channels = [`#ops-${peers}`, `#ops-${peers}-other`];
  const alice = await Person.join(server, `alice${peers}`, channels);
  const valve = await openValve(server.port);
  const peer = new IrcPeer(server, valve, alice, channels, `zhiban${peers}`);
  const pace = { burst: 2_000, everyMs: 1, answerMs: 400, reconnectMinMs: 100, reconnectMaxMs: 400, editMs: 0 };
  const config = {
    ...{ server: '127.0.0.1', port: valve.port, tls: false, nick: `zhiban${peers}`, password: { env: 'IRC_PASSWORD' } },
    ...{ channels, identity: 'mask', pace, ...change },
  };
  return { config, peer, alice, resolveSecret: () => server.password };
}

class IrcPeer implements AdapterPeer {
  readonly place: AdapterPeer['place'];
  readonly otherPlace: AdapterPeer['place'];
  readonly secrets: readonly string[];
  readonly isLive = true;
  readonly connection: AdapterPeer['connection'];
  readonly #server: Ngircd;
  readonly #valve: Valve;
  readonly #alice: Person;
  readonly #nick: string;

  constructor(server: Ngircd, valve: Valve, alice: Person, [first = '', second = '']: readonly string[], nick: string) {
    this.place = { adapter: 'chat:irc', workspace: '127.0.0.1', channel: first };
    this.otherPlace = { ...this.place, channel: second };
    this.secrets = [server.password];
    this.connection = valve;
    this.#server = server;
    this.#valve = valve;
    this.#alice = alice;
    this.#nick = nick;
  }

  arrived(): Promise<void> {
    return this.#alice.arrived();
  }

  mention(text: string): string {
    this.#alice.say(`PRIVMSG ${this.place.channel} :${this.#nick}: ${text}`);
    return '';
  }

  /** By the code that the card carries: nobody quotes on IRC. */
  reply(_thread: string, text: string, isAddressed: boolean): string {
    this.#alice.say(`PRIVMSG ${this.place.channel} :${isAddressed ? `${this.#nick}: ` : ''}ZB-1 ${text}`);
    return '';
  }

  directMessage(text: string): string {
    this.#alice.say(`PRIVMSG ${this.#nick} :${text}`);
    return '';
  }

  /** Programs speak in notices, which no program answers. */
  mentionByBot(text: string): void {
    this.#alice.say(`NOTICE ${this.place.channel} :${this.#nick}: ${text}`);
  }

  async click(messageId: string, label: string): Promise<unknown> {
    return this.fill(messageId, label, {});
  }

  async fill(messageId: string, label: string, fields: Readonly<Record<string, string>>): Promise<unknown> {
    const command = this.#choices(messageId).get(label);
    if (command === undefined) return null;
    this.#alice.say(`PRIVMSG ${this.place.channel} :${[command, ...Object.values(fields)].join(' ')}`);
    await this.#alice.arrived();
    return command;
  }

  async clickUnknown(): Promise<unknown> {
    const before = this.whispers().length;
    this.#alice.say(`PRIVMSG ${this.place.channel} :!of-yesterday ZB-1 00000000`);
    for (let waited = 0; waited < 5_000 && this.whispers().length === before; waited += 10)
      await new Promise((resolve) => setTimeout(resolve, 10));
    return this.whispers()[before] ?? null;
  }

  async submit(): Promise<Readonly<Record<string, string>>> {
    return {};
  }

  openForms(): number {
    return 0;
  }

  visible(place: AdapterPeer['place'] = this.place): readonly VisibleMessage[] {
    return this.#messages(place).map(({ id, lines }) => {
      const buttons = lines.flatMap((line) => /^│ ▸ (.+) — !/.exec(line)?.[1] ?? []);
      return {
        id,
        thread: null,
        text: lines.map((line) => line.replace(/^(│|↻) /, '').replaceAll('\u200b', '')).join('\n'),
        edits: 0,
        buttons,
      };
    });
  }

  whispers(): readonly string[] {
    return this.#alice.lines.flatMap((line) => (line.startsWith(`:${this.#nick}`) ? (/ NOTICE \S+ :(.*)$/.exec(line)?.[1] ?? []) : []));
  }

  failSends(fault: 'rate' | 'lost-answer' | 'unavailable', times: number, place?: AdapterPeer['place']): void {
    this.#valve.fail(fault, times, place?.channel);
  }

  sendCalls(kind: 'post' | 'edit', place: AdapterPeer['place'] = this.place): number {
    return this.#valve.begun.filter(({ channel, isEdit }) => channel === place.channel && isEdit === (kind === 'edit')).length;
  }

  /** One connection brings a line once. */
  async redeliverLast(): Promise<void> {}

  /** Who isn't logged in says nothing to anybody. */
  async forge(): Promise<boolean> {
    return new Promise((resolve) => {
      const socket = connect(this.#server.port, '127.0.0.1');
      socket.setEncoding('utf8');
      socket.on('error', () => resolve(true));
      socket.on('data', (chunk: string) => {
        socket.destroy();
        resolve(/ 451 |ERROR/.test(chunk));
      });
      socket.write(`:alice!a@b PRIVMSG ${this.place.channel} :${this.#nick}: approve\r\n`);
    });
  }

  /** What a client would show as a link, or as a colour or a command. */
  live(messageId: string): readonly string[] {
    const lines = this.#shown().find(({ id }) => id === messageId)?.lines ?? [];
    return lines.flatMap((line) => line.replace(/http:\/\/127\.0\.0\.1:7420\/\S*/g, '').match(/https?:\/\/\S+|\p{Cc}/giu) ?? []);
  }

  async stop(): Promise<void> {
    this.#alice.leave();
    await this.#valve.stop();
  }

  #messages({ channel }: AdapterPeer['place']): readonly Shown[] {
    return this.#shown().filter((message) => message.channel === channel);
  }

  /** The adapter counts what it posts; what it adds to a card is no post. */
  #shown(): readonly Shown[] {
    const messages: Shown[] = [];
    let posts = 0;
    for (const line of this.#alice.lines) {
      const [, nick = '', channel = '', text = ''] = /^:(\S+?)!\S+ PRIVMSG (\S+) :(.*)$/.exec(line) ?? [];
      if (!nick.startsWith(this.#nick)) continue;
      if (text.startsWith('│')) messages.findLast((message) => message.channel === channel)?.lines.push(text);
      else if (text.startsWith('↻')) messages.push({ id: '', channel, lines: [text] });
      else {
        posts += 1;
        messages.push({ id: `m${posts}`, channel, lines: [text] });
      }
    }
    return messages;
  }

  #choices(messageId: string): ReadonlyMap<string, string> {
    const lines = this.#messages(this.place).find(({ id }) => id === messageId)?.lines ?? [];
    const found = lines.flatMap((line) => {
      const match = /^│ ▸ (.+) — (!\S+ \S+ \S+)/.exec(line);
      return match === null ? [] : [[match[1] ?? '', match[2] ?? ''] as const];
    });
    return new Map(found);
  }
}

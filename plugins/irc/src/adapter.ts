/** IRC as a chat of Zhiban: keeps a connection, is in its channels, hears people and says cards and lines. */

import {
  type AdapterHealth,
  type AdapterMemory,
  backoffMs,
  type Capabilities,
  type ChatPart,
  type Clock,
  type Inbound,
  type Notice,
} from 'zhiban/plugin';
import type { IrcConfig } from './config.ts';
import { type Connection, openConnection, type Secrets } from './connection.ts';
import { type HearDeps, hear, type Spoken } from './hear.ts';
import { type IrcLine, lower, maskOf, nickOf } from './line.ts';
import { createOutbound, type Outbound, refuseWhenStopped } from './outbound.ts';
import { createSay } from './say.ts';
import { createSaid } from './seen-cards.ts';
import { createTopics } from './topics.ts';
import { createWhois } from './whois.ts';
import { richLines } from './words.ts';

const capabilities: Capabilities = {
  threads: 'none',
  cardEdit: false,
  buttons: 0,
  forms: 'none',
  privateReply: true,
  sendIdempotency: false,
  // Nothing tells a line that was sent before a crash from one that was not.
  repeatsDoubtfulLines: true,
  ackWithinMs: 10_000,
  textBytesMax: 100_000,
  cardBytesMax: 20_000,
  editIntervalMs: 5_000,
};

const healthyAfterMs = 30_000;
const nicksMax = 2_000;

export function createIrcChat(config: IrcConfig, secrets: Secrets, clock: Clock, memory: AdapterMemory): ChatPart {
  const stopped = new AbortController();
  const workspace = config.server;
  const said = createSaid(memory);
  const speech = createSay(clock, config.pace.answerMs);
  const whois = createWhois(clock, config.pace.answerMs);
  const joined = new Set<string>();
  const nickByUser = new Map<string, string>();
  const startedMs = clock.now();
  let sink: (event: Inbound) => void = () => undefined;
  let connection: Connection | null = null;
  let nick = config.nick;
  let health: AdapterHealth = stateNow('down', 'not started');
  let running: Promise<void> | null = null;
  let heardCount = 0;
  let hearing: Promise<void> = Promise.resolve();

  const topics = createTopics(said, async (channel, topic) => connection?.send(`TOPIC ${channel} :${topic}`));
  const outbound: Outbound = createOutbound({
    ...{ clock, config, workspace, said, topics },
    nickOf: (userId) => nickByUser.get(userId) ?? null,
    async say(target, lines) {
      if (/^[#&+!]/.test(target) && !joined.has(lower(target))) await connection?.send(`JOIN ${target}`).catch(() => undefined);
      await speech.say(target, lines);
    },
  });

  function stateNow(state: AdapterHealth['state'], reason?: string): AdapterHealth {
    const since = new Date(clock.now()).toISOString();
    return reason === undefined ? { state, since } : { state, since, reason };
  }

  async function run(): Promise<void> {
    let failures = 0;
    while (!stopped.signal.aborted) {
      const openedMs = clock.now();
      health = stateNow('connecting');
      const reason = await live();
      if (stopped.signal.aborted) return;
      const wasGood = reason.wasUp;
      failures = wasGood && clock.now() - openedMs > healthyAfterMs ? 0 : failures + 1;
      if (wasGood && failures === 1) failures = 0;
      health = stateNow(reason.text === 'the login was refused' ? 'fatal' : 'down', reason.text);
      const { reconnectMinMs, reconnectMaxMs } = config.pace;
      await clock.sleep(Math.max(1, backoffMs(failures, { reconnectMinMs, reconnectMaxMs })), stopped.signal).catch(() => undefined);
    }
  }

  /** One connection, from its beginning to its end. */
  function live(): Promise<{ readonly text: string; readonly wasUp: boolean }> {
    let wasUp = false;
    joined.clear();
    return new Promise((resolve) => {
      const opened: Connection = openConnection(config, secrets, clock, {
        onReady(given) {
          nick = given;
          connection = opened;
          speech.use(opened);
          whois.use(opened);
          for (const channel of config.channels) void opened.send(`JOIN ${channel}`).catch(() => undefined);
        },
        onLine(line) {
          take(line);
          if (health.state === 'connecting' && config.channels.every((channel) => joined.has(lower(channel)))) {
            wasUp = true;
            health = stateNow('up');
          }
        },
        onEnd(text) {
          connection = null;
          speech.use(null);
          whois.use(null);
          stopped.signal.removeEventListener('abort', end);
          resolve({ text, wasUp });
        },
      });
      const end = (): void => opened.end();
      stopped.signal.addEventListener('abort', end, { once: true });
    });
  }

  function take(line: IrcLine): void {
    speech.hear(line);
    whois.hear(line);
    const { command, params, prefix, tags } = line;
    const isOwn = lower(nickOf(prefix)) === lower(nick);
    if (command === 'JOIN' && isOwn) joined.add(lower(params[0] ?? ''));
    else if (command === 'KICK' && lower(params[1] ?? '') === lower(nick)) rejoin(params[0] ?? '');
    else if (command === 'NICK' && isOwn) nick = params[0] ?? nick;
    else if (command === '332') topics.heard(params[1] ?? '', params[2] ?? '');
    else if (command === 'TOPIC' && !isOwn) topics.heard(params[0] ?? '', params[1] ?? '');
    else if (command === 'PRIVMSG' && !isOwn) {
      heardCount += 1;
      const key = tags.get('msgid') ?? `${startedMs.toString(36)}-${heardCount}`;
      spoken({ prefix, target: params[0] ?? '', text: params[1] ?? '', atMs: clock.now(), key }, tags.get('account'));
    }
  }

  function rejoin(channel: string): void {
    joined.delete(lower(channel));
    if (config.channels.some((each) => lower(each) === lower(channel))) void connection?.send(`JOIN ${channel}`).catch(() => undefined);
  }

  /** In the order in which it was said, whoever has to be asked about. */
  function spoken(given: Spoken, account: string | undefined): void {
    const deps: HearDeps = {
      ...{ workspace, said, tell, sink },
      nicks: () => [nick, config.nick],
      accountOf: async () => remember(given.prefix, await userIdOf(given, account)),
    };
    hearing = hearing.then(() => hear(deps, given)).catch(() => undefined);
  }

  async function userIdOf({ prefix }: Spoken, account: string | undefined): Promise<string | null> {
    if (config.identity === 'mask') return maskOf(prefix) || null;
    if (connection?.hasCapability('account-tag') === true) return account ?? null;
    return whois.accountOf(nickOf(prefix), maskOf(prefix));
  }

  function remember(prefix: string, userId: string | null): string | null {
    if (userId === null) return null;
    nickByUser.delete(userId);
    nickByUser.set(userId, nickOf(prefix));
    for (const oldest of nickByUser.keys()) {
      if (nickByUser.size <= nicksMax) break;
      nickByUser.delete(oldest);
    }
    return userId;
  }

  /** Notices are what no program answers. */
  async function tell(to: string, notice: Notice): Promise<void> {
    const lines = richLines([{ type: 'paragraph', spans: [{ type: 'text', text: notice.text }] }]);
    for (const line of lines) await connection?.send(`NOTICE ${to} :${line}`);
  }

  const refuse = (): Promise<never> | null => (running === null || stopped.signal.aborted ? Promise.reject(refuseWhenStopped()) : null);
  return {
    capabilities,
    workspace: () => workspace,
    health: () => health,
    async start(given) {
      sink = given;
      running ??= run();
    },
    async stop() {
      if (stopped.signal.aborted) return;
      stopped.abort();
      await Promise.all([outbound.stop(), running]);
      health = stateNow('down', 'stopped');
    },
    post: (place, outgoing, options) => refuse() ?? outbound.post(place, outgoing, options),
    edit: (message, outgoing, options) => refuse() ?? outbound.edit(message, outgoing, options),
    whisper: (_place, actor, notice) => tell(actor.name ?? nickByUser.get(actor.userId) ?? '', notice),
  };
}

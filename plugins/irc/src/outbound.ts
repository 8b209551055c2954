/** Cards and lines go out: each once, a card's news as the lines that have changed. */

import { type Card, ChatError, type Clock, type MessageRef, type Outgoing, type Place, type PostOptions, SendQueue } from 'zhiban/plugin';
import type { IrcConfig } from './config.ts';
import { printOf, type Said, type SeenCard } from './seen-cards.ts';
import type { Topics } from './topics.ts';
import { again, below, buttonsOf, type CardLines, cardLines, richLines } from './words.ts';

export interface Outbound {
  post(place: Place, outgoing: Outgoing, options: PostOptions): Promise<MessageRef>;
  edit(message: MessageRef, outgoing: Outgoing, options: PostOptions): Promise<MessageRef>;
  stop(): Promise<void>;
}

export interface OutboundDeps {
  readonly clock: Clock;
  readonly config: IrcConfig;
  readonly workspace: string;
  readonly said: Said;
  readonly topics: Topics;
  /** Joins the channel first, where it isn't in it. */
  readonly say: (target: string, lines: readonly string[]) => Promise<void>;
  /** The nick under which an account was last seen. */
  readonly nickOf: (userId: string) => string | null;
}

const waitMsMax = 25_000;
const messagesPerBurst = 20;
const recentMax = 300;

export function createOutbound(deps: OutboundDeps): Outbound {
  const { clock, config, said, topics } = deps;
  const queue = new SendQueue<string>(clock, { burst: messagesPerBurst, everyMs: 50, waitMsMax });
  /** What is on its way or was sent in this life: asked for twice, it is the same. */
  const recent = new Map<string, Promise<string>>();
  const lastEditMs = new Map<string, number>();

  function once(options: PostOptions, send: () => Promise<string>): Promise<string> {
    const key = options.idempotencyKey;
    const before = recent.get(key);
    if (before !== undefined) return before;
    const sent = send();
    recent.set(key, sent);
    for (const oldest of recent.keys()) {
      if (recent.size <= recentMax) break;
      recent.delete(oldest);
    }
    sent.catch(() => recent.delete(key));
    return sent;
  }

  async function post(place: Place, outgoing: Outgoing, options: PostOptions): Promise<MessageRef> {
    const id = await once(options, async () => {
      const found = options.isRetry === false ? null : await said.find(options.idempotencyKey);
      if (found !== null) return found;
      return queue.submit({ lane: place.channel, method: 'post', priority: options.priority, run: () => send(place, outgoing, options) });
    });
    return refTo(place, id);
  }

  async function send(place: Place, outgoing: Outgoing, options: PostOptions): Promise<string> {
    const called = callOf(options);
    if ('card' in outgoing) {
      const { head, body, choices } = cardLines(outgoing.card, options.locale);
      await deps.say(place.channel, [called + head, ...[...body, ...choices].map((line) => below + line)]);
      const id = await said.note(options.idempotencyKey);
      await remember(id, place.channel, outgoing.card, options, [head, ...body, ...choices]);
      return id;
    }
    const [first = '…', ...rest] = richLines(outgoing.rich);
    await deps.say(place.channel, [called + first, ...rest.map((line) => below + line)]);
    return said.note(options.idempotencyKey);
  }

  async function remember(id: string, channel: string, card: Card, { locale }: PostOptions, lines: readonly string[]): Promise<void> {
    const seen: SeenCard = {
      ...{ channel, code: card.code, isClosed: card.tone === 'resolved', title: `${card.emoji} ${card.title}`, locale },
      buttons: buttonsOf(card).map(({ id: button, value, form }) => ({
        ...{ id: button, value },
        ...(form === undefined ? {} : { form: { id: form.id, fieldId: form.fieldId } }),
      })),
      shown: lines.map(printOf),
    };
    await said.cards.set(id, seen);
    if (config.topic) await topics.bring(channel).catch(() => undefined);
  }

  /** The head always, then only what is new; the choices together, since only those count. */
  async function editCard(message: MessageRef, card: Card, options: PostOptions): Promise<string> {
    const before = (await said.cards.get(message.id))?.shown ?? [];
    const news = newsOf(cardLines(card, options.locale), before);
    if (news.length === 0) return message.id;
    const [first = '', ...rest] = news;
    const sinceMs = clock.now() - (lastEditMs.get(message.id) ?? 0);
    if (sinceMs < config.pace.editMs && options.priority === 'progress') await clock.sleep(config.pace.editMs - sinceMs);
    await deps.say(message.place.channel, [callOf(options) + again + first, ...rest.map((line) => below + line)]);
    lastEditMs.set(message.id, clock.now());
    const { head, body, choices } = cardLines(card, options.locale);
    await remember(message.id, message.place.channel, card, options, [head, ...body, ...choices]);
    return message.id;
  }

  function callOf({ mention = [] }: PostOptions): string {
    const nicks = mention.flatMap((userId) => deps.nickOf(userId) ?? []);
    return nicks.length === 0 ? '' : `${nicks.join(', ')}: `;
  }

  function refTo({ channel }: Place, id: string): MessageRef {
    return { place: { adapter: 'irc', workspace: deps.workspace, channel }, id };
  }

  return {
    post,
    async edit(message, outgoing, options) {
      if ('rich' in outgoing) {
        const lines = richLines(outgoing.rich);
        const run = async (): Promise<string> => {
          await deps.say(
            message.place.channel,
            lines.map((line, index) => (index === 0 ? again : below) + line),
          );
          return message.id;
        };
        await queue.submit({ lane: message.place.channel, method: 'edit', priority: options.priority, mergeKey: message.id, run });
        return message;
      }
      const run = (): Promise<string> => editCard(message, outgoing.card, options);
      await queue.submit({ lane: message.place.channel, method: 'edit', priority: options.priority, mergeKey: message.id, run });
      return message;
    },
    stop: () => queue.stop(),
  };
}

/** Empty when everything of it stands there. */
function newsOf({ head, body, choices }: CardLines, shown: readonly string[]): readonly string[] {
  const isNew = (line: string): boolean => !shown.includes(printOf(line));
  const news = body.filter(isNew);
  const before = shown.filter((print) => choices.some((line) => printOf(line) === print)).length;
  const areChosenAnew = choices.some(isNew) || before < choices.length || hasGone(shown, head, body, choices);
  if (!isNew(head) && news.length === 0 && !areChosenAnew) return [];
  return [head, ...news, ...(areChosenAnew ? choices : [])];
}

/** A line that stood there and stands no more may be a choice that counts no more. */
function hasGone(shown: readonly string[], head: string, body: readonly string[], choices: readonly string[]): boolean {
  const now = new Set([head, ...body, ...choices].map(printOf));
  return shown.slice(1).some((print) => !now.has(print));
}

export function refuseWhenStopped(): ChatError {
  return new ChatError('transient', 'The IRC adapter is not started');
}

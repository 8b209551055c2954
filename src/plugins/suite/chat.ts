/** What every chat platform of a plugin keeps: the suite of the built-in ones, spoken to through the plugin's own process. */

import type { AdapterMemory, ChatAdapter } from '../../adapters/contract.ts';
import type { Variables } from '../../config/environment.ts';
import type { ResolveSecret } from '../../domain/secret.ts';
import type { FoundPlugin } from '../find-plugin.ts';
import { keepPlugin } from '../process/keep-plugin.ts';
import { createRemoteChat } from '../remote/remote-chat.ts';
import { describeAdapter } from './adapter.ts';
import type { AdapterPeer, StartedAdapter } from './adapter-peer.ts';
import { suiteClock } from './system.ts';

/** A platform with people in it, and the plugin's configuration before it. Its places may name any adapter. */
export interface PreparedChat {
  readonly config: Readonly<Record<string, unknown>>;
  readonly variables?: Variables;
  readonly resolveSecret?: ResolveSecret;
  readonly peer: AdapterPeer;
}

export interface ChatSuite {
  /** Called for each test. */
  prepare(): Promise<PreparedChat>;
}

export function describeChat(found: FoundPlugin, suite: ChatSuite): void {
  describeAdapter({
    name: `chat:${found.manifest.name}`,
    async prepare(): Promise<StartedAdapter> {
      const prepared = await suite.prepare();
      const logs: string[] = [];
      const memory = createMemory();
      const create = (): ChatAdapter => chatOf(found, prepared, memory, logs);
      return { adapter: create(), peer: prepared.peer, logs, another: create };
    },
  });
}

/** With a process of its own, which lives as long as the adapter does. */
function chatOf(
  found: FoundPlugin,
  { config, variables, resolveSecret, peer }: PreparedChat,
  memory: AdapterMemory,
  logs: string[],
): ChatAdapter {
  const note = (fields: unknown, message: string): void => void logs.push(JSON.stringify({ message, fields }));
  const plugin = keepPlugin({
    ...{ found, entry: { config: { ...config } }, variables: variables ?? {}, clock: suiteClock, takenKinds: [] },
    resolveSecret: resolveSecret ?? refuse,
    onEvent: (event) => note(event, 'stopped'),
    onOutput: (line) => note({ line }, 'output'),
    backoffMs: [],
  });
  plugin.lendMemory(memory);
  const chat = createRemoteChat(plugin, { clock: suiteClock, log: { info: note, warn: note, error: note } });
  const seen = async <T>(said: Promise<T>): Promise<T> => {
    const answer = await said;
    await peer.arrived?.();
    return answer;
  };
  return {
    name: chat.name,
    get capabilities() {
      return chat.capabilities;
    },
    async start(sink) {
      await plugin.start();
      await chat.start(sink);
    },
    async stop() {
      await chat.stop();
      await plugin.stop();
    },
    health: () => chat.health(),
    workspace: () => chat.workspace?.() ?? null,
    post: (place, outgoing, options) => seen(chat.post(place, outgoing, options)),
    edit: (message, outgoing, options) => seen(chat.edit(message, outgoing, options)),
    whisper: (place, actor, notice) => chat.whisper(place, actor, notice),
  };
}

function refuse(): never {
  throw new Error('The suite was given no secrets');
}

/** Outlives processes, as Zhiban's store does. */
function createMemory(): AdapterMemory {
  const values = new Map<string, unknown>();
  return {
    get: async (key) => values.get(key) ?? null,
    set: async (key, value) => void values.set(key, value),
  };
}

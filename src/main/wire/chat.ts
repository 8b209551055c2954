/** Where people talk: the console's channel and the configured platforms, with the cards and lines that go out to them. */

import { type ConsoleAdapter, createConsoleAdapter } from '../../adapters/console/adapter.ts';
import type { ChatAdapter, Inbound } from '../../adapters/contract.ts';
import type { Voice } from '../../adapters/voice/contract.ts';
import type { Mount } from '../../api/contract.ts';
import { type Announcer, createAnnouncer } from '../../bot/announcer.ts';
import { createAnswerStreams } from '../../bot/answer-streams.ts';
import { createOutbox } from '../../bot/outbox.ts';
import { createPager } from '../../bot/pager.ts';
import { createRenderCard, type RenderCard } from '../../bot/render-card.ts';
import { createRoomKeeper } from '../../bot/room-keeper.ts';
import type { Lookout } from '../../operations/lookout.ts';
import { chatsOf, notifiersOf } from '../../plugins/open-plugins.ts';
import { createRemoteChat } from '../../plugins/remote/remote-chat.ts';
import { createRemoteVoice } from '../../plugins/remote/remote-voice.ts';
import { forPeople } from '../../store/open-store.ts';
import { buildAdapters } from './adapters.ts';
import { isOnLadderOf } from './call-rules.ts';
import { type Ground, tenantId } from './ground.ts';
import { createNoteRefusals } from './note-refusals.ts';
import { buildVoices } from './voices.ts';

export interface Chat {
  readonly console: ConsoleAdapter;
  readonly adapters: ReadonlyMap<string, ChatAdapter>;
  readonly mounts: readonly Mount[];
  readonly renderCard: RenderCard;
  /** Names of the platforms that can open rooms. */
  readonly roomChats: () => readonly string[];
  readonly voices: ReadonlyMap<string, Voice>;
  /** Destinations of voices, with why they can't speak; null is fine. */
  voiceProblems(): ReadonlyMap<string, string | null>;
  /** What goes out: cards and lines, rooms, announcements, calls. */
  startSending(): void;
  /** Something may be there to go out. */
  kick(): void;
  stopSending(): Promise<void>;
  /** One that can't be started is told in the log and in its health; the others go on. */
  start(sink: (event: Inbound) => void): void;
  stop(): Promise<void>;
}

export function openChat(ground: Ground): Chat {
  const { store, initial, resolveSecret, clock, log, metrics, people, policy, settings } = ground;
  const consoleAdapter = createConsoleAdapter(store.forTenant(tenantId, 'people').chat, { clock });
  const onRefused = createNoteRefusals({ store: store.forTenant(tenantId), clock, log, count: metrics.refusedInChat });
  const memory = store.forTenant(tenantId).settings;
  const built = buildAdapters(initial.config, resolveSecret, { clock, log, onRefused, memory });
  const foreignChats = chatsOf(ground.plugins.kept).map((plugin) => {
    plugin.lendMemory(memory);
    return createRemoteChat(plugin, { clock, log, onRefused });
  });
  const adapters = new Map<string, ChatAdapter>(
    [consoleAdapter, ...built.adapters, ...foreignChats].map((adapter) => [adapter.name, adapter]),
  );
  const { timeZone } = Intl.DateTimeFormat().resolvedOptions();
  const roomChats = (): readonly string[] => [...adapters.values()].filter((each) => each.rooms !== undefined).map((each) => each.name);
  const consoleUrl = (): string => settings.publicUrl;
  const renderCard = createRenderCard({ people, policy, consoleUrl, timeZone, roomChats, isOnLadder: isOnLadderOf(ground) });
  const { voices: builtIn, problems } = buildVoices(initial.config.adapters, resolveSecret, { clock, source: settings.publicUrl });
  const foreign = notifiersOf(ground.plugins.kept).map(createRemoteVoice);
  const voices = new Map<string, Voice>([...builtIn, ...foreign.map((voice) => [voice.name, voice] as const)]);
  for (const [destination, reason] of problems) log.error({ destination, reason }, 'A voice can’t speak; the others can');
  const announcer = openAnnouncer(ground, voices, renderCard);
  const answers = createAnswerStreams({ store, adapters: () => adapters, clock, log });
  const senders: readonly Lookout[] = [
    // Somebody waits for each card and line.
    createOutbox({
      store: forPeople(store),
      adapters: () => adapters,
      renderCard,
      people,
      answers,
      timeZone,
      clock,
      log,
      count: metrics.send,
    }),
    answers,
    createRoomKeeper({ store, adapters: () => adapters, people, consoleUrl, clock, log }),
    announcer,
    openPager(ground, voices),
  ];
  return {
    ...sendingOf(senders),
    ...{ voices, voiceProblems: () => new Map([...problems, ...announcer.problems()]) },
    console: consoleAdapter,
    adapters,
    mounts: built.mounts,
    renderCard,
    roomChats,
    start(sink) {
      for (const adapter of adapters.values()) {
        adapter
          .start(sink)
          .catch((error: unknown) =>
            log.error({ adapter: adapter.name, reason: String(error) }, 'An adapter could not be started; the others go on'),
          );
      }
    },
    async stop() {
      await Promise.allSettled([...adapters.values()].map((adapter) => adapter.stop()));
      await Promise.allSettled([...voices.values()].map((voice) => voice.close()));
    },
  };
}

function sendingOf(senders: readonly Lookout[]): Pick<Chat, 'startSending' | 'kick' | 'stopSending'> {
  return {
    startSending() {
      for (const sender of senders) sender.start();
    },
    kick() {
      for (const sender of senders) sender.kick();
    },
    async stopSending() {
      await Promise.all(senders.map((sender) => sender.stop()));
    },
  };
}

function openPager({ store, people, locale, clock, log, config, settings }: Ground, voices: ReadonlyMap<string, Voice>): Lookout {
  const shown = { providers: () => config().escalation.providers, consoleUrl: () => settings.publicUrl };
  return createPager({ ...{ store, voices, people, locale, clock, log }, ...shown });
}

function openAnnouncer(ground: Ground, voices: ReadonlyMap<string, Voice>, renderCard: RenderCard): Announcer {
  const { store, clock, log, metrics, locale, config, settings } = ground;
  return createAnnouncer({
    ...{ store, voices, locale, renderCard, clock, log, count: metrics.announce },
    routes: () => config().routes,
    consoleUrl: () => settings.publicUrl,
  });
}

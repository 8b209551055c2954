/** The bot and its outbox over the real Slack adapter, before its peer, and the console's own channel: one incident in both. */

import { createConsoleAdapter } from '../../src/adapters/console/adapter.ts';
import type { ChatAdapter } from '../../src/adapters/contract.ts';
import { createHandleInbound } from '../../src/bot/handle-inbound.ts';
import { createIdentify } from '../../src/bot/identify.ts';
import type { OutboxDeps } from '../../src/bot/outbox/deps.ts';
import { createOutbox } from '../../src/bot/outbox.ts';
import { createRenderCard } from '../../src/bot/render-card.ts';
import { createRoomKeeper } from '../../src/bot/room-keeper.ts';
import type { Place } from '../../src/domain/place.ts';
import type { Operations } from '../../src/operations/contract.ts';
import { createOperations } from '../../src/operations/create-operations.ts';
import { consolePlace } from '../../src/operations/routes.ts';
import type { ConsoleMessage } from '../../src/store/chat-contract.ts';
import type { Store, TenantStore } from '../../src/store/contract.ts';
import { createAdapter, createLog, realClock } from '../adapters/slack/slack-harness.ts';
import { openDesk, people, policy } from '../operations/desk.ts';
import { SlackPeer } from '../peers/slack/peer.ts';
import { sampleIncident } from '../store/samples.ts';
import { until } from '../support/house.ts';

export const slackPlace: Place = { adapter: 'slack', workspace: '', channel: 'C0OPS0001' };

export interface TwoPlatforms {
  readonly tenant: TenantStore;
  readonly slack: SlackPeer;
  readonly adapters: ReadonlyMap<string, ChatAdapter>;
  readonly logs: readonly string[];
  readonly operations: Operations;
  /** For rooms alone. */
  advance(ms: number): void;
  /** Root messages of the console's channel, and what stands below the first. */
  consoleLines(): Promise<readonly string[]>;
  consoleRoot(): Promise<ConsoleMessage | undefined>;
  stop(): Promise<void>;
}

export async function openTwoPlatforms(store: Store): Promise<TwoPlatforms> {
  const { deps, store: tenant } = await openDesk(store);
  const slack = new SlackPeer();
  await slack.start();
  const logs: string[] = [];
  const log = createLog(logs);
  const clock = realClock;
  const console = createConsoleAdapter(tenant.chat, { clock });
  const adapters = new Map<string, ChatAdapter>([
    ['console', console],
    ['slack', createAdapter(slack, 'socket', log)],
  ]);
  const roomChats = (): readonly string[] => ['slack'];
  const outboxDeps: OutboxDeps = {
    store: { ...store, tenantIds: async () => [tenant.tenantId] },
    adapters: () => adapters,
    renderCard: createRenderCard({
      people: () => Object.values(people),
      policy: () => policy,
      consoleUrl: () => null,
      timeZone: 'UTC',
      roomChats,
    }),
    people: () => Object.values(people),
    clock,
    log,
    count: () => undefined,
  };
  const outbox = createOutbox(outboxDeps);
  let ahead = 0;
  const keeper = createRoomKeeper({
    ...{ store: outboxDeps.store, adapters: () => adapters, log, people: () => Object.values(people) },
    consoleUrl: () => 'https://zhiban.example.com',
    clock: { ...clock, now: () => clock.now() + ahead },
  });
  const wake = (): void => {
    outbox.kick();
    keeper.kick();
  };
  const operations = createOperations({ ...deps, clock, wake });
  const handle = createHandleInbound({
    ...{ tenantId: tenant.tenantId, operations, store, clock, log, adapters: () => adapters, locale: () => 'en' as const },
    identify: createIdentify({
      ...{ tenantId: tenant.tenantId, store, clock, linksByProfile: () => true },
      ...{ directory: deps.directory, vouch: deps.vouch },
    }),
    publicUrl: () => 'https://zhiban.example.com',
  });
  for (const adapter of adapters.values()) await adapter.start((event) => void handle(event));
  await tenant.incidents.create(sampleIncident({ locale: 'en' }));
  for (const place of [slackPlace, consolePlace]) await tenant.threads.create({ incidentId: 'inc_1', place, locale: 'en', parent: null });
  outbox.start();
  keeper.start();
  const roots = (): Promise<readonly ConsoleMessage[]> => tenant.chat.roots('ops', 10);
  await until(async () => slack.sockets.count > 0 && slack.botMessages().length > 0 && (await roots()).length > 0, 15_000, 'both show it');
  return {
    ...{ tenant, slack, adapters, logs },
    operations,
    advance(ms) {
      ahead += ms;
      keeper.kick();
    },
    async consoleLines() {
      const [root] = await roots();
      const below = root === undefined ? [] : await tenant.chat.thread(root.id, 50);
      return below.map((line) => JSON.stringify(line.body));
    },
    consoleRoot: async () => (await roots())[0],
    async stop() {
      await keeper.stop();
      await outbox.stop();
      for (const adapter of adapters.values()) await adapter.stop();
      await slack.stop();
    },
  };
}

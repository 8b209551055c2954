/** The part that listens: API and console, chat, alerts, and the carrying of messages between store, Temporal and channels. */

import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { createApi } from '../../api/create-api.ts';
import { createLoginLink } from '../../api/login-link.ts';
import { createHandleInbound } from '../../bot/handle-inbound.ts';
import { createIdentify, type Identify } from '../../bot/identify.ts';
import { schedulesOf } from '../../config/oncall.ts';
import { configPathOf } from '../../config/settings.ts';
import { createDemo } from '../../demo/create-demo.ts';
import type { Card } from '../../domain/card.ts';
import { stormLimitsOf } from '../../domain/storm.ts';
import type { Locale } from '../../domain/text.ts';
import { createIntake } from '../../intake/accept.ts';
import type { Intake } from '../../intake/contract.ts';
import { createDoors } from '../../intake/doors/create-doors.ts';
import { fetchText } from '../../intake/doors/fetch-text.ts';
import { createEndStorms } from '../../intake/end-storms.ts';
import type { Feeds } from '../../intake/feeds/feeds.ts';
import { createRelease } from '../../intake/noise/release.ts';
import { openSources, type Sources } from '../../intake/open-sources.ts';
import { createOutlivedWatch } from '../../intake/outlived.ts';
import { builtInSources } from '../../intake/registry.ts';
import type { Operations } from '../../operations/contract.ts';
import { createOperations } from '../../operations/create-operations.ts';
import type { DemoControl, OperationsDeps } from '../../operations/deps.ts';
import { createHousekeeping } from '../../operations/housekeeping.ts';
import type { Regular } from '../../operations/look-regularly.ts';
import { createOverdueLadders } from '../../operations/overdue-ladders.ts';
import { createRelay } from '../../operations/relay.ts';
import { createRenewCards } from '../../operations/renew-cards.ts';
import { createVouch, type Vouch } from '../../operations/vouch.ts';
import { createForeignSources } from '../../plugins/remote/remote-source.ts';
import { forPeople } from '../../store/open-store.ts';
import { overridesOf } from '../../store/overrides-of.ts';
import type { GivenUp } from '../doctor/examine-voices.ts';
import { createRunningDoctor } from '../doctor/running.ts';
import { version } from '../version.ts';
import { withSpans } from '../with-spans.ts';
import { openFeeds } from './alert-feeds.ts';
import { callRulesOf, isOnLadderOf } from './call-rules.ts';
import { type Chat, openChat } from './chat.ts';
import { openSchedules, readKnown, watchedBy } from './detections.ts';
import { type Ground, tenantId } from './ground.ts';
import { openHandovers } from './handovers.ts';
import { type EngineState, readHealth, reportAdapters } from './health.ts';
import { listen } from './listen.ts';
import type { Stop } from './part.ts';
import { createMarketView } from './view-market.ts';
import { viewPlugins } from './view-plugins.ts';

export interface ServerOptions {
  readonly engine: () => EngineState | null;
  /** This process is expected to run a worker too. */
  readonly worker: boolean;
}

export interface Server {
  readonly url: string;
  readonly loginUrl: string;
  readonly stops: readonly Stop[];
}

export async function startServer(ground: Ground, options: ServerOptions): Promise<Server> {
  const { environment, store, pool, clock, log, link, initial, settings, hookToken } = ground;
  const chat = openChat(ground);
  const relay = createRelay({
    store,
    client: () => link.client(),
    ...{ taskQueue: initial.config.temporal.taskQueue, clock, log, isOnLadder: isOnLadderOf(ground) },
  });
  const wake = (): void => {
    relay.kick();
    chat.kick();
  };
  let demo: DemoControl | null = null;
  const adapters = (): Chat['adapters'] => chat.adapters;
  const vouch = createVouch({ adapters, clock, log });
  const doors = openDoors(ground, { wake, vouch, adapters, roomChats: chat.roomChats, demo: () => demo });
  let url = settings.publicUrl;
  const handle = createHandleInbound({
    ...{ tenantId, operations: doors.operations, store, locale: ground.locale, clock, log, adapters },
    identify: identifyOf(ground, vouch),
    publicUrl: () => url,
  });
  countQueues(ground);
  const app = await openApi(ground, options, chat, doors);
  const port = await listen(app, settings);
  url = url.replace(/:0$/, `:${port}`);
  chat.start(handle);
  relay.start();
  await takeAlerts(doors);
  chat.startSending();
  const renewCards = createRenewCards({ store, clock, editWindowMs: (name) => adapters().get(name)?.capabilities.editWindowMs });
  const housekeeping = createHousekeeping({ store, clock, log, renewCards });
  housekeeping.start();
  const ladders = overdueOf(ground, wake);
  ladders.start();
  const handovers = openHandovers(ground, adapters);
  handovers.start();
  doors.endStorms.start();
  const outlived = createOutlivedWatch({ store, intake: doors.intake, clock, log });
  outlived.start();
  const release = createRelease({ store, intake: doors.intake, clock, log });
  release.start();
  const schedules = openSchedules(ground);
  schedules.start();
  const stopListening = await store.listen(wake);
  demo = createDemo({ pool, clock, log, home: environment.home, hookUrl: `${url}/hooks/alertmanager`, hookToken });
  const { sessions } = store.forTenant(tenantId);
  const login = await createLoginLink({ sessions, publicUrl: url, personId: 'admin', nowMs: clock.now() });
  const stops: readonly Stop[] = [
    async () => void (await demo?.end()),
    () => app.close(),
    stopListening,
    () => outlived.stop(),
    () => doors.endStorms.stop(),
    () => release.stop(),
    () => schedules.stop(),
    () => doors.feeds.stop(),
    () => doors.intake.stop(),
    () => doors.sources.close(),
    () => relay.stop(),
    () => housekeeping.stop(),
    () => ladders.stop(),
    () => handovers.stop(),
    () => chat.stopSending(),
    () => chat.stop(),
  ];
  return { url, loginUrl: login.url, stops };
}

/** Before anything brings some, what is stored is grouped. */
async function takeAlerts({ intake, feeds }: Doors): Promise<void> {
  intake.start();
  await feeds.follow();
}

interface Doors {
  readonly operations: Operations;
  readonly intake: Intake;
  readonly sources: Sources;
  readonly endStorms: Regular;
  readonly feeds: Feeds;
}

function overdueOf(ground: Ground, wake: () => void): Regular {
  const { store, clock, log, people } = ground;
  return createOverdueLadders({ ...{ store, clock, log, people, wake }, calls: callRulesOf(ground) });
}

function identifyOf({ store, directory, clock, config }: Ground, vouch: Vouch): Identify {
  return createIdentify({ tenantId, store, directory, clock, vouch, linksByProfile: () => config().identities.linkByProfile });
}

type Here = Pick<OperationsDeps, 'wake' | 'vouch' | 'adapters' | 'roomChats' | 'demo'>;

function openDoors(ground: Ground, here: Here): Doors {
  const { store, pool, clock, log, metrics, policy, people, directory, budget, locale, config } = ground;
  const rules = {
    routes: () => config().routes,
    rooms: () => config().rooms,
    schedules: () => schedulesOf(config().oncall),
    calls: callRulesOf(ground),
    stormLimits: (tenant: string) => stormLimitsOf(config().storm, tenant),
  };
  const shared = { store, pool, clock, log, policy, people, budget, locale, wake: here.wake, ...rules };
  const chats = (): readonly string[] => [...here.adapters().keys()];
  const asked = { store: forPeople(store), chats, directory, countDecision: metrics.decision };
  const deps: OperationsDeps = { ...shared, ...here, ...watchedBy(ground), ...asked };
  const foreign = createForeignSources(ground.plugins.kept);
  const parsing = {
    alertsMax: () => config().hooks.alertsMax,
    jsonMapping: () => config().hooks.json ?? null,
    utcOffset: () => config().hooks.utcOffset,
    groupBy: () => config().hooks.groupBy,
    resolveTimeoutMs: () => config().hooks.resolveTimeoutMinutes * 60_000,
  };
  const hooks = [...builtInSources.map(({ name }) => name), ...foreign.names.map((name) => `plugin/${name}`)];
  const sources = openSources({
    ...shared,
    ...parsing,
    hooks,
    alertSources: () => config().alertSources,
    states: () => feeds.states(),
    take: (...given) => intake.take(...given),
  });
  const count: typeof metrics.intake = (source, outcome, alerts) => {
    metrics.intake(source, outcome, alerts);
    sources.tallies.add(source, { received: 1, alerts, failed: outcome === 'rejected' ? 1 : 0 });
  };
  const intake = createIntake({ ...shared, ...parsing, foreign, configured: sources.configured, count });
  const feeds = openFeeds(ground, intake, sources);
  const operations = withSpans('operation', createOperations(deps));
  return { sources, feeds, intake, operations, endStorms: createEndStorms(shared) };
}

function countQueues({ metrics, store }: Ground): void {
  metrics.watchQueues(async () => {
    const tenant = store.forTenant(tenantId);
    const [letters, lines, items, spoken, unread] = await Promise.all([
      tenant.inbox.counts(),
      tenant.outbox.counts(),
      tenant.relay.counts(),
      tenant.deliveries.counts(),
      tenant.unread.counts(),
    ]);
    return {
      ...{ inboxWaiting: letters.waiting, inboxFailing: letters.failing },
      ...{ outboxWaiting: lines.waiting, outboxDead: lines.dead, relayWaiting: items.waiting },
      ...{ deliveriesWaiting: spoken.waiting, deliveriesDead: spoken.dead },
      unread: totalOf(unread),
    };
  });
}

function openApi(ground: Ground, options: ServerOptions, chat: Chat, doors: Doors): ReturnType<typeof createApi> {
  const { environment, store, pool, clock, log, metrics, link, watcher, initial, settings, directory, resolveSecret, locale } = ground;
  const health = () =>
    readHealth({
      ...{ store, link, watcher, adapters: chat.adapters, voices: chat.voiceProblems, plugins: ground.plugins.reports },
      feeds: () => doors.feeds.states(),
      ...{ engine: options.engine(), worker: options.worker },
    });
  const hookToken = (): string => ground.hookToken;
  const loaded = () => watcher.current();
  return createApi({
    ...{ tenantId, version, locale, store: forPeople(store), directory, metrics, log, clock, health, hookToken },
    ...{ operations: doors.operations, intake: doors.intake, alertSources: doors.sources.desk },
    sources: builtInSources,
    foreignSources: createForeignSources(ground.plugins.kept).names,
    doors: doorsOf(ground),
    adapterStates: () => reportAdapters(chat.adapters),
    plugins: () => viewPlugins(ground.plugins),
    pluginMarket: createMarketView({ environment, path: configPathOf(environment), clock, plugins: () => viewPlugins(ground.plugins) }),
    publicUrl: () => settings.publicUrl,
    consoleDoor: chat.console.door,
    hookBodyBytesMax: initial.config.hooks.bodyBytesMax,
    renderCard: (incidentId, cardLocale) => renderForConsole(ground, chat, incidentId, cardLocale),
    doctor: createRunningDoctor({
      ...{ environment, loaded, directory, resolveSecret, hookToken, pool, plugins: ground.plugins, health, clock },
      voices: () => chat.voices.values(),
      givenUp: () => readGivenUp(ground),
      overrides: (id, span) => overridesOf(store.forTenant(tenantId), id, span),
      detections: () => readKnown(ground),
      memory: store.forTenant(tenantId).settings,
    }),
    consoleDirectory: builtConsole(),
    mounts: chat.mounts,
  });
}

function doorsOf({ config, resolveSecret }: Ground): ReturnType<typeof createDoors> {
  return createDoors({
    signingSecret(source) {
      const ref = config().hooks.signingSecrets[source];
      return ref === undefined ? null : resolveSecret(ref);
    },
    topics: () => config().hooks.topics,
    fetchText,
  });
}

async function readGivenUp({ store }: Ground): Promise<GivenUp> {
  const { inbox, outbox, deliveries, unread } = store.forTenant(tenantId);
  return {
    unread: await unread.counts(),
    alerts: (await inbox.counts()).failing,
    lines: (await outbox.counts()).dead,
    announcements: (await deliveries.counts()).dead,
  };
}

function totalOf(counts: Readonly<Record<string, number>>): number {
  return Object.values(counts).reduce((sum, count) => sum + count, 0);
}

async function renderForConsole({ store }: Ground, { renderCard }: Chat, incidentId: string, locale: Locale): Promise<Card | null> {
  const place = { adapter: 'console', workspace: 'zhiban', channel: 'ops' };
  const thread = { id: '', incidentId, place, locale, root: null, cardRevision: 0, parent: null };
  return (await renderCard(store.forTenant(tenantId, 'people'), thread))?.card ?? null;
}

/** Null where it has not been built; a page says then how to. */
function builtConsole(): string | null {
  const directory = join(import.meta.dirname, '..', '..', '..', 'dist', 'console');
  return existsSync(join(directory, 'index.html')) ? directory : null;
}

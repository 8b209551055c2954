import type { AddressInfo } from 'node:net';
import type { ConsoleDoor } from '../../src/adapters/console/door.ts';
import type { App } from '../../src/api/app.ts';
import type { ApiDeps, HealthReport } from '../../src/api/contract.ts';
import { createApi } from '../../src/api/create-api.ts';
import { createRenderCard } from '../../src/bot/render-card.ts';
import { createDirectory } from '../../src/config/directory.ts';
import { laddersOf } from '../../src/config/escalation.ts';
import { configSchema } from '../../src/config/schema.ts';
import type { Card } from '../../src/domain/card.ts';
import type { Clock } from '../../src/domain/clock.ts';
import type { PluginView } from '../../src/domain/plugin-view.ts';
import type { Locale } from '../../src/domain/text.ts';
import { createIntake } from '../../src/intake/accept.ts';
import { openSources } from '../../src/intake/open-sources.ts';
import { builtInSources } from '../../src/intake/registry.ts';
import { createLog } from '../../src/main/log.ts';
import { createMetrics } from '../../src/main/metrics.ts';
import { createOperations } from '../../src/operations/create-operations.ts';
import type { OperationsDeps } from '../../src/operations/deps.ts';
import type { Store } from '../../src/store/contract.ts';
import { createSystemPool } from '../../src/systems/pool.ts';
import { layer, schedule } from '../oncall/schedules.ts';
import { openMemoryStore } from '../support/fresh-database.ts';
import { systemClock } from '../support/system-clock.ts';

export const tokens = {
  admin: 'admin-token-0123456789',
  approver: 'approver-token-01234',
  viewer: 'viewer-token-0123456',
  hook: 'hook-token-0123456789',
};

export const tenantId = 'default';

export interface Harness {
  readonly app: App;
  readonly store: Store;
  readonly deps: ApiDeps;
  /** Every line of the log as it was written. */
  readonly logged: string[];
  readonly health: { report: HealthReport };
  /** Listens on a free port and returns the address. */
  listen(): Promise<string>;
  close(): Promise<void>;
}

/** One that its market has revoked. */
export const pluginView: PluginView = {
  ...{ name: 'gauge', version: '1.0.0', state: 'refused', since: '2026-01-01T00:00:00.000Z', stops: 0, market: 'company', isRevoked: true },
  reason: { en: 'version 1.0.0 was revoked by the market company: it leaks', 'zh-CN': '版本 1.0.0 已被市场 company 撤销：泄漏' },
  capabilities: ['system gauge'],
  permissions: { read: [], write: [], hosts: ['systems'], env: [] },
  limits: { memoryMb: 192, callMs: 30_000 },
  usedMb: null,
};

/** As the adapters would tell it. */
export const adapterStates = [{ name: 'slack', state: 'fatal', since: '2026-01-01T00:00:00.000Z', reason: 'needs a new token' }] as const;

/** The API over the real store, operations and intake; only the console's adapter is stood in for. */
export async function startHarness(
  change: Partial<ApiDeps> = {},
  alertSources: readonly object[] = [],
  watched: Pick<OperationsDeps, 'detections' | 'runDetection'> = {},
): Promise<Harness> {
  const clock: Clock = systemClock;
  const store = change.store ?? (await openMemoryStore(clock));
  await store.ensureTenant(tenantId, 'Default');
  const logged: string[] = [];
  const log = createLog({ level: 'debug', isPretty: false, write: (line) => void logged.push(line) });
  const metrics = createMetrics({ version: '0.0.0-test', hasProcessMetrics: false });
  const config = configSchema.parse({
    people: [
      { id: 'lihua', name: '李华', roles: ['approver'], token: { env: 'APPROVER' } },
      { id: 'vera', name: 'Vera', roles: ['viewer'], token: { env: 'VIEWER' } },
    ],
  });
  const directory = createDirectory({
    people: config.people,
    adminToken: tokens.admin,
    resolveSecret: (ref) => ('env' in ref && ref.env === 'VIEWER' ? tokens.viewer : tokens.approver),
  });
  const pool = createSystemPool([], [], { clock, resolveSecret: () => '' });
  const policy = { ...config.policy, excludeRequesterFrom: 'never', requireTwoFor: 'never' } as const;
  const shared = {
    ...watched,
    store,
    pool,
    clock,
    log,
    policy: () => policy,
    people: () => directory.all(),
    directory: () => directory,
    adapters: () => new Map([['slack', { workspace: () => 'T1' }]]),
    vouch: async () => null,
    routes: () => [],
    roomChats: () => ['slack'],
    rooms: () => [],
    chats: () => ['console', 'slack'],
    schedules: () => [schedule({ layers: [layer({ turns: [['lihua'], ['vera']] })] })],
    calls: { ladders: () => laddersOf(config.escalation), providers: () => ({}), schedules: () => [] },
    budget: () => config.investigation.budget,
    locale: (): Locale => 'en',
    wake: () => {},
    demo: () => null,
    countDecision: () => {},
  } satisfies OperationsDeps;
  const renderCard = createRenderCard({ people: () => directory.all(), policy: () => policy, consoleUrl: () => null, timeZone: 'UTC' });
  const health: Harness['health'] = {
    report: { isReady: true, adapters: adapterStates, parts: [{ name: 'store', state: 'up', reason: null }] },
  };
  const parsing = {
    alertsMax: () => 20_000,
    jsonMapping: () => null,
    utcOffset: () => '+08:00',
    groupBy: () => ['alertname'],
    stormLimits: () => ({ groupsMax: 1_000, windowSeconds: 60, quietSeconds: 60, releaseMax: 5 }),
    resolveTimeoutMs: () => 300_000,
  };
  const hooks = builtInSources.map(({ name }) => name);
  const sources = openSources({
    ...shared,
    ...parsing,
    hooks,
    states: () => new Map(),
    take: (...given) => intake.take(...given),
    alertSources: () => configSchema.shape.alertSources.parse(alertSources),
  });
  const count = (source: string, outcome: string, alerts: number): void =>
    sources.tallies.add(source, outcome === 'accepted' ? { received: 1, alerts } : { received: 1, failed: 1 });
  const intake = createIntake({ ...shared, ...parsing, configured: sources.configured, count });
  intake.start();
  const deps: ApiDeps = {
    tenantId,
    version: '0.0.0-test',
    locale: () => 'en',
    publicUrl: () => 'http://127.0.0.1:7420',
    operations: createOperations(shared),
    consoleDoor: standInDoor(store, clock),
    intake,
    alertSources: sources.desk,
    sources: builtInSources,
    store,
    directory: () => directory,
    hookToken: () => tokens.hook,
    hookBodyBytesMax: 1_048_576,
    renderCard: (incidentId, locale) => cardOf(incidentId, locale),
    health: async () => health.report,
    adapterStates: () => adapterStates,
    plugins: () => [pluginView],
    pluginMarket: async () => ({ items: [], markets: [{ name: 'company', problem: null }] }),
    doctor: async () => [{ id: 'node', level: 'ok', text: { en: 'Node 24', 'zh-CN': 'Node 24' }, advice: null }],
    metrics,
    log,
    clock,
    consoleDirectory: null,
    mounts: [],
    ...change,
  };
  async function cardOf(incidentId: string, locale: Locale): Promise<Card | null> {
    const thread = {
      id: '',
      incidentId,
      place: { adapter: 'console', workspace: '', channel: '' },
      locale,
      root: null,
      cardRevision: 0,
      parent: null,
    };
    return (await renderCard(store.forTenant(tenantId), thread))?.card ?? null;
  }
  const app = await createApi(deps);
  return {
    app,
    store,
    deps,
    logged,
    health,
    async listen() {
      await app.listen({ host: '127.0.0.1', port: 0 });
      const { port } = app.server.address() as AddressInfo;
      return `http://127.0.0.1:${port}`;
    },
    async close() {
      await app.close();
      await intake.stop();
      await sources.close();
      // Whoever brought the store goes on with it.
      if (change.store === undefined) await store.close();
    },
  };
}

function standInDoor(store: Store, clock: Clock): ConsoleDoor {
  const { chat } = store.forTenant(tenantId);
  let count = 0;
  return {
    say: (person, _locale, { text, threadId }) => {
      count += 1;
      const at = new Date(clock.now()).toISOString();
      const body = { text };
      return chat.post({
        channel: 'ops',
        threadId,
        author: person.id,
        authorName: person.name,
        isBot: false,
        body,
        incidentId: null,
        idempotencyKey: `say-${count}`,
        at,
      });
    },
    click: async (_person, _locale, { actionId }) =>
      actionId === 'reject'
        ? {
            notice: null,
            form: {
              id: 'reject:plan_1',
              title: 'Reject',
              submit: 'Reject',
              fields: [{ id: 'reason', label: 'Reason', isMultiline: true, isRequired: true, placeholder: 'why' }],
            },
          }
        : { notice: { level: 'ok', text: 'done' }, form: null },
    submit: async () => ({ notice: { level: 'info', text: 'sent' } }),
    roots: (channel, limit, beforeId) => chat.roots(channel, limit, beforeId),
    thread: (rootId, limit) => chat.thread(rootId, limit),
  };
}

export function bearer(token: string): Record<string, string> {
  return { authorization: `Bearer ${token}` };
}

/** One Alertmanager body with the group. */
export function alertmanagerBody(group: string, status: 'firing' | 'resolved' = 'firing'): Record<string, unknown> {
  const startsAt = '2026-01-01T00:00:00Z';
  return {
    version: '4',
    groupKey: `{}:{alertname="${group}"}`,
    status,
    receiver: 'zhiban',
    groupLabels: { alertname: group },
    commonLabels: { alertname: group, severity: 'critical' },
    commonAnnotations: { summary: `${group} is broken` },
    externalURL: 'http://alertmanager.example',
    truncatedAlerts: 0,
    alerts: [
      {
        status,
        labels: { alertname: group, severity: 'critical', instance: 'web-1:9100' },
        annotations: { summary: `${group} is broken` },
        startsAt,
        endsAt: status === 'resolved' ? '2026-01-01T00:10:00Z' : '0001-01-01T00:00:00Z',
        generatorURL: 'http://prometheus.example/graph',
        fingerprint: 'c0ffee0123456789',
      },
    ],
  };
}

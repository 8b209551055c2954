/** Feeds over a real store and a real intake, and what came of their messages. */

import type { AlertSource } from '../../../src/config/alert-sources.ts';
import { alertSourcesConfig } from '../../../src/config/alert-sources.ts';
import type { ResolveSecret } from '../../../src/domain/secret.ts';
import { createFeeds, type Feeds } from '../../../src/intake/feeds/feeds.ts';
import { runFeed } from '../../../src/intake/feeds/run-feed.ts';
import { openSources, type Sources } from '../../../src/intake/open-sources.ts';
import type { Store } from '../../../src/store/contract.ts';
import { until } from '../../support/child.ts';
import { type IntakeDesk, openIntakeDesk } from '../desk.ts';

export interface Station {
  readonly desk: IntakeDesk;
  readonly feeds: Feeds;
  readonly sources: Sources;
  /** Changes the configuration. */
  configure(given: readonly object[]): Promise<void>;
  untilUp(name: string): Promise<void>;
  /** Names of the alerts that are in incidents. */
  names(): Promise<readonly string[]>;
  close(): Promise<void>;
}

export interface StationOptions {
  readonly resolveSecret?: ResolveSecret;
  /** Stands before the intake: throws while the store is to be away. */
  readonly gate?: () => void;
}

export async function openStation(store: Store, given: readonly object[], options: StationOptions = {}): Promise<Station> {
  const desk = await openIntakeDesk(store);
  let configured: readonly AlertSource[] = alertSourcesConfig.parse(given);
  const parsing = {
    jsonMapping: () => null,
    utcOffset: () => '+08:00',
    groupBy: () => [],
    resolveTimeoutMs: () => 1,
    alertsMax: () => 20_000,
  };
  const shared = { ...parsing, store, clock: desk.deps.clock, locale: () => 'en' as const, people: desk.deps.people };
  const take: IntakeDesk['intake']['take'] = async (...alerts) => {
    options.gate?.();
    return desk.intake.take(...alerts);
  };
  const sources = openSources({ ...shared, take, hooks: [], states: () => feeds.states(), alertSources: () => configured });
  const feeds = createFeeds({
    ...{ tenantId: desk.store.tenantId, store, clock: { now: () => Date.now(), sleep }, intake: { take }, count: () => {} },
    ...{ configured: sources.configured, read: sources.read, tallies: sources.tallies, run: runFeed },
    log: { warn: () => {} },
    resolveSecret: options.resolveSecret ?? (() => ''),
  });
  await feeds.follow();
  return {
    desk,
    feeds,
    sources,
    async configure(next) {
      configured = alertSourcesConfig.parse(next);
      await feeds.follow();
    },
    untilUp: (name) => until(() => feeds.states().get(name)?.state === 'up', `${name} is up`, 90_000),
    names: async () => (await desk.alerts()).map(({ labels }) => labels.alertname ?? '').sort(),
    async close() {
      await feeds.stop();
      await sources.close();
    },
  };
}

/** Pauses of seconds are tens of milliseconds here. */
async function sleep(ms: number, signal?: AbortSignal): Promise<void> {
  const { setTimeout: wait } = await import('node:timers/promises');
  await wait(Math.min(ms, 50), undefined, signal === undefined ? {} : { signal });
}

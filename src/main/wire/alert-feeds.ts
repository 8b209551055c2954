/** Alert sources that aren't HTTP, as this process runs them, and what is told of them. */

import type { PartHealth } from '../../api/contract.ts';
import type { Intake } from '../../intake/contract.ts';
import { createFeeds, type FeedState, type Feeds } from '../../intake/feeds/feeds.ts';
import { runFeed } from '../../intake/feeds/run-feed.ts';
import type { Sources } from '../../intake/open-sources.ts';
import { type Ground, tenantId } from './ground.ts';

export function openFeeds(ground: Ground, intake: Intake, { configured, read, tallies }: Sources): Feeds {
  const { store, clock, log, metrics, resolveSecret } = ground;
  const feeds = createFeeds({
    ...{ tenantId, store, clock, log, intake, configured, read, tallies, resolveSecret, run: runFeed },
    count: metrics.intake,
  });
  metrics.watchSources(() => new Map([...feeds.states()].map(([name, { state }]) => [name, state === 'up'])));
  ground.onChange(() => void feeds.follow());
  return feeds;
}

/** One that is away is no reason to send nobody to us any more. */
export function feedHealth(states: ReadonlyMap<string, FeedState>): readonly PartHealth[] {
  return [...states].map(([name, { state, reason }]) => ({
    name: `source:${name}`,
    state: state === 'up' ? 'up' : state === 'refused' ? 'down' : 'degraded',
    reason: state === 'up' ? null : (reason?.en ?? state),
  }));
}

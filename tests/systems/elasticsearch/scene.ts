/** One real node for a file of tests: Zhiban's clients for it, and a diagnosis. */

import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { ElasticsearchClient } from '../../../src/systems/elasticsearch/client.ts';
import { type ElasticsearchEntry, elasticsearchKind } from '../../../src/systems/elasticsearch/system.ts';
import { type DiagnoseOptions, type Diagnosis, diagnoseSystem } from '../../support/diagnose.ts';
import { type ElasticsearchServer, startElasticsearch } from '../../support/elasticsearch.ts';
import { systemClock } from '../../support/system-clock.ts';

const guide = readFileSync(join(import.meta.dirname, '..', '..', '..', 'docs', 'guides', 'systems', 'elasticsearch.md'), 'utf8');

/** The role to look with, as the guide has it. */
function roleOfTheGuide(): string {
  const role = /PUT \/_security\/role\/zhiban_watch\n(\{[^`]+\})/.exec(guide)?.[1];
  if (role === undefined) throw new Error('The guide has no role zhiban_watch');
  return role;
}

export interface Scene {
  readonly server: ElasticsearchServer;
  readonly entry: ElasticsearchEntry;
  /** With every right. */
  readonly client: ElasticsearchClient;
  /** With the rights that the guide asks for. */
  readonly watcher: ElasticsearchClient;
  look(options?: DiagnoseOptions & { readonly as?: ElasticsearchClient }): Promise<Diagnosis>;
  setCluster(settings: Readonly<Record<string, unknown>>, scope?: 'persistent' | 'transient'): Promise<void>;
  /**
   * Lets the node find its disk past the flood stage, and answers once it has blocked the index `flooded` for that and the watermarks are
   * as before. It was the node's last look at its disk within the hour: what is blocked from now on stays so until somebody clears it.
   */
  lastDiskCheck(): Promise<void>;
  stop(): Promise<void>;
}

export function entryOf(url: string, more: Readonly<Record<string, unknown>> = {}): ElasticsearchEntry {
  return elasticsearchKind.entry.parse({ id: 'shop-search', kind: 'elasticsearch', url, ...more });
}

export function clientOf(entry: ElasticsearchEntry, secret = ''): ElasticsearchClient {
  return elasticsearchKind.connect(entry, { clock: systemClock, resolveSecret: () => secret });
}

export async function startScene(): Promise<Scene> {
  const server = await startElasticsearch(roleOfTheGuide());
  const login = ({ username }: { username: string }) => ({ username, password: { env: 'PASSWORD' } });
  const entry = entryOf(server.url, login(server.admin));
  const client = clientOf(entry, server.admin.password);
  const watcher = clientOf(entryOf(server.url, login(server.watcher)), server.watcher.password);
  const setCluster: Scene['setCluster'] = async (settings, scope = 'persistent') => {
    await server.ask('PUT', '_cluster/settings', { [scope]: settings });
  };
  let checked: Promise<void> | null = null;
  return {
    server,
    entry,
    client,
    watcher,
    look: ({ as = watcher, ...rest } = {}) => diagnoseSystem(elasticsearchKind, as, entry, rest),
    setCluster,
    lastDiskCheck() {
      checked ??= checkDiskLast(server, setCluster);
      return checked;
    },
    stop: () => server.stop(),
  };
}

/** Relative to the disk that is really there: whatever is used of it is more than three per cent. Null is what the node started with. */
export function watermarks(low: string | null, high: string | null, flood: string | null): Readonly<Record<string, string | null>> {
  const at = 'cluster.routing.allocation.disk.watermark';
  return { [`${at}.low`]: low, [`${at}.high`]: high, [`${at}.flood_stage`]: flood };
}

async function checkDiskLast(server: ElasticsearchServer, setCluster: Scene['setCluster']): Promise<void> {
  await server.ask('PUT', 'flooded', { settings: { number_of_replicas: 0 } });
  // In one request: a node looks at its disk by the new limits first, and only then at the interval to sleep until the next time.
  await setCluster({ ...watermarks('1%', '2%', '3%'), 'cluster.info.update.interval': '1h' });
  await until('the flood stage blocks the index', async () => {
    const answer = await server.ask('GET', 'flooded/_settings?filter_path=*.settings.index.blocks');
    return JSON.stringify(answer).includes('read_only_allow_delete');
  });
  await setCluster(watermarks(null, null, null));
  await server.ask('PUT', '*,-flooded/_settings?allow_no_indices=true', { 'index.blocks.read_only_allow_delete': null });
}

/** Until it holds; says what it waited for when it never does. */
export async function until(what: string, holds: () => Promise<boolean>, withinMs = 60_000): Promise<void> {
  const deadline = performance.now() + withinMs;
  while (!(await holds())) {
    if (performance.now() > deadline) throw new Error(`It never came about that ${what}`);
    await new Promise((resolve) => setTimeout(resolve, 150));
  }
}

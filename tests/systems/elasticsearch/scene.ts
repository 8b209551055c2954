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
  return {
    server,
    entry,
    client,
    watcher,
    look: ({ as = watcher, ...rest } = {}) => diagnoseSystem(elasticsearchKind, as, entry, rest),
    async setCluster(settings, scope = 'persistent') {
      await server.ask('PUT', '_cluster/settings', { [scope]: settings });
    },
    stop: () => server.stop(),
  };
}

/** Until it holds; says what it waited for when it never does. */
export async function until(what: string, holds: () => Promise<boolean>, withinMs = 60_000): Promise<void> {
  const deadline = performance.now() + withinMs;
  while (!(await holds())) {
    if (performance.now() > deadline) throw new Error(`It never came about that ${what}`);
    await new Promise((resolve) => setTimeout(resolve, 150));
  }
}

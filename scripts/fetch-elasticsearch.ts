/**
 * Fetches the Elasticsearch that the tests start, with Maven, into `node_modules/.cache`. Where that can't be done the tests that need it
 * are skipped, and this says so: it never fails a run for something that only they need.
 */

import { spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { mkdir, mkdtemp, rename, rm } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { elasticsearchHome, elasticsearchVersion } from '../tests/support/elasticsearch.ts';

/** The signed release that Elastic publishes for integration tests; 107 MB. */
const artifact = `org.elasticsearch.distribution.integ-test-zip:elasticsearch:${elasticsearchVersion}:zip`;
const fetchWithinMs = 600_000;

if (existsSync(join(elasticsearchHome, 'bin', 'elasticsearch'))) console.log(`Elasticsearch ${elasticsearchVersion}: there`);
else await fetchIt();

async function fetchIt(): Promise<void> {
  const cache = dirname(elasticsearchHome);
  await mkdir(cache, { recursive: true });
  const folder = await mkdtemp(join(cache, 'elasticsearch-fetching-'));
  try {
    console.log(`Elasticsearch ${elasticsearchVersion}: fetching it with Maven (107 MB)`);
    const copy = ['-q', '-B', 'dependency:copy', `-Dartifact=${artifact}`, `-DoutputDirectory=${folder}`, '-Dmdep.useBaseVersion=true'];
    const why = run('mvn', copy) ?? run('unzip', ['-q', join(folder, `elasticsearch-${elasticsearchVersion}.zip`), '-d', folder]);
    if (why !== null) return skipped(why);
    // Another run may have been quicker; then its copy is as good.
    await rename(join(folder, `elasticsearch-${elasticsearchVersion}`), elasticsearchHome).catch(() => undefined);
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

/** Null when it worked, else why it did not. */
function run(program: string, args: readonly string[]): string | null {
  const done = spawnSync(program, args, { stdio: ['ignore', 'pipe', 'pipe'], encoding: 'utf8', timeout: fetchWithinMs });
  if (done.status === 0) return null;
  if (done.error !== undefined) return `'${program}' cannot be run (Debian: maven, default-jre-headless, unzip): ${done.error.message}`;
  return `'${program}' ended with ${String(done.status ?? done.signal)}: ${`${done.stdout}${done.stderr}`.trim().slice(0, 600)}`;
}

function skipped(why: string): void {
  console.error(`Elasticsearch ${elasticsearchVersion} could not be fetched: the tests on a real node will be SKIPPED.\n  ${why}`);
}

/** The queries that come along, against the exporters that they are for: a name that an exporter doesn't have would watch nothing, silently. */

import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { packs } from '../../src/config/detection-packs.ts';
import {
  type StandardExporter,
  startBlackboxExporter,
  startMysqlExporter,
  startNodeExporter,
  startPostgresExporter,
} from '../support/exporters.ts';
import { type MariadbServer, startMariadb } from '../support/mariadb.ts';
import { type PostgresServer, startPostgres } from '../support/postgres.ts';
import { type PrometheusServer, startPrometheus } from '../support/prometheus.ts';
import { type RedisServer, startRedis } from '../support/redis.ts';
import { startRedisExporter } from '../support/redis-exporter.ts';
import { daysFromNow, makeAuthority } from '../systems/http/certificates.ts';
import { type Site, startSite } from '../systems/http/site.ts';

const limitMs = 120_000;
let prometheus: PrometheusServer;
let servers: readonly [RedisServer, MariadbServer, PostgresServer, Site];
let exporters: Readonly<Record<'node' | 'redis' | 'mysql' | 'postgres' | 'blackbox', StandardExporter>>;

before(async () => {
  const authority = await makeAuthority();
  const [redis, mariadb, postgres, site] = await Promise.all([
    startRedis(),
    startMariadb(),
    startPostgres(),
    startSite((_, answer) => answer.end(), await authority.issue({ to: daysFromNow(90) })),
  ]);
  servers = [redis, mariadb, postgres, site];
  await authority.remove();
  const [node, redisExporter, mysql, postgresExporter, blackbox] = await Promise.all([
    startNodeExporter(),
    startRedisExporter(redis.url),
    startMysqlExporter(mariadb),
    startPostgresExporter(postgres.url),
    startBlackboxExporter(),
  ]);
  exporters = { node, redis: redisExporter, mysql, postgres: postgresExporter, blackbox };
  const looked = new URL(site.url).host;
  const targets = Object.entries(exporters).map(([job, { address }]) =>
    job === 'blackbox' ? { job, address, path: '/probe', more: [`params: { module: [tls], target: ['${looked}'] }`] } : { job, address },
  );
  prometheus = await startPrometheus({ targets });
  await prometheus.until('count(up == 1)', ([count = 0]) => count === targets.length, limitMs);
});
after(async () => {
  await prometheus?.stop();
  await Promise.all(Object.values(exporters ?? {}).map((each) => each.stop()));
  await Promise.all((servers ?? []).map((each) => each.stop()));
});

function queryOf(name: string): string {
  const pack = packs.find((each) => each.name === name && each.kinds.includes('prometheus'));
  return pack?.input.kind === 'query' ? pack.input.query : assert.fail(`no query in ${name}`);
}

interface Found {
  readonly labels: Readonly<Record<string, string>>;
  readonly value: number;
}

async function ask(query: string): Promise<readonly Found[]> {
  const answer = await fetch(`${prometheus.url}/api/v1/query?query=${encodeURIComponent(query)}`);
  const body = (await answer.json()) as {
    data?: { result: { metric: Record<string, string>; value: [number, string] }[] };
    error?: string;
  };
  assert.ok(body.data !== undefined, body.error);
  return body.data.result.map(({ metric, value }) => ({ labels: metric, value: Number(value[1]) }));
}

test('disk and memory follow node_exporter: each filesystem with its mount, and no memory that only looks like one', async () => {
  await prometheus.until(`count(${queryOf('memory')})`, ([count = 0]) => count === 1, limitMs);

  const disks = await ask(queryOf('disk'));
  assert.ok(disks.length > 0);
  for (const { labels, value } of disks) {
    assert.ok(value >= 0 && labels.mountpoint !== undefined && labels.device !== undefined && labels.instance === exporters.node.address);
    assert.notEqual(labels.fstype, 'tmpfs');
  }
  const [memory] = await ask(queryOf('memory'));
  assert.ok(memory !== undefined && memory.value > 0 && memory.labels.instance === exporters.node.address);
});

test('connections follow the exporters of Redis, MySQL and PostgreSQL, each as a share, told apart by job and instance', async () => {
  const query = queryOf('connections');
  await prometheus.until(`count(${query})`, ([count = 0]) => count === 3, limitMs);

  const shares = await ask(query);

  assert.deepEqual(
    shares.map(({ labels }) => `${String(labels.job)} ${String(labels.instance)}`).sort(),
    (['mysql', 'postgres', 'redis'] as const).map((job) => `${job} ${exporters[job].address}`),
  );
  assert.ok(shares.every(({ value }) => value > 0 && value < 1));
});

test('a certificate follows blackbox_exporter, in days', async () => {
  const query = queryOf('certificate');
  await prometheus.until(`count(${query})`, ([count = 0]) => count === 1, limitMs);

  const [left] = await ask(query);

  assert.ok(left !== undefined && left.value > 80 && left.value < 91, String(left?.value));
  assert.equal(left.labels.job, 'blackbox');
});

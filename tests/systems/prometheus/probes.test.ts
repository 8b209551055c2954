import assert from 'node:assert/strict';
import { execFile } from 'node:child_process';
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, it } from 'node:test';
import { promisify } from 'node:util';
import { ApiFailure } from '../../../src/systems/http-api/failure.ts';
import { parseExposition, sumOf } from '../../../src/systems/prometheus/probes/exposition.ts';
import { ruleFacts } from '../../../src/systems/prometheus/probes/rules.ts';
import { sameLabels } from '../../../src/systems/prometheus/probes/same-labels.ts';
import { errorKind, targetFacts } from '../../../src/systems/prometheus/probes/targets.ts';
import { prometheusProbes } from '../../../src/systems/prometheus/probes.ts';
import { median, queryInstant, queryRange, rangeAround, seriesName } from '../../../src/systems/prometheus/series.ts';
import { contextOf } from '../../contracts/system.ts';
import { startPrometheus } from '../../support/prometheus.ts';
import { prometheusClient, prometheusEntry, withExporter, withPrometheus } from './diagnose.ts';

const run = promisify(execFile);
const limit = () => ({ timeoutMs: 5_000, signal: AbortSignal.timeout(20_000) });

describe('prometheusProbes', () => {
  it('alert-expression shows each side of the rule with its limit, narrowed to the alert', async () => {
    const page = 'mem_used{db="a"} 95\nmem_max{db="a"} 100\nmem_used{db="b"} 10\nmem_max{db="b"} 100\noom_total{db="a"} 7\n';
    const rules = `groups: [{ name: g, rules: [{ alert: MemoryFull, labels: { severity: critical }, expr: 'mem_used / mem_max > 0.9 and on(db) oom_total > 5' }] }]`;
    await withExporter(
      () => page,
      async (site) => {
        await withPrometheus({ targets: [{ job: 'db', address: `127.0.0.1:${String(site.port)}` }], rules }, async ({ server, look }) => {
          await server.until('ALERTS{alertstate="firing"}', (values) => values.length === 1);

          const { facts, evidence } = await look({ probes: ['alert-expression'] });
          const [seen] = evidence;

          assert.equal(facts['alert.name'], 'MemoryFull');
          assert.match(String(facts['alert.part1.expression']), /^mem_used\{.*db="a".*\} \/ mem_max\{.*db="a".*\}$/);
          assert.deepEqual([facts['alert.part1.limit'], facts['alert.part1.value'], facts['alert.part1.isBreached']], [0.9, 0.95, true]);
          assert.deepEqual([facts['alert.part2.limit'], facts['alert.part2.value']], [5, 7]);
          assert.ok(
            (seen?.series ?? []).some((series) => series.values.at(-1) === 95),
            'the numerator is shown by itself',
          );
          assert.ok(
            (seen?.series ?? []).every((series) => series.values.at(-1) !== 10),
            'the healthy database is not',
          );
        });
      },
    );
  });

  it('query-range puts the week before beside what is now', async (test) => {
    const server = await startPrometheus({ args: ['--storage.tsdb.retention.time=60d'] });
    test.after(() => server.stop());
    const nowSeconds = Math.floor(Date.now() / 1_000);
    const lines = [nowSeconds - 7 * 86_400, nowSeconds].flatMap((end, index) =>
      Array.from({ length: 30 }, (_, minute) => `latency_seconds{} ${String(index === 0 ? 0.2 : 2)} ${String(end - (29 - minute) * 60)}`),
    );
    await writeFile(join(server.directory, 'old.om'), `# TYPE latency_seconds gauge\n${lines.join('\n')}\n# EOF\n`);
    await run('promtool', ['tsdb', 'create-blocks-from', 'openmetrics', join(server.directory, 'old.om'), join(server.directory, 'data')]);
    await server.restart();
    const entry = prometheusEntry(server.url);
    const probe = prometheusProbes.find((each) => each.name === 'query-range');

    const look = await probe?.look(
      prometheusClient(entry),
      { expression: 'latency_seconds', minutesBefore: 30, minutesAfter: 0 },
      contextOf(entry, 20_000),
    );
    await server.stop();

    assert.equal(look?.status, 'ok', look?.reason);
    assert.deepEqual([look?.facts['range.last'], look?.facts['range.baseline'], look?.facts['range.toBaseline']], [2, 0.2, 10]);
    assert.match(look?.series?.[1]?.name ?? '', /a week before/);
    assert.equal(look?.series?.[1]?.times.at(-1), look?.series?.[0]?.times.at(-1));
  });

  it('query answers a wrong expression in words', async () => {
    await withPrometheus({}, async ({ entry, client }) => {
      const probe = prometheusProbes.find((each) => each.name === 'query');

      const look = await probe?.look(client, { expression: 'rate(up)' }, contextOf(entry, 10_000));

      assert.equal(look?.status, 'failed');
      assert.match(look?.reason ?? '', /range vector/);
    });
  });
});

describe('series', () => {
  it('rangeAround() keeps to 240 points and does not look past now', () => {
    const range = rangeAround(10_000_000, 10_060_000, 1_440, 60);

    assert.equal(range.toMs, 10_060_000);
    assert.ok((range.toMs - range.fromMs) / 1_000 / range.stepSeconds <= 241);
  });

  it('queryInstant() and queryRange() leave out what is not a number', async () => {
    await withPrometheus({}, async ({ client }) => {
      const [value] = await queryInstant(client, 'vector(0) / 0', Date.now(), limit());
      const series = await queryRange(client, 'vector(0) / 0', rangeAround(Date.now(), Date.now(), 5, 0), limit());

      assert.equal(value?.value, null);
      assert.deepEqual(series, []);
      await assert.rejects(queryInstant(client, 'nonsense(', Date.now(), limit()), ApiFailure);
    });
  });

  it('seriesName() and median() read as expected', () => {
    assert.equal(seriesName({ __name__: 'up', job: 'x' }), 'up{job="x"}');
    assert.deepEqual([median([3, 1, 2]), median([])], [2, null]);
  });
});

describe('facts', () => {
  it('errorKind() reads what Prometheus writes', () => {
    const kinds: Readonly<Record<string, string>> = {
      'Get "http://x/metrics": dial tcp 127.0.0.1:1: connect: connection refused': 'refused',
      'Get "http://x/metrics": context deadline exceeded': 'timeout',
      'Get "http://x/metrics": dial tcp: lookup x on 10.0.0.2:53: no such host': 'dns',
      'Get "https://x/metrics": x509: certificate has expired': 'tls',
      'server returned HTTP status 403 Forbidden': 'auth',
      'server returned HTTP status 500 Internal Server Error': 'status',
      'sample limit exceeded': 'limit',
      'expected equal, got "<" ("INVALID")': 'format',
      'Get "http://x/metrics": EOF': 'closed',
    };
    for (const [message, kind] of Object.entries(kinds)) assert.equal(errorKind(message), kind, message);
  });

  it('targetFacts() name a job that is lost whole', () => {
    const target = (job: string, health: string) => ({
      labels: { job, instance: `${job}:1` },
      scrapeUrl: '',
      lastError: health === 'up' ? '' : 'connection refused',
      lastScrapeDuration: 0.5,
      health,
      scrapeTimeout: '1s',
    });

    const facts = targetFacts([target('a', 'up'), target('a', 'down'), target('b', 'down')]);

    assert.deepEqual([facts['targets.down'], facts['targets.jobsLost'], facts['targets.slowestScrapeRatio']], [2, 'b', 0.5]);
  });

  it('sameLabels() tells different targets of the same labels', () => {
    const target = (port: number, instance: string) => ({
      labels: { job: 'web', instance },
      scrapeUrl: `http://a:${String(port)}/metrics`,
    });

    const facts = sameLabels([target(1, 'web'), target(2, 'web'), target(3, 'other'), target(3, 'other')]);

    assert.deepEqual(facts, {
      'targets.same.count': 1,
      'targets.same.labels': '{instance="web", job="web"}',
      'targets.same.targets': 2,
      'targets.same.urls': 'http://a:1/metrics, http://a:2/metrics',
    });
    assert.equal(sameLabels([target(1, 'a'), target(1, 'b')])['targets.same.count'], 0);
  });

  it('ruleFacts() name slow groups', () => {
    const facts = ruleFacts([{ name: 'heavy', interval: 10, evaluationTime: 9.5, rules: [] }]);

    assert.deepEqual([facts['rules.slowGroups'], facts['rules.slowGroup']], [1, 'heavy']);
  });

  it('parseExposition() adds label sets up', () => {
    const metrics = parseExposition('# HELP x y\nx{a="1 2"} 3\nx{a="}"} 4\ny NaN\nz 1e3 1700000000\n');

    assert.deepEqual([sumOf(metrics, 'x'), sumOf(metrics, 'y'), sumOf(metrics, 'z')], [7, null, 1_000]);
  });
});

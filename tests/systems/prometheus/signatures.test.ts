import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { prometheusSignatures } from '../../../src/systems/prometheus/signatures.ts';
import { prometheusKind } from '../../../src/systems/prometheus/system.ts';
import { diagnoseSystem } from '../../support/diagnose.ts';
import { freePort } from '../../support/peers.ts';
import { startAlertmanager, startPrometheus } from '../../support/prometheus.ts';
import { startSite } from '../http/site.ts';
import { prometheusClient, prometheusEntry, withExporter, withPrometheus } from './diagnose.ts';

const firing = 'groups: [{ name: g, rules: [{ alert: Always, expr: vector(1) > 0 }] }]';

// Each has servers of its own and mostly waits for them to scrape.
describe('prometheusSignatures', { concurrency: 4 }, () => {
  it('have no remedy: nothing is changed through Prometheus', () => {
    assert.ok(prometheusSignatures.every((signature) => signature.remedies.length === 0));
  });

  it('a healthy Prometheus with a healthy target and a healthy Alertmanager has no fault', async (test) => {
    const hook = await startSite((_request, response) => void response.end());
    test.after(() => hook.stop());
    const alertmanager = await startAlertmanager({ webhookUrl: hook.url });
    test.after(() => alertmanager.stop());
    await withExporter(
      () => 'jobs_waiting 3\n',
      async (site) => {
        await withPrometheus(
          { targets: [{ job: 'jobs', address: `127.0.0.1:${String(site.port)}` }], rules: firing, alertmanager: alertmanager.address },
          async ({ server, look }) => {
            await server.until('jobs_waiting', (values) => values[0] === 3);
            await server.until('ALERTS', (values) => values.length === 1);

            const seen = await look();

            assert.deepEqual([seen.confirmed, seen.likely], [[], []]);
            assert.equal(seen.facts['rules.firingNames'], 'Always');
          },
        );
      },
    );
  });

  it('an exporter that has stopped; with the service itself well it is a gap in the monitoring', async () => {
    const address = `127.0.0.1:${String(await freePort())}`;
    await withPrometheus({ targets: [{ job: 'redis', address }] }, async ({ server, look }) => {
      await server.until('up', (values) => values[0] === 0);

      assert.deepEqual((await look()).causes, ['exporter-down']);
      assert.deepEqual((await look({ neighbours: { cache: { 'reach.isOk': true } } })).causes, ['monitoring-gap']);
      assert.deepEqual((await look({ neighbours: { cache: { 'reach.isOk': false } } })).causes, ['exporter-down']);
    });
  });

  const wrong: Readonly<Record<string, { readonly answer: Parameters<typeof startSite>[0]; readonly more?: readonly string[] }>> = {
    'scrape-timeout': { answer: () => undefined },
    'target-login-refused': { answer: (_request, response) => void response.writeHead(401).end() },
    'target-answers-wrongly': { answer: (_request, response) => void response.writeHead(404).end() },
    'sample-limit': {
      answer: (_request, response) => void response.end(Array.from({ length: 50 }, (_, index) => `m{i="${String(index)}"} 1\n`).join('')),
      more: ['sample_limit: 10'],
    },
  };
  for (const [expected, { answer, more }] of Object.entries(wrong)) {
    it(`a target that is there and wrong: ${expected}`, async (test) => {
      const site = await startSite(answer);
      test.after(() => site.stop());
      const target = { job: 'app', address: `127.0.0.1:${String(site.port)}`, ...(more === undefined ? {} : { more }) };
      await withPrometheus({ targets: [target] }, async ({ server, look }) => {
        await server.until('up', (values) => values[0] === 0);

        assert.deepEqual((await look()).causes, [expected]);
      });
    });
  }

  it('a page that is not metrics, and a name that does not resolve', async (test) => {
    const site = await startSite((_request, response) => void response.end('<html>hello</html>'));
    test.after(() => site.stop());
    await withPrometheus({ targets: [{ job: 'app', address: `127.0.0.1:${String(site.port)}` }] }, async ({ server, look }) => {
      await server.until('up', (values) => values[0] === 0);
      assert.deepEqual((await look()).causes, ['target-answers-wrongly']);
    });
    await withPrometheus({ targets: [{ job: 'app', address: 'no-such-host.invalid:9100' }] }, async ({ server, look }) => {
      await server.until('up', (values) => values[0] === 0);
      assert.deepEqual((await look()).causes, ['target-name-not-resolved']);
    });
  });

  it('a configuration that was not loaded', async () => {
    await withPrometheus({}, async ({ server, look }) => {
      assert.equal(await server.reload({ raw: 'scrape_configs: [{ job: oops }]' }), false);

      assert.deepEqual((await look()).causes, ['config-reload-failed']);
    });
  });

  it('a rule that matches many to many', async () => {
    await withExporter(
      () => 'a{x="1",y="1"} 1\na{x="1",y="2"} 1\nb{x="1",z="1"} 1\nb{x="1",z="2"} 1\n',
      async (site) => {
        const rules = 'groups: [{ name: g, rules: [{ record: r, expr: a * on(x) b }] }]';
        await withPrometheus({ targets: [{ job: 'app', address: `127.0.0.1:${String(site.port)}` }], rules }, async ({ server, look }) => {
          await server.until('count(b)', (values) => values[0] === 2);
          await server.until('absent(r)', () => true);
          for (let index = 0; index < 40; index += 1) {
            const seen = await look({ probes: ['rules'] });
            if (Number(seen.facts['rules.unhealthy']) > 0) break;
            await new Promise((resolve) => setTimeout(resolve, 250));
          }

          assert.deepEqual((await look()).causes, ['rules-failing']);
        });
      },
    );
  });

  it('an Alertmanager that is away, and none at all', async () => {
    const away = `127.0.0.1:${String(await freePort())}`;
    await withPrometheus({ rules: firing, alertmanager: away }, async ({ look }) => {
      let seen = await look();
      for (let index = 0; index < 40 && !seen.causes.includes('notifications-failing'); index += 1) {
        await new Promise((resolve) => setTimeout(resolve, 500));
        seen = await look();
      }

      assert.deepEqual(seen.causes, ['notifications-failing']);
    });
    await withPrometheus({ rules: firing }, async ({ look }) => {
      let seen = await look();
      for (let index = 0; index < 80 && !(Number(seen.facts['self.uptimeSeconds']) >= 15); index += 1) {
        await new Promise((resolve) => setTimeout(resolve, 500));
        seen = await look();
      }

      assert.deepEqual(seen.causes, [], 'some have none, and mean it');
      assert.deepEqual((await look({ words: 'why did I get no alerts?' })).causes, ['no-alertmanager']);
    });
  });

  it('a label with an identifier in it', async () => {
    const page = Array.from({ length: 8_000 }, (_, index) => `requests_total{user="u${String(index)}"} 1\n`).join('');
    await withExporter(
      () => page,
      async (site) => {
        await withPrometheus(
          { targets: [{ job: 'app', address: `127.0.0.1:${String(site.port)}` }], interval: '3s' },
          async ({ server, look }) => {
            await server.until('count(requests_total)', (values) => values[0] === 8_000);

            const seen = await look();

            assert.deepEqual(seen.causes, ['high-cardinality']);
            assert.deepEqual([seen.facts['self.topMetric'], seen.facts['self.topLabel']], ['requests_total', 'user']);
          },
        );
      },
    );
  });

  it('a Prometheus that is gone, and one that is stopped', async (test) => {
    const server = await startPrometheus();
    test.after(() => server.stop());
    const entry = prometheusEntry(server.url);
    const causes = async (): Promise<readonly string[]> =>
      (await diagnoseSystem(prometheusKind, prometheusClient(entry), entry, { probes: ['self'] })).causes;

    server.signal('SIGSTOP');
    const stopped = await causes();
    await server.stop();

    assert.deepEqual([stopped, await causes()], [['not-answering'], ['process-gone']]);
  });
});

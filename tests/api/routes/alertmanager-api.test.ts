/** Alertmanager's API, spoken by a real Prometheus and a real amtool. */

import assert from 'node:assert/strict';
import { execFile } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, test } from 'node:test';
import { setTimeout as sleep } from 'node:timers/promises';
import { promisify } from 'node:util';
import type { Incident } from '../../../src/domain/incident.ts';
import { startPrometheus } from '../../support/prometheus.ts';
import { bearer, type Harness, startHarness, tenantId, tokens } from '../harness.ts';

let harness: Harness;
let url: string;

before(async () => {
  harness = await startHarness();
  url = await harness.listen();
});
after(() => harness.close());

function post(payload: object, headers: Record<string, string> = bearer(tokens.hook)) {
  return harness.app.inject({ method: 'POST', url: '/api/v2/alerts', headers, payload });
}

async function untilIncident(title: RegExp, status: Incident['status']): Promise<Incident> {
  for (const untilMs = Date.now() + 90_000; Date.now() < untilMs; await sleep(100)) {
    const found = (await harness.store.forTenant(tenantId).incidents.list({ limit: 200 })).items.find(
      (incident) => title.test(incident.title) && incident.status === status,
    );
    if (found !== undefined) return found;
  }
  throw new Error(`no incident ${title} came to be ${status}`);
}

test('a real Prometheus fires into us and resolves what it fired', async () => {
  let isBroken = 1;
  const target = createServer((_request, response) => response.end(`shop_broken ${isBroken}\n`)).listen(0, '127.0.0.1');
  await once(target, 'listening');
  const address = `127.0.0.1:${(target.address() as AddressInfo).port}`;
  const rule = {
    alert: 'ShopBroken',
    expr: 'shop_broken == 1',
    labels: { severity: 'critical' },
    annotations: { summary: 'the shop is broken' },
  };
  const started = startPrometheus({
    rules: JSON.stringify({ groups: [{ name: 'shop', rules: [rule] }] }),
    args: ['--rules.alert.resend-delay=1s'],
  });
  try {
    const prometheus = await started;
    const alertmanagers = [{ authorization: { credentials: tokens.hook }, static_configs: [{ targets: [new URL(url).host] }] }];
    const raw = {
      global: { scrape_interval: '1s', scrape_timeout: '1s', evaluation_interval: '1s' },
      rule_files: ['rules.yml'],
      alerting: { alertmanagers },
      scrape_configs: [{ job_name: 'shop', static_configs: [{ targets: [address] }] }],
    };
    assert.ok(await prometheus.reload({ raw: JSON.stringify(raw) }));

    const fired = await untilIncident(/the shop is broken/, 'triggered');
    const [alert] = await harness.store.forTenant(tenantId).alerts.ofIncident(fired.id, 10);
    isBroken = 0;
    const resolved = await untilIncident(/the shop is broken/, 'resolved');

    assert.equal(fired.severity, 'critical');
    assert.deepEqual([alert?.labels.alertname, alert?.labels.instance], ['ShopBroken', address]);
    assert.match(alert?.generatorUrl ?? '', /\/graph\?/);
    // Until when it holds, as Prometheus reckons it.
    assert.ok(Date.parse(alert?.endsAt ?? '') > Date.parse(alert?.receivedAt ?? ''));
    assert.equal(resolved.id, fired.id);
  } finally {
    target.close();
    await started.then((prometheus) => prometheus.stop());
  }
});

test('a real amtool sees what fires, with the token of a person and not with the one of senders', async () => {
  await post([
    { labels: { alertname: 'Seen', severity: 'warning' }, annotations: { summary: 'to be seen' } },
    { labels: { alertname: 'Unseen' } },
  ]);
  const directory = mkdtempSync(join(tmpdir(), 'zhiban-amtool-'));
  const ask = async (token: string, ...words: readonly string[]) => {
    const file = join(directory, 'http.yml');
    writeFileSync(file, `authorization: { credentials: ${token} }\n`);
    const args = [`--alertmanager.url=${url}`, `--http.config.file=${file}`, '--output=json', ...words];
    return (await promisify(execFile)('amtool', args)).stdout;
  };
  try {
    const seen = JSON.parse(await ask(tokens.viewer, 'alert', 'query', 'alertname="Seen"'));
    const silences = await ask(tokens.viewer, 'silence', 'query');
    const add = ['silence', 'add', '--comment=moving it', '--duration=2h', 'alertname=~"Quie.*"', 'severity!="critical"'];
    await assert.rejects(ask(tokens.viewer, ...add), /403|silence alerts/);
    const id = (await ask(tokens.admin, ...add)).trim().replaceAll('"', '');
    await post([{ labels: { alertname: 'Quiet' } }, { labels: { alertname: 'Quiet', severity: 'critical' } }]);
    const [made] = JSON.parse(await ask(tokens.viewer, 'silence', 'query', 'alertname=~"Quie.*"'));
    const held = JSON.parse(await ask(tokens.viewer, 'alert', 'query', '--silenced', 'alertname="Quiet"'));
    const active = JSON.parse(await ask(tokens.viewer, 'alert', 'query', '--active', 'alertname="Quiet"'));
    await ask(tokens.admin, 'silence', 'expire', id);
    const left = await ask(tokens.viewer, 'silence', 'query');

    assert.deepEqual(
      seen.map(({ labels, status }: { labels: object; status: { state: string } }) => [labels, status.state]),
      [[{ alertname: 'Seen', severity: 'warning' }, 'active']],
    );
    assert.equal(silences.trim(), '[]');
    assert.deepEqual([made.id, made.comment, made.createdBy, made.status.state], [id, 'moving it', 'admin', 'active']);
    assert.deepEqual(made.matchers, [
      { isEqual: true, isRegex: true, name: 'alertname', value: 'Quie.*' },
      { isEqual: false, isRegex: false, name: 'severity', value: 'critical' },
    ]);
    assert.deepEqual(
      held.map(({ status }: { status: object }) => Reflect.get(status, 'silencedBy')),
      [[id]],
    );
    assert.deepEqual(
      active.map(({ labels }: { labels: object }) => Reflect.get(labels, 'severity')),
      ['critical'],
    );
    assert.equal(left.trim(), '[]');
    await assert.rejects(ask(tokens.hook, 'alert', 'query'));
  } finally {
    rmSync(directory, { recursive: true });
  }
});

test('alerts are taken in with the token of senders alone, and a bad body is refused in words', async () => {
  assert.equal((await post([], {})).statusCode, 401);
  assert.equal((await post([], bearer(tokens.admin))).statusCode, 401);
  assert.equal((await post([])).statusCode, 200);
  const basic = `Basic ${Buffer.from(`prometheus:${tokens.hook}`).toString('base64')}`;
  assert.equal((await post([], { authorization: basic })).statusCode, 200);
  const wrong = await post({ alerts: [] });
  assert.deepEqual([wrong.statusCode, /expected a list of alerts/.test(wrong.json().error.message)], [400, true]);
});

test('what is asked for can be narrowed', async () => {
  await post([{ labels: { alertname: 'Narrow' } }]);
  const ask = (query: string) => harness.app.inject({ url: `/api/v2/alerts?${query}`, headers: bearer(tokens.viewer) });

  const all = await ask('');
  const [found] = (await ask(`filter=${encodeURIComponent('alertname="Narrow"')}`)).json();
  assert.ok(all.json().length > 1);
  assert.deepEqual([found.labels, found.receivers, found.status.state], [{ alertname: 'Narrow' }, [{ name: 'zhiban' }], 'active']);
  assert.deepEqual((await ask('active=false&silenced=false')).json(), []);
  assert.equal((await ask(`filter=${encodeURIComponent('alertname=~"N.*w"')}`)).json().length, 1);
  assert.equal((await ask(`filter=${encodeURIComponent('alertname=~"("')}`)).statusCode, 400);
  assert.equal((await harness.app.inject({ url: '/api/v2/alerts' })).statusCode, 401);
  const status = (await harness.app.inject({ url: '/api/v2/status', headers: bearer(tokens.viewer) })).json();
  assert.deepEqual([status.cluster.status, status.versionInfo.version], ['disabled', '0.0.0-test']);
});

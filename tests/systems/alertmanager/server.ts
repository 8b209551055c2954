/** A real Alertmanager whose configuration, alerts and silences the test decides. */

import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import type { AlertmanagerClient } from '../../../src/systems/alertmanager/client.ts';
import { type AlertmanagerEntry, alertmanagerKind } from '../../../src/systems/alertmanager/system.ts';
import { type Diagnosis, diagnoseSystem } from '../../support/diagnose.ts';
import { freePort } from '../../support/peers.ts';
import { systemClock } from '../../support/system-clock.ts';

export type Labels = Readonly<Record<string, string>>;

export interface Alertmanager {
  readonly url: string;
  readonly client: AlertmanagerClient;
  readonly entry: AlertmanagerEntry;
  readonly clusterAddress: string;
  fire(...alerts: readonly Labels[]): Promise<void>;
  /** Answers its id. */
  silence(
    matchers: readonly { name: string; value: string; isRegex: boolean }[],
    given?: { startsInSeconds?: number; hours?: number; comment?: string },
  ): Promise<string>;
  expire(id: string): Promise<void>;
  /** Writes another configuration and has it loaded; resolves with whether it was. */
  reload(configuration: string): Promise<boolean>;
  /** Polls the metrics until a line matches. */
  untilMetric(pattern: RegExp): Promise<void>;
  look(): Promise<Diagnosis>;
  stop(): Promise<void>;
}

export function configuration(webhook: string): string {
  return `route: { receiver: hook, group_by: [alertname], group_wait: 10ms, group_interval: 1s, repeat_interval: 1h }
receivers:
  - name: hook
    webhook_configs: [{ url: "${webhook}" }]
inhibit_rules:
  - { source_matchers: [role="source"], target_matchers: [role="target"], equal: [cluster] }
`;
}

const readyWithinMs = 30_000;

export async function startAlertmanagerOf(given: {
  readonly configuration: string;
  readonly peers?: readonly string[];
  readonly isClustered?: boolean;
}): Promise<Alertmanager> {
  const directory = await mkdtemp(join(tmpdir(), 'zhiban-am-'));
  const path = join(directory, 'am.yml');
  await writeFile(path, given.configuration);
  const [port, clusterPort] = [await freePort(), await freePort()];
  const url = `http://127.0.0.1:${String(port)}`;
  const clusterAddress = `127.0.0.1:${String(clusterPort)}`;
  const cluster =
    given.isClustered === true
      ? [
          `--cluster.listen-address=${clusterAddress}`,
          '--cluster.settle-timeout=1s',
          '--cluster.probe-interval=200ms',
          '--cluster.probe-timeout=150ms',
          '--cluster.gossip-interval=100ms',
        ]
      : ['--cluster.listen-address='];
  const args = [
    `--config.file=${path}`,
    `--storage.path=${join(directory, 'data')}`,
    `--web.listen-address=127.0.0.1:${String(port)}`,
    '--log.level=error',
    ...cluster,
    ...(given.peers ?? []).map((peer) => `--cluster.peer=${peer}`),
  ];
  const child = spawn('prometheus-alertmanager', args, { stdio: 'ignore' });
  child.on('error', () => undefined);
  await until(async () => (await fetch(`${url}/-/ready`).catch(() => null))?.ok === true, url);
  const entry = alertmanagerKind.entry.parse({ id: 'am', kind: 'alertmanager', url });
  const client = alertmanagerKind.connect(entry, { clock: systemClock, resolveSecret: () => '' });
  const alerts = async (): Promise<string> => await (await fetch(`${url}/api/v2/alerts`)).text();
  return {
    url,
    client,
    entry,
    clusterAddress,
    async fire(...labels) {
      await post(
        `${url}/api/v2/alerts`,
        labels.map((each) => ({ labels: each })),
      );
      const last = labels.at(-1)?.alertname ?? '';
      await until(async () => (await alerts()).includes(`"${last}"`), `the alert ${last}`);
    },
    async silence(matchers, { startsInSeconds = 0, hours = 2, comment = 'maintenance' } = {}) {
      const startsAt = new Date(Date.now() + startsInSeconds * 1_000);
      const endsAt = new Date(startsAt.getTime() + hours * 3_600_000);
      const body = { matchers: matchers.map((each) => ({ ...each, isEqual: true })), startsAt, endsAt, createdBy: 'ann', comment };
      return /"silenceID":"([^"]+)"/.exec(await post(`${url}/api/v2/silences`, body))?.[1] ?? '';
    },
    async expire(id) {
      await (await fetch(`${url}/api/v2/silence/${id}`, { method: 'DELETE' })).text();
    },
    async reload(text) {
      await writeFile(path, text);
      const answer = await fetch(`${url}/-/reload`, { method: 'POST' });
      await answer.text();
      return answer.ok;
    },
    untilMetric: (pattern) => until(async () => pattern.test(await (await fetch(`${url}/metrics`)).text()), String(pattern)),
    look: () => diagnoseSystem(alertmanagerKind, client, entry),
    async stop() {
      await client.close();
      await end(child);
      await rm(directory, { recursive: true, force: true });
    },
  };
}

async function post(url: string, body: unknown): Promise<string> {
  const answer = await fetch(url, { method: 'POST', headers: { 'content-type': 'application/json' }, body: JSON.stringify(body) });
  const text = await answer.text();
  if (!answer.ok) throw new Error(`${url} answered ${String(answer.status)}: ${text}`);
  return text;
}

async function until(isMet: () => Promise<boolean>, what: string): Promise<void> {
  const untilMs = Date.now() + readyWithinMs;
  while (!(await isMet())) {
    if (Date.now() > untilMs) throw new Error(`Waited in vain for ${what}`);
    await sleep(50);
  }
}

async function end(child: ChildProcess): Promise<void> {
  if (child.pid === undefined || child.exitCode !== null || child.signalCode !== null) return;
  const ended = once(child, 'exit');
  child.kill('SIGKILL');
  await ended;
}

/** A real Prometheus, and with it a real Alertmanager, of the test's own: free ports, a temporary directory, gone at the end. */

import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { freePort } from './peers.ts';
import { sendSignal } from './send-signal.ts';

export interface ScrapeTarget {
  readonly job: string;
  /** `host:port`. */
  readonly address: string;
  readonly path?: string;
  /** More YAML lines of the scrape_config, without indentation. */
  readonly more?: readonly string[];
}

export interface PrometheusOptions {
  readonly targets?: readonly ScrapeTarget[];
  /** The content of a rule file. */
  readonly rules?: string;
  /** How often targets are scraped and rules are evaluated; one second by default. */
  readonly interval?: string;
  /** `host:port` of an Alertmanager that is already there. */
  readonly alertmanager?: string;
  /** More arguments; the last of two that are the same counts. */
  readonly args?: readonly string[];
  /** Where to listen; a free port by default. */
  readonly port?: number;
}

export interface PrometheusServer {
  readonly url: string;
  readonly port: number;
  readonly pid: number;
  readonly directory: string;
  /** Writes the configuration anew and has it loaded; resolves with whether it was. */
  reload(change: PrometheusOptions | { readonly raw: string }): Promise<boolean>;
  /** Polls an expression until the check holds; throws after the limit. */
  until(expression: string, isMet: (values: readonly number[]) => boolean, withinMs?: number): Promise<void>;
  signal(signal: NodeJS.Signals): void;
  /** Ends the process and starts it anew on the same port and directory. */
  restart(): Promise<void>;
  stop(): Promise<void>;
}

export interface AlertmanagerServer {
  readonly url: string;
  /** `host:port`, for `PrometheusOptions.alertmanager`. */
  readonly address: string;
  signal(signal: NodeJS.Signals): void;
  stop(): Promise<void>;
}

const readyWithinMs = 30_000;

/** Fails when Prometheus is not installed (Debian: prometheus). */
export async function startPrometheus(options: PrometheusOptions = {}): Promise<PrometheusServer> {
  const directory = await mkdtemp(join(tmpdir(), 'zhiban-prometheus-'));
  const port = options.port ?? (await freePort());
  const url = `http://127.0.0.1:${String(port)}`;
  await writeConfiguration(directory, options);
  const args = [
    `--config.file=${join(directory, 'prometheus.yml')}`,
    `--storage.tsdb.path=${join(directory, 'data')}`,
    `--web.listen-address=127.0.0.1:${String(port)}`,
    '--web.enable-lifecycle',
    '--log.level=error',
    ...(options.args ?? []),
  ];
  let child = launch('prometheus', args);
  await untilReady(child, `${url}/-/ready`);
  return {
    url,
    port,
    get pid() {
      return child.pid ?? 0;
    },
    directory,
    async restart() {
      await end(child);
      child = launch('prometheus', args);
      await untilReady(child, `${url}/-/ready`);
    },
    async reload(change) {
      if ('raw' in change) await writeFile(join(directory, 'prometheus.yml'), change.raw);
      else await writeConfiguration(directory, change);
      const answer = await fetch(`${url}/-/reload`, { method: 'POST' });
      await answer.text();
      return answer.ok;
    },
    async until(expression, isMet, withinMs = readyWithinMs) {
      const untilMs = Date.now() + withinMs;
      for (;;) {
        const values = await valuesOf(url, expression);
        if (isMet(values)) return;
        if (Date.now() > untilMs) throw new Error(`'${expression}' did not come to what was waited for; last: ${JSON.stringify(values)}`);
        await sleep(150);
      }
    },
    signal(signal) {
      sendSignal(child, signal);
    },
    async stop() {
      await end(child);
      await rm(directory, { recursive: true, force: true });
    },
  };
}

export interface AlertmanagerOptions {
  /** Where alerts go. */
  readonly webhookUrl: string;
  /** Sent as `Authorization: Bearer …`. */
  readonly bearer?: string;
  readonly groupBy?: readonly string[];
  readonly groupWait?: string;
  readonly groupInterval?: string;
  readonly repeatInterval?: string;
  /** As its configuration has them. */
  readonly inhibitRules?: readonly object[];
}

/** Fails when Alertmanager is not installed (Debian: prometheus-alertmanager). */
export async function startAlertmanager(options: AlertmanagerOptions): Promise<AlertmanagerServer> {
  const directory = await mkdtemp(join(tmpdir(), 'zhiban-alertmanager-'));
  const port = await freePort();
  const address = `127.0.0.1:${String(port)}`;
  const authorization =
    options.bearer === undefined ? '' : `\n        http_config: { authorization: { credentials: ${JSON.stringify(options.bearer)} } }`;
  await writeFile(
    join(directory, 'alertmanager.yml'),
    `route:
  receiver: hook
  group_by: ${JSON.stringify(options.groupBy ?? ['alertname'])}
  group_wait: ${options.groupWait ?? '100ms'}
  group_interval: ${options.groupInterval ?? '1s'}
  repeat_interval: ${options.repeatInterval ?? '1h'}
receivers:
  - name: hook
    webhook_configs:
      - url: ${JSON.stringify(options.webhookUrl)}
        send_resolved: true${authorization}
${options.inhibitRules === undefined ? '' : `inhibit_rules: ${JSON.stringify(options.inhibitRules)}\n`}`,
  );
  const child = launch('prometheus-alertmanager', [
    `--config.file=${join(directory, 'alertmanager.yml')}`,
    `--storage.path=${join(directory, 'data')}`,
    `--web.listen-address=${address}`,
    '--cluster.listen-address=',
    '--log.level=error',
  ]);
  await untilReady(child, `http://${address}/-/ready`);
  return {
    url: `http://${address}`,
    address,
    signal(signal) {
      sendSignal(child, signal);
    },
    async stop() {
      await end(child);
      await rm(directory, { recursive: true, force: true });
    },
  };
}

async function writeConfiguration(directory: string, options: PrometheusOptions): Promise<void> {
  await mkdir(directory, { recursive: true });
  const interval = options.interval ?? '1s';
  const scrapes = (options.targets ?? []).map((target) =>
    [
      `  - job_name: ${JSON.stringify(target.job)}`,
      `    metrics_path: ${target.path ?? '/metrics'}`,
      ...(target.more ?? []).map((line) => `    ${line}`),
      `    static_configs: [{ targets: [${JSON.stringify(target.address)}] }]`,
    ].join('\n'),
  );
  const parts = [
    `global: { scrape_interval: ${interval}, scrape_timeout: ${interval}, evaluation_interval: ${interval} }`,
    ...(options.rules === undefined ? [] : ['rule_files: [rules.yml]']),
    ...(options.alertmanager === undefined
      ? []
      : [`alerting: { alertmanagers: [{ static_configs: [{ targets: ['${options.alertmanager}'] }] }] }`]),
    scrapes.length === 0 ? 'scrape_configs: []' : `scrape_configs:\n${scrapes.join('\n')}`,
  ];
  if (options.rules !== undefined) await writeFile(join(directory, 'rules.yml'), options.rules);
  await writeFile(join(directory, 'prometheus.yml'), `${parts.join('\n')}\n`);
}

async function valuesOf(url: string, expression: string): Promise<readonly number[]> {
  const answer = await fetch(`${url}/api/v1/query?query=${encodeURIComponent(expression)}`);
  const body: unknown = await answer.json();
  return [...JSON.stringify(body).matchAll(/"value":\[[\d.]+,"([^"]+)"\]/g)].map((match) => Number(match[1]));
}

function launch(program: string, args: readonly string[]): ChildProcess {
  const child = spawn(program, args, { stdio: 'ignore' });
  child.on('error', () => undefined);
  return child;
}

async function untilReady(child: ChildProcess, url: string): Promise<void> {
  const untilMs = Date.now() + readyWithinMs;
  while (Date.now() < untilMs) {
    if (child.pid === undefined || child.exitCode !== null)
      throw new Error(`The server behind ${url} ended before it was ready, or is not installed`);
    const isReady = await fetch(url).then(
      async (answer) => {
        await answer.text();
        return answer.ok;
      },
      () => false,
    );
    if (isReady) return;
    await sleep(50);
  }
  throw new Error(`${url} was not ready in time`);
}

async function end(child: ChildProcess): Promise<void> {
  if (child.pid === undefined || child.exitCode !== null || child.signalCode !== null) return;
  const ended = once(child, 'exit');
  child.kill('SIGCONT');
  child.kill('SIGKILL');
  await ended;
}

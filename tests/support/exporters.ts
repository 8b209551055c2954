/** The exporters that most installations have, each real and on a free port: node, MySQL, PostgreSQL, blackbox. */

import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { until } from './house.ts';
import { freePort } from './peers.ts';

export interface StandardExporter {
  /** `host:port`, for a scrape target. */
  readonly address: string;
  stop(): Promise<void>;
}

const readyMs = 60_000;

/** Fails when it is not installed (Debian: prometheus-node-exporter). */
export function startNodeExporter(): Promise<StandardExporter> {
  return start('prometheus-node-exporter', [], {}, 'node_memory_MemAvailable_bytes');
}

/** Debian: prometheus-mysqld-exporter. */
export function startMysqlExporter(given: {
  readonly port: number;
  readonly login: { readonly user: string; readonly password: string };
}): Promise<StandardExporter> {
  const source = `${given.login.user}:${given.login.password}@tcp(127.0.0.1:${String(given.port)})/`;
  return start('prometheus-mysqld-exporter', [], { DATA_SOURCE_NAME: source }, 'mysql_up 1');
}

/** Debian: prometheus-postgres-exporter. */
export function startPostgresExporter(url: string): Promise<StandardExporter> {
  return start('prometheus-postgres-exporter', [], { DATA_SOURCE_NAME: `${url}?sslmode=disable` }, 'pg_up 1');
}

/** With one module, `tls`, that looks at a certificate and trusts it. Debian: prometheus-blackbox-exporter. */
export async function startBlackboxExporter(): Promise<StandardExporter> {
  const directory = await mkdtemp(join(tmpdir(), 'zhiban-blackbox-'));
  const file = join(directory, 'blackbox.yml');
  await writeFile(file, 'modules: { tls: { prober: tcp, timeout: 5s, tcp: { tls: true, tls_config: { insecure_skip_verify: true } } } }\n');
  const started = await start(
    'prometheus-blackbox-exporter',
    [`--config.file=${file}`],
    {},
    'blackbox_exporter_config_last_reload_successful 1',
  );
  return {
    address: started.address,
    async stop() {
      await started.stop();
      await rm(directory, { recursive: true, force: true });
    },
  };
}

async function start(
  program: string,
  args: readonly string[],
  environment: Readonly<Record<string, string>>,
  sign: string,
): Promise<StandardExporter> {
  const address = `127.0.0.1:${await freePort()}`;
  const child = spawn(program, [...args, `--web.listen-address=${address}`], {
    env: { ...process.env, ...environment },
    stdio: 'ignore',
  });
  child.on('error', () => undefined);
  const isUp = async (): Promise<boolean> => {
    if (child.pid === undefined || child.exitCode !== null) throw new Error(`${program} ended before it was ready, or is not installed`);
    return (await (await fetch(`http://${address}/metrics`)).text()).includes(sign);
  };
  await until(isUp, readyMs, `${program} shows ${sign}`);
  return { address, stop: () => end(child) };
}

async function end(child: ChildProcess): Promise<void> {
  if (child.pid === undefined || child.exitCode !== null || child.signalCode !== null) return;
  const ended = once(child, 'exit');
  child.kill('SIGKILL');
  await ended;
}

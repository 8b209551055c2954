/** A real ClickHouse of the test's own: free ports, a temporary directory, gone at the end. */

import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { freePort } from './peers.ts';

export interface ClickhouseServer {
  readonly url: string;
  /** As the administrator, whose name is `default`; throws for any status that is no success. */
  run(statement: string, settings?: Readonly<Record<string, string>>): Promise<string>;
  stop(): Promise<void>;
}

export const clickhousePasswords = { default: 'not-a-secret-but-never-shown', watcher: 'only-for-the-watcher' } as const;
const readyWithinMs = 60_000;

/** Fails when ClickHouse is not installed (Debian: clickhouse-server). `tables` are statements that are there before it starts. */
export async function startClickhouse(tables: Readonly<Record<string, string>> = {}): Promise<ClickhouseServer> {
  const directory = await mkdtemp(join(tmpdir(), 'zhiban-clickhouse-'));
  const [httpPort, tcpPort] = [await freePort(), await freePort()];
  const metadata = join(directory, 'data', 'metadata', 'default');
  await mkdir(metadata, { recursive: true });
  for (const [name, statement] of Object.entries(tables)) {
    await writeFile(join(metadata, `${name}.sql`), statement);
    await mkdir(join(directory, 'data', 'data', 'default', name), { recursive: true });
  }
  await writeFile(join(directory, 'users.xml'), users);
  await writeFile(join(directory, 'config.xml'), configuration(directory, httpPort, tcpPort));
  const server = spawn('setpriv', ['--pdeathsig', 'KILL', 'clickhouse-server', `--config-file=${join(directory, 'config.xml')}`], {
    stdio: 'ignore',
    cwd: directory,
    env: { ...process.env, PATH: `${process.env.PATH ?? ''}:/usr/sbin` },
  });
  server.on('error', () => undefined);
  const url = `http://127.0.0.1:${String(httpPort)}`;
  const stop = async (): Promise<void> => {
    await end(server);
    await rm(directory, { recursive: true, force: true });
  };
  const run: ClickhouseServer['run'] = async (statement, settings = {}) => {
    const login = `Basic ${Buffer.from(`default:${clickhousePasswords.default}`).toString('base64')}`;
    const query = new URLSearchParams(settings).toString();
    const answer = await fetch(`${url}/?${query}`, { method: 'POST', body: statement, headers: { authorization: login } });
    const text = await answer.text();
    if (!answer.ok) throw new Error(text);
    return text;
  };
  try {
    await untilReady(server, run);
  } catch (error) {
    await stop();
    throw error;
  }
  return { url, run, stop };
}

const users = `<yandex>
  <profiles>
    <default><max_memory_usage>500000000</max_memory_usage><log_queries>1</log_queries></default>
    <zhiban_watch><readonly>2</readonly></zhiban_watch>
  </profiles>
  <quotas><default/></quotas>
  <users>${Object.entries(clickhousePasswords)
    .map(
      ([name, password]) =>
        `<${name}><password>${password}</password><networks><ip>127.0.0.1</ip></networks><profile>${name === 'default' ? name : 'zhiban_watch'}</profile><quota>default</quota></${name}>`,
    )
    .join('')}</users>
</yandex>`;

function configuration(directory: string, httpPort: number, tcpPort: number): string {
  return `<yandex>
  <logger><level>error</level><log>${directory}/log</log><errorlog>${directory}/error.log</errorlog></logger>
  <http_port>${String(httpPort)}</http_port><tcp_port>${String(tcpPort)}</tcp_port><listen_host>127.0.0.1</listen_host>
  <path>${directory}/data/</path><tmp_path>${directory}/tmp/</tmp_path><users_config>users.xml</users_config>
  <default_profile>default</default_profile><default_database>default</default_database>
  <mark_cache_size>5368709</mark_cache_size><max_concurrent_queries>30</max_concurrent_queries>
  <query_log><database>system</database><table>query_log</table><flush_interval_milliseconds>500</flush_interval_milliseconds></query_log>
</yandex>`;
}

async function untilReady(server: ChildProcess, run: ClickhouseServer['run']): Promise<void> {
  const untilMs = Date.now() + readyWithinMs;
  while (Date.now() < untilMs) {
    if (server.pid === undefined || server.exitCode !== null || server.signalCode !== null) break;
    if ((await run('SELECT 1').catch(() => null)) !== null) return;
    await sleep(50);
  }
  throw new Error('ClickHouse ended before it was ready, was not ready in time, or is not installed');
}

async function end(server: ChildProcess): Promise<void> {
  if (server.pid === undefined || server.exitCode !== null || server.signalCode !== null) return;
  const ended = once(server, 'exit');
  server.kill('SIGKILL');
  await ended;
}

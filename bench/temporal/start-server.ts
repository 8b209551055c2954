/** A Temporal server that keeps its workflows in PostgreSQL, as a cluster has it: one process, a namespace, Zhiban's search attributes. */

import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { homedir, tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { findFreePort } from '../../src/main/dev/free-port.ts';
import { runProcess } from '../../src/main/dev/run-process.ts';
import { resolveTemporal, userCacheDirectory } from '../../src/main/dev/temporal.ts';

import type { PostgresServer } from '../../tests/support/postgres.ts';
import { buildTemporalServer, type ServerPrograms } from './build-server.ts';

interface PersistentTemporal {
  readonly address: string;
  readonly pid: number;
  stop(): Promise<void>;
}

/** Fixed for the life of a cluster; each costs memory and polls. */
const historyShards = 128;
const connectionsMax = 40;
const readyWithinMs = 60_000;
const databases = { temporal: 'temporal', temporal_visibility: 'visibility' } as const;

export async function startPersistentTemporal(postgres: PostgresServer): Promise<PersistentTemporal> {
  const programs = await buildTemporalServer();
  const cacheDirectory = userCacheDirectory(process.env, homedir());
  const commandLine = await resolveTemporal({ environment: process.env, cacheDirectory, onProgress: () => undefined });
  for (const [database, tables] of Object.entries(databases)) await makeTables(programs, postgres, database, tables);
  const directory = mkdtempSync(join(tmpdir(), 'zhiban-bench-temporal-'));
  const frontend = await findFreePort();
  writeFileSync(join(directory, 'development.yaml'), JSON.stringify(await configOf(postgres, frontend, directory)));
  writeFileSync(join(directory, 'dynamic.yaml'), '{}\n');
  const started = runProcess({
    command: programs.server,
    arguments: ['--root', directory, '--config', '.', '--env', 'development', 'start'],
    environment: process.env,
  });
  const address = `127.0.0.1:${frontend}`;
  const stop = async (): Promise<void> => {
    await started.stop(5_000);
    rmSync(directory, { recursive: true, force: true });
  };
  try {
    await furnish(address, commandLine.path, () => started.child.exitCode !== null, started.tail);
  } catch (error) {
    await stop();
    throw error;
  }
  return { address, pid: started.pid, stop };
}

async function makeTables({ sql, schema }: ServerPrograms, postgres: PostgresServer, database: string, tables: string): Promise<void> {
  const { hostname, port, username, password } = new URL(await postgres.createDatabase(database));
  const login = ['--plugin', 'postgres12', '--ep', hostname, '-p', port, '-u', username, '--pw', password, '--db', database];
  const versions = join(schema, 'postgresql', 'v12', tables, 'versioned');
  for (const words of [
    ['setup-schema', '-v', '0.0'],
    ['update-schema', '-d', versions],
  ]) {
    const done = await runProcess({ command: sql, arguments: [...login, ...words], environment: process.env }).exited;
    if (done.code !== 0) throw new Error(`The tables of ${database} could not be made:\n${done.tail.join('\n')}`);
  }
}

/** JSON, which is YAML too. Its tables take no port above 32,767. */
async function configOf(postgres: PostgresServer, frontend: number, directory: string): Promise<unknown> {
  const { host, username, password } = new URL(postgres.url);
  const store = (databaseName: string) => ({
    sql: {
      ...{ pluginName: 'postgres12', databaseName, connectAddr: host, connectProtocol: 'tcp', user: username, password },
      ...{ maxConns: connectionsMax, maxIdleConns: connectionsMax, maxConnLifetime: '1h' },
    },
  });
  const rpc = async (grpcPort: number) => ({ rpc: { grpcPort, membershipPort: await findFreePort(), bindOnLocalHost: true } });
  return {
    log: { stdout: true, level: 'error' },
    persistence: {
      ...{ defaultStore: 'default', visibilityStore: 'visibility', numHistoryShards: historyShards },
      datastores: { default: store('temporal'), visibility: store('temporal_visibility') },
    },
    global: { membership: { maxJoinDuration: '30s', broadcastAddress: '127.0.0.1' } },
    services: {
      frontend: await rpc(frontend),
      matching: await rpc(await findFreePort()),
      history: await rpc(await findFreePort()),
      worker: await rpc(await findFreePort()),
    },
    clusterMetadata: {
      ...{ enableGlobalNamespace: false, failoverVersionIncrement: 10, masterClusterName: 'active', currentClusterName: 'active' },
      clusterInformation: {
        active: { enabled: true, initialFailoverVersion: 1, rpcName: 'frontend', rpcAddress: `127.0.0.1:${frontend}` },
      },
    },
    dcRedirectionPolicy: { policy: 'noop' },
    dynamicConfigClient: { filepath: join(directory, 'dynamic.yaml'), pollInterval: '60s' },
  };
}

/** As an operator does it, with the command line and the script of deploy/; what was just made is known everywhere only a moment later. */
async function furnish(address: string, temporal: string, isGone: () => boolean, said: () => readonly string[]): Promise<void> {
  const script = join(import.meta.dirname, '..', '..', 'deploy', 'temporal', 'create-search-attributes.sh');
  const environment = { ...process.env, PATH: `${dirname(temporal)}:${process.env.PATH ?? ''}`, TEMPORAL_ADDRESS: address };
  const namespace = ['operator', 'namespace', 'create', '--namespace', 'default', '--retention', '24h', '--address', address];
  await untilDone(temporal, namespace, environment, (told) => /already exists/i.test(told));
  await untilDone('sh', [script], environment, () => false);

  async function untilDone(command: string, words: readonly string[], variables: NodeJS.ProcessEnv, isFine: (told: string) => boolean) {
    const deadline = performance.now() + readyWithinMs;
    for (;;) {
      if (isGone()) throw new Error(`The Temporal server ended:\n${said().join('\n')}`);
      const done = await runProcess({ command, arguments: [...words], environment: variables }).exited;
      const told = done.tail.join('\n');
      if (done.code === 0 || isFine(told)) return;
      if (performance.now() > deadline) throw new Error(`The Temporal server is not ready: ${told}\n${said().join('\n')}`);
      await sleep(500);
    }
  }
}

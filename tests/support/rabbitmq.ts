/** A real RabbitMQ of its own, with its management and metrics, on free ports and with an epmd of its own; gone at the end. */

import { type ChildProcess, execFile, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { promisify } from 'node:util';
import { freePort } from './peers.ts';

export interface RabbitmqServer {
  readonly url: string;
  readonly managementUrl: string;
  readonly metricsUrl: string;
  /** Of an administrator. */
  readonly login: { readonly username: string; readonly password: string };
  /** Asks the management API as the administrator; throws when it refuses. */
  ask(method: string, path: string, body?: unknown): Promise<unknown>;
  /** A command of `rabbitmqctl` (some seconds each). */
  control(...words: readonly string[]): Promise<string>;
  freeze(): void;
  thaw(): void;
  stop(): Promise<void>;
}

const run = promisify(execFile);
const programs = '/usr/lib/rabbitmq/bin';
const login = { username: 'admin', password: 'not-a-secret-but-never-shown' } as const;
const readyWithinMs = 120_000;
/** Rates are computed between samples, which are five seconds apart by default. */
const samples = '{sample_retention_policies, [{global, [{60, 1}]}, {basic, [{60, 1}]}, {detailed, [{60, 1}]}]}';
const samplesOfOneSecond = `[{rabbitmq_management, [${samples}]}, {rabbitmq_management_agent, [${samples}]}].`;

/** Fails when RabbitMQ is not installed (Debian: rabbitmq-server). `settings` as in rabbitmq.conf. */
export async function startRabbitmq(settings: Readonly<Record<string, string | number>> = {}): Promise<RabbitmqServer> {
  const directory = await mkdtemp(join(tmpdir(), 'zhiban-rabbitmq-'));
  const [amqp, management, metrics, distribution, epmd] = await Promise.all([1, 2, 3, 4, 5].map(() => freePort()));
  const given = {
    'listeners.tcp.default': `127.0.0.1:${String(amqp)}`,
    'management.tcp.ip': '127.0.0.1',
    'management.tcp.port': String(management),
    'prometheus.tcp.ip': '127.0.0.1',
    'prometheus.tcp.port': String(metrics),
    default_user: login.username,
    default_pass: login.password,
    // Statistics are five seconds old by default.
    collect_statistics_interval: 1_000,
    'disk_free_limit.absolute': '1MB',
    ...settings,
  };
  await writeFile(
    join(directory, 'rabbitmq.conf'),
    Object.entries(given)
      .map(([name, value]) => `${name} = ${String(value)}\n`)
      .join(''),
  );
  await writeFile(join(directory, 'advanced.config'), samplesOfOneSecond);
  await writeFile(join(directory, 'plugins'), '[rabbitmq_management,rabbitmq_prometheus].');
  const environment = {
    PATH: process.env.PATH ?? '/usr/bin:/bin',
    HOME: directory,
    LANG: 'C.UTF-8',
    RABBITMQ_NODENAME: `zb${String(amqp)}@localhost`,
    RABBITMQ_DIST_PORT: String(distribution),
    ERL_EPMD_PORT: String(epmd),
    ERL_EPMD_ADDRESS: '127.0.0.1',
    RABBITMQ_MNESIA_BASE: join(directory, 'mnesia'),
    RABBITMQ_LOG_BASE: join(directory, 'log'),
    RABBITMQ_LOGS: '-',
    RABBITMQ_ENABLED_PLUGINS_FILE: join(directory, 'plugins'),
    RABBITMQ_CONFIG_FILE: join(directory, 'rabbitmq.conf'),
    RABBITMQ_ADVANCED_CONFIG_FILE: join(directory, 'advanced.config'),
    RABBITMQ_CONF_ENV_FILE: '/dev/null',
    // One scheduler that does not spin: a test shares its machine.
    RABBITMQ_SERVER_ADDITIONAL_ERL_ARGS: '+S 1:1 +sbwt none +sbwtdcpu none +sbwtdio none -kernel inet_dist_use_interface {127,0,0,1}',
  };
  const words = [join(programs, 'rabbitmq-server')];
  const command = process.platform === 'linux' ? ['setpriv', '--pdeathsig', 'KILL', ...words] : words;
  const server = spawn(command[0] ?? '', command.slice(1), { cwd: directory, env: environment, stdio: 'ignore', detached: true });
  const names = spawnNames(Number(epmd), environment);
  const signal = (name: NodeJS.Signals): void => {
    // The script and the emulator are one group of processes, led by the child that we hold.
    if (server.pid !== undefined && server.exitCode === null && server.signalCode === null) process.kill(-server.pid, name);
  };
  const managementUrl = `http://127.0.0.1:${String(management)}`;
  const ask: RabbitmqServer['ask'] = (method, path, body) => askManagement(managementUrl, method, path, body);
  const stop = async (): Promise<void> => {
    if (server.exitCode === null && server.signalCode === null) {
      const gone = once(server, 'exit');
      signal('SIGKILL');
      await gone;
    }
    names.kill('SIGKILL');
    await rm(directory, { recursive: true, force: true, maxRetries: 5 });
  };
  await untilReady(server, ask).catch(async (error: unknown) => {
    await stop();
    throw error;
  });
  return {
    url: `amqp://127.0.0.1:${String(amqp)}`,
    managementUrl,
    metricsUrl: `http://127.0.0.1:${String(metrics)}`,
    login,
    ask,
    async control(...given) {
      const { stdout } = await run(join(programs, 'rabbitmqctl'), [...given], { env: environment, timeout: 60_000 });
      return stdout;
    },
    freeze: () => signal('SIGSTOP'),
    thaw: () => signal('SIGCONT'),
    stop,
  };
}

/** Started ahead, or the broker would leave one behind that outlives it. */
function spawnNames(port: number, env: NodeJS.ProcessEnv): ChildProcess {
  const words = ['epmd', '-port', String(port), '-address', '127.0.0.1'];
  const command = process.platform === 'linux' ? ['setpriv', '--pdeathsig', 'KILL', ...words] : words;
  return spawn(command[0] ?? '', command.slice(1), { env, stdio: 'ignore' });
}

async function askManagement(base: string, method: string, path: string, body?: unknown): Promise<unknown> {
  const answer = await fetch(`${base}/api/${path}`, {
    method,
    headers: {
      authorization: `Basic ${Buffer.from(`${login.username}:${login.password}`).toString('base64')}`,
      'content-type': 'application/json',
    },
    ...(body === undefined ? {} : { body: JSON.stringify(body) }),
    signal: AbortSignal.timeout(30_000),
  });
  const text = await answer.text();
  if (!answer.ok) throw new Error(`${method} ${path}: ${String(answer.status)} ${text}`);
  return text === '' ? null : JSON.parse(text);
}

async function untilReady(server: ChildProcess, ask: RabbitmqServer['ask']): Promise<void> {
  const deadline = performance.now() + readyWithinMs;
  for (;;) {
    if (server.exitCode !== null) throw new Error(`RabbitMQ ended with code ${String(server.exitCode)} instead of starting`);
    if ((await ask('GET', 'health/checks/alarms').catch(() => null)) !== null) return;
    if (performance.now() > deadline) throw new Error(`RabbitMQ was not ready within ${String(readyWithinMs)} ms`);
    await sleep(100);
  }
}

/** A real Elasticsearch node of the test's own, with its security on: a free port, a temporary directory, gone at the end. */

import { type ChildProcess, execFileSync, spawn, spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { once } from 'node:events';
import { accessSync, realpathSync } from 'node:fs';
import { chmod, chown, cp, mkdir, mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { freePort } from './peers.ts';

/** The cut of the distribution that Maven Central has: the server with its security, without ingest, scripts, lifecycle and `GET /`. */
export const elasticsearchVersion = '8.19.21';
export const elasticsearchHome = join(import.meta.dirname, '..', '..', 'node_modules', '.cache', `elasticsearch-${elasticsearchVersion}`);

export interface ElasticsearchLogin {
  readonly username: string;
  readonly password: string;
}

export interface ElasticsearchServer {
  readonly port: number;
  readonly url: string;
  /** Of an account that may do everything. */
  readonly admin: ElasticsearchLogin;
  /** Of an account with the role that the caller gave. */
  readonly watcher: ElasticsearchLogin;
  /** A folder that snapshots may be written to. */
  readonly repository: string;
  /** As the administrator; throws for any status that is no success. */
  ask(method: string, path: string, body?: unknown): Promise<unknown>;
  stop(): Promise<void>;
}

const nobody = 65_534;
const isRoot = process.getuid?.() === 0;
const readyWithinMs = 240_000;

/** Why no node can be started here, or null. */
export function elasticsearchMissing(): string | null {
  try {
    accessSync(join(elasticsearchHome, 'bin', 'elasticsearch'));
  } catch {
    return `Elasticsearch ${elasticsearchVersion} is not there: node scripts/fetch-elasticsearch.ts fetches it with Maven, and says what is in the way`;
  }
  return javaHome() === null ? 'there is no Java to run Elasticsearch with (Debian: default-jre-headless)' : null;
}

/** The role is given as the guide has it: the JSON of a role, which is YAML as well. */
export async function startElasticsearch(
  watcherRole: string,
  { certificateDays = 5 }: { readonly certificateDays?: number } = {},
): Promise<ElasticsearchServer> {
  const directory = await mkdtemp(join(tmpdir(), 'zhiban-elasticsearch-'));
  const [port, transportPort] = [await freePort(), await freePort()];
  const admin = { username: 'admin', password: 'not-a-secret-but-never-shown' };
  const watcher = { username: 'watcher', password: 'only-for-the-watcher' };
  await chmod(directory, 0o755);
  const home = await readableHome(directory);
  await configure(directory, home, { port, transportPort, admin, watcher, watcherRole, certificateDays });
  const server = launch(directory, home);
  const url = `http://127.0.0.1:${String(port)}`;
  const ask: ElasticsearchServer['ask'] = async (method, path, body) => {
    const answer = await fetch(`${url}/${path}`, {
      method,
      headers: { authorization: basic(admin), ...(body === undefined ? {} : { 'content-type': 'application/json' }) },
      ...(body === undefined ? {} : { body: typeof body === 'string' ? body : JSON.stringify(body) }),
    });
    const text = await answer.text();
    if (!answer.ok) throw new Error(`${method} ${path}: ${String(answer.status)} ${text.slice(0, 500)}`);
    return text === '' ? null : JSON.parse(text);
  };
  const stop = async (): Promise<void> => {
    await end(server);
    await rm(directory, { recursive: true, force: true, maxRetries: 5 });
  };
  try {
    await untilReady(server, ask, directory);
  } catch (error) {
    await stop();
    throw error;
  }
  return {
    port,
    url,
    admin,
    watcher,
    repository: join(directory, 'backup'),
    ask,
    stop,
  };
}

function basic({ username, password }: ElasticsearchLogin): string {
  return `Basic ${Buffer.from(`${username}:${password}`).toString('base64')}`;
}

interface Given {
  readonly port: number;
  readonly transportPort: number;
  readonly admin: ElasticsearchLogin;
  readonly watcher: ElasticsearchLogin;
  readonly watcherRole: string;
  readonly certificateDays: number;
}

async function configure(directory: string, home: string, given: Given): Promise<void> {
  const config = join(directory, 'config');
  await cp(join(home, 'config'), config, { recursive: true });
  for (const name of ['data', 'log', 'tmp', 'backup']) await mkdir(join(directory, name));
  const settings = {
    'cluster.name': 'shop',
    'node.name': 'es-1',
    'path.data': join(directory, 'data'),
    'path.logs': join(directory, 'log'),
    'path.repo': join(directory, 'backup'),
    'network.host': '127.0.0.1',
    'http.port': given.port,
    'transport.port': given.transportPort,
    'discovery.type': 'single-node',
    'node.store.allow_mmap': false,
    'xpack.security.enabled': true,
    'xpack.security.autoconfiguration.enabled': false,
    'xpack.security.http.ssl.enabled': false,
    'xpack.security.transport.ssl.enabled': true,
    'xpack.security.transport.ssl.verification_mode': 'none',
    'xpack.security.transport.ssl.key': 'node.key',
    'xpack.security.transport.ssl.certificate': 'node.crt',
    // The disk of the machine that runs the tests may be anything; a case that is about disks sets its own.
    'cluster.routing.allocation.disk.watermark.low': '3mb',
    'cluster.routing.allocation.disk.watermark.high': '2mb',
    'cluster.routing.allocation.disk.watermark.flood_stage': '1mb',
    'cluster.info.update.interval': '10s',
  };
  const lines = Object.entries(settings);
  await writeFile(join(config, 'elasticsearch.yml'), lines.map(([name, value]) => `${name}: ${JSON.stringify(value)}\n`).join(''));
  await writeFile(
    join(config, 'users'),
    [given.admin, given.watcher].map((each) => `${each.username}:${hashOf(each.password)}\n`).join(''),
  );
  await writeFile(join(config, 'users_roles'), `superuser:${given.admin.username}\nwatcher:${given.watcher.username}\n`);
  await writeFile(join(config, 'roles.yml'), `watcher: ${given.watcherRole.replaceAll('\n', ' ')}\n`);
  const subject = ['-subj', '/CN=es-1', '-days', String(given.certificateDays), '-newkey', 'rsa:2048', '-nodes'];
  const files = ['-keyout', join(config, 'node.key'), '-out', join(config, 'node.crt')];
  execFileSync('openssl', ['req', '-x509', ...subject, ...files], { stdio: 'ignore' });
  if (isRoot) await giveAway(directory);
}

function hashOf(password: string): string {
  return `{SHA}${createHash('sha1').update(password).digest('base64')}`;
}

async function giveAway(directory: string): Promise<void> {
  await chown(directory, nobody, nobody);
  for (const entry of await readdir(directory, { recursive: true, withFileTypes: true }))
    await chown(join(entry.parentPath, entry.name), nobody, nobody);
}

/** It refuses to run as root, and another user may not reach into the folder of the project: then it runs from a copy. */
async function readableHome(directory: string): Promise<string> {
  if (!isRoot) return elasticsearchHome;
  const check = ['--reuid', String(nobody), '--regid', String(nobody), '--clear-groups', 'test', '-r', join(elasticsearchHome, 'lib')];
  if (spawnSync('setpriv', check).status === 0) return elasticsearchHome;
  const copy = join(directory, 'home');
  await cp(elasticsearchHome, copy, { recursive: true });
  return copy;
}

function javaHome(): string | null {
  const found = spawnSync('sh', ['-c', 'command -v java'], { encoding: 'utf8' });
  return found.status === 0 ? dirname(dirname(realpathSync(found.stdout.trim()))) : null;
}

function launch(directory: string, home: string): ChildProcess {
  const user = isRoot ? ['--reuid', String(nobody), '--regid', String(nobody), '--clear-groups'] : [];
  const server = spawn('setpriv', [...user, '--pdeathsig', 'KILL', join(home, 'bin', 'elasticsearch')], {
    cwd: directory,
    stdio: 'ignore',
    // A group of its own: the server is a child of its launcher, and both end together.
    detached: true,
    env: {
      PATH: process.env.PATH ?? '',
      HOME: join(directory, 'tmp'),
      ES_JAVA_HOME: javaHome() ?? '',
      ES_PATH_CONF: join(directory, 'config'),
      ES_TMPDIR: join(directory, 'tmp'),
      ES_JAVA_OPTS: '-Xms400m -Xmx400m -XX:TieredStopAtLevel=1',
      CLI_JAVA_OPTS: '-XX:TieredStopAtLevel=1 -Xshare:auto -XX:+UseSerialGC',
    },
  });
  server.on('error', () => undefined);
  return server;
}

async function untilReady(server: ChildProcess, ask: ElasticsearchServer['ask'], directory: string): Promise<void> {
  const untilMs = Date.now() + readyWithinMs;
  while (Date.now() < untilMs) {
    if (server.pid === undefined || server.exitCode !== null || server.signalCode !== null) break;
    const health = await ask('GET', '_cluster/health?wait_for_status=green&timeout=1s').catch(() => null);
    if (health !== null) return;
    await sleep(100);
  }
  const log = await readFile(join(directory, 'log', 'shop.log'), 'utf8').catch(() => '');
  throw new Error(`Elasticsearch was not ready; the end of its log:\n${log.slice(-2_000)}`);
}

async function end(server: ChildProcess): Promise<void> {
  if (server.pid === undefined || server.exitCode !== null || server.signalCode !== null) return;
  const ended = once(server, 'exit');
  // Its leader has not been waited for, so that the group is surely ours.
  process.kill(-server.pid, 'SIGKILL');
  await ended;
}

/**
 * A real Docker Engine of the test's own: data, sockets and cgroups of its own, no network, one image made of this machine's busybox.
 * Everything that it has mounted or left is taken away at the end.
 */

import { type ChildProcess, execFileSync, spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, globSync, readFileSync, rmdirSync } from 'node:fs';
import { cp, mkdir, mkdtemp, rm, symlink } from 'node:fs/promises';
import { request } from 'node:http';
import { tmpdir } from 'node:os';
import { basename, dirname, join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';

const program = '/usr/sbin/dockerd';
export const image = 'zhiban-test:1';

/** Why there is none on this machine; null when there may be. */
export const dockerMissing: string | null = !existsSync(program)
  ? 'Docker is not installed: node scripts/install-test-packages.ts'
  : process.getuid?.() === 0
    ? null
    : 'the Docker daemon takes root';

export interface Docker {
  readonly socketPath: string;
  readonly url: string;
  readonly process: ChildProcess;
  /** Throws for any other answer than success. */
  call(method: string, path: string, body?: unknown): Promise<unknown>;
  /** Makes a container of the image and starts it; `command` is for a shell. */
  run(name: string, command: string, more?: Readonly<Record<string, unknown>>, host?: Readonly<Record<string, unknown>>): Promise<void>;
  stop(): Promise<void>;
}

const readyWithinMs = 90_000;

export async function startDocker(): Promise<Docker> {
  const directory = await mkdtemp(join(tmpdir(), 'zhiban-docker-'));
  const socketPath = join(directory, 'docker.sock');
  const cgroup = basename(directory);
  const given = [
    ...['--data-root', join(directory, 'data'), '--exec-root', join(directory, 'exec'), '--pidfile', join(directory, 'pid')],
    ...['--host', `unix://${socketPath}`, '--storage-driver', 'vfs', '--cgroup-parent', `/${cgroup}`],
    ...['--iptables=false', '--ip6tables=false', '--bridge=none'],
  ];
  // A test that is killed leaves no engine behind.
  const child = spawn('setpriv', ['--pdeathsig', 'TERM', program, ...given], { stdio: ['ignore', 'ignore', 'pipe'] });
  let said = '';
  child.on('error', () => undefined);
  child.stderr.on('data', (chunk: Buffer) => {
    said = (said + chunk.toString()).slice(-2_000);
  });
  const call: Docker['call'] = (method, path, body) => callSocket(socketPath, method, path, body);
  const docker: Docker = {
    socketPath,
    url: `unix://${socketPath}`,
    process: child,
    call,
    async run(name, command, more = {}, host = {}) {
      const HostConfig = { NetworkMode: 'none', ...host };
      await call('POST', `containers/create?name=${name}`, { Image: image, Cmd: ['/bin/sh', '-c', command], HostConfig, ...more });
      await call('POST', `containers/${name}/start`);
    },
    stop: () => stopDocker(directory, cgroup, child, call),
  };
  try {
    const untilMs = Date.now() + readyWithinMs;
    while (
      !(await call('GET', '_ping').then(
        () => true,
        () => false,
      ))
    ) {
      if (child.exitCode !== null || Date.now() > untilMs) throw new Error(`dockerd did not get ready: ${said.slice(-600)}`);
      await sleep(50);
    }
    await makeImage(directory, call);
  } catch (error) {
    await docker.stop();
    throw error;
  }
  return docker;
}

/** The busybox of this machine, with the libraries that it needs where it needs some. */
async function makeImage(directory: string, call: Docker['call']): Promise<void> {
  const root = join(directory, 'root');
  await mkdir(join(root, 'bin'), { recursive: true });
  const busybox = ['/bin/busybox', '/usr/bin/busybox'].find((path) => existsSync(path)) ?? '/bin/busybox';
  await cp(busybox, join(root, 'bin', 'busybox'), { dereference: true });
  for (const [library = ''] of spawnSync('ldd', [busybox], { encoding: 'utf8' }).stdout.matchAll(/\/\S+\.so\S*/g)) {
    await mkdir(join(root, dirname(library)), { recursive: true });
    await cp(library, join(root, library), { dereference: true });
  }
  for (const name of ['sh', 'sleep', 'cat', 'head', 'tail', 'tr', 'echo', 'date', 'kill', 'nc', 'rm', 'test', 'touch'])
    await symlink('busybox', join(root, 'bin', name));
  const archive = execFileSync('tar', ['-C', root, '-c', '.'], { maxBuffer: 64 * 1_048_576 });
  const [repository = '', tag = ''] = image.split(':');
  await call('POST', `images/create?fromSrc=-&repo=${repository}&tag=${tag}`, archive);
}

function callSocket(socketPath: string, method: string, path: string, body?: unknown): Promise<unknown> {
  const isArchive = body instanceof Uint8Array;
  const sent = body === undefined ? undefined : isArchive ? body : JSON.stringify(body);
  return new Promise((resolve, reject) => {
    const asked = request(
      {
        socketPath,
        method,
        path: `/${path}`,
        headers: {
          'content-type': isArchive ? 'application/x-tar' : 'application/json',
          'content-length': sent === undefined ? 0 : Buffer.byteLength(sent),
        },
      },
      (response) => {
        const chunks: Buffer[] = [];
        response.on('data', (chunk: Buffer) => chunks.push(chunk));
        response.once('error', reject);
        response.once('end', () => {
          const text = Buffer.concat(chunks).toString();
          const status = response.statusCode ?? 0;
          if (status >= 400) reject(new Error(`${method} ${path}: ${String(status)} ${text.slice(0, 300)}`));
          else resolve(text.startsWith('{') || text.startsWith('[') ? firstJson(text) : text);
        });
      },
    );
    asked.once('error', reject);
    asked.end(sent);
  });
}

/** Some answers are a line a step. */
function firstJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return JSON.parse(text.split('\n')[0] ?? '');
  }
}

async function stopDocker(directory: string, cgroup: string, child: ChildProcess, call: Docker['call']): Promise<void> {
  if (child.exitCode === null && child.signalCode === null) {
    child.kill('SIGCONT');
    const all = await call('GET', 'containers/json?all=1').catch(() => []);
    const ids = Array.isArray(all) ? all.flatMap((each: unknown) => idOf(each)) : [];
    await Promise.all(ids.map((id) => call('DELETE', `containers/${id}?force=1`).catch(() => undefined)));
    const ended = once(child, 'exit');
    child.kill('SIGTERM');
    await ended;
  }
  const mounted = readFileSync('/proc/self/mounts', 'utf8')
    .split('\n')
    .map((line) => line.split(' ')[1] ?? '')
    .filter((path) => path.startsWith(`${directory}/`));
  for (const path of mounted.reverse()) spawnSync('umount', ['-l', path]);
  await rm(directory, { recursive: true, force: true, maxRetries: 5 });
  for (const path of [...globSync(`/sys/fs/cgroup/${cgroup}`), ...globSync(`/sys/fs/cgroup/*/${cgroup}`)]) removeCgroup(path);
}

/** One that is in use is not ours any more. */
function removeCgroup(path: string): void {
  try {
    rmdirSync(path);
  } catch {
    // The kernel lets go of it with its last process.
  }
}

function idOf(container: unknown): readonly string[] {
  return typeof container === 'object' && container !== null && 'Id' in container ? [String(container.Id)] : [];
}

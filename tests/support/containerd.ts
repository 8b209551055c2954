/**
 * A real containerd of the test's own: data, state, socket and cgroups of its own, one image made of this machine's busybox and imported as
 * an archive. Everything that it has mounted, started or left is taken away at the end.
 */

import { type ChildProcess, execFile, execFileSync, spawn, spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { once } from 'node:events';
import { existsSync, globSync, readFileSync, rmdirSync, writeFileSync } from 'node:fs';
import { cp, mkdir, mkdtemp, rm, symlink } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { basename, dirname, join } from 'node:path';
import { promisify } from 'node:util';
import { until } from './child.ts';

const run = promisify(execFile);
const image = 'zhiban.test/box:1';
const programs = ['/usr/bin/containerd', '/usr/bin/ctr', '/usr/sbin/runc'];
const busybox = ['/bin/busybox', '/usr/bin/busybox'].find((path) => existsSync(path));

/** Why there is none on this machine; null when there may be. */
export const containerdMissing: string | null =
  programs.some((path) => !existsSync(path)) || busybox === undefined
    ? 'containerd, ctr, runc and busybox are not all installed: node scripts/install-test-packages.ts'
    : process.getuid?.() === 0
      ? null
      : 'containerd takes root';

export interface Containerd {
  readonly directory: string;
  readonly socket: string;
  /** The daemon as it is now: another one after `start`. */
  daemon(): ChildProcess;
  /** Throws with what it said for any other end than success. */
  ctr(...words: readonly string[]): Promise<string>;
  /** Makes a container in the namespace `shop` and starts its task; `command` is for a shell. */
  run(name: string, command: string, ...options: readonly string[]): Promise<void>;
  /** Resolves once `ctr tasks ls` says so of it. */
  until(name: string, status: string): Promise<void>;
  /** The daemon anew, on the same directories. */
  start(): Promise<void>;
  stop(): Promise<void>;
}

const withinMs = 90_000;

export async function startContainerd(): Promise<Containerd> {
  const directory = await mkdtemp(join(tmpdir(), 'zhiban-containerd-'));
  const socket = join(directory, 'containerd.sock');
  let child: ChildProcess | undefined;
  const ctr: Containerd['ctr'] = async (...words) =>
    (await run('ctr', ['-a', socket, '--connect-timeout', '20s', '-n', 'shop', ...words])).stdout;
  const containerd: Containerd = {
    directory,
    socket,
    daemon: () => child ?? missing(),
    ctr,
    async run(name, command, ...options) {
      const group = `/${basename(directory)}/${name}`;
      const shell = ['/bin/sh', '-c', command];
      await ctr(
        'run',
        '-d',
        '--snapshotter',
        'native',
        '--cgroup',
        group,
        '--null-io',
        '--runc-root',
        join(directory, 'runc'),
        ...options,
        image,
        name,
        ...shell,
      );
    },
    async until(name, status) {
      const line = new RegExp(`^${name}\\s+\\d+\\s+${status}`, 'm');
      await until(async () => line.test(await ctr('tasks', 'ls')), `${name} is ${status}`, withinMs);
    },
    async start() {
      child = spawnDaemon(directory, socket);
      const started = child;
      await until(
        () => {
          if (started.exitCode !== null) throw new Error(`containerd has ended with ${String(started.exitCode)}`);
          return ctr('version').then(
            () => true,
            () => false,
          );
        },
        'containerd is ready',
        withinMs,
      );
    },
    stop: () => stop(directory, socket, child, ctr),
  };
  try {
    await containerd.start();
    await ctr('images', 'import', '--snapshotter', 'native', await makeImage(directory));
  } catch (error) {
    await containerd.stop();
    throw error;
  }
  return containerd;
}

function missing(): never {
  throw new Error('containerd was not started');
}

function spawnDaemon(directory: string, socket: string): ChildProcess {
  const settings = join(directory, 'config.toml');
  const lines = [
    ...['version = 2', `root = "${directory}/root"`, `state = "${directory}/state"`, 'disabled_plugins = ["io.containerd.grpc.v1.cri"]'],
    ...['[grpc]', `address = "${socket}"`, '[ttrpc]', `address = "${socket}.ttrpc"`],
  ];
  writeFileSync(settings, `${lines.join('\n')}\n`);
  // A test that is killed leaves no daemon behind.
  const child = spawn('setpriv', ['--pdeathsig', 'TERM', 'containerd', '-c', settings], { stdio: 'ignore' });
  child.on('error', () => undefined);
  return child;
}

/** An OCI layout in an archive, as `ctr images import` takes it: one layer with the busybox of this machine and its libraries. */
async function makeImage(directory: string): Promise<string> {
  const [root, layout] = [join(directory, 'box'), join(directory, 'layout')];
  await mkdir(join(root, 'bin'), { recursive: true });
  await mkdir(join(layout, 'blobs', 'sha256'), { recursive: true });
  await cp(busybox ?? '', join(root, 'bin', 'busybox'), { dereference: true });
  for (const [library = ''] of spawnSync('ldd', [busybox ?? ''], { encoding: 'utf8' }).stdout.matchAll(/\/\S+\.so\S*/g)) {
    await mkdir(join(root, dirname(library)), { recursive: true });
    await cp(library, join(root, library), { dereference: true });
  }
  for (const name of ['sh', 'sleep', 'head']) await symlink('busybox', join(root, 'bin', name));
  const blob = (content: Buffer, mediaType: string) => {
    const hash = createHash('sha256').update(content).digest('hex');
    writeFileSync(join(layout, 'blobs', 'sha256', hash), content);
    return { mediaType, digest: `sha256:${hash}`, size: content.length };
  };
  const json = (value: unknown): Buffer => Buffer.from(JSON.stringify(value));
  const oci = (name: string): string => `application/vnd.oci.image.${name}`;
  const layer = blob(execFileSync('tar', ['-C', root, '-c', '.'], { maxBuffer: 64 * 1_048_576 }), oci('layer.v1.tar'));
  const architecture = process.arch === 'x64' ? 'amd64' : process.arch;
  const settings = { architecture, os: 'linux', config: {}, rootfs: { type: 'layers', diff_ids: [layer.digest] } };
  const config = blob(json(settings), oci('config.v1+json'));
  const manifest = blob(json({ schemaVersion: 2, mediaType: oci('manifest.v1+json'), config, layers: [layer] }), oci('manifest.v1+json'));
  const annotations = { 'io.containerd.image.name': image };
  writeFileSync(join(layout, 'index.json'), json({ schemaVersion: 2, manifests: [{ ...manifest, annotations }] }));
  writeFileSync(join(layout, 'oci-layout'), json({ imageLayoutVersion: '1.0.0' }));
  const archive = join(directory, 'image.tar');
  execFileSync('tar', ['-C', layout, '-cf', archive, '.']);
  return archive;
}

async function stop(directory: string, socket: string, child: ChildProcess | undefined, ctr: Containerd['ctr']): Promise<void> {
  if (child !== undefined && child.exitCode === null && child.signalCode === null) {
    child.kill('SIGCONT');
    const tasks = await ctr('tasks', 'ls', '-q').catch(() => '');
    for (const name of tasks.split('\n').filter((each) => each !== '')) {
      await ctr('tasks', 'resume', name).catch(() => undefined);
      await ctr('tasks', 'rm', '-f', name).catch(() => undefined);
    }
    const ended = once(child, 'exit');
    child.kill('SIGTERM');
    await ended;
  }
  for (const pid of shimsOf(socket)) endTree(pid);
  const below = (path: string): boolean => path.startsWith(`${directory}/`);
  const mounted = readFileSync('/proc/self/mounts', 'utf8')
    .split('\n')
    .map((line) => line.split(' ')[1] ?? '');
  for (const path of mounted.filter(below).reverse()) spawnSync('umount', ['-l', path]);
  await rm(directory, { recursive: true, force: true, maxRetries: 5 });
  const group = basename(directory);
  const depths = ['', '*/', '*/*/', '*/*/*/'];
  const groups = depths.flatMap((depth) => [
    ...globSync(`/sys/fs/cgroup/${depth}${group}/*/`),
    ...globSync(`/sys/fs/cgroup/${depth}${group}`),
  ]);
  for (const path of groups) removeGroup(path);
}

/** Shims whose daemon is the one of this socket, which is nobody else's. */
export function shimsOf(socket: string): readonly number[] {
  return globSync('/proc/[0-9]*/cmdline').flatMap((path) => {
    const words = readOrNothing(path).split('\0');
    const isOurs = words[0]?.includes('containerd-shim') === true && words.includes(socket);
    return isOurs ? [Number(path.split('/')[2])] : [];
  });
}

/** The children first: a shim that has gone leaves them to init. */
function endTree(pid: number): void {
  const children = readOrNothing(`/proc/${String(pid)}/task/${String(pid)}/children`).trim();
  for (const each of [
    ...children
      .split(' ')
      .filter((child) => child !== '')
      .map(Number),
    pid,
  ]) {
    try {
      process.kill(each, 'SIGKILL');
    } catch {
      // It has ended by itself.
    }
  }
}

function readOrNothing(path: string): string {
  try {
    return readFileSync(path, 'utf8');
  } catch {
    return '';
  }
}

/** One that is in use is not ours any more. */
function removeGroup(path: string): void {
  try {
    rmdirSync(path);
  } catch {
    // The kernel lets go of it with its last process.
  }
}

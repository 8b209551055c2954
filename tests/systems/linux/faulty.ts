/** Real faults, each made by a real process or filesystem, and gone again with `stop()`. */

import { type ChildProcess, execFileSync, spawn } from 'node:child_process';
import { rm } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import { makeMountFolder } from '../../support/mounts.ts';

export interface Started {
  readonly pid: number;
  /** What the program printed in its first line. */
  readonly said: string;
  readonly child: ChildProcess;
  stop(): Promise<void>;
}

/** Runs a Node script, given as text, until its first line of output. */
export function startScript(script: string, args: readonly string[] = []): Promise<Started> {
  return startProgram(process.execPath, ['--input-type=module', '-e', script, ...args]);
}

export async function startProgram(program: string, args: readonly string[]): Promise<Started> {
  const child = spawn(program, args, { stdio: ['ignore', 'pipe', 'inherit'] });
  const said = await new Promise<string>((resolve, reject) => {
    child.once('error', reject);
    child.once('exit', (code) => reject(new Error(`${program} ended with ${code}`)));
    child.stdout.once('data', (chunk: Buffer) => resolve(chunk.toString('utf8').trim()));
  });
  const started: Started = {
    pid: child.pid ?? 0,
    said,
    child,
    async stop() {
      if (child.exitCode !== null || child.signalCode !== null) return;
      const ended = new Promise<void>((resolve) => child.once('exit', () => resolve()));
      child.kill('SIGKILL');
      await ended;
    },
  };
  running.add(started);
  return started;
}

/** What a failed assertion has left behind. */
export async function stopPrograms(): Promise<void> {
  await Promise.all([...running].map((each) => each.stop()));
}

const running = new Set<Started>();

export interface Volume {
  readonly mount: string;
  stop(): Promise<void>;
}

/** Why no filesystem can be mounted here, or null. */
export function volumeMissing(): string | null {
  if (process.getuid?.() !== 0) return 'mounting a filesystem of its own needs root';
  try {
    // In a container root may lack the right to mount, or loop devices to mount: both are tried, not assumed.
    execFileSync('sh', ['-c', 'command -v mkfs.ext4 && losetup -f && unshare -m true'], { stdio: 'ignore' });
    return null;
  } catch {
    return 'mkfs.ext4, loop devices or the right to mount are missing';
  }
}

/** A small ext4 of its own. */
export async function startVolume(options: { readonly megabytes: number; readonly inodes?: number }): Promise<Volume> {
  const folder = makeMountFolder('volume');
  const image = join(folder, 'image');
  const mount = join(folder, 'mnt');
  const inodes = options.inodes === undefined ? [] : ['-N', String(options.inodes)];
  execFileSync('sh', ['-c', 'truncate -s "$1" "$2" && mkdir "$3"', 'sh', `${options.megabytes}M`, image, mount]);
  execFileSync('mkfs.ext4', ['-q', '-m', '0', ...inodes, image]);
  execFileSync('mount', ['-o', 'loop', image, mount]);
  return {
    mount,
    async stop() {
      for (let attempt = 0; attempt < 20; attempt += 1) {
        try {
          execFileSync('umount', [mount], { stdio: 'ignore' });
          break;
        } catch {
          await wait(100);
        }
      }
      await rm(folder, { recursive: true, force: true });
    },
  };
}

/** Fills a file with so many megabytes, or until the disk is full. */
export function fillFile(path: string, megabytes: number): void {
  execFileSync('sh', ['-c', 'head -c "$2" /dev/urandom > "$1" 2>/dev/null || true', 'sh', path, String(megabytes * 1_048_576)]);
}

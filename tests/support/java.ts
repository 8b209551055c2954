/** Small Java programs of the test's own: compiled once and kept, each in a small virtual machine. */

import { type ChildProcess, execFile, spawn } from 'node:child_process';
import { createHash } from 'node:crypto';
import { once } from 'node:events';
import { existsSync, globSync, readFileSync } from 'node:fs';
import { mkdir, mkdtemp, rename, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { promisify } from 'node:util';

const programs = join(import.meta.dirname, '..', 'systems', 'jvm', 'programs');
const cache = join(import.meta.dirname, '..', '..', 'node_modules', '.cache', 'zhiban-java');
const run = promisify(execFile);

export interface JavaProgram {
  readonly pid: number;
  readonly directory: string;
  signal(signal: NodeJS.Signals): void;
  stop(): Promise<void>;
}

/** Where the classes are; compiled when the sources have changed. Fails when no JDK is installed (Debian: default-jdk-headless). */
export async function compilePrograms(): Promise<string> {
  const sources = globSync('**/*.java', { cwd: programs })
    .sort()
    .map((path) => join(programs, path));
  const digest = createHash('sha256');
  for (const source of sources) digest.update(readFileSync(source));
  const classes = join(cache, digest.digest('hex').slice(0, 16));
  if (existsSync(classes)) return classes;
  await mkdir(cache, { recursive: true });
  const fresh = await mkdtemp(join(cache, 'new-'));
  await run('javac', ['-J-XX:TieredStopAtLevel=1', '-J-XX:+UseSerialGC', '-d', fresh, ...sources], { timeout: 120_000 });
  // Whoever comes second has compiled the same.
  await rename(fresh, classes).catch(() => rm(fresh, { recursive: true, force: true }));
  return classes;
}

/** Ends when the program has said that it is ready. */
export async function startJava(classes: string, mainClass: string, options: readonly string[] = []): Promise<JavaProgram> {
  const directory = await mkdtemp(join(tmpdir(), 'zhiban-java-'));
  const small = ['-Xmx64m', '-Xss256k', '-XX:+UseSerialGC', '-XX:TieredStopAtLevel=1'];
  const child = spawn('java', [...small, ...options, '-cp', classes, mainClass], { cwd: directory, stdio: ['ignore', 'pipe', 'pipe'] });
  const said: string[] = [];
  createInterface({ input: child.stderr }).on('line', (line) => said.push(line));
  const isReady = new Promise<void>((resolve, reject) => {
    createInterface({ input: child.stdout }).on('line', (line) => line === 'ready' && resolve());
    child.once('error', reject);
    child.once('exit', (code) => reject(new Error(`java ${mainClass} ended with ${String(code)}: ${said.slice(0, 5).join(' | ')}`)));
  });
  await isReady;
  return {
    pid: child.pid ?? 0,
    directory,
    signal: (signal) => child.kill(signal),
    async stop() {
      await end(child);
      await rm(directory, { recursive: true, force: true });
    },
  };
}

async function end(child: ChildProcess): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return;
  const ended = once(child, 'exit');
  child.kill('SIGCONT');
  child.kill('SIGKILL');
  await ended;
}

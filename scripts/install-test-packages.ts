/** Installs the Debian packages of `test-packages.ts` that are missing. Starts no daemon: the tests start what they need on ports of their own. */

import { spawnSync } from 'node:child_process';
import { accessSync, constants, existsSync, globSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type TestPackage, testPackages } from './test-packages.ts';

const policyPath = '/usr/sbin/policy-rc.d';

const missing = testPackages.filter((wanted) => !isThere(wanted));
if (missing.length === 0) console.log('Test packages: all there');
else install(missing);

function isThere({ shownBy }: TestPackage): boolean {
  if (shownBy.startsWith('/')) return globSync(shownBy).length > 0;
  const directories = [...(process.env.PATH ?? '').split(':'), '/usr/sbin', '/sbin', '/usr/bin'];
  return directories.some((directory) => canRun(join(directory, shownBy)));
}

function canRun(path: string): boolean {
  try {
    accessSync(path, constants.X_OK);
    return true;
  } catch {
    return false;
  }
}

function install(packages: readonly TestPackage[]): void {
  const names = packages.map(({ name }) => name);
  const prefix = rightToInstall();
  if (prefix === null) {
    console.error('These Debian packages are missing, and the tests need them:');
    for (const { name, why } of packages) console.error(`  ${name}: ${why}`);
    console.error(`Install them with: sudo apt-get install --no-install-recommends ${names.join(' ')}`);
    process.exit(1);
  }
  console.log(`Test packages: installing ${names.join(', ')}`);
  const isPolicyOurs = forbidDaemons(prefix);
  try {
    run([...prefix, 'apt-get', 'update', '-qq']);
    run([...prefix, 'env', 'DEBIAN_FRONTEND=noninteractive', 'apt-get', 'install', '-y', '-qq', '--no-install-recommends', ...names]);
  } finally {
    if (isPolicyOurs) run([...prefix, 'rm', '-f', policyPath]);
  }
  const still = packages.filter((wanted) => !isThere(wanted));
  if (still.length === 0) return;
  console.error(`Installed, but still not found: ${still.map(({ name, shownBy }) => `${name} (${shownBy})`).join(', ')}`);
  process.exit(1);
}

/** Null when neither root nor a sudo that asks for nothing is to be had, or this is no Debian. */
function rightToInstall(): readonly string[] | null {
  if (spawnSync('apt-get', ['--version']).status !== 0) return null;
  if (process.getuid?.() === 0) return [];
  return spawnSync('sudo', ['-n', 'true']).status === 0 ? ['sudo', '-n'] : null;
}

/** While this file answers 101, packages start nothing. One that is already there is somebody's decision and stays. */
function forbidDaemons(prefix: readonly string[]): boolean {
  if (existsSync(policyPath)) return false;
  const directory = mkdtempSync(join(tmpdir(), 'zhiban-policy-'));
  const path = join(directory, 'policy-rc.d');
  writeFileSync(path, '#!/bin/sh\nexit 101\n');
  run([...prefix, 'install', '-m', '755', path, policyPath]);
  rmSync(directory, { recursive: true });
  return true;
}

function run(command: readonly string[]): void {
  const [name = '', ...rest] = command;
  const done = spawnSync(name, rest, { stdio: ['ignore', 'ignore', 'inherit'], timeout: 900_000 });
  if (done.status === 0) return;
  console.error(`Cannot install the test packages: '${command.join(' ')}' ended with ${done.status ?? done.signal}`);
  process.exit(1);
}

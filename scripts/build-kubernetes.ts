/**
 * Builds the Kubernetes control plane that the tests ask (API server, controller manager, scheduler) from its Go modules, once: no registry
 * ships the programs. It takes ten to thirty minutes and some gigabytes of Go cache, so that nothing calls it by itself; the tests that
 * need it are skipped without it, and say so. Each program is kept as soon as it is built; a second run builds only what is missing.
 */

import { spawnSync } from 'node:child_process';
import { existsSync, mkdirSync, mkdtempSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { kubernetesDirectory, kubernetesPrograms, kubernetesVersion } from './kubernetes-programs.ts';

const missing = kubernetesPrograms.filter((name) => !existsSync(join(kubernetesDirectory(), name)));
if (missing.length === 0) console.log(`Kubernetes ${kubernetesVersion} is there: ${kubernetesDirectory()}`);
else if (spawnSync('go', ['version']).status !== 0) {
  console.error('Kubernetes: there is no Go to build it with (https://go.dev/doc/install)');
  process.exitCode = 1;
} else buildAll(missing);

function buildAll(names: readonly string[]): void {
  mkdirSync(kubernetesDirectory(), { recursive: true });
  const directory = mkdtempSync(join(tmpdir(), 'zhiban-kubernetes-'));
  try {
    writeModule(directory);
    for (const name of names) {
      const startedMs = performance.now();
      const built = join(directory, name);
      const flags = `-s -w ${versionFlags()}`;
      go(directory, ['build', '-mod=mod', '-trimpath', '-ldflags', flags, '-o', built, `k8s.io/kubernetes/cmd/${name}`]);
      // Into the cache by a rename on its own filesystem: half a program is never there.
      const beside = join(kubernetesDirectory(), `.${name}-${process.pid}`);
      writeFileSync(beside, readFileSync(built), { mode: 0o755 });
      renameSync(beside, join(kubernetesDirectory(), name));
      console.log(`${name} ${kubernetesVersion} is built, ${Math.round((performance.now() - startedMs) / 1_000)} s`);
    }
  } finally {
    rmSync(directory, { recursive: true, force: true });
  }
}

/** Kubernetes takes its own libraries from a folder beside it; from outside each is a module of the same number. */
function writeModule(directory: string): void {
  writeFileSync(join(directory, 'go.mod'), 'module zhiban.local/kubernetes\n\ngo 1.24.0\n');
  const told: unknown = JSON.parse(go(directory, ['mod', 'download', '-json', `k8s.io/kubernetes@${kubernetesVersion}`]));
  const source = typeof told === 'object' && told !== null && 'Dir' in told ? String(told.Dir) : '';
  const libraries = [...new Set(readFileSync(join(source, 'go.mod'), 'utf8').match(/^\tk8s\.io\/[a-z-]+(?= v0\.0\.0$)/gm) ?? [])];
  const ofLibraries = kubernetesVersion.replace(/^v1\./, 'v0.');
  const replaced = libraries.map((name) => `-replace=${name.trim()}=${name.trim()}@${ofLibraries}`);
  go(directory, ['mod', 'edit', ...replaced, `-require=k8s.io/kubernetes@${kubernetesVersion}`]);
}

/** Without them the server calls itself v0.0.0-master, and clients take their features from that. */
function versionFlags(): string {
  const [, major, minor] = /^v(\d+)\.(\d+)/.exec(kubernetesVersion) ?? [];
  const at = 'k8s.io/component-base/version';
  const told = { gitVersion: kubernetesVersion, gitMajor: major, gitMinor: minor, gitTreeState: 'clean' };
  return Object.entries(told)
    .map(([key, value]) => `-X ${at}.${key}=${value}`)
    .join(' ');
}

function go(directory: string, given: readonly string[]): string {
  const done = spawnSync('go', given, {
    cwd: directory,
    encoding: 'utf8',
    env: { ...process.env, CGO_ENABLED: '0' },
    maxBuffer: 64 * 1_024 * 1_024,
    timeout: 3_600_000,
  });
  if (done.status !== 0) throw new Error(`go ${given[0]} failed: ${(done.error?.message ?? done.stderr).slice(-2_000)}`);
  return done.stdout;
}

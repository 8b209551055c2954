/**
 * Builds the Jaeger that the tests and the lab ask, once: no registry ships the program, and its Go module takes minutes. It is not part of
 * `npm test`: without it, the tests read answers that this version really gave (tests/systems/jaeger/record-answers.ts).
 */

import { spawnSync } from 'node:child_process';
import { existsSync, mkdirSync, mkdtempSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';

const version = 'v1.62.0';
const path = join(import.meta.dirname, '..', 'node_modules', '.cache', 'zhiban', `jaeger-${version}`);

if (existsSync(path)) console.log(`Jaeger ${version} is there`);
else if (spawnSync('go', ['version']).status !== 0) console.warn('Jaeger: there is no Go to build it with');
else build();

function build(): void {
  mkdirSync(dirname(path), { recursive: true });
  const directory = mkdtempSync(`${path}-`);
  try {
    writeFileSync(join(directory, 'go.mod'), `module jaeger\n\ngo 1.23\n\nrequire github.com/jaegertracing/jaeger ${version}\n`);
    const built = join(directory, 'jaeger');
    const stamp = `-X github.com/jaegertracing/jaeger/pkg/version.latestVersion=${version}`;
    const given = ['build', '-mod=mod', `-ldflags=-s -w ${stamp}`, '-o', built, 'github.com/jaegertracing/jaeger/cmd/all-in-one'];
    const done = spawnSync('nice', ['-n', '19', 'go', ...given], { cwd: directory, encoding: 'utf8', timeout: 1_800_000 });
    if (done.status === 0) {
      renameSync(built, path);
      console.log(`Jaeger ${version} is built`);
    } else console.warn(`Jaeger: the build failed\n${done.stderr.slice(-2_000)}`);
  } finally {
    rmSync(directory, { recursive: true, force: true });
  }
}

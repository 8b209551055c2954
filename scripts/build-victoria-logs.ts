/**
 * Builds the VictoriaLogs that the tests ask, once: no registry ships the program, and its Go module takes about 40 s on a quiet machine.
 * Without Go its tests are skipped, and say so.
 */

import { spawnSync } from 'node:child_process';
import { existsSync, mkdirSync, mkdtempSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';

const version = 'v1.121.0';
const path = join(import.meta.dirname, '..', 'node_modules', '.cache', 'zhiban', `victoria-logs-${version}`);

if (existsSync(path)) console.log(`VictoriaLogs ${version} is there`);
else if (spawnSync('go', ['version']).status !== 0)
  console.warn('VictoriaLogs: there is no Go to build it with; its tests will be skipped');
else build();

function build(): void {
  mkdirSync(dirname(path), { recursive: true });
  const directory = mkdtempSync(`${path}-`);
  try {
    writeFileSync(
      join(directory, 'go.mod'),
      `module victorialogs\n\ngo 1.24\n\nrequire github.com/VictoriaMetrics/VictoriaMetrics ${version}\n`,
    );
    const built = join(directory, 'victoria-logs');
    const given = ['build', '-mod=mod', '-ldflags=-s -w', '-o', built, 'github.com/VictoriaMetrics/VictoriaMetrics/app/victoria-logs'];
    const done = spawnSync('go', given, { cwd: directory, encoding: 'utf8', timeout: 900_000 });
    if (done.status === 0) {
      renameSync(built, path);
      console.log(`VictoriaLogs ${version} is built`);
    } else console.warn(`VictoriaLogs: the build failed; its tests will be skipped\n${done.stderr.slice(-2_000)}`);
  } finally {
    rmSync(directory, { recursive: true, force: true });
  }
}

/**
 * `npm test`: everything that must hold, in the order of what is quick to know. Each step ends the run when it fails, so that the first
 * fault is the last thing on the screen; the test runner comes last and its summary is the end of the output.
 */

import { spawnSync } from 'node:child_process';
import { globSync } from 'node:fs';
import { join } from 'node:path';

const root = join(import.meta.dirname, '..');
const bin = (name: string): string => join(root, 'node_modules', '.bin', name);

interface Step {
  readonly title: string;
  readonly command: string;
  readonly arguments: readonly string[];
  /** It may take minutes: what it says is shown as it comes. */
  readonly isSlow?: boolean;
}

/** Test files that run at a time. Most of them wait for real servers, so three keep two cores busy; more makes the slow ones miss their limits. */
const filesAtATime = 3;

/** No test file takes longer on a quiet machine than a tenth of this. */
const testTimeoutMs = 600_000;

const steps: readonly Step[] = [
  { title: 'Debian packages for the tests', command: process.execPath, arguments: ['scripts/install-test-packages.ts'], isSlow: true },
  { title: 'Temporal server', command: process.execPath, arguments: ['scripts/build-temporal.ts'], isSlow: true },
  { title: 'VictoriaLogs', command: process.execPath, arguments: ['scripts/build-victoria-logs.ts'], isSlow: true },
  { title: 'Elasticsearch', command: process.execPath, arguments: ['scripts/fetch-elasticsearch.ts'], isSlow: true },
  { title: 'Kafka', command: process.execPath, arguments: ['scripts/install-kafka.ts'], isSlow: true },
  { title: 'files of a fresh database', command: process.execPath, arguments: ['scripts/make-fresh-database.ts'] },
  { title: 'types', command: bin('tsc'), arguments: ['--noEmit'] },
  { title: 'types of the workflows', command: bin('tsc'), arguments: ['--noEmit', '-p', 'src/workflows'] },
  { title: 'types of the console', command: bin('tsc'), arguments: ['--noEmit', '-p', 'src/console'] },
  { title: 'format and lint', command: bin('biome'), arguments: ['ci', '--colors=off', '--max-diagnostics=50', '.'] },
  { title: 'dead code', command: bin('knip'), arguments: ['--no-progress'] },
  { title: 'house rules', command: process.execPath, arguments: ['--test', '--test-reporter=dot', 'tests/tidy.test.ts'] },
];

for (const step of steps) run(step);
runTests();

function run({ title, command, arguments: given, isSlow }: Step): void {
  const startedAt = performance.now();
  const done = spawnSync(command, given, {
    cwd: root,
    stdio: isSlow ? 'inherit' : ['ignore', 'pipe', 'pipe'],
    encoding: 'utf8',
    maxBuffer: 67_108_864,
  });
  const seconds = ((performance.now() - startedAt) / 1_000).toFixed(1);
  if (done.status === 0) {
    console.log(`✔ ${title} (${seconds} s)`);
    return;
  }
  console.log(done.stdout ?? '');
  console.error(done.stderr ?? '');
  console.error(`✖ ${title} (${seconds} s): ${[command, ...given].join(' ')}`);
  process.exit(1);
}

function runTests(): void {
  // Named by hand instead of left to the runner: a pattern that matches nothing must not pass.
  const files = globSync('tests/**/*.test.ts', { cwd: root }).sort();
  if (files.length === 0) throw new Error('Cannot find any test file below tests/');
  const given = [`--test-concurrency=${filesAtATime}`, `--test-timeout=${testTimeoutMs}`, '--test-reporter=spec', ...files];
  // Hundreds of files load the same modules: each is compiled once.
  const env = { ...process.env, NODE_COMPILE_CACHE: join(root, 'node_modules', '.cache', 'node-tests') };
  const done = spawnSync(process.execPath, ['--test', ...given], { cwd: root, stdio: 'inherit', env });
  process.exit(done.status ?? 1);
}

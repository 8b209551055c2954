/**
 * `npm test`: everything that must hold. What the tests need is fetched and built while the checks run, which need none of it; the first
 * fault ends the run, is told last, and no test begins. The tests come last, and the summary of all of them is the end of the output.
 */

import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { globSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { run } from 'node:test';
import { spec } from 'node:test/reporters';
import { watchEarlyEnds } from './early-ends.ts';
import { planTests, togetherModule } from './test-plan.ts';

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

/** Processes for the files that share one: a crash costs a tenth of them, and none of them holds the end up. */
const sharedProcesses = 10;

/** No test, and no test file, takes longer on a quiet machine than a tenth of this. */
const testTimeoutMs = 600_000;

/** For a whole process: fifty files that share one took seven minutes where the machine had eight times as much to do as it has cores. */
const processTimeoutMs = 3 * testTimeoutMs;

const node = (title: string, script: string): Step => ({ title, command: process.execPath, arguments: [script], isSlow: true });

/** Each list is a chain: its steps need what comes before. Beside the packages of Debian they only need the network and Go. */
const chains: readonly (readonly Step[])[] = [
  [
    node('Debian packages for the tests', 'scripts/install-test-packages.ts'),
    node('Elasticsearch', 'scripts/fetch-elasticsearch.ts'),
    node('Kafka', 'scripts/install-kafka.ts'),
  ],
  [node('Temporal server', 'scripts/build-temporal.ts'), node('VictoriaLogs', 'scripts/build-victoria-logs.ts')],
  [
    { title: 'types', command: bin('tsc'), arguments: ['--noEmit'] },
    { title: 'types of the workflows', command: bin('tsc'), arguments: ['--noEmit', '-p', 'src/workflows'] },
    { title: 'types of the console', command: bin('tsc'), arguments: ['--noEmit', '-p', 'src/console'] },
    { title: 'format and lint', command: bin('biome'), arguments: ['ci', '--colors=off', '--max-diagnostics=50', '.'] },
    { title: 'dead code', command: bin('knip'), arguments: ['--no-progress'] },
    { title: 'house rules', command: process.execPath, arguments: ['--test', '--test-reporter=dot', 'tests/tidy.test.ts'] },
    { title: 'what the tests begin with', command: process.execPath, arguments: ['scripts/make-kept.ts'] },
  ],
];

/** What is told last, of the step that failed. */
let fault: (() => void) | null = null;

await Promise.all(chains.map(runChain));
if (fault !== null) (fault as () => void)();
else await runTests();

/** A step that has begun is left to its end: an installer that is killed half way leaves a machine to be repaired. */
async function runChain(steps: readonly Step[]): Promise<void> {
  for (const step of steps) if (fault === null) await runStep(step);
}

async function runStep({ title, command, arguments: given, isSlow = false }: Step): Promise<void> {
  const startedAt = performance.now();
  const child = spawn(command, given, { cwd: root, stdio: isSlow ? ['ignore', 'inherit', 'inherit'] : ['ignore', 'pipe', 'pipe'] });
  const said: Buffer[] = [];
  for (const stream of [child.stdout, child.stderr]) stream?.on('data', (part: Buffer) => said.push(part));
  const [status] = await once(child, 'close').catch((error: Error) => [error.message]);
  const seconds = ((performance.now() - startedAt) / 1_000).toFixed(1);
  if (status === 0) {
    console.log(`✔ ${title} (${seconds} s)`);
    return;
  }
  fault ??= () => {
    process.stdout.write(Buffer.concat(said));
    console.error(`✖ ${title} (${seconds} s): ${[command, ...given].join(' ')}`);
    process.exitCode = 1;
  };
}

async function runTests(): Promise<void> {
  const files = globSync('tests/**/*.test.ts', { cwd: root }).sort();
  const { alone, together } = planTests(root, files, sharedProcesses);
  const directory = mkdtempSync(join(tmpdir(), 'zhiban-tests-'));
  try {
    const shared = together.map((each, at) => {
      const path = join(directory, `together-${at + 1}.test.mjs`);
      writeFileSync(path, togetherModule(root, each));
      return path;
    });
    // Those that share end it: they are short and of one length, so that none is left running by itself.
    process.exitCode = (await runFiles([...alone.map((file) => join(root, file)), ...shared])) ? 0 : 1;
  } finally {
    rmSync(directory, { recursive: true, force: true });
  }
}

/** Whether all was good; a run without a test is not. */
async function runFiles(files: string[]): Promise<boolean> {
  // Hundreds of processes load the same modules: each is compiled once.
  process.env.NODE_COMPILE_CACHE = join(root, 'node_modules', '.cache', 'node-tests');
  // As the program itself runs: of a database in WebAssembly that lives for seconds, the better code comes too late.
  const execArgv = [`--test-timeout=${testTimeoutMs}`, '--liftoff-only'];
  const tests = run({ cwd: root, files, concurrency: filesAtATime, timeout: processTimeoutMs, execArgv });
  let isGood = false;
  const early = watchEarlyEnds(tests, files);
  const hidden = createHiddenFaults();
  tests.on('test:diagnostic', ({ file, message, nesting }) => {
    if (nesting === 0) hidden.heard(file, message);
  });
  tests.on('test:stderr', ({ file, message }) => hidden.heard(file, message));
  tests.on('test:fail', ({ name, details }) => hidden.failed(name, details.error));
  tests.on('test:summary', ({ file, success, counts }) => {
    // Each file has a summary too; that without a name is the one of all.
    if (file === undefined) isGood = success && counts.tests > 0;
  });
  for await (const part of tests.compose(new spec())) process.stdout.write(part);
  process.stdout.write(hidden.told());
  for (const file of early.files()) process.stdout.write(`\n✖ ${file}: it ended before its tests had, or has none\n`);
  return isGood && early.files().length === 0;
}

/** A file whose tests are all good and that fails: what it said of it stands far above, between the tests of others. */
function createHiddenFaults() {
  const saidBy = new Map<string, string[]>();
  const told: string[] = [];
  return {
    heard(file: string | undefined, message: string): void {
      if (file === undefined) return;
      const said = saidBy.get(file) ?? [];
      saidBy.set(file, [...said.slice(-20), message.trimEnd()]);
    },
    /** A failed test of a file bears its own name, a failed file its path. */
    failed(name: string, error: Error): void {
      if (!/\.test\.(?:ts|mjs)$/.test(name)) return;
      const { exitCode, signal } = error as { exitCode?: unknown; signal?: unknown };
      told.push(`\n✖ ${name}: exit code ${exitCode}, signal ${signal}; it said last:`, ...(saidBy.get(name) ?? ['nothing']));
    },
    told: (): string => (told.length === 0 ? '' : `${told.join('\n')}\n`),
  };
}

import assert from 'node:assert/strict';
import { chmodSync, mkdirSync, readdirSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { test } from 'node:test';
import { BuildError, type BuildProgress, buildTemporal, findGo } from '../../../src/main/dev/build-temporal.ts';
import { builtPath } from '../../../src/main/dev/find-temporal.ts';
import { takeLock } from '../../../src/main/dev/lock.ts';
import { makeHome } from './fixtures/supervised.ts';

/** A `go` that writes what the real one writes, so that no test compiles for minutes; the suite itself runs on a server that was really built. */
function writeGo(home: string, script: string): string {
  const directory = join(home, 'go-bin');
  mkdirSync(directory, { recursive: true });
  writeFileSync(join(directory, 'go'), `#!/bin/sh\n${script}\n`);
  chmodSync(join(directory, 'go'), 0o755);
  return `${directory}:/usr/bin:/bin`;
}

const goThatBuilds = `
echo "$@" > "$(dirname "$GOBIN")/arguments"; echo "CGO_ENABLED=$CGO_ENABLED" >> "$(dirname "$GOBIN")/arguments"
echo 'go: downloading go.temporal.io/server v1.29.1' >&2
for n in 1 2 3; do echo "internal/package$n" >&2; done
echo github.com/temporalio/cli/cmd/temporal >&2
sleep 1.2
printf '#!/bin/sh\\necho "temporal version 0 (Server 1.29.1, UI 2)"\\n' > "$GOBIN/temporal"; chmod +x "$GOBIN/temporal"`;

test('buildTemporal() installs the pinned version, tells how far it is, and leaves only the result', async (t) => {
  const home = makeHome(t);
  const told: BuildProgress[] = [];

  const built = await buildTemporal({
    cacheDirectory: home,
    environment: { PATH: writeGo(home, goThatBuilds) },
    onProgress: (progress) => told.push(progress),
  });

  assert.deepEqual(built, { path: builtPath(home), version: '1.29.1' });
  assert.deepEqual(told[0], { step: 'linking', packages: 4, seconds: 1, packagesAbout: told[0]?.packagesAbout });
  assert.deepEqual(readdirSync(dirname(built.path)).sort(), ['arguments', 'build.lock', 'temporal']);
});

test('buildTemporal() fails with the last words of Go, and leaves nothing half built', async (t) => {
  const home = makeHome(t);
  const environment = { PATH: writeGo(home, 'echo "dial tcp: lookup proxy: no such host" >&2; exit 1') };

  const failure = await buildTemporal({ cacheDirectory: home, environment, onProgress: () => undefined }).catch((error: unknown) => error);

  assert.ok(failure instanceof BuildError);
  assert.equal(failure.kind, 'failed');
  assert.deepEqual(failure.tail, ['dial tcp: lookup proxy: no such host']);
  assert.deepEqual(readdirSync(dirname(builtPath(home))), ['build.lock']);
});

test('buildTemporal() stops when it is told to', async (t) => {
  const home = makeHome(t);
  const aborter = new AbortController();
  const environment = { PATH: writeGo(home, 'sleep 60') };

  const failure = await buildTemporal({
    cacheDirectory: home,
    environment,
    onProgress: () => aborter.abort(),
    signal: aborter.signal,
  }).catch((error: unknown) => error);

  assert.ok(failure instanceof BuildError);
  assert.equal(failure.kind, 'stopped');
});

test('buildTemporal() waits for another build and uses its result', async (t) => {
  const home = makeHome(t);
  const target = builtPath(home);
  const lock = takeLock(dirname(target), 'build');
  const steps: string[] = [];

  const built = await buildTemporal({
    cacheDirectory: home,
    environment: { PATH: writeGo(home, 'echo "must not be run" >&2; exit 1') },
    onProgress: ({ step }) => {
      steps.push(step);
      writeFileSync(target, '#!/bin/sh\necho "temporal version 0 (Server 1.29.1, UI 2)"\n', { mode: 0o755 });
      lock?.release();
    },
  });

  assert.deepEqual(steps, ['waiting']);
  assert.equal(built.path, target);
});

test('findGo() finds it on the given path first', (t) => {
  const path = writeGo(makeHome(t), 'true');

  assert.equal(findGo(path), join(path.split(':')[0] ?? '', 'go'));
});

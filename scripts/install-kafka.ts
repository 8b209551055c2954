/**
 * Fetches the jars of a Kafka broker for the tests, once, into node_modules/.cache. Without Java or Maven the tests of the kafka system are
 * skipped and say why; everything else goes on.
 */

import { spawnSync } from 'node:child_process';
import { mkdirSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { hasKafka, kafkaDirectory, kafkaMarker, kafkaProject, kafkaVersion } from './kafka-jars.ts';

const fetchWithinMs = 600_000;

if (hasKafka()) console.log(`Kafka ${kafkaVersion}: all there`);
else if (!runs('java', '-version') || !runs('mvn', '-version'))
  warn('Java or Maven is not installed (Debian: default-jre-headless, maven)');
else fetchJars();

function fetchJars(): void {
  const making = `${kafkaDirectory}.making-${String(process.pid)}`;
  mkdirSync(making, { recursive: true });
  writeFileSync(join(making, 'pom.xml'), kafkaProject);
  console.log(`Kafka ${kafkaVersion}: fetching its jars with Maven`);
  const given = ['-q', '-B', '-f', join(making, 'pom.xml'), 'dependency:copy-dependencies', `-DoutputDirectory=${join(making, 'libs')}`];
  const done = spawnSync('mvn', [...given, '-DincludeScope=runtime'], { stdio: ['ignore', 'inherit', 'inherit'], timeout: fetchWithinMs });
  if (done.status !== 0) {
    rmSync(making, { recursive: true, force: true });
    warn(`Maven ended with ${String(done.status ?? done.signal)}`);
    return;
  }
  mkdirSync(dirname(kafkaDirectory), { recursive: true });
  rmSync(kafkaDirectory, { recursive: true, force: true });
  renameSync(making, kafkaDirectory);
  writeFileSync(kafkaMarker, '');
}

function runs(command: string, option: string): boolean {
  return spawnSync(command, [option], { stdio: 'ignore' }).status === 0;
}

function warn(why: string): void {
  console.warn(`Kafka ${kafkaVersion} is NOT there: ${why}. The tests of the kafka system on a real broker will be SKIPPED.`);
}

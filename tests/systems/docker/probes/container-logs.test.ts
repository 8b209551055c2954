import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { Facts } from '../../../../src/domain/evidence.ts';
import { factsOf, readingOf } from '../../../../src/systems/docker/probes/container-logs.ts';
import { containerSchema } from '../../../../src/systems/docker/read-containers.ts';
import { outputSignatures } from '../../../../src/systems/docker/signatures/output.ts';
import { judgeSignature } from '../../linux/diagnose.ts';

const nowMs = Date.parse('2026-11-30T20:00:00Z');
const times = { nowMs, onsetMs: nowMs - 900_000, zoneMinutes: 0 };

function factsFrom(lines: readonly string[], host: Readonly<Record<string, unknown>> = { ShmSize: 4_194_304 }, seconds = 1): Facts {
  const container = containerSchema.parse({ Id: 'a1', Name: '/report-db', State: {}, Config: {}, HostConfig: host });
  const text = lines.map((line, index) => `${new Date(nowMs - (lines.length - index) * seconds * 1_000).toISOString()} ${line}`).join('\n');
  const reading = readingOf(container, text, times);
  return factsOf([reading], reading, nowMs);
}

const found = (facts: Facts): Readonly<Record<string, string>> =>
  Object.fromEntries(outputSignatures.map((each) => [each.id.replace('docker.', ''), judgeSignature(each, facts)]));
const times6 = <Line>(...lines: readonly Line[]): readonly Line[] => Array.from({ length: 6 }, () => lines).flat();

test('the look at logs of containers tells a full /dev/shm and its size', () => {
  const facts = factsFrom([
    'LOG:  database system is ready to accept connections',
    ...times6(
      'ERROR:  could not resize shared memory segment "/PostgreSQL.19" to 8388608 bytes: No space left on device',
      'STATEMENT:  select region, sum(total) from orders group by region',
    ),
  ]);

  assert.deepEqual([facts['shm.name'], facts['shm.mib'], facts['shm.count']], ['report-db', 4, 6]);
  assert.match(String(facts['shm.line']), /^ERROR: {2}could not resize/);
  assert.deepEqual(found(facts), { 'shm-full': 'confirmed', 'container-log-errors': 'likely' });
});

test('the look at logs of containers takes a full disk for none of shared memory, and an error that is repeated for one', () => {
  const facts = factsFrom(times6('ERROR cannot write /data/spool: No space left on device', 'GET /cart 500'));

  assert.deepEqual(found(facts), { 'shm-full': 'refuted', 'container-log-errors': 'likely' });
  const older = factsFrom([...Array.from({ length: 40 }, () => 'order saved'), ...times6('ERROR queue is gone')], {}, 30);
  assert.deepEqual(found(older), { 'shm-full': 'refuted', 'container-log-errors': 'confirmed' });
});

test('the look at logs of containers finds nothing where an error is past or nothing is said', () => {
  const started = factsFrom([...times6('ERROR not ready yet'), ...Array.from({ length: 40 }, () => 'order saved')]);

  assert.equal(found(started)['container-log-errors'], 'no');
  assert.deepEqual(found(factsOf([], undefined, nowMs)), { 'shm-full': 'refuted', 'container-log-errors': 'refuted' });
});

test('the look at logs of containers says no size where shared memory is the host’s', () => {
  const line = 'shm_open: No space left on device';

  assert.equal(factsFrom([line], { ShmSize: 67_108_864, IpcMode: 'host' })['shm.mib'], null);
  assert.equal(factsFrom([line], { ShmSize: 67_108_864 })['shm.mib'], 64);
});

import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import type { Candidate } from '../../../src/analysis/rca/candidate.ts';
import { explainAway } from '../../../src/analysis/rca/explain-away.ts';
import { isOfItsProcess, isOfItsService, withoutTwins } from '../../../src/analysis/rca/own-service.ts';
import { relate } from '../../../src/analysis/rca/relate.ts';
import { candidate, topology } from './make-candidate.ts';

const down = (name: string, port = 0): Candidate =>
  candidate(
    'box',
    'host.service-down',
    { kind: 'host', looksLike: ['outside'], about: ['services.down.name', 'services.down.port'] },
    { values: { 'services.down.name': name, 'services.down.port': port } },
  );
const memory = candidate('web', 'http.log-out-of-memory', { kind: 'http' });

describe('isOfItsService()', () => {
  it('is of the system that is that service, by name or port', () => {
    assert.equal(isOfItsService(memory, down('web'), topology), true);
    assert.equal(isOfItsService(memory, down('spare'), topology), false, 'another service');
    assert.equal(isOfItsService(candidate('cache', 'redis.log-out-of-memory', { kind: 'redis' }), down('kv', 6379), topology), true);
  });

  it('is a cause that a log names', () => {
    assert.equal(isOfItsService({ ...memory, signature: { ...memory.signature, role: 'symptom' } }, down('web'), topology), false);
    assert.equal(isOfItsService(candidate('web', 'http.refused', { kind: 'http' }), down('web'), topology), false);
  });

  it('explains that the service is down', () => {
    const settled = explainAway(relate([down('web'), memory], topology, ['web']), topology);

    assert.deepEqual(
      settled.map(({ hypothesis }) => hypothesis.state),
      ['weakened', 'confirmed'],
    );
  });
});

describe('isOfItsProcess()', () => {
  const measured = (command: string): Candidate =>
    candidate(
      'box',
      'host.too-many-open-files',
      { kind: 'host', about: ['files.top.name'] },
      { values: { 'files.top.name': 'python3', 'files.top.command': command } },
    );
  const logged = (fault: string): Candidate => candidate('cache', `redis.log-${fault}`, { kind: 'redis' });

  it('is what the log of the very system says whose process the machine measured', () => {
    assert.equal(isOfItsProcess(logged('too-many-open-files'), measured('python3 serve.py 6379'), topology), true, 'by its port');
    assert.equal(isOfItsProcess(logged('too-many-open-files'), measured('/opt/cache/bin/serve'), topology), true, 'by its name');
    assert.equal(isOfItsProcess(logged('too-many-open-files'), measured('python3 serve.py 16379'), topology), false, 'another process');
    assert.equal(isOfItsProcess(logged('out-of-memory'), measured('python3 serve.py 6379'), topology), false, 'another fault');
  });

  it('is what the machine sees of the process at the very port of the system', () => {
    const stopped = (port: number): Candidate =>
      candidate('box', 'host.process-stopped', { kind: 'host', about: ['stopped.port'] }, { values: { 'stopped.port': port } });
    const own = candidate('cache', 'redis.process-stopped', { kind: 'redis' });

    assert.equal(isOfItsProcess(own, stopped(6379), topology), true);
    assert.equal(isOfItsProcess(own, stopped(80), topology), false, 'another process');
    assert.equal(
      isOfItsProcess(candidate('cache', 'redis.process-gone', { kind: 'redis' }), stopped(6379), topology),
      false,
      'another fault',
    );
  });

  it('leaves one cause, at the system', () => {
    const settled = explainAway(relate([measured('python3 serve.py 6379'), logged('too-many-open-files')], topology, ['cache']), topology);

    assert.deepEqual(
      settled.map(({ hypothesis }) => hypothesis.state),
      ['weakened', 'confirmed'],
    );
  });
});

describe('withoutTwins()', () => {
  const logged = (systemId: string, kind: string, path: string): Candidate =>
    candidate(systemId, `${kind}.log-says-pool-exhausted`, { kind }, { values: { 'logs.path': path } });

  it('leaves the finding of a log to the system whose log it is', () => {
    const own = logged('web', 'http', '/var/log/web.log');

    assert.deepEqual(withoutTwins([logged('box', 'host', '/var/log/web.log'), own], topology), [own]);
    assert.equal(withoutTwins([logged('box', 'host', '/var/log/other.log'), own], topology).length, 2, 'another log');
  });
});

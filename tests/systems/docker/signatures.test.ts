import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { evaluateCondition } from '../../../src/analysis/rca/condition.ts';
import type { Facts } from '../../../src/domain/evidence.ts';
import { dockerKind } from '../../../src/systems/docker/system.ts';
import { found } from './with-docker.ts';

describe('exit codes of a loop', () => {
  const cases: Readonly<Record<number, string>> = {
    0: 'loop-ends-well',
    1: 'loop-application',
    2: 'loop-application',
    126: 'loop-command',
    127: 'loop-command',
    134: 'loop-crash',
    137: 'loop-killed',
    139: 'loop-crash',
    143: 'loop-terminated',
  };
  const facts = { 'containers.looping': 1, 'loop.isOom': false, 'loop.isDns': false };
  for (const [code, id] of Object.entries(cases))
    it(`${code} is ${id}`, () => assert.deepEqual(found({ ...facts, 'loop.exitCode': Number(code) }), ['restart-loop', id]));
  it('a name that does not resolve is told as that', () => {
    assert.deepEqual(found({ ...facts, 'loop.isDns': true, 'loop.exitCode': 1 }), ['restart-loop', 'loop-dns']);
  });
});

describe('faults by their facts', () => {
  const cases: Readonly<Record<string, Facts>> = {
    'permission-denied': { 'reach.isOk': false, 'reach.problem': 'auth', 'reach.code': 'EACCES' },
    'daemon-gone': { 'reach.isOk': false, 'reach.problem': 'refused', 'reach.code': 'ECONNREFUSED' },
    'clock-off': { 'daemon.clockSkewSeconds': 90 },
    'port-conflict': { 'conflict.port': '8080', 'conflict.name': 'web' },
    'no-space': { 'ended.isNoSpace': true, 'ended.name': 'db' },
    dead: { 'containers.dead': 1 },
    'log-without-end': { 'logs.largestBytes': 3e9, 'logs.unlimited': 2 },
    'log-fills-disk': { 'logs.largestBytes': 7e7, 'logs.unlimited': 2, 'logs.volumeUsedRatio': 1, 'logs.volumeShare': 0.8 },
    'dangling-images': { 'disk.danglingBytes': 2e10 },
    'layer-growing': { 'disk.largestLayerMib': 20_000 },
    'image-missing': { 'images.orphanName': 'old', 'images.count': 3 },
    'health-flapping': { 'events.flaps': 4 },
  };
  for (const [id, facts] of Object.entries(cases)) it(`${id} is found`, () => assert.deepEqual(found(facts), [id]));
  it('a start that failed for its command is told as that, and one for a mount is not', () => {
    const failed = { 'failed.name': 'billing', 'failed.exitCode': 127 };

    const command = {
      ...failed,
      'failed.error': 'OCI runtime create failed: exec: "/app/billing": stat /app/billing: no such file or directory',
    };
    const mount = {
      ...failed,
      'failed.exitCode': 128,
      'failed.error': 'error while creating mount source path: no such file or directory',
    };

    assert.deepEqual(found(command), ['start-failed', 'start-command']);
    assert.deepEqual(found(mount), ['start-failed']);
  });
});

describe('what a restart would mend', () => {
  const offered = (output: string): number => {
    const signature = dockerKind.signatures.find(({ id }) => id === 'docker.unhealthy');
    const when = signature?.remedies[0]?.when;
    assert.ok(when !== undefined);
    const self = new Map([['sick.output', { value: output, evidenceId: 'ev_1' }]]);
    return evaluateCondition(when, { self, runsOn: [], dependsOn: [] }).truth === 'true' ? 1 : 0;
  };
  it('is an application that hangs, and no check that asks for what is not there', () => {
    assert.equal(offered('wget: download timed out'), 1);
    assert.equal(offered("cat: can't open '/www/healthz': No such file or directory"), 0);
    assert.equal(offered('wget: server returned error: HTTP/1.1 404 Not Found'), 0);
    assert.equal(offered('sh: curl: not found'), 0);
  });
});

import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import type { Facts } from '../../../src/domain/evidence.ts';
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

import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { Candidate } from '../../../src/analysis/rca/candidate.ts';
import { causesBelow, isInFrontAndBroken, isNeededAndBroken, isNeededAndFailing } from '../../../src/analysis/rca/needed.ts';
import type { Topology } from '../../../src/analysis/rca/topology.ts';
import { candidate, topology } from './make-candidate.ts';

const evicts = candidate('cache', 'redis.eviction-storm', { kind: 'redis', severity: 'warning', hints: 'logged out' });

test('isNeededAndBroken() is what is critical below, and what is spoken of', () => {
  assert.equal(isNeededAndBroken(candidate('cache', 'redis.down', { kind: 'redis' }), 'web', topology, ''), true);
  assert.equal(isNeededAndBroken(evicts, 'web', topology, 'it is slow'), false);
  assert.equal(isNeededAndBroken(evicts, 'web', topology, 'users are logged out'), true);
  assert.equal(isNeededAndBroken(candidate('spare', 'redis.down', { kind: 'redis' }), 'web', topology, ''), false, 'nobody needs it');
});

test('isNeededAndFailing() is a service below that fails, and not one that is slow only', () => {
  const pair: Topology = {
    systems: [
      { id: 'web', kind: 'http', dependsOn: ['api'] },
      { id: 'api', kind: 'http', dependsOn: [] },
    ],
  };
  const failing = (...looksLike: readonly ('waiting' | 'slow')[]) => candidate('api', 'http.server-error', { kind: 'http', looksLike });

  assert.equal(isNeededAndFailing(failing('waiting'), 'web', pair), true);
  assert.equal(isNeededAndFailing(failing('waiting', 'slow'), 'web', pair), false);
});

test('isInFrontAndBroken() is the proxy before a named service', () => {
  const pair: Topology = {
    systems: [
      { id: 'edge', kind: 'nginx', dependsOn: ['web'] },
      { id: 'web', kind: 'http', dependsOn: [] },
    ],
  };

  assert.equal(isInFrontAndBroken(candidate('edge', 'nginx.broken', { kind: 'nginx' }), 'web', pair, ''), true);
  assert.equal(isInFrontAndBroken(candidate('edge', 'nginx.odd', { kind: 'nginx', severity: 'warning' }), 'web', pair, ''), false);
});

test('causesBelow() are those below where nothing else explains what is wrong', () => {
  const seen = (id: string): Candidate => candidate('web', id, { kind: 'http', role: 'symptom' });
  const below = (linked: readonly Candidate[], cause: Candidate) => causesBelow([...linked, cause], new Set(linked), ['web'], topology);
  const scans = { ...evicts, signature: { ...evicts.signature, looksLike: ['slow'] as const } };

  assert.deepEqual(below([seen('http.server-error')], evicts), [evicts]);
  assert.deepEqual(below([], evicts), [], 'nothing is wrong');
  assert.deepEqual(below([seen('http.server-error'), candidate('web', 'http.log-says', { kind: 'http' })], evicts), [], 'it is explained');
  assert.deepEqual(below([seen('http.server-error')], scans), [], 'what is only slow refuses nobody');
  assert.deepEqual(below([seen('http.unavailable')], scans), [scans], 'who gives up soon answers at once');
});

import assert from 'node:assert/strict';
import { test } from 'node:test';
import { spokenOf } from '../../../src/analysis/rca/spoken.ts';
import { candidate, topology } from './make-candidate.ts';

test('spokenOf() are causes that the log of who needs the system speaks of', () => {
  const logged = (line: string) =>
    candidate(
      'web',
      'http.log-says-peer-full',
      { kind: 'http', role: 'symptom' },
      { state: 'strengthened', values: { 'logs.knownLine': line } },
    );
  const leak = candidate('cache', 'redis.connection-leak', { kind: 'redis', hints: 'connection' });
  const evicts = candidate('cache', 'redis.eviction-storm', { kind: 'redis', hints: 'evict' });
  const other = candidate('spare', 'redis.connection-leak', { kind: 'redis', hints: 'connection' });
  const spokenIn = (line: string) => [...spokenOf([logged(line), leak, evicts, other], topology)];

  assert.deepEqual(spokenIn('ERROR max number of connections reached'), [leak]);
  assert.deepEqual(spokenIn('ERROR broken'), []);
});

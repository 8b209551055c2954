import assert from 'node:assert/strict';
import { test } from 'node:test';
import { besideThePoint } from '../../../src/analysis/rca/beside-the-point.ts';
import type { Candidate } from '../../../src/analysis/rca/candidate.ts';
import type { Topology } from '../../../src/analysis/rca/topology.ts';
import type { HypothesisState } from '../../../src/domain/signature.ts';
import { candidate } from './make-candidate.ts';

const topology: Topology = {
  systems: [
    { id: 'web', kind: 'http', runsOn: 'box', dependsOn: [] },
    { id: 'box', kind: 'host', dependsOn: [] },
  ],
};

test('besideThePoint() has what is short on a machine where the log of what is named says why and does not speak of it', () => {
  const logged = (systemId: string, error: string, state: HypothesisState = 'strengthened') => {
    const id = systemId === 'box' ? 'host.new-log-errors' : 'http.log-new-error';
    const kind = systemId === 'box' ? 'host' : 'http';
    return candidate(systemId, id, { kind, severity: 'warning', role: 'symptom' }, { state, values: { 'logs.newError': error } });
  };
  const storm = candidate('box', 'host.fork-storm', { kind: 'host', hints: 'fork|slow', severity: 'warning' });
  const isBeside = (log: Candidate, named: readonly string[], fault = storm) =>
    besideThePoint([fault, log], topology, named, 'the copy is too old').includes(fault);

  assert.equal(isBeside(logged('box', '@ERROR: auth failed on module backups'), ['box']), true);
  assert.equal(isBeside(logged('web', 'login refused'), ['web', 'box']), true, 'of what runs there');
  assert.equal(isBeside(logged('box', 'cannot fork: retry'), ['box']), false, 'the log speaks of it');
  assert.equal(isBeside(logged('web', 'login refused'), ['box']), false, 'nobody asks about what logs');
  assert.equal(isBeside(logged('box', 'auth failed', 'suspected'), ['box']), false, 'the log says nothing yet');
  const grave = { ...storm, signature: { ...storm.signature, severity: 'critical' as const } };
  assert.equal(isBeside(logged('box', 'auth failed'), ['box'], grave), false);
  const definite = (error: string): Candidate =>
    candidate('web', 'http.log-says-config-wrong', { kind: 'http', reason: 'logs.knownLine' }, { values: { 'logs.knownLine': error } });
  assert.equal(isBeside(definite('setting PRICE_TABLE is not set'), ['web'], grave), true, 'a definite reason that is another');
  assert.equal(isBeside(definite('cannot fork'), ['web'], grave), false, 'a definite reason that speaks of it');
  const log = logged('box', 'auth failed');
  assert.equal(besideThePoint([storm, log], topology, ['box'], 'the copy is too old').includes(log), false, 'the log itself stays');
});

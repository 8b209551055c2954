import assert from 'node:assert/strict';
import { test } from 'node:test';
import { evaluateCondition, type FactTable } from '../../src/analysis/rca/condition.ts';
import { httpSignatures } from '../../src/systems/http/signatures.ts';
import { ownProcessStopped } from '../../src/systems/own-process-stopped.ts';
import { builtInKinds } from '../../src/systems/registry.ts';

test('ownProcessStopped() is confirmed where the machine sees the process at the port of the system stopped', () => {
  const [signature] = ownProcessStopped('http', httpSignatures);
  assert.ok(signature);
  const truthOn = (...runsOn: readonly FactTable[]): unknown =>
    evaluateCondition(signature.confirm, { self: new Map(), runsOn, dependsOn: [] }).truth;
  const seen = (isStopped: boolean): FactTable => new Map([['stopped.own.isStopped', { value: isStopped, evidenceId: 'ev_1' }]]);

  assert.equal(truthOn(seen(true)), 'true');
  assert.equal(truthOn(seen(false)), 'false');
  assert.equal(truthOn(), 'unknown');
  assert.ok(signature.explains?.includes('http.no-answer'));
  assert.equal(signature.hints, undefined, 'it leaves no question open');
});

test('ownProcessStopped() is had once by every kind that serves a port, and by no machine', () => {
  const stoppedIn = ({ signatures }: Pick<(typeof builtInKinds)[number], 'signatures'>): number =>
    signatures.filter(({ id }) => id.endsWith('.process-stopped')).length;
  const without = builtInKinds.filter((kind) => stoppedIn(kind) === 0).map(({ kind }) => kind);

  assert.ok(builtInKinds.every((kind) => stoppedIn(kind) <= 1));
  assert.deepEqual(without.sort(), ['containerd', 'docker', 'kubernetes', 'snmp']);
});

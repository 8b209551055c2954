import assert from 'node:assert/strict';
import { test } from 'node:test';
import { factScopeOf, filledRemedies } from '../../src/activities/filled-remedies.ts';
import { factTables } from '../../src/analysis/rca/rank.ts';
import type { Facts } from '../../src/domain/evidence.ts';
import type { Remedy, Signature } from '../../src/domain/signature.ts';
import { createSystemPool } from '../../src/systems/pool.ts';
import { sampleEvidence } from '../store/samples.ts';
import { systemClock } from '../support/system-clock.ts';
import { tankKind } from './tank-kind.ts';

const entry = { kind: 'tank', dependsOn: [], labels: {}, actionsEnabled: true };

interface Change {
  readonly actionsEnabled?: boolean;
  readonly hasHost?: boolean;
  /** Whose facts these are. */
  readonly of?: string;
}

function filled(remedy: Remedy, facts: Facts, change: Change = {}) {
  const entries = [
    { ...entry, id: 'main-tank', actionsEnabled: change.actionsEnabled ?? true, ...(change.hasHost === false ? {} : { runsOn: 'tower' }) },
    { ...entry, id: 'tower' },
  ];
  const pool = createSystemPool([tankKind(new Map())], entries, { resolveSecret: () => '', clock: systemClock });
  const system = pool.get('main-tank');
  const signature = system?.kind.signatures[0];
  assert.ok(system && signature);
  const tables = factTables([sampleEvidence({ systemId: change.of ?? 'main-tank', facts })]);
  const withRemedy: Signature = { ...signature, remedies: [remedy] };
  return filledRemedies(pool, withRemedy, factScopeOf(tables, system), system).map(({ target, given }) => ({ on: target.entry.id, given }));
}

test('filledRemedies() keeps a fact’s type where it is the whole argument, and writes it out within a text', () => {
  const remedy: Remedy = {
    action: 'set-level',
    arguments: { level: '{tank.level}', note: 'was {tank.level}', mode: 'fast', isForced: true },
  };

  assert.deepEqual(filled(remedy, { 'tank.level': 7 }), [
    { on: 'main-tank', given: { level: 7, note: 'was 7', mode: 'fast', isForced: true } },
  ]);
});

test('filledRemedies() leaves out a remedy whose facts are missing, rather than run it with holes', () => {
  for (const template of ['{tank.absent}', 'was {tank.absent}', '{tank.nothing}']) {
    assert.deepEqual(filled({ action: 'set-level', arguments: { level: template } }, { 'tank.level': 7, 'tank.nothing': null }), []);
  }
});

test('filledRemedies() asks its condition: unknown is not true', () => {
  const when = (limit: number): Remedy => ({ action: 'set-level', arguments: {}, when: ['tank.level', '>', limit] });

  assert.equal(filled(when(5), { 'tank.level': 7 }).length, 1);
  assert.equal(filled(when(9), { 'tank.level': 7 }).length, 0);
  assert.equal(filled(when(5), {}).length, 0);
});

test('filledRemedies() may act on what the system runs on, if there is such a system', () => {
  const remedy: Remedy = { action: 'set-level', arguments: {}, on: 'runsOn' };

  assert.deepEqual(filled(remedy, {}), [{ on: 'tower', given: {} }]);
  assert.deepEqual(filled(remedy, {}, { hasHost: false }), []);
});

test('filledRemedies() knows the facts of what the system runs on', () => {
  const remedy: Remedy = { action: 'set-level', on: 'runsOn', arguments: { level: '{runsOn.tank.level}' } };

  assert.deepEqual(filled(remedy, { 'tank.level': 7 }, { of: 'tower' }), [{ on: 'tower', given: { level: 7 } }]);
  assert.deepEqual(filled(remedy, { 'tank.level': 7 }), []);
});

test('filledRemedies() offers nothing on a system that is read-only', () => {
  assert.deepEqual(filled({ action: 'set-level', arguments: {} }, {}, { actionsEnabled: false }), []);
});

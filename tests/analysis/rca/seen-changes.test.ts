import assert from 'node:assert/strict';
import { test } from 'node:test';
import { seenChanges } from '../../../src/analysis/rca/seen-changes.ts';
import type { Change } from '../../../src/domain/change.ts';
import { sampleEvidence } from '../../store/samples.ts';

const at = '2026-03-01T12:05:00.000Z';
const facts = { 'rollouts.count': 1, 'rollouts.1.at': at, 'rollouts.1.title': 'shop/web: image web:1 → web:2', 'rollouts.1.revision': 2 };
const seen = sampleEvidence({ systemId: 'cluster', probe: 'rollouts', facts });

test('seenChanges() makes a change of a rollout, once however often it was seen', () => {
  const [change, ...more] = seenChanges([seen, { ...seen, id: 'ev_again' }], []);

  assert.equal(more.length, 0);
  assert.deepEqual(
    [change?.kind, change?.at, change?.systemIds, change?.title, change?.version],
    ['deploy', at, ['cluster'], 'shop/web: image web:1 → web:2', 'revision 2'],
  );
});

test('seenChanges() leaves out what was told about then of the same system, and what could not be looked at', () => {
  const told: Change = {
    ...{ id: 'chg_1', at: '2026-03-01T12:04:00.000Z', kind: 'deploy', systemIds: ['cluster'], title: 'web 2', version: '2' },
    ...{ author: 'Li', url: null, source: 'github' },
  };

  assert.deepEqual(seenChanges([seen], [told]), []);
  assert.equal(seenChanges([seen], [{ ...told, systemIds: ['orders-db'] }]).length, 1);
  assert.deepEqual(seenChanges([{ ...seen, status: 'unreachable' }], []), []);
});

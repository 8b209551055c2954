import assert from 'node:assert/strict';
import { it } from 'node:test';
import { rankHypotheses } from '../../../../src/analysis/rca/rank.ts';
import type { Evidence } from '../../../../src/domain/evidence.ts';
import { storageSignatures } from '../../../../src/systems/postgresql/signatures/storage.ts';
import { postgresqlKind } from '../../../../src/systems/postgresql/system.ts';
import { diagnoseSystem } from '../../../support/diagnose.ts';
import { freePort } from '../../../support/peers.ts';
import { systemClock } from '../../../support/system-clock.ts';

it('storageSignatures take a full disk of the host for the reason why the server is down', async () => {
  const url = `postgresql://127.0.0.1:${String(await freePort())}/orders`;
  const entry = postgresqlKind.entry.parse({ id: 'orders-db', kind: 'postgresql', url, username: 'u', runsOn: 'web-1' });
  const client = postgresqlKind.connect(entry, { clock: systemClock, resolveSecret: () => '' });
  const seen = await diagnoseSystem(postgresqlKind, client, entry, { probes: ['server'] });
  await client.close();
  const [first] = seen.evidence;
  assert.ok(first !== undefined);
  const judge = (usedRatio: number): readonly (string | null)[] => {
    const disk: Evidence = {
      ...first,
      id: 'e-disk',
      systemId: 'web-1',
      probe: 'disk',
      facts: { 'disk.worst.usedRatio': usedRatio, 'disk.full.dataOf': 'postgresql' },
    };
    const { hypotheses } = rankHypotheses({
      topology: {
        systems: [
          { id: entry.id, kind: 'postgresql', runsOn: 'web-1', dependsOn: [] },
          { id: 'web-1', kind: 'ssh', dependsOn: [] },
        ],
      },
      signatures: postgresqlKind.signatures,
      evidence: [first, disk],
      namedSystemIds: [entry.id],
      words: '',
      ruledOut: new Set(),
    });
    return hypotheses.filter(({ state }) => state === 'confirmed').map(({ signatureId }) => signatureId);
  };

  assert.ok(storageSignatures.some(({ id }) => id === 'postgresql.down-on-full-disk'));
  assert.equal(judge(1)[0], 'postgresql.down-on-full-disk');
  assert.deepEqual(judge(0.5), ['postgresql.process-gone']);
});

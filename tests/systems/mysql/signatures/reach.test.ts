import assert from 'node:assert/strict';
import { it } from 'node:test';
import { rankHypotheses } from '../../../../src/analysis/rca/rank.ts';
import type { Evidence } from '../../../../src/domain/evidence.ts';
import { mysqlReachSignatures } from '../../../../src/systems/mysql/signatures/reach.ts';
import { mysqlKind } from '../../../../src/systems/mysql/system.ts';
import { diagnoseSystem } from '../../../support/diagnose.ts';
import { freePort } from '../../../support/peers.ts';
import { clientOf, entryOf } from '../scene.ts';

it('mysqlReachSignatures take a full disk of the host for the reason why the server is down', async () => {
  const entry = entryOf(await freePort(), { runsOn: 'web-1' });
  const client = clientOf(entry, 'x');
  const seen = await diagnoseSystem(mysqlKind, client, entry, { probes: ['server'] });
  await client.close();
  const [first] = seen.evidence;
  assert.ok(first !== undefined);
  const judge = (usedRatio: number): readonly (string | null)[] => {
    const disk: Evidence = {
      ...first,
      id: 'e-disk',
      systemId: 'web-1',
      probe: 'disk',
      facts: { 'disk.worst.usedRatio': usedRatio, 'disk.full.dataOf': 'mysql' },
    };
    const systems = [
      { id: entry.id, kind: 'mysql', runsOn: 'web-1', dependsOn: [] },
      { id: 'web-1', kind: 'ssh', dependsOn: [] },
    ];
    const { hypotheses } = rankHypotheses({
      topology: { systems },
      signatures: mysqlReachSignatures,
      evidence: [first, disk],
      namedSystemIds: [entry.id],
      words: '',
      ruledOut: new Set(),
    });
    return hypotheses.filter(({ state }) => state === 'confirmed').map(({ signatureId }) => signatureId);
  };

  assert.equal(judge(1)[0], 'mysql.down-on-full-disk');
  assert.deepEqual(judge(0.5), ['mysql.process-gone']);
});

import assert from 'node:assert/strict';
import test from 'node:test';
import { evaluateCondition, type FactTable } from '../../src/analysis/rca/condition.ts';
import type { FactValue } from '../../src/domain/evidence.ts';
import { fullBacklog } from '../../src/systems/full-backlog.ts';
import { reachSignatures } from '../../src/systems/session/reach-signatures.ts';

const tableOf = (facts: Readonly<Record<string, FactValue>>): FactTable =>
  new Map(Object.entries(facts).map(([name, value]) => [name, { value, evidenceId: name }]));

const words = { kind: 'mysql', name: 'MySQL', probe: 'server', downHints: 'mysql_up', loginSource: 'a manual' };
const path = reachSignatures(words).find(({ id }) => id === 'mysql.unreachable');
const hangs = fullBacklog({ kind: 'mysql', product: 'MySQL', probes: ['server'], hints: 'mysql_up' });

const cases: readonly [address: string, isHanging: boolean][] = [
  ['127.0.0.1:3306', true],
  ['127.0.1.1:3306', true],
  ['localhost:3306', true],
  ['[::1]:3306', true],
  ['10.127.0.0:3306', false],
  ['db.example.com:3306', false],
  ['notlocalhost.example.com:3306', false],
  ['192.168.127.1:3306', false],
];

for (const [address, isHanging] of cases) {
  test(`fullBacklog() ${isHanging ? 'blames the process, not the path,' : 'leaves the path to blame'} where ${address} does not answer`, () => {
    const self = tableOf({
      'reach.isOk': false,
      'reach.stage': 'connect',
      'reach.problem': 'timed-out',
      'reach.reason': `MySQL ${address} did not accept a connection within the limit`,
    });

    const truths = [hangs, path].map((each) => each && evaluateCondition(each.confirm, { self, runsOn: [], dependsOn: [] }).truth);

    assert.deepEqual(truths, isHanging ? ['true', 'false'] : ['false', 'true']);
  });
}

import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { vacuumSignatures } from '../../../../src/systems/postgresql/signatures/vacuum.ts';
import { judgeSignature } from '../../linux/diagnose.ts';

describe('holdsFreezing()', () => {
  const prepared = vacuumSignatures.find(({ id }) => id === 'postgresql.prepared-transaction-left') ?? assert.fail();
  const near = {
    'databases.oldest.age': 2_120_000_000,
    'databases.oldest.freezeRatio': 10.6,
    'transactions.prepared.count': 1,
    'transactions.prepared.seconds': 20,
    'transactions.horizon.holder': 'prepared',
    'transactions.horizon.age': 2_119_999_000,
  };
  const cases = [
    ['who is as old as what cannot be frozen holds it back', near, 'confirmed'],
    ['who came later does not', { ...near, 'transactions.horizon.age': 1_000 }, 'no'],
    ['and nobody does where nothing is old', { ...near, 'databases.oldest.age': 1_000, 'databases.oldest.freezeRatio': 0.001 }, 'no'],
  ] as const;
  for (const [claim, facts, expected] of cases) it(claim, () => assert.equal(judgeSignature(prepared, facts), expected));
});

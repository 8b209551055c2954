import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { emptyAliasFacts } from '../../../../src/systems/elasticsearch/probes/empty-aliases.ts';
import { emptyAliasSignatures } from '../../../../src/systems/elasticsearch/signatures/empty-alias.ts';
import { judgeSignature } from '../../linux/diagnose.ts';

const [signature = assert.fail()] = emptyAliasSignatures;
const indices = [
  { index: 'users-v1', documents: 40 },
  { index: 'users-v2', documents: 0 },
  { index: 'logs-2026.11.28', documents: 0 },
  { index: 'logs-2026.11.27', documents: 90 },
];

describe('aliases of empty indices', () => {
  const cases: readonly { readonly claim: string; readonly aliases: readonly (readonly [string, string])[]; readonly expected: string }[] =
    [
      { claim: 'one that was switched too early', aliases: [['users', 'users-v2']], expected: 'confirmed' },
      {
        claim: 'one for what is still being filled',
        aliases: [
          ['users-next', 'users-v2'],
          ['users', 'users-v1'],
        ],
        expected: 'no',
      },
      {
        claim: 'one that has just rolled over',
        aliases: [
          ['logs', 'logs-2026.11.28'],
          ['logs', 'logs-2026.11.27'],
        ],
        expected: 'refuted',
      },
      { claim: 'none', aliases: [], expected: 'refuted' },
    ];
  for (const { claim, aliases, expected } of cases)
    it(`${claim}: ${expected}`, () => {
      const facts = emptyAliasFacts(
        indices,
        aliases.map(([alias, index]) => ({ alias, index })),
        [],
      );

      assert.equal(judgeSignature(signature, facts), expected);
    });

  it('names the full sibling, and prefers the alias that was spoken of', () => {
    const aliases = [
      { alias: 'logs', index: 'logs-2026.11.28' },
      { alias: 'users', index: 'users-v2' },
    ];
    const facts = emptyAliasFacts(indices, aliases, ['users']);

    assert.deepEqual(
      [facts['access.emptyAlias'], facts['access.emptyAliasIndex'], facts['access.fullSibling'], facts['access.fullSiblingDocuments']],
      ['users', 'users-v2', 'users-v1', 40],
    );
  });
});

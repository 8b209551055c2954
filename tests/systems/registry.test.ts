import assert from 'node:assert/strict';
import { test } from 'node:test';
import { systemIdPattern } from '../../src/systems/entry.ts';
import { builtInKinds } from '../../src/systems/registry.ts';

test('builtInKinds have names of their own, and so have their parts', () => {
  const kinds = builtInKinds.map(({ kind }) => kind);

  assert.equal(new Set(kinds).size, kinds.length);
  for (const { kind, probes, actions, signatures } of builtInKinds) {
    for (const named of [probes.map((each) => each.name), actions.map((each) => each.name), signatures.map((each) => each.id)]) {
      assert.equal(new Set(named).size, named.length, kind);
    }
    assert.ok(
      signatures.every((each) => each.kind === kind),
      `${kind} has only signatures of its own`,
    );
  }
});

test('builtInKinds refuse an entry with a key that they don’t know, or an id that is none', () => {
  for (const { kind, entry } of builtInKinds) {
    for (const id of ['', '-a', 'a b', 'a/b', 'x'.repeat(64), '密'])
      assert.equal(entry.safeParse({ id, kind }).success, false, `${kind} '${id}'`);
    assert.equal(entry.safeParse({ id: 'a', kind, colour: 'blue' }).success, false, kind);
  }
});

for (const id of ['a', 'orders-db', 'Web_1.example', '0'.repeat(63)]) {
  test(`systemIdPattern takes '${id}'`, () => assert.match(id, systemIdPattern));
}

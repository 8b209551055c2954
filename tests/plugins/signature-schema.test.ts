import assert from 'node:assert/strict';
import { test } from 'node:test';
import { signatureSchema } from '../../src/plugins/signature-schema.ts';
import { jaegerSignatures } from '../../src/systems/jaeger/signatures.ts';
import { builtInKinds } from '../../src/systems/registry.ts';

test('signatureSchema takes every field that a signature has, and no other', () => {
  for (const { signatures } of builtInKinds) for (const each of signatures) assert.deepEqual(signatureSchema.parse(each), each);
  const [first] = jaegerSignatures;

  assert.throws(() => signatureSchema.parse({ ...first, mount: '/data' }), /mount/);
  assert.throws(() => signatureSchema.parse({ ...first, severity: 'grave' }), /severity/);
  assert.throws(() => signatureSchema.parse({ ...first, looksLike: ['odd'] }), /looksLike/);
});

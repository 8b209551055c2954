import assert from 'node:assert/strict';
import { test } from 'node:test';
import { signatureSchema } from '../../src/plugins/signature-schema.ts';
import { jaegerSignatures } from '../../src/systems/jaeger/signatures.ts';
import { linuxSignatures } from '../../src/systems/linux/signatures.ts';

test('signatureSchema takes every field that a signature has, and no other', () => {
  for (const each of [...jaegerSignatures, ...linuxSignatures('host')]) assert.deepEqual(signatureSchema.parse(each), each);
  const [first] = jaegerSignatures;

  assert.throws(() => signatureSchema.parse({ ...first, mount: '/data' }), /mount/);
  assert.throws(() => signatureSchema.parse({ ...first, severity: 'grave' }), /severity/);
});

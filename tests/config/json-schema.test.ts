import assert from 'node:assert/strict';
import { test } from 'node:test';
import { z } from 'zod';
import { allKeys, forEachSecret, jsonSchemaOf, keysAt, schemasAt } from '../../src/config/json-schema.ts';
import { secretRef } from '../../src/domain/secret.ts';

const schema = jsonSchemaOf(
  z.strictObject({
    plain: z.string(),
    list: z.array(z.strictObject({ inner: z.number() })).default([]),
    named: z.record(z.string(), z.strictObject({ deep: z.boolean() })),
    either: z.union([z.strictObject({ one: z.string() }), z.strictObject({ other: z.string() })]),
    secret: secretRef.optional(),
    labels: z.record(z.string(), z.string()),
  }),
);

test('keysAt() follows lists, records and unions', () => {
  assert.deepEqual(keysAt(schema, ['list', 3]), ['inner']);
  assert.deepEqual(keysAt(schema, ['named', 'whatever']), ['deep']);
  assert.deepEqual(keysAt(schema, ['either']), ['one', 'other']);
  assert.deepEqual(keysAt(schema, ['plain']), []);
});

test('schemasAt() is empty for what the schema does not know', () => {
  assert.deepEqual(schemasAt(schema, ['nothing', 'here']), []);
});

test('forEachSecret() goes by the schema and not by the look of the value', () => {
  const found: string[] = [];

  forEachSecret(schema, { secret: { env: 'A' }, labels: { env: 'prod' }, plain: 'x' }, (path) => found.push(path.join('.')));

  assert.deepEqual(found, ['secret']);
});

test('allKeys() names every key once and leaves out the insides of references to secrets', () => {
  assert.deepEqual(allKeys(schema).toSorted(), [
    'either',
    'either.one',
    'either.other',
    'labels',
    'list',
    'list.inner',
    'named',
    'plain',
    'secret',
  ]);
});

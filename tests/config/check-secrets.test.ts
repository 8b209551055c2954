import assert from 'node:assert/strict';
import { test } from 'node:test';
import { z } from 'zod';
import { checkSecrets } from '../../src/config/check-secrets.ts';
import { jsonSchemaOf } from '../../src/config/json-schema.ts';
import { secretRef } from '../../src/domain/secret.ts';

test('checkSecrets() warns with the place and keeps the secret to itself', () => {
  const schema = jsonSchemaOf(z.strictObject({ a: secretRef, b: secretRef }));
  const options = { variables: { THERE: 'hunter2' }, baseDirectory: '/' };

  const problems = checkSecrets({ a: { env: 'THERE' }, b: { env: 'GONE' } }, schema, options, ['systems', 0]);

  assert.deepEqual(
    problems.map(({ level, path }) => `${level} ${path.join('.')}`),
    ['warning systems.0.b'],
  );
  assert.equal(problems[0]?.text['zh-CN'], '读不到密钥（环境变量 GONE）：变量未设置');
  assert.ok(!JSON.stringify(problems).includes('hunter2'));
});

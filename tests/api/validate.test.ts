import assert from 'node:assert/strict';
import { test } from 'node:test';
import { z } from 'zod';
import { validateRequest } from '../../src/api/validate.ts';
import { ZhibanError } from '../../src/domain/errors.ts';

const schema = z.strictObject({ text: z.string().max(3), limit: z.number().default(5) });

function check(input: unknown, httpPart = 'body'): { readonly value?: unknown; readonly error?: unknown } {
  return validateRequest({ schema, method: 'POST', url: '/', httpPart })(input) as { value?: unknown; error?: unknown };
}

test('validateRequest() gives the value with its defaults', () => {
  assert.deepEqual(check({ text: 'abc' }), { value: { text: 'abc', limit: 5 } });
});

test('validateRequest() names every wrong field in both languages and repeats no value', () => {
  const { error } = check({ text: 'hunter2', limit: 'x', lmit: 1 }, 'querystring');

  assert.ok(error instanceof ZhibanError);
  assert.equal(
    error.message,
    "query.text: expected at most 3 characters; query.limit: expected a number, found text; query.lmit: unknown key; did you mean 'limit'?",
  );
  assert.match(String(Reflect.get(Object(error.details.text), 'zh-CN')), /^query\.text：应至多 3 个字符/);
  assert.ok(!JSON.stringify(error.details).includes('hunter2'));
});

test('validateRequest() takes an absent body for an empty one', () => {
  const { error } = check(null);

  assert.ok(error instanceof ZhibanError);
  assert.equal(error.message, 'body.text: missing; expected text');
});

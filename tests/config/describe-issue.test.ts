import assert from 'node:assert/strict';
import { test } from 'node:test';
import { z } from 'zod';
import { describeIssues } from '../../src/config/describe-issue.ts';
import { jsonSchemaOf } from '../../src/config/json-schema.ts';
import { secretRef } from '../../src/domain/secret.ts';

function describe(schema: z.ZodType, input: unknown): readonly string[] {
  const { error } = schema.safeParse(input);
  return describeIssues(error?.issues ?? [], input, jsonSchemaOf(schema)).map(
    ({ path, text }) => `${path.join('.')}: ${text.en} | ${text['zh-CN']}`,
  );
}

const cases: readonly { readonly name: string; readonly schema: z.ZodType; readonly input: unknown; readonly says: readonly string[] }[] = [
  {
    name: 'a type',
    schema: z.strictObject({ a: z.string() }),
    input: { a: [1] },
    says: ['a: expected text, found a list | 应为文本，实际是列表'],
  },
  {
    name: 'a missing key',
    schema: z.strictObject({ a: z.boolean() }),
    input: {},
    says: ['a: missing; expected true or false | 缺少此项；应为 true 或 false'],
  },
  {
    name: 'a value of a list, with the nearest',
    schema: z.strictObject({ a: z.enum(['socket', 'http']) }),
    input: { a: 'sockte' },
    says: ["a: expected one of socket, http; did you mean 'socket'? | 应为其中之一：socket, http；是否想写 'socket'？"],
  },
  {
    name: 'a union of values',
    schema: z.strictObject({ a: z.union([z.enum(['x', 'y']), z.literal('never')]) }),
    input: { a: 5 },
    says: ['a: expected one of x, y, never | 应为其中之一：x, y, never'],
  },
  {
    name: 'an upper bound',
    schema: z.strictObject({ a: z.number().max(9) }),
    input: { a: 10 },
    says: ['a: expected at most 9 | 应至多 9'],
  },
  {
    name: 'an open bound',
    schema: z.strictObject({ a: z.number().positive() }),
    input: { a: 0 },
    says: ['a: expected more than 0 | 应大于 0'],
  },
  {
    name: 'a length',
    schema: z.strictObject({ a: z.string().min(1) }),
    input: { a: '' },
    says: ['a: expected at least 1 character | 应至少 1 个字符'],
  },
  {
    name: 'a form of its own',
    schema: z.strictObject({ a: z.string().regex(/^x/, 'expected an x') }),
    input: { a: 'y' },
    says: ['a: expected an x | expected an x'],
  },
  {
    name: 'an address',
    schema: z.strictObject({ a: z.url() }),
    input: { a: 'nowhere' },
    says: ['a: expected a URL such as https://example.com | 应为 URL，例如 https://example.com'],
  },
  {
    name: 'a literal secret',
    schema: z.strictObject({ a: secretRef }),
    input: { a: 'hunter2' },
    says: [
      'a: expected a reference to a secret: { env: NAME } or { file: PATH }, never the secret itself | 应为密钥的引用：{ env: 变量名 } 或 { file: 路径 }，不能直接写密钥本身',
    ],
  },
  {
    name: 'an unknown key once, and not the key it was meant as',
    schema: z.strictObject({ address: z.string() }),
    input: { adress: 'x' },
    says: ["adress: unknown key; did you mean 'address'? | 未知的键；是否想写 'address'？"],
  },
  {
    name: 'a wrong value beside an unknown key that is near to it',
    schema: z.strictObject({ limit: z.number() }),
    input: { limit: 'x', limitt: 1 },
    says: [
      'limit: expected a number, found text | 应为数字，实际是文本',
      "limitt: unknown key; did you mean 'limit'? | 未知的键；是否想写 'limit'？",
    ],
  },
];

for (const { name, schema, input, says } of cases) {
  test(`describeIssues() says ${name}`, () => {
    assert.deepEqual(describe(schema, input), says);
  });
}

import assert from 'node:assert/strict';
import { test } from 'node:test';
import { z } from 'zod';
import { describeCall } from '../../src/analyst/describe-schema.ts';

const cases: readonly (readonly [schema: z.ZodType, text: string])[] = [
  [z.strictObject({}), 'x()'],
  [z.strictObject({ count: z.number().int().min(1).max(128).default(16) }), 'x(count?:int 1..128=16)'],
  [z.strictObject({ unit: z.string(), isForced: z.boolean().optional() }), 'x(unit:string, isForced?:boolean)'],
  [z.strictObject({ by: z.enum(['cpu', 'memory']).default('cpu') }), 'x(by?:cpu|memory="cpu")'],
  [z.strictObject({ ratio: z.number().min(0) }), 'x(ratio:number 0..)'],
  [z.strictObject({ id: z.union([z.string(), z.number()]), mode: z.literal('fast') }), 'x(id:string|number, mode:"fast")'],
  [z.strictObject({ labels: z.record(z.string(), z.string()).default({}) }), 'x(labels?:object)'],
  [z.strictObject({ count: z.number().int() }), 'x(count:int)'],
  [z.strictObject({ at: z.date() }), 'x(at:any)'],
];

test('describeCall() writes a schema as a typed signature', () => {
  for (const [schema, text] of cases) assert.equal(describeCall('x', schema), text);
});

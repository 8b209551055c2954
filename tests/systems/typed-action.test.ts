import assert from 'node:assert/strict';
import { test } from 'node:test';
import { z } from 'zod';
import { typedAction } from '../../src/systems/typed-action.ts';
import { contextOf } from '../contracts/system.ts';

class Away extends Error {}

const text = { 'zh-CN': '做', en: 'do' };
const away = { 'zh-CN': '不在', en: 'away' };
const context = contextOf({ id: 'db', kind: 'kept', dependsOn: [], labels: {}, actionsEnabled: true }, 1_000);

/** `answer` stands for what the system does when it is asked. */
function actionOf(answer: (given: { readonly count: number }, limit: { readonly ms: number }) => void) {
  const step = async <Result>(given: { readonly count: number }, limit: { readonly ms: number }, result: Result): Promise<Result> => {
    answer(given, limit);
    return result;
  };
  return typedAction<object, { readonly count: number }, { readonly ms: number }>(
    {
      name: 'a',
      risk: 'low',
      arguments: z.strictObject({ count: z.number().default(3) }),
      verifyWithinMs: 1_000,
      summary: ({ count }) => ({ 'zh-CN': String(count), en: String(count) }),
      effect: () => text,
      verification: () => text,
      precheck: (_client, given, limit) => step(given, limit, { state: 'ready' as const, before: {} }),
      isApplied: (_client, given, _before, limit) => step(given, limit, true),
      apply: (_client, given, _before, limit) => step(given, limit, text),
      verify: (_client, given, _before, limit) => step(given, limit, { isMet: true, note: text }),
      undo: { impossible: text },
    },
    { timeoutMs: 900, limitOf: () => ({ ms: 7 }), unusable: (error) => (error instanceof Away ? away : null) },
  );
}

test('typedAction() parses what is given and passes its limit on', async () => {
  const asked: string[] = [];
  const action = actionOf((given, limit) => asked.push(`${String(given.count)} in ${String(limit.ms)}`));

  assert.equal(action.summary({}).en, '3');
  assert.throws(() => action.summary({ other: 1 }));
  assert.equal((await action.precheck({}, { count: 5 }, context)).state, 'ready');
  assert.equal(await action.isApplied({}, {}, {}, context), true);
  assert.deepEqual(asked, ['5 in 7', '3 in 7']);
  assert.equal(action.timeoutMs, 900);
});

test('typedAction() is blocked and not met, not thrown, where the system is away; it throws when it should act', async () => {
  const action = actionOf(() => {
    throw new Away();
  });

  assert.deepEqual(await action.precheck({}, {}, context), { state: 'blocked', reason: away });
  assert.deepEqual(await action.verify({}, {}, {}, context), { isMet: false, note: away });
  await assert.rejects(action.apply({}, {}, {}, context), Away);
});

test('typedAction() throws any other error on', async () => {
  const action = actionOf(() => {
    throw new TypeError('odd');
  });

  await assert.rejects(action.precheck({}, {}, context), TypeError);
  await assert.rejects(action.verify({}, {}, {}, context), TypeError);
});

import assert from 'node:assert/strict';
import { it } from 'node:test';
import { ChatError } from '../../../src/adapters/contract.ts';
import type { DingtalkClient } from '../../../src/adapters/dingtalk/client.ts';
import { createRobot, markdownOf } from '../../../src/adapters/dingtalk/robot.ts';

const message = markdownOf({ title: 't', text: 'x' });

function clientWith(answer: unknown): DingtalkClient {
  const never = async (): Promise<never> => {
    throw new Error('not asked');
  };
  return {
    call: async (_method, _path, _body, schema) => schema.parse(answer),
    ...{ callOld: never, upload: never, answerAt: never, openGateway: never, checkToken: never },
  };
}

it('createRobot() takes what was taken but not delivered for what it is', async () => {
  const target = { kind: 'person', userId: 'p1' } as const;
  const limited = createRobot(clientWith({ processQueryKey: 'k', flowControlledStaffIdList: ['p1'] }), 'r').send(target, message);
  const unknown = createRobot(clientWith({ processQueryKey: 'k', invalidStaffIdList: ['p1'] }), 'r').send(target, message);

  await assert.rejects(limited, (error) => error instanceof ChatError && error.kind === 'rate');
  await assert.rejects(unknown, (error) => error instanceof ChatError && error.kind === 'gone');
  assert.equal(await createRobot(clientWith({ processQueryKey: 'k' }), 'r').send(target, message), 'k');
});

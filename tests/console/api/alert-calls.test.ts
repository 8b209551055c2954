import assert from 'node:assert/strict';
import { test } from 'node:test';
import { alertCalls } from '../../../src/console/api/alert-calls.ts';
import type { Requests } from '../../../src/console/api/request.ts';

test('alertCalls() asks for alerts, tries silences and keeps the ladder of an incident still', async () => {
  const asked: string[] = [];
  const note =
    (method: string) =>
    async (path: string, given?: object): Promise<never> => {
      asked.push(`${method} ${path} ${JSON.stringify(given ?? null)}`);
      return undefined as never;
    };
  const requests: Requests = { get: note('GET'), post: note('POST'), remove: note('DELETE') };
  const calls = alertCalls(requests);

  await calls.alerts({ status: 'firing' });
  await calls.trySilence(['a="1"']);
  await calls.whyCalled('ZB-1/2');
  await calls.snooze('ZB-1', 30);
  await calls.endSnooze('ZB-1');

  assert.deepEqual(asked, [
    'GET /alerts {"status":"firing"}',
    'POST /silences/try {"matchers":["a=\\"1\\""]}',
    'GET /oncall/why/ZB-1%2F2 null',
    'POST /incidents/ZB-1/snooze {"minutes":30}',
    'DELETE /incidents/ZB-1/snooze null',
  ]);
});

import assert from 'node:assert/strict';
import { test } from 'node:test';
import { SystemError } from '../../../src/domain/errors.ts';
import { queryOf } from '../../../src/systems/logs/query-of.ts';

const read = async () => ({ lines: [], isCut: false });
const limit = { timeoutMs: 1_000, signal: new AbortController().signal };
const window = { fromMs: 1, toMs: 2 };

test('queryOf() gives a query as it stands, and asks the store how it finds a service', async () => {
  const asked: unknown[] = [];
  const store = {
    read,
    findService: async (_client: null, request: unknown) => {
      asked.push(request);
      return 'app:="pay"';
    },
  };

  assert.equal(await queryOf({ system: 's', query: '*' }, { store, client: null }, window, limit), '*');
  assert.equal(await queryOf({ system: 's', service: 'pay' }, { store, client: null }, window, limit), 'app:="pay"');
  assert.deepEqual(asked, [{ service: 'pay', fromMs: 1, toMs: 2 }]);
});

test('queryOf() says that a store takes queries alone', async () => {
  const asked = queryOf({ system: 'archive', service: 'pay' }, { store: { read }, client: null }, window, limit);

  await assert.rejects(asked, (error) => error instanceof SystemError && /'archive' can't find logs by the name/.test(error.message));
});

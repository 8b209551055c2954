/** Before a real Temporal server, without a worker: what was started can be listed by its attributes. */

import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { Client, Connection } from '@temporalio/client';
import { msToTs } from '@temporalio/common/lib/time.js';
import type { Incident } from '../../src/domain/incident.ts';
import { createStartSearchably } from '../../src/operations/start-searchably.ts';
import { until } from '../support/house.ts';
import { startTestTemporal } from '../support/temporal.ts';

let temporal: Awaited<ReturnType<typeof startTestTemporal>>;
let connection: Connection;

before(async () => {
  temporal = await startTestTemporal();
  connection = await Connection.connect({ address: temporal.address });
});
after(async () => {
  await connection?.close();
  await temporal?.stop(3_000);
});

const taskQueue = 'nobody-works-here';
type Signs = Pick<Incident, 'phase' | 'severity' | 'systemIds'>;
const leak: Signs = { phase: 'received', severity: 'critical', systemIds: ['main-tank', 'pump-house'] };
const drip: Signs = { phase: 'received', severity: 'warning', systemIds: [] };

async function listed(client: Client, query: string): Promise<readonly string[]> {
  const found: string[] = [];
  for await (const { workflowId } of client.workflow.list({ query })) found.push(workflowId);
  return found.sort();
}

test('createStartSearchably() lets incidents be listed by status, severity and system', async () => {
  const client = new Client({ connection });
  const warnings: string[] = [];
  const startSearchably = createStartSearchably({ warn: (_fields, message) => void warnings.push(message) });

  await startSearchably(leak, (typedSearchAttributes) =>
    client.workflow.start('incident', { workflowId: 'leak', taskQueue, typedSearchAttributes }),
  );
  await startSearchably(drip, (typedSearchAttributes) =>
    client.workflow.signalWithStart('incident', { workflowId: 'drip', taskQueue, typedSearchAttributes, signal: 'tell' }),
  );

  await until(async () => (await listed(client, 'ZhibanStatus="received"')).length === 2, 20_000, 'both are listed');
  assert.deepEqual(await listed(client, 'ZhibanSeverity="critical"'), ['leak']);
  assert.deepEqual(await listed(client, 'ZhibanSeverity="warning"'), ['drip']);
  assert.deepEqual(await listed(client, 'ZhibanSystem="pump-house"'), ['leak']);
  assert.deepEqual(warnings, []);
});

test('createStartSearchably() goes without them where the server does not know them, and remembers it', async () => {
  const namespace = 'without-attributes';
  await connection.workflowService.registerNamespace({ namespace, workflowExecutionRetentionPeriod: msToTs('1 day') });
  const client = new Client({ connection, namespace });
  const warnings: string[] = [];
  const given: number[] = [];
  const startSearchably = createStartSearchably({ warn: (_fields, message) => void warnings.push(message) });
  const start = (workflowId: string) =>
    startSearchably(leak, async (typedSearchAttributes) => {
      given.push(typedSearchAttributes.length);
      return client.workflow.start('incident', { workflowId, taskQueue, typedSearchAttributes });
    });
  await until(async () => (await listed(client, '')).length === 0, 20_000, 'every part of the server knows the namespace');

  await start('first');
  await start('second');

  assert.deepEqual(given, [3, 0, 0]);
  assert.equal(warnings.length, 1);
  assert.equal((await client.workflow.getHandle('second').describe()).status.name, 'RUNNING');
});

test('createStartSearchably() leaves other failures to the caller, and knows no attributes of an incident that is not there', async () => {
  const startSearchably = createStartSearchably({ warn: () => assert.fail('nothing was refused') });
  const failing = startSearchably(leak, async () => Promise.reject(new Error('Temporal is away')));

  await assert.rejects(failing, /Temporal is away/);
  assert.deepEqual(await startSearchably(null, async (attributes) => attributes), []);
  assert.equal((await startSearchably(drip, async (attributes) => attributes)).length, 2);
});

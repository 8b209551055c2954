/** The relay before a real Temporal server, without a worker: what was delivered stands in the history. */

import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { Client, Connection } from '@temporalio/client';
import type { Lookout } from '../../src/operations/lookout.ts';
import { createRelay } from '../../src/operations/relay.ts';
import type { Store } from '../../src/store/contract.ts';
import { incidentWorkflowId } from '../../src/workflows/signals.ts';
import { openMemoryStore } from '../support/fresh-database.ts';
import { until } from '../support/house.ts';
import { systemClock } from '../support/system-clock.ts';
import { startTestTemporal } from '../support/temporal.ts';
import { type Desk, openDesk, people } from './desk.ts';

let store: Store;
let temporal: Awaited<ReturnType<typeof startTestTemporal>>;
let connection: Connection;
let client: Client;

before(async () => {
  [store, temporal] = await Promise.all([openMemoryStore(systemClock), startTestTemporal({})]);
  connection = await Connection.connect({ address: temporal.address });
  client = new Client({ connection });
});
after(async () => {
  await connection?.close();
  await temporal?.stop(3_000);
  await store.close();
});

const warnings: string[] = [];

async function withRelay(
  at: Desk,
  work: (relay: Lookout) => Promise<void>,
  connect: () => Promise<Client> = async () => client,
): Promise<void> {
  const relay = createRelay({
    store: { ...store, tenantIds: async () => [at.store.tenantId] },
    client: connect,
    taskQueue: 'nobody-works-here',
    clock: systemClock,
    log: { info: () => undefined, warn: (_fields, message) => warnings.push(message) },
  });
  relay.start();
  try {
    await work(relay);
  } finally {
    await relay.stop();
  }
}

async function waiting(at: Desk): Promise<number> {
  return (await at.store.relay.counts()).waiting;
}

/** Signals of the incident's workflow, as they came. */
async function heard(incidentId: string): Promise<readonly unknown[]> {
  const { events } = await client.workflow.getHandle(incidentWorkflowId(incidentId)).fetchHistory();
  return (events ?? []).flatMap((event) => {
    const payload = event.workflowExecutionSignaledEventAttributes?.input?.payloads?.[0]?.data;
    return payload === undefined || payload === null ? [] : [JSON.parse(Buffer.from(payload).toString('utf8'))];
  });
}

test('createRelay() starts an incident’s workflow once, and brings what follows in order', async () => {
  const at = await openDesk(store);
  const { incidentId } = await at.operations.ask(at.as(people.rita), { text: 'what is up?' });
  await at.operations.steer(at.as(people.rita), incidentId, { kind: 'fact', text: 'deployed at nine', key: 'one' });
  await at.operations.steer(at.as(people.rita), incidentId, { kind: 'investigate-again', text: '', key: 'two' });

  await withRelay(at, () => until(async () => (await waiting(at)) === 0, 15_000, 'all is delivered'));

  const signals = await heard(incidentId);
  assert.deepEqual(
    signals.map((signal) => [Reflect.get(Object(signal), 'kind'), Reflect.get(Object(Reflect.get(Object(signal), 'steer')), 'kind')]),
    [
      ['steer', 'fact'],
      ['steer', 'investigate-again'],
    ],
  );
});

test('createRelay() carries a decision with its digest, and wakes an incident whose workflow is not there', async () => {
  const at = await openDesk(store);
  const plan = await at.plan({ incidentId: `inc_relay_${at.store.tenantId.replace('-', '')}` });
  await at.operations.approve(at.as(people.anna), plan.id, plan.digest);

  await withRelay(at, () => until(async () => (await waiting(at)) === 0, 15_000, 'the decision is delivered'));

  const [decision, ...more] = await heard(plan.incidentId);
  assert.equal(more.length, 0);
  assert.equal(Reflect.get(Object(decision), 'digest'), plan.digest);
  assert.equal(Reflect.get(Object(decision), 'decision'), 'approve');
});

test('createRelay() takes a start that was delivered before for done', async () => {
  const at = await openDesk(store);
  const { incidentId } = await at.operations.ask(at.as(people.rita), { text: 'again?' });
  const scope = { tenantId: at.store.tenantId, incidentId };
  await client.workflow.start('incident', {
    workflowId: incidentWorkflowId(incidentId),
    taskQueue: 'nobody-works-here',
    args: [scope, null],
  });

  await withRelay(at, () => until(async () => (await waiting(at)) === 0, 15_000, 'it is done'));

  assert.deepEqual(await heard(incidentId), []);
});

test('createRelay() loses nothing while Temporal is away', async () => {
  const at = await openDesk(store);
  const { incidentId } = await at.operations.ask(at.as(people.rita), { text: 'anybody there?' });
  let tries = 0;
  const connect = async (): Promise<Client> => {
    tries += 1;
    if (tries < 3) throw new Error('connect ECONNREFUSED');
    return client;
  };

  await withRelay(at, () => until(async () => (await waiting(at)) === 0, 20_000, 'it is delivered in the end'), connect);

  const description = await client.workflow.getHandle(incidentWorkflowId(incidentId)).describe();
  assert.equal(description.status.name, 'RUNNING');
  assert.ok(tries >= 3 && warnings.length > 0);
});

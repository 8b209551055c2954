import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import type { Place } from '../../src/domain/place.ts';
import type { Caller } from '../../src/operations/contract.ts';
import type { Store } from '../../src/store/contract.ts';
import { sampleIncident } from '../store/samples.ts';
import { openMemoryStore } from '../support/fresh-database.ts';
import { systemClock } from '../support/system-clock.ts';
import { openDesk, people } from './desk.ts';

const { rita, anna } = people;
const slack: Place = { adapter: 'slack', workspace: 'T1', channel: 'C1' };
let store: Store;
before(async () => {
  store = await openMemoryStore(systemClock);
});
after(() => store.close());

/** An incident in two channels of Slack, in Feishu and in the console; says what stands where after the deed. */
async function toldAfter(
  deed: (at: Awaited<ReturnType<typeof openDesk>>, as: (change?: Partial<Caller>) => Caller) => Promise<unknown>,
): Promise<readonly string[]> {
  const at = await openDesk(store);
  await at.store.incidents.create(sampleIncident());
  const places: readonly Place[] = [
    slack,
    { ...slack, channel: 'C2' },
    { adapter: 'feishu', workspace: '', channel: 'oc_1' },
    { adapter: 'console', workspace: 'zhiban', channel: 'ops' },
  ];
  const names = new Map<string, string>();
  for (const place of places) {
    const thread = await at.store.threads.create({ incidentId: 'inc_1', place, locale: 'en', parent: null });
    await at.store.threads.setRoot(thread.id, { place, id: `root-${place.channel}` }, 1);
    names.set(thread.id, `${place.adapter} ${place.channel}`);
  }
  await deed(at, (change) => ({ ...at.as(rita, { door: 'slack' }), ...change }));
  const lines = await at.store.outbox.claim(20, at.deps.clock.now(), 1_000);
  return lines.map((line) => `${names.get(line.threadId)}: ${line.text.en}`);
}

test('sayElsewhere() tells every place but the thread in which it was said', async () => {
  const told = await toldAfter((at, as) =>
    at.operations.steer(as({ place: { ...slack, thread: 'root-C1' } }), 'ZB-1', { kind: 'fact', text: 'deployed at nine', key: 'k' }),
  );

  assert.deepEqual(told, [
    'slack C2: Rita (Slack) added: deployed at nine',
    'feishu oc_1: Rita (Slack) added: deployed at nine',
    'console ops: Rita (Slack) added: deployed at nine',
  ]);
});

test('sayElsewhere() counts the channel as the place of a command that was given at its top', async () => {
  const told = await toldAfter((at, as) => at.operations.acknowledge(as({ place: slack }), 'ZB-1'));

  assert.deepEqual(
    told.map((line) => line.split(':')[0]),
    ['slack C2', 'feishu oc_1', 'console ops'],
  );
});

test('sayElsewhere() tells other platforms only when the place is not known, as of a form or of a page', async () => {
  const told = await toldAfter((at, as) => at.operations.resolve(as(), 'ZB-1', 'restarted by hand'));

  assert.deepEqual(told, [
    'feishu oc_1: Rita (Slack) marked it as resolved. restarted by hand',
    'console ops: Rita (Slack) marked it as resolved. restarted by hand',
  ]);
});

test('sayElsewhere() says who decided a plan, and through which door', async () => {
  const told = await toldAfter(async (at) => {
    const plan = await at.plan({ incidentId: 'inc_1' });
    await at.operations.approve(at.as(anna, { door: 'feishu' }), plan.id, plan.digest);
    await at.operations.approve(at.as(anna, { door: 'slack' }), plan.id, plan.digest);
  });

  assert.deepEqual(told, [
    'slack C1: Anna (Feishu) approved the plan.',
    'slack C2: Anna (Feishu) approved the plan.',
    'console ops: Anna (Feishu) approved the plan.',
  ]);
});

test('sayElsewhere() says nothing of what was refused', async () => {
  const told = await toldAfter((at) => assert.rejects(at.operations.acknowledge(at.as(people.vera, { door: 'slack' }), 'ZB-1')));

  assert.deepEqual(told, []);
});

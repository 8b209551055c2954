import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { ChatError } from '../../src/adapters/contract.ts';
import type { Voice } from '../../src/adapters/voice/contract.ts';
import { createPager, type PagerDeps, sendDue } from '../../src/bot/pager.ts';
import type { PageCall } from '../../src/domain/page-call.ts';
import type { Store } from '../../src/store/contract.ts';
import { waiting } from '../activities/escalate/ladder-desk.ts';
import { people, startMs } from '../operations/desk.ts';
import { openMemoryStore } from '../support/fresh-database.ts';
import { systemClock } from '../support/system-clock.ts';

let store: Store;
before(async () => {
  store = await openMemoryStore(systemClock);
});
after(() => store.close());

const escalation = { ladders: [{ name: 'all', levels: [{ call: ['bob', 'adam'], by: ['phone'] }] }], providers: { phone: 'caller' } };

async function calling(answer: (call: PageCall) => void = () => undefined) {
  const at = await waiting(store, escalation);
  await at.look(0);
  const made: PageCall[] = [];
  const voice: Voice = {
    ...{ name: 'webhook', destinations: ['caller'], check: async () => false, close: async () => undefined },
    habits: () => ({ gathers: 'nothing', perMinute: null, digestMinutes: 0 }),
    say: async () => undefined,
    async page(_destination, call) {
      made.push(call);
      answer(call);
    },
  };
  const depsAt = (afterMinutes: number, change: Partial<PagerDeps> = {}): PagerDeps => ({
    store: { ...store, tenantIds: async () => [at.store.tenantId] },
    voices: new Map([['webhook', voice]]),
    providers: () => ({ phone: 'caller' }),
    people: () => [{ ...people.bob, phone: '+8613800000001' }, people.adam],
    locale: () => 'en',
    consoleUrl: () => 'https://zhiban.example',
    clock: { ...systemClock, now: () => startMs + afterMinutes * 60_000 },
    log: { warn: () => undefined },
    ...change,
  });
  return { ...at, made, depsAt };
}

test('sendDue() has each person called once, under the id of the record, and says who has no number any more', async () => {
  const { depsAt, made, pages, store: tenant, incident } = await calling();

  await sendDue(depsAt(1), tenant);
  await sendDue(depsAt(9), tenant);

  const [record] = (await tenant.ladders.pagesOf(incident.id, 9)).filter(({ personId }) => personId === 'bob');
  assert.deepEqual(
    made.map(({ id, way, level, person, incident: { url } }) => ({ id, way, level, phone: person.phone, url })),
    [{ id: record?.id, way: 'phone', level: 1, phone: '+8613800000001', url: 'https://zhiban.example/incidents/ZB-1' }],
  );
  assert.match(made[0]?.text ?? '', /^Zhiban ZB-1: .*nobody has taken it over/);
  assert.deepEqual(await pages(), ['1.0 phone bob sent', '1.0 phone adam refused refused']);
});

test('sendDue() calls nobody about what somebody has taken over meanwhile, nor about what is snoozed', async () => {
  const taken = await calling();
  await taken.operations.acknowledge(taken.as(people.rita), taken.incident.id);
  await sendDue(taken.depsAt(1), taken.store);
  const snoozed = await calling();
  const ladder = await snoozed.store.ladders.get(snoozed.incident.id);
  assert.ok(ladder);
  await snoozed.store.ladders.save({ ...ladder, snoozedUntil: new Date(startMs + 600_000).toISOString() });
  await sendDue(snoozed.depsAt(1), snoozed.store);

  assert.deepEqual([taken.made, snoozed.made], [[], []]);
  assert.deepEqual(await taken.pages(), ['1.0 phone bob skipped overtaken', '1.0 phone adam skipped overtaken']);
  assert.deepEqual(await snoozed.pages(), ['1.0 phone bob skipped snoozed', '1.0 phone adam skipped snoozed']);
});

test('sendDue() tries again under the same id what may pass, and gives up what doesn’t or comes too late', async () => {
  let kind: 'transient' | 'forbidden' = 'transient';
  const {
    depsAt,
    made,
    pages,
    store: tenant,
  } = await calling(() => {
    throw new ChatError(kind, 'no');
  });
  await sendDue(depsAt(1), tenant);
  assert.match((await pages())[0] ?? '', /bob waiting/);
  kind = 'forbidden';
  await sendDue(depsAt(3), tenant);

  assert.equal(new Set(made.map(({ id }) => id)).size, 1);
  assert.equal(made.length, 2);
  assert.match((await pages())[0] ?? '', /bob refused refused/);

  const late = await calling(() => {
    throw new ChatError('transient', 'no');
  });
  await sendDue(late.depsAt(31), late.store);
  assert.match((await late.pages())[0] ?? '', /bob refused refused/);

  const nowhere = await calling();
  await sendDue(nowhere.depsAt(1, { voices: new Map() }), nowhere.store);
  assert.match((await nowhere.pages())[0] ?? '', /bob waiting/);
});

test('createPager() sends without being asked, and stops at once', async () => {
  let isCalled = (): void => undefined;
  const called = new Promise<void>((resolve) => {
    isCalled = resolve;
  });
  const { depsAt } = await calling(() => isCalled());
  const pager = createPager(depsAt(1));
  pager.start();
  pager.kick();

  await called;
  await pager.stop();
});

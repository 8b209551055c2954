import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { type ChatAdapter, ChatError, type Streaming } from '../../src/adapters/contract.ts';
import { richToPlainText } from '../../src/adapters/rich/plain-text.ts';
import { type AnswerStreams, createAnswerStreams } from '../../src/bot/answer-streams.ts';
import { createOutbox, type Outbox } from '../../src/bot/outbox.ts';
import type { Rich } from '../../src/domain/card.ts';
import { sameText } from '../../src/domain/text.ts';
import type { Store, TenantStore } from '../../src/store/contract.ts';
import { sampleIncident } from '../store/samples.ts';
import { openMemoryStore } from '../support/fresh-database.ts';
import { until } from '../support/house.ts';
import { systemClock } from '../support/system-clock.ts';

let store: Store;
before(async () => {
  store = await openMemoryStore(systemClock);
});
after(() => store.close());

const place = { adapter: 'slack', workspace: 'T1', channel: 'C1', thread: '1.1' };
const slot = 'answer-msg-1';

interface Desk {
  readonly tenant: TenantStore;
  /** What stands in the thread, by the id of its message. */
  readonly shown: Map<string, string>;
  readonly calls: string[];
  readonly warnings: string[];
  /** What the platform says next. */
  readonly refusals: { start: ChatError[]; finish: ChatError[] };
  readonly clock: { skewMs: number };
  write(text: string): Promise<void>;
  answer(text: string): Promise<void>;
  sentOnce(): Promise<void>;
  /** The bot ends, as a process does, and another one begins. */
  restart(): Promise<void>;
}

let tenants = 0;

async function atDesk(work: (desk: Desk) => Promise<void>): Promise<void> {
  tenants += 1;
  const tenantId = `streams-${tenants}`;
  await store.ensureTenant(tenantId, tenantId);
  const tenant = store.forTenant(tenantId);
  await tenant.incidents.create(sampleIncident());
  await tenant.threads.create({ incidentId: 'inc_1', place, locale: 'en', parent: null });
  const own = { ...store, tenantIds: async () => [tenantId], forTenant: (id: string) => store.forTenant(id) };
  const shown = new Map<string, string>();
  const [calls, warnings]: [string[], string[]] = [[], []];
  const refusals: Desk['refusals'] = { start: [], finish: [] };
  const clock = { skewMs: 0 };
  const adapter = fakeAdapter(shown, calls, refusals);
  const deps = {
    ...{ store: own, renderCard: async () => null, count: () => undefined },
    clock: { ...systemClock, now: () => systemClock.now() + clock.skewMs },
    adapters: () => new Map([['slack', adapter]]),
    log: { warn: (_fields: unknown, text: string) => void warnings.push(text) },
  };
  let bot = startBot(deps);
  const kick = (): void => {
    bot.answers.kick();
    bot.outbox.kick();
  };
  try {
    // The first look only finds out where to begin.
    await until(async () => bot.hasLooked(), 5_000, 'the bot looks');
    await work({
      ...{ tenant, shown, calls, warnings, refusals, clock },
      async write(text) {
        await tenant.events.emit('answer', 'inc_1', { slot, text });
        kick();
      },
      async answer(text) {
        await tenant.outbox.say({ incidentId: 'inc_1', slot, priority: 'state', text: sameText(text), evidenceIds: [] });
        kick();
      },
      sentOnce: () => until(async () => (await tenant.outbox.counts()).waiting === 0, 10_000, 'the line is sent'),
      async restart() {
        await bot.stop();
        bot = startBot(deps);
        await until(async () => bot.hasLooked(), 5_000, 'the bot looks');
      },
    });
  } finally {
    await bot.stop();
  }
}

function startBot(deps: Parameters<typeof createOutbox>[0]) {
  let looks = 0;
  const watched = {
    ...deps.store,
    forTenant: (id: string) => deps.store.forTenant(id),
    tenantIds: () => {
      looks += 1;
      return deps.store.tenantIds();
    },
  };
  const answers: AnswerStreams = createAnswerStreams({ ...deps, store: watched });
  const outbox: Outbox = createOutbox({ ...deps, answers });
  answers.start();
  outbox.start();
  answers.kick();
  return {
    ...{ answers, outbox },
    // Begun a second time: then the first look is over.
    hasLooked: () => {
      answers.kick();
      return looks >= 2;
    },
    async stop() {
      await outbox.stop();
      await answers.stop();
    },
  };
}

function fakeAdapter(shown: Map<string, string>, calls: string[], refusals: Desk['refusals']): ChatAdapter {
  const put = (kind: string, id: string, rich: readonly Rich[]) => {
    calls.push(kind);
    shown.set(id, richToPlainText(rich));
    return { place, id };
  };
  const refuse = (refusal: ChatError | undefined): void => {
    if (refusal !== undefined) throw refusal;
  };
  const streaming: Streaming = {
    async start(_place, rich) {
      refuse(refusals.start.shift());
      return { message: put('start', `m-${shown.size + 1}`, rich), startedMs: systemClock.now() };
    },
    update: async (streamed, rich) => void put('update', streamed.message.id, rich),
    async finish(streamed, rich) {
      refuse(refusals.finish.shift());
      return put('finish', streamed.message.id, rich);
    },
  };
  return {
    ...{ name: 'slack', capabilities: { threads: 'native' }, streaming },
    post: async (_place: unknown, outgoing: { readonly rich: readonly Rich[] }) => put('post', `m-${shown.size + 1}`, outgoing.rich),
  } as unknown as ChatAdapter;
}

const grown = (desk: Desk, text: string) => until(async () => [...desk.shown.values()].includes(text), 5_000, `'${text}' is shown`);

test('an answer grows in one message, and its line takes the place of it', async () => {
  await atDesk(async (desk) => {
    await desk.write('One.');
    await grown(desk, 'One.');
    await desk.write('One. Two.');
    await grown(desk, 'One. Two.');
    await desk.answer('One. Two. Three.');
    await desk.sentOnce();

    assert.deepEqual([...desk.shown.values()], ['One. Two. Three.']);
    assert.deepEqual(desk.calls, ['start', 'update', 'finish']);
  });
});

test('a text that comes after the line begins no second message, and a line alone is posted', async () => {
  await atDesk(async (desk) => {
    await desk.answer('All.');
    await desk.sentOnce();
    await desk.write('Late.');
    await desk.tenant.outbox.say({ incidentId: 'inc_1', slot: 'other', priority: 'state', text: sameText('Other.'), evidenceIds: [] });
    await desk.sentOnce();

    assert.deepEqual([...desk.shown.values()], ['All.', 'Other.']);
    assert.deepEqual(desk.calls, ['post', 'post']);
  });
});

test('who comes after a crash goes on in the message that was begun, and ends it', async () => {
  await atDesk(async (desk) => {
    await desk.write('One.');
    await grown(desk, 'One.');
    await desk.restart();
    await desk.write('One. Two.');
    await grown(desk, 'One. Two.');
    await desk.restart();
    await desk.answer('All.');
    await desk.sentOnce();

    assert.deepEqual([...desk.shown.values()], ['All.']);
  });
});

test('what can’t be begun is posted as a whole', async () => {
  await atDesk(async (desk) => {
    desk.refusals.start.push(new ChatError('forbidden', 'no scope'));
    await desk.write('One.');
    await until(async () => desk.warnings.length > 0, 5_000, 'it is told');
    await desk.write('One. Two.');
    await desk.answer('All.');
    await desk.sentOnce();

    assert.deepEqual([...desk.shown.values()], ['All.']);
    assert.equal(desk.warnings.length, 1);
  });
});

test('an end that may pass is tried again in its place; one that is refused is said afresh', async () => {
  await atDesk(async (desk) => {
    desk.refusals.finish.push(new ChatError('transient', 'no answer', { retryAfterMs: 1 }));
    await desk.write('One.');
    await grown(desk, 'One.');
    await desk.answer('All.');
    await desk.sentOnce();

    assert.deepEqual([...desk.shown.values()], ['All.']);
  });
  await atDesk(async (desk) => {
    desk.refusals.finish.push(new ChatError('gone', 'deleted'));
    await desk.write('One.');
    await grown(desk, 'One.');
    await desk.answer('All.');
    await desk.sentOnce();

    assert.deepEqual([...desk.shown.values()], ['One.', 'All.']);
  });
});

test('an answer that never came is said to have broken off, and what makes no sense is passed over', async () => {
  await atDesk(async (desk) => {
    await desk.tenant.events.emit('answer', 'inc_1', { slot: 'other', text: 'x' });
    await desk.tenant.events.emit('answer', null, { slot, text: 'x' });
    await desk.tenant.events.emit('answer', 'inc_1', { slot, text: 'x'.repeat(5_000) });
    await desk.write('One.');
    await grown(desk, 'One.');
    desk.clock.skewMs = 31 * 60_000;
    await desk.restart();
    await until(async () => /broke off/.test([...desk.shown.values()].join()), 10_000, 'it is said');

    assert.deepEqual(desk.calls, ['start', 'finish']);
  });
});

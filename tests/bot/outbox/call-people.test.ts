import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { type ChatAdapter, ChatError, type PostOptions } from '../../../src/adapters/contract.ts';
import { createSendLines } from '../../../src/bot/outbox/send-lines.ts';
import { sameText } from '../../../src/domain/text.ts';
import type { Store } from '../../../src/store/contract.ts';
import { people } from '../../operations/desk.ts';
import { sampleIncident } from '../../store/samples.ts';
import { openMemoryStore } from '../../support/fresh-database.ts';
import { systemClock } from '../../support/system-clock.ts';

let store: Store;
before(async () => {
  store = await openMemoryStore(systemClock);
});
after(() => store.close());

let tenants = 0;

/** Sends what is due to a platform that answers each urgent call as it is told; returns what it was asked. */
async function called(answers: readonly (ChatError | null)[], adapterName = 'slack') {
  tenants += 1;
  const tenantId = `calls-${tenants}`;
  await store.ensureTenant(tenantId, tenantId);
  const tenant = store.forTenant(tenantId);
  await tenant.incidents.create(sampleIncident());
  const place = { adapter: adapterName, workspace: 'T1', channel: 'C1', thread: '1.1' };
  await tenant.threads.create({ incidentId: 'inc_1', place, locale: 'en', parent: null });
  const [mentions, urged, warnings]: [string[], string[], string[]] = [[], [], []];
  const adapter = {
    name: adapterName,
    capabilities: { threads: 'native' },
    post: async (_place: unknown, _said: unknown, { mention = [], idempotencyKey }: PostOptions) => {
      mentions.push(mention.join(' '));
      return { place, id: idempotencyKey };
    },
    urge: async (message: { readonly id: string }, userIds: readonly string[], means: string) => {
      urged.push(`${message.id.slice(0, 4)} ${userIds.join(' ')} ${means}`);
      const answer = answers[urged.length - 1] ?? null;
      if (answer !== null) throw answer;
    },
  } as unknown as ChatAdapter;
  const send = createSendLines({
    ...{ store, clock: systemClock, renderCard: async () => null, count: () => undefined },
    adapters: () => new Map([[adapterName, adapter]]),
    people: () => Object.values(people),
    log: { warn: (_fields, text) => warnings.push(text) },
  });
  const sendDue = async (atMs: number): Promise<void> => {
    const lines = await tenant.outbox.claim(9, atMs, 1_000);
    await send(tenant, lines[0]?.threadId ?? '', lines);
  };
  const line = { incidentId: 'inc_1', slot: 'late', priority: 'approval', text: sameText('it waits') } as const;
  await tenant.outbox.say({ ...line, personIds: ['anna', 'nobody'], urge: 'app' });
  for (const laterMs of [0, 60_000]) await sendDue(systemClock.now() + laterMs);
  return { mentions, urged, warnings, left: await tenant.outbox.counts() };
}

test('a line that calls somebody mentions them by their account there, and urges once', async () => {
  assert.deepEqual(await called([]), {
    mentions: ['U-anna'],
    urged: ['out_ U-anna app'],
    warnings: [],
    left: { waiting: 0, dead: 0 },
  });
});

test('an urgent call that may pass is made again, with the line that stands there already', async () => {
  const { urged, left } = await called([new ChatError('transient', 'no answer')]);

  assert.deepEqual([urged.length, left], [2, { waiting: 0, dead: 0 }]);
});

test('an urgent call that is refused leaves the mention', async () => {
  const { mentions, warnings, left } = await called([new ChatError('forbidden', 'missing_scope')]);

  assert.deepEqual([mentions, left], [['U-anna'], { waiting: 0, dead: 0 }]);
  assert.deepEqual(warnings, ['People could only be mentioned, not called louder']);
});

test('who has no account there is neither mentioned nor urged', async () => {
  const { mentions, urged } = await called([], 'feishu');

  assert.deepEqual([mentions, urged], [[''], []]);
});

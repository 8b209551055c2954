import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { createRenderCard } from '../../src/bot/render-card.ts';
import type { Store, Thread } from '../../src/store/contract.ts';
import { openDesk, people, policy } from '../operations/desk.ts';
import { sampleLadder } from '../store/samples.ts';
import { openMemoryStore } from '../support/fresh-database.ts';
import { systemClock } from '../support/system-clock.ts';

let store: Store;
before(async () => {
  store = await openMemoryStore(systemClock);
});
after(() => store.close());

const renderCard = createRenderCard({ people: () => Object.values(people), policy: () => policy, consoleUrl: () => null, timeZone: 'UTC' });
const thread = (incidentId: string, change: Partial<Thread> = {}): Thread => ({
  id: 'thr_1',
  incidentId,
  place: { adapter: 'slack', workspace: 'T1', channel: 'C1' },
  locale: 'zh-CN',
  root: null,
  cardRevision: 0,
  parent: null,
  ...change,
});
const root = { place: { adapter: 'slack', workspace: 'T1', channel: 'C1' }, id: 'm-1' };

test('createRenderCard() shows the plan of the moment in the thread’s language, with those who may approve it', async () => {
  const at = await openDesk(store);
  await at.plan({ incidentId: 'inc_1', state: 'void' });
  const plan = await at.plan({ incidentId: 'inc_1' });

  const rendered = await renderCard(at.store, thread('inc_1'));

  const revision = (await at.store.incidents.get('inc_1'))?.revision;
  const next = JSON.stringify(rendered?.card.sections.find((section) => section.id === 'next'));
  assert.match(next, /等待审批（Anna、Bob、Adam），11-21 03:00 前有效。/);
  assert.ok(rendered?.card.buttons[0]?.value.startsWith(`${plan.id}:`));
  assert.equal(rendered?.card.revision, revision);
});

test('createRenderCard() puts a new critical card first, then what waits for approval, and progress last', async () => {
  const at = await openDesk(store);
  const waiting = await at.plan({ incidentId: 'inc_1' });
  const running = await at.plan({ incidentId: 'inc_2', state: 'running' });

  const priorities = await Promise.all([
    renderCard(at.store, thread(waiting.incidentId)),
    renderCard(at.store, thread(waiting.incidentId, { root })),
    renderCard(at.store, thread(running.incidentId, { root })),
  ]);

  assert.deepEqual(
    priorities.map((each) => each?.priority),
    ['critical', 'approval', 'progress'],
  );
});

test('createRenderCard() has none for an incident that is not there', async () => {
  const at = await openDesk(store);

  assert.equal(await renderCard(at.store, thread('inc_gone')), null);
});

test('createRenderCard() offers a room where one can be opened and there is none, and leads to the one that is there', async () => {
  const at = await openDesk(store);
  const { incidentId } = await at.plan({ incidentId: 'inc_1', state: 'verified' });
  const renderWith = createRenderCard({
    ...{ people: () => [], policy: () => policy, consoleUrl: () => null, timeZone: 'UTC' },
    roomChats: () => ['slack'],
  });
  const place = { adapter: 'feishu', workspace: '', channel: 'oc_1' };
  const offers = async (change: Partial<Thread> = {}): Promise<boolean> => {
    const rendered = await renderWith(at.store, thread(incidentId, change));
    return [...(rendered?.card.buttons ?? []), ...(rendered?.card.overflow ?? [])].some((button) => button.id === 'open-room');
  };
  assert.deepEqual(
    [await offers(), await offers({ place }), await offers({ place: { ...place, adapter: 'console' } })],
    [true, false, true],
  );

  await at.store.rooms.want({
    ...{ incidentId, adapter: 'slack', name: 'zb-1', locale: 'en', invite: [], closeAfterMs: 0, requestedBy: 'rita' },
  });
  const [room] = await at.store.rooms.ofIncident(incidentId);
  await at.store.rooms.change(room?.id ?? '', { state: 'open', link: 'https://example.slack.com/archives/C9/p1' }, 0);

  assert.deepEqual([await offers(), await offers({ place: { ...place, adapter: 'console' } })], [false, false]);
  const rendered = await renderWith(at.store, thread(incidentId));
  assert.deepEqual(rendered?.card.sections[0]?.lines.at(-1), {
    type: 'paragraph',
    spans: [
      { type: 'text', text: '作战群：' },
      { type: 'link', url: 'https://example.slack.com/archives/C9/p1', text: 'zb-1' },
    ],
  });
});

test('createRenderCard() offers to snooze what people are called for, and says who has snoozed it until when', async () => {
  const at = await openDesk(store);
  await at.plan({ incidentId: 'inc_1', state: 'verified' });
  const renderWith = createRenderCard({
    ...{ people: () => [], policy: () => policy, consoleUrl: () => null, timeZone: 'UTC' },
    isOnLadder: async (_, incident) => incident.id === 'inc_1',
  });
  const shown = async (): Promise<readonly [string | undefined, boolean, boolean]> => {
    const rendered = await renderWith(at.store, thread('inc_1', { locale: 'en' }));
    const ids = [...(rendered?.card.buttons ?? []), ...(rendered?.card.overflow ?? [])].map(({ id }) => id);
    return [rendered?.card.subtitle.match(/snoozed.*/)?.[0], ids.includes('snooze-30m'), ids.includes('end-snooze')];
  };
  const ladder = sampleLadder({ incidentId: 'inc_1' });

  assert.deepEqual(await shown(), [undefined, true, false]);
  await at.store.ladders.save({ ...ladder, snoozedUntil: '2026-11-21T03:00:00.000Z', snoozedBy: 'Rita' });
  assert.deepEqual(await shown(), ['snoozed by Rita until 11-21 03:00', false, true]);
  await at.store.ladders.save({ ...ladder, state: 'ended', end: 'exhausted', nextAt: null });
  assert.deepEqual(await shown(), [undefined, false, false]);
});

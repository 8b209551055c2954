import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { ChatError, type Outgoing, type PostOptions } from '../../src/adapters/contract.ts';
import { createHandoverPoster, type HandoverPosterDeps, handoverRich, postHandovers } from '../../src/bot/handover-poster.ts';
import type { Place } from '../../src/domain/place.ts';
import { reportOn } from '../../src/operations/oncall/handover.ts';
import type { Store } from '../../src/store/contract.ts';
import { primary } from '../activities/escalate/ladder-desk.ts';
import { openDesk } from '../operations/desk.ts';
import { openMemoryStore } from '../support/fresh-database.ts';
import { systemClock } from '../support/system-clock.ts';

let store: Store;
before(async () => {
  store = await openMemoryStore(systemClock);
});
after(() => store.close());

const place: Place = { adapter: 'slack', workspace: '', channel: 'C1' };
/** Bob hands over to Anna at 09:00 on Monday the 23rd, on the schedule's clock. */
async function posting() {
  const desk = await openDesk(store, { schedules: [primary] });
  const [, change] = (await import('../../src/oncall/shifts.ts')).shiftsIn(primary, [], {
    fromMs: Date.UTC(2026, 10, 17),
    toMs: Date.UTC(2026, 11, 5),
  });
  const atMs = change?.fromMs ?? 0;
  const posted: { readonly outgoing: Outgoing; readonly key: string }[] = [];
  const fault = { isAway: false };
  const post = async (_place: Place, outgoing: Outgoing, { idempotencyKey }: PostOptions) => {
    if (fault.isAway) throw new ChatError('transient', 'away');
    posted.push({ outgoing, key: idempotencyKey });
    return { place, id: 'm1' };
  };
  const depsAt = (minutes: number, adapter = 'slack'): HandoverPosterDeps => ({
    store: desk.store,
    targets: () => [{ schedule: primary, places: [{ place, locale: 'en' }] }],
    adapters: () => new Map([[adapter, { post }]]),
    directory: desk.deps.directory,
    clock: { ...systemClock, now: () => atMs + minutes * 60_000 },
    log: { warn: () => undefined },
  });
  return { desk, posted, fault, depsAt };
}

test('postHandovers() posts a change of shift once, under a key of its own, and neither before it nor long after', async () => {
  const { posted, depsAt } = await posting();

  await postHandovers(depsAt(-1));
  assert.equal(posted.length, 0);
  await postHandovers(depsAt(1));
  await postHandovers(depsAt(2));
  await postHandovers(depsAt(300));

  assert.equal(posted.length, 1);
  assert.match(posted[0]?.key ?? '', /^handover\/primary\/slack\/C1\/\d+$/);
  assert.match(JSON.stringify(posted[0]?.outgoing), /Bob → Anna/);
});

test('postHandovers() tries again what a platform didn’t take, and passes over one that isn’t there', async () => {
  const { posted, fault, depsAt } = await posting();
  fault.isAway = true;
  await postHandovers(depsAt(1));
  await postHandovers(depsAt(1, 'feishu'));
  fault.isAway = false;
  await postHandovers(depsAt(2));

  assert.equal(posted.length, 1);
});

test('handoverRich() is a heading, a line, and lists; createHandoverPoster() stops at once', async () => {
  const { desk, depsAt } = await posting();
  const view = await reportOn(desk.deps, desk.store, { schedule: primary, outgoing: null, incoming: null, nowMs: 0 }, 'en');
  const poster = createHandoverPoster({ ...depsAt(0), targets: () => [], clock: systemClock });
  poster.start();
  await poster.stop();

  assert.deepEqual(
    handoverRich(view, 'en').map(({ type }) => type),
    ['heading', 'paragraph', 'paragraph', 'list', 'paragraph', 'list'],
  );
});

import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { createOutlivedWatch, endOutlived } from '../../src/intake/outlived.ts';
import type { Store } from '../../src/store/contract.ts';
import { openMemoryStore } from '../support/fresh-database.ts';
import { systemClock } from '../support/system-clock.ts';
import { openIntakeDesk, stopIntakes } from './desk.ts';

let store: Store;

before(async () => {
  store = await openMemoryStore(systemClock);
});
after(async () => {
  await stopIntakes();
  await store.close();
});

const minuteMs = 60_000;

function posted(startMs: number, untilMs: number): readonly object[] {
  const [startsAt, endsAt] = [startMs, untilMs].map((ms) => new Date(ms).toISOString());
  return [{ labels: { alertname: 'DiskFull', instance: 'db-1' }, startsAt, endsAt }];
}

test('endOutlived() ends what is no longer told, once, and what comes back with the same beginning is news', async () => {
  const desk = await openIntakeDesk(store);
  const { tenantId } = desk.store;
  const start = desk.deps.clock.now();
  const deps = { store, intake: desk.intake, clock: { ...desk.deps.clock, now: () => start + 5 * minuteMs } };
  const body = posted(start - minuteMs, start + 4 * minuteMs);
  await desk.intake.accept(tenantId, 'prometheus', body);

  await endOutlived({ ...deps, clock: { ...desk.deps.clock, now: () => start + 3 * minuteMs } });
  assert.deepEqual(
    (await desk.incidents()).map(({ status }) => status),
    ['triggered'],
  );
  await endOutlived(deps);
  await endOutlived(deps);
  const [ended] = await desk.incidents();
  const renewed = posted(start - minuteMs, start + 9 * minuteMs);
  const back = await desk.intake.accept(tenantId, 'prometheus', renewed);

  assert.equal(ended?.status, 'resolved');
  const incidents = await desk.incidents();
  assert.deepEqual(
    incidents.map(({ id, status }) => [id, status]),
    [[ended?.id, 'triggered']],
  );
  assert.deepEqual(back.incidentIds, [ended?.id]);
});

test('endOutlived() lets be what is told again in time', async () => {
  const desk = await openIntakeDesk(store);
  const start = desk.deps.clock.now();
  for (const minutes of [1, 4])
    await desk.intake.accept(desk.store.tenantId, 'prometheus', posted(start - minuteMs, start + minutes * minuteMs));

  await endOutlived({ store, intake: desk.intake, clock: { ...desk.deps.clock, now: () => start + 2 * minuteMs } });

  assert.deepEqual(
    (await desk.incidents()).map(({ status }) => status),
    ['triggered'],
  );
});

test('createOutlivedWatch() goes on after a failure, and stops when told', async () => {
  const warned: string[] = [];
  let looked = 0;
  const { promise: twice, resolve } = Promise.withResolvers<void>();
  const watch = createOutlivedWatch({
    store: {
      ...store,
      tenantIds: () => {
        looked += 1;
        if (looked === 2) resolve();
        return Promise.reject(new Error('away'));
      },
    },
    intake: { take: () => Promise.reject(new Error('never asked')) },
    clock: { ...systemClock, sleep: () => Promise.resolve() },
    log: { warn: (_fields, text) => void warned.push(text) },
  });

  watch.start();
  await twice;
  await watch.stop();

  assert.match(warned[0] ?? '', /looked at again/);
});

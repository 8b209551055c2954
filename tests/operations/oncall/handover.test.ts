import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { handover, reportOn, shiftsAround } from '../../../src/operations/oncall/handover.ts';
import type { Store } from '../../../src/store/contract.ts';
import { handoverParts } from '../../../src/text/handover.ts';
import { primary, rulesOf, waiting } from '../../activities/escalate/ladder-desk.ts';
import { sampleIncident, sampleSilence } from '../../store/samples.ts';
import { openMemoryStore } from '../../support/fresh-database.ts';
import { systemClock } from '../../support/system-clock.ts';
import { people, startMs } from '../desk.ts';

let store: Store;
before(async () => {
  store = await openMemoryStore(systemClock);
});
after(() => store.close());

test('handover() tells what is open, what was resolved, who was called, which silences end and what to watch', async () => {
  const { deps, as, look, store: tenant, advance } = await waiting(store, { levels: [['bob']] });
  await look(15);
  await look(30);
  advance(60 * 60_000);
  const soon = new Date(startMs + 5 * 3_600_000).toISOString();
  await tenant.silences.save({ ...sampleSilence(), endsAt: soon, startsAt: new Date(startMs).toISOString(), comment: 'a migration' });
  const resolvedAt = new Date(startMs + 10 * 60_000).toISOString();
  const startedAt = new Date(startMs - 60_000).toISOString();
  await tenant.incidents.create(sampleIncident({ id: 'inc_done', status: 'resolved', startedAt, resolvedAt, title: 'disk is full' }));
  const given = { ...deps, schedules: () => [primary], calls: rulesOf({}) };

  const [view] = await handover(given, as(people.vera), 'primary');
  assert.ok(view);

  assert.deepEqual([view.outgoing.map(({ name }) => name), view.incoming.map(({ name }) => name)], [['Bob'], ['Anna']]);
  assert.deepEqual(
    view.open.map(({ code }) => code),
    ['ZB-1'],
  );
  assert.deepEqual(
    view.resolved.map(({ title }) => title),
    ['disk is full'],
  );
  assert.deepEqual(
    view.called.map(({ person, count }) => `${person.name} ${count}`),
    ['Bob 2'],
  );
  assert.deepEqual(
    view.silences.map(({ comment }) => comment),
    ['a migration'],
  );
  assert.deepEqual(view.watch, ['ZB-1 is nobody’s yet']);
  const parts = handoverParts(view, 'zh-CN').map(({ heading }) => heading);
  assert.deepEqual(parts, ['交接：Primary', '需要留意', '未恢复（1）', '本班已恢复（1）', '呼叫', '即将结束的静默']);
});

test('reportOn() of a quiet day says that nothing is open and nobody was called', async () => {
  const { deps, store: tenant, incident } = await waiting(store);
  await tenant.incidents.moveStatus(incident.id, ['triggered'], 'resolved', { resolvedAt: new Date(0).toISOString() });

  const view = await reportOn(deps, tenant, { schedule: primary, outgoing: null, incoming: null, nowMs: startMs }, 'en');

  assert.equal((await shiftsAround(tenant, primary, startMs)).length > 3, true);
  assert.deepEqual(
    handoverParts(view, 'en').map(({ lines }) => lines.join()),
    [handoverParts(view, 'en')[0]?.lines.join() ?? '', 'Nothing is open.', 'Nobody was called in this shift.'],
  );
});

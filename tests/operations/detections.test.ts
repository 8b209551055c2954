import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import type { DetectionSpec } from '../../src/domain/detection.ts';
import { createDetections } from '../../src/operations/detections.ts';
import type { Store } from '../../src/store/contract.ts';
import { sampleDetectionEvent, sampleDetectionRun, sampleDetectionSeries } from '../store/detection-samples.ts';
import { openMemoryStore } from '../support/fresh-database.ts';
import { systemClock } from '../support/system-clock.ts';
import { openDesk, people, startMs } from './desk.ts';

let store: Store;
before(async () => {
  store = await openMemoryStore(systemClock);
});
after(() => store.close());

const spec: DetectionSpec = {
  ...{ id: 'depth', title: { en: 'Queue depth', 'zh-CN': '队列积压' }, kind: 'anomaly', systemId: 'metrics', direction: 'high' },
  ...{ input: { kind: 'query', query: 'depth' }, unit: '', severity: 'warning', everySeconds: 60, historyHours: 10, seriesMax: 3 },
  ...{ budgetPerDay: 2, limit: null, withinHours: 72, isBuiltIn: false },
};
const at = new Date(startMs - 60_000).toISOString();

async function stage() {
  const desk = await openDesk(store);
  const ran: string[] = [];
  const operations = createDetections({
    ...desk.deps,
    detections: () => [spec],
    runDetection: async (id) => ran.push(id),
  });
  const { detections } = desk.store;
  const { incidentId } = await desk.plan();
  await detections.saveRun(sampleDetectionRun({ detectionId: 'depth', pressureAt: at, lastRunAt: at, leftOut: 2 }));
  await detections.saveSeries([sampleDetectionSeries({ detectionId: 'depth', state: 'unusual', score: 0.8 })]);
  await detections.begin(sampleDetectionEvent({ detectionId: 'depth', since: at, openedAt: at, incidentId }));
  const withheld = { detectionId: 'depth', since: at, openedAt: null, isLead: false, outcome: 'budget' as const };
  await detections.begin(sampleDetectionEvent({ ...withheld, id: 'det_2', seriesKey: 'other' }));
  return { ...desk, operations, ran, incidentId };
}

test('listDetections() tells what the budget has used and what it withheld', async () => {
  const { operations, as } = await stage();

  const [view] = await operations.listDetections(as(people.vera));

  assert.equal(view?.title, 'Queue depth');
  assert.deepEqual([view?.opened, view?.withheld, view?.belowThreshold, view?.leftOut, view?.notable], [1, 1, 0, 2, 1]);
  assert.ok((view?.threshold ?? 0) > 0.6, 'the pressure of the budget');
});

test('a mark moves the threshold of its series, is told, audited, and can be taken back', async () => {
  const { operations, as, incidentId, store: own, wakes } = await stage();
  const before = await operations.showDetection(as(people.vera), 'depth');
  const place = { adapter: 'slack', workspace: 'T1', channel: 'C1' };
  await own.threads.create({ incidentId, place, locale: 'en', parent: null });

  const marked = await operations.markDetection(as(people.rita), incidentId, 'useless');

  assert.deepEqual({ mark: marked.mark, events: marked.events }, { mark: 'useless', events: 1 });
  const raised = await operations.showDetection(as(people.vera, { locale: 'zh-CN' }), 'depth');
  assert.ok((raised.items[0]?.threshold ?? 0) > (before.items[0]?.threshold ?? 1));
  assert.deepEqual(raised.events.map(({ id, mark, markedBy }) => [id, mark, markedBy]).toSorted(), [
    ['det_1', 'useless', 'Rita'],
    ['det_2', null, null],
  ]);
  const [line] = await own.audit.list({ limit: 1 });
  assert.deepEqual([line?.action, line?.outcome, line?.details.mark], ['detection.mark', 'ok', 'useless']);
  assert.match((await own.outbox.claim(5, Date.now(), 1))[0]?.text.en ?? '', /^Rita.* says that this detection was not useful/);
  assert.equal(wakes(), 1);

  await operations.markDetection(as(people.rita), incidentId, null);
  const back = await operations.showDetection(as(people.vera), 'depth');
  assert.equal(back.items[0]?.threshold, before.items[0]?.threshold);
});

test('what is not there, not allowed or not of a detection is refused', async () => {
  const { operations, as, store: own, plan } = await stage();
  const { incidentId: other } = await plan();

  await assert.rejects(operations.showDetection(as(people.vera), 'nothing'), { kind: 'not-found' });
  await assert.rejects(operations.runDetection(as(people.vera), 'depth'), { kind: 'forbidden' });
  await assert.rejects(operations.markDetection(as(people.vera), other, 'useless'), { kind: 'forbidden' });
  await assert.rejects(operations.markDetection(as(people.rita), other, 'useless'), {
    kind: 'invalid',
    message: /not opened by a detection/,
  });
  assert.equal((await own.audit.list({ limit: 1 }))[0]?.outcome, 'refused');
});

test('holdDetection() is remembered with who did it, told in the list, audited and taken back', async () => {
  const { operations, as, store: own } = await stage();
  await assert.rejects(operations.holdDetection(as(people.vera), 'depth', true), { kind: 'forbidden' });
  await assert.rejects(operations.holdDetection(as(people.rita), 'nothing', true), { kind: 'not-found' });

  await operations.holdDetection(as(people.rita), 'depth', true);

  const [held] = await operations.listDetections(as(people.vera));
  assert.deepEqual([held?.state, held?.pausedBy], ['paused', 'Rita']);
  assert.equal((await own.audit.list({ limit: 1 }))[0]?.action, 'detection.pause');

  const resumed = await operations.holdDetection(as(people.rita), 'depth', false);
  assert.deepEqual([resumed.state, resumed.pausedBy], ['unusual', null]);
});

test('runDetection() runs it and leaves a line in the audit log', async () => {
  const { operations, as, ran, store: own } = await stage();

  await operations.runDetection(as(people.rita), 'depth');

  assert.deepEqual(ran, ['depth']);
  assert.equal((await own.audit.list({ limit: 1 }))[0]?.action, 'detection.run');
});

import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import type { DetectionSpec } from '../../src/domain/detection.ts';
import { detectionDetail, detectionView, readDetections } from '../../src/operations/detection-view.ts';
import type { Store } from '../../src/store/contract.ts';
import { writePause } from '../../src/store/detection-pauses.ts';
import { troubleOf } from '../../src/text/detection-troubles.ts';
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
const run = (change: Parameters<typeof sampleDetectionRun>[0] = {}) =>
  sampleDetectionRun({ detectionId: 'depth', pressureAt: at, lastRunAt: at, ...change });

test('detectionDetail() names the foremost series, the marks, the incidents, and what is wrong with what to do', async () => {
  const { deps, store: own, plan, as } = await openDesk(store);
  const { incidentId } = await plan();
  const caller = as(people.vera, { locale: 'zh-CN' });
  await own.detections.saveRun(run());
  const series = [
    { key: 'k1', name: 'calm', score: 0.1 },
    { key: 'k2', name: 'odd', score: 0.8, state: 'unusual' as const },
  ];
  await own.detections.saveSeries(series.map((each) => sampleDetectionSeries({ detectionId: 'depth', ...each })));
  const mark = { mark: 'useful' as const, personId: 'rita', personName: 'Rita', at };
  for (const id of ['det_1', 'det_2'])
    await own.detections.begin(sampleDetectionEvent({ id, detectionId: 'depth', since: at, openedAt: at, incidentId, mark }));

  const view = await detectionDetail(deps, caller, spec);

  assert.deepEqual([view.state, view.foremost?.name, view.useful, view.useless], ['unusual', 'odd', 1, 0]);
  assert.match(view.events[0]?.code ?? '', /^ZB-\d+$/);

  await own.detections.saveRun(run({ error: troubleOf('no-series') }));
  const failing = await detectionDetail(deps, caller, spec);
  assert.deepEqual([failing.state, failing.error], ['failing', '查询没有返回任何序列']);
  assert.match(failing.troubles[0]?.advice ?? '', /^请手工执行确认/);
});

test('detectionView() tells waiting, empty, failing and paused apart', async () => {
  const { deps, store: own } = await openDesk(store);
  const stateOf = async (given: DetectionSpec): Promise<string> => detectionView(given, await readDetections(deps, own), 'en').state;

  assert.equal(await stateOf(spec), 'waiting');
  await own.detections.saveRun(run({ error: troubleOf('no-series') }));
  assert.equal(await stateOf(spec), 'failing');
  assert.equal(await stateOf({ ...spec, isBuiltIn: true }), 'empty', 'nothing to watch is no fault of what comes along');
  await writePause(own, 'depth', { personId: 'li', personName: 'Li', at });
  assert.equal(await stateOf(spec), 'paused');
});

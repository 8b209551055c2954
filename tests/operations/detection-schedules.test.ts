/** The whole of it, with a real Prometheus, a real Temporal and a small real exporter whose numbers jump. */

import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { setTimeout as sleep } from 'node:timers/promises';
import { Client, Connection } from '@temporalio/client';
import type { EvidenceView, IncidentSummaryView } from '../../src/domain/view.ts';
import { scheduleIdOf } from '../../src/operations/detection-schedules.ts';
import { type RunningHouse, startHouse } from '../support/house.ts';
import { backfill, type Exporter, startExporter } from '../support/metric-history.ts';
import { type PrometheusServer, startPrometheus } from '../support/prometheus.ts';
import { startTestTemporal, type TestTemporal } from '../support/temporal.ts';

let exporter: Exporter;
let prometheus: PrometheusServer;
let temporal: TestTemporal;
let house: RunningHouse;
const limitMs = 240_000;

const depth = (index: number): number => 10 + Math.sin(index / 20) + ((index * 7_919) % 13) / 10;
let tick = 0;
const usual = (): number => {
  tick += 1;
  return depth(tick);
};

const config = (watch: string): string => `locale: en
registerThisMachine: false
systems:
  - { id: metrics, kind: prometheus, url: "${prometheus.url}" }
detections:
  builtIn: false
  eachPerDay: 1
  watch:${watch}
`;
const watchOf = (id: string, query: string): string => `
    - { id: ${id}, title: Shop queue, system: metrics, query: '${query}', direction: high, everySeconds: 5, historyHours: 1 }`;

before(async () => {
  exporter = await startExporter();
  exporter.set('shop_queue_depth', usual);
  const targets = [{ job: 'shop', address: exporter.address }];
  [prometheus, temporal] = await Promise.all([startPrometheus({ targets }), startTestTemporal()]);
  const now = Date.now();
  const series = `shop_queue_depth{instance="${exporter.address}",job="shop"}`;
  await backfill(prometheus, [{ series, fromMs: now - 3_500_000, toMs: now - 5_000, stepMs: 5_000, value: depth }]);
  await prometheus.until('count_over_time(shop_queue_depth[1h])', ([count = 0]) => count > 600);
  house = await startHouse({ temporalAddress: temporal.address, config: config(watchOf('queue', 'shop_queue_depth')), isWhole: true });
});

after(async () => {
  await house?.stop();
  await Promise.all([temporal?.stop(3_000), prometheus?.stop(), exporter?.stop()]);
});

test('a metric that jumps opens one incident with the reason, which ends with it; what a second jump would open, the budget withholds', async () => {
  await until(async () => (await readDetection()).lastRunAt !== null, 'the first run');
  assert.equal((await incidents()).length, 0, 'nothing is unusual before the jump');

  exporter.set('shop_queue_depth', () => usual() + 60);
  await until(async () => (await incidents()).length > 0, 'the incident');
  const [first] = await incidents();
  assert.ok(first);
  assert.match(first.title, /^Shop queue 127\.0\.0\.1:\d+ shop: [\d.]+× the usual \([\d.]+\), since /);
  assert.equal(first.severity, 'warning');

  await until(async () => (await evidenceOf(first.id)).some(({ probe }) => probe === 'detection'), 'its evidence');
  const evidence = (await evidenceOf(first.id)).find(({ probe }) => probe === 'detection');
  assert.deepEqual(
    evidence?.series.map(({ role }) => role ?? 'measured'),
    ['measured', 'usual-low', 'usual-high'],
  );
  assert.ok(Number(evidence?.facts['detection.score']) >= 0.5);

  exporter.set('shop_queue_depth', usual);
  await until(async () => (await incidents())[0]?.status === 'resolved', 'the end');

  exporter.set('shop_queue_depth', () => usual() + 120);
  await until(async () => (await readDetection()).withheld > 0, 'what the budget withheld');
  assert.equal((await incidents()).length, 1, 'one a day');
});

test('a person holds it and lets it run again: its schedule follows', async () => {
  const connection = await Connection.connect({ address: temporal.address });
  const handle = new Client({ connection }).schedule.getHandle(scheduleIdOf('default', 'queue'));
  const isPaused = async (): Promise<boolean> => (await handle.describe()).state.paused;

  await house.post('/api/v1/detections/queue/pause', {});
  await until(isPaused, 'the pause');
  await house.post('/api/v1/detections/queue/resume', {});
  await until(async () => !(await isPaused()), 'the end of the pause');

  await connection.close();
});

test('schedules follow the configuration', async () => {
  const connection = await Connection.connect({ address: temporal.address });
  const { schedule } = new Client({ connection });
  const found: string[] = [];
  for await (const { scheduleId } of schedule.list()) found.push(scheduleId);
  await connection.close();

  assert.deepEqual(found, [scheduleIdOf('default', 'queue')]);
});

interface DetectionAnswer {
  readonly id: string;
  readonly lastRunAt: string | null;
  readonly withheld: number;
}

async function readDetection(): Promise<DetectionAnswer> {
  const { items } = await house.get<{ readonly items: readonly DetectionAnswer[] }>('/api/v1/detections');
  const found = items.find(({ id }) => id === 'queue');
  assert.ok(found);
  return found;
}

async function incidents(): Promise<readonly IncidentSummaryView[]> {
  return (await house.get<{ readonly items: readonly IncidentSummaryView[] }>('/api/v1/incidents')).items;
}

async function evidenceOf(id: string): Promise<readonly EvidenceView[]> {
  return (await house.get<{ readonly items: readonly EvidenceView[] }>(`/api/v1/incidents/${id}/evidence`)).items;
}

async function until(isMet: () => Promise<boolean>, what: string): Promise<void> {
  const untilMs = Date.now() + limitMs;
  while (!(await isMet())) {
    if (Date.now() > untilMs) throw new Error(`Waited in vain for ${what}; log:\n${house.log().slice(-3_000)}`);
    await sleep(500);
  }
}

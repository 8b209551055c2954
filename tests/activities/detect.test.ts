import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { noise } from '../analysis/anomaly/series.ts';
import { numbers } from '../support/numbers-kind.ts';
import { closeStage, jumpAt, minuteMs, now, openStage, sleepHours, stage, startMs, wobble } from './detection-stage.ts';

before(openStage);
after(closeStage);

test('a jump is told once, with its reason, and its end is told', async () => {
  const { pass, told, event } = await stage();
  await pass(2);
  assert.deepEqual(await told(), []);

  numbers.at = jumpAt(now(), now() + 20 * minuteMs);
  await pass(15);
  const [first, ...more] = await told();
  assert.equal(more.length, 0);
  assert.equal(first?.status, 'firing');
  assert.equal(first?.groupKey, 'detection:depth');
  assert.deepEqual(first?.labels, { queue: 'a', metric: 'depth', alertname: 'Queue depth', severity: 'warning', detection: 'depth' });
  assert.match(first?.annotations.summary ?? '', /^Queue depth a: \d\.\d× the usual \([\d.]+\), since Nov 24, 14:0\d$/);

  await pass(20);
  const [, second] = await told();
  assert.equal(second?.status, 'resolved');
  assert.equal(second?.fingerprint, first?.fingerprint);
  assert.ok((await event())?.endedAt !== null);
});

test('a worker that starts anew learns from history and goes on where the one before it was', async () => {
  const { pass, told, restart, own } = await stage();
  await pass(2);
  numbers.at = jumpAt(now());
  await pass(8);
  assert.equal((await told()).length, 1);

  restart();
  await pass(3);

  assert.equal((await told()).length, 1, 'nothing is told twice');
  assert.equal((await own.detections.going('depth')).length, 1);
});

test('one query a run, and after a start one with the history', async () => {
  const { pass } = await stage();

  await pass(5);

  assert.equal(numbers.queries, 5);
});

test('the budget holds: beyond it events are withheld and counted, the threshold rises, and a day later there is room again', async () => {
  const { pass, told, detections } = await stage({ budgetPerDay: 1 });
  await pass(1);
  const jumps = [now() + 5 * minuteMs, now() + 120 * minuteMs];
  numbers.at = (_name, timeMs) => wobble(timeMs) * (jumps.some((from) => timeMs >= from && timeMs < from + 10 * minuteMs) ? 9 : 1);
  await pass(160);

  assert.deepEqual(
    (await told()).map(({ status }) => status),
    ['firing', 'resolved'],
  );
  const [counts] = await detections.countsSince(new Date(startMs).toISOString());
  assert.equal(counts?.opened, 1);
  assert.equal((counts?.budget ?? 0) + (counts?.threshold ?? 0), 1);
  assert.ok(((await detections.runs())[0]?.pressure ?? 0) > 0.5);

  sleepHours(25);
  const later = now() + 5 * minuteMs;
  numbers.at = jumpAt(later, later + 10 * minuteMs, 9);
  await pass(20);
  assert.equal((await told()).filter(({ status }) => status === 'firing').length, 2);
});

test('the budget of all detections together holds, too', async () => {
  const { pass, told, event } = await stage({}, 0);
  await pass(1);
  numbers.at = jumpAt(now());

  await pass(10);

  assert.deepEqual(await told(), []);
  assert.equal((await event())?.outcome, 'budget');
});

test('what people call useless is not told again, and taking that back brings it back', async () => {
  const { pass, told, own, event } = await stage({ budgetPerDay: 9 });
  await pass(1);
  const jump = async (): Promise<void> => {
    numbers.at = jumpAt(now() + 2 * minuteMs, now() + 8 * minuteMs);
    await pass(25);
  };
  await jump();
  const seen = await event();
  assert.equal((await told()).length, 2);
  const mark = { mark: 'useless' as const, personId: 'li', personName: 'Li', at: new Date(now()).toISOString() };
  await own.detections.change(seen?.id ?? '', { incidentId: 'inc_1' });
  await own.detections.mark('inc_1', mark);

  await jump();
  assert.equal((await told()).length, 2, 'nothing more');
  assert.equal((await event())?.outcome, 'threshold');

  await own.detections.mark('inc_1', null);
  sleepHours(6);
  await jump();
  assert.equal((await told()).length, 4);
});

test('several series are one group: the first opens, the others join', async () => {
  const { pass, told, own } = await stage({ budgetPerDay: 1 });
  numbers.names = ['a', 'b', 'c', 'd'];
  await pass(1);
  numbers.at = jumpAt(now());

  await pass(8);

  assert.equal((await told()).filter(({ status }) => status === 'firing').length, 3);
  assert.equal((await own.detections.events({ limit: 9 })).filter(({ isLead }) => isLead).length, 1);
  assert.equal((await own.detections.runs())[0]?.leftOut, 1, 'more series than the limit are left out, and it is known');
});

test('a look is sampled, named by its fact; its forecast tells when the limit is reached, and ends with the cause', async () => {
  const input = { kind: 'look', probe: 'level', parameters: {}, fact: 'level.value', nameFact: 'level.of' } as const;
  const { pass, told, own } = await stage({
    ...{ kind: 'forecast', input, limit: { value: 100, direction: 'rising' }, withinHours: 3, unit: 'm' },
  });
  numbers.at = (_name, timeMs) => 20 + (0.5 * (timeMs - startMs)) / minuteMs;

  await pass(30);
  const [alert] = await told();
  assert.match(
    alert?.annotations.summary ?? '',
    /^Queue depth level\.value tank: reaches 100 m in 2 h \d+ min \(.+\), rate \+30 m an hour$/,
  );
  const [row] = await own.detections.series('depth');
  assert.equal(row?.state, 'approaching');
  assert.equal((await own.detections.samples('depth', 0)).length, 30);

  numbers.at = () => 5;
  await pass(20);
  assert.deepEqual(
    (await told()).map(({ status }) => status),
    ['firing', 'resolved'],
  );
});

test('what is not predictable says so and opens nothing', async () => {
  const limit = { value: 40, direction: 'rising' } as const;
  const { pass, told, own } = await stage({ kind: 'forecast', limit, withinHours: 1_000, historyHours: 1 });
  const random = noise(5);
  const values = new Map<number, number>();
  numbers.at = (_name, timeMs) => {
    const known = values.get(timeMs) ?? 20 + 15 * random();
    values.set(timeMs, known);
    return known;
  };

  await pass(3);

  assert.deepEqual(await told(), []);
  assert.ok(['not-predictable', 'quiet'].includes((await own.detections.series())[0]?.state ?? ''));
});

test('a query that fails or brings nothing is kept as the reason, and ends nothing', async () => {
  const { pass, told, own } = await stage();
  await pass(1);
  numbers.at = jumpAt(now());
  await pass(8);
  numbers.failure = 'connection refused';

  await pass(1);

  const [run] = await own.detections.runs();
  assert.deepEqual([run?.error?.kind, run?.error?.text.en], ['away', '“numbers” could not be asked: connection refused']);
  assert.equal(run?.series, 1);
  assert.equal((await told()).length, 1);
});

test('a detection that is gone ends what it had begun', async () => {
  const { pass, told, run, remove } = await stage();
  await pass(1);
  numbers.at = jumpAt(now());
  await pass(8);
  remove();

  const outcome = await run();

  assert.match(outcome.error ?? '', /not configured/);
  assert.deepEqual(
    (await told()).map(({ status }) => status),
    ['firing', 'resolved'],
  );
});

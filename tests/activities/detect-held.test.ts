/** What is held by a person, what is weak in what a run brought, and what is kept for its picture. */

import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { writePause } from '../../src/store/detection-pauses.ts';
import { numbers } from '../support/numbers-kind.ts';
import { closeStage, jumpAt, minuteMs, now, openStage, stage, startMs, wobble } from './detection-stage.ts';

before(openStage);
after(closeStage);

test('a detection that is held ends what it had begun and opens nothing; what it sees is still shown', async () => {
  const { pass, told, own, event } = await stage();
  await pass(1);
  numbers.at = jumpAt(now());
  await pass(8);
  await writePause(own, 'depth', { personId: 'li', personName: 'Li', at: new Date(now()).toISOString() });

  await pass(2);

  assert.deepEqual(
    (await told()).map(({ status }) => status),
    ['firing', 'resolved'],
  );
  assert.ok((await event())?.endedAt !== null);
  assert.equal((await own.detections.series('depth'))[0]?.state, 'unusual');

  await writePause(own, 'depth', null);
  await pass(1);
  assert.deepEqual(
    (await told()).map(({ status }) => status),
    ['firing', 'resolved', 'firing'],
  );
});

test('series beyond the most, and values that come more seldom than they are read, are told as such', async () => {
  const { pass, own } = await stage({ seriesMax: 1 });
  Object.assign(numbers, { names: ['a', 'b'], at: (_name: string, timeMs: number) => wobble(Math.floor(timeMs / 300_000) * 300_000) });

  await pass(1);

  const [run] = await own.detections.runs();
  assert.deepEqual(
    run?.warnings.map(({ kind }) => kind),
    ['too-many', 'repeats'],
  );
  assert.match(run?.warnings[1]?.text.en ?? '', /about 5 times in a row: it is measured every 300 s or so and read every 60 s/);
});

test('what comes and where the level moved is kept for the picture', async () => {
  const { pass, own } = await stage();
  await pass(1);
  const jumpMs = now();
  numbers.at = jumpAt(jumpMs);
  await pass(12);
  const moved = (await own.detections.series('depth'))[0]?.recent.movedAtMs;
  assert.ok(moved !== undefined && Math.abs(moved - jumpMs) <= 6 * minuteMs, String(moved));

  const filling = await stage({ kind: 'forecast', limit: { value: 1_000, direction: 'rising' }, withinHours: 24 });
  numbers.at = (_name, timeMs) => 500 + (timeMs - startMs) / minuteMs / 4 + wobble(timeMs) / 50;
  await filling.pass(2);
  const { ahead } = (await filling.own.detections.series('depth'))[0]?.recent ?? {};
  assert.ok(ahead !== undefined && ahead.times.length >= 12 && ahead.times.length <= 24);
  assert.ok((ahead.times[0] ?? 0) > now() - minuteMs * 30 && (ahead.values.at(-1) ?? 0) > (ahead.values[0] ?? 0));
});

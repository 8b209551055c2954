import assert from 'node:assert/strict';
import { test } from 'node:test';
import { alertSource } from '../../../src/config/alert-sources.ts';
import { bodyOf } from '../../../src/intake/feeds/body-of.ts';
import { gather } from '../../../src/intake/feeds/gather.ts';
import { eventOf, messageBytesMax, readJson } from '../../../src/intake/feeds/read-json.ts';
import { addressOf } from '../../../src/intake/feeds/run-feed.ts';
import { keyOf, unreadOf } from '../../../src/intake/unread-of.ts';

test('readJson() reads JSON, and says why something is none', () => {
  assert.deepEqual(readJson(Buffer.from('\uFEFF{"a":1,"__proto__":{"b":2}}'), {}, null).body, { a: 1 });
  assert.equal(readJson(Buffer.from('a: 1'), {}, null).problem?.en, 'is not JSON');
  const large = readJson(Buffer.alloc(messageBytesMax + 1, 'a'), {}, null);
  assert.match(large.problem?.en ?? '', /larger than 1 MiB/);
  assert.equal(large.raw.length, messageBytesMax);
});

test('eventOf() takes attributes from headers with their prefix', () => {
  assert.deepEqual(eventOf({ ce_specversion: '1.0', ce_id: '1', other: 'x' }, /^ce_/, { a: 1 }), {
    specversion: '1.0',
    id: '1',
    data: { a: 1 },
  });
  assert.equal(eventOf({ other: 'x' }, /^ce_/, {}), null);
});

test('gather() hands out many at a time, and throws what failed or was ended', async () => {
  const gathered = gather<number>();
  const ending = new AbortController();
  const first = gathered.next(2, ending.signal);
  for (const each of [1, 2, 3]) gathered.push(each);

  assert.deepEqual([...(await first), ...(await gathered.next(2, ending.signal))].length, 3);
  const waiting = gathered.next(2, ending.signal);
  ending.abort();
  await assert.rejects(waiting, { name: 'AbortError' });
  gathered.fail(new Error('gone'));
  await assert.rejects(gathered.next(1, new AbortController().signal), /gone/);
});

test('unreadOf() masks and bounds what is kept', async () => {
  const source = alertSource.parse({ name: 'bus', kind: 'rabbitmq', address: 'amqp://mq:5672/a', queue: 'alerts' });
  const kept = unreadOf(
    source,
    { raw: `password=hunter2-hunter2 ${'x'.repeat(70_000)}`, meta: { long: 'y'.repeat(5_000) } },
    { en: 'no', 'zh-CN': '否' },
    '',
  );

  assert.doesNotMatch(kept.body, /hunter2/);
  assert.equal(kept.isCut, true);
  assert.ok(JSON.stringify(kept.meta).length < 4_100);
  assert.deepEqual([keyOf(source), addressOf(source)], ['rabbitmq/bus', 'amqp://mq:5672/a alerts']);
  assert.deepEqual((await bodyOf(source, '{"a":1}', '')).body, { a: 1 });
});

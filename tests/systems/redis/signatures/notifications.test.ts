import assert from 'node:assert/strict';
import { test } from 'node:test';
import { notificationSignatures } from '../../../../src/systems/redis/signatures/notifications.ts';
import { until } from '../../../support/redis-sentinel.ts';
import { withRedis } from '../with-redis.ts';

const late = 'Reservations are not released: no expired events arrive';

test('notificationSignatures: a subscriber by name is told to be unheard, whatever is asked, and by pattern to who misses events', async () => {
  await withRedis({}, async ({ server, look }) => {
    const listener = await server.connect();
    await listener.psubscribe('__keyevent@*__:expired');
    const probes = ['pubsub'];

    const asked = await look({ probes, words: late });
    const aside = await look({ probes, words: 'chat messages arrive late' });
    await listener.subscribe('__keyevent@0__:expired');
    const named = await look({ probes, words: 'chat messages arrive late' });

    assert.deepEqual([asked.causes, aside.causes, named.causes], [['notifications-off'], [], ['notifications-off']]);
    assert.equal(asked.remediesOf('notifications-off')[0]?.given.value, 'KEA');
  });
});

test('notificationSignatures: events of another class are sent', async () => {
  await withRedis({ config: { 'notify-keyspace-events': 'Eg' } }, async ({ server, look }) => {
    const listener = await server.connect();
    await listener.subscribe('__keyevent@0__:expired');
    const probes = ['pubsub'];

    const lacking = await look({ probes, words: late });
    await (await server.connect()).config('SET', 'notify-keyspace-events', 'Egx');
    const complete = await look({ probes, words: late });

    assert.deepEqual([lacking.causes, complete.causes], [['notifications-lack-class'], []]);
  });
});

test('notificationSignatures: nobody is told of what nobody has subscribed to', async () => {
  await withRedis({}, async ({ server, look }) => {
    const redis = await server.connect();
    await until(async () => (await redis.ping()) === 'PONG', 'it answers');

    assert.deepEqual((await look({ probes: ['pubsub'], words: late })).causes, []);
  });
});

test('notificationSignatures have names of their own', () => {
  assert.equal(new Set(notificationSignatures.map(({ id }) => id)).size, notificationSignatures.length);
});

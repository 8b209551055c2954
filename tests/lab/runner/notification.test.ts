import assert from 'node:assert/strict';
import { test } from 'node:test';
import { notificationOf } from './notification.ts';

test('notificationOf() completes one alert, and keeps a whole notification as it is but for its group', () => {
  const one = notificationOf({ labels: { alertname: 'Full' } }, 'redis/full', 0);
  const whole = notificationOf({ receiver: 'pager', alerts: [{ labels: { a: '1' }, fingerprint: 'f' }, { labels: { a: '2' } }] }, 'x', 0);

  assert.deepEqual(one, {
    version: '4',
    status: 'firing',
    receiver: 'zhiban',
    groupLabels: {},
    groupKey: 'lab:redis/full:0',
    alerts: [
      {
        status: 'firing',
        labels: { alertname: 'Full' },
        annotations: {},
        startsAt: '1970-01-01T00:00:00.000Z',
        endsAt: '0001-01-01T00:00:00Z',
        fingerprint: 'lab-0-0',
      },
    ],
  });
  assert.deepEqual(
    [Reflect.get(Object(whole), 'receiver'), Reflect.get(Object(whole), 'alerts').map((each: object) => Reflect.get(each, 'fingerprint'))],
    ['pager', ['f', 'lab-0-1']],
  );
});

import assert from 'node:assert/strict';
import { test } from 'node:test';
import { z } from 'zod';
import { hoursShape, ownTimeZone, timeOfDay, timeZone } from '../../src/config/hours.ts';

test('hoursShape() takes hours of every day where none is named, and refuses a time that is none with an example', () => {
  const hours = z.strictObject(hoursShape('22:00'));

  assert.deepEqual(hours.parse({ from: '22:00', to: '08:00' }).days.length, 7);
  assert.match(String(hours.safeParse({ from: '24:00', to: '08:00' }).error), /such as 22:00/);
  assert.match(String(timeOfDay('09:00').safeParse('9').error), /such as 09:00/);
});

test('timeZone is a name that exists; ownTimeZone is that of the machine where none is said', () => {
  assert.equal(timeZone.safeParse('Mars/Olympus').success, false);
  assert.equal(timeZone.parse('Asia/Shanghai'), 'Asia/Shanghai');
  assert.equal(ownTimeZone.parse(undefined), Intl.DateTimeFormat().resolvedOptions().timeZone);
});

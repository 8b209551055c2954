import assert from 'node:assert/strict';
import { it } from 'node:test';
import { alerts } from '../../src/store/schema/incident-tables.ts';
import { behindTimeCursor, writeTimeCursor } from '../../src/store/time-cursor.ts';

const columns = { at: alerts.startsAt, id: alerts.id };

it('behindTimeCursor() takes what writeTimeCursor() gave, and refuses anything else with the name of the list', () => {
  assert.ok(behindTimeCursor(writeTimeCursor('2026-11-21T02:00:00.000Z', 'alert_1'), columns, 'alerts'));
  for (const cursor of ['', 'x', Buffer.from('[1,2]').toString('base64url'), Buffer.from('["no time","a"]').toString('base64url')]) {
    assert.throws(() => behindTimeCursor(cursor, columns, 'alerts'), { kind: 'invalid', message: /list of alerts/ });
  }
});

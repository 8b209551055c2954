import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { CardInput } from '../../../src/bot/card/card-input.ts';
import { courseLine } from '../../../src/bot/card/course-line.ts';
import { statusCard } from '../../../src/bot/card/status-card.ts';
import type { CourseEntry, OnsetKind } from '../../../src/domain/course.ts';
import { type Locale, sameText } from '../../../src/domain/text.ts';
import { moments } from './moments.ts';

function entry(kind: OnsetKind, minute: number, width = 0, text = `${kind} ${minute}`): CourseEntry {
  const at = (minutes: number): string => new Date(Date.parse('2026-11-21T01:00:00.000Z') + minutes * 60_000).toISOString();
  return {
    ...{ systemId: 'orders-db', kind, at: at(minute), earliest: at(minute - width), latest: at(minute + width) },
    ...{ place: 'later', text: sameText(text), sourceId: 'ev_1' },
  };
}

function cardOf(course: readonly CourseEntry[], locale: Locale): CardInput {
  const moment = moments.unknown;
  if (moment?.incident.verdict == null) assert.fail('There is no moment with a verdict');
  const incident = { ...moment.incident, verdict: { ...moment.incident.verdict, course } };
  return { ...moment, incident, approvers: [], locale, consoleUrl: null, timeZone: 'Asia/Shanghai' };
}

test('courseLine() puts what was done, the first signs and the alert on one line', () => {
  const course = [entry('deploy', 0), entry('metric', 4, 3), entry('log', 5), entry('event', 6), entry('event', 7), entry('alert', 8, 3)];

  assert.equal(
    courseLine(cardOf(course, 'en')),
    'In order: 09:00 orders-db: deploy 0 → about 09:04 orders-db: metric 4 → 09:05 orders-db: log 5 → 09:08 orders-db: alert 8',
  );
  assert.equal(
    courseLine(cardOf([entry('deploy', 0), entry('metric', 4, 3)], 'zh-CN')),
    '经过：09:00 orders-db：deploy 0 → 09:04 前后 orders-db：metric 4',
  );
});

test('courseLine() says nothing where the alert says it all', () => {
  assert.equal(courseLine(cardOf([], 'en')), null);
  assert.equal(courseLine(cardOf([entry('alert', 0), entry('alert', 1)], 'en')), null);
  assert.equal(courseLine(cardOf([entry('restart', 0), entry('alert', 1)], 'en')), null);
});

test('statusCard() shows the course once there is a verdict, and a dollar sign in it stays one', () => {
  const card = statusCard(cardOf([entry('metric', 0, 0, "$& and $'"), entry('alert', 1)], 'en'));

  assert.match(JSON.stringify(card.sections[0]), /In order: 09:00 orders-db: \$& and \$' →/);
});

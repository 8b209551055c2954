import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { ZhibanError } from '../../../src/domain/errors.ts';
import { type JsonMapping, parseJson } from '../../../src/intake/sources/json.ts';

const now = '2026-11-21T02:00:00.000Z';

const mapping: JsonMapping = {
  items: '/data/events',
  title: '/rule/name',
  status: '/state',
  resolvedValues: ['ok', '恢复'],
  severity: '/rule/level',
  startsAt: '/at',
  endsAt: '/until',
  groupKey: '/rule/id',
  url: '/links/0/a~1b',
  labels: { host: '/target/host', 'rack~1row': '/target/rack~1row' },
  annotations: { detail: '/text' },
};

const event = {
  rule: { name: '磁盘已满', level: 'P1', id: 17 },
  state: 'ALERT',
  at: 1_795_225_380,
  links: [{ 'a/b': 'https://monitor.example.com/17' }],
  target: { host: 'db-1', 'rack/row': 'r7' },
  text: 'disk 98%',
};

test('parseJson() follows the pointers of the mapping', () => {
  const [alert] = parseJson({ data: { events: [event] } }, mapping, now);

  assert.deepEqual(alert, {
    source: 'json',
    fingerprint: alert?.fingerprint,
    groupKey: 'json:17',
    status: 'firing',
    labels: { alertname: '磁盘已满', host: 'db-1', 'rack~1row': 'r7', severity: 'critical' },
    annotations: { summary: '磁盘已满', detail: 'disk 98%' },
    startsAt: '2026-11-21T01:43:00.000Z',
    endsAt: null,
    generatorUrl: 'https://monitor.example.com/17',
  });
});

test('parseJson() gives the end of an alert the fingerprint of its beginning', () => {
  const [firing] = parseJson({ data: { events: [event] } }, mapping, now);
  const [resolved] = parseJson(
    { data: { events: [{ ...event, state: '恢复', rule: { ...event.rule, level: 'P4' }, until: 1_795_225_500_000 }] } },
    mapping,
    now,
  );

  assert.equal(resolved?.status, 'resolved');
  assert.equal(resolved?.fingerprint, firing?.fingerprint);
  assert.equal(resolved?.endsAt, '2026-11-21T01:45:00.000Z');
});

test('parseJson() without a mapping understands a title, alone or in a list', () => {
  const [one] = parseJson({ title: 'disk full', severity: 'warn' }, null, now);
  const [first, second] = parseJson(
    [
      { title: 'disk full', labels: { host: 'a', cores: 4, deep: {} } },
      { title: 'disk full', status: 'OK', labels: { host: 'b' } },
    ],
    null,
    now,
  );

  assert.deepEqual([one?.status, one?.startsAt, one?.labels.severity], ['firing', now, 'warning']);
  assert.deepEqual(first?.labels, { alertname: 'disk full', host: 'a', cores: '4' });
  assert.equal(second?.status, 'resolved');
  assert.equal(first?.groupKey, second?.groupKey, 'a storm of one kind is one group');
  assert.notEqual(first?.fingerprint, second?.fingerprint);
});

const refused: readonly [claim: string, body: unknown, given: JsonMapping | null, message: RegExp][] = [
  ['a body without the list', { data: {} }, mapping, /nothing at '\/data\/events' \(hooks\.json\.items\)/],
  ['an alert without a title', { data: { events: [event, { rule: {} }] } }, mapping, /^Alert 2 of the body has no text at '\/rule\/name'/],
  ['a title that is an object', { title: { a: 1 } }, null, /Alert 1/],
  ['a number', 7, null, /Alert 1/],
  ['null', null, null, /Alert 1/],
];

for (const [claim, body, given, message] of refused) {
  test(`parseJson() refuses ${claim}`, () => {
    assert.throws(() => parseJson(body, given, now), { kind: 'invalid', message });
  });
}

test('parseJson() masks what it reads', () => {
  const [alert] = parseJson(
    {
      title: 'cannot log in with password=hunter2hunter2',
      labels: { dsn: 'redis://:s3cr3t-Pa55@h' },
      description: 'token=abcdef0123456789abcd',
    },
    null,
    now,
  );

  assert.doesNotMatch(JSON.stringify(alert), /hunter2|s3cr3t|abcdef0123/);
});

test('parseJson() reads nothing from the prototype', () => {
  assert.throws(() => parseJson({}, { ...mapping, items: '', title: '/constructor/name' }, now), { kind: 'invalid' });
});

test('parseJson() throws nothing but a refusal, whatever comes', () => {
  fc.assert(
    fc.property(fc.jsonValue(), (body) => {
      try {
        parseJson(body, null, now);
      } catch (error) {
        assert.ok(error instanceof ZhibanError && error.kind === 'invalid');
      }
    }),
  );
});

import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { ZhibanError } from '../../../src/domain/errors.ts';
import { labelFingerprint, parseAlertmanager } from '../../../src/intake/sources/alertmanager.ts';
import { fixture } from '../desk.ts';

const now = '2026-11-21T02:00:00.000Z';

test('parseAlertmanager() reads what Alertmanager sends', () => {
  const [first, second] = parseAlertmanager(fixture('alertmanager-firing'), now);

  assert.equal(first?.groupKey, 'alertmanager:{}/{namespace="shop"}:{alertname="RedisMemoryHigh", namespace="shop"}');
  assert.equal(first?.fingerprint, '8b5d33d5a1e3f9c7');
  assert.equal(first?.labels.instance, '10.20.0.11:9121');
  assert.deepEqual([first?.status, first?.startsAt, first?.endsAt], ['firing', '2026-11-21T01:58:12.503Z', null]);
  assert.match(first?.generatorUrl ?? '', /^http:\/\/prometheus-0:9090\/graph/);
  assert.equal(second?.startsAt, '2026-11-21T01:59:42.503Z', 'times of every zone are told in UTC');
});

test('parseAlertmanager() reads the end of a resolved one', () => {
  const [first] = parseAlertmanager(fixture('alertmanager-resolved'), now);

  assert.deepEqual([first?.status, first?.endsAt], ['resolved', '2026-11-21T02:20:12.503Z']);
});

test('parseAlertmanager() groups by name and recognizes by labels when the sender gives neither key nor fingerprint', () => {
  const alert = (labels: Record<string, string>) => ({ status: 'firing', labels, startsAt: now });

  const [one, other, again] = parseAlertmanager(
    { alerts: [alert({ alertname: 'A', host: 'x' }), alert({ alertname: 'B' }), alert({ host: 'x', alertname: 'A' })] },
    now,
  );

  assert.notEqual(one?.groupKey, other?.groupKey);
  assert.equal(one?.groupKey, again?.groupKey);
  assert.equal(one?.fingerprint, again?.fingerprint);
  assert.notEqual(one?.fingerprint, other?.fingerprint);
});

test('labelFingerprint() is the same in any order, and another for any other label', () => {
  const labels = fc.dictionary(fc.string({ maxLength: 8 }), fc.string({ maxLength: 8 }), { maxKeys: 5, noNullPrototype: true });

  fc.assert(
    fc.property(labels, labels, (one, other) => {
      const turned = Object.fromEntries(Object.entries(one).reverse());
      const isSame = JSON.stringify(Object.entries(one).sort()) === JSON.stringify(Object.entries(other).sort());

      assert.equal(labelFingerprint(one), labelFingerprint(turned));
      assert.equal(labelFingerprint(one) === labelFingerprint(other), isSame);
    }),
  );
});

test('parseAlertmanager() throws nothing but a refusal, whatever comes', () => {
  const body = fc.oneof(
    fc.jsonValue(),
    fc.record({
      alerts: fc.array(fc.record({ status: fc.constantFrom('firing', 'resolved', 'x'), labels: fc.jsonValue(), startsAt: fc.jsonValue() })),
    }),
  );

  fc.assert(
    fc.property(body, (given) => {
      try {
        for (const alert of parseAlertmanager(given, now)) assert.ok(!Number.isNaN(Date.parse(alert.startsAt)));
      } catch (error) {
        assert.ok(error instanceof ZhibanError && error.kind === 'invalid');
      }
    }),
  );
});

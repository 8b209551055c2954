import assert from 'node:assert/strict';
import { test } from 'node:test';
import { fieldsNaming, quoted } from '../../../src/systems/logs/service-fields.ts';

test('fieldsNaming() gives each field once, with what systemd calls the service where it is a unit', () => {
  const fields = fieldsNaming('checkout');

  assert.equal(new Set(fields.map(({ field }) => field)).size, fields.length);
  for (const field of ['app', 'service', 'service.name', 'container', 'job', 'app.kubernetes.io/name'])
    assert.ok(
      fields.some((each) => each.field === field && each.value === 'checkout'),
      field,
    );
  assert.deepEqual(
    fields.find(({ field }) => field === '_SYSTEMD_UNIT'),
    { field: '_SYSTEMD_UNIT', value: 'checkout.service' },
  );
});

const cases: Readonly<Record<string, string>> = {
  'check"out': '"check\\"out"',
  'a\\b': '"a\\\\b"',
  'two\nlines': '"two\\nlines"',
  结账: '"结账"',
  // Half of a pair is no text to a program in Go.
  'half\ud83d': '"half\ufffd"',
};
for (const [given, expected] of Object.entries(cases)) {
  test(`quoted() writes ${JSON.stringify(given)} as Go reads it`, () => assert.equal(quoted(given), expected));
}

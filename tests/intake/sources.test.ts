/** What every source keeps: its end meets its beginning, bad bodies are refused in words, nothing secret or endless gets through. */

import assert from 'node:assert/strict';
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import fc from 'fast-check';
import { ZhibanError } from '../../src/domain/errors.ts';
import { builtInSources, findSource } from '../../src/intake/registry.ts';
import { context, parseFixture, parseText, readFixture } from './sources/contract.ts';

/** These have tests of their own: one has no vendor, one lives by its ends, two are older than this suite. */
const ownTests = new Set(['alertmanager', 'grafana', 'json', 'prometheus']);
/** Never tells that something is over. */
const endless = new Set(['elastalert']);

for (const { name, title } of builtInSources.filter((source) => !ownTests.has(source.name))) {
  const ending = existsSync(join(import.meta.dirname, 'fixtures', name, 'firing.txt')) ? 'txt' : 'json';

  test(`${title}: a beginning is read with a name, a time, a severity and words`, () => {
    const alerts = parseFixture(name, 'firing', ending);

    assert.ok(alerts.length > 0);
    for (const alert of alerts) {
      assert.equal(alert.source, name);
      assert.equal(alert.status, 'firing');
      assert.equal(alert.endsAt, null);
      assert.ok(alert.groupKey.startsWith(`${name}:`));
      assert.match(alert.startsAt, /^2026-11-21T01:\d\d:/);
      assert.match(alert.labels.severity ?? '', /^(critical|warning|info)$/);
      assert.notEqual(alert.labels.alertname ?? '', '');
      assert.notEqual(alert.annotations.summary ?? '', '');
    }
  });

  test(`${title}: the same once more is the same alert`, () => {
    assert.deepEqual(parseFixture(name, 'firing', ending), parseFixture(name, 'firing', ending));
  });

  if (!endless.has(name))
    test(`${title}: an end has the identity and the group of its beginning, and comes after it`, () => {
      const [begun, ended] = [parseFixture(name, 'firing', ending), parseFixture(name, 'resolved', ending)];

      assert.deepEqual(
        ended.map(({ fingerprint, groupKey, status }) => ({ fingerprint, groupKey, status })),
        begun.map(({ fingerprint, groupKey }) => ({ fingerprint, groupKey, status: 'resolved' })),
      );
      for (const [index, alert] of ended.entries()) assert.ok((alert.endsAt ?? '') > (begun[index]?.startsAt ?? 'z'));
    });

  test(`${title}: a body of another form is refused with the field that is wrong, or has no alerts`, () => {
    for (const wrong of ['{"wrong":true}', '[]', '"text"', '17', 'null', '{}', '[null]']) {
      try {
        assert.deepEqual(parseText(name, wrong), []);
      } catch (error) {
        assert.ok(error instanceof ZhibanError, `${wrong}: ${error}`);
        assert.equal(error.kind, 'invalid');
        assert.ok(error.message.length > 20);
      }
    }
  });

  test(`${title}: whatever is changed in a body, it is read or refused, and bounded`, () => {
    const whole: unknown = ending === 'json' ? JSON.parse(readFixture(name, 'firing')) : null;
    const odd = fc.oneof(fc.constant(null), fc.string(), fc.integer(), fc.constant({}), fc.constant([]), fc.constant('x'.repeat(9_000)));
    fc.assert(
      fc.property(fc.nat(), odd, (seed, value) => {
        const changed =
          whole === null ? readFixture(name, 'firing', ending).slice(seed % 300) : JSON.stringify(replaceAt(whole, seed, value));
        try {
          for (const alert of parseText(name, changed)) {
            for (const text of [...Object.values(alert.labels), ...Object.values(alert.annotations)]) assert.ok(text.length <= 4_000);
            assert.ok(alert.groupKey.length <= 2_100);
            assert.ok(Number.isFinite(Date.parse(alert.startsAt)));
          }
        } catch (error) {
          if (!(error instanceof ZhibanError)) throw error;
        }
      }),
      { numRuns: 60 },
    );
  });
}

test('no source lets a secret or a link that a browser would run through', () => {
  for (const { name } of builtInSources.filter((source) => !ownTests.has(source.name) && source.name !== 'alibaba-cloud')) {
    const poisoned = JSON.stringify(poison(JSON.parse(readFixture(name, 'firing'))));
    const alerts = JSON.stringify(tried(name, poisoned));

    assert.doesNotMatch(alerts, /hunter2hunter2/, name);
    assert.doesNotMatch(alerts, /"generatorUrl":"javascript/, name);
  }
});

test('the guide has the address of every source, in both languages', () => {
  for (const language of ['', '.zh-CN']) {
    const guide = readFileSync(join(import.meta.dirname, '..', '..', 'docs', 'guides', `alert-sources${language}.md`), 'utf8');
    assert.deepEqual(
      [...guide.matchAll(/^\| .* \| `\/hooks\/([a-z-]+)` \|/gm)].map((row) => row[1]).sort(),
      builtInSources.map(({ name }) => name).sort(),
    );
  }
});

test('findSource() knows each by its name, and no other', () => {
  assert.equal(findSource('zabbix')?.title, 'Zabbix');
  assert.equal(findSource('__proto__'), null);
  assert.equal(new Set(builtInSources.map(({ name }) => name)).size, builtInSources.length);
  for (const { name } of builtInSources) assert.match(name, /^[a-z]+(-[a-z]+)*$/);
  assert.ok(context.now.endsWith('Z'));
});

function tried(name: string, text: string): unknown {
  try {
    return parseText(name, text);
  } catch (error) {
    if (!(error instanceof ZhibanError)) throw error;
    return error.message;
  }
}

/** Every text of a body with a secret behind it, links replaced; what tells one form from another is left. */
function poison(value: unknown): unknown {
  if (typeof value === 'string') {
    if (/^https?:/.test(value)) return 'javascript:alert(1)';
    return /^[\w.:-]{1,40}$/.test(value) || /^\d{4}-/.test(value) || value.startsWith('{') ? value : `${value} password=hunter2hunter2`;
  }
  if (Array.isArray(value)) return value.map(poison);
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(Object.entries(value).map(([key, inner]) => [key, poison(inner)]));
}

/** The body with the value at one of its places, counted from the front, put in place of what was there. */
function replaceAt(root: unknown, seed: number, value: unknown): unknown {
  const places = countPlaces(root);
  let left = seed % places;
  const walk = (node: unknown): unknown => {
    if (left === 0) {
      left -= 1;
      return value;
    }
    left -= 1;
    if (Array.isArray(node)) return node.map(walk);
    if (typeof node !== 'object' || node === null) return node;
    return Object.fromEntries(Object.entries(node).map(([key, inner]) => [key, walk(inner)]));
  };
  return walk(root);
}

function countPlaces(node: unknown): number {
  if (typeof node !== 'object' || node === null) return 1;
  return 1 + Object.values(node).reduce((sum: number, inner) => sum + countPlaces(inner), 0);
}
